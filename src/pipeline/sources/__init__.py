"""From bytes and file types to raw text, with hints about its elements. The one way in for documents.

    discovery  which documents there are             decoding   bytes ⇄ text, for every byte string
    files      a document's bytes, and its digest    signatures what bytes are those of another type
    reading    one document → Extraction             codepages  which legacy code page it was
    elements   html, md, docx, epub → text, hints    markup     what is made safe in markup beforehand
    pdf        pages → text                          packages   what is wrong with a zip file
    sidecar    what the user says of a document      shapes     what travels between these

Importing this package is quick: what a file type needs is imported when such a file is met.
"""

from __future__ import annotations

from pipeline.sources.decoding import Decoded, decode, encode
from pipeline.sources.discovery import discover, refuse_among, refuse_exports_among
from pipeline.sources.files import digest, load
from pipeline.sources.reading import document, read, read_bytes, version
from pipeline.sources.shapes import MEDIA_TYPES, Source
from pipeline.sources.sidecar import metadata_for, metadata_table

__all__ = [
    "MEDIA_TYPES",
    "Decoded",
    "Source",
    "decode",
    "digest",
    "discover",
    "document",
    "encode",
    "load",
    "metadata_for",
    "metadata_table",
    "read",
    "read_bytes",
    "refuse_among",
    "refuse_exports_among",
    "version",
]

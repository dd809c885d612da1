"""One document → Extraction: sees that the bytes are what their name says, and hands them to the reader of the type."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Extraction
from pipeline.errors import UnreadableError
from pipeline.sources import signatures
from pipeline.sources.decoding import decode
from pipeline.sources.files import load
from pipeline.sources.shapes import DOCX, EPUB, HTML, MARKDOWN, PDF, TEXT, Found, Source
from pipeline.sources.sidecar import metadata_for

if TYPE_CHECKING:
    from pipeline.config import Config

# Raise it when the readers of this package give other text or hints for the same bytes.
_OWN_VERSION = "3"
UNPACKED = 200_000_000  # bytes that a packed document may unpack to where no configuration says

# What gives the text of each type; where their versions change, documents are read anew.
_LIBRARIES = {
    TEXT: ("charset-normalizer", "wordfreq"),
    MARKDOWN: ("markdown", "unstructured"),
    HTML: ("unstructured",),
    DOCX: ("pypandoc-binary", "unstructured"),
    EPUB: ("pypandoc-binary", "unstructured"),
    PDF: ("pypdfium2",),
}


def read(source: Source, config: Config) -> Extraction:
    """The document of `source` with its metadata.

    Raises UnreadableError where it cannot be read, ConfigError where its metadata cannot.
    """
    found = document(load(source, config.limits.max_bytes), source, config)
    return replace(found, metadata=metadata_for(source, config))


def document(data: bytes, source: Source, config: Config) -> Extraction:
    """`data`, which were read from `source`, as the document that its name says it is. Raises UnreadableError."""
    signatures.refuse(data, source.name, source.media_type)
    return read_bytes(data, source.name, source.media_type, max_bytes=config.limits.max_bytes)


def read_bytes(data: bytes, name: str, media_type: str | None = None, *, max_bytes: int = UNPACKED) -> Extraction:
    """These bytes as a document of `media_type`, None for plain text; `name` is for messages.

    `max_bytes` bounds what packed documents may unpack to. Raises UnreadableError; of plain text never.

    >>> extraction = read_bytes(b"<h1>Farms</h1><p>The  crisis.</p>", "a.html", "text/html")
    >>> clean(extraction.raw, extraction.hints).text
    'Farms\\n\\nThe crisis.\\n'
    """
    media_type = media_type or TEXT
    if (reader := _READERS.get(media_type)) is None:
        raise UnreadableError(name, f"no reader for {media_type}", f"known are {', '.join(_READERS)}")
    if media_type != TEXT:  # bytes that somebody says are text are read as text, whatever they are
        signatures.refuse(data, name, media_type)
    found = reader(data, name, max_bytes)
    return Extraction(
        source=name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        raw=found.raw,
        extractor=version(media_type),
        encoding=found.encoding,
        bom=found.bom,
        undecodable=found.undecodable,
        hints=found.hints,
    )


@functools.cache
def version(media_type: str = TEXT) -> str:
    """What reads this type, with versions: equal bytes read by equal versions give equal extractions."""
    from importlib.metadata import version as installed

    return ", ".join([f"sources {_OWN_VERSION}", *(f"{lib} {installed(lib)}" for lib in _LIBRARIES[media_type])])


def _plain(data: bytes, name: str, max_bytes: int) -> Found:
    text, encoding, bom, undecodable = decode(data)
    return Found(text, (), encoding, bom, undecodable)


def _html(data: bytes, name: str, max_bytes: int) -> Found:
    from pipeline.sources import elements

    return elements.html(data, name)


def _markdown(data: bytes, name: str, max_bytes: int) -> Found:
    from pipeline.sources import elements

    return elements.markdown(data, name)


def _docx(data: bytes, name: str, max_bytes: int) -> Found:
    from pipeline.sources import elements

    return elements.docx(data, name, max_bytes)


def _epub(data: bytes, name: str, max_bytes: int) -> Found:
    from pipeline.sources import elements

    return elements.epub(data, name, max_bytes)


def _pdf(data: bytes, name: str, max_bytes: int) -> Found:
    from pipeline.sources import pdf

    return pdf.pages(data, name)


_READERS: dict[str, Callable[[bytes, str, int], Found]] = {
    TEXT: _plain,
    MARKDOWN: _markdown,
    HTML: _html,
    DOCX: _docx,
    EPUB: _epub,
    PDF: _pdf,
}

"""One document → Extraction: checks that the file is what its name says, and hands it to the reader of its type."""

from __future__ import annotations

import functools
import hashlib
import stat
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Extraction
from pipeline.errors import UnreadableError
from pipeline.sources.decoding import decode
from pipeline.sources.shapes import DOCX, EPUB, HTML, MARKDOWN, PDF, TEXT, Found, Source
from pipeline.sources.sidecar import metadata_for

if TYPE_CHECKING:
    from pipeline.config import Config

# Raise it when the readers of this package give other text or hints for the same bytes.
_OWN_VERSION = "1"
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

# First bytes of what often hides behind a wrong ending. Plain text is never refused.
_SIGNATURES = (
    (b"%PDF-", "a PDF", (PDF,)),
    (b"PK\x03\x04", "a zip file, as docx and epub are", (DOCX, EPUB)),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office document", ()),
    (b"{\\rtf", "RTF", ()),
)


def read(source: Source, config: Config) -> Extraction:
    """The document of `source` with its metadata.

    Raises UnreadableError where it cannot be read, ConfigError where its metadata cannot.
    """
    data = _bytes(source, config.limits.max_bytes)
    extraction = read_bytes(data, source.name, source.media_type, max_bytes=config.limits.max_bytes)
    return replace(extraction, metadata=metadata_for(source, config))


def read_bytes(data: bytes, name: str, media_type: str | None = None, *, max_bytes: int = UNPACKED) -> Extraction:
    """These bytes as a document of `media_type`, None for plain text; `name` is for messages.

    `max_bytes` bounds what packed documents may unpack to. Raises UnreadableError; of plain text never.
    """
    media_type = media_type or TEXT
    if (reader := _READERS.get(media_type)) is None:
        raise UnreadableError(name, f"no reader for {media_type}", f"known are {', '.join(_READERS)}")
    _refuse_lies(data, name, media_type)
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


def _bytes(source: Source, limit: int) -> bytes:
    try:
        # Before opening: a pipe without a writer would wait for ever.
        if not stat.S_ISREG(source.path.stat().st_mode):
            raise UnreadableError(source.name, "not a regular file", "give a file that holds the document")
        with source.path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        reason = f"cannot be opened: {error.strerror}"
        raise UnreadableError(source.name, reason, "make the file readable, or leave it out") from error
    if len(data) > limit:
        reason = f"larger than limits.max_bytes, {limit:,} bytes"
        raise UnreadableError(source.name, reason, "raise that limit, or divide the document")
    return data


def _refuse_lies(data: bytes, name: str, media_type: str) -> None:
    for signature, what, types in _SIGNATURES:
        if data.startswith(signature) and media_type not in (TEXT, *types):
            reason = f"called {media_type}, but its bytes are those of {what}"
            raise UnreadableError(name, reason, "give the file its right ending, or save it in its format anew")


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

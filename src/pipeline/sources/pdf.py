"""PDF → the texts of its pages, with a form feed between them."""

from __future__ import annotations

import re
import threading

import pypdfium2

from pipeline.errors import UnreadableError
from pipeline.sources.shapes import Found

_PDFIUM = threading.Lock()  # it is not safe for threads
_LINE_END = re.compile(r"\r\n?")
# PDFium's sign for a hyphen that it takes for one of hyphenation, and what would not be text.
_HYPHEN = "\ufffe"
_NOT_TEXT = re.compile("[\x00\ud800-\udfff\uffff]")


def pages(data: bytes, name: str) -> Found:
    """The text of every page. Raises UnreadableError for a damaged or protected file, and for scans without text."""
    with _PDFIUM:
        try:
            texts = _texts(data)
        except pypdfium2.PdfiumError as error:
            reason, remedy = _why(data)
            raise UnreadableError(name, reason, remedy) from error
    if texts and not any(text.strip() for text in texts):
        raise UnreadableError(name, f"no text on any of its {len(texts)} pages, only pictures", "run OCR on it first")
    return Found("\f".join(texts))


def _texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [_text(page) for page in document]
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
    finally:
        textpage.close()
        page.close()
    return _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", text).replace(_HYPHEN, "-\n"))


def _why(data: bytes) -> tuple[str, str]:
    """Reason and remedy. PDFium's own message is no help: it may be that of the document before."""
    if b"/Encrypt" in data:
        return "protected by a password, or damaged", "save it without its password"
    return "damaged: PDFium cannot open it", "get the file anew, or print it to a new PDF"

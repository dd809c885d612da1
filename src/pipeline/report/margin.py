"""What stands in the margin of a document's page: pages and their folios, furniture, labels of notes, doubts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import escape

from pipeline.explain import fold, visible
from pipeline.report.rows import DocumentRows
from pipeline.text import Text


class Margin:
    """The entries of one document, given out line by line in the order of the raw text."""

    def __init__(self, rows: DocumentRows, texts: Mapping[int, Text]) -> None:
        entries = [*_pages(rows), *_furniture(rows), *_notes(rows, texts), *_doubts(rows)]
        self._entries = sorted(entries, key=lambda entry: entry[0])
        self._next = 0

    def until(self, end: int) -> str:
        """The entries of a line that ends at this raw offset, as HTML."""
        first = self._next
        while self._next < len(self._entries) and self._entries[self._next][0] < end:
            self._next += 1
        return "".join(html for _, html in self._entries[first : self._next])

    def rest(self) -> str:
        """The entries behind the last line."""
        return self.until(self._entries[-1][0] + 1) if self._entries else ""


def _pages(rows: DocumentRows) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(rows.pages, 1):
        folio = f", folio {_safe(page.folio)}" if page.folio else ""
        yield page.raw_start, f'<span class="pg" id="page-{number}">page {number}{folio}</span>'


def _furniture(rows: DocumentRows) -> Iterator[tuple[int, str]]:
    for piece in rows.furniture:
        told = "" if piece.kind == "rule" else f": <q>{_safe(fold(piece.text.strip()))}</q>"
        yield piece.raw_start, f'<span class="fu">{piece.kind}{told}</span>'


def _notes(rows: DocumentRows, texts: Mapping[int, Text]) -> Iterator[tuple[int, str]]:
    """Each note is named where it begins, with a way back to what calls it."""
    calls = defaultdict[int, list[int]](list)
    labels = {}
    for n, note in enumerate(rows.notes):
        if note.part is not None:
            labels[note.part] = note.label
            calls[note.part] += [n] if note.callout_offset is not None else []
    for part, label in labels.items():
        told = f'aria-label="back to where note {_safe(label)} is called"'
        back = "".join(f' <a href="#call-{n}" {told}>↩</a>' for n in calls[part])
        for again, (start, _) in enumerate(texts[part].segments):
            named = f' id="note-{part}" tabindex="-1"' if not again else ""
            goes_on = " goes on" if again else back or ", called nowhere"
            yield start, f'<span class="no"{named}>note {_safe(label)}{goes_on}</span>'


def _doubts(rows: DocumentRows) -> Iterator[tuple[int, str]]:
    for n, doubt in enumerate(rows.doubts):
        told = f"doubt of {_safe(doubt.rule)}: {_safe(doubt.why)}"
        yield doubt.raw_start, f'<span class="do" id="doubt-{n}">{told}</span>'


def _safe(text: str) -> str:
    return escape(visible(text, staying=True).replace("\n", " "))

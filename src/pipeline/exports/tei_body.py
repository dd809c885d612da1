"""The clean text of a document as TEI divisions and blocks, its notes where they are called."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Literal

from lxml import etree

from pipeline.corpus import Note, Paragraph
from pipeline.exports.contents import Contents, Page
from pipeline.exports.tei_inline import ID, Place, element, write
from pipeline.exports.tei_marks import Stretch, marks

LINES = {"verse": ("lg", "l"), "list": ("list", "item"), "table": ("table", "row")}
PLAIN = {"quote": "quote", "bibliography": "bibl"}
HEADS = ("title", "heading")


class Blocks:
    """The blocks of one document: `body`, then `back`."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._told: set[int] = set()
        document = contents.document.document_id
        empty = Paragraph(document, 0, 0, "body", None, 0, 0, "", contents.document.language, "Zyyy")
        self._blocks: defaultdict[int, list[Paragraph]] = defaultdict(list)
        for paragraph in contents.paragraphs:
            self._blocks[paragraph.part].append(paragraph)
        self._blocks[0] = self._blocks[0] or [empty]
        self._cells = sorted(contents.cells)
        stretches = {n: [each for p in blocks for each in self._stretches(p)] for n, blocks in self._blocks.items()}
        self._marks = marks(contents, stretches)
        self._items = _items(self._blocks[0])
        self._pages, self._places = self._placed()

    def body(self, text: etree._Element) -> None:
        """A division for every title or heading, in those of higher level that go before."""
        top = element(text, "body")
        open_: list[tuple[int, etree._Element]] = []
        for paragraph in self._blocks[0]:
            if paragraph.kind in HEADS:
                level = _level(paragraph)
                while open_ and open_[-1][0] >= level:
                    open_.pop()
                open_.append((level, element(open_[-1][1] if open_ else top, "div")))
            inside, item = open_[-1][1] if open_ else top, self._items.get(paragraph.paragraph)
            if item == "behind":
                inside = inside[-1]
            for page in self._pages[paragraph.paragraph]:
                _page(inside, page, within=False)
            if item:
                self._item(inside if item == "behind" else element(inside, "list"), paragraph)
            else:
                self._block(inside, paragraph)

    def back(self, text: etree._Element) -> None:
        """The notes that nothing in the body calls, where there are any."""
        notes = [note for note in self._contents.notes if note.callout_offset is None]
        division = element(element(text, "back"), "div", type="notes") if notes else text
        for note in notes:
            self._note(division, note)

    def _note(self, parent: etree._Element, note: Note) -> None:
        """A note where it is called; called again, a pointer to it; lost, the place of its callout."""
        if note.part is None:
            element(parent, "anchor", type="callout", **_n(note.label))
        elif note.part in self._told:
            element(parent, "ptr", type="callout", **_n(note.label), target=f"#note-{note.part}")
        else:
            self._told.add(note.part)
            made = element(parent, "note", **_n(note.label), **{ID: f"note-{note.part}"})
            for paragraph in self._blocks[note.part]:
                self._block(made, paragraph)

    def _item(self, parent: etree._Element, paragraph: Paragraph) -> None:
        made = element(element(parent, "item"), "p")
        self._write(made, paragraph, paragraph.start_char, paragraph.end_char)

    def _block(self, parent: etree._Element, paragraph: Paragraph) -> None:
        if paragraph.kind in LINES:
            self._lines(parent, paragraph)
        else:
            self._write(_opened(parent, paragraph), paragraph, paragraph.start_char, paragraph.end_char)

    def _lines(self, parent: etree._Element, paragraph: Paragraph) -> None:
        outer, inner = LINES[paragraph.kind]
        block = element(parent, outer)
        for start, end in _lines(paragraph):
            made = element(block, inner)
            if inner == "row":
                self._row(made, paragraph, start, end)
            else:
                self._write(made, paragraph, start, end)

    def _row(self, parent: etree._Element, paragraph: Paragraph, start: int, end: int) -> None:
        whole = start == end
        for first, last in self._divided(paragraph.part, start, end):
            cell = element(parent, "cell")
            if first < last or whole:
                self._write(cell, paragraph, first, last)

    def _divided(self, part: int, start: int, end: int) -> Iterator[Stretch]:
        """The cells of a row, empty ones among them."""
        for cell in self._cells[bisect_left(self._cells, (part, start)) : bisect_right(self._cells, (part, end, end))]:
            yield start, cell.start - cell.blanks
            yield from ((cell.start, cell.start) for _ in range(cell.empty))
            start = cell.start
        yield start, end

    def _stretches(self, paragraph: Paragraph) -> Iterator[Stretch]:
        """What stands in one element each: the lines of what has lines, the cells of a table, else the whole."""
        if paragraph.kind == "table":
            rows = (self._divided(paragraph.part, *line) for line in _lines(paragraph))
            yield from (cell for row in rows for cell in row if cell[0] < cell[1])
        else:
            yield from _lines(paragraph)

    def _write(self, parent: etree._Element, paragraph: Paragraph, start: int, end: int) -> None:
        """A paragraph, or a line of it."""
        found = self._marks.get((paragraph.part, start), [])
        places = [place for place in self._places[paragraph.part, paragraph.paragraph] if start <= place.at <= end]
        write(parent, self._contents.texts[paragraph.part], start, end, found, places)

    def _placed(self) -> tuple[defaultdict[int, list[Page]], defaultdict[tuple[int, int], list[Place]]]:
        """Pages that begin with a paragraph, and what stands inside paragraphs, in the order at one place."""
        before: defaultdict[int, list[Page]] = defaultdict(list)
        inside: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
        starts = [paragraph.start_char for paragraph in self._blocks[0]]
        text, callouts = self._contents.texts[0], (n for n in self._contents.notes if n.callout_offset is not None)
        for note in callouts:
            paragraph = self._blocks[0][max(bisect_right(starts, note.callout_offset or 0) - 1, 0)]
            at = min(max(note.callout_offset or 0, paragraph.start_char), paragraph.end_char)
            inside[0, paragraph.paragraph].append(Place(at, partial(self._note, note=note)))
        for page in self._contents.pages:
            here = max(bisect_right(starts, page.at) - 1, 0)
            paragraph = self._blocks[0][here]
            if page.at >= paragraph.end_char and here + 1 < len(starts):
                before[self._blocks[0][here + 1].paragraph].append(page)
            elif page.at <= paragraph.start_char:
                before[paragraph.paragraph].append(page)
            else:
                put = partial(_page, page=page, within=text[page.at - 1 : page.at + 1].isalnum())
                inside[0, paragraph.paragraph].append(Place(min(page.at, paragraph.end_char), put))
        for part, at in self._contents.undone_line_ends:
            if around := _around(self._blocks[part], at):
                inside[part, around.paragraph].append(Place(at, partial(element, tag="lb", **{"break": "no"})))
        return before, inside


def _lines(paragraph: Paragraph) -> Iterator[Stretch]:
    """The lines of what has lines, else the whole."""
    start = paragraph.start_char
    for line in paragraph.text.split("\n") if paragraph.kind in LINES else (paragraph.text,):
        yield start, start + len(line)
        start += len(line) + 1


def _items(paragraphs: Sequence[Paragraph]) -> dict[int, Literal["first", "behind"]]:
    """The paragraphs of one line each that follow each other and are one list."""
    found: dict[int, Literal["first", "behind"]] = {}
    for is_item, some in groupby(paragraphs, lambda p: p.kind == "list" and "\n" not in p.text):
        if is_item and len(items := [paragraph.paragraph for paragraph in some]) > 1:
            found |= {items[0]: "first", **dict.fromkeys(items[1:], "behind")}
    return found


def _opened(parent: etree._Element, paragraph: Paragraph) -> etree._Element:
    """The element of a block whose text stands in it directly."""
    kind = paragraph.kind
    if kind in HEADS:
        return element(parent, "ab", type=kind) if paragraph.part else element(parent, "head", type=kind)
    if kind == "caption":
        return element(parent, "ab", type=kind)
    return element(parent, PLAIN.get(kind, "p"))


def _page(parent: etree._Element, page: Page, within: bool) -> None:
    element(parent, "pb", **_n(page.folio), **({"break": "no"} if within else {}))


def _n(label: str | None) -> dict[str, str]:
    return {"n": label} if label else {}


def _level(paragraph: Paragraph) -> int:
    """A title of unknown level stands above all headings, a heading of unknown level with the highest."""
    return paragraph.level or (0 if paragraph.kind == "title" else 1)


def _around(paragraphs: Sequence[Paragraph], at: int) -> Paragraph | None:
    here = bisect_right(paragraphs, at, key=lambda paragraph: paragraph.start_char) - 1
    return paragraphs[here] if here >= 0 and at <= paragraphs[here].end_char else None

"""Furniture: what belongs to the page and not to the text. Running heads and feet, folios, rules, download lines.

Decided on the whole document: a line at a page's edge that comes back on other pages, a number that counts the
pages, a line in a folio's company. Without page marks the same signs must stand in the middle of a sentence.
A heading that looks like its running head is no edge line, and stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from pipeline.cleaning.layout import BODY, FURNITURE, Layout
from pipeline.cleaning.notes import label
from pipeline.edits import IntArray

RULE = re.compile(r"(?:[-_=–—] ?){3,}")
FOLIO = re.compile(
    r"(?:(?P<start>\d{1,4})(?= )|(?<= )(?P<end>\d{1,4})$|^(?P<bare>\d{1,4})$"
    r"|^[-–—\[(] ?(?P<dressed>\d{1,4}) ?[-–—\])]$)"
)
NOTICE = re.compile(r"©|\(c\) \d{4}|\bISSN\b|\bdownloaded\b|\ball rights reserved\b", re.I)
IMPRINT = re.compile(
    r"©|\(c\) \d{4}|\bISSN\b|\bISBN\b|https?://|www\.|\.(?:com|org|net|edu)\b|\bdoi\b|downloaded|all rights reserved"
    r"|\bvol(?:ume|\.)? [\dIVXLC]+|\bno\. ?\d+|\bpp?\. ?\d+",
    re.I,
)
EDGE = 3
MOST_LINES = 6
PAGE = 15  # the fewest lines between two page ends
ENOUGH = 3  # places of a line that tell whether it is said again with what stands around it
LONGEST = 300  # no head, foot or folio is longer


@dataclass(frozen=True, slots=True)
class Edge:
    """A line near the top (`place` 0, 1, …) or the bottom (-1, -2, …) of page `page`."""

    n: int
    page: int
    place: int


def mark(layout: Layout) -> None:
    """Rules and the edges of pages; must come before notes are looked for."""
    _give(layout, rules(layout), "furniture.rules")
    if layout.paged:
        _give(layout, page_edges(layout), "furniture.page_edges")
    elif layout.wrapped:
        _give(layout, running_lines(layout), "furniture.running_lines")


def mark_interruptions(layout: Layout) -> None:
    """What interrupts a sentence and is no note; must come after notes were found."""
    if not layout.paged and layout.wrapped:
        _give(layout, interruptions(layout), "furniture.interruptions")


def mark_hinted(layout: Layout, spans: Sequence[tuple[int, int]]) -> None:
    """What the reader of a format calls furniture (navigation, page heads and feet), by offsets in the text.

    Leaves blank lines.
    """
    for start, end in spans:
        lines = range(*np.searchsorted(layout.starts, [start, end]).tolist())
        _give(layout, ((n, "navigation") for n in lines if layout.lengths[n]), "furniture.mark_hinted")


def _give(layout: Layout, found: Iterable[tuple[int, str]], rule: str) -> None:
    for n, kind in sorted(found):
        layout.give(n, FURNITURE, kind, rule)


def rules(layout: Layout) -> Iterator[tuple[int, str]]:
    """Lines drawn with hyphens, underscores or dashes.

    Leaves three asterisks, which are the author's, and dashes that open a line of speech or a list.
    """
    drawn = (layout.role == BODY) & np.isin(layout.initial, [*map(ord, "-_=–—")])
    for n in np.flatnonzero(drawn).tolist():
        line = layout.line(n)
        above_note = line in ("-", "- -") and n + 1 < len(layout) and label(layout.line(n + 1))
        if above_note or RULE.fullmatch(line):
            yield n, "rule"


def edges(layout: Layout) -> Iterator[Edge]:
    """The lines at the top and at the bottom of every page."""
    body = layout.where(BODY)
    pages = layout.page[body]
    cuts = np.flatnonzero(np.diff(pages, prepend=-1, append=-1)).tolist()
    for a, b in pairwise(cuts):
        page, top = pages.item(a), min(EDGE, b - a)
        yield from (Edge(body.item(a + place), page, place) for place in range(top))
        yield from (Edge(body.item(b + place), page, place) for place in range(-1, -min(EDGE, b - a - top) - 1, -1))


def page_edges(layout: Layout) -> Iterator[tuple[int, str]]:
    """Heads, feet and folios at the edges of pages that form feeds tell apart: they come back, or count the pages.

    Leaves headings (they stand once), and lines of text that happen to open or close a page.
    """
    found = [edge for edge in edges(layout) if layout.lengths[edge.n] <= LONGEST]
    lines = {edge.n: layout.line(edge.n) for edge in found}
    folios = _folios(lines, found)
    repeated = _repeated(layout, lines, found)
    for _, row in groupby(found, key=lambda edge: (edge.page, edge.place < 0)):
        yield from _outermost(layout, lines, list(row), folios, repeated)


def _outermost(
    layout: Layout, lines: dict[int, str], row: list[Edge], folios: set[int], repeated: set[int]
) -> Iterator[tuple[int, str]]:
    """From the edge inwards, as long as lines are furniture; a line may be so for a folio's company."""
    for at, edge in enumerate(row):
        line = lines[edge.n]
        company = any(e.n in folios and is_bare(lines[e.n]) for e in (row[at - 1 : at] or row[1:2]))
        if edge.n in folios or edge.n in repeated or (NOTICE.search(line) and len(line) < layout.width * 0.9):
            yield edge.n, "folio" if is_bare(line) else "running head" if edge.place >= 0 else "running foot"
        elif company and _title_like(layout, line):
            yield edge.n, "running head" if edge.place >= 0 else "running foot"
        else:
            return


def is_bare(line: str) -> bool:
    """Nothing but a page number."""
    match = FOLIO.search(line) if len(line) <= 8 else None
    return bool(match and (match["bare"] or match["dressed"]))


def _title_like(layout: Layout, line: str) -> bool:
    return len(line) < 0.9 * layout.width and not line[:1].islower() and line[-1:] not in ".,;-"


def _folio(line: str) -> int | None:
    match = FOLIO.match(line) or FOLIO.search(line)
    return int(next(filter(None, match.groups()))) if match else None


def _folios(lines: dict[int, str], found: Iterable[Edge]) -> set[int]:
    """Edge lines whose number counts the pages: page and number differ alike on at least two pages."""
    numbers = {n: number for n, line in lines.items() if (number := _folio(line)) is not None}
    rows = [(edge, numbers[edge.n] - edge.page) for edge in found if edge.n in numbers]
    pages: dict[int, set[int]] = defaultdict(set)
    for edge, offset in rows:
        pages[offset].add(edge.page)
    if not pages:
        return set()
    offset = max(pages, key=lambda o: (len(pages[o]), -abs(o)))
    if len(pages[offset]) < 2:
        return set()
    return {edge.n for edge, o in rows if o == offset}


def key(line: str) -> str:
    """What stays of a line from page to page: its letters."""
    return "".join(filter(str.isalpha, line)).casefold()


def _repeated(layout: Layout, lines: dict[int, str], found: Iterable[Edge]) -> set[int]:
    """Edge lines that stand on the same side of at least two pages."""
    keys = {e: (key(lines[e.n]), e.place < 0) for e in found}
    pages = Counter(name for name, _ in {(name, edge.page) for edge, name in keys.items()})
    again = (e.n for e, name in keys.items() if len(name[0]) >= 3 and pages[name] >= 2)
    return {n for n in again if len(lines[n]) < 0.95 * layout.width or layout.gap[n]}


def running_lines(layout: Layout) -> Iterator[tuple[int, str]]:
    """Without form feeds: short lines that come back a page apart and break into sentences, numbers that count on.

    Leaves headings and refrains, which stand between sentences, and numbers that count nothing.
    """
    open_lines = (layout.lengths < 0.9 * layout.width) & ~layout.ends_sentence
    short = np.flatnonzero((layout.role == BODY) & (open_lines | (layout.gap > 0))).tolist()
    lines = {n: layout.line(n) for n in short if layout.lengths[n] <= LONGEST}
    breaking = Breaking(layout)
    folios = _counting({n: _folio(line) or 0 for n, line in lines.items() if is_bare(line)})
    heads = _returning(breaking, {n: line for n, line in lines.items() if not is_bare(line)})
    beside = {k for n in folios for k in (breaking.before.item(n), breaking.after.item(n)) if k in lines}
    titles = {n for n in beside - heads - folios if _title_like(layout, lines[n]) and breaking.at(n)}
    yield from ((n, "folio") for n in folios)
    yield from ((n, "running head") for n in heads | titles)


def _counting(values: dict[int, int]) -> set[int]:
    """The longest run of lines that are bare numbers, each one or two more than the one a page before."""
    best: dict[int, tuple[int, int]] = {}  # value: the longest run that ends in it, the line it ends in
    back: dict[int, int] = {}
    for n, value in values.items():
        length, before = max((best.get(value - step, (0, -1)) for step in (1, 2)), key=lambda run: run[0])
        if before < 0 or n - before < PAGE:
            length, before = 0, -1
        if length + 1 > best.get(value, (0, -1))[0]:
            best[value] = (length + 1, n)
            back[n] = before
    longest, n = [], max(best.values(), default=(0, -1), key=lambda run: run[0])[1]
    while n >= 0:
        longest.append(n)
        n = back[n]
    pages = [a - b for a, b in pairwise(longest)]
    return set(longest) if len(longest) >= 3 and max(pages) <= 3 * min(pages) else set()


def _returning(breaking: Breaking, lines: dict[int, str]) -> set[int]:
    """Lines whose letters stand again a page or more away, where most of them break into a sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    for n, line in lines.items():
        name = key(line)
        if len(name) >= 3 and (name not in places or n - places[name][-1] >= PAGE):
            places[name].append(n)
    again = [rows for rows in places.values() if len(rows) >= 2]
    return {n for rows in again if _are_heads(breaking, rows) for n in rows}


def _are_heads(breaking: Breaking, rows: list[int]) -> bool:
    """Most break into a sentence, and what stands around them is not the same each time: a passage said twice."""
    if 2 * sum(map(breaking.at, rows)) < len(rows):
        return False
    pairs = list(pairwise(rows[:ENOUGH]))
    return 2 * sum(breaking.told_again(a, b) for a, b in pairs) < len(pairs) + 1


def _alike(a: str, b: str) -> bool:
    """Two lines share most of their words."""
    one, other = set(a.split()), set(b.split())
    return 2 * len(one & other) > max(len(one), len(other))


class Breaking:
    """Where lines break into a sentence."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.before, self.after = layout.neighbours()

    def at(self, n: int) -> bool:
        """The sentence before the line goes on behind it."""
        before, after = self.before.item(n), self.after.item(n)
        if before < 0 or after < 0:
            return True
        return bool(self.layout.starts_lower[after] or not self.layout.ends_sentence[before])

    def told_again(self, a: int, b: int) -> bool:
        """The lines around `a` stand around `b` too, on one side at least a full one."""
        full = 0.9 * self.layout.width
        for side in (self.before, self.after):
            one, other = side.item(a), side.item(b)
            if min(one, other) >= 0 and _alike(self.layout.line(one), self.layout.line(other)):
                if self.layout.lengths[one] >= full:
                    return True
                full = 0  # not a full one: the other side must be alike as well
        return False


def interruptions(layout: Layout) -> Iterator[tuple[int, str]]:
    """Without form feeds: a few short lines in the middle of a sentence, one of which speaks of the printed page.

    Leaves short lines that say nothing of a page, its number, its publisher or its address.
    """
    before, after = layout.neighbours()
    columns = after.tolist(), layout.lengths.tolist(), layout.starts_lower.tolist()
    for n in _interrupted(layout, before):
        block = _interruption(layout, n, *columns)
        yield from ((at, _kind(layout.line(at), at == block[0])) for at in block if layout.role[at] == BODY)


def _interrupted(layout: Layout, before: IntArray) -> list[int]:
    """Short lines behind a full one whose sentence is open."""
    cut = (layout.role == BODY) & (layout.lengths < 0.85 * layout.width) & (before >= 0)
    cut &= ~layout.ends_sentence[before] & (layout.lengths[before] >= 0.75 * layout.width)
    return np.flatnonzero(cut).tolist()


def _interruption(layout: Layout, n: int, after: list[int], lengths: list[int], lower: list[bool]) -> list[int]:
    """The lines of an interruption that begins at line `n`: short ones between two halves of a sentence."""
    block: list[int] = []
    while n >= 0 and len(block) <= MOST_LINES:
        if block and lower[n] and any(_speaks_of_page(layout.line(k)) for k in block):
            return block
        if lengths[n] >= 0.85 * layout.width:
            return []
        block.append(n)
        n = after[n]
    return []


def _speaks_of_page(line: str) -> bool:
    return bool(IMPRINT.search(line)) or is_bare(line)


def _kind(line: str, first: bool) -> str:
    return "folio" if is_bare(line) else "running head" if first else "running foot"

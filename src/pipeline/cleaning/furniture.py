"""Furniture: what belongs to the page and not to the text. Running heads and feet, folios, rules, download lines.

Decided on the whole document: a line at a page's edge that comes back on other pages, a number that counts the
pages, a line in a folio's company. Without page marks the same signs must stand in the middle of a sentence.
A heading that looks like its running head is no edge line, and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.cleaning.layout import Layout, Line
from pipeline.cleaning.notes import label

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
    if not layout.paged:
        _give(layout, interruptions(layout), "furniture.interruptions")


def mark_hinted(layout: Layout, spans: Sequence[tuple[int, int]]) -> None:
    """What the reader of a format calls furniture (navigation, page heads and feet), by offsets in the text."""
    starts = [line.start for line in layout.lines]
    for start, end in spans:
        lines = range(bisect_left(starts, start), bisect_left(starts, end))
        _give(layout, ((n, "navigation") for n in lines if layout.lines[n].text), "furniture.mark_hinted")


def _give(layout: Layout, found: Iterable[tuple[int, str]], rule: str) -> None:
    for n, kind in sorted(found):
        line = layout.lines[n]
        line.role, line.kind, line.rule = "furniture", kind, rule


def rules(layout: Layout) -> Iterator[tuple[int, str]]:
    """Lines drawn with hyphens, underscores or dashes; three asterisks are the author's."""
    for n, line in enumerate(layout.lines):
        if (line.role == "body" and RULE.fullmatch(line.text)) or (
            line.text in ("-", "- -") and n + 1 < len(layout.lines) and label(layout.lines[n + 1])
        ):
            yield n, "rule"


def edges(layout: Layout) -> Iterator[Edge]:
    """The lines at the top and at the bottom of every page."""
    pages: dict[int, list[int]] = defaultdict(list)
    for n, line in enumerate(layout.lines):
        if line.role == "body":
            pages[line.page].append(n)
    for page, numbers in pages.items():
        top = min(EDGE, len(numbers))
        yield from (Edge(numbers[place], page, place) for place in range(top))
        yield from (Edge(numbers[place], page, place) for place in range(-1, -min(EDGE, len(numbers) - top) - 1, -1))


def page_edges(layout: Layout) -> Iterator[tuple[int, str]]:
    """Heads, feet and folios at the edges of pages that form feeds tell apart."""
    found = list(edges(layout))
    folios = _folios(layout, found)
    repeated = _repeated(layout, found)
    for _, row in groupby(found, key=lambda edge: (edge.page, edge.place < 0)):
        yield from _outermost(layout, list(row), folios, repeated)


def _outermost(layout: Layout, row: list[Edge], folios: set[int], repeated: set[int]) -> Iterator[tuple[int, str]]:
    """From the edge inwards, as long as lines are furniture; a line may be so for a folio's company."""
    for at, edge in enumerate(row):
        line = layout.lines[edge.n]
        company = any(e.n in folios and line_is_bare(layout.lines[e.n]) for e in (row[at - 1 : at] or row[1:2]))
        bare = line_is_bare(line)
        if edge.n in folios or edge.n in repeated or (NOTICE.search(line.text) and len(line.text) < layout.width * 0.9):
            yield edge.n, "folio" if bare else "running head" if edge.place >= 0 else "running foot"
        elif company and _title_like(layout, line):
            yield edge.n, "running head" if edge.place >= 0 else "running foot"
        else:
            return


def line_is_bare(line: Line) -> bool:
    """Nothing but a page number."""
    match = FOLIO.search(line.text)
    return bool(match and (match["bare"] or match["dressed"]))


def _title_like(layout: Layout, line: Line) -> bool:
    return len(line.text) < 0.9 * layout.width and not line.text[:1].islower() and line.text[-1:] not in ".,;-"


def _folio(line: Line) -> int | None:
    match = FOLIO.match(line.text) or FOLIO.search(line.text)
    return int(next(filter(None, match.groups()))) if match else None


def _folios(layout: Layout, found: Iterable[Edge]) -> set[int]:
    """Edge lines whose number counts the pages: page and number differ alike on at least two pages."""
    numbers: dict[int, int] = {e.n: number for e in found if (number := _folio(layout.lines[e.n])) is not None}
    rows = [(e, numbers[e.n] - e.page) for e in found if e.n in numbers]
    pages: dict[int, set[int]] = defaultdict(set)
    for edge, offset in rows:
        pages[offset].add(edge.page)
    if not pages:
        return set()
    offset = max(pages, key=lambda o: (len(pages[o]), -abs(o)))
    if len(pages[offset]) < 2:
        return set()
    return {edge.n for edge, o in rows if o == offset}


def key(line: Line) -> str:
    """What stays of a line from page to page: its letters."""
    return re.sub(r"[\W\d_]+", "", line.text).casefold()


def _repeated(layout: Layout, found: Iterable[Edge]) -> set[int]:
    """Edge lines that stand on the same side of at least two pages."""
    keys = {e: (key(layout.lines[e.n]), e.place < 0) for e in found}
    pages = Counter(name for name, _ in {(name, edge.page) for edge, name in keys.items()})
    again = (e.n for e, name in keys.items() if len(name[0]) >= 3 and pages[name] >= 2)
    return {n for n in again if len(layout.lines[n].text) < 0.95 * layout.width or layout.lines[n].gap}


def running_lines(layout: Layout) -> Iterator[tuple[int, str]]:
    """Without form feeds: short lines that come back a page apart and break into sentences, numbers that count on."""
    lines = layout.lines
    short = [n for n, line in enumerate(lines) if line.role == "body" and _short(layout, line)]
    folios = _counting([n for n in short if line_is_bare(lines[n])], lines)
    heads = _returning(layout, [n for n in short if not line_is_bare(lines[n])])
    for n in short:
        beside = (layout.neighbour(n, -1), layout.neighbour(n, 1))
        if n in folios:
            yield n, "folio"
        elif n in heads or (
            _title_like(layout, lines[n]) and any(k in folios for k in beside) and _breaks_in(layout, n)
        ):
            yield n, "running head"


def _short(layout: Layout, line: Line) -> bool:
    return (len(line.text) < 0.9 * layout.width and not line.ends_sentence) or line.gap > 0


def _counting(numbers: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """The longest run of lines that are bare numbers, each one or two more than the one a page before."""
    best: dict[int, list[int]] = {}
    for n in numbers:
        value = _folio(lines[n]) or 0
        before = max((best.get(value - step, []) for step in (1, 2)), key=len)
        run = [*before, n] if before and n - before[-1] >= PAGE else [n]
        if len(run) > len(best.get(value, [])):
            best[value] = run
    longest = max(best.values(), key=len, default=[])
    pages = [b - a for a, b in pairwise(longest)]
    return set(longest) if len(longest) >= 3 and max(pages) <= 3 * min(pages) else set()


def _returning(layout: Layout, numbers: Sequence[int]) -> set[int]:
    """Lines whose letters stand again a page or more away, where most of them break into a sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    for n in numbers:
        name = key(layout.lines[n])
        if len(name) >= 3 and (name not in places or n - places[name][-1] >= PAGE):
            places[name].append(n)
    again = [rows for rows in places.values() if len(rows) >= 2]
    return {n for rows in again if 2 * sum(_breaks_in(layout, n) for n in rows) >= len(rows) for n in rows}


def _breaks_in(layout: Layout, n: int) -> bool:
    """The sentence before the line goes on behind it."""
    before, after = layout.neighbour(n, -1), layout.neighbour(n, 1)
    if before is None or after is None:
        return True
    return layout.lines[after].starts_lower or not layout.lines[before].ends_sentence


def interruptions(layout: Layout) -> Iterator[tuple[int, str]]:
    """Without form feeds: a few short lines in the middle of a sentence, one of which speaks of the printed page."""
    n = 0
    while layout.wrapped and n < len(layout.lines):
        block = _interruption(layout, n) if layout.lines[n].role == "body" else []
        if block:
            yield from ((at, _kind(layout.lines[at], at == block[0])) for at in block)
        n = block[-1] + 1 if block else n + 1


def _interruption(layout: Layout, n: int) -> list[int]:
    """The lines of an interruption that begins at line `n`: short ones between two halves of a sentence."""
    lines = layout.lines
    before = layout.neighbour(n, -1)
    if before is None or lines[before].ends_sentence or len(lines[before].text) < 0.75 * layout.width:
        return []
    block: list[int] = []
    at: int | None = n
    while at is not None and len(block) <= MOST_LINES:
        if block and lines[at].starts_lower and any(_speaks_of_page(lines[k]) for k in block):
            return block
        if len(lines[at].text) >= 0.85 * layout.width:
            return []
        block.append(at)
        at = layout.neighbour(at, 1)
    return []


def _speaks_of_page(line: Line) -> bool:
    return bool(IMPRINT.search(line.text)) or line_is_bare(line)


def _kind(line: Line, first: bool) -> str:
    return "folio" if line_is_bare(line) else "running head" if first else "running foot"

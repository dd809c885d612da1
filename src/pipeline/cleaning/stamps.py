"""What archives, libraries and browsers print on every page of a copy."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.cleaning.layout import EMPTY, Layout

MARKS = ("ownload", "se subject to", "igiti", "enerated ", "ronic copy", "roject MUSE", "reated from ", ".indd", "://")
"""One of these is in every such line; they are quickly looked for."""
SAYS = re.compile(
    r"^[\d\W]*(?:\w+ ){0,3}downloaded (?:from|by|at|on|via)\b|\buse subject to\b|^digiti[sz]ed by\b"
    r"|^generated (?:on|for|at) .*\d{4}|^electronic copy available|\bproject muse \(|^created from \w+ on \d{4}"
    r"|\.indd \d.*\d:\d\d|^(?:https?|file)://\S+ (?:.* )?\(?\d{1,3} ?(?:/|of) ?\d{1,3}\)?(?: \[.*\])?$",
    re.I,
)
PRINTED = re.compile(r"\d\d?[./]\d\d?[./]\d{2,4},? \d\d?:\d\d\b")
"""What a browser begins a page with."""
LABEL = re.compile(r"\(?\d{1,3}[.)]? [^\W\d]")  # of a note
MOMENT = re.compile(r"\d\d?:\d\d|\d+\.\d+\.\d+\.\d+")  # an hour, or the address of a computer
DIGITS = re.compile(r"\d+")
LEAST, MOST = 800, 10_000  # characters of a page; on an average
LONGEST = 600  # characters of a line
BESIDE = 3  # lines on either side
NEARLY = 0.8  # of them have the same beside them


def find_stamps(layout: Layout) -> Iterator[int]:
    """Lines that say of the copy where it is from, alike but for digits, a page apart, and what stands beside them."""
    groups: dict[str, list[int]] = defaultdict(list)
    for n in _candidates(layout):
        groups[_masked(layout, n)].append(n)
    for lines in groups.values():
        if len(lines) > 1 and _on_every_page(layout, lines):
            yield from lines
            yield from _beside(layout, lines, -1)
            yield from _beside(layout, lines, 1)


def _candidates(layout: Layout) -> list[int]:
    found = {layout.line_of(at) for mark in MARKS for at in _places(layout.text, mark)}
    said = {n for n in found if layout.lengths[n] <= LONGEST and _says(layout.line(n))}
    opening = {n for n in _first_lines(layout) if PRINTED.match(layout.line(n))} if layout.paged else set()
    return sorted(n for n in said | opening if not LABEL.match(layout.line(n)))


def _says(line: str) -> bool:
    """No sentence does, unless it knows the hour: `Data were downloaded from … in 2015.` may stand below each table."""
    return bool(SAYS.search(line)) and (line[-1] != "." or bool(MOMENT.search(line)))


def _first_lines(layout: Layout) -> list[int]:
    filled = np.flatnonzero(layout.role != EMPTY)
    _, first = np.unique(layout.page[filled], return_index=True)
    return [filled.item(at) for at in first]


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def _masked(layout: Layout, n: int) -> str:
    return DIGITS.sub("0", layout.line(n))


def _on_every_page(layout: Layout, lines: Sequence[int]) -> bool:
    """All over the text, a page apart; at both ends of a page, maybe."""
    if len(layout.text) > MOST * (len(lines) + 1):
        return False
    if layout.paged:
        pages = len({layout.page.item(n) for n in lines})
        return pages > 1 and len(lines) <= 2 * pages
    gaps = np.diff(layout.starts[list(lines)])
    return bool(2 * np.count_nonzero(gaps >= LEAST) >= len(gaps))


def _beside(layout: Layout, lines: Sequence[int], step: int) -> Iterator[int]:
    """Lines that say the same, or when, above or below nearly all of these."""
    for _ in range(BESIDE):
        lines = [n for n in (_next(layout, n, step) for n in lines) if n >= 0]
        said = Counter(_masked(layout, n) for n in lines)
        alike, count = said.most_common(1)[0] if said else ("", 0)
        if count < 2 or count < NEARLY * len(lines):
            return
        lines = [n for n in lines if _masked(layout, n) == alike]
        if len({layout.line(n) for n in lines}) > 1 and not MOMENT.search(layout.line(lines[0])):
            return
        yield from lines


def _next(layout: Layout, n: int, step: int) -> int:
    n += step
    while 0 <= n < len(layout) and layout.role[n] == EMPTY:
        n += step
    return n if 0 <= n < len(layout) else -1

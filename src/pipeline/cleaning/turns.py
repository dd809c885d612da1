"""Where pages end in a text that has no marks of it: what stands on every page comes back about a page further on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from pipeline.cleaning.characters import BLANK, DIGIT
from pipeline.cleaning.edges import LONGEST, Edge, Pages
from pipeline.cleaning.folios import Reading
from pipeline.cleaning.layout import EMPTY, BoolArray, Layout
from pipeline.cleaning.page_signs import Evidence, Sign, past
from pipeline.edits import IntArray

PAGE = 15  # the fewest lines between two page ends
STEPS = (1, 2, 3)  # a page or two may have lost their number
SHORT = 12  # characters: so short a line is looked at whatever it is
MANY = 6  # so many pages that count on are believed wherever they stand
FEWEST = 3  # places of a line without a number
AGAIN = 10  # of so many lines one at most is told again, unless passages are
KEPT = 3  # numbers of one value that are looked back at


@dataclass(frozen=True, slots=True)
class Turn:
    """A page begins with line `start`; `lines` are the furniture that says so."""

    start: int
    lines: tuple[int, ...]


def find_turns(layout: Layout) -> list[Turn]:
    """The turns of pages, in order, where enough lines tell of them."""
    pages = Pages(layout)
    evidence = Evidence(pages, _candidates(pages), known=False)
    signs = {sign.edge.n: sign for sign in evidence.signs}
    anchors = {n for roman in (False, True) for n in _counting(evidence, roman)}
    anchors |= {sign.edge.n for sign in _coming_back(evidence)}
    return list(_turns(layout, signs, sorted(anchors)))


def _candidates(pages: Pages) -> Iterator[Edge]:
    """Lines that end though the next word would have fitted, and no sentence does; lines with a gap, or a number."""
    layout = pages.layout
    following = pages.body[np.minimum(np.arange(len(pages.body)) + 1, len(pages.body) - 1)]
    short = layout.short(pages.body, following) & ~layout.ends_sentence[pages.body]
    length = layout.lengths[pages.body]
    number = _numbered(layout, pages.body) & (length < 0.95 * layout.width)
    likely = short | (layout.gap[pages.body] > 0) | number | (length <= SHORT) | _again(layout, pages.body)
    for at in np.flatnonzero(likely & (length <= LONGEST)).tolist():
        n = pages.body.item(at)
        yield Edge(n, at, n // PAGE, 0, layout.line(n))


def _again(layout: Layout, lines: IntArray) -> BoolArray:
    """Lines whose first and last characters stand on three lines, where few lines are told again."""
    codes, first, last = layout.scan.codes, layout.starts[lines], layout.ends[lines] - 1
    prints = layout.lengths[lines]
    for step in range(5):
        begins, ends = codes[np.minimum(first + step, last)], codes[np.maximum(last - step, first)]
        prints = prints * 1_000_003 + begins.astype(np.int64) * 31 + ends
    ordered = np.sort(prints)
    often = ordered[FEWEST - 1 :][ordered[FEWEST - 1 :] == ordered[: 1 - FEWEST]]
    values = np.unique(often)
    few = AGAIN * (len(often) + (FEWEST - 1) * len(values)) < len(lines)
    return np.isin(prints, values) if few else np.zeros(len(lines), bool)


def _numbered(layout: Layout, lines: IntArray) -> BoolArray:
    """Lines that begin or end with a number of four digits at most, set off by a blank."""
    flags, first, last = layout.scan.flags, layout.starts[lines], layout.ends[lines] - 1
    begins, ends = (np.zeros(len(lines), bool) for _ in range(2))
    opening, closing = ((flags[at] & DIGIT) > 0 for at in (first, last))
    for digits in range(1, 5):
        after, before = flags[np.minimum(first + digits, last + 1)], flags[np.maximum(last - digits, first - 1)]
        begins |= opening & ((after & BLANK) > 0)
        ends |= closing & ((before & BLANK) > 0)
        opening &= (after & DIGIT) > 0
        closing &= (before & DIGIT) > 0
    return begins | ends


def _breaks(evidence: Evidence, sign: Sign) -> bool:
    """The line stands in the middle of a sentence, or, a number, at an end of the text."""
    at, last = sign.edge.at, len(evidence.pages.body) - 1
    return (sign.bare and at in (0, last)) or _inside(evidence, sign)


def _inside(evidence: Evidence, sign: Sign) -> bool:
    """The line stands in the middle of a sentence, other lines of this kind aside."""
    above, below = (past(sign.edge.at, step, evidence.passing) for step in (-1, 1))
    return evidence.pages.breaks(above, below)


def _counting(evidence: Evidence, roman: bool) -> list[int]:
    """The longest row of lines whose numbers count on, each about a page from the one before."""
    chains: dict[int, list[tuple[int, int, int]]] = defaultdict(list)  # value: length, line, number in `rows`
    rows: list[tuple[Sign, int, int]] = []  # sign, value, the row before or -1
    for sign, reading in _numbers(evidence, roman):
        options = [
            (length, n, row)
            for step in STEPS
            for length, n, row in chains[reading.value - step][-KEPT:]
            if sign.edge.n - n >= PAGE
        ]
        length, _, before = max(options, default=(0, 0, -1))
        chains[reading.value].append((length + 1, sign.edge.n, len(rows)))
        rows.append((sign, reading.value, before))
    _, _, last = max((chain for each in chains.values() for chain in each), default=(0, 0, -1))
    run = list(_backwards(rows, last))[::-1]
    return [sign.edge.n for sign, _ in run] if _credible(evidence, run) else []


def _numbers(evidence: Evidence, roman: bool) -> Iterator[tuple[Sign, Reading]]:
    """Numbers alone on their lines, and those beside a name that comes back or is a heading's."""
    for sign in evidence.signs:
        for reading in sign.numbers:
            if reading.roman is roman and (sign.bare or _is_named(evidence, sign)):
                yield sign, reading


def _is_named(evidence: Evidence, sign: Sign) -> bool:
    if evidence.returns(sign) or evidence.names_heading(sign):
        return True
    return evidence.titled(sign)


def _backwards(rows: Sequence[tuple[Sign, int, int]], last: int) -> Iterator[tuple[Sign, int]]:
    while last >= 0:
        sign, value, last = rows[last]
        yield sign, value


def _credible(evidence: Evidence, run: Sequence[tuple[Sign, int]]) -> bool:
    """Pages of about one length over most of the text; some must break into a sentence, of two or one all."""
    breaking = [sign for sign, _ in run if _breaks(evidence, sign)]
    if len(run) == 1:
        return bool(breaking) and evidence.names_heading(run[0][0]) and evidence.titled(run[0][0])
    sizes = [(b.edge.n - a.edge.n) / (other - value) for (a, value), (b, other) in pairwise(run)]
    named = sum(sign.bare or evidence.returns(sign) for sign, _ in run)
    needed = 1 if 2 * named >= len(run) else len(run) / 4
    inside = sum(_inside(evidence, sign) for sign in breaking)
    if len(breaking) < needed or (len(run) > 2 and not inside):
        return False
    if not _covers(evidence, [sign for sign, _ in run], median(sizes)):
        return False
    usual = median(sizes)
    return 4 * sum(usual / 2 <= size <= 2 * usual for size in sizes) >= 3 * len(sizes)


def _covers(evidence: Evidence, signs: Sequence[Sign], size: float) -> bool:
    """With a page before and one behind they reach over a good part of the text."""
    reach = signs[-1].edge.n - signs[0].edge.n + 2 * size
    return len(signs) >= MANY or 2 * reach >= len(evidence.layout)


def _coming_back(evidence: Evidence) -> Iterator[Sign]:
    """Lines that stand again a page or more away, most of them in a sentence; a heading that they name is none."""
    for (name, _), group in evidence.groups.items():
        if (name, True) in evidence.returning:
            apart = [group[0]]
            apart += [b for a, b in pairwise(group) if b.edge.n - a.edge.n >= PAGE]
            breaking = [sign for sign in apart if _inside(evidence, sign)]
            if not evidence.pages.distinct([sign.edge.at for sign in apart], FEWEST):
                continue
            if 2 * len(breaking) >= len(apart) and all(map(evidence.returns, apart)):
                size = median(b.edge.n - a.edge.n for a, b in pairwise(apart))
                if _covers(evidence, apart, size):
                    numbered = [sign for sign in breaking if sign.numbers]
                    yield from numbered or apart


def _turns(layout: Layout, signs: dict[int, Sign], anchors: Sequence[int]) -> Iterator[Turn]:
    """Lines that stand together tell of one turn: behind the foot of one page, before the next one begins."""
    filled = np.flatnonzero(layout.role != EMPTY)
    order = {n: at for at, n in enumerate(filled.tolist())} if anchors else {}
    if not anchors:
        return
    at_foot = anchors[-1] == filled[-1] and anchors[0] != filled[0]
    for cluster in _clusters([order[n] for n in anchors]):
        lines = [filled.item(at) for at in cluster]
        cut = _cut(layout, [signs[n] for n in lines], at_foot)
        following = cluster[0] + cut
        yield Turn(filled.item(following) if following < len(filled) else len(layout), tuple(lines))


def _clusters(places: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    yield run


def _cut(layout: Layout, signs: Sequence[Sign], at_foot: bool) -> int:
    """How many of these lines belong to the page that ends."""
    heads = [at for at, sign in enumerate(signs) if not sign.bare]
    marked = [at for at in heads if layout.indent[signs[at].edge.n] == 1]
    if marked:
        return marked[0]
    if at_foot:
        return len(signs)
    if heads:
        return heads[0] if signs[heads[0]].numbers else 0
    return 0 if signs[0].edge.at == 0 else len(signs)

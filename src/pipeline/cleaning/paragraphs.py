"""Paragraphs: what stands between one line of a flow and the next: nothing, a space, a line feed or a blank line.

Two paragraphs are never made one on thin evidence; a paragraph that a page, a note block or furniture interrupts is
one again. Verse, lists and tables keep single line feeds. Decided for all seams of a text at once, in columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import entries
from pipeline.cleaning.characters import UPPER, among
from pipeline.cleaning.kinds import Kinds
from pipeline.cleaning.layout import BODY, EMPTY, LABEL, LIFTED, BoolArray, Layout
from pipeline.edits import IntArray
from pipeline.text import Proposal

LONG = 200
FAR = 2**62
ABRUPT = 0.5  # of the measure
CLEARLY = 0.8  # of the measure: in a text with indents only such a short line ends a paragraph without one
# A long paragraph cannot end in one of these.
DANGLING = frozenset(
    "and or the of in to a und oder der die das et ou de la le и или в на с та або".split()
)  # fmt: skip


def join(start: int, end: int) -> Proposal:
    """Two lines of one paragraph: one space between them, also across a page, notes or furniture.

    Leaves lines apart where a blank line, an indent or a short last line behind a full stop parts paragraphs.
    """
    return Proposal(start, end, " ", "paragraphs.join")


def split(start: int, end: int) -> Proposal:
    """Two paragraphs: one blank line between them.

    Leaves together what a page, notes or furniture cut in the middle of a sentence.
    """
    return Proposal(start, end, "\n\n", "paragraphs.split")


def feed(start: int, end: int) -> Proposal:
    """Two lines of verse, of a list or a table: one line feed.

    Leaves prose, whose lines are joined.
    """
    return Proposal(start, end, "\n", "paragraphs.feed")


def lead(start: int, end: int) -> Proposal:
    """Before the first line: nothing.

    Leaves the first line itself.
    """
    return Proposal(start, end, "", "paragraphs.lead")


def close(start: int, end: int) -> Proposal:
    """Behind the last line: one line feed.

    Leaves a text that has just that.
    """
    return Proposal(start, end, "\n", "paragraphs.close")


WRITERS = (join, split, feed)
JOIN, SPLIT, FEED = range(3)


@dataclass(frozen=True, slots=True)
class Seams:
    """The places between lines that follow each other in one flow, in columns of one length.

    Line `before[i]` and line `after[i]`; `blanks` counts the blank lines between, `crossing` says that a page break,
    notes or furniture lie there, `lifted` that a callout stands there on a line of its own.
    """

    before: IntArray
    after: IntArray
    blanks: IntArray
    crossing: BoolArray
    lifted: BoolArray

    @staticmethod
    def of(layout: Layout, before: IntArray, after: IntArray) -> Seams:
        """The seams between these lines."""
        blanks = _count(layout.role == EMPTY, before, after)
        lifted = _count(layout.role == LIFTED, before, after)
        crossing = blanks + lifted < after - before - 1
        opens = np.concatenate([[0], np.cumsum(layout.opens)])
        crossing |= opens[after + 1] > opens[before + 1]
        return Seams(before, after, blanks, crossing, lifted > 0)


def _count(marked: BoolArray, before: IntArray, after: IntArray) -> IntArray:
    """How many marked lines lie between."""
    counts = np.concatenate([[0], np.cumsum(marked)])
    return np.asarray(counts[after] - counts[before + 1], np.int64)


def flows(layout: Layout) -> tuple[IntArray, IntArray]:
    """The lines that follow each other in the body, and those in each note, in order of the lines before."""
    body = layout.where(BODY)
    noted = np.flatnonzero((layout.note >= 0) & ~layout.are(LABEL))
    noted = noted[np.argsort(layout.note[noted], kind="stable")]
    same = layout.note[noted[1:]] == layout.note[noted[:-1]]
    before = np.concatenate([body[:-1], noted[:-1][same]])
    after = np.concatenate([body[1:], noted[1:][same]])
    order = np.argsort(before, kind="stable")
    return before[order], after[order]


def decide(layout: Layout, seams: Seams) -> npt.NDArray[np.int8]:
    """What stands at each seam, hyphens aside: JOIN, SPLIT or FEED, shape (n,)."""
    a, b = seams.before, seams.after
    blank, noted = seams.blanks > 0, layout.note[b] >= 0
    kinds = Kinds.of(layout)
    item = kinds.items[b] & ~noted & ~seams.crossing
    closed = layout.ends_sentence[a] | _ends_in(layout, a, ":;,") | (not layout.wrapped)
    plain = _plain(layout, seams, kinds)
    rows, row = kinds.tables[a] & kinds.tables[b] & ~blank, kinds.tables[a] | kinds.tables[b]
    verses, verse = kinds.verse[a] & kinds.verse[b] & ~blank, kinds.verse[a] | kinds.verse[b]
    within = (kinds.block[a] == kinds.block[b]) & (kinds.block[a] >= 0) & ~blank & ~seams.crossing
    border = (kinds.block[a] != kinds.block[b]) & ~seams.crossing & ~noted
    inner = np.where(kinds.cut[a] & ~layout.starts_lower[b], SPLIT, JOIN)
    edge = np.where(_closes(layout, a) | layout.short(a, b), SPLIT, plain)
    edge = np.where(layout.starts_lower[b] & ~_closes(layout, a), JOIN, edge)
    choices: list[tuple[BoolArray, npt.ArrayLike]] = [
        (layout.coded[a] & layout.coded[b], np.where(blank, SPLIT, FEED)),
        (layout.coded[a] | layout.coded[b], SPLIT),
        (kinds.headings[a] | kinds.headings[b], SPLIT),
        (~noted & (rows | verses), FEED),
        (~noted & (row | verse) & ~seams.crossing, SPLIT),
        (entries.begin(layout)[b] & ~noted & ~blank, SPLIT),
        (item & blank, SPLIT),
        (item & (closed | kinds.counted[b]), FEED),
        (_dashes(layout, b) & layout.ends_sentence[a] & ~noted & ~seams.crossing, SPLIT),
        (item, plain),
        (within, inner),
        (border, edge),
    ]
    decided = plain
    for where, what in reversed(choices):  # the first that holds decides
        decided = np.where(where, what, decided)
    return _lists_apart(kinds, seams, noted, decided.astype(np.int8))


def _dashes(layout: Layout, lines: IntArray) -> BoolArray:
    """A dash stands twice: for the name that the entry before has."""
    codes = layout.scan.codes
    first, second = codes[layout.starts[lines]], codes[layout.starts[lines] + 1]
    return np.asarray(among(first, "—–_") & (first == second), np.bool_)


def _closes(layout: Layout, lines: IntArray) -> BoolArray:
    return layout.ends_sentence[lines] | _ends_in(layout, lines, ":")


def _lists_apart(kinds: Kinds, seams: Seams, noted: BoolArray, decided: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """The first item of a list begins a paragraph; the others follow it by line feeds."""
    body = np.flatnonzero(~noted)
    items = kinds.items[seams.after[body]]
    if not items.any():
        return decided
    lines = np.concatenate([seams.before[body[:1]], seams.after[body]])
    group = np.concatenate([[0], np.cumsum(decided[body] == SPLIT)])
    before = np.concatenate([[0], np.cumsum(kinds.items[lines])])[:-1]
    start = before[np.searchsorted(group, np.arange(group[-1] + 1))]
    first = items & (decided[body] == FEED) & (before[1:] == start[group[1:]])
    decided[body[first]] = SPLIT
    return decided


def _plain(layout: Layout, seams: Seams, kinds: Kinds) -> IntArray:
    """Prose: each line of an unwrapped body is a paragraph, a wrapped one is stitched."""
    a, b = seams.before, seams.after
    short = layout.short(a, b)
    ends, lower = layout.ends_sentence[a], layout.starts_lower[b]
    wrapped = np.where(
        seams.crossing,
        _across(layout, seams, kinds, short),
        np.where(
            seams.blanks > 0,
            np.where(~ends & lower & ~short, JOIN, SPLIT),
            _adjacent(layout, seams, kinds, short),
        ),
    )
    if layout.wrapped:
        return wrapped
    return np.where(layout.note[a] >= 0, wrapped, _unwrapped(layout, seams))


def _unwrapped(layout: Layout, seams: Seams) -> IntArray:
    """Every line is a paragraph, unless something broke into it."""
    a, b = seams.before, seams.after
    open_end = ~layout.ends_sentence[a] & ~_ends_in(layout, a, ":")
    long_a, long_b = layout.lengths[a] >= LONG, layout.lengths[b] >= LONG / 2
    parted = open_end & long_a & (seams.blanks > 0)
    for n in np.flatnonzero(parted).tolist():
        parted[n] = layout.line(a.item(n)).rsplit(" ", 1)[-1] in DANGLING
    crossed = open_end & (layout.lengths[a] >= LONG / 2)
    return np.where(
        seams.crossing,
        np.where(crossed, JOIN, SPLIT),
        np.where(seams.blanks > 0, np.where(parted, JOIN, SPLIT), np.where(long_a & long_b, SPLIT, FEED)),
    )


def _across(layout: Layout, seams: Seams, kinds: Kinds, short: BoolArray) -> IntArray:
    """The seam lies on a page break, on notes or furniture."""
    a, b = seams.before, seams.after
    ends, lower = layout.ends_sentence[a], layout.starts_lower[b]
    parted = np.where(ends, ~lower & (short | kinds.opening[b]), short & (~lower | _ends_in(layout, a, ":")))
    return np.where(parted, SPLIT, JOIN)


def _adjacent(layout: Layout, seams: Seams, kinds: Kinds, short: BoolArray) -> IntArray:
    """No blank line lies between: indents and short last lines tell."""
    a, b = seams.before, seams.after
    ends, lower = layout.ends_sentence[a], layout.starts_lower[b]
    if (quoted := short & ends & ~lower).any():
        ends = ends.copy()
        ends[quoted] = ~_quoting(layout, a[quoted], b[quoted])
    broken = seams.lifted & (layout.lengths[a] + layout.lengths[b] < layout.width * 1.02)
    broken |= layout.torn[a] & (b == a + 1)  # the raised callout broke the line
    parted = (short & ends & ~lower) | _abrupt(layout, a, b)
    if kinds.by_indents:
        clearly = layout.lengths[a] < CLEARLY * layout.width
        parted = (kinds.indented[b] & (ends | short)) | (parted & clearly)
    return np.where(~broken & (kinds.titles[a] | kinds.titles[b] | parted), SPLIT, JOIN)


def _abrupt(layout: Layout, a: IntArray, b: IntArray) -> BoolArray:
    """Prose is never so short in the middle of a sentence: a heading, or the end of one, before a new sentence."""
    upper = (layout.first[b] & UPPER) > 0
    opening = np.append(EMPTY, layout.role)[a] == EMPTY  # a letter's `Monsieur,`
    found = (layout.lengths[a] < ABRUPT * layout.width) & upper & (opening | ~_ends_in(layout, a, ","))
    found &= ~_ends_in(layout, a, ";-–—(")
    found &= (layout.note[a] < 0) & ~layout.torn[a] & ~np.concatenate([[False], layout.torn[:-1]])[a]
    found &= (layout.lengths[b] > ABRUPT * layout.width) | (layout.lengths[a] < layout.lengths[b])
    for n in np.flatnonzero(found).tolist():
        found[n] = layout.line(a.item(n)).rsplit(" ", 1)[-1] not in DANGLING
    return np.asarray(found, bool)


def _quoting(layout: Layout, a: IntArray, b: IntArray) -> BoolArray:
    """A quotation opens in the one line and closes in the other, which opens none before that."""
    opener, closer = "„“" if "„" in layout.text else "“”"
    opened, closed = layout.scan.signs(opener), np.append(layout.scan.signs(closer), FAR)
    if not len(opened):
        return np.zeros(len(a), bool)
    last = np.searchsorted(opened, layout.ends[a]) - 1
    start = opened[np.maximum(last, 0)]
    end = closed[np.searchsorted(closed, start)]
    following = np.append(opened, FAR)[last + 1]
    inside = (last >= 0) & (start >= layout.starts[a]) & (end >= layout.starts[b]) & (end < layout.ends[b])
    return np.asarray(inside & (following > end), bool)


def _ends_in(layout: Layout, lines: IntArray, characters: str) -> BoolArray:
    return among(layout.scan.codes[layout.ends[lines] - 1], characters)

"""Paragraphs: what stands between one line of a flow and the next: nothing, a space, a line feed or a blank line.

Two paragraphs are never made one on thin evidence; a paragraph that a page, a note block or furniture interrupts is
one again. Verse, lists and tables keep single line feeds. Decided for all seams of a text at once, in columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.characters import LETTER, LOWER
from pipeline.cleaning.layout import BODY, EMPTY, LIFTED, BoolArray, Layout
from pipeline.edits import IntArray
from pipeline.text import Proposal

LIST_ITEM = re.compile(r"(?:[•·▪◦‣*–-]|\(?\d{1,3}[.)]|\(?[a-z]\)|[IVXLC]{2,5}\.) \S")
BULLETS = [*map(ord, "•·▪◦‣*–-(0123456789")]
ROMAN = [*map(ord, "IVXLC")]
LONG = 200
WIDEST = 12  # blanks: more is no first-line indent
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
    noted = np.flatnonzero(layout.note >= 0)
    noted = noted[np.argsort(layout.note[noted], kind="stable")]
    same = layout.note[noted[1:]] == layout.note[noted[:-1]]
    before = np.concatenate([body[:-1], noted[:-1][same]])
    after = np.concatenate([body[1:], noted[1:][same]])
    order = np.argsort(before, kind="stable")
    return before[order], after[order]


def decide(layout: Layout, seams: Seams) -> npt.NDArray[np.int8]:
    """What stands at each seam, hyphens aside: JOIN, SPLIT or FEED, shape (n,)."""
    a, b = seams.before, seams.after
    blank = seams.blanks > 0
    kinds = Kinds.of(layout)
    noted = layout.note[b] >= 0
    closed = layout.ends_sentence[a] | _ends_in(layout, a, ":;,") | (not layout.wrapped)
    item = kinds.items[b] & ~noted & ~seams.crossing
    verse = kinds.verse[a] & kinds.verse[b]
    plain = _plain(layout, seams, kinds)
    return np.select(
        [kinds.headings[a] | kinds.headings[b], (item | verse) & blank, item & closed, item, verse],
        [SPLIT, SPLIT, FEED, plain, FEED],
        plain,
    ).astype(np.int8)


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
    broken = seams.lifted | (layout.bare_ends[a] < layout.ends[a])
    broken &= layout.lengths[a] + layout.lengths[b] < layout.width * 1.02  # the raised callout broke the line
    parted = kinds.indented[b] & ends if kinds.by_indents else short & ends & ~lower
    return np.where(~broken & (kinds.titles[a] | kinds.titles[b] | parted), SPLIT, JOIN)


def _ends_in(layout: Layout, lines: IntArray, characters: str) -> BoolArray:
    return np.isin(layout.scan.codes[layout.ends[lines] - 1], [*map(ord, characters)])


@dataclass(frozen=True, slots=True)
class Kinds:
    """What lines are, for their seams, each of the shape of the lines.

    `headings`: marked as such; `titles`: short lines between a closed paragraph and a new sentence; `items`: of a
    list; `verse`; `indented`: by their page's usual measure; `opening`: indented, or a heading that stands alone;
    `by_indents`: paragraphs of this text begin with an indent.
    """

    headings: BoolArray
    titles: BoolArray
    items: BoolArray
    verse: BoolArray
    indented: BoolArray
    opening: BoolArray
    by_indents: bool

    @staticmethod
    def of(layout: Layout) -> Kinds:
        """Looks at all lines."""
        lines, following = np.arange(len(layout)), np.minimum(np.arange(1, len(layout) + 1), len(layout) - 1)
        short = layout.short(lines, following)
        indent = layout.indent - _usual_indents(layout)
        indented = (indent >= 2) & (indent <= WIDEST)
        alone = np.append(layout.role[1:] == EMPTY, False) & ~layout.ends_sentence
        alone &= layout.lengths + 1 < layout.width * 0.93
        headings = np.zeros(len(layout), bool)
        headings[[n for n, kind in layout.kind.items() if kind == "heading"]] = True
        return Kinds(
            headings,
            _titles(layout, short),
            _items(layout),
            _verse(layout),
            indented,
            indented | alone,
            _by_indents(layout, short, indented),
        )


def _titles(layout: Layout, short: BoolArray) -> BoolArray:
    body = layout.role == BODY
    title = body & ~layout.ends_sentence & (layout.lengths <= 0.8 * layout.width) & layout.starts_upper
    title &= ~np.isin(layout.scan.codes[layout.ends - 1], [*map(ord, ",;-")])
    closed = body & layout.ends_sentence & short
    title[1:] &= closed[:-1]
    title[:-1] &= body[1:] & ~layout.starts_lower[1:]
    if len(title):
        title[0] = title[-1] = False
    return np.asarray(title, bool)


def _items(layout: Layout) -> BoolArray:
    flags, initial = layout.scan.flags[layout.starts], layout.initial
    second = np.minimum(layout.starts + 1, layout.ends)
    likely = np.isin(initial, BULLETS) | np.isin(initial, ROMAN)
    likely |= ((flags & LOWER) > 0) & (layout.scan.codes[second] == ord(")"))
    likely &= ((flags & LETTER) == 0) | ((layout.scan.flags[second] & LOWER) == 0)
    items = np.zeros(len(layout), bool)
    for n in np.flatnonzero(likely).tolist():
        items[n] = bool(LIST_ITEM.match(layout.text, layout.starts.item(n), layout.ends.item(n)))
    return items


def _by_indents(layout: Layout, short: BoolArray, indented: BoolArray) -> bool:
    """Most lines behind a short last line are indented: so are all paragraphs."""
    body = layout.role == BODY
    behind = body[:-1] & body[1:] & (layout.page[:-1] == layout.page[1:]) & layout.ends_sentence[:-1] & short[:-1]
    return bool(2 * np.sum(indented[1:][behind]) > np.sum(behind))


def _verse(layout: Layout) -> BoolArray:
    """Blocks of short lines that open with capitals, set apart by blank lines."""
    verse = np.zeros(len(layout), bool)
    if not layout.wrapped:
        return verse
    body = layout.role == BODY
    borders = np.flatnonzero(np.diff(np.concatenate([[False], body, [False]])))
    first, stop = borders[::2], borders[1::2]
    short = np.concatenate([[0], np.cumsum(layout.lengths < 0.7 * layout.width)])
    capital = np.concatenate([[0], np.cumsum(layout.starts_upper)])
    count = stop - first
    good = (count >= 3) & (short[stop] - short[first] >= count - 1) & (2 * (capital[stop] - capital[first]) > count)
    for a, b in zip(first[good].tolist(), stop[good].tolist(), strict=True):
        verse[a:b] = True
        for n in range(a, b):
            layout.kind.setdefault(n, "verse")
    return verse


def _usual_indents(layout: Layout) -> IntArray:
    """For each line the commonest indent of its page's lines, the smaller one where two are."""
    if not layout.indent.any():
        return np.zeros(len(layout), np.int64)
    wide = int(min(layout.indent.max(), 200)) + 1
    filled = layout.lengths > 0
    pages, page = np.unique(layout.page, return_inverse=True)
    cells = np.unique((page * wide + np.minimum(layout.indent, wide - 1))[filled], return_counts=True)
    order = np.lexsort((cells[0] % wide, -cells[1], cells[0] // wide))
    at, first = np.unique(cells[0][order] // wide, return_index=True)
    usual = np.zeros(len(pages), np.int64)
    usual[at] = cells[0][order][first] % wide
    return usual[page]

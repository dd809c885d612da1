"""What lines are by their look: headings, items of lists, rows of tables, verse, blocks set in from the margin."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning import table_rows
from pipeline.cleaning.characters import LETTER, LOWER, UPPER
from pipeline.cleaning.layout import BODY, EMPTY, BoolArray, Layout
from pipeline.edits import IntArray

LIST_ITEM = re.compile(r"(?:[•·▪◦‣*–-]|\(?(?P<number>\d{1,3})[.)]|\(?(?P<letter>[a-z])\)|[IVXLC]{2,5}\.) \S")
# `as No.⏎12. It was written`: no item, whatever its neighbours are.
REFERRING = re.compile(r"\b(?:[Nn]o|[Nn]r|pp?|vols?|arts?|figs?|Bd|S|[Сс]тр?|т|№)\.?$")
BULLETS = [*map(ord, "•·▪◦‣*–-(0123456789")]
ROMAN = [*map(ord, "IVXLC")]
INDENT, WIDEST = 2, 12  # blanks: less is the scanner's slant, more no first-line indent
FEW = 4  # lines of a heading or a motto
STANZA, CAPITALS = 4, 0.85  # so many lines, of which such a share opens with capitals, are verse throughout


@dataclass(frozen=True, slots=True)
class Kinds:
    """What lines are, for their seams, each of the shape of the lines.

    `headings`: marked as such; `titles`: short lines between a closed paragraph and a new sentence; `items`: of a
    list, `counted`: whose label is the next behind that of the item before; `verse`; `tables`: rows of one;
    `block`: the number of the indented block, -1 outside; `cut`: ends before its block's measure, behind a full
    stop; `indented`: by their page's usual measure; `opening`: indented, or a heading or a motto that stands alone;
    `by_indents`: paragraphs of this text begin with an indent.
    """

    headings: BoolArray
    titles: BoolArray
    items: BoolArray
    counted: BoolArray
    verse: BoolArray
    tables: BoolArray
    block: IntArray
    cut: BoolArray
    indented: BoolArray
    opening: BoolArray
    by_indents: bool

    @staticmethod
    def of(layout: Layout) -> Kinds:
        """Looks at all lines, and names the kinds it is sure of."""
        following = np.minimum(np.arange(1, len(layout) + 1), len(layout) - 1)
        short = layout.short(np.arange(len(layout)), following)
        deep = layout.indent - _usual_indents(layout)
        alone = np.append(layout.role[1:] == EMPTY, False) & ~layout.ends_sentence
        alone &= layout.lengths + 1 < layout.width * 0.93
        headings = layout.are("heading")
        tables = table_rows.of(layout)
        block = _blocks(layout, np.where(tables, 0, deep))
        cut, stanza = _measured(layout, block, following)
        verse = (_verse(layout) | stanza) & ~tables
        indented = (deep >= INDENT) & (deep <= WIDEST) & (block < 0)
        by_indents = _by_indents(layout, indented, short)
        indented &= (not by_indents) | (np.abs(deep - _commonest(deep[indented])) <= 1)
        _name(layout, tables, verse, block)
        items, counted = _items(layout)
        return Kinds(
            headings,
            _titles(layout, short, indented if by_indents else None),
            items,
            counted,
            verse,
            tables,
            np.where(verse, -1, block),
            cut,
            indented,
            indented | alone | _set_apart(layout),
            by_indents,
        )


def _name(layout: Layout, tables: BoolArray, verse: BoolArray, block: IntArray) -> None:
    quotes = (block >= 0) & layout.wrapped
    for name, marked in (("table", tables), ("verse", verse), ("quote", quotes)):
        for n in np.flatnonzero(marked & (layout.role == BODY)).tolist():
            layout.kind.setdefault(n, name)


def _titles(layout: Layout, short: BoolArray, indented: BoolArray | None) -> BoolArray:
    """Short lines that end no sentence, between a closed paragraph and a new sentence or an indented line."""
    body = layout.role == BODY
    likely = body & ~layout.ends_sentence & (layout.lengths <= 0.8 * layout.width) & layout.starts_upper
    likely &= ~np.isin(layout.scan.codes[layout.ends - 1], [*map(ord, ",;-")])
    closed = body & layout.ends_sentence & short
    title = likely.copy()
    title[1:] &= closed[:-1] & ~layout.torn[:-1]
    title[:-1] &= body[1:] & ~layout.starts_lower[1:]
    if len(title):
        title[0] = title[-1] = False
    both = title if indented is None else title | _above_indents(layout, likely & short & ~indented, indented)
    return np.asarray(both, bool)


def _above_indents(layout: Layout, likely: BoolArray, indented: BoolArray) -> BoolArray:
    """Runs of likely titles between a closed line, or the beginning, and the first line of a paragraph."""
    title = np.zeros(len(layout), bool)
    last = -1
    for n in np.flatnonzero(likely[:-1] & indented[1:]).tolist():
        first = n
        while first - 1 > last and likely[first - 1]:
            first -= 1
        before = first - 1
        if before < 0 or layout.role[before] != BODY or layout.ends_sentence[before]:
            title[first : n + 1] = True
        last = n
    return title


def _items(layout: Layout) -> tuple[BoolArray, BoolArray]:
    """Which lines open with an item's label, and which labels go on with the one before; a number that neither opens
    a list nor stands beside its neighbour is a sentence's."""
    flags, initial = layout.scan.flags[layout.starts], layout.initial
    second = np.minimum(layout.starts + 1, layout.ends)
    likely = np.isin(initial, BULLETS) | np.isin(initial, ROMAN)
    likely |= ((flags & LOWER) > 0) & (layout.scan.codes[second] == ord(")"))
    likely &= ((flags & LETTER) == 0) | ((layout.scan.flags[second] & LOWER) == 0)
    items, counted = np.zeros(len(layout), bool), np.zeros(len(layout), bool)
    labelled: list[tuple[int, int]] = []
    for n in np.flatnonzero(likely).tolist():
        if match := LIST_ITEM.match(layout.text, layout.starts.item(n), layout.ends.item(n)):
            items[n] = True
            if label := match["number"] or match["letter"]:
                labelled.append((n, int(label) if label.isdigit() else 1000 + ord(label)))
    ranks = [-1, *(rank for _, rank in labelled), -1]
    for (n, rank), before, behind in zip(labelled, ranks, ranks[2:], strict=False):
        counted[n] = rank == before + 1
        items[n] = counted[n] or behind == rank + 1 or rank in (1, 1000 + ord("a"))
        items[n] &= not (n and REFERRING.search(layout.line(n - 1)[-6:]))
    return items, counted & items


def _blocks(layout: Layout, deep: IntArray) -> IntArray:
    """The number of the block of equally indented lines that each line is in, -1 outside.

    One-line paragraphs that each begin with an indent are no block: most of them end a sentence.
    """
    inside = (layout.role == BODY) & (deep >= INDENT)
    same = inside[:-1] & inside[1:] & (deep[:-1] == deep[1:])
    member = np.append(same, False) | np.concatenate([[False], same])
    begins = member & ~np.concatenate([[False], same])
    block = np.where(member, np.cumsum(begins) - 1, -1)
    if not begins.any():
        return block
    closed = np.bincount(block[member], layout.ends_sentence[member])
    speech = closed > 0.6 * np.bincount(block[member])
    return np.where(member & ~speech[block], block, -1)


def _measured(layout: Layout, block: IntArray, following: IntArray) -> tuple[BoolArray, BoolArray]:
    """Lines that end before their block's measure behind a full stop, and blocks that are stanzas.

    A stanza has three lines or more, which all begin with capitals, none broken in a word, some not filled.
    """
    member = block >= 0
    nothing = np.zeros(len(layout), bool)
    if not member.any():
        return nothing, nothing
    count = np.bincount(block[member])
    width = np.zeros(len(count), np.int64)
    np.maximum.at(width, block[member], layout.lengths[member])
    fits = layout.lengths + 1 + layout.first_words[following] < 0.93 * width[block]
    last = np.append(block[1:] != block[:-1], True)
    capitals = np.bincount(block[member], layout.starts_upper[member])
    loose = np.bincount(block[member], (fits & ~last)[member])
    broken = np.bincount(block[member], np.isin(layout.scan.codes[layout.ends - 1], [*map(ord, "-¬\u00ad")])[member])
    stanza = (count >= 3) & (capitals >= 0.9 * count) & (broken == 0) & ((loose > 0) | (width < 0.8 * layout.width))
    return member & fits & layout.ends_sentence, member & stanza[block]


def _commonest(values: IntArray) -> int:
    return int(np.bincount(values).argmax()) if len(values) else 0


def _by_indents(layout: Layout, indented: BoolArray, short: BoolArray) -> bool:
    """Lines that are indented alone stand nearly always behind a closed or a short line: so begin all paragraphs."""
    first = indented[1:] & (layout.role[1:] == BODY) & (layout.role[:-1] == BODY)
    behind = first & (layout.page[1:] == layout.page[:-1])
    closed = np.sum(behind & (layout.ends_sentence[:-1] | short[:-1]))
    return bool(closed >= 2 and closed > 0.8 * np.sum(behind))


def _verse(layout: Layout) -> BoolArray:
    """Blocks of short lines that open with capitals, set apart by blank lines; all of a text whose lines do."""
    verse = np.zeros(len(layout), bool)
    if not layout.wrapped:
        return verse
    body = layout.role == BODY
    borders = np.flatnonzero(np.diff(np.concatenate([[False], body, [False]])))
    first, stop = borders[::2], borders[1::2]
    short = np.concatenate([[0], np.cumsum(layout.lengths < 0.7 * layout.width)])
    capital = np.concatenate([[0], np.cumsum(layout.starts_upper)])
    count = stop - first
    full = np.append((layout.lengths[:-1] >= 0.9 * layout.width) & layout.starts_lower[1:], False)
    goes_on = np.concatenate([[0], np.cumsum(full)])  # a full line that a small letter follows: prose
    good = (count >= 3) & (short[stop] - short[first] >= count - 1) & (2 * (capital[stop] - capital[first]) > count)
    good &= goes_on[stop] == goes_on[first]
    if _opens_with_capitals(layout, body):
        good = count > 1
    for a, b in zip(first[good].tolist(), stop[good].tolist(), strict=True):
        verse[a:b] = True
    return verse


def _opens_with_capitals(layout: Layout, body: BoolArray) -> bool:
    """Nearly every line of the text does, and it is not all in capitals: no prose of any language."""
    flags, lines = layout.scan.flags, int(np.sum(body))
    capitals = np.sum(layout.starts_upper & body)
    if lines < STANZA or capitals < CAPITALS * lines:
        return False
    return bool(np.sum((flags & UPPER) > 0) < np.sum((flags & LOWER) > 0))


def _set_apart(layout: Layout) -> BoolArray:
    """The first lines of blocks of a few short lines with a blank line behind: a heading, a motto."""
    body = layout.role == BODY
    begins = body & (layout.opens | ~np.concatenate([[False], body[:-1]]))
    first = np.flatnonzero(begins)
    ends = np.flatnonzero(body & np.append(~body[1:] | begins[1:], True)) + 1
    long = np.concatenate([[0], np.cumsum(layout.lengths >= 0.75 * layout.width)])
    apart = (ends - first <= FEW) & (long[ends] == long[first])
    apart &= np.append(layout.role, EMPTY)[ends] == EMPTY
    found = np.zeros(len(layout), bool)
    found[first[apart]] = True
    return found


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

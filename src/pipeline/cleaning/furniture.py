"""Furniture: what belongs to the page and not to the text. Running heads and feet, folios, rules, download lines.

Decided on the whole document: a line at a page's edge that comes back on other pages, a number that counts the
pages, a line in a folio's company. Without page marks the same signs must stand in the middle of a sentence.
A heading that looks like its running head is no edge line, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np

from pipeline.cleaning.characters import DIGIT, LETTER
from pipeline.cleaning.edges import Pages
from pipeline.cleaning.folios import is_bare, readings
from pipeline.cleaning.hyphens import at_end
from pipeline.cleaning.layout import BODY, EMPTY, FURNITURE, BoolArray, Layout
from pipeline.cleaning.margins import Feet, tops
from pipeline.cleaning.notes import is_label
from pipeline.cleaning.page_signs import Evidence
from pipeline.cleaning.stamps import find_stamps
from pipeline.cleaning.turns import find_turns
from pipeline.edits import IntArray

RULE = re.compile(r"(?:[-_=–—] ?){3,}")
IMPRINT = re.compile(
    r"©|\(c\) \d{4}|\bISSN\b|\bISBN\b|https?://|www\.|\.(?:com|org|net|edu)\b|\bdoi\b|downloaded|all rights reserved"
    r"|\bvol(?:ume|\.)? [\dIVXLC]+|\bno\. ?\d+|\bpp?\. ?\d+",
    re.I,
)
MOST_LINES = 6
SPECKS = 9  # no line of dirt is longer
OF_ALL = re.compile(
    r"[-–—|\[(]? ?(?i:page|pag\.|p\.|seite|стр\.|страница|сторінка|strona|str\.|página|sayfa|oldal) (?P<number>\d{1,4})"
    r" ?(?i:/|of|von|sur|de|di|из|з|z) ?(?P<all>\d{1,4}) ?[-–—|\])]?"
)
LONGEST_FOLIO = 30
STROKES = frozenset("|~'`^")
DIRT = frozenset(".,;:·-") | STROKES


def mark(layout: Layout) -> None:
    """Rules and the edges of pages; must come before notes are looked for."""
    _give(layout, rules(layout), "furniture.rules")
    if layout.wrapped:
        _give(layout, specks(layout), "furniture.specks")
    if layout.paged:
        _give(layout, stamps(layout), "furniture.stamps")
        _give(layout, page_edges(layout), "furniture.page_edges")
        return
    if layout.wrapped:
        _give(layout, running_lines(layout), "furniture.running_lines")
    _give(layout, stamps(layout), "furniture.stamps")
    _give(layout, counted_pages(layout), "furniture.counted_pages")


def mark_interruptions(layout: Layout) -> None:
    """What interrupts a sentence and is no note; must come after notes were found."""
    if not layout.paged and layout.wrapped:
        _give(layout, interruptions(layout), "furniture.interruptions")


def mark_hinted(layout: Layout, spans: Sequence[tuple[int, int]]) -> None:
    """What the reader of a format calls furniture (navigation, page heads and feet), by offsets in the text.

    Leaves blank lines.
    """
    for start, end in spans:
        lines = layout.within(start, end)
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
        above_note = line in ("-", "- -") and n + 1 < len(layout) and is_label(layout.line(n + 1))
        if above_note or RULE.fullmatch(line):
            yield n, "rule"


def specks(layout: Layout) -> Iterator[tuple[int, str]]:
    """Lines of nothing but points, strokes and commas between two lines of text: what OCR made of dirt.

    Leaves rows of one sign (asterisks, points, dashes), which the author set, and signs that stand between blank lines.
    """
    flags, lengths = layout.scan.flags, layout.lengths
    low = (layout.role == BODY) & (lengths <= SPECKS) & ((flags[layout.starts] & (LETTER | DIGIT)) == 0)
    low[1:] &= layout.role[:-1] != EMPTY
    low[:-1] &= layout.role[1:] != EMPTY
    for n in np.flatnonzero(low).tolist():
        signs = set(layout.line(n)) - {" "}
        if signs <= DIRT and (len(signs) > 1 or signs <= STROKES):
            yield n, "navigation"


def stamps(layout: Layout) -> Iterator[tuple[int, str]]:
    """Lines that an archive, a library or a browser prints on every page of a copy, and what stands beside all of them.

    Leaves one alone, and those less than a page apart, as entries of a bibliography have them.
    """
    yield from ((n, "running foot") for n in set(find_stamps(layout)) if layout.role[n] == BODY)


def page_edges(layout: Layout) -> Iterator[tuple[int, str]]:
    """Heads, feet, folios, catchwords and signatures at the edges of pages: they come back, or count the pages.

    Leaves headings and the title, which stand once or begin what they name, and lines of text that happen to open or
    close a page.
    """
    pages = Pages(layout)
    yield from _margins(Evidence(pages, pages.edges()))


def running_lines(layout: Layout) -> Iterator[tuple[int, str]]:
    """Without form feeds: lines a page apart that count on, or come back and break into sentences. They tell the pages.

    Leaves headings and refrains, which stand between sentences, and numbers that count nothing.
    """
    turns = find_turns(layout)
    if turns:
        layout.page[:] = np.cumsum(np.isin(np.arange(len(layout)), [turn.start for turn in turns]))
        pages, sure = Pages(layout), {n for turn in turns for n in turn.lines}
        yield from _margins(Evidence(pages, pages.edges(), sure))


def counted_pages(layout: Layout) -> Iterator[tuple[int, str]]:
    """Without form feeds: lines that say which page of how many this is (`Page 33 of 240`), two or more that rise.

    Leaves one alone, and those that do not rise or speak of other totals.
    """
    flags, ends = layout.scan.flags, layout.ends
    counts = ((flags[ends - 1] | flags[np.maximum(ends - 2, 0)] | flags[np.maximum(ends - 3, 0)]) & DIGIT) > 0
    brief = np.flatnonzero((layout.role == BODY) & (layout.lengths <= LONGEST_FOLIO) & counts)
    found = [(n, int(m["number"]), int(m["all"])) for n in brief.tolist() if (m := OF_ALL.fullmatch(layout.line(n)))]
    rising = all(a < b for (_, a, _), (_, b, _) in pairwise(found)) and found[-1:] and found[-1][1] <= found[-1][2]
    if len(found) > 1 and rising and len({total for *_, total in found}) == 1:
        yield from ((n, "folio") for n, *_ in found)


def _margins(evidence: Evidence) -> Iterator[tuple[int, str]]:
    """The furniture at the tops of pages, then, where each page begins being known, that at their bottoms."""
    rows = [list(row) for _, row in groupby(evidence.signs, key=lambda sign: (sign.edge.page, sign.edge.top))]
    found = dict(row for signs in rows if signs[0].edge.top for row in tops(evidence, signs))
    feet = Feet(evidence, found)
    yield from found.items()
    yield from (row for signs in rows if not signs[0].edge.top for row in feet.of(signs))


REFERENCE = re.compile(r"(?:doi|https?|www|isbn|issn|available|accessed|retrieved)\b|pp?\. ", re.I)
"""What a reference goes on with, whose number and publisher stand before it."""


def interruptions(layout: Layout) -> Iterator[tuple[int, str]]:
    """Without form feeds: a few short lines in the middle of a sentence, one of which speaks of the printed page.

    Leaves short lines that say nothing of a page, its number, its publisher or its address.
    """
    before, after = layout.neighbours()
    short = (layout.lengths < 0.85 * layout.width) & layout.short(np.arange(len(layout)), np.maximum(after, 0))
    columns = after.tolist(), short.tolist(), layout.starts_lower.tolist()
    in_word = at_end(layout)[before]
    for n in _interrupted(layout, before, short):
        block = _interruption(layout, n, bool(in_word[n]), *columns)
        yield from ((at, _kind(layout.line(at), at == block[0])) for at in block if layout.role[at] == BODY)


def _interrupted(layout: Layout, before: IntArray, short: BoolArray) -> list[int]:
    """Short lines behind a full one whose sentence is open."""
    cut = (layout.role == BODY) & short & (before >= 0)
    cut &= ~layout.ends_sentence[before] & (layout.lengths[before] >= 0.75 * layout.width)
    return np.flatnonzero(cut).tolist()


def _interruption(
    layout: Layout, n: int, in_word: bool, after: list[int], short: list[bool], lower: list[bool]
) -> list[int]:
    """The lines of an interruption that begins at line `n`: short ones between two halves of a sentence, or of a word,
    where roman folios are known, too."""
    if in_word and _is_roman(layout.line(n)):
        return [n] if after[n] >= 0 and lower[after[n]] else []
    block: list[int] = []
    while n >= 0 and len(block) <= MOST_LINES:
        line = layout.line(n)
        if block and lower[n] and any(_speaks_of_page(layout.line(k)) for k in block):
            return [] if REFERENCE.match(line) else block
        if not short[n] or lower[n] or line.endswith(":"):
            return []  # the sentence goes on with it
        block.append(n)
        n = after[n]
    return []


def _is_roman(line: str) -> bool:
    found = readings(line)
    return bool(found) and found[0].place == "bare" and found[0].roman and len(found[0].printed) > 1


def _speaks_of_page(line: str) -> bool:
    return bool(IMPRINT.search(line)) or is_bare(line)


def _kind(line: str, first: bool) -> str:
    return "folio" if is_bare(line) else "running head" if first else "running foot"

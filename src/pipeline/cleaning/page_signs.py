"""What speaks for the lines at the edges of pages being furniture: numbers that count on, names that come back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.cleaning.edges import Edge, Pages
from pipeline.cleaning.folios import Count, Reading, readings
from pipeline.cleaning.heads import Name, Names, alike, letters
from pipeline.cleaning.layout import BODY, EMPTY

ADDRESSES = ("http://", "https://", "www.")
TELLING = 30  # letters of a full line that comes back by no chance
TITLE = 3  # lines of a text's title
CHAPTERS = 3  # so many headings in a row, each on top of a page, are no chance
PASSED = 6  # lines that a sentence goes past
PREFIX = 8  # letters of a head that is the beginning of a title


@dataclass(slots=True)
class Sign:
    """An edge line, the numbers at its ends, the name of what else it says."""

    edge: Edge
    numbers: list[Reading]
    name: int = -1
    said: Name | None = None  # what its name was found by
    reading: Reading | None = None  # the number that counts best
    agreeing: int = 0  # pages that are counted as it says
    sure: bool = False  # known for furniture already: it tells where pages end

    @property
    def bare(self) -> bool:
        """Nothing but a number."""
        return bool(self.numbers) and self.numbers[0].place == "bare"

    @property
    def folio(self) -> bool:
        """Nothing but a number, which counts the pages."""
        return self.bare and (self.sure or self.agreeing >= 2)

    @property
    def counted(self) -> bool:
        """A number in it counts the pages."""
        return self.agreeing >= 2


def rest_of(line: str, numbers: list[Reading]) -> str:
    """A line without the number that may be its folio."""
    likely = [r.rest for r in numbers if not r.roman or r.printed.islower()]
    return likely[0] if likely else line


def past(at: int, step: int, passing: Container[int]) -> int:
    """The next body line up or down that a sentence may not go past; a few at most are passed."""
    return next((n for n in range(at + step, at + step * PASSED, step) if n not in passing), at + step * PASSED)


def _in_sentence(line: str) -> bool:
    """No head begins with a small letter, but of an address, or ends in half a word."""
    return (line[0].islower() and not line.startswith(ADDRESSES)) or line[-1] in ";-"


class Evidence:
    """All signs of a text, outermost lines first, page by page; `known` says that pages are known already."""

    def __init__(self, pages: Pages, edges: Iterable[Edge], sure: Container[int] = (), known: bool = True) -> None:
        self.pages, self.layout = pages, pages.layout
        self.signs = [Sign(edge, readings(edge.line), sure=edge.n in sure) for edge in edges]
        self._count_out()
        self._name()
        self._pages_of: dict[tuple[int, bool], int] = {}
        self.groups: dict[tuple[int, bool], list[Sign]] = defaultdict(list)
        for sign in self.signs:
            if sign.name >= 0:
                self.groups[sign.name, sign.edge.top].append(sign)
        self.repeated = {key for key, group in self.groups.items() if self._is_repeated(group)}
        self.returning = {key for key in self.repeated if not self._opens_chapters(self.groups[key])}
        if known:
            self._count()
            self.returning -= {key for key in self.returning if _numbered_apart(self.groups[key])}

    def _count_out(self) -> None:
        """A number beside a name counts nothing where all of the line comes back: `© 2015`."""
        said = Counter(sign.edge.line for sign in self.signs if not sign.bare)
        for sign in self.signs:
            if said[sign.edge.line] >= CHAPTERS:
                sign.numbers = []

    def _name(self) -> None:
        """Gives every sign the number of its name, where it can be a head's."""
        rests = [(sign, rest_of(sign.edge.line, sign.numbers)) for sign in self.signs]
        names = [(sign, Name.of(rest)) for sign, rest in rests if rest and not _in_sentence(rest)]
        self.names = Names(name for _, name in names)
        for sign, name in names:
            sign.name, sign.said = self.names.number(name), name

    def _is_repeated(self, group: list[Sign]) -> bool:
        """The name stands on two pages, and not because a passage is told again."""
        if group[0].edge.page == group[-1].edge.page:
            return False
        return self.pages.distinct([sign.edge.at for sign in group], 2)

    def _opens_chapters(self, group: list[Sign]) -> bool:
        """Like headings at the tops of pages: none of them breaks into a sentence."""
        said = {letters(rest_of(sign.edge.line, sign.numbers)) for sign in group[:CHAPTERS]}
        enough = max(len(group), 2 * len(said)) >= CHAPTERS
        return enough and group[0].edge.top and not any(map(self.breaks, group))

    def _count(self) -> None:
        """Chooses for each sign the number that most pages agree with."""
        votes = [(sign.edge.page, reading) for sign in self.signs for reading in sign.numbers if self._votes(sign)]
        count = Count(votes)
        for sign in self.signs:
            for reading in sign.numbers:
                agreeing = count.agreeing(sign.edge.page, reading)
                if agreeing > sign.agreeing:
                    sign.reading, sign.agreeing = reading, agreeing
            if sign.bare and not sign.counted and count.nearly(sign.edge.page, sign.numbers[0]):
                sign.agreeing = 2
        for row in self._chapters():
            for sign in row:
                sign.agreeing = 0

    def _chapters(self) -> Iterator[list[Sign]]:
        """Numbers that count pages because every page begins a chapter: none of them breaks into a sentence."""
        rows: dict[tuple[str, bool, int], list[Sign]] = defaultdict(list)
        for sign in self.signs:
            if sign.edge.top and sign.reading and sign.counted and " " not in sign.reading.rest:
                reading = sign.reading
                rows[letters(reading.rest), reading.roman, reading.value - sign.edge.page].append(sign)
        for row in rows.values():
            if len(row) >= CHAPTERS and not any(map(self.breaks, row)):
                yield row

    def breaks(self, sign: Sign, strictly: bool = False) -> bool:
        """The sentence before this line goes on behind it, numbers and other lines that come back aside.

        Strictly: with a small letter.
        """
        behind = past(sign.edge.at, 1, self.passing)
        if strictly and behind < len(self.pages.body) and not self.layout.starts_lower[self.pages.body[behind]]:
            return False
        return self.pages.breaks(self.above(sign), behind)

    @cached_property
    def passing(self) -> set[int]:
        """The body lines that a sentence may go past: numbers, and lines that come back."""
        return self._numbers | self._frequent

    @cached_property
    def _frequent(self) -> set[int]:
        """The body lines whose names stand three times, each time in a passage of its own."""
        groups = (self.groups[key] for key in self.repeated if len(self.groups[key]) >= CHAPTERS)
        return {sign.edge.at for group in groups for sign in group}

    def _votes(self, sign: Sign) -> bool:
        """Numbers in text count on top of pages; at the bottom they number notes, unless the text comes back."""
        near = sign.edge.place in (0, 1) or (sign.edge.place in (-1, -2) and self.titled(sign))
        return sign.bare or near or (sign.name, False) in self.returning

    def titled(self, sign: Sign) -> bool:
        """It looks like a title: a line for itself that begins with a capital and ends without a stop."""
        rest = rest_of(sign.edge.line, sign.numbers)
        return rest[:1].isupper() and rest[-1:] not in ".,;:-?!" and self.fits(sign)

    def returns(self, sign: Sign) -> bool:
        """What the line says comes back on the same side of other pages."""
        return (sign.name, sign.edge.top) in self.returning and (sign.counted or self._stands_out(sign))

    def _stands_out(self, sign: Sign) -> bool:
        """It is no line of a sentence, told from heads by where they begin and end, unless they come often."""
        line = rest_of(sign.edge.line, sign.numbers)
        if line[-1:] == ",":
            return False
        if self.often(sign):
            return True
        if line[-1:] in ".!?" and not self._below_is_lower(sign):
            return False
        return self.fits(sign) or (len(letters(line)) >= TELLING and self._cuts(sign))

    def fits(self, sign: Sign) -> bool:
        """It ends though the next word would have fitted, or has a gap in it."""
        n, at = sign.edge.n, min(sign.edge.at + 1, len(self.pages.body) - 1)
        return bool(self.layout.gap[n]) or self.layout.is_short(n, self.pages.body.item(at))

    def often(self, sign: Sign) -> bool:
        """It stands on a good part of all pages, three at the least."""
        key = (sign.name, sign.edge.top)
        if key not in self._pages_of:
            self._pages_of[key] = len({other.edge.page for other in self.groups[key]})
        return self._pages_of[key] >= max(3, 0.3 * self._filled)

    @cached_property
    def _filled(self) -> int:
        return len(self.pages.first)

    def _below_is_lower(self, sign: Sign) -> bool:
        return self.pages.near(sign.edge.at, 1)[:1].islower()

    def _cuts(self, sign: Sign) -> bool:
        """The line before it, on the page before where it opens one, is open."""
        at = self.above(sign)
        return at >= 0 and not self.layout.ends_sentence[self.pages.body[at]]

    def above(self, sign: Sign) -> int:
        """The body line that text before this line ends with: the last of the page before, page numbers aside."""
        return past(sign.edge.at - max(0, sign.edge.place), -1, self._numbers if sign.edge.top else self.passing)

    @cached_property
    def _numbers(self) -> set[int]:
        return {sign.edge.at for sign in self.signs if sign.bare}

    def chapters(self, sign: Sign) -> bool:
        """Its name comes back with numbers that count no pages."""
        return _numbered_apart(self.groups[sign.name, sign.edge.top])

    def names_heading(self, sign: Sign) -> bool:
        """It says what a heading says that stands elsewhere, or how the title begins."""
        if any(n != sign.edge.n for n in self.headings.get(sign.name, ())):
            return True
        name, title = sign.said or Name.of(rest_of(sign.edge.line, sign.numbers)), self.title
        if len(name.letters) < PREFIX or sign.edge.n in self._title_lines:
            return False
        same = set(name.numerals) <= set(title.numerals)
        return same and alike(title.letters[: len(name.letters)], name.letters)

    @cached_property
    def headings(self) -> dict[int, list[int]]:
        """Lines that stand like headings, by name."""
        layout = self.layout
        likely = (layout.role == BODY) & ~layout.ends_sentence & (layout.lengths <= 0.9 * layout.width)
        likely &= ~layout.starts_lower & (layout.lengths > PREFIX)
        free = np.concatenate([[True], (layout.role[:-1] == EMPTY) | (layout.page[1:] != layout.page[:-1])])
        free &= np.append(layout.role[1:] == EMPTY, True)
        found: dict[int, list[int]] = defaultdict(list)
        for n in np.flatnonzero(likely & free).tolist():
            found[self.names.number(Name.of(layout.line(n)))].append(n)
        return found

    @cached_property
    def _title_lines(self) -> list[int]:
        """The first lines of the text as far as a blank line, or those that are not full; numbers that count aside."""
        counted = {sign.edge.n for sign in self.signs[: 2 * TITLE] if sign.bare or sign.counted}
        last = len(self.layout) - 1
        lines = [n for n in self.pages.body[: TITLE + 2].tolist() if n not in counted and n < last][:TITLE]
        blank = [at for at, n in enumerate(lines) if self.layout.role[n + 1] == EMPTY]
        if blank:
            return lines[: blank[0] + 1]
        return [n for n in lines[:1] if self.layout.short(np.array([n]), np.array([n + 1]))[0]]

    @cached_property
    def title(self) -> Name:
        """What the text's first lines say."""
        return Name.of(" ".join(map(self.layout.line, self._title_lines)))


def _numbered_apart(group: list[Sign]) -> bool:
    """The name comes back with numbers that do not count pages: `Chapter 1`, `Chapter 2`."""
    stray = {sign.numbers[0].value for sign in group if sign.numbers and not sign.counted}
    return len(stray) > max(1, sum(sign.counted for sign in group))

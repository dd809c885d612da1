"""Paragraphs: what stands between one line of a flow and the next: nothing, a space, a line feed or a blank line.

Two paragraphs are never made one on thin evidence; a paragraph that a page, a note block or furniture interrupts is
one again. Verse, lists and tables keep single line feeds.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.cleaning.layout import Layout, Line
from pipeline.text import Proposal

LIST_ITEM = re.compile(r"(?:[•·▪◦‣*–-]|\(?\d{1,3}[.)]|\(?[a-z]\)|[IVXLC]{2,5}\.) \S")
LONG = 200
# A long paragraph cannot end in one of these.
DANGLING = frozenset(
    [
        "and",
        "or",
        "the",
        "of",
        "in",
        "to",
        "a",
        "und",
        "oder",
        "der",
        "die",
        "das",
        "et",
        "ou",
        "de",
        "la",
        "le",
        "и",
        "или",
        "в",
        "на",
        "с",
        "та",
        "або",
    ]
)


Writer = Callable[[int, int], Proposal]


def join(start: int, end: int) -> Proposal:
    """Two lines of one paragraph: one space."""
    return Proposal(start, end, " ", "paragraphs.join")


def split(start: int, end: int) -> Proposal:
    """Two paragraphs: one blank line."""
    return Proposal(start, end, "\n\n", "paragraphs.split")


def feed(start: int, end: int) -> Proposal:
    """Two lines of verse, of a list or a table: one line feed."""
    return Proposal(start, end, "\n", "paragraphs.feed")


def lead(start: int, end: int) -> Proposal:
    """Before the first line: nothing."""
    return Proposal(start, end, "", "paragraphs.lead")


def close(start: int, end: int) -> Proposal:
    """Behind the last line: one line feed."""
    return Proposal(start, end, "\n", "paragraphs.close")


@dataclass(frozen=True, slots=True)
class Seam:
    """The place between line `before` and line `after` of one flow.

    `blanks` counts the blank lines there; `crossing` says that a page break, notes or furniture lie between, `raised`
    that a callout stands there on a line of its own.
    """

    before: int
    after: int
    blanks: int
    crossing: bool
    raised: bool = False


class Seams:
    """Decides the seams of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.base = _base_indents(layout)
        self.indents = self._uses_indents()
        self._mark_verse()

    def decide(self, seam: Seam) -> Writer:
        """What stands at this seam, hyphens aside."""
        a, b = self.layout.lines[seam.before], self.layout.lines[seam.after]
        if "heading" in (a.kind, b.kind):
            return split
        if LIST_ITEM.match(b.text) and not b.note >= 0 and not seam.crossing:
            return split if seam.blanks else feed if self._closed(seam) else self._plain(seam, a, b)
        if a.kind == b.kind == "verse":
            return split if seam.blanks else feed
        return self._plain(seam, a, b)

    def _closed(self, seam: Seam) -> bool:
        """The line before ends an item or leads one in."""
        line = self.layout.lines[seam.before]
        return line.ends_sentence or line.text[-1:] in ":;," or not self.layout.wrapped

    def _plain(self, seam: Seam, a: Line, b: Line) -> Writer:
        if not self.layout.wrapped and a.note < 0:
            return self._unwrapped(seam, a, b)
        if seam.crossing:
            return self._across(seam, a, b)
        if seam.blanks:
            goes_on = not a.ends_sentence and b.starts_lower and not self.layout.short(seam.before, b.text)
            return join if goes_on else split
        return self._adjacent(seam, a, b)

    def _unwrapped(self, seam: Seam, a: Line, b: Line) -> Writer:
        """Every line is a paragraph, unless something broke into it."""
        open_end = not a.ends_sentence and a.text[-1:] not in ":"
        if seam.crossing:
            return join if open_end and len(a.text) >= LONG / 2 else split
        if seam.blanks:
            return join if open_end and len(a.text) >= LONG and a.text.rsplit(" ", 1)[-1] in DANGLING else split
        return split if len(a.text) >= LONG and len(b.text) >= LONG / 2 else feed

    def _across(self, seam: Seam, a: Line, b: Line) -> Writer:
        """The seam lies on a page break, on notes or furniture."""
        short = self.layout.short(seam.before, b.text)
        if a.ends_sentence:
            return join if b.starts_lower else split if short or self._opens(seam.after) else join
        return split if short and (not b.starts_lower or a.text[-1:] == ":") else join

    def _adjacent(self, seam: Seam, a: Line, b: Line) -> Writer:
        """No blank line lies between: indents and short last lines tell."""
        if (seam.raised or a.bare != a.text) and len(a.text) + len(b.text) < self.layout.width * 1.02:
            return join  # the raised callout broke the line
        if self._heading(seam.before) or self._heading(seam.after):
            return split
        if self.indents:
            return split if self._indented(seam.after) and a.ends_sentence else join
        short = self.layout.short(seam.before, b.text)
        return split if short and a.ends_sentence and not b.starts_lower else join

    def _opens(self, n: int) -> bool:
        """Line `n` is indented, or a heading that stands alone."""
        line, following = self.layout.lines[n], self.layout.lines[n + 1 : n + 2]
        alone = bool(following and following[0].blank) and not line.ends_sentence and self.layout.short(n, "")
        return self._indented(n) or alone

    def _indented(self, n: int) -> bool:
        line = self.layout.lines[n]
        return 2 <= line.indent - self.base[line.page] <= 12

    def _heading(self, n: int) -> bool:
        """A short line between a closed paragraph and a new sentence, itself no sentence."""
        lines, line = self.layout.lines, self.layout.lines[n]
        if line.note >= 0 or line.ends_sentence or len(line.text) > 0.8 * self.layout.width or line.text[-1:] in ",;-":
            return False
        before, after = self.layout.neighbour(n, -1), self.layout.neighbour(n, 1)
        if before is None or after is None or line.starts_lower or not line.text[:1].isupper():
            return False
        closed = lines[before].ends_sentence and self.layout.short(before, line.text)
        return closed and not lines[after].starts_lower and after == n + 1 and before == n - 1

    def _uses_indents(self) -> bool:
        """Most lines behind a short last line are indented: so are all paragraphs."""
        lines = self.layout.lines
        votes: Counter[bool] = Counter()
        for n in range(1, len(lines)):
            a, b = lines[n - 1], lines[n]
            if a.role == b.role == "body" and a.page == b.page and a.ends_sentence and self.layout.short(n - 1, b.text):
                votes[self._indented(n)] += 1
        return votes[True] > votes[False]

    def _mark_verse(self) -> None:
        """Blocks of short lines that open with capitals, set apart by blank lines."""
        for block in _blocks(self.layout):
            lines = [self.layout.lines[n] for n in block]
            short = sum(len(line.text) < 0.7 * self.layout.width for line in lines)
            capital = sum(line.text[:1].isupper() for line in lines)
            if self.layout.wrapped and len(lines) >= 3 and short >= len(lines) - 1 and capital * 2 > len(lines):
                for line in lines:
                    line.kind = line.kind or "verse"


def _blocks(layout: Layout) -> list[range]:
    """Runs of body lines between other lines."""
    runs, first = [], None
    for n, line in enumerate([*layout.lines, None]):
        if line is not None and line.role == "body":
            first = n if first is None else first
        elif first is not None:
            runs.append(range(first, n))
            first = None
    return runs


def _base_indents(layout: Layout) -> dict[int, int]:
    """The usual indent of each page's lines."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for line in layout.lines:
        counts[line.page][line.indent] += bool(line.text)
    return {page: max(count, key=lambda indent: (count[indent], -indent)) for page, count in counts.items()}

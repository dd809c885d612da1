"""The one picture of a text's lines and pages that furniture, notes, hyphens and paragraphs decide on together.

Made once a round, in columns, from text whose letters and spacing are settled: one space between words, none at line
ends. What is found out about all lines at once is computed when it is first asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.characters import BLANK, BREAK, CLOSER, DIGIT, LOWER, OPENER, RAISED, UPPER, Scan
from pipeline.cleaning.spacing import Runs
from pipeline.edits import Codes, IntArray

BoolArray = npt.NDArray[np.bool_]

# What a line belongs to.
EMPTY, BODY, FURNITURE, NOTE, LIFTED = range(5)
LABEL = "label"  # the kind of a line that is nothing else, and goes with its line end
TRAILING_CALLOUT = re.compile(
    r"(?:<sup>[^<]{1,6}</sup>|\[\d{1,3}\]|[⁰¹²³⁴-⁹]+|(?<=[^\W\d]|[.,;:!?\"'”’»)\]%])\d{1,3})$"
)
WORD = 40  # no word is longer
FIGURES = 3  # of a callout in plain digits
REACH = 20  # so many signs may stand around the first or the last letter of a line
COMMON = 8  # where one line in so many has a gap, a gap says nothing
EVEN, MOST, SEVERAL = 0.85, 0.7, 3  # so many lines of wrapped prose come so near to its measure; of three at least
FULL = 0.93  # of the measure: a line that ends before this, though the next word would have fitted, is short


@dataclass
class Layout:
    """All lines of a text, `text[starts[n]:ends[n]]` without line ends, and what was decided about them.

    Columns of one length: `indent` counts the blanks that stood before the line, `gap` those of its widest inner run,
    as they were in the source; `role` is what it belongs to; `note` the index of its note, -1 outside notes. Sparse:
    `kind` says the role closer, `rule` decided it, `level` is a heading's. `width` is the length of a full line;
    `noted` are the lines that a reader of a format calls notes, `coded` those that it calls code.
    `wrapped` says that lines end where they are full. Notes are set smaller than the body: once they are known,
    `measure` tells their width from the body's.
    """

    scan: Scan
    starts: IntArray
    ends: IntArray
    indent: IntArray
    gap: IntArray
    page: IntArray
    role: npt.NDArray[np.int8]
    note: IntArray
    width: int
    wrapped: bool
    note_width: int = 0
    kind: dict[int, str] = field(default_factory=dict)
    rule: dict[int, str] = field(default_factory=dict)
    level: dict[int, int] = field(default_factory=dict)
    noted: frozenset[int] = frozenset()
    coded: BoolArray = field(default_factory=lambda: np.zeros(0, np.bool_))

    @staticmethod
    def of(scan: Scan, source: Scan, runs: Runs) -> Layout:
        """The picture of settled text; `source` is the same text before that, line for line, `runs` its blanks."""
        breaks = np.flatnonzero((scan.codes[:-1] == 10) | (scan.codes[:-1] == 12))
        starts, ends = np.concatenate([[0], breaks + 1]), np.append(breaks, len(scan.text))
        page = np.concatenate([[0], np.cumsum(scan.codes[breaks] == 12)])
        lengths = ends - starts
        indent, gap = _blanks(source, runs, len(starts))
        width, wrapped = _width(lengths)
        role = np.where(lengths > 0, BODY, EMPTY).astype(np.int8)
        nowhere, no = np.full(len(starts), -1), np.zeros(len(starts), np.bool_)
        return Layout(scan, starts, ends, indent, gap, page, role, nowhere, width, wrapped, coded=no)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def text(self) -> str:
        """The settled text."""
        return self.scan.text

    def line(self, n: int) -> str:
        """The text of line `n`."""
        return self.scan.text[self.starts.item(n) : self.ends.item(n)]

    def line_of(self, at: int) -> int:
        """The line that an offset is on."""
        return int(np.searchsorted(self.starts, at, side="right")) - 1

    def within(self, start: int, end: int) -> range:
        """The lines that begin in `text[start:end]`."""
        return range(*np.searchsorted(self.starts, [start, end]).tolist())

    @cached_property
    def lengths(self) -> IntArray:
        """Characters of each line."""
        return self.ends - self.starts

    @cached_property
    def initial(self) -> Codes:
        """The first character of each line, whatever it is; a blank line's is its line end."""
        return self.scan.codes[self.starts]

    @cached_property
    def first(self) -> npt.NDArray[np.uint16]:
        """The flags of each line's first character behind opening signs."""
        at, flags = self.starts.copy(), self.scan.flags
        for _ in range(REACH):
            signs = (at < self.ends) & ((flags[at] & OPENER) > 0)
            if not signs.any():
                break
            at += signs
        return np.asarray(np.where(at < self.ends, flags[at], 0), np.uint16)

    @cached_property
    def starts_lower(self) -> BoolArray:
        """The first letter is a small one: the line goes on with what stood before."""
        return (self.first & LOWER) > 0

    @cached_property
    def starts_upper(self) -> BoolArray:
        """The very first character is a capital."""
        return (self.scan.flags[self.starts] & UPPER) > 0

    @cached_property
    def bare_ends(self) -> IntArray:
        """Where each line ends without a callout at its end."""
        ends, last = self.ends.copy(), self.ends - 1
        flags, codes = self.scan.flags[last], self.scan.codes[last]
        closing = ((flags & (DIGIT | RAISED)) > 0) | (codes == ord(">")) | (codes == ord("]"))
        lines = np.flatnonzero(closing & (self.lengths > 0))
        reach = np.where(flags[lines] & DIGIT, FIGURES, REACH)
        first = np.maximum(self.starts[lines], ends[lines] - reach).tolist()
        for n, at, end in zip(lines.tolist(), first, ends[lines].tolist(), strict=True):
            if tail := TRAILING_CALLOUT.search(self.text, at, end):
                ends[n] = tail.start()
        return ends

    @cached_property
    def last(self) -> IntArray:
        """The last character of each line before closing signs and a callout, 0 where there is none."""
        at, flags = self.bare_ends - 1, self.scan.flags
        for _ in range(REACH):
            signs = (at >= self.starts) & ((flags[at] & CLOSER) > 0)
            if not signs.any():
                break
            at -= signs
        return np.where(at >= self.starts, self.scan.codes[at], 0).astype(np.int64)

    @cached_property
    def ends_sentence(self) -> BoolArray:
        """The last word closes a sentence."""
        return np.isin(self.last, [0, *map(ord, ".!?…")])

    @cached_property
    def torn(self) -> BoolArray:
        """Lines that a raised callout at their end tore off what follows: both fit one line."""
        bare = self.bare_ends - self.starts
        return np.asarray((bare < self.lengths) & (bare + np.append(self.lengths[1:], 0) < self.width * 1.02), bool)

    @cached_property
    def first_words(self) -> IntArray:
        """The length of each line's first word; of one without end, WORD."""
        at, flags = self.starts.copy(), self.scan.flags
        for _ in range(WORD):
            goes_on = (flags[at] & (BLANK | BREAK)) == 0
            if not goes_on.any():
                break
            at += goes_on
        return at - self.starts

    @cached_property
    def paged(self) -> bool:
        """Form feeds tell where pages end."""
        return "\f" in self.text and "\f" in self.text.strip("\f\n")

    @cached_property
    def opens(self) -> BoolArray:
        """The lines that open a page: behind a form feed or, without those, the few with just one blank before."""
        opens = np.concatenate([[False], self.page[1:] != self.page[:-1]])
        if not self.paged and self.wrapped:
            marked = (self.lengths > 0) & (self.indent == 1)
            if np.sum(marked) * 8 < np.sum((self.lengths > 0) & (self.indent == 0)):
                opens |= marked
        return opens

    def short(self, lines: IntArray, following: IntArray) -> BoolArray:
        """Which lines end before they are full: the first word of the line that follows would have fitted."""
        width = np.where(self.role[lines] == NOTE, self.note_width, self.width)
        return np.asarray(self.lengths[lines] + 1 + self.first_words[following] < width * FULL, bool)

    def is_short(self, line: int, following: int) -> bool:
        """Whether one line ends before it is full."""
        width = self.note_width if self.role.item(line) == NOTE else self.width
        return self.lengths.item(line) + 1 + self.first_words.item(following) < width * FULL

    def measure(self) -> None:
        """Full lines of the body and of notes, each by themselves; lines of one kind that follow each other count."""
        for role, name in ((BODY, "width"), (NOTE, "note_width")):
            inner = self.lengths[:-1][(self.role[:-1] == role) & (self.role[1:] == role)]
            setattr(self, name, int(np.quantile(inner, 0.9)) if len(inner) else self.width)

    def where(self, role: int) -> IntArray:
        """The numbers of the lines with this role."""
        return np.flatnonzero(self.role == role)

    def are(self, kind: str) -> BoolArray:
        """Which lines are of this kind."""
        found = np.zeros(len(self), np.bool_)
        found[[n for n, each in self.kind.items() if each == kind]] = True
        return found

    def neighbours(self) -> tuple[IntArray, IntArray]:
        """For each line the nearest body line before and the nearest behind it, -1 where there is none."""
        numbers = np.arange(len(self))
        body = self.role == BODY
        before = np.maximum.accumulate(np.where(body, numbers, -1))
        after = np.minimum.accumulate(np.where(body, numbers, len(self))[::-1])[::-1]
        after = np.append(after[1:], len(self))
        return np.concatenate([[-1], before[:-1]]), np.where(after == len(self), -1, after)

    def give(self, n: int, role: int, kind: str, rule: str) -> None:
        """Line `n` is found to belong to something."""
        self.role[n], self.kind[n], self.rule[n] = role, kind, rule


def _blanks(source: Scan, runs: Runs, lines: int) -> tuple[IntArray, IntArray]:
    """The blanks before each line of the source and its widest inner run of four or more."""
    indent, gap = np.zeros(lines, np.int64), np.zeros(lines, np.int64)
    wide = ~runs.head & ~runs.tail & (runs.ends - runs.starts >= 4)
    if not runs.head.any() and not wide.any():
        return indent, gap
    at = np.flatnonzero((source.flags[:-1] & BREAK) > 0)
    at = at[(source.codes[at] != 10) | (source.codes[at - 1] != 13)]
    if len(at) + 1 == lines:
        length = runs.ends - runs.starts
        indent[np.searchsorted(at, runs.starts[runs.head])] = length[runs.head]
        np.maximum.at(gap, np.searchsorted(at, runs.starts[wide]), length[wide])
    return indent, gap if np.sum(gap > 0) * COMMON < lines else np.zeros(lines, np.int64)


def _width(lengths: IntArray) -> tuple[int, bool]:
    """The length of a full line and whether most of the text stands in such lines.

    Where short lines are more, as cells of tables and entries of an index are, long ones must be all but equal, and
    stand together.
    """
    inner = lengths[:-1][(lengths[:-1] > 0) & (lengths[1:] > 0)]
    total = int(lengths.sum())
    if not len(inner):
        return max(total, 1), False
    width = int(np.quantile(inner, 0.9))
    full = inner[inner >= 0.6 * width]
    even = len(full) >= 0.5 * len(inner) or _runs_on(lengths >= EVEN * width, max(len(full), SEVERAL))
    wrapped = 30 <= width <= 200 and full.sum() >= 0.5 * total and even
    return width, bool(wrapped)


def _runs_on(even: BoolArray, full: int) -> bool:
    """Most of so many full lines are all but equal, and most of these follow one another."""
    count = np.sum(even)
    return bool(count >= MOST * full and np.sum(even[1:] & even[:-1]) >= 0.5 * count)

"""Notes that go on over the page: lines without a label before the next page's notes, or alone at its foot.

Told by a rule; or by where the text is cut best, so that the note goes on from its page to the next, the body from this
page to the one behind, and lines wider than the body's are the note's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.cleaning.blocks import Block
from pipeline.cleaning.characters import DIGIT, HYPHEN
from pipeline.cleaning.layout import BODY, EMPTY, NOTE, Layout
from pipeline.cleaning.stops import RULE, RULE_SIGNS, Stops
from pipeline.edits import IntArray

FARTHEST = 40  # the most lines of a note that stand on the next page
WIDER = 2  # notes whose full lines have so many more characters than the body's are told by them
CERTAIN = 2.0  # so much better must a cut be than none
LINE, CALLED = 0.1, 4.0  # what each line costs, what a callout on it does: notes call none
# By how the one line ends and the other begins.
TIES = ((3.0, -2.0, -2.0), (-2.0, 0.0, 0.0), (1.0, 0.0, -0.5))
SHORT = 0.8  # of the measure: a note that ends before this is at its end


@dataclass(frozen=True, slots=True)
class Widths:
    """The full lines of the body and of notes."""

    body: int
    note: int

    @staticmethod
    def of(layout: Layout) -> Widths:
        """By the lines that are known so far."""
        both = (layout.lengths[layout.role == role] for role in (BODY, NOTE))
        return Widths(*(int(np.quantile(lengths, 0.97)) if len(lengths) else 0 for lengths in both))

    def of_note(self, length: int) -> float:
        """How much a line's length speaks for a note that goes on behind it."""
        if length < SHORT * self.note:
            return -2.0
        if self.note - self.body < WIDER:
            return 0.0
        return 2.0 if length > self.body else -0.5


class Continuations:
    """Finds what goes on with a page's last note on the page behind."""

    def __init__(self, layout: Layout, stops: Stops, found: Sequence[Block], called: Sequence[int]) -> None:
        self.layout, self.stops, self.called = layout, stops, Counter(called)
        self.ruled = 2 * sum(self._rule_before(block.first) is not None for block in found) > len(found)

    @cached_property
    def widths(self) -> Widths:
        """Of the lines that labels have given to notes by now."""
        return Widths.of(self.layout)

    def behind(self, note: int, block: Block, following: Block | None) -> Iterator[range]:
        """The lines on the pages behind a block that go on with its last note; `following` is the next block."""
        last = int(np.flatnonzero(self.layout.note[block.first : block.stop] == note)[-1]) + block.first
        while True:
            lines = self._on_next_page(last, following)
            if lines is None or not len(lines):
                return
            yield lines
            last = lines[-1]
            if following and lines.stop >= following.first:
                return

    def _on_next_page(self, last: int, following: Block | None) -> range | None:
        stops = self.stops
        top = stops.written[stops.after(last)]
        page_ends = stops.page_end(top)
        alone = following is None or following.first >= page_ends
        next_page = stops.paged and stops.pages[top] == stops.pages[last] + 1
        if top >= len(self.layout) or (alone if not stops.paged else not next_page):
            return None
        stop = page_ends if alone or following is None else following.first
        rule = self._rule_before(stop)
        if rule is not None and (not alone or self.ruled):
            return range(rule + 1, stop)
        return None if self.ruled or not next_page else self._cut(last, top, stop, page_ends, alone)

    def _rule_before(self, stop: int) -> int | None:
        """The rule in the text before a line, on its page."""
        role, n = self.layout.role, stop - 1
        while n >= 0 and stop - n <= FARTHEST and (found := role.item(n)) in (BODY, EMPTY):
            if found == BODY and n in self._drawn:
                return n
            n -= 1
        return n if n >= 0 and self.layout.kind.get(n) == "rule" else None

    @cached_property
    def _drawn(self) -> set[int]:
        """Lines that are drawn, whatever they belong to."""
        likely = np.flatnonzero(np.isin(self.layout.initial, [*RULE_SIGNS, ord(" ")])).tolist()
        return {n for n in likely if RULE.fullmatch(self.layout.line(n))}

    def _cut(self, last: int, top: int, stop: int, page_ends: int, alone: bool) -> range:
        """The lines of the page from its first body line `top` to `stop` that go on with the note, perhaps none."""
        layout = self.layout
        rows = [n for n in range(max(top, stop - FARTHEST), stop) if layout.role[n] == BODY]
        resumed = self.stops.written[page_ends]
        if not rows:
            return range(stop, stop)
        best, cut = self._closed(last) + self._tie(rows[-1], resumed) + CERTAIN, stop
        ended = 0.0 if alone else 1.0 if layout.ends_sentence[rows[-1]] else -1.0
        widths = -LINE - CALLED * self.called.get(rows[-1], 0)
        for before, n in zip(reversed(rows[:-1]), reversed(rows[1:]), strict=True):
            widths += self.widths.of_note(layout.lengths.item(n)) if n != rows[-1] or alone else 0.0
            widths -= LINE + CALLED * self.called.get(n, 0)
            seams = self._tie(last, n) + self._tie(before, resumed) - self._tie(before, n)
            score = seams + widths + ended
            if score > best:
                best, cut = score, n
        return range(cut, stop)

    def _closed(self, line: int) -> float:
        """How much a line looks like a note's last."""
        end = self._ends.item(line)
        if end == 0:
            return -3.0
        if self.layout.lengths[line] < SHORT * self.widths.note:
            return 3.0
        return 1.0 if end == 1 else -2.0

    def _tie(self, line: int, following: int) -> float:
        """How well a line goes on from another."""
        end, starts = self._ends.item(line), self._starts
        return TIES[end][starts.item(following)] if following < len(starts) else 0.0

    @cached_property
    def _ends(self) -> IntArray:
        """How each line ends: in half a word, with a sentence, or neither."""
        layout = self.layout
        hyphen = (layout.scan.flags[layout.ends - 1] & HYPHEN) > 0
        return np.where(hyphen, 0, np.where(layout.ends_sentence, 1, 2))

    @cached_property
    def _starts(self) -> IntArray:
        """How each line begins: with a small letter, a number, or neither."""
        return np.where(self.layout.starts_lower, 0, np.where(self.layout.first & DIGIT, 1, 2))

"""The lines at the edges of pages, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.cleaning.characters import DIGIT
from pipeline.cleaning.layout import BODY, BoolArray, Layout
from pipeline.edits import IntArray

EDGE = 4  # lines from the edge inwards that may be furniture
LONGEST = 300  # no head, foot or folio is longer
PASSAGE = 3  # lines on either side that tell whether a passage is told again
STEM = 4  # letters of a word that stay when its ending varies
ENOUGH = 12  # places of a line that tell whether passages are told again


@dataclass(frozen=True, slots=True)
class Edge:
    """Line `n` at the top (`place` 0, 1, …) or at the bottom (-1, -2, …) of page `page`; `at` counts body lines."""

    n: int
    at: int
    page: int
    place: int
    line: str

    @property
    def top(self) -> bool:
        """Whether it begins its page."""
        return self.place >= 0


class Pages:
    """The body lines of a text, page by page."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.body = layout.where(BODY)
        self.pages = layout.page[self.body]
        self.first = np.flatnonzero(np.diff(self.pages, prepend=-1))
        self.stop = np.append(self.first[1:], len(self.body))

    @cached_property
    def _plain(self) -> BoolArray:
        """Lines of text beyond doubt: full ones that begin with a small letter, with no number at their ends."""
        layout = self.layout
        digits = layout.scan.flags & DIGIT
        plain = (layout.lengths >= 0.95 * layout.width) & layout.starts_lower & (layout.gap == 0)
        plain &= (digits[layout.starts] == 0) & (digits[layout.ends - 1] == 0)
        return np.asarray(plain | (layout.lengths > LONGEST), bool)

    def edges(self) -> list[Edge]:
        """From the edges inwards as far as a line may be furniture; page by page, tops before bottoms."""
        count = self.stop - self.first
        tops = np.minimum(EDGE, (count + 1) // 2)
        found = [*self._row(self.first, 1, tops), *self._row(self.stop - 1, -1, np.minimum(EDGE, count - tops))]
        return sorted(found, key=lambda edge: (edge.page, edge.place < 0, abs(edge.place)))

    def _row(self, start: IntArray, step: int, most: IntArray) -> Iterator[Edge]:
        alive = most > 0
        for place in range(EDGE):
            alive &= place < most
            at = start[alive] + step * place
            lines = self.body[at]
            alive[alive] = ~self._plain[lines]
            kept = ~self._plain[lines]
            where = place if step > 0 else -1 - place
            for n, i, page in zip(lines[kept].tolist(), at[kept].tolist(), self.pages[at[kept]].tolist(), strict=True):
                yield Edge(n, i, page, where, self.layout.line(n))

    def near(self, at: int, step: int) -> str:
        """The body line so many lines away, empty where there is none."""
        return self.layout.line(self.body.item(at + step)) if 0 <= at + step < len(self.body) else ""

    def distinct(self, places: Sequence[int], wanted: int) -> bool:
        """So many of these body lines stand in passages of their own."""
        kept: list[set[str]] = []
        for around in map(self._around, places[:ENOUGH]):
            if not any(_told_again(around, other) for other in kept):
                kept.append(around)
            if len(kept) >= wanted:
                return True
        return False

    def _around(self, at: int) -> set[str]:
        """How the longer words of the lines before and behind a body line begin."""
        lines = [*self.body[max(0, at - PASSAGE) : at].tolist(), *self.body[at + 1 : at + PASSAGE + 1].tolist()]
        words = "\n".join(map(self.layout.line, lines)).split()
        return {word[:STEM] for word in words if len(word) >= STEM}

    def breaks(self, above: int, below: int) -> bool:
        """The sentence of body line `above` goes on in body line `below`."""
        layout = self.layout
        if above < 0 or below >= len(self.body):
            return False
        before, after = self.body.item(above), self.body.item(below)
        if layout.starts_lower[after]:
            return True
        open_end = not layout.ends_sentence[before] and layout.lengths[before] >= 0.75 * layout.width
        return bool(open_end and layout.lengths[after] >= 0.75 * layout.width)


def _told_again(one: set[str], other: set[str]) -> bool:
    """Most of the words around one line stand around another too: a passage told twice, no head."""
    return 2 * len(one & other) > min(len(one), len(other))

"""Where a note must end: blank lines, furniture, the first line of a page, a rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning.layout import BODY, BoolArray, Layout

RULE = re.compile(r"[-–—_=.·* ]{3,}|[-_] ?[-_]|-")
RULE_SIGNS = [*map(ord, "-–—_=.·*")]


@dataclass(frozen=True, slots=True)
class Stops:
    """Lines that no note reaches over: blank, furniture, a page's first, a rule.

    `closing[n]` is the first such line from line n on; `written[n]` the first line of the body from n on,
    `last_written[n]` the last up to it or -1; `full[n]` counts the lines with text before n; `pages[n]` is n's page.
    """

    closing: list[int]
    full: list[int]
    written: list[int]
    last_written: list[int]
    pages: list[int]

    @staticmethod
    def of(layout: Layout) -> Stops:
        """The stops of a layout."""
        closed = (layout.role != BODY) | layout.opens
        for n in np.flatnonzero(~closed & np.isin(layout.initial, RULE_SIGNS)).tolist():
            closed[n] = bool(RULE.fullmatch(layout.line(n)))
        full = np.concatenate([[0], np.cumsum(layout.lengths > 0)])
        last = np.maximum.accumulate(np.where(layout.role == BODY, np.arange(len(layout)), -1))
        pages = np.cumsum(np.append(layout.opens, True))
        return Stops(_first(closed), full.tolist(), _first(layout.role == BODY), last.tolist(), pages.tolist())

    @property
    def paged(self) -> bool:
        """Pages are told apart."""
        return len(self.pages) > 1 and self.pages[-2] > self.pages[0]

    def after(self, line: int) -> int:
        """The first stop behind a line."""
        return self.closing[line + 1]

    def page_end(self, line: int) -> int:
        """The first line of the page behind that of a line."""
        return bisect_right(self.pages, self.pages[line], hi=len(self.pages) - 1)

    def only_blanks(self, a: int, b: int) -> bool:
        """Nothing is written on the lines `a:b`."""
        return self.full[a] == self.full[b]

    def at_foot(self, lines: Sequence[int]) -> set[int]:
        """Those of these lines, in order, behind whose stop only others of them stand on the page."""
        found: set[int] = set()
        for line in reversed(lines):
            following = self.written[self.after(line)]
            if self.pages[following] > self.pages[line] or following in found:
                found.add(line)
        return found


def _first(which: BoolArray) -> list[int]:
    """For each line the first of these from it on; their number for lines behind the last."""
    count = len(which)
    numbers = np.append(np.where(which, np.arange(count), count), [count, count])
    return np.minimum.accumulate(numbers[::-1])[::-1].tolist()  # type: ignore[no-any-return]

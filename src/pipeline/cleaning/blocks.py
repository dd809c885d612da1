"""Blocks of notes: runs of lines that open with rising labels, where the callouts bear them out.

At the foot of a page a few callouts are enough; where a chapter or the text ends, most that stand before the block must
be answered there. A numbered list in the text has no such callouts, and stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipeline.cleaning.candidate import Candidate
from pipeline.cleaning.layout import Layout
from pipeline.cleaning.notes import Label
from pipeline.cleaning.stops import Stops

EVER = 10**9


class Needed(NamedTuple):
    """What share of the callouts since its first a block must answer, how many of the last ones it may leave."""

    share: float
    late: int


FOOT, END, UNPAGED, LIST = Needed(0.3, EVER), Needed(0.8, EVER), Needed(0.3, 2), Needed(1.0, 0)


@dataclass(slots=True)
class Block:
    """Notes that stand together: the lines `first:stop` and the labels among them."""

    first: int
    stop: int
    labels: list[Label]


def blocks(layout: Layout, labels: Sequence[Label], callouts: Sequence[Candidate], stops: Stops) -> list[Block]:
    """The blocks of notes that the callouts bear out; `labels` that may open notes, `callouts`, all in order."""
    called = {letters: Called.of(callouts, letters) for letters in ("numbers", "signs")}
    foot = stops.at_foot([label.line for label in labels])
    accepted: list[Block] = []
    at = 0
    while at < len(labels):
        block = _grow(stops, labels, at)
        at += len(block.labels)
        elsewhere = LIST if _announced(layout, stops, block) else END if stops.paged else UNPAGED
        needed = FOOT if block.first in foot else elsewhere
        if _borne_out(block, called[block.labels[0].alphabet], layout.starts.item(block.first), needed):
            block.stop = stops.after(block.labels[-1].line)
            accepted.append(block)
    for block, following in pairwise(accepted):
        block.stop = min(block.stop, following.first)
    return accepted


@dataclass(frozen=True, slots=True)
class Called:
    """The callouts of one alphabet: where they stand, and by label the numbers of those that say it."""

    starts: list[int]
    by_label: dict[str, list[int]]

    @staticmethod
    def of(callouts: Sequence[Candidate], letters: str) -> Called:
        """These callouts, in order."""
        own = [c for c in callouts if c.alphabet == letters]
        by_label: dict[str, list[int]] = {}
        for n, callout in enumerate(own):
            by_label.setdefault(callout.label, []).append(n)
        return Called([c.start for c in own], by_label)

    def before(self, offset: int) -> int:
        """How many stand before an offset."""
        return bisect_left(self.starts, offset)

    def last(self, label: str, before: int) -> int | None:
        """The last of the first `before` that says this."""
        rows = self.by_label.get(label, [])
        at = bisect_left(rows, before)
        return rows[at - 1] if at else None


def _grow(stops: Stops, labels: Sequence[Label], at: int) -> Block:
    """The labels from `labels[at]` on that nothing but their notes parts."""
    run = [labels[at]]
    stop = stops.after(run[0].line)
    for label in labels[at + 1 :]:
        parted = label.line > stop and not stops.only_blanks(stop, label.line)
        if parted or label.alphabet != run[0].alphabet:
            break
        run.append(label)
        stop = stops.after(label.line)
    return Block(run[0].line, stop, run)


def _announced(layout: Layout, stops: Stops, block: Block) -> bool:
    """The text before the block ends in a colon, as it does before a list."""
    before = stops.last_written[block.first - 1] if block.first else -1
    return before >= 0 and layout.line(before).endswith(":")


def _borne_out(block: Block, called: Called, start: int, needed: Needed) -> bool:
    """Callouts before the block call most of its notes, and it answers enough of them; labels that none calls are cut
    off its end."""
    before = called.before(start)
    answers = [called.last(label.text, before) for label in block.labels]
    known = [n for n, answer in enumerate(answers) if answer is not None]
    if not known or 2 * len(known) < known[-1] + 1:
        return False
    block.labels = block.labels[: known[-1] + 1]
    first: int = answers[known[0]]  # type: ignore[assignment]
    last: int = answers[known[-1]]  # type: ignore[assignment]
    return len(known) >= needed.share * (before - first) and before - 1 - last <= needed.late

"""Note bodies: which lines are notes, and whose.

A block of notes is a run of lines that open with rising labels, at the foot of a page, behind a rule, or where a
chapter or the text ends. It is believed when the callouts say so: the last callout before it carries its last label
(foot), or all its labels were called before it (end). A numbered list in the text has no such callouts, and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from pipeline.cleaning.callouts import Candidate
from pipeline.cleaning.characters import RAISED_DIGITS
from pipeline.cleaning.layout import BODY, EMPTY, NOTE, Layout

LABEL = re.compile(
    r"(?:[-•*] )?(?:\[(?P<b>\d{1,3})\]|<sup>(?P<m>\d{1,4})</sup>|(?P<r>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
    r"|(?P<n>\d{1,3})[.)]?(?= ))\s*(?=\S)"
)
OPENING = [*map(ord, f"-•*[<0123456789{RAISED_DIGITS}")]  # what a label can begin with
TO_DIGITS = str.maketrans(RAISED_DIGITS, "0123456789")
LATE = 2  # so many of a page's last notes may stand on the next page
RULE = re.compile(r"[-–—_=.·* ]{3,}|[-_] ?[-_]|-")
RULE_SIGNS = [*map(ord, "-–—_=.·*")]
FARTHEST = 40  # lines between a rule and the first label behind it


@dataclass(frozen=True, slots=True)
class Label:
    """The label that opens line `line`: its number and the length of what spells it."""

    line: int
    number: int
    length: int


@dataclass(slots=True)
class Block:
    """Notes that stand together: the lines `first:stop` and the labels among them."""

    first: int
    stop: int
    labels: list[Label]


def label(line: str) -> tuple[int, int] | None:
    """Number and spelt length of the note label that a line opens with; it goes, the number is on record.

    Leaves numbers that open a list of the text or a sentence, and quantities (`3 years later`).
    """
    match = LABEL.match(line)
    if not match or (
        line[match.end()].islower() and line[match.end() : match.end() + 4] not in ("ibid", "cf. ", "see ")
    ):
        return None
    digits = next(filter(None, match.group("b", "m", "r", "n"))).translate(TO_DIGITS)
    return (int(digits), match.end()) if int(digits) > 0 else None


def blocks(layout: Layout, callouts: Sequence[Candidate]) -> list[Block]:
    """The blocks of notes that the callouts bear out, in order. `callouts` are in reading order."""
    opening = np.flatnonzero((layout.role == BODY) & np.isin(layout.initial, OPENING)).tolist() if callouts else []
    labels = [Label(n, *spelt) for n in opening if (spelt := label(layout.line(n)))]
    accepted: list[Block] = []
    called, stops, at = Called.of(callouts), Stops.of(layout) if labels else None, 0
    while at < len(labels) and stops:
        before = called.before(layout.starts.item(labels[at].line))
        block = _grow(stops, labels, at)
        if before and _borne_out(layout, block, called, before, accepted[-1] if accepted else None):
            block.stop = stops.after(block.labels[-1].line)
            if accepted:
                accepted[-1].stop = min(accepted[-1].stop, block.first)
            accepted.append(block)
            at = bisect_right(labels, block.labels[-1].line, key=lambda label: label.line)
        else:
            at += 1
    return accepted


@dataclass(frozen=True, slots=True)
class Called:
    """The callouts in columns: where they stand, their numbers, the highest number so far."""

    starts: list[int]
    numbers: list[int]
    highest: list[int]

    @staticmethod
    def of(callouts: Sequence[Candidate]) -> Called:
        """The columns of these callouts."""
        numbered = [c for c in callouts if c.number]
        numbers = [c.number for c in numbered]
        return Called([c.start for c in numbered], numbers, list(accumulate(numbers, max)))

    def before(self, offset: int) -> int:
        """How many stand before an offset."""
        return bisect_left(self.starts, offset)

    def since(self, offset: int, answered: int, before: int) -> list[int]:
        """The numbers among the first `before` that no block has answered: behind `offset`, or above `answered`."""
        first = self.before(offset)
        while first > 0 and self.numbers[first - 1] > answered:
            first -= 1
        return self.numbers[first:before]


@dataclass(frozen=True, slots=True)
class Stops:
    """Lines that no note reaches over: blank, furniture, a page's first, a rule; and lines with text, counted."""

    closing: list[int]
    full: list[int]

    @staticmethod
    def of(layout: Layout) -> Stops:
        """The stops of a layout; `closing[n]` is the first from line n on, `full[n]` counts the lines before n."""
        closed = (layout.role != BODY) | layout.opens
        for n in np.flatnonzero(~closed & np.isin(layout.initial, RULE_SIGNS)).tolist():
            closed[n] = bool(RULE.fullmatch(layout.line(n)))
        numbers = np.append(np.where(closed, np.arange(len(layout)), len(layout)), len(layout))
        closing = np.minimum.accumulate(numbers[::-1])[::-1]
        return Stops(closing.tolist(), np.concatenate([[0], np.cumsum(layout.lengths > 0)]).tolist())

    def after(self, line: int) -> int:
        """The first stop behind a line."""
        return self.closing[line + 1]

    def only_blanks(self, a: int, b: int) -> bool:
        """Nothing is written on the lines `a:b`."""
        return self.full[a] == self.full[b]


def _grow(stops: Stops, labels: Sequence[Label], at: int) -> Block:
    """The longest run of consecutive labels from `labels[at]` on that nothing else interrupts."""
    run = [labels[at]]
    stop = stops.after(run[0].line)
    for n in range(at + 1, len(labels)):
        label = labels[n]
        if label.line > stop and not stops.only_blanks(stop, label.line):
            break
        if label.number == run[-1].number + 1:
            run.append(label)
            stop = stops.after(label.line)
    return Block(run[0].line, stop, run)


def _borne_out(layout: Layout, block: Block, called: Called, before: int, previous: Block | None) -> bool:
    """The callouts before the block call its notes; labels that none calls are cut off its end."""
    start = layout.starts.item(previous.first) if previous else 0
    last, highest = called.numbers[before - 1], called.highest[before - 1]
    first = block.labels[0].number
    if first <= last <= block.labels[-1].number + LATE:
        near = set(called.since(start, previous.labels[-1].number if previous else 0, before))
        wanted = [label for label in block.labels if label.number <= last]
        if 0 < sum(label.number in near for label in wanted) * 2 >= len(wanted):
            block.labels = wanted
            return True
    at_end = first == 1 and 3 <= highest <= block.labels[-1].number
    wanted = block.labels[:highest]
    if at_end and 2 * len({label.number for label in wanted}.intersection(called.numbers[:before])) >= highest:
        block.labels = wanted
        return True
    return False


def continuation(layout: Layout, block: Block) -> range:
    """Lines before a block that go on with the last note of the page before: between a rule and the first label."""
    n = block.first - 1
    while n >= 0 and layout.role[n] in (BODY, EMPTY):
        if layout.role[n] == BODY and RULE.fullmatch(layout.line(n)):
            return range(n + 1, block.first)
        if block.first - n > FARTHEST:
            break
        n -= 1
    if n >= 0 and layout.kind.get(n) == "rule":
        return range(n + 1, block.first)
    return range(block.first, block.first)


def assign(layout: Layout, found: Sequence[Block]) -> list[Label]:
    """Gives every line of the blocks its note; returns the notes' labels, in order of their indices."""
    notes: list[Label] = []
    for block in found:
        if notes:
            _give(layout, continuation(layout, block), len(notes) - 1)
        for label, following in zip(block.labels, [*block.labels[1:], None], strict=True):
            _give(layout, range(label.line, following.line if following else block.stop), len(notes))
            notes.append(label)
    return notes


def _give(layout: Layout, lines: range, note: int) -> None:
    own = np.arange(lines.start, lines.stop)[layout.role[lines.start : lines.stop] == BODY]
    layout.role[own], layout.note[own] = NOTE, note

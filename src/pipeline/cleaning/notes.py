"""Note bodies: which lines are notes, and whose.

A block of notes is a run of lines that open with rising labels, at the foot of a page, behind a rule, or where a
chapter or the text ends. It is believed when the callouts say so: the last callout before it carries its last label
(foot), or all its labels were called before it (end). A numbered list in the text has no such callouts, and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.cleaning.callouts import Candidate
from pipeline.cleaning.layout import Layout, Line

LABEL = re.compile(
    r"(?:[-•*] )?(?:\[(?P<b>\d{1,3})\]|<sup>(?P<m>\d{1,4})</sup>|(?P<r>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
    r"|(?P<n>\d{1,3})[.)]?(?= ))\s*(?=\S)"
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LATE = 2  # so many of a page's last notes may stand on the next page
RULE = re.compile(r"[-–—_=.·* ]{3,}|[-_] ?[-_]|-")


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


def label(line: Line) -> tuple[int, int] | None:
    """Number and spelt length of the note label that a line opens with."""
    match = LABEL.match(line.text)
    if not match or (line.text[match.end()].islower() and line.text[match.end() :][:4] not in ("ibid", "cf. ", "see ")):
        return None
    digits = next(filter(None, match.group("b", "m", "r", "n"))).translate(RAISED)
    return (int(digits), match.end()) if int(digits) > 0 else None


def blocks(layout: Layout, callouts: Sequence[Candidate]) -> list[Block]:
    """The blocks of notes that the callouts bear out, in order. `callouts` are in reading order."""
    labels = [Label(n, *spelt) for n, line in enumerate(layout.lines) if line.role == "body" and (spelt := label(line))]
    accepted: list[Block] = []
    called, stops, at = Called.of(callouts), _stops(layout) if labels and callouts else [], 0
    while at < len(labels) and stops:
        before = called.before(layout.lines[labels[at].line].start)
        block = _grow(layout, labels, at, stops)
        if before and _borne_out(layout, block, called, before, accepted[-1] if accepted else None):
            block.stop = stops[block.labels[-1].line + 1]
            accepted.append(block)
            at += len(block.labels)
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


def _grow(layout: Layout, labels: Sequence[Label], at: int, stops: Sequence[int]) -> Block:
    """The longest run of consecutive labels from `labels[at]` on that nothing else interrupts."""
    run = [labels[at]]
    stop = stops[run[0].line + 1]
    for n in range(at + 1, len(labels)):
        label = labels[n]
        if label.line > stop and any(layout.lines[k].text for k in range(stop, label.line)):
            break
        if label.number == run[-1].number + 1:
            run.append(label)
            stop = stops[label.line + 1]
    return Block(run[0].line, stop, run)


def _stops(layout: Layout) -> list[int]:
    """For each line, the first from it on that no note reaches over: blank, furniture, a page's first, a rule."""
    lines = layout.lines
    stops = [len(lines)] * (len(lines) + 1)
    for n in range(len(lines) - 1, -1, -1):
        closed = lines[n].role != "body" or layout.opens_page(n) or RULE.fullmatch(lines[n].text)
        stops[n] = n if closed else stops[n + 1]
    return stops


def _borne_out(layout: Layout, block: Block, called: Called, before: int, previous: Block | None) -> bool:
    """The callouts before the block call its notes; labels that none calls are cut off its end."""
    start = layout.lines[previous.first].start if previous else 0
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
    while n >= 0 and layout.lines[n].role in ("body", "blank"):
        if layout.lines[n].role == "body" and RULE.fullmatch(layout.lines[n].text):
            return range(n + 1, block.first)
        if block.first - n > 40:
            break
        n -= 1
    if n >= 0 and layout.lines[n].kind == "rule":
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
    for n in lines:
        if layout.lines[n].role == "body":
            layout.lines[n].role, layout.lines[n].note = "note", note


def flows(layout: Layout) -> Iterator[list[int]]:
    """The lines of each note, in order."""
    members: dict[int, list[int]] = {}
    for n, line in enumerate(layout.lines):
        if line.role == "note":
            members.setdefault(line.note, []).append(n)
    for note in sorted(members):
        yield members[note]

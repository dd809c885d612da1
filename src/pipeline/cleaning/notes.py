"""Note bodies: which lines are notes, and whose.

A block of notes is a run of lines that open with rising labels, at the foot of a page, behind a rule, or where a
chapter or the text ends. It is believed when the callouts say so: the last callout before it carries its last label
(foot), or all its labels were called before it (end). A numbered list in the text has no such callouts, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    """The blocks of notes that the callouts bear out, in order."""
    labels = [Label(n, *spelt) for n, line in enumerate(layout.lines) if line.role == "body" and (spelt := label(line))]
    accepted: list[Block] = []
    at = 0
    while at < len(labels):
        block = _grow(layout, labels, at)
        while block.labels and not _borne_out(layout, block, callouts, accepted[-1] if accepted else None):
            block.labels.pop()
            block.stop = _end(layout, block.labels[-1].line) if block.labels else block.stop
        if block.labels:
            accepted.append(block)
        at += max(len(block.labels), 1)
    return accepted


def _grow(layout: Layout, labels: Sequence[Label], at: int) -> Block:
    """The longest run of consecutive labels from `labels[at]` on that nothing else interrupts."""
    run = [labels[at]]
    stop = _end(layout, run[0].line)
    for label in labels[at + 1 :]:
        if label.line > stop and any(layout.lines[n].text for n in range(stop, label.line)):
            break
        if label.number == run[-1].number + 1:
            run.append(label)
            stop = _end(layout, label.line)
    return Block(run[0].line, stop, run)


def _end(layout: Layout, first: int) -> int:
    """Where the note that opens in line `first` ends: at a blank line, furniture, a page's end."""
    n, lines = first + 1, layout.lines
    while n < len(lines) and lines[n].role == "body" and not layout.opens_page(n) and not RULE.fullmatch(lines[n].text):
        n += 1
    return n


def _borne_out(layout: Layout, block: Block, callouts: Sequence[Candidate], previous: Block | None) -> bool:
    """The callouts before the block call its notes."""
    start = layout.lines[block.first].start
    wanted = {label.number for label in block.labels}
    before = [c.number for c in callouts if c.start < start]
    near = [c.number for c in callouts if c.start < start and _open(layout, c, previous)]
    called = wanted.intersection(near)
    if called and 0 <= near[-1] - block.labels[-1].number <= LATE and 2 * len(called) >= len(wanted):
        return True
    at_end = block.labels[0].number == 1 and len(wanted) >= 3 and max(before, default=0) == block.labels[-1].number
    return at_end and 2 * len(wanted.intersection(before)) >= len(wanted)


def _open(layout: Layout, callout: Candidate, previous: Block | None) -> bool:
    """No block before has answered this callout."""
    if previous is None:
        return True
    return callout.start >= layout.lines[previous.first].start or callout.number > previous.labels[-1].number


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

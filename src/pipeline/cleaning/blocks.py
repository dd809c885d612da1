"""Blocks of notes: runs of lines that open with rising labels, where the callouts bear them out.

At the foot of a page a few callouts are enough; where a chapter or the text ends, most that stand before the block must
be answered there. A numbered list in the text has no such callouts, and stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipeline.cleaning.candidate import Candidate
from pipeline.cleaning.layout import BODY, Layout
from pipeline.cleaning.notes import Label
from pipeline.cleaning.stops import Stops

EVER = 10**9
WORDS = 2  # `Notes:` announces notes, `There were two reasons:` a list
HEADING = re.compile(r"(?!Ibid|Idem|Ebd|Ebenda|Там же)[A-ZА-ЯЁ][^\W\d_]*(?: [^\W\d_]+){0,5}")
CITED = re.compile(
    r"\d|\b(?:[Ii]bid|[Ii]dem|Ebd|Ebenda|[Oo]p\. cit|[Ss]ee|[Cc]f|[Vv]gl|[Ss]iehe|[Vv]oir|[Сс]м|Там же)\b"
)


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
    vague = all(c.dress == "amid words" for c in callouts)
    accepted: list[Block] = []
    at = 0
    while at < len(labels):
        block = _grow(stops, labels, at)
        at += len(block.labels)
        announced = _announced(layout, stops, block)
        needed = FOOT if block.first in foot else LIST if announced else END if stops.paged else UNPAGED
        if block.first not in foot and (announced > WORDS or _headings(layout, block)):
            continue
        if not (stops.paged and block.first in foot) and _inside_sentence(layout, stops, block):
            continue
        cited = _cited(layout, block)
        if vague and 2 * cited <= len(block.labels):
            continue  # 1 lamp, 2 ropes and 3 stakes
        if block.first not in foot and not cited and _goes_past(block, called, layout.starts.item(block.first)):
            continue
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


def _announced(layout: Layout, stops: Stops, block: Block) -> int:
    """How many words the line before the block has, where it ends in a colon, as it does before a list; else 0."""
    before = stops.last_written[block.first - 1] if block.first else -1
    line = layout.line(before) if before >= 0 else ""
    return len(line.split()) if line.endswith(":") else 0


def _headings(layout: Layout, block: Block) -> bool:
    """All labels of the block open what a heading says: a few words that no sign ends or divides."""
    return all(HEADING.fullmatch(layout.line(label.line), label.length) for label in block.labels)


def _cited(layout: Layout, block: Block) -> int:
    """How many of the notes name a page, a year or another note, as items of a list do not."""
    return sum(bool(CITED.search(layout.line(label.line), label.length)) for label in block.labels)


def _goes_past(block: Block, called: Mapping[str, Called], start: int) -> bool:
    """The last label of a list, with a stop or a bracket, is one that nothing before it calls."""
    label = block.labels[-1]
    return (
        bool(label.style.strip())
        and called[label.alphabet].last(label.text, called[label.alphabet].before(start)) is None
    )


def _inside_sentence(layout: Layout, stops: Stops, block: Block) -> bool:
    """The one label is a number with which a full line goes on in the middle of a sentence, and no sentence goes on
    behind what it would be the note of."""
    line, before = block.first, block.first - 1
    if len(block.labels) > 1 or block.labels[0].style.strip() or not line or not layout.lengths.item(before):
        return False
    if layout.role.item(before) != BODY or layout.ends_sentence.item(before) or layout.is_short(before, line):
        return False
    following = stops.written[stops.after(line)]
    return following >= len(layout) or not layout.starts_lower.item(following)


def _borne_out(block: Block, called: Called, start: int, needed: Needed) -> bool:
    """Callouts before the block call most of its notes, and it answers enough of them; labels that none calls, and that
    do not count on, are cut off its end."""
    before = called.before(start)
    answers = [called.last(label.text, before) for label in block.labels]
    known = [n for n, answer in enumerate(answers) if answer is not None]
    if not known or 2 * len(known) < known[-1] + 1:
        return False
    end = known[-1] + 1
    while end < len(block.labels) and _counts_on(block.labels[end - 1], block.labels[end]):
        end += 1
    block.labels = block.labels[:end]
    first: int = answers[known[0]]  # type: ignore[assignment]
    last: int = answers[known[-1]]  # type: ignore[assignment]
    return len(known) >= needed.share * (before - first) and before - 1 - last <= needed.late


def _counts_on(one: Label, other: Label) -> bool:
    return other.rank == one.rank + 1 and other.style == one.style

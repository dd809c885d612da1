"""Edits: changes to a text in columns, disjoint, in order, each signed with the rules that made it.

Offsets are code points, half-open, in whatever text the edits were found on; `text.py` folds them onto raw text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]


class Edit(NamedTuple):
    """One change: `before` stood at `raw_start:raw_end`, `after` stands there now, by the rules in this order.

    >>> [edit.rules for edit in clean("eco-\\nnomic\\n").parts[0].edits()]
    [('hyphens.join',)]
    """

    raw_start: int
    raw_end: int
    before: str
    after: str
    rules: tuple[str, ...]


class Proposal(NamedTuple):
    """What a rule wants changed in the text it looked at."""

    start: int
    end: int
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes in columns, all arrays of one length n.

    `starts`, `ends`: offsets, sorted and disjoint (touching is allowed, two insertions at one offset are not);
    `after`, `rule`: indices into `strings` and `signatures`, where each distinct value stands once.
    """

    starts: IntArray
    ends: IntArray
    after: IntArray
    rule: IntArray
    strings: tuple[str, ...] = ("",)
    signatures: tuple[tuple[str, ...], ...] = ((),)

    def __len__(self) -> int:
        return len(self.starts)

    @staticmethod
    def none() -> Edits:
        """No change."""
        empty = np.zeros(0, np.int64)
        return Edits(empty, empty, empty, empty)

    @staticmethod
    def of(starts: npt.ArrayLike, ends: npt.ArrayLike, after: str, rule: str) -> Edits:
        """Many changes of one kind: each `starts[i]:ends[i]` becomes `after`. Shapes (n,), sorted, disjoint."""
        at = np.asarray(starts, np.int64)
        zeros = np.zeros(len(at), np.int64)
        return Edits(at, np.asarray(ends, np.int64), zeros, zeros, (after,), ((rule,),))

    @staticmethod
    def propose(proposals: Iterable[Proposal]) -> Edits:
        """Changes from rows; where two overlap, the one that starts first (then the longer) stands."""
        rows = sorted((p for p in proposals if p.end > p.start or p.after), key=lambda p: (p.start, -p.end))
        if not rows:
            return Edits.none()
        found = from_rows([(p.start, p.end, p.after, (p.rule,)) for p in rows])
        return found.take(_disjoint(found.starts, found.ends)) if _meeting(found).any() else found

    @staticmethod
    def gather(several: Sequence[Edits]) -> Edits:
        """All changes of several families; where two overlap, the earlier family's stands."""
        several = [edits for edits in several if len(edits)]
        if len(several) < 2:
            return several[0] if several else Edits.none()
        merged, family = _merge(several)
        meeting = _meeting(merged)
        if not meeting.any():
            return merged
        at = np.flatnonzero(meeting)
        kept = Edits.none()
        for n in range(len(several)):
            rivals = merged.take(at[family[at] == n])
            kept = concat([kept, rivals.take(_free(kept, rivals))]) if len(kept) else rivals
        return concat([merged.take(~meeting), kept])

    def take(self, which: npt.NDArray[np.bool_] | IntArray | slice) -> Edits:
        """The changes chosen by a mask, by indices or by a slice."""
        return Edits(
            self.starts[which], self.ends[which], self.after[which], self.rule[which], self.strings, self.signatures
        )

    def without(self, rules: frozenset[str]) -> Edits:
        """The changes that none of these rules signed."""
        if not rules:
            return self
        good = np.array([not rules.intersection(names) for names in self.signatures], bool)
        return self.take(good[self.rule])

    def texts(self) -> list[str]:
        """The replacement of each change."""
        strings = self.strings
        return [strings[i] for i in self.after.tolist()]

    def lengths(self) -> IntArray:
        """The length of each replacement."""
        return np.array([len(s) for s in self.strings], np.int64)[self.after]


def code_points(text: str) -> Codes:
    """The code points of a text, shape (n,), in the smaller type that holds them; read-only."""
    try:
        narrow = np.frombuffer(text.encode("utf-16-le"), np.uint16)
    except UnicodeEncodeError:  # a lone surrogate, which looks like half a character there
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return narrow if len(narrow) == len(text) else np.frombuffer(text.encode("utf-32-le"), np.uint32)


def from_rows(rows: Sequence[tuple[int, int, str, tuple[str, ...]]]) -> Edits:
    """Columns from sorted rows of start, end, replacement, rules."""
    strings: dict[str, int] = {}
    names: dict[tuple[str, ...], int] = {}
    columns = [(s, e, strings.setdefault(a, len(strings)), names.setdefault(n, len(names))) for s, e, a, n in rows]
    table = np.array(columns, np.int64).reshape(-1, 4)
    return Edits(table[:, 0], table[:, 1], table[:, 2], table[:, 3], tuple(strings) or ("",), tuple(names) or ((),))


def concat(several: Sequence[Edits]) -> Edits:
    """All changes of disjoint sets, sorted."""
    return _merge(several)[0]


def _merge(several: Sequence[Edits]) -> tuple[Edits, IntArray]:
    """All changes sorted by where they start and end, with the number of the set each is from."""
    strings: dict[str, int] = {}
    names: dict[tuple[str, ...], int] = {}
    after, rule = [], []
    for edits in several:
        after.append(np.array([strings.setdefault(s, len(strings)) for s in edits.strings], np.int64)[edits.after])
        rule.append(np.array([names.setdefault(n, len(names)) for n in edits.signatures], np.int64)[edits.rule])
    starts, ends = (np.concatenate([getattr(edits, column) for edits in several]) for column in ("starts", "ends"))
    family = np.repeat(np.arange(len(several)), [len(edits) for edits in several])
    merged = Edits(starts, ends, np.concatenate(after), np.concatenate(rule), tuple(strings), tuple(names))
    if _sorted(starts, ends):
        return merged, family
    order = np.lexsort((ends, starts))
    return merged.take(order), family[order]


def _sorted(starts: IntArray, ends: IntArray) -> bool:
    up = starts[1:] > starts[:-1]
    return bool(np.all(up | ((starts[1:] == starts[:-1]) & (ends[1:] >= ends[:-1]))))


def _meeting(edits: Edits) -> npt.NDArray[np.bool_]:
    """Which of these sorted changes overlap another one, or are inserted where another is."""
    starts, ends = edits.starts, edits.ends
    reach = np.maximum.accumulate(ends)
    over = starts[1:] < reach[:-1]
    over |= (starts[1:] == starts[:-1]) & (ends[1:] == starts[1:]) & (ends[:-1] == starts[:-1])
    if not over.any():
        return np.zeros(len(starts), bool)
    cluster = np.concatenate([[0], np.cumsum(~over)])
    return np.asarray((np.bincount(cluster) > 1)[cluster], bool)


class Raw:
    """A raw text and, once they are asked for, its code points: all that edit it share them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def codes(self) -> Codes:
        """The code points, shape (n,)."""
        return code_points(self.text)


def changing(raw: Raw, edits: Edits) -> Edits:
    """The edits that change something."""
    at = np.flatnonzero((edits.ends - edits.starts) == edits.lengths())
    if not len(at):
        return edits
    same = np.zeros(len(edits), bool)
    one = edits.ends[at] - edits.starts[at] == 1
    if one.any():
        codes = raw.codes
        letters = np.array([ord(s) if len(s) == 1 else 0 for s in edits.strings], np.uint32)
        same[at[one]] = codes[edits.starts[at[one]]] == letters[edits.after[at[one]]]
    for i in at[~one].tolist():
        same[i] = raw.text[edits.starts[i] : edits.ends[i]] == edits.strings[edits.after[i]]
    return edits.take(~same) if same.any() else edits


def _disjoint(starts: IntArray, ends: IntArray) -> npt.NDArray[np.bool_]:
    """Which of these sorted ranges stand when each that overlaps an earlier one falls."""
    keep = np.ones(len(starts), bool)
    at, inserted = 0, -1
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        keep[i] = start >= at and not (start == end == inserted)
        if keep[i]:
            at, inserted = end, start if start == end else inserted
    return keep


def _free(kept: Edits, new: Edits) -> npt.NDArray[np.bool_]:
    """Which of `new` overlap nothing in `kept`."""
    lo = np.searchsorted(kept.ends, new.starts, side="right")
    hi = np.searchsorted(kept.starts, new.ends, side="left")
    same = (new.starts == new.ends) & np.isin(new.starts, kept.starts[kept.starts == kept.ends])
    return np.asarray((hi <= lo) & ~same, bool)

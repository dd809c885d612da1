"""The heart: text is raw text plus edits. Nothing here overwrites text; what is clean is computed.

A `Text` is a raw text, the edits on it (`edits.py`) and the raw segments it is made of. Edits found on clean text are
folded back onto raw offsets, so that however many rounds of rules there are, one sorted list leads from the raw text
to the clean one and back. Offsets are code points, half-open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.edits import Edit, Edits, IntArray, Proposal, changing, concat, from_rows

__all__ = ["Edit", "Edits", "IntArray", "Proposal", "Segments", "Text"]

Segments = Sequence[tuple[int, int]]


class Text:
    """One part's text: raw text, edits on it, and the raw segments that the part is made of.

    >>> text = Text.plain("eco-\\nnomic")
    >>> joined = text.fold(Edits.propose([Proposal(3, 5, "", "hyphens.join")]))
    >>> joined.clean
    'economic'
    >>> joined.to_raw([3]).tolist(), [e.before for e in joined.edits()]
    ([5], ['-\\n'])
    """

    def __init__(self, raw: str, edits: Edits, segments: Segments) -> None:
        """`segments` are sorted, disjoint raw ranges; every edit lies inside one of them."""
        self.raw = raw
        self.segments = list(segments)
        self._edits = edits
        gaps = _gaps(self.segments, len(raw))
        self._starts = np.concatenate([edits.starts, gaps[:, 0]])
        self._ends = np.concatenate([edits.ends, gaps[:, 1]])
        lengths = np.concatenate([edits.lengths(), np.zeros(len(gaps), np.int64)])
        order = np.lexsort((self._ends, self._starts)) if len(gaps) else slice(None)
        self._edit_of = np.concatenate([np.arange(len(edits)), np.full(len(gaps), -1)])[order]
        self._starts, self._ends, lengths = self._starts[order], self._ends[order], lengths[order]
        # shift[i]: what must be added to a clean offset behind i operations to get the raw offset
        self._shift = np.concatenate([[0], np.cumsum(self._ends - self._starts - lengths)])
        self._from = self._starts - self._shift[:-1]
        self._to = self._from + lengths

    @staticmethod
    def plain(raw: str) -> Text:
        """A text that nothing has changed yet."""
        return Text(raw, Edits.none(), [(0, len(raw))])

    @cached_property
    def clean(self) -> str:
        """The text with all edits applied."""
        pieces: list[str] = []
        at, raw, texts = 0, self.raw, self._edits.texts()
        for start, end, edit in zip(self._starts.tolist(), self._ends.tolist(), self._edit_of.tolist(), strict=True):
            pieces.append(raw[at:start])
            if edit >= 0:
                pieces.append(texts[edit])
            at = end
        pieces.append(raw[at:])
        return "".join(pieces)

    def edits(self) -> Iterator[Edit]:
        """The changes from raw to clean text, in order."""
        kept = self._edits
        signatures = kept.signatures
        for start, end, after, rule in zip(
            kept.starts.tolist(), kept.ends.tolist(), kept.texts(), kept.rule.tolist(), strict=True
        ):
            yield Edit(start, end, self.raw[start:end], after, signatures[rule])

    @property
    def columns(self) -> Edits:
        """The same changes in columns."""
        return self._edits

    def to_raw(self, offsets: npt.ArrayLike) -> IntArray:
        """Raw offsets of clean offsets, monotone; inside a replacement, the start of what it replaced."""
        at = np.asarray(offsets, np.int64)
        before = np.searchsorted(self._to, at, side="right")
        inside = np.append(self._from, np.iinfo(np.int64).max)[before] < at
        starts = np.append(self._starts, 0)[before]
        return np.asarray(np.where(inside, starts, at + self._shift[before]), np.int64)

    def to_raw_end(self, offsets: npt.ArrayLike) -> IntArray:
        """Raw offsets of the ends of clean ranges: what was removed right behind them stays outside."""
        at = np.asarray(offsets, np.int64)
        before = np.searchsorted(self._from, at, side="left")
        inside = np.concatenate([[-1], self._to])[before] > at
        ends = np.concatenate([[0], self._ends])[before]
        return np.asarray(np.where(inside, ends, at + self._shift[before]), np.int64)

    def to_clean(self, offsets: npt.ArrayLike) -> IntArray:
        """Clean offsets of raw offsets, monotone; inside something replaced, the start of the replacement."""
        at = np.asarray(offsets, np.int64)
        before = np.searchsorted(self._ends, at, side="right")
        inside = np.append(self._starts, np.iinfo(np.int64).max)[before] < at
        starts = np.append(self._from, 0)[before]
        return np.asarray(np.where(inside, starts, at - self._shift[before]), np.int64)

    def split(self, notes: Sequence[Segments]) -> list[Text]:
        """The body and its notes: each note a text of these raw segments, the body all the rest.

        An edit belongs to the part in whose segment it lies; an insertion on the border is the body's, one between two
        touching notes the second note's.
        """
        flat = sorted((start, end, n) for n, ranges in enumerate(notes, 1) for start, end in ranges)
        owner = self._owners(flat)
        outside = [(int(s), int(e)) for s, e in _gaps(self.segments, len(self.raw))]
        taken = sorted([*outside, *((s, e) for s, e, _ in flat)])
        rest = [(int(s), int(e)) for s, e in _gaps(taken, len(self.raw))]
        parts = [Text(self.raw, self._edits.take(owner == 0), rest)]
        order = np.argsort(owner, kind="stable")
        cut = np.searchsorted(owner[order], np.arange(1, len(notes) + 2))
        for n, ranges in enumerate(notes, 1):
            parts.append(Text(self.raw, self._edits.take(order[cut[n - 1] : cut[n]]), sorted(ranges)))
        return parts

    def _owners(self, flat: Sequence[tuple[int, int, int]]) -> IntArray:
        if not flat:
            return np.zeros(len(self._edits), np.int64)
        begins, ends, numbers = np.array(flat, np.int64).T
        at = np.searchsorted(begins, self._edits.starts, side="right") - 1
        within = (at >= 0) & (self._edits.ends <= ends[at])
        border = (self._edits.starts == self._edits.ends) & (
            (self._edits.starts == begins[at]) | (self._edits.starts == ends[at])
        )
        between = np.isin(self._edits.starts, begins) & np.isin(self._edits.starts, ends)
        return np.where(within & (~border | between), numbers[at], 0)

    def fold(self, later: Edits) -> Text:
        """This text with further edits, found on its clean text and folded back onto raw offsets.

        Where a later edit meets earlier ones, one edit carries the rules of all, in the order applied; where it
        reaches over a gap between segments, its replacement goes before the gap.
        """
        if not len(later):
            return self
        later = self._split_at_gaps(later)
        lo = np.searchsorted(self._to, later.starts, side="right")
        hi = np.maximum(lo, np.searchsorted(self._from, later.ends, side="left"))
        self._meet_insertions(later, lo, hi)
        rough = self._cutting(later, lo, hi)
        used = np.zeros(len(self._starts) + 1, np.int64)
        np.add.at(used, lo, 1)
        np.add.at(used, hi, -1)
        untouched = self._edit_of[(np.cumsum(used)[:-1] == 0) & (self._edit_of >= 0)]
        kept = [self._edits.take(untouched), self._swallow(later, lo, hi, ~rough)]
        kept += [self._compose(later, lo, hi, group) for group in _groups(lo, hi, rough)]
        return Text(self.raw, changing(self.raw, concat(kept)), self.segments)

    def _split_at_gaps(self, later: Edits) -> Edits:
        """Later edits cut where the part's segments are: the first piece writes, the others delete."""
        gaps = self._from[self._edit_of < 0]
        if not np.any(
            np.searchsorted(gaps, later.starts, side="right") < np.searchsorted(gaps, later.ends, side="left")
        ):
            return later
        rows, texts = [], later.texts()
        for j, (start, end) in enumerate(zip(later.starts.tolist(), later.ends.tolist(), strict=True)):
            cuts = sorted({start, *gaps[(gaps > start) & (gaps < end)].tolist(), end})
            name, pairs = later.signatures[int(later.rule[j])], [*pairwise(cuts)] or [(start, end)]
            rows += [(a, b, texts[j] if n == 0 else "", name) for n, (a, b) in enumerate(pairs)]
        return from_rows(rows)

    def _meet_insertions(self, later: Edits, lo: IntArray, hi: IntArray) -> None:
        """An insertion beside an earlier insertion meets it: two at one raw offset would have no order."""
        inserts = (self._starts == self._ends) & (self._to > self._from)
        if not inserts.any():
            return
        for j in np.flatnonzero(later.starts == later.ends).tolist():
            first = np.searchsorted(self._to, later.starts[j], side="left")
            touching = range(int(first), int(np.searchsorted(self._from, later.starts[j], side="right")))
            met = next((k for k in touching if inserts[k]), None)
            if met is not None and lo[j] == hi[j]:
                lo[j], hi[j] = met, met + 1

    def _cutting(self, later: Edits, lo: IntArray, hi: IntArray) -> npt.NDArray[np.bool_]:
        """Which later edits meet earlier ones without swallowing them whole, each by one."""
        if not len(self._starts):
            return np.zeros(len(later), bool)
        first, last = np.minimum(lo, len(self._starts) - 1), np.maximum(hi - 1, 0)
        touching = (later.starts == later.ends) | (self._from[first] < later.starts) | (self._to[last] > later.ends)
        rough = (hi > lo) & touching
        shared = hi[:-1] > lo[1:]
        rough[1:] |= shared
        rough[:-1] |= shared
        return np.asarray(rough, bool)

    def _swallow(self, later: Edits, lo: IntArray, hi: IntArray, which: npt.NDArray[np.bool_]) -> Edits:
        """Later edits that swallow whole earlier ones or meet none, in columns."""
        starts = later.starts[which] + self._shift[lo[which]]
        ends = later.ends[which] + self._shift[hi[which]]
        last = (starts == ends) & (later.starts[which] == len(self))  # nothing may stand behind the last segment
        starts, ends = (np.where(last, self._end(), column) for column in (starts, ends))
        signatures = {name: n for n, name in enumerate(later.signatures)}
        rule = later.rule[which].copy()
        lo, hi = lo[which], hi[which]
        for i in np.flatnonzero(hi > lo).tolist():
            name = self._signature(range(lo[i], hi[i]), [later.signatures[rule[i]]])
            rule[i] = signatures.setdefault(name, len(signatures))
        return Edits(starts, ends, later.after[which], rule, later.strings, tuple(signatures))

    def _compose(self, later: Edits, lo: IntArray, hi: IntArray, group: range) -> Edits:
        """One edit for a chain of later edits that share earlier ones."""
        ops = range(int(lo[group[0]]), int(hi[group[-1]]))
        start = min(int(later.starts[group[0]]), int(self._from[ops[0]]))
        end = max(int(later.ends[group[-1]]), int(self._to[ops[-1]]))
        pieces, at, strings = [], start, later.strings
        for j in group:
            pieces += [self.clean[at : int(later.starts[j])], strings[int(later.after[j])]]
            at = int(later.ends[j])
        pieces.append(self.clean[at:end])
        name = self._signature(ops, [later.signatures[int(later.rule[j])] for j in group])
        raw = (start + int(self._shift[ops[0]]), end + int(self._shift[ops[-1] + 1]))
        return from_rows([(*raw, "".join(pieces), name)])

    def _signature(self, ops: range, names: list[tuple[str, ...]]) -> tuple[str, ...]:
        earlier = [
            self._edits.signatures[int(self._edits.rule[self._edit_of[k]])] for k in ops if self._edit_of[k] >= 0
        ]
        return tuple(dict.fromkeys(rule for name in [*earlier, *names] for rule in name))

    def _end(self) -> int:
        return self.segments[-1][1] if self.segments else 0

    def __len__(self) -> int:
        """The length of the clean text, without computing it."""
        return len(self.raw) - int(self._shift[-1])


def _groups(lo: IntArray, hi: IntArray, rough: npt.NDArray[np.bool_]) -> list[range]:
    """The rough ones in runs that are chained by an earlier edit they share."""
    groups: list[range] = []
    for j in np.flatnonzero(rough).tolist():
        if groups and groups[-1].stop == j and hi[j - 1] > lo[j]:
            groups[-1] = range(groups[-1].start, j + 1)
        else:
            groups.append(range(j, j + 1))
    return groups


def _gaps(segments: Segments, length: int) -> IntArray:
    """What lies between sorted segments, shape (k, 2), empty gaps left out."""
    edges = [0, *(edge for segment in segments for edge in segment), length]
    pairs = np.array(edges, np.int64).reshape(-1, 2)
    return pairs[pairs[:, 1] > pairs[:, 0]]

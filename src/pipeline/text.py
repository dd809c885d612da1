"""The heart: text is raw text plus edits. Nothing here overwrites text; what is clean is computed.

A `Text` is a raw text, the edits on it (`edits.py`) and the raw segments it is made of. Edits found on clean text are
folded back onto raw offsets, so that however many rounds of rules there are, one sorted list leads from the raw text
to the clean one and back. Offsets are code points, half-open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.edits import Codes, Edit, Edits, IntArray, Proposal, Raw, changing, code_points, concat, from_rows

__all__ = ["Edit", "Edits", "IntArray", "Proposal", "Segments", "Text"]

Segments = Sequence[tuple[int, int]]


SPARSE = 20  # characters to an edit: then pieces are spliced sooner than set in columns
FEW = 40  # places or strings that are gone through one by one
CHUNK = 10_000  # edits that are made rows at once
NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Operations:
    """What leads from the raw text to the clean one, in columns: the edits, and the gaps between segments.

    `starts:ends` in the raw text became `from_:to` in the clean one; `edit` is the number of the edit, -1 for a gap;
    `shift[i]` is what must be added to a clean offset behind i operations to get the raw one, shape (n + 1,).
    """

    starts: IntArray
    ends: IntArray
    edit: IntArray
    shift: IntArray
    from_: IntArray
    to: IntArray

    @staticmethod
    def of(edits: Edits, gaps: IntArray) -> Operations:
        """The edits and the gaps (shape (k, 2)) in one order."""
        starts, ends, lengths = edits.starts, edits.ends, edits.lengths()
        edit = np.arange(len(edits))
        if len(gaps):
            at = np.searchsorted(starts, gaps[:, 0], side="right")  # behind what is inserted there
            starts, ends = np.insert(starts, at, gaps[:, 0]), np.insert(ends, at, gaps[:, 1])
            lengths, edit = np.insert(lengths, at, 0), np.insert(edit, at, -1)
        shift = np.concatenate([[0], np.cumsum(ends - starts - lengths)])
        from_ = starts - shift[:-1]
        return Operations(starts, ends, edit, shift, from_, from_ + lengths)

    def apply(self, raw: Codes, edits: Edits) -> str:
        """The clean text: replacements are written over what they replace, what is left over is cut out or put in."""
        codes = _room_for(raw, edits.strings)
        room, lengths = self.ends - self.starts, self.to - self.from_
        written = np.minimum(room, lengths)
        self._write(codes, written, edits)
        left = room > written
        if left.any():
            codes = _cut(codes, (self.starts + written)[left], self.ends[left])
        tight = np.flatnonzero(lengths > written)
        texts = (edits.strings[n] for n in edits.after[self.edit[tight]].tolist())
        rest = [text[n:] for text, n in zip(texts, written[tight].tolist(), strict=True)]
        return _insert(_decoded(codes), sorted(zip(self.to[tight].tolist(), rest, strict=True)))

    def _write(self, codes: Codes, written: IntArray, edits: Edits) -> None:
        """Puts the first `written` characters of each replacement where what it replaces begins."""
        rows = np.flatnonzero(written)
        for n in range(FEW):
            if not len(rows):
                return
            letters = np.array([ord(text[n]) if len(text) > n else 0 for text in edits.strings], codes.dtype)
            codes[self.starts[rows] + n] = letters[edits.after[self.edit[rows]]]
            rows = rows[written[rows] > n + 1]
        for row in rows.tolist():
            start, size = self.starts.item(row), written.item(row)
            codes[start : start + size] = code_points(edits.strings[edits.after[self.edit[row]]])[:size]


def _decoded(codes: Codes) -> str:
    """The text of code points."""
    return str(codes.data, "utf-16-le" if codes.dtype == np.uint16 else "utf-32-le", "surrogatepass")


def _room_for(codes: Codes, written: Sequence[str]) -> Codes:
    """A copy of code points in a type that also holds what is written into them."""
    wide = max(map(max, filter(None, written)), default="") >= "\ud800"
    return codes.astype(np.uint32) if wide else codes.copy()


def _cut(codes: Codes, starts: IntArray, ends: IntArray) -> Codes:
    """The code points outside these disjoint ranges."""
    keep = np.ones(len(codes), bool)
    for n in range(FEW):
        keep[starts + n] = False
        longer = ends - starts > n + 1
        starts, ends = starts[longer], ends[longer]
        if not len(starts):
            break
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        keep[start:end] = False
    return codes.compress(keep)


def _insert(text: str, more: Sequence[tuple[int, str]]) -> str:
    """`text` with pieces put in, each so that it ends at its offset in the result."""
    if not more:
        return text
    pieces, at, put = [], 0, 0
    for end, piece in more:
        start = end - len(piece) - put
        pieces += [text[at:start], piece]
        at, put = start, put + len(piece)
    return "".join([*pieces, text[at:]])


class Text:
    """One part's text: raw text, edits on it, and the raw segments that the part is made of.

    >>> text = Text.plain("eco-\\nnomic")
    >>> joined = text.fold(Edits.propose([Proposal(3, 5, "", "hyphens.join")]))
    >>> joined.clean
    'economic'
    >>> joined.to_raw([3]).tolist(), [e.before for e in joined.edits()]
    ([5], ['-\\n'])
    """

    def __init__(self, raw: str, edits: Edits, segments: Segments, source: Raw | None = None) -> None:
        """`segments` are sorted, disjoint raw ranges; every edit lies inside one of them. Texts on one raw text share
        its `source`."""
        self.raw = raw
        self.segments = list(segments)
        self._edits = edits
        self._source = source or Raw(raw)

    @staticmethod
    def plain(raw: str) -> Text:
        """A text that nothing has changed yet."""
        return Text(raw, Edits.none(), [(0, len(raw))])

    @cached_property
    def _ops(self) -> Operations:
        return Operations.of(self._edits, _gaps(self.segments, len(self.raw)))

    @cached_property
    def clean(self) -> str:
        """The text with all edits applied."""
        if not len(self._edits) and self.segments == [(0, len(self.raw))]:
            return self.raw
        if len(self._edits) * SPARSE < len(self.raw):
            return self._spliced()
        return self._ops.apply(self._source.codes, self._edits)

    def _spliced(self) -> str:
        """The clean text piece by piece, for few edits."""
        raw, starts, ends, texts = self.raw, self._edits.starts.tolist(), self._edits.ends.tolist(), self._edits.texts()
        pieces: list[str] = []
        first = 0
        for at, stop in self.segments:
            behind = bisect_right(ends, stop, first)
            for start, end, text in zip(starts[first:behind], ends[first:behind], texts[first:behind], strict=True):
                pieces += raw[at:start], text
                at = end
            pieces.append(raw[at:stop])
            first = behind
        return "".join(pieces + texts[first : first + 1])  # without a segment there is one insertion at most

    def edits(self) -> Iterator[Edit]:
        """The changes from raw to clean text, in order."""
        signatures = self._edits.signatures
        for first in range(0, len(self._edits), CHUNK):
            kept = self._edits.take(slice(first, first + CHUNK))
            rows = zip(kept.starts.tolist(), kept.ends.tolist(), kept.texts(), kept.rule.tolist(), strict=True)
            yield from (Edit(s, e, self.raw[s:e], after, signatures[rule]) for s, e, after, rule in rows)

    @property
    def columns(self) -> Edits:
        """The same changes in columns."""
        return self._edits

    def to_raw(self, offsets: npt.ArrayLike) -> IntArray:
        """Raw offsets of clean offsets, monotone; inside a replacement, the start of what it replaced."""
        at, ops = np.asarray(offsets, np.int64), self._ops
        before = np.searchsorted(ops.to, at, side="right")
        found = at + ops.shift[before]
        inside = before < len(ops.to)
        inside[inside] = ops.from_[before[inside]] < at[inside]
        found[inside] = ops.starts[before[inside]]
        return found

    def to_raw_end(self, offsets: npt.ArrayLike) -> IntArray:
        """Raw offsets of the ends of clean ranges: what was removed right behind them stays outside."""
        at, ops = np.asarray(offsets, np.int64), self._ops
        before = np.searchsorted(ops.from_, at, side="left")
        found = at + ops.shift[before]
        inside = before > 0
        inside[inside] = ops.to[before[inside] - 1] > at[inside]
        found[inside] = ops.ends[before[inside] - 1]
        return found

    def to_clean(self, offsets: npt.ArrayLike) -> IntArray:
        """Clean offsets of raw offsets, monotone; inside something replaced, the start of the replacement."""
        at, ops = np.asarray(offsets, np.int64), self._ops
        before = np.searchsorted(ops.ends, at, side="right")
        found = at - ops.shift[before]
        inside = before < len(ops.ends)
        inside[inside] = ops.starts[before[inside]] < at[inside]
        found[inside] = ops.from_[before[inside]]
        return found

    def split(self, notes: Sequence[Segments]) -> list[Text]:
        """The body and its notes: each note a text of these raw segments, the body all the rest.

        An edit belongs to the part in whose segment it lies; an insertion on the border is the body's, one between two
        touching notes the second note's.
        """
        if len(self.segments) > 1:
            notes = [_within(ranges, self.segments) for ranges in notes]
        flat = sorted((start, end, n) for n, ranges in enumerate(notes, 1) for start, end in ranges)
        if not flat:
            return [self, *(self._with(Edits.none(), []) for _ in notes)]
        rows = self._rows(flat)
        outside = [(int(s), int(e)) for s, e in _gaps(self.segments, len(self.raw))]
        rest = [(int(s), int(e)) for s, e in _gaps(sorted([*outside, *((s, e) for s, e, _ in flat)]), len(self.raw))]
        body = np.ones(len(self._edits), bool)
        body[np.concatenate([*rows.values()])] = False
        parts = [self._with(self._edits.take(body), rest)]
        return parts + [self._with(self._edits.take(rows.get(n, NOTHING)), sorted(r)) for n, r in enumerate(notes, 1)]

    def _rows(self, flat: Sequence[tuple[int, int, int]]) -> dict[int, IntArray]:
        """The edits of each note, whose segments are rows of start, end and number."""
        starts, ends = self._edits.starts, self._edits.ends
        begins, stops, _ = (np.array(column, np.int64) for column in zip(*flat, strict=True))
        between = set(begins.tolist()).intersection(stops.tolist())
        first, behind = np.searchsorted(starts, begins), np.searchsorted(ends, stops, side="right")
        found: dict[int, list[IntArray]] = {n: [] for _, _, n in flat}
        for (begin, stop, n), lo, hi in zip(flat, first, behind, strict=True):
            own = np.arange(lo, hi)
            border = (starts[own] == ends[own]) & ((starts[own] == begin) | (starts[own] == stop))
            if border.any():
                own = own[~border | ((starts[own] == begin) & (begin in between))]
            found[n].append(own)
        return {n: np.sort(np.concatenate(rows)) for n, rows in found.items()}

    def fold(self, later: Edits) -> Text:
        """This text with further edits, found on its clean text and folded back onto raw offsets.

        Where a later edit meets earlier ones, one edit carries the rules of all, in the order applied; where it
        reaches over a gap between segments, its replacement goes before the gap.
        """
        if not len(later):
            return self
        if not len(self._edits) and self.segments == [(0, len(self.raw))]:
            return self._with(changing(self._source, later), self.segments)
        ops, later = self._ops, self._split_at_gaps(later)
        lo = np.searchsorted(ops.to, later.starts, side="right")
        hi = np.maximum(lo, np.searchsorted(ops.from_, later.ends, side="left"))
        self._meet_insertions(later, lo, hi)
        rough = self._cutting(later, lo, hi)
        length = len(ops.starts) + 1
        used = np.bincount(lo, minlength=length) - np.bincount(hi, minlength=length)
        kept = [self._edits.take(ops.edit[(np.cumsum(used)[:-1] == 0) & (ops.edit >= 0)])]
        kept.append(self._swallow(later, lo, hi, ~rough))
        kept += [self._compose(later, lo, hi, group) for group in _groups(lo, hi, rough)]
        folded = concat([edits for edits in kept if len(edits)] or [Edits.none()])
        return self._with(changing(self._source, folded), self.segments)

    def _with(self, edits: Edits, segments: Segments) -> Text:
        """Other edits on the same raw text."""
        return Text(self.raw, edits, segments, self._source)

    def _split_at_gaps(self, later: Edits) -> Edits:
        """Later edits cut where the part's segments are: the first piece writes, the others delete."""
        gaps = self._ops.from_[self._ops.edit < 0]
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
        ops = self._ops
        inserts = (ops.starts == ops.ends) & (ops.to > ops.from_)
        if not inserts.any():
            return
        for j in np.flatnonzero(later.starts == later.ends).tolist():
            first = np.searchsorted(ops.to, later.starts[j], side="left")
            touching = range(int(first), int(np.searchsorted(ops.from_, later.starts[j], side="right")))
            met = next((k for k in touching if inserts[k]), None)
            if met is not None and lo[j] == hi[j]:
                lo[j], hi[j] = met, met + 1

    def _cutting(self, later: Edits, lo: IntArray, hi: IntArray) -> npt.NDArray[np.bool_]:
        """Which later edits meet earlier ones without swallowing them whole, each by one."""
        ops = self._ops
        if not len(ops.starts):
            return np.zeros(len(later), bool)
        first, last = np.minimum(lo, len(ops.starts) - 1), np.maximum(hi - 1, 0)
        touching = (later.starts == later.ends) | (ops.from_[first] < later.starts) | (ops.to[last] > later.ends)
        rough = (hi > lo) & touching
        meeting = hi[:-1] > lo[1:]
        rough[1:] |= meeting
        rough[:-1] |= meeting
        return np.asarray(rough, bool)

    def _swallow(self, later: Edits, lo: IntArray, hi: IntArray, which: npt.NDArray[np.bool_]) -> Edits:
        """Later edits that swallow whole earlier ones or meet none, in columns."""
        shift = self._ops.shift
        later, lo, hi = later.take(which), lo[which], hi[which]
        starts, ends = later.starts + shift[lo], later.ends + shift[hi]
        last = (starts == ends) & (later.starts == len(self))  # nothing may stand behind the last segment
        starts, ends = (np.where(last, self._end(), column) for column in (starts, ends))
        rule, signatures = self._sign(later, lo, hi)
        return Edits(starts, ends, later.after, rule, later.strings, signatures)

    def _sign(self, later: Edits, lo: IntArray, hi: IntArray) -> tuple[IntArray, tuple[tuple[str, ...], ...]]:
        """The signatures of later edits with those of the earlier ones they swallow; most swallow one, or equals."""
        edit = self._ops.edit
        if not np.any(hi > lo):
            return later.rule, later.signatures
        signatures = {name: n for n, name in enumerate(later.signatures)}
        rules = np.append(np.where(edit >= 0, self._edits.rule[edit] if len(self._edits) else -1, -1), -1)
        first, last = rules[lo], rules[hi - 1]
        rule = later.rule.copy()
        one = (hi - lo == 1) | ((hi - lo == 2) & (first == last))
        width = int(rules.max()) + 2
        for pair in np.unique((later.rule * width + first + 1)[one]).tolist():
            name, earlier = later.signatures[pair // width], pair % width - 1
            before = self._edits.signatures[earlier] if earlier >= 0 else ()
            merged = tuple(dict.fromkeys([*before, *name]))
            rule[one & (later.rule == pair // width) & (first == earlier)] = signatures.setdefault(
                merged, len(signatures)
            )
        known: dict[tuple[int, ...], tuple[str, ...]] = {}
        for i in np.flatnonzero((hi > lo) & ~one).tolist():
            met = (*rules[lo[i] : hi[i]].tolist(), later.rule.item(i))
            if met not in known:
                known[met] = self._signature(range(lo[i], hi[i]), [later.signatures[met[-1]]])
            rule[i] = signatures.setdefault(known[met], len(signatures))
        return rule, tuple(signatures)

    def _compose(self, later: Edits, lo: IntArray, hi: IntArray, group: range) -> Edits:
        """One edit for a chain of later edits that meet the same earlier ones."""
        ops = self._ops
        met = range(int(lo[group[0]]), int(hi[group[-1]]))
        start = min(int(later.starts[group[0]]), int(ops.from_[met[0]]))
        end = max(int(later.ends[group[-1]]), int(ops.to[met[-1]]))
        pieces, at, strings = [], start, later.strings
        for j in group:
            pieces += [self.clean[at : int(later.starts[j])], strings[int(later.after[j])]]
            at = int(later.ends[j])
        pieces.append(self.clean[at:end])
        name = self._signature(met, [later.signatures[int(later.rule[j])] for j in group])
        raw = (start + int(ops.shift[met[0]]), end + int(ops.shift[met[-1] + 1]))
        return from_rows([(*raw, "".join(pieces), name)])

    def _signature(self, met: range, names: list[tuple[str, ...]]) -> tuple[str, ...]:
        edit = self._ops.edit
        earlier = [self._edits.signatures[int(self._edits.rule[edit[k]])] for k in met if edit[k] >= 0]
        return tuple(dict.fromkeys(rule for name in [*earlier, *names] for rule in name))

    def _end(self) -> int:
        return self.segments[-1][1] if self.segments else 0

    def __len__(self) -> int:
        """The length of the clean text, without computing it."""
        return len(self.raw) - int(self._ops.shift[-1])


def _groups(lo: IntArray, hi: IntArray, rough: npt.NDArray[np.bool_]) -> list[range]:
    """The rough ones in runs that are chained by an earlier edit they share."""
    groups: list[range] = []
    for j in np.flatnonzero(rough).tolist():
        if groups and groups[-1].stop == j and hi[j - 1] > lo[j]:
            groups[-1] = range(groups[-1].start, j + 1)
        else:
            groups.append(range(j, j + 1))
    return groups


def _within(ranges: Segments, segments: Segments) -> Segments:
    """The pieces of these ranges that lie in the segments."""
    found = []
    for start, end in ranges:
        at = bisect_right(segments, start, key=lambda segment: segment[1])
        while at < len(segments) and segments[at][0] < end:
            found.append((max(segments[at][0], start), min(segments[at][1], end)))
            at += 1
    return found


def _gaps(segments: Segments, length: int) -> IntArray:
    """What lies between sorted segments, shape (k, 2), empty gaps left out."""
    edges = [0, *(edge for segment in segments for edge in segment), length]
    pairs = np.array(edges, np.int64).reshape(-1, 2)
    return pairs[pairs[:, 1] > pairs[:, 0]]

"""The heart: text is raw text plus edits. Nothing here overwrites text; what is clean is computed.

A `Text` is a raw text, the edits on it (`edits.py`) and the raw segments it is made of. Edits found on clean text are
folded back onto raw offsets, so that however many rounds of rules there are, one sorted list leads from the raw text
to the clean one and back. Offsets are code points, half-open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.edits import Edit, Edits, IntArray, Proposal, Raw, changing
from pipeline.folding import Folding
from pipeline.operations import Operations

__all__ = ["Edit", "Edits", "IntArray", "Proposal", "Segments", "Text"]

Segments = Sequence[tuple[int, int]]
SPARSE = 20  # characters to an edit: then pieces are spliced sooner than set in columns
CHUNK = 10_000  # edits that are made rows at once
NOTHING = np.zeros(0, np.int64)


class Text:
    """One part's text: raw text, edits on it, and the raw segments that the part is made of.

    >>> text = clean("The eco-\\nnomic crisis").parts[0]
    >>> text.clean, len(text)
    ('The economic crisis\\n', 20)
    >>> start = text.clean.index("nomic")
    >>> text.raw[int(text.to_raw(start)) :]
    'nomic crisis'
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
        """A text that nothing has changed yet.

        >>> Text.plain("eco-\\nnomic").clean
        'eco-\\nnomic'
        """
        return Text(raw, Edits.none(), [(0, len(raw))])

    @cached_property
    def operations(self) -> Operations:
        """What leads from the raw text to the clean one, in columns.

        >>> operations = clean("eco-\\nnomic\\n").parts[0].operations
        >>> operations.starts.tolist(), operations.ends.tolist(), operations.shift.tolist()
        ([3], [5], [0, 2])
        """
        return Operations.of(self._edits, _gaps(self.segments, len(self.raw)))

    @cached_property
    def clean(self) -> str:
        """The text with all edits applied.

        >>> clean("eco-\\nnomic\\n").parts[0].clean
        'economic\\n'
        """
        if not len(self._edits) and self.segments == [(0, len(self.raw))]:
            return self.raw
        if len(self._edits) * SPARSE < len(self.raw):
            return self._spliced()
        return self.operations.apply(self._source.codes, self._edits)

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
        """The changes from raw to clean text, in order.

        >>> next(clean("eco-\\nnomic\\n").parts[0].edits())
        Edit(raw_start=3, raw_end=5, before='-\\n', after='', rules=('hyphens.join',))
        """
        signatures = self._edits.signatures
        for first in range(0, len(self._edits), CHUNK):
            kept = self._edits.take(slice(first, first + CHUNK))
            rows = zip(kept.starts.tolist(), kept.ends.tolist(), kept.texts(), kept.rule.tolist(), strict=True)
            yield from (Edit(s, e, self.raw[s:e], after, signatures[rule]) for s, e, after, rule in rows)

    @property
    def columns(self) -> Edits:
        """The same changes in columns: offsets as arrays, which is what thousands of changes want.

        >>> columns = clean("eco-\\nnomic\\n").parts[0].columns
        >>> columns.starts.tolist(), columns.ends.tolist(), columns.texts()
        ([3], [5], [''])
        """
        return self._edits

    def to_raw(self, offsets: npt.ArrayLike) -> IntArray:
        """Raw offsets of clean offsets, monotone; inside a replacement, the start of what it replaced.

        >>> clean("eco-\\nnomic\\n").parts[0].to_raw([0, 2, 3, 8]).tolist()
        [0, 2, 5, 10]
        """
        given, ops = np.asarray(offsets, np.int64), self.operations
        at = given.reshape(-1)
        before = np.searchsorted(ops.to, at, side="right")
        found = at + ops.shift[before]
        inside = before < len(ops.to)
        inside[inside] = ops.from_[before[inside]] < at[inside]
        found[inside] = ops.starts[before[inside]]
        return found.reshape(given.shape)

    def to_raw_end(self, offsets: npt.ArrayLike) -> IntArray:
        """Raw offsets of the ends of clean ranges: what was removed right behind them stays outside.

        >>> text = clean("eco-\\nnomic\\n").parts[0]
        >>> text.raw[int(text.to_raw(0)) : int(text.to_raw_end(3))], text.raw[int(text.to_raw(0)) : int(text.to_raw(3))]
        ('eco', 'eco-\\n')
        """
        given, ops = np.asarray(offsets, np.int64), self.operations
        at = given.reshape(-1)
        before = np.searchsorted(ops.from_, at, side="left")
        found = at + ops.shift[before]
        inside = before > 0
        inside[inside] = ops.to[before[inside] - 1] > at[inside]
        found[inside] = ops.ends[before[inside] - 1]
        return found.reshape(given.shape)

    def to_clean(self, offsets: npt.ArrayLike) -> IntArray:
        """Clean offsets of raw offsets, monotone; inside something replaced, the start of the replacement.

        >>> clean("eco-\\nnomic\\n").parts[0].to_clean([0, 4, 5, 10]).tolist()
        [0, 3, 3, 8]
        """
        given, ops = np.asarray(offsets, np.int64), self.operations
        at = given.reshape(-1)
        before = np.searchsorted(ops.ends, at, side="right")
        found = at - ops.shift[before]
        inside = before < len(ops.ends)
        inside[inside] = ops.starts[before[inside]] < at[inside]
        found[inside] = ops.from_[before[inside]]
        return found.reshape(given.shape)

    def split(self, notes: Sequence[Segments]) -> list[Text]:
        """The body and its notes: each note a text of these raw segments, the body all the rest.

        An edit belongs to the part in whose segment it lies; an insertion on the border is the body's, one between two
        touching notes the second note's.

        >>> body, note = Text.plain("a wall1\\n1 of brick\\nfell").split([[(8, 18)]])
        >>> body.clean, note.clean
        ('a wall1\\n\\nfell', '1 of brick')
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

        >>> joined = Text.plain("eco-\\nnomic  plan").fold(Edits.propose([Proposal(3, 5, "", "hyphens.join")]))
        >>> spaced = joined.fold(Edits.propose([Proposal(8, 10, " ", "spacing.blanks")]))
        >>> spaced.clean, [(edit.raw_start, edit.raw_end) for edit in spaced.edits()]
        ('economic plan', [(3, 5), (10, 12)])
        """
        if not len(later):
            return self
        if not len(self._edits) and self.segments == [(0, len(self.raw))]:
            return self._with(changing(self._source, later), self.segments)
        return self._with(changing(self._source, Folding(self).fold(later)), self.segments)

    def _with(self, edits: Edits, segments: Segments) -> Text:
        """Other edits on the same raw text."""
        return Text(self.raw, edits, segments, self._source)

    def __len__(self) -> int:
        """The length of the clean text, without computing it."""
        return len(self.raw) - int(self.operations.shift[-1])


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

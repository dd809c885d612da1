"""What leads from a raw text to its clean text, in columns, and how it is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.edits import Codes, Edits, IntArray, code_points

FEW = 40  # places or strings that are gone through one by one


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

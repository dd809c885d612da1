"""Images: for every raw character, in which flow and where it stands in clean text. One of the truth, one of ours.

Two images of one raw text are compared between anchors, characters that both kept in the same place of the same flow,
so that nothing hangs on how a change is cut into edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from damage.pieces import OUT, Truth
from pipeline.document import Cleaned
from pipeline.text import Text

IntArray = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Measure = Literal["letters", "words", "breaks"]
BODY, NOTES, NOWHERE = 0, 1, -1
BETWEEN_NOTES = "\n\n"
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Image:
    """`flow[i]` and `at[i]` of raw character i; -1 where it was changed or removed. `texts`: body, all notes."""

    flow: IntArray
    at: IntArray
    texts: tuple[str, str]


def of_truth(truth: Truth) -> Image:
    flow, at = _blank(len(truth.raw))
    bases = _bases(truth.texts)
    done = [0] * len(truth.texts)
    for piece in truth.pieces:
        if piece.flow == OUT:
            continue
        if not piece.damaged:
            flow[piece.start : piece.end] = min(piece.flow, NOTES)
            first = bases[piece.flow] + done[piece.flow]
            at[piece.start : piece.end] = np.arange(first, first + len(piece.raw))
        done[piece.flow] += len(piece.clean)
    return Image(flow, at, (truth.texts[0], BETWEEN_NOTES.join(truth.texts[1:])))


def of_cleaned(cleaned: Cleaned) -> Image:
    flow, at = _blank(len(cleaned.raw))
    texts = [part.clean for part in cleaned.parts]
    for n, (part, base) in enumerate(zip(cleaned.parts, _bases(texts), strict=True)):
        for start, end, first in _kept(part):
            flow[start:end] = min(n, NOTES)
            at[start:end] = np.arange(base + first, base + first + end - start)
    return Image(flow, at, (texts[0], BETWEEN_NOTES.join(texts[1:])))


def _blank(length: int) -> tuple[IntArray, IntArray]:
    return np.full(length, NOWHERE), np.full(length, -1)


def _bases(texts: Sequence[str]) -> list[int]:
    bases, at = [0], 0
    for text in texts[1:]:
        bases.append(at)
        at += len(text) + len(BETWEEN_NOTES)
    return bases


def _kept(part: Text) -> Iterator[tuple[int, int, int]]:
    """Stretches of a part that no edit touched: raw start, raw end, clean start."""
    edits = list(part.edits())
    at, n = 0, 0
    for start, end in part.segments:
        while n < len(edits) and edits[n].raw_start < end:
            edit = edits[n]
            yield start, edit.raw_start, at
            at += edit.raw_start - start + len(edit.after)
            start, n = edit.raw_end, n + 1
        last = end == part.segments[-1][1]
        while n < len(edits) and last and edits[n].raw_start == end == edits[n].raw_end and start <= end:
            yield start, end, at
            at += end - start + len(edits[n].after)
            start, n = end, n + 1
        yield start, end, at
        at += end - start


class Comparison:
    """Truth and ours on one raw text."""

    def __init__(self, truth: Truth, cleaned: Cleaned) -> None:
        self.true, self.ours = of_truth(truth), of_cleaned(cleaned)
        solid = np.array([not c.isspace() for c in truth.raw], bool)
        same = (self.true.flow >= 0) & (self.true.flow == self.ours.flow) & solid
        self.solid = solid
        self.anchors = {flow: np.flatnonzero(same & (self.true.flow == flow)) for flow in (BODY, NOTES)}
        self.any = np.flatnonzero(same)
        self.lost = (self.true.flow >= 0) & solid & ~same

    def between(self, start: int, end: int) -> tuple[str, str] | None:
        """What truth and ours have between the anchors around a raw range; None where the flows cross."""
        return self._between(self.any, start, end) or self._between(self.anchors[BODY], start, end)

    def _between(self, anchors: IntArray, start: int, end: int) -> tuple[str, str] | None:
        before, after = np.searchsorted(anchors, start) - 1, np.searchsorted(anchors, end)
        left = int(anchors[before]) if before >= 0 else None
        right = int(anchors[after]) if after < len(anchors) else None
        flows = {int(self.true.flow[at]) for at in (left, right) if at is not None}
        if len(flows) != 1 or (flows == {NOTES} and (left is None or right is None)):
            return None
        flow = flows.pop()
        return _cut(self.true, flow, left, right), _cut(self.ours, flow, left, right)

    def agree(self, start: int, end: int, measure: Measure) -> bool:
        """Whether both say the same of a raw range, by letters, by words or by the breaks between."""
        pair = self.between(start, end)
        return pair is not None and MEASURES[measure](pair[0]) == MEASURES[measure](pair[1])


def _cut(image: Image, flow: int, left: int | None, right: int | None) -> str:
    text = image.texts[flow]
    return text[
        int(image.at[left]) + 1 if left is not None else 0 : int(image.at[right]) if right is not None else None
    ]


def _letters(text: str) -> str:
    return SPACE.sub("", text)


def _words(text: str) -> str:
    return SPACE.sub(" ", text)


def _breaks(text: str) -> str:
    blank = "".join(SPACE.findall(text))
    return "\n\n" if "\n\n" in blank else "\n" if "\n" in blank else " " if blank else ""


MEASURES = {"letters": _letters, "words": _words, "breaks": _breaks}

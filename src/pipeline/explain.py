"""What cleaning did to a document, stretch by stretch, for people to read.

A part is told as pieces in the order of the raw text: what stayed, what was changed, and remarks on the spot.
`explain_text.py` shows them on a terminal or between plain marks, `explain_html.py` as a page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.document import Callout, Cleaned, Doubt, Note
from pipeline.text import Edit

FOLDED = 100  # a removed block of more characters is shown by its first and last words
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UNSEEN = [0xAD, 0x61C, 0x180E, 0x200B, *range(0x200E, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
# What no terminal or page may obey, or nobody would see: controls, overrides of direction, halves of surrogates.
_STAYING = {
    **{code: chr(0x2400 + code) for code in range(32) if code != ord("\n")},
    **{code: f"⟨{code:X}⟩" for code in (*range(0x80, 0xA0), *_UNSEEN, *range(0xD800, 0xE000))},
    0x7F: "␡",
    ord("\t"): "⇥",
}
_CHANGED = {**_STAYING, ord("\n"): "⏎", **dict.fromkeys(map(ord, _BLANKS), "␣")}


class Piece(NamedTuple):
    """A stretch of a part, or a remark between two.

    "same" stayed as it was, "change" became `after` by `rules`; `remark` names the furniture or the notes called.
    "doubt" is what a rule (`rules`) saw before this spot, and why it left it; "gap" is where text of another part
    lies. `part` is the note that a callout or a gap leads to.
    """

    kind: Literal["same", "change", "doubt", "gap"]
    before: str = ""
    after: str = ""
    rules: tuple[str, ...] = ()
    remark: str = ""
    part: int | None = None

    @property
    def family(self) -> str:
        """The family of the rule that had the last word."""
        return self.rules[-1].partition(".")[0] if self.rules else ""


class _Event(NamedTuple):
    """A piece that is told at `start` of the raw text and goes on to `end`."""

    start: int
    end: int
    piece: Piece


class Explanation:
    """All parts of a cleaned document, piece by piece; what belongs to which part is looked up once."""

    def __init__(self, cleaned: Cleaned) -> None:
        self.cleaned = cleaned
        self._furniture = [furniture.raw_start for furniture in cleaned.furniture]
        self._doubts = _by_part(cleaned)

    def pieces(self, part: int) -> Iterator[Piece]:
        """One part in the order of the raw text, what stayed included."""
        text, raw = self.cleaned.parts[part], self.cleaned.raw
        doubts = (_Event(doubt.raw_end, doubt.raw_end, doubted(doubt)) for doubt in self._doubts.get(part, ()))
        events = [*self._changes(part), *_gaps(self.cleaned, part), *doubts]
        at = text.segments[0][0] if part and text.segments else 0
        for start, end, piece in sorted(events, key=lambda event: event[:2]):
            if at < start:
                yield Piece("same", raw[at:start])
            yield piece
            at = max(at, end)
        end = text.segments[-1][1] if text.segments else at
        if at < end:
            yield Piece("same", raw[at:end])

    def _changes(self, part: int) -> Iterator[_Event]:
        edits = list(self.cleaned.parts[part].edits())
        called = _called(self.cleaned, edits) if part == 0 else {}
        for n, (start, end, before, after, rules) in enumerate(edits):
            callouts = called.get(n, ())
            said = self._kinds(start, end) + [_note_called(self.cleaned, callout) for callout in callouts]
            note = callouts[0].part if callouts else None
            yield _Event(start, end, Piece("change", before, after, rules, "; ".join(said), note))

    def _kinds(self, start: int, end: int) -> list[str]:
        """What kinds of furniture begin in a stretch of the raw text, each once."""
        first, behind = bisect_left(self._furniture, start), bisect_left(self._furniture, end)
        return list(dict.fromkeys(furniture.kind for furniture in self.cleaned.furniture[first:behind]))


def _by_part(cleaned: Cleaned) -> dict[int, list[Doubt]]:
    """The doubts of each part."""
    owners = sorted((start, n) for n, text in enumerate(cleaned.parts) for start, end in text.segments if start < end)
    found = dict[int, list[Doubt]]()
    for doubt in cleaned.doubts:
        at = bisect_right(owners, (doubt.raw_start, len(cleaned.parts))) - 1
        found.setdefault(owners[at][1] if at >= 0 else 0, []).append(doubt)
    return found


def _called(cleaned: Cleaned, edits: Sequence[Edit]) -> dict[int, list[Callout]]:
    """The callouts that each edit of the body took out, by its index."""
    taking = [n for n, edit in enumerate(edits) if any(rule.startswith("callouts.") for rule in edit.rules)]
    begins = cleaned.parts[0].to_clean([edits[n].raw_start for n in taking]).tolist()
    found, at = dict[int, list[Callout]](), 0
    for n, begin in zip(taking, begins, strict=True):
        spelt, end = edits[n].before.translate(RAISED), begin + len(edits[n].after)
        while at < len(cleaned.callouts) and cleaned.callouts[at].offset < begin:
            at += 1
        while at < len(cleaned.callouts) and cleaned.callouts[at].offset <= end:
            _, said, spelt = spelt.partition(cleaned.callouts[at].label)
            if not said:
                break
            found.setdefault(n, []).append(cleaned.callouts[at])
            at += 1
    return found


def _note_called(cleaned: Cleaned, callout: Callout) -> str:
    if callout.part is None:
        return f"callout {callout.label}, no note"
    return f"callout {callout.label}: {fold(cleaned.parts[callout.part].clean.strip())}"


def _gaps(cleaned: Cleaned, part: int) -> Iterator[_Event]:
    """Where text of other parts lies: in the body each note, inside a note whatever comes between its halves."""
    if part == 0:
        for note in cleaned.notes:
            for n, (start, end) in enumerate(note.segments):
                said = f"note {note.label}" + (" goes on" if n else "")
                yield _Event(start, end, Piece("gap", remark=said, part=note.part))
    else:
        segments = cleaned.parts[part].segments
        for (_, end), (start, _) in pairwise(segments):
            if end < start:
                yield _Event(end, start, Piece("gap", remark="goes on behind other text"))


def doubted(doubt: Doubt) -> Piece:
    """A doubt as a remark on the spot."""
    return Piece("doubt", doubt.text, rules=(doubt.rule,), remark=doubt.why)


def title(note: Note) -> str:
    """What a note is called, and where its raw text lies."""
    places = ", ".join(f"{start}–{end}" for start, end in note.segments)
    return f"note {note.label} (part {note.part}, raw text {places})"


def counts(cleaned: Cleaned) -> list[tuple[str, int]]:
    """How many edits each rule signed, most first; doubts are no edits."""
    found = Counter(rule for part in cleaned.parts for edit in part.edits() for rule in edit.rules)
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))


def fold(text: str) -> str:
    """The text, or its first and last words and what it leaves out where it is long."""
    if len(text) <= FOLDED:
        return text
    first, last = text[: FOLDED // 2], text[-FOLDED // 3 :]
    first, last = first.rpartition(" ")[0] or first, last.partition(" ")[2] or last
    return f"{first} … {len(text) - len(first) - len(last)} characters … {last}"


def visible(text: str, staying: bool = False) -> str:
    """Text that can be shown: no control reaches a terminal; in what changed, white space has signs.

    >>> visible("eco-\\n\\tnomic")
    'eco-⏎⇥nomic'
    """
    if staying:
        return text.translate(_STAYING)
    return text.replace(" ", "·").translate(_CHANGED) if text.isspace() else text.translate(_CHANGED)

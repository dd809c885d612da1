"""The parts of a published document, rebuilt from its rows: raw text, edits, and the raw stretches of each part.

The warehouse keeps edits and clean texts, but not of which stretches of the raw text a note is made. They follow from
both: walking from edit to edit, raw and clean text are equal but for a gap where other text lies between.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.edits import Edit, from_rows
from pipeline.report.rows import DocumentRows
from pipeline.text import Edits, Text

LOOK_AHEAD = 40  # code points behind an edit that tell whether a place before it is the right one

Segments = list[tuple[int, int]]


def parts(rows: DocumentRows) -> dict[int, Text] | None:
    """Every part as a Text on one raw text; None where the rows do not lead from the raw text to the clean one."""
    texts = rows.texts()
    found = {part: segments(rows.raw, text, rows.edits[part]) for part, text in texts.items() if part}
    notes = {part: place for part, place in found.items() if place is not None}
    if len(notes) < len(found):
        return None
    body = _between(sorted(segment for place in notes.values() for segment in place), len(rows.raw))
    rebuilt = {part: Text(rows.raw, _columns(rows.edits[part]), place) for part, place in ({0: body} | notes).items()}
    return rebuilt if all(rebuilt[part].clean == text for part, text in texts.items()) else None


def segments(raw: str, clean: str, edits: Sequence[Edit]) -> Segments | None:
    """The raw stretches that `edits` make `clean` of; None where there are none.

    >>> segments("x 1 So\\nHEAD\\nsays y", "So\\nsays", [Edit(2, 4, "1 ", "", ("notes.label",))])
    [(2, 7), (12, 16)]
    """
    if not edits:
        at = raw.find(clean)
        return None if at < 0 else [(at, at + len(clean))][: len(clean)]
    first = edits[0].raw_start
    for before in range(min(first, len(clean)) + 1):
        if raw.startswith(clean[:before], first - before) and (found := _walk(raw, clean, edits, first - before)):
            return found
    return None


def _walk(raw: str, clean: str, edits: Sequence[Edit], start: int) -> Segments | None:
    """The same, where the part begins at `start` of the raw text."""
    found: Segments = []
    begun = at = start
    read = 0
    for n, edit in enumerate(edits):
        following = edits[n + 1].raw_start if n + 1 < len(edits) else len(raw)
        ahead = edit.after + raw[edit.raw_end : min(edit.raw_end + LOOK_AHEAD, following)]
        gap = _gap(raw, clean, (at, edit.raw_start), read, ahead, len(edit.after))
        if gap is None:
            return None
        if gap[0] < gap[1]:
            found.append((begun, gap[0]))
            begun = gap[1]
        read += edit.raw_start - at - (gap[1] - gap[0]) + len(edit.after)
        at = edit.raw_end
    return _last(raw, clean[read:], found, begun, at)


def _gap(raw: str, clean: str, between: tuple[int, int], read: int, ahead: str, sure: int) -> tuple[int, int] | None:
    """The raw stretch between two edits that is not this part's, empty where all is; None where nothing fits.

    `ahead` is the clean text expected behind, `sure` how much of it is certain: then another gap may come.
    """
    at, until = between
    if clean.startswith(raw[at:until] + ahead[:sure], read):
        return at, at
    same = _same(raw[at:until], clean[read : read + until - at])
    for far in (len(ahead), sure):  # the part may end, or another gap begin, before all that is ahead
        for more in range(until - at - same + 1):
            expected = raw[until - more : until] + ahead[:far]
            if expected.startswith(clean[read + same :][: len(expected)] or "\0") and clean.startswith(
                expected[: more + sure], read + same
            ):
                return at + same, until - more
    return None


def _last(raw: str, rest: str, found: Segments, begun: int, at: int) -> Segments | None:
    """What follows the last edit, in one stretch or in two."""
    if raw.startswith(rest, at):
        return [*found, (begun, at + len(rest))]
    same = _same(raw[at:], rest)
    again = raw.find(rest[same:], at + same)
    return None if again < 0 else [*found, (begun, at + same), (again, again + len(rest) - same)]


def _same(one: str, other: str) -> int:
    """How many code points they begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _between(taken: Segments, length: int) -> Segments:
    edges = [0, *(edge for segment in taken for edge in segment), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _columns(edits: Sequence[Edit]) -> Edits:
    return from_rows([(edit.raw_start, edit.raw_end, edit.after, edit.rules) for edit in edits])

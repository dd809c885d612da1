"""From findings in raw offsets to the annotations of the finished parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.cleaning.assemble import Findings
from pipeline.cleaning.paragraph_kinds import Known, paragraphs
from pipeline.document import Callout, Cleaned, Emphasis, Furniture, Hint, Note, Page
from pipeline.text import Text

FOLIO = re.compile(r"^\d+|\d+$")
FOLIO = re.compile(r"^\d+|\d+$")


def annotate(body: Text, rounds: Sequence[Findings], hints: Sequence[Hint]) -> Cleaned:
    """The result of all rounds; hints decide the kind of a paragraph where the cleaner has nothing to say."""
    named = sorted(
        (note for found in rounds for note in found.notes),
        key=lambda note: note[1].segments[0][0] if note[1].segments else 0,
    )
    parts = [body, *(text for _, text in named)]
    notes = [Note(label, n, tuple(text.segments)) for n, (label, text) in enumerate(named, 1)]
    furniture = sorted((f for found in rounds for f in found.furniture), key=lambda f: f.raw_start)
    known = Known(rounds, hints)
    return Cleaned(
        raw=body.raw,
        parts=parts,
        paragraphs=[p for n, part in enumerate(parts) for p in paragraphs(n, part, known)],
        emphasis=list(_emphasis(parts, rounds)),
        callouts=_callouts(body, rounds, notes),
        notes=notes,
        furniture=furniture,
        pages=_pages(body, rounds, furniture),
        doubts=sorted((d for found in rounds for d in found.doubts), key=lambda d: d.raw_start),
    )


def _emphasis(parts: Sequence[Text], rounds: Sequence[Findings]) -> Iterator[Emphasis]:
    """Each emphasised stretch in the part whose segments hold it."""
    owners = sorted((start, end, n) for n, part in enumerate(parts) for start, end in part.segments)
    for found in rounds:
        for raw_start, raw_end, kind in found.emphasis:
            at = bisect_left(owners, raw_start, key=lambda row: row[1] - 1)
            if at < len(owners) and owners[at][0] <= raw_start and raw_end <= owners[at][1]:
                part = parts[owners[at][2]]
                start, end = part.to_clean([raw_start, raw_end]).tolist()
                if start < end:
                    yield Emphasis(owners[at][2], start, end, kind)  # type: ignore[arg-type]


def _callouts(body: Text, rounds: Sequence[Findings], notes: Sequence[Note]) -> list[Callout]:
    """Callouts in reading order, each tied to the first note of its label behind it that no other one has."""
    rows = sorted((at, label) for found in rounds for label, at in found.callouts)
    offsets = body.to_clean([at for at, _ in rows]).tolist()
    free: dict[str, deque[Note]] = defaultdict(deque)
    for note in notes:
        free[note.label].append(note)
    tied = []
    for (at, label), offset in zip(rows, offsets, strict=True):
        own = free[label]
        while own and own[0].segments[0][0] <= at:
            own.popleft()
        tied.append(Callout(label, offset, own.popleft().part if own else None))
    return tied


def _pages(body: Text, rounds: Sequence[Findings], furniture: Sequence[Furniture]) -> list[Page]:
    """Where pages begin; their printed numbers are the digits of the first folio on them."""
    starts = sorted({at for found in rounds for at in found.pages})
    if not starts:
        return []
    starts = sorted({min(int(body.to_raw([0])[0]), *(f.raw_start for f in furniture), *starts), *starts})
    folios: dict[int, str] = {}
    for page, line in zip(np.searchsorted(starts, [f.raw_start for f in furniture], "right"), furniture, strict=True):
        digits = FOLIO.search(line.text.strip()) if line.kind != "rule" and page not in folios else None
        if digits:
            folios[int(page)] = digits[0]
    offsets = body.to_clean(starts).tolist()
    return [Page(offset, at, folios.get(n)) for n, (offset, at) in enumerate(zip(offsets, starts, strict=True), 1)]

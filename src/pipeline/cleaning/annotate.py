"""From findings in raw offsets to the annotations of the finished parts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

import numpy as np

from pipeline.cleaning.assemble import Findings
from pipeline.cleaning.folios import printed
from pipeline.cleaning.paragraph_kinds import Known, paragraphs
from pipeline.document import Callout, Cleaned, Emphasis, Furniture, Hint, Note, Page
from pipeline.text import Text


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
        emphasis=list(_emphasis(parts, rounds, hints)),
        callouts=_callouts(body, rounds, notes),
        notes=notes,
        furniture=furniture,
        pages=_pages(body, rounds, furniture),
        doubts=sorted((d for found in rounds for d in found.doubts), key=lambda d: d.raw_start),
    )


def _emphasis(parts: Sequence[Text], rounds: Sequence[Findings], hints: Sequence[Hint]) -> Iterator[Emphasis]:
    """Each emphasised stretch, by its signs or by what a reader says, in the part whose segments hold it."""
    owners = sorted((start, end, n) for n, part in enumerate(parts) for start, end in part.segments)
    said = [(hint.start, hint.end, hint.kind) for hint in hints if hint.kind in ("emphasis", "strong")]
    for raw_start, raw_end, kind in [*chain.from_iterable(found.emphasis for found in rounds), *said]:
        at = bisect_left(owners, raw_start, key=lambda row: row[1] - 1)
        if at < len(owners) and owners[at][0] <= raw_start and raw_end <= owners[at][1]:
            part = parts[owners[at][2]]
            start, end = part.to_clean([raw_start, raw_end]).tolist()
            text = part.clean[start:end].rstrip()
            if text:
                yield Emphasis(owners[at][2], start, start + len(text), kind)  # type: ignore[arg-type]


def _callouts(body: Text, rounds: Sequence[Findings], notes: Sequence[Note]) -> list[Callout]:
    """Callouts in reading order, each tied to its note where it has one."""
    rows = sorted((at, label) for found in rounds for label, at in found.callouts)
    offsets = body.to_clean([at for at, _ in rows]).tolist()
    called: defaultdict[str, list[int]] = defaultdict(list)
    for at, label in rows:
        called[label].append(at)
    bodies: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for note in notes:
        bodies[note.label].append((note.segments[0][0] if note.segments else 0, note.part))
    ties = {pair for label in called for pair in _tie(label, called[label], bodies[label])}
    parts = {(label, at): part for label, at, part in ties}
    return [Callout(label, offset, parts.get((label, at))) for (at, label), offset in zip(rows, offsets, strict=True)]


def _tie(label: str, called: Sequence[int], bodies: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """The callouts of one label with the notes behind them: of notes in a row, the last to the last callout.

    Where a label begins again with each page, a callout whose note was lost does not take the next page's.
    """
    first = 0
    for before, row in groupby(bodies, key=lambda body: bisect_left(called, body[0])):
        parts = [part for _, part in row]
        waiting = called[max(first, before - len(parts)) : before]
        yield from ((label, at, part) for at, part in zip(waiting, parts, strict=False))
        first = before


def _pages(body: Text, rounds: Sequence[Findings], furniture: Sequence[Furniture]) -> list[Page]:
    """Where pages begin; their printed numbers are what their furniture says of them, as far as it counts on."""
    starts = sorted({at for found in rounds for at in found.pages})
    if not starts:
        return []
    starts = sorted({min(int(body.to_raw([0])[0]), *(f.raw_start for f in furniture), *starts), *starts})
    said = [f for f in furniture if f.kind in ("folio", "running head", "running foot")]
    pages = np.searchsorted(starts, [f.raw_start for f in said], "right").tolist()
    folios = printed([(page, line.text.strip()) for page, line in zip(pages, said, strict=True)])
    offsets = body.to_clean(starts).tolist()
    return [Page(offset, at, folios.get(n)) for n, (offset, at) in enumerate(zip(offsets, starts, strict=True), 1)]

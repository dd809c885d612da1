"""Figures: the cleaner's result held against the truth of one damaged document, counted so that documents add up."""

from __future__ import annotations

from collections import Counter

import numpy as np
from rapidfuzz.distance import Levenshtein

from damage import spots
from damage.images import BODY, Comparison
from damage.pieces import Callout as Called
from damage.pieces import Truth
from damage.result import Fault, Score
from damage.table import UNDECIDABLE
from pipeline.document import Callout, Cleaned

LEFT = 12  # letters before a place that must agree
NEAR = 1  # a blank between a callout and its word is no fault


def score(truth: Truth, cleaned: Cleaned) -> Score:
    """All counts of one document."""
    found = Score(Counter(), [])
    comparison = Comparison(truth, cleaned)
    for measure in (_words, _paragraphs, _callouts, _notes, _pages, _emphasis):
        measure(found, truth, cleaned)
    for compare in spots.ALL:
        compare(found, truth, cleaned, comparison)
    return found


def _words(found: Score, truth: Truth, cleaned: Cleaned) -> None:
    want, got = truth.texts[BODY].split(), cleaned.text.split()
    found.counts["words"] += len(want)
    found.counts["words wrong"] += Levenshtein.distance(want, got)


def _paragraphs(found: Score, truth: Truth, cleaned: Cleaned) -> None:
    """Paragraph borders as numbers of true words before them, and the kinds of paragraphs that are whole."""
    want, got = (text.rstrip("\n").split("\n\n") for text in (truth.texts[BODY], cleaned.text))
    pairs = _pairs([w for p in want for w in p.split()], [w for p in got for w in p.split()])
    borders, ours = _borders(want), {pairs.get(at - 1, -2) + 1 for at in _borders(got)}
    free = _blind(truth)
    found.counts["breaks hit"] += len((borders & ours) - free)
    found.counts["breaks missed"] += len(borders - ours - free)
    found.counts["breaks false"] += len(ours - borders)
    kinds = {_squeezed(cleaned.text[p.start : p.end]): p for p in cleaned.paragraphs if p.part == BODY}
    for text, paragraph in zip(want, truth.paragraphs, strict=True):
        mine = kinds.get(_squeezed(text))
        if mine and paragraph.kind:
            found.counts["kinds"] += 1
            found.counts["kinds right"] += mine.kind == paragraph.kind
            found.counts[f"kind {paragraph.kind}: {mine.kind}"] += 1
            if mine.kind != paragraph.kind:
                found.faults.append(Fault("kind", 0, 0, f"{paragraph.kind}: {text}", mine.kind))
        if mine and paragraph.level:
            found.counts["levels"] += 1
            found.counts["levels right"] += mine.level == paragraph.level


def _pairs(want: list[str], got: list[str]) -> dict[int, int]:
    """Number of each of our words → number of the true word that it is."""
    pairs = dict[int, int]()
    for op in Levenshtein.opcodes(want, got):
        if op.tag == "equal":
            pairs.update(zip(range(op.dest_start, op.dest_end), range(op.src_start, op.src_end), strict=True))
    return pairs


def _borders(paragraphs: list[str]) -> set[int]:
    return set(np.cumsum([len(p.split()) for p in paragraphs[:-1]]).tolist())


def _blind(truth: Truth) -> set[int]:
    at, borders = "", set[int]()
    for piece in truth.pieces:
        if piece.flow == BODY:
            at += piece.clean
            if piece.kind in UNDECIDABLE:
                borders.add(len(at.split()))
    return borders


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _place(text: str, offset: int) -> str:
    return "".join(text[max(0, offset - 3 * LEFT) : offset].split())[-LEFT:]


def _callouts(found: Score, truth: Truth, cleaned: Cleaned) -> None:
    """By label and place in the raw text; tied: the callout leads to the note that it calls."""
    pairs, false = _met(truth, cleaned)
    found.counts["callouts"] += len(truth.callouts)
    found.counts["callouts right"] += len(pairs)
    found.counts["callouts false"] += len(false)
    found.faults += [Fault("callout false", at, at, "", callout.label) for callout, at in false]
    right = {(row.start, row.end) for row, _ in pairs}
    missed = (row for row in truth.callouts if (row.start, row.end) not in right)
    found.faults += [Fault("callout missed", row.start, row.end, row.label, "") for row in missed]
    found.counts["ties"] += sum(row.note is not None for row in truth.callouts)
    for row, mine in pairs:
        if row.note is not None and mine.part is not None:
            same = _squeezed(truth.texts[row.note]) == _squeezed(cleaned.parts[mine.part].clean)
            found.counts["ties right"] += same


def _met(truth: Truth, cleaned: Cleaned) -> tuple[list[tuple[Called, Callout]], list[tuple[Callout, int]]]:
    """True callouts with ours; our false ones with where they stand. Ours stand where something was taken out."""
    offsets = [callout.offset for callout in cleaned.callouts]
    before, behind = (to(offsets).tolist() for to in (cleaned.parts[BODY].to_raw_end, cleaned.parts[BODY].to_raw))
    free, pairs, false = list(truth.callouts), list[tuple[Called, Callout]](), list[tuple[Callout, int]]()
    for mine, left, right in zip(cleaned.callouts, before, behind, strict=True):
        near = (row for row in free if row.label == mine.label and left <= row.end + NEAR and row.start - NEAR <= right)
        row = next(near, None)
        if row is None:
            false.append((mine, left))
        else:
            free.remove(row)
            pairs.append((row, mine))
    return pairs, false


def _notes(found: Score, truth: Truth, cleaned: Cleaned) -> None:
    """By label and letters."""
    want = Counter(zip(truth.labels[1:], map(_squeezed, truth.texts[1:]), strict=True))
    got = Counter((note.label, _squeezed(cleaned.parts[note.part].clean)) for note in cleaned.notes)
    found.counts["notes"] += want.total()
    found.counts["notes right"] += (want & got).total()
    found.counts["notes false"] += (got - want).total()
    found.faults += [Fault("note false", 0, 0, "", f"{label}: {text}") for label, text in got - want]
    found.faults += [Fault("note missed", 0, 0, f"{label}: {text}", "") for label, text in want - got]


def _pages(found: Score, truth: Truth, cleaned: Cleaned) -> None:
    """Where pages begin in the raw text, blank text aside; of these, offset and printed number."""
    found.counts["pages"] += len(truth.pages)
    mine = sorted(cleaned.pages, key=lambda page: page.raw_start)
    right = 0
    for page in truth.pages:
        near = (p for p in mine if page.raw_start - page.slack <= p.raw_start <= page.raw_start)
        met = next(near, None)
        if met is None:
            continue
        right += 1
        found.counts["page offsets right"] += _place(truth.texts[BODY], page.offset) == _place(cleaned.text, met.offset)
        found.counts["page folios right"] += met.folio == page.folio
        if met.folio != page.folio:
            found.faults.append(Fault("page folio", page.raw_start, page.raw_start, str(page.folio), str(met.folio)))
    found.counts["pages right"] += right
    found.counts["pages false"] += max(0, len(mine) - right)


def _emphasis(found: Score, truth: Truth, cleaned: Cleaned) -> None:
    """What markup set off in the body, by its text and place."""
    marks, at = list[int](), 0
    for piece in truth.pieces:
        if piece.flow == BODY:
            marks += [at] if piece.kind == "markup.emphasis" else []
            at += len(piece.clean)
    text = truth.texts[BODY]
    want = Counter((text[a:b], _place(text, a)) for a, b in zip(marks[::2], marks[1::2], strict=True))
    mine = [(e.start, e.end) for e in cleaned.emphasis if e.part == BODY]
    got = Counter((cleaned.text[a:b], _place(cleaned.text, a)) for a, b in mine)
    found.counts["emphasis"] += want.total()
    found.counts["emphasis right"] += (want & got).total()
    found.counts["emphasis false"] += (got - want).total()

"""Scores by place in the raw text: furniture, harm, every damage, every edit, every doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from damage.images import BODY, NOTES, Comparison, Mask
from damage.pieces import Truth
from damage.result import Fault, Score
from damage.table import FURNITURE_KINDS, MEASURE_OF, UNDECIDABLE, family_of
from pipeline.document import Cleaned

CROSSING = "(between two flows)"
WORD = re.compile(r"\S+")


def furniture(found: Score, truth: Truth, cleaned: Cleaned, comparison: Comparison) -> None:
    """By words of the raw text: out of all flows or not; and by lines: of the right kind or not."""
    true, ours = (_marked(comparison, spans) for spans in (_true_spans(truth), _our_spans(cleaned)))
    for match in WORD.finditer(truth.raw):
        at = match.start()
        found.counts["furniture"] += true[at]
        found.counts["furniture right"] += bool(true[at] and ours[at])
        found.counts["furniture false"] += bool(ours[at] and not true[at])
    spans = list(_our_spans(cleaned))
    for piece in truth.furniture:
        name = piece.kind.removeprefix("furniture.")
        met = next((kind for kind, start, end in spans if start < piece.end and piece.start < end), None)
        found.counts["furniture lines"] += met is not None
        found.counts["furniture kinds right"] += met in FURNITURE_KINDS[name]
        if met and met not in FURNITURE_KINDS[name]:
            found.faults.append(Fault("furniture kind", piece.start, piece.end, name, met))
    for kind, start, end in spans:
        if not any(true[at] for at in range(start, end)):
            found.faults.append(Fault("furniture false", start, end, "", kind))


def _true_spans(truth: Truth) -> Iterator[tuple[str, int, int]]:
    yield from ((p.kind, p.start, p.end) for p in truth.furniture)


def _our_spans(cleaned: Cleaned) -> Iterator[tuple[str, int, int]]:
    yield from ((f.kind, f.raw_start, f.raw_end) for f in cleaned.furniture)


def _marked(comparison: Comparison, spans: Iterator[tuple[str, int, int]]) -> list[bool]:
    marks = np.zeros(len(comparison.solid), bool)
    for _, start, end in spans:
        marks[start:end] = True
    return list((marks & comparison.solid).tolist())


def harm(found: Score, truth: Truth, cleaned: Cleaned, comparison: Comparison) -> None:
    """Letters that no damage touched, yet changed, lost or in the wrong flow."""
    notes = (comparison.true.flow == NOTES) & comparison.solid
    found.counts["note letters"] += int(notes.sum())
    found.counts["note letters out"] += int((notes & (comparison.ours.flow != BODY)).sum())
    found.counts["letters"] += int(((comparison.true.flow >= 0) & comparison.solid).sum())
    for start, end in _runs(comparison.lost | (_beside(comparison.lost) & ~comparison.solid)):
        if not comparison.agree(start, end, "letters"):
            found.counts["letters harmed"] += int(comparison.lost[start:end].sum())
            found.faults.append(Fault("harm", start, end, *(comparison.between(start, end) or (CROSSING, ""))))


def _beside(mask: Mask) -> Mask:
    """Blanks between two marked characters, so that a lost line is one fault."""
    before, after = np.roll(mask, 1), np.roll(mask, -1)
    before[:1] = after[-1:] = False
    return before & after


def _runs(mask: Mask) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def damages(found: Score, truth: Truth, cleaned: Cleaned, comparison: Comparison) -> None:
    """Every damage: undone or not."""
    for piece in truth.damages:
        if piece.kind in UNDECIDABLE or piece.kind == "page":
            continue
        undone = comparison.agree(piece.start, piece.end, family_of(piece.kind)[1])
        found.counts[f"damage {piece.kind}"] += 1
        found.counts[f"undone {piece.kind}"] += undone
        if not undone:
            pair = comparison.between(piece.start, piece.end) or (CROSSING, "")
            found.faults.append(Fault(piece.kind, piece.start, piece.end, *pair))


def edits(found: Score, truth: Truth, cleaned: Cleaned, comparison: Comparison) -> None:
    """Every edit, for each rule that signed it: right or not, and what it harmed."""
    sound = np.zeros(len(truth.raw) + 1, bool)
    for piece in truth.pieces:
        sound[piece.start : piece.end] = not piece.damaged and piece.flow >= 0
    for part in cleaned.parts:
        for edit in part.edits():
            for rule in edit.rules:
                right = comparison.agree(edit.raw_start, edit.raw_end, MEASURE_OF.get(rule.split(".")[0], "words"))
                found.counts[f"edits {rule}"] += 1
                found.counts[f"right {rule}"] += right
                if not right:
                    found.counts[f"harm {rule}"] += int(sound[edit.raw_start : edit.raw_end].sum())
                    pair = comparison.between(edit.raw_start, edit.raw_end) or (CROSSING, "")
                    found.faults.append(Fault(f"edit {rule}", edit.raw_start, edit.raw_end, *pair))


def doubts(found: Score, truth: Truth, cleaned: Cleaned, comparison: Comparison) -> None:
    """Doubts at what nobody can tell, and elsewhere."""
    unsure = [p for p in truth.pieces if p.kind == "hyphen.doubt"]
    met = [p for p in unsure if any(d.raw_start <= p.end and p.start <= d.raw_end for d in cleaned.doubts)]
    found.counts["doubts"] += len(unsure)
    found.counts["doubts right"] += len(met)
    found.counts["doubts elsewhere"] += max(0, len(cleaned.doubts) - len(met))
    for piece in unsure:
        if piece not in met:
            found.faults.append(Fault("doubt missed", piece.start, piece.end, "", ""))


ALL = (furniture, harm, damages, edits, doubts)

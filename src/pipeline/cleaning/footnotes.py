"""Callouts and notes together: callouts call for notes, notes bear out callouts, until both agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.cleaning import callouts, notes
from pipeline.cleaning.answers import answering
from pipeline.cleaning.blocks import Block, blocks
from pipeline.cleaning.candidate import TELLING, Candidate
from pipeline.cleaning.continued import Continuations
from pipeline.cleaning.dresses import candidates
from pipeline.cleaning.layout import BODY, LABEL, NOTE, Layout
from pipeline.cleaning.notes import Label, Places
from pipeline.cleaning.stops import Stops


def find(layout: Layout) -> tuple[list[Candidate], list[Label]]:
    """The callouts of a text and the labels of its notes, in order; every line of a note is given to it.

    A text of several articles has several chains: they are found one after the other.
    """
    opening = notes.labels(layout)
    likely = candidates(layout.scan, {label.text for label in opening})
    if _all_stars(label.text for label in opening):
        opening = [label if label.text.isdigit() else replace(label, rank=len(label.text)) for label in opening]
        likely = [c if c.label.isdigit() else c._replace(rank=len(c.label)) for c in likely]
    found = callouts.in_body(layout, callouts.marked_up(likely))
    stops = Stops.of(layout) if found else None
    opening = notes.at_feet(stops, opening) if stops else opening
    called: list[Candidate] = []
    labels: list[Label] = []
    while stops and found:
        chain, own = _one(layout, stops, found, opening, len(labels))
        called, labels = called + chain, labels + own
        found = _left(layout, found, chain)
        opening = [label for label in opening if layout.role[label.line] == BODY]
    callouts.lift_lines(layout, called)
    return sorted(called, key=lambda c: c.start), labels


def _all_stars(labels: Iterable[str]) -> bool:
    """Of all signs, only asterisks open notes: then two of them are the second sign, not the seventh."""
    signs = {label for label in labels if not label.isdigit()}
    return bool(signs) and all(set(sign) == {"*"} for sign in signs)


def _left(layout: Layout, found: Sequence[Candidate], chain: Sequence[Candidate]) -> list[Candidate]:
    """The candidates for one more chain: none where there was none, or where what is left would not convince."""
    taken = {c.start for c in chain}
    left = callouts.in_body(layout, [c for c in found if c.start not in taken]) if chain else []
    return left if callouts.more(left) else []


def _one(
    layout: Layout, stops: Stops, found: Sequence[Candidate], opening: Sequence[Label], noted: int
) -> tuple[list[Candidate], list[Label]]:
    """The best chain and the labels of its notes; `noted` are the notes that others have."""
    evidence, pages = Places.of(stops, opening, firm=False).evidence(layout, found)
    called = callouts.chain(found, evidence, pages)
    likely = called or [c for c in found if c.weight >= TELLING]
    bodies = blocks(layout, answering(layout, stops, opening, likely), likely, stops)
    labels = assign(layout, Continuations(layout, stops, bodies, callouts.lines_of(layout, called)), bodies, noted)
    if not labels:  # what looked like notes proves nothing
        return callouts.chain(found, [0.0] * len(found), pages), labels
    left = callouts.in_body(layout, found)
    return callouts.chain(left, *Places.of(stops, labels, firm=True).evidence(layout, left), called), labels


def assign(layout: Layout, continuations: Continuations, found: Sequence[Block], first: int = 0) -> list[Label]:
    """Gives every line of the blocks its note, from number `first` on; returns the notes' labels, in their order."""
    labels = [label for block in found for label in block.labels]
    ends = [label.line for label in labels[1:]]
    stops = [block.stop for block in found for _ in block.labels]
    for note, (label, end, stop) in enumerate(zip(labels, [*ends, len(layout)], stops, strict=False), first):
        _give(layout, range(label.line, min(end, stop)), note)
        if label.length > layout.lengths.item(label.line):
            layout.kind[label.line] = LABEL
    last = first - 1
    for block, following in zip(found, [*found[1:], None], strict=False):
        last += len(block.labels)
        for lines in continuations.behind(last, block, following):
            _give(layout, lines, last)
    return labels


def _give(layout: Layout, lines: range, note: int) -> None:
    own = np.arange(lines.start, lines.stop)[layout.role[lines.start : lines.stop] == BODY]
    layout.role[own], layout.note[own] = NOTE, note

"""Callouts and notes together: callouts call for notes, notes bear out callouts, until both agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.cleaning import callouts, notes
from pipeline.cleaning.answers import answering
from pipeline.cleaning.blocks import Block, blocks
from pipeline.cleaning.continued import Continuations
from pipeline.cleaning.dresses import TELLING, Candidate, candidates
from pipeline.cleaning.layout import BODY, NOTE, Layout
from pipeline.cleaning.notes import Label, Places
from pipeline.cleaning.stops import Stops


def find(layout: Layout) -> tuple[list[Candidate], list[Label]]:
    """The callouts of a text and the labels of its notes, in order; every line of a note is given to it."""
    opening = notes.labels(layout)
    found = callouts.in_body(layout, candidates(layout.scan, {label.text for label in opening}))
    if not found:
        return [], []
    stops = Stops.of(layout)
    called = callouts.chain(found, *Places.of(stops, opening, firm=False).evidence(layout, found))
    likely = called or [c for c in found if c.weight >= TELLING]
    bodies = blocks(layout, answering(layout, stops, opening, likely), likely, stops)
    labels = assign(layout, Continuations(layout, stops, bodies, callouts.lines_of(layout, called)), bodies)
    if labels:
        left = callouts.in_body(layout, found)
        evidence = Places.of(stops, labels, firm=True).evidence(layout, left)
        called = callouts.chain(left, *evidence, called)
    callouts.lift_lines(layout, called)
    return called, labels


def assign(layout: Layout, continuations: Continuations, found: Sequence[Block]) -> list[Label]:
    """Gives every line of the blocks its note; returns the notes' labels, in order of their indices."""
    labels = [label for block in found for label in block.labels]
    ends = [label.line for label in labels[1:]]
    stops = [block.stop for block in found for _ in block.labels]
    for note, (label, end, stop) in enumerate(zip(labels, [*ends, len(layout)], stops, strict=False)):
        _give(layout, range(label.line, min(end, stop)), note)
    last = -1
    for block, following in zip(found, [*found[1:], None], strict=False):
        last += len(block.labels)
        for lines in continuations.behind(last, block, following):
            _give(layout, lines, last)
    return labels


def _give(layout: Layout, lines: range, note: int) -> None:
    own = np.arange(lines.start, lines.stop)[layout.role[lines.start : lines.stop] == BODY]
    layout.role[own], layout.note[own] = NOTE, note

"""One round over one text: settle letters and spacing, draw the layout, let the families decide, write their edits.

Everything found is noted in raw offsets, which no later round can move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import cast

import numpy as np

from pipeline.cleaning import footnotes, furniture, hyphens, letters, markup, spacing, words
from pipeline.cleaning.candidate import Candidate
from pipeline.cleaning.characters import Scan
from pipeline.cleaning.hyphens import Verdict
from pipeline.cleaning.judge import Judge
from pipeline.cleaning.layout import BODY, EMPTY, FURNITURE, LIFTED, NOTE, Layout
from pipeline.cleaning.stitching import Stitches
from pipeline.document import Doubt, Furniture, FurnitureKind, Hint
from pipeline.lexicon import NONE, Lexicon
from pipeline.text import Edits, IntArray, Proposal, Text

UNCOVERING = frozenset(["letters.controls", "spacing.joiners"])  # the blanks before what they remove may end a line


@dataclass(slots=True)
class Findings:
    """What one round found, in raw offsets."""

    callouts: list[tuple[str, int]] = field(default_factory=list)
    notes: list[tuple[str, Text]] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    emphasis: list[tuple[int, int, str]] = field(default_factory=list)
    kinds: list[tuple[int, str, int | None]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def once(text: Text, off: frozenset[str], hints: Sequence[Hint] = (), lexicon: Lexicon = NONE) -> tuple[Text, Findings]:
    """One round over a part: its next text, and what was found on the way. Rules in `off` change nothing."""
    settled, layout = settle(text, off)
    furniture.mark_hinted(layout, _hinted(settled, hints, "furniture"))
    for span in _hinted(settled, hints, "code"):
        layout.coded[layout.within(*span)] = True
    layout.noted = frozenset(n for span in _hinted(settled, hints, "note") for n in layout.within(*span))
    return Round(settled, layout, off, lexicon).run()


def _hinted(settled: Text, hints: Sequence[Hint], kind: str) -> list[tuple[int, int]]:
    """What hints of a kind speak of, in the settled text."""
    spans = [(hint.start, hint.end) for hint in hints if hint.kind == kind]
    return [(a, b) for a, b in settled.to_clean(spans).tolist()] if spans else []


def settle(text: Text, off: frozenset[str]) -> tuple[Text, Layout]:
    """The text with its letters and spacing settled, and the picture of its lines."""
    source = Scan.of(text.clean)
    changes = Edits.gather([*(rule(source) for rule in letters.RULES), spacing.joiners(source)]).without(off)
    if UNCOVERING & {rule for signature in changes.signatures for rule in signature}:
        text, changes = text.fold(changes), Edits.none()
        source = Scan.of(text.clean)
    runs = spacing.Runs.of(source)
    edits = [spacing.letters(source), spacing.blanks(runs), spacing.invisible(runs)]
    settled = text.fold(Edits.gather([changes, *edits]).without(off))
    scan = source if settled is text else Scan.of(settled.clean)
    return settled, Layout.of(scan, source, runs)


class Round:
    """The decisions of one round, made once, on one layout."""

    def __init__(self, text: Text, layout: Layout, off: frozenset[str], lexicon: Lexicon = NONE) -> None:
        self.text, self.layout, self.off = text, layout, off
        self.found = Findings()
        self.judge = Judge(layout, lexicon)
        self.torn = words.Torn(layout)

    def run(self) -> tuple[Text, Findings]:
        """Furniture, then callouts and notes together, then the seams between what is left."""
        layout = self.layout
        furniture.mark(layout)
        self._put_back()
        heads = markup.headings(layout)
        noted = not self.off & {"callouts.chain", "notes.label"}
        called, self.labels = footnotes.find(layout) if noted else ([], [])
        layout.measure()
        furniture.mark_interruptions(layout)
        self._put_back()
        emphasised = markup.marked(layout)
        edits = Edits.gather(
            [
                Edits.propose(Proposal(c.start, c.end, "", "callouts.chain") for c in called),
                self._labels(),
                heads,
                *self._seams(),
                self._furniture(),
                markup.emphasis(emphasised),
                *(rule(layout) for rule in words.RULES),
                self.torn.edits(),
                hyphens.soft(layout),
                markup.raised(layout),
            ]
        ).without(self.off)
        self._record(called, emphasised)
        return self._parts(edits), self.found

    def _put_back(self) -> None:
        """Furniture of a rule that is off is text."""
        if self.off:
            for n in [n for n, rule in self.layout.rule.items() if rule in self.off]:
                self.layout.role[n] = BODY
                del self.layout.rule[n], self.layout.kind[n]

    def _labels(self) -> Edits:
        starts = self.layout.starts[[label.line for label in self.labels]] if self.labels else np.zeros(0, np.int64)
        return Edits.of(starts, starts + [label.length for label in self.labels], "", "notes.label")

    def _seams(self) -> list[Edits]:
        """What is written between lines."""
        stitches = Stitches.of(self.layout, self.judge, self.torn)
        for end, following, verdict in stitches.doubts:
            self._doubt(end, following, verdict)
        for start, end, rule, word, why in self.torn.doubts:
            at, stop = int(self.text.to_raw([start])[0]), int(self.text.to_raw_end([end])[0])
            self.found.doubts.append(Doubt(at, stop, rule, word, why))
        return stitches.edits(self._taken)

    def _doubt(self, end: int, following: int, verdict: Verdict) -> None:
        start, stop = int(self.text.to_raw([end - 1])[0]), int(self.text.to_raw_end([following])[0])
        word = self.layout.text[max(0, end - 60) : end].rsplit(None, 1)[-1]
        self.found.doubts.append(Doubt(start, stop, "hyphens.join", word, verdict.why))

    @cached_property
    def _segments(self) -> list[list[tuple[int, int]]]:
        """For each note, the stretches of text that are its own: with the line feed after them where it goes on."""
        layout = self.layout
        filled = np.concatenate([[0], np.cumsum(layout.role != EMPTY)]).tolist()
        found: list[list[tuple[int, int]]] = [[] for _ in self.labels]
        last = [-1] * len(found)
        for n in layout.where(NOTE).tolist():
            note, start, end = layout.note.item(n), layout.starts.item(n), layout.ends.item(n)
            rows = found[note]
            if rows and filled[n] == filled[last[note] + 1]:
                rows[-1] = (rows[-1][0], end)
            else:
                if rows:
                    rows[-1] = (rows[-1][0], rows[-1][1] + 1)
                rows.append((start, end))
            last[note] = n
        return found

    @cached_property
    def _taken(self) -> tuple[IntArray, IntArray]:
        """Everything that is not the body's to write."""
        own = np.flatnonzero((self.layout.role == FURNITURE) | (self.layout.role == LIFTED))
        noted = np.array([segment for note in self._segments for segment in note], np.int64).reshape(-1, 2)
        starts = np.concatenate([self.layout.starts[own], noted[:, 0]])
        order = np.argsort(starts, kind="stable")
        return starts[order], np.concatenate([self.layout.ends[own], noted[:, 1]])[order]

    def _furniture(self) -> Edits:
        rows = self.layout.where(FURNITURE).tolist()
        starts, ends = self.layout.starts, self.layout.ends
        return Edits.propose(Proposal(starts.item(n), ends.item(n), "", self.layout.rule[n]) for n in rows)

    def _parts(self, edits: Edits) -> Text:
        """The body; its notes go to the findings."""
        text = self.text.fold(edits)
        if not self.labels:
            return text
        lengths = [len(note) for note in self._segments]
        flat = np.array([segment for note in self._segments for segment in note], np.int64).reshape(-1, 2)
        rows = list(zip(self.text.to_raw(flat[:, 0]).tolist(), self.text.to_raw_end(flat[:, 1]).tolist(), strict=True))
        cuts = np.concatenate([[0], np.cumsum(lengths)]).tolist()
        body, *bodies = text.split([rows[a:b] for a, b in pairwise(cuts)])
        self.found.notes = [(label.text, note) for label, note in zip(self.labels, bodies, strict=True)]
        return body

    def _record(self, called: Sequence[Candidate], emphasised: Sequence[markup.Emphasised]) -> None:
        raw = self.text
        at = raw.to_raw([c.start for c in called]).tolist()
        self.found.callouts = [(c.label, start) for c, start in zip(called, at, strict=True)]
        starts = raw.to_raw([e.inner[0] for e in emphasised]).tolist()
        ends = raw.to_raw_end([e.inner[1] for e in emphasised]).tolist()
        self.found.emphasis = [(s, e, x.kind) for s, e, x in zip(starts, ends, emphasised, strict=True)]
        self._record_lines()

    def _record_lines(self) -> None:
        """Furniture, the kinds of body lines, and where pages begin."""
        layout, raw = self.layout, self.text
        rows = layout.where(FURNITURE)
        spans = zip(raw.to_raw(layout.starts[rows]).tolist(), raw.to_raw_end(layout.ends[rows]).tolist(), strict=True)
        self.found.furniture = [
            Furniture(cast(FurnitureKind, layout.kind[n]), start, end, raw.raw[start:end])
            for n, (start, end) in zip(rows.tolist(), spans, strict=True)
        ]
        named = [n for n in sorted(layout.kind) if layout.role[n] == BODY]
        starts = raw.to_raw(layout.starts[named]).tolist() if named else []
        self.found.kinds = [(s, layout.kind[n], layout.level.get(n)) for s, n in zip(starts, named, strict=True)]
        self.found.pages = raw.to_raw(layout.starts[self._page_starts()]).tolist()

    def _page_starts(self) -> IntArray:
        """The first lines of pages, but for the first page of a text."""
        filled = np.flatnonzero(self.layout.lengths > 0)
        page = self.layout.page[filled]
        begins = page != np.concatenate([[0], page[:-1]])
        begins = begins if self.layout.paged else begins | self.layout.opens[filled]
        return np.asarray(filled[begins], np.int64)

"""One round over one text: settle letters and spacing, draw the layout, let the families decide, write their edits.

Everything found is noted in raw offsets, which no later round can move.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import cast

from pipeline.cleaning import callouts, furniture, hyphens, letters, markup, notes, spacing, words
from pipeline.cleaning.hyphens import MARK, Judge, Verdict
from pipeline.cleaning.layout import Layout
from pipeline.cleaning.paragraphs import Seam, Seams, close, join, lead, split
from pipeline.cleaning.spacing import SOFT
from pipeline.document import Doubt, Furniture, FurnitureKind, Hint
from pipeline.text import Edits, Proposal, Text

RULES = (*letters.RULES, *spacing.RULES)


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


def once(text: Text, off: frozenset[str], hints: Sequence[Hint] = ()) -> tuple[Text, Findings]:
    """One round over a part: its next text, and what was found on the way. Rules in `off` change nothing."""
    settled = text.fold(Edits.gather([rule(text.clean) for rule in RULES]).without(off))
    layout = Layout.of(settled.clean, text.clean)
    hinted = [(hint.start, hint.end) for hint in hints if hint.kind == "furniture"]
    furniture.mark_hinted(layout, [(a, b) for a, b in settled.to_clean(hinted).tolist()] if hinted else [])
    return Round(settled, layout, off).run()


class Round:
    """The decisions of one round, made once, on one layout."""

    def __init__(self, text: Text, layout: Layout, off: frozenset[str]) -> None:
        self.text, self.layout, self.off = text, layout, off
        self.found = Findings()
        self.judge = Judge(layout)

    def run(self) -> tuple[Text, Findings]:
        """Furniture, then callouts and notes together, then the seams between what is left."""
        furniture.mark(self.layout)
        heads = markup.headings(self.layout)
        called, self.labels = self._notes()
        self.layout.measure()
        furniture.mark_interruptions(self.layout)
        self.note_flows = list(notes.flows(self.layout))
        emphasised = markup.emphasis(self.layout)
        seams = Seams(self.layout)
        edits = Edits.gather(
            [
                Edits.propose(Proposal(c.start, c.end, "", "callouts.chain") for c in called),
                self._labels(),
                heads,
                Edits.propose(self._body(seams)),
                Edits.propose(p for flow in self.note_flows for p in self._note(flow, seams)),
                self._furniture(),
                markup.emphasis_edits(emphasised),
                *(rule(self.layout) for rule in words.RULES),
                hyphens.soft(self.layout),
                markup.raised(self.layout),
            ]
        ).without(self.off)
        self._record(called, emphasised)
        return self._parts(edits), self.found

    def _notes(self) -> tuple[list[callouts.Candidate], list[notes.Label]]:
        """Callouts call for notes, notes bear out callouts: twice round is enough."""
        candidates = callouts.candidates(self.layout)
        called = callouts.chain(candidates)
        blocks = notes.blocks(self.layout, called or [c for c in candidates if c.weight >= 2])
        labels = notes.assign(self.layout, blocks)
        if labels:
            known = frozenset(str(label.number) for label in labels)
            called = callouts.chain(callouts.candidates(self.layout), known)
        callouts.raise_lines(self.layout, called)
        return called, labels

    def _labels(self) -> Edits:
        starts = [self.layout.lines[label.line].start for label in self.labels]
        return Edits.of(
            starts, [s + label.length for s, label in zip(starts, self.labels, strict=True)], "", "notes.label"
        )

    def _body(self, seams: Seams) -> Iterator[Proposal]:
        """Nothing before the first line, one line feed behind the last, a seam between two."""
        lines, length = self.layout.lines, len(self.layout.text)
        flow = [n for n, line in enumerate(lines) if line.role == "body"]
        yield from self._pieces(lead(0, lines[flow[0]].start if flow else length))
        for a, b in pairwise(flow):
            yield from self._pieces(self._seam(seams, self._between(a, b)))
        if flow:
            yield from self._pieces(close(lines[flow[-1]].end, length))

    def _note(self, flow: Sequence[int], seams: Seams) -> Iterator[Proposal]:
        """The seams of a note; where other text lies between its lines, only its own line feed is written."""
        lines = self.layout.lines
        for a, b in pairwise(flow):
            seam = self._seam(seams, self._between(a, b))
            seam = join(seam.start, seam.end) if seam.rule == "paragraphs.split" else seam
            if any(not line.blank for line in lines[a + 1 : b]):
                seam = seam._replace(end=lines[a].end + 1)
            yield from self._change(seam)

    def _between(self, a: int, b: int) -> Seam:
        between = self.layout.lines[a + 1 : b]
        crossing = any(line.role not in ("blank", "raised") for line in between)
        crossing = crossing or any(map(self.layout.opens_page, range(a + 1, b + 1)))
        raised = any(line.role == "raised" for line in between)
        return Seam(a, b, sum(line.blank for line in between), crossing, raised)

    def _seam(self, seams: Seams, seam: Seam) -> Proposal:
        """What is written between two lines of a flow."""
        a, b = self.layout.lines[seam.before], self.layout.lines[seam.after]
        write = seams.decide(seam)
        verdict = self.judge.judge(a.text, b.text) if a.text[-1:] in MARK else None
        if verdict and (write is not split or (b.starts_lower and not seam.blanks)):
            if verdict.doubtful:
                self._doubt(a.end, b.start, verdict)
            return verdict.write(a.end, b.start)
        return write(a.end - (a.text[-1:] == SOFT), b.start)

    def _doubt(self, end: int, following: int, verdict: Verdict) -> None:
        start, stop = int(self.text.to_raw([end - 1])[0]), int(self.text.to_raw_end([following])[0])
        word = self.layout.text[max(0, end - 60) : end].rsplit(None, 1)[-1]
        self.found.doubts.append(Doubt(start, stop, "hyphens.join", word, verdict.why))

    def _pieces(self, whole: Proposal) -> Iterator[Proposal]:
        """A proposal but for furniture and notes inside it: the first piece writes, the others delete."""
        at, after = whole.start, whole.after
        for start, end in self._taken_between(whole.start, whole.end):
            if at < start:
                yield from self._change(whole._replace(start=at, end=start, after=after))
                after = ""
            at = end
        if at < whole.end or after == whole.after:
            yield from self._change(whole._replace(start=at, after=after))

    def _change(self, proposal: Proposal) -> Iterator[Proposal]:
        if self.layout.text[proposal.start : proposal.end] != proposal.after:
            yield proposal

    @cached_property
    def _segments(self) -> list[list[tuple[int, int]]]:
        """For each note, the stretches of text that are its own: with the line feed after them where it goes on."""
        lines = self.layout.lines
        found = []
        for flow in self.note_flows:
            rows = [[lines[flow[0]].start, lines[flow[0]].end]]
            for a, b in pairwise(flow):
                if all(line.blank for line in lines[a + 1 : b]):
                    rows[-1][1] = lines[b].end
                else:
                    rows[-1][1] += 1
                    rows.append([lines[b].start, lines[b].end])
            found.append([(start, end) for start, end in rows])
        return found

    @cached_property
    def _taken(self) -> list[tuple[int, int]]:
        """Everything that is not the body's to write."""
        own = [(line.start, line.end) for line in self.layout.lines if line.role in ("furniture", "raised")]
        return sorted([*own, *(segment for note in self._segments for segment in note)])

    def _taken_between(self, start: int, end: int) -> list[tuple[int, int]]:
        first = bisect_left(self._taken, (start, -1))
        return self._taken[first : bisect_left(self._taken, (end, -1))]

    def _furniture(self) -> Edits:
        rows = [line for line in self.layout.lines if line.role == "furniture"]
        return Edits.propose(Proposal(line.start, line.end, "", line.rule) for line in rows)

    def _parts(self, edits: Edits) -> Text:
        """The body; its notes go to the findings."""
        segments = [
            [(int(self.text.to_raw([s])[0]), int(self.text.to_raw_end([e])[0])) for s, e in note]
            for note in self._segments
        ]
        body, *bodies = self.text.fold(edits).split(segments)
        self.found.notes = [(str(label.number), note) for label, note in zip(self.labels, bodies, strict=True)]
        return body

    def _record(self, called: Sequence[callouts.Candidate], emphasised: Sequence[markup.Emphasised]) -> None:
        raw = self.text
        at = raw.to_raw([c.start for c in called]).tolist()
        self.found.callouts = [(c.label, start) for c, start in zip(called, at, strict=True)]
        starts = raw.to_raw([e.inner[0] for e in emphasised]).tolist()
        ends = raw.to_raw_end([e.inner[1] for e in emphasised]).tolist()
        self.found.emphasis = [(s, e, x.kind) for s, e, x in zip(starts, ends, emphasised, strict=True)]
        self._record_lines()

    def _record_lines(self) -> None:
        """Furniture, the kinds of body lines, and where pages begin."""
        raw, page, marks = self.text, 0, self.layout.page_marks
        starts = raw.to_raw([line.start for line in self.layout.lines]).tolist()
        ends = raw.to_raw_end([line.end for line in self.layout.lines]).tolist()
        for n, line in enumerate(self.layout.lines):
            if line.role == "furniture":
                kind = cast(FurnitureKind, line.kind)
                self.found.furniture.append(Furniture(kind, starts[n], ends[n], raw.raw[starts[n] : ends[n]]))
            elif line.role == "body" and line.kind:
                self.found.kinds.append((starts[n], line.kind, line.level))
            if line.text and (line.page != page or n in marks):
                self.found.pages.append(starts[n])
                page = line.page

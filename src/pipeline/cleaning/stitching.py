"""What is written between the lines of a text: hyphens and torn words have the first say, then paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning import elisions, hyphens, links, paragraphs, words
from pipeline.cleaning.characters import SOFT
from pipeline.cleaning.hyphens import Verdict, Writer
from pipeline.cleaning.judge import Judge
from pipeline.cleaning.layout import BODY, BoolArray, Layout
from pipeline.cleaning.paragraphs import SPLIT, WRITERS, Seams, close, join, lead
from pipeline.edits import IntArray
from pipeline.text import Edits, Proposal


@dataclass(frozen=True)
class Stitches:
    """All seams of a layout and what is written at each: `choice` is an index into `writers`.

    `doubts` are line ends, the starts of the lines behind them, and verdicts that a person should look at.
    """

    layout: Layout
    seams: Seams
    choice: IntArray
    writers: Sequence[Writer]
    doubts: Sequence[tuple[int, int, Verdict]]

    @staticmethod
    def of(layout: Layout, judge: Judge, torn: words.Torn) -> Stitches:
        """Decides every seam."""
        seams = Seams.of(layout, *paragraphs.flows(layout))
        choice = paragraphs.decide(layout, seams).astype(np.int64)
        closed = layout.coded[seams.before] & layout.coded[seams.after]
        closed |= (choice == SPLIT) & ~(layout.starts_lower[seams.after] & (seams.blanks == 0))
        verdicts = {i: v for i, v in _verdicts(layout, seams, judge, torn).items() if not closed[i]}
        writers = [*WRITERS, *dict.fromkeys(v.write for v in verdicts.values())]
        number = {writer: n for n, writer in enumerate(writers)}
        choice[[*verdicts]] = [number[v.write] for v in verdicts.values()]
        ends, starts = layout.ends[seams.before], layout.starts[seams.after]
        doubts = [(ends.item(i), starts.item(i), v) for i, v in verdicts.items() if v.doubtful]
        return Stitches(layout, seams, choice, writers, doubts)

    def edits(self, taken: tuple[IntArray, IntArray]) -> list[Edits]:
        """What is written; `taken` are the starts and ends of the ranges between lines that belong to others."""
        other = self.seams.blanks < self.seams.after - self.seams.before - 1
        by_hand = [p for i in np.flatnonzero(other).tolist() for p in self._around(i, taken)]
        body = self.layout.where(BODY)
        edges = [*self._pieces(self._lead(body), taken), *self._pieces(self._close(body), taken)]
        return [Edits.propose([*by_hand, *edges]), self._plain(~other)]

    def _plain(self, which: BoolArray) -> Edits:
        """The seams where nothing but line feeds lies between two lines."""
        choice, codes = self.choice[which], self.layout.scan.codes
        model = [writer(1, 2) for writer in self.writers]
        ends = self.layout.starts[self.seams.after[which]]
        starts = self._starts(self.seams.before[which], choice)
        feeds = (codes[starts] == 10) & (codes[ends - 1] == 10)
        same = feeds & (choice < len(WRITERS)) & (choice > 0) & (ends - starts == np.where(choice == SPLIT, 2, 1))
        texts, rules = tuple(p.after for p in model), tuple((p.rule,) for p in model)
        return Edits(starts, ends, choice, choice, texts, rules).take(~same)

    def _starts(self, lines: IntArray, choice: IntArray) -> IntArray:
        """Where what is written begins: a hyphen goes with the line end, a soft one in any case."""
        shift = np.array([writer(1, 2).start - 1 for writer in self.writers])[choice]
        ends = self.layout.ends[lines]
        soft = (choice < len(WRITERS)) & (self.layout.scan.codes[ends - 1] == ord(SOFT))
        return np.asarray(ends + shift - soft, np.int64)

    def _around(self, i: int, taken: tuple[IntArray, IntArray]) -> Iterator[Proposal]:
        """What is written where other text lies between two lines."""
        a, b = self.seams.before.item(i), self.seams.after.item(i)
        written = self.writers[self.choice.item(i)](1, 2)
        start = self._starts(self.seams.before[i : i + 1], self.choice[i : i + 1]).item()
        seam = written._replace(start=start, end=self.layout.starts.item(b))
        if self.layout.note[a] < 0:
            yield from self._pieces(seam, taken)
            return
        seam = join(seam.start, seam.end) if seam.rule == "paragraphs.split" else seam
        yield from self._change(seam._replace(end=self.layout.ends.item(a) + 1))  # the rest belongs to others

    def _lead(self, body: IntArray) -> Proposal:
        return lead(0, self.layout.starts.item(body[0]) if len(body) else len(self.layout.text))

    def _close(self, body: IntArray) -> Proposal:
        """One line feed behind the last line, where there is one."""
        end = len(self.layout.text)
        return close(self.layout.ends.item(body[-1]), end) if len(body) else lead(end, end)

    def _pieces(self, whole: Proposal, taken: tuple[IntArray, IntArray]) -> Iterator[Proposal]:
        """A proposal but for what is taken inside it: the first piece writes, the others delete."""
        at, after = whole.start, whole.after
        first, last = np.searchsorted(taken[0], [whole.start, whole.end]).tolist()
        for start, end in zip(taken[0][first:last].tolist(), taken[1][first:last].tolist(), strict=True):
            if at < start:
                yield from self._change(whole._replace(start=at, end=start, after=after))
                after = ""
            at = end
        if at < whole.end or after == whole.after:
            yield from self._change(whole._replace(start=at, after=after))

    def _change(self, proposal: Proposal) -> Iterator[Proposal]:
        if self.layout.text[proposal.start : proposal.end] != proposal.after:
            yield proposal


def _verdicts(layout: Layout, seams: Seams, judge: Judge, torn: words.Torn) -> dict[int, Verdict]:
    """What becomes of dashes, torn and elided words and hyphens at the seams that have them."""
    verdicts = dict.fromkeys(np.flatnonzero(hyphens.tight(layout, seams.before, seams.after)).tolist(), hyphens.TIGHT)
    verdicts |= torn.verdicts(seams.before, seams.after)
    verdicts |= dict.fromkeys(elisions.over_ends(layout, judge, seams.before, seams.after), words.ELIDED)
    broken = np.flatnonzero(hyphens.at_end(layout)[seams.before])
    judged = judge.judge([*zip(_lines(layout, seams.before[broken]), _lines(layout, seams.after[broken]), strict=True)])
    verdicts |= {i: verdict for i, verdict in zip(broken.tolist(), judged, strict=True) if verdict}
    return verdicts | dict.fromkeys(links.over_ends(layout, seams.before, seams.after), words.ADDRESS)


def _lines(layout: Layout, lines: IntArray) -> list[str]:
    spans = zip(layout.starts[lines].tolist(), layout.ends[lines].tolist(), strict=True)
    return [layout.text[start:end] for start, end in spans]

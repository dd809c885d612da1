"""Which of the labels that lines open with answer the callouts: again one rising chain, by dynamic programming.

Where callouts count through the text, so do notes; where callouts begin again, notes may. So a numbered list between
the notes of two pages drops out, and so does one before the notes at the end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.cleaning.callouts import FARTHEST, MISSING, lines_of
from pipeline.cleaning.candidate import Candidate
from pipeline.cleaning.layout import Layout
from pipeline.cleaning.notes import Label, nearness
from pipeline.cleaning.stops import Stops

UNCALLED, ODD_STYLE, COMMON = -0.3, 2.0, 0.5
SWAPPED = 0.5  # what it costs a label to stand behind the next one
TORN = 4.0  # what it costs to take a label from the run of those before it
AGAIN, BOLD = 0.0, 6.0  # what it costs notes to count anew: where callouts do so before them, where none does


@dataclass(frozen=True, slots=True)
class Answered:
    """The callouts of one alphabet: offsets, lines, how often they began again so far; by label, their indices."""

    starts: list[int]
    lines: list[int]
    begun: list[int]
    by_label: dict[str, list[int]]

    @staticmethod
    def of(layout: Layout, callouts: Sequence[Candidate]) -> Answered:
        """The columns of these callouts."""
        begun = [0, *accumulate(int(b.rank <= a.rank) for a, b in pairwise(callouts))]
        by_label: dict[str, list[int]] = {}
        for n, callout in enumerate(callouts):
            by_label.setdefault(callout.label, []).append(n)
        return Answered([c.start for c in callouts], lines_of(layout, callouts), begun, by_label)

    def by(self, label: Label, start: int, stops: Stops, foot: bool) -> float:
        """How well a label at this offset answers the nearest callout before it."""
        own = self.by_label.get(label.text, [])
        at = bisect_left(own, bisect_left(self.starts, start))
        return nearness(stops, self.lines[own[at - 1]], label.line, foot) if at else UNCALLED

    def begun_before(self, start: int) -> int:
        """How often callouts have begun again before an offset."""
        at = bisect_left(self.starts, start)
        return self.begun[at - 1] if at else 0


def answering(layout: Layout, stops: Stops, labels: Sequence[Label], callouts: Sequence[Candidate]) -> list[Label]:
    """The labels that answer these callouts, in order. Linear in the labels."""
    foot = stops.at_foot([label.line for label in labels])
    chosen: list[Label] = []
    for letters in ("numbers", "signs"):
        rows = [label for label in labels if label.alphabet == letters]
        called = Answered.of(layout, [c for c in callouts if c.alphabet == letters])
        rows = rows if _on_their_pages(stops, rows, called) else _at_end(rows, called)
        if rows and called.starts:
            starts = layout.starts[[row.line for row in rows]].tolist()
            worth = [called.by(row, at, stops, row.line in foot) for row, at in zip(rows, starts, strict=True)]
            begun = [called.begun_before(at) for at in starts]
            worth = [w - o for w, o in zip(worth, _oddness(rows, worth), strict=True)]
            runs = _runs(stops, rows)
            chosen += _uncalled(rows, _chain(rows, worth, begun, runs), runs)
    return sorted(chosen, key=lambda label: label.line)


def _on_their_pages(stops: Stops, rows: Sequence[Label], called: Answered) -> bool:
    """Each callout has a label of its own on its page: whatever a later page counts, notes stand at the feet."""
    there = {(row.text, stops.pages[row.line]) for row in rows}
    own = ((text, stops.pages[called.lines[n]]) for text, numbers in called.by_label.items() for n in numbers)
    return stops.paged and all(each in there for each in own)


def _at_end(rows: list[Label], called: Answered) -> list[Label]:
    """The last of them behind all callouts that in one style answer all, where there are such; else all of them."""
    if not called.starts or called.begun[-1]:
        return rows
    styles: defaultdict[str, list[Label]] = defaultdict(list)
    for row in rows:
        if row.line > called.lines[-1]:
            styles[row.style].append(row)
    whole = [some for some in styles.values() if called.by_label.keys() <= {row.text for row in some}]
    if not whole:
        return rows
    last = max(whole, key=lambda some: some[-1].line)
    first = min(max(n for n, row in enumerate(last) if row.text == text) for text in called.by_label)
    while first and last[first - 1].rank == last[first].rank - 1:
        first -= 1
    return last[first:]


def _oddness(rows: Sequence[Label], worth: Sequence[float]) -> list[float]:
    """What it costs each label to be spelt otherwise than most that answer a callout."""
    styles: defaultdict[str, float] = defaultdict(float)
    for row, weight in zip(rows, worth, strict=True):
        styles[row.style] += max(weight, 0.0)
    most = max(styles.values())
    return [ODD_STYLE * (styles[row.style] < COMMON * most) for row in rows]


def _runs(stops: Stops, rows: Sequence[Label]) -> set[int]:
    """Which labels go on with the one before them: the next in the sequence, nothing else between."""
    found = set()
    for n, (a, b) in enumerate(pairwise(rows), 1):
        stop = stops.after(a.line)
        if b.rank == a.rank + 1 and b.style == a.style and (stop >= b.line or stops.only_blanks(stop, b.line)):
            found.add(n)
    return found


def _uncalled(rows: Sequence[Label], chosen: Sequence[Label], runs: set[int]) -> list[Label]:
    """The same and those that go on with them, though nothing calls them: they are no part of the one before."""
    taken = {row.line for row in chosen}
    for n in sorted(runs):
        if rows[n - 1].line in taken:
            taken.add(rows[n].line)
    return [row for row in rows if row.line in taken]


def _chain(rows: Sequence[Label], worth: Sequence[float], begun: Sequence[int], runs: set[int]) -> list[Label]:
    """The rising chain of greatest worth; `begun` says how often callouts have begun again before each label, `runs`
    which labels go on with the one before."""
    best: dict[int, tuple[float, int]] = {}
    leader, back, scores = (0.0, -1), list[int](), list[float]()
    for n, (row, weight) in enumerate(zip(rows, worth, strict=True)):
        options = [(weight, -1)]
        if n in runs:
            options.append((scores[n - 1] + weight + 0.5, n - 1))
        for step in range(1, FARTHEST):
            if row.rank - step in best:
                score, at = best[row.rank - step]
                torn = TORN * (n in runs)
                options.append((score + weight - torn + (0.5 if step == 1 else -MISSING * (step - 1)), at))
        if row.rank + 1 in best:  # the two changed places on the page
            score, at = best[row.rank + 1]
            if back[at] >= 0 and rows[back[at]].rank < row.rank:
                options.append((score + weight + MISSING - SWAPPED, at))
        if leader[1] >= 0 and row.rank <= FARTHEST:
            anew = AGAIN if begun[n] > begun[leader[1]] else BOLD
            options.append((leader[0] + weight - anew - MISSING * (row.rank - 1), leader[1]))
        score, at = max(options)
        back.append(at)
        scores.append(score)
        if score > best.get(row.rank, (0.0, -1))[0]:
            best[row.rank] = (score, n)
        leader = max(leader, (score, n))
    found, n = [], leader[1]
    while n >= 0:
        found.append(rows[n])
        n = back[n]
    return found[::-1]

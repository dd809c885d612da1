"""Footnote callouts: the one chain of candidates that explains the document best.

Chosen is the chain of rising labels with the greatest total, by dynamic programming; labels may begin again with a
page or a chapter, and a missing label costs. A note with its label, at the foot of the same page or behind, speaks for
a callout; so does the dress of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.cleaning.dresses import GROUPS, TELLING, Candidate
from pipeline.cleaning.layout import FURNITURE, LIFTED, NOTE, Layout

MISSING, START, RESTART, FARTHEST = 1.2, 2.0, 3.0, 6
BY_PAGE = 2.0  # so much better must numbers that begin again with each page explain the text
ODD_DRESS, RARE = 1.5, 0.15  # what a dress that so few of the callouts wear costs
ENOUGH = 5.0  # evidence for a chain: of its dresses and of the notes that it calls


def in_body(layout: Layout, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that stand neither in furniture nor in notes."""
    at = lines_of(layout, found)
    taken = np.isin(layout.role[at], (NOTE, FURNITURE)).tolist() if len(found) else []
    return [c for c, other in zip(found, taken, strict=True) if not other]


def lines_of(layout: Layout, found: Sequence[Candidate]) -> list[int]:
    """The line that each candidate stands on."""
    at = np.searchsorted(layout.starts, [c.start for c in found], side="right") - 1
    return list(at.tolist())


def chain(
    found: Sequence[Candidate], noted: Sequence[float], pages: Sequence[int], first: Sequence[Candidate] | None = None
) -> list[Candidate]:
    """Callouts go from the text: the chain of rising labels that weighs most, or none where all evidence is thin.

    `noted` says for each candidate how much a note's body speaks for it, `pages` on which page it stands; `first` is
    what a first look chose; by then `noted` speaks of notes that were found. Linear in the candidates.

    Leaves years, quantities, page numbers, dates, section numbers, references and exponents.
    """
    chosen: list[Candidate] = []
    dresses = Counter(GROUPS[c.dress] for c in first or ())
    enough = ENOUGH if first is None else 0.0
    for letters in ("numbers", "signs"):
        own = [n for n, c in enumerate(found) if c.alphabet == letters]
        weights = {n: found[n].weight + noted[n] - _oddness(found[n], dresses) for n in own}
        rows = [n for n in own if weights[n] > 0]
        best = _best([found[n] for n in rows], [weights[n] for n in rows], [pages[n] for n in rows], letters)
        known = [noted[rows[at]] for at in best]
        chain = [found[rows[at]] for at in best]
        chosen += chain if _convincing(chain, known, enough) else []
    return sorted(chosen, key=lambda c: c.start)


def _oddness(candidate: Candidate, dresses: Counter[str]) -> float:
    """What it costs a candidate to wear what few others do."""
    if candidate.dress == "markup":
        return 0.0
    return ODD_DRESS if dresses[GROUPS[candidate.dress]] < RARE * dresses.total() else 0.0


def _best(rows: Sequence[Candidate], weights: Sequence[float], pages: Sequence[int], letters: str) -> list[int]:
    """The chain of the better way to count: through the text, or on each page anew."""
    through = _Chains(rows, weights, pages, by_page=False)
    if not pages or pages[0] == pages[-1]:
        return through.chosen()
    anew = _Chains(rows, weights, pages, by_page=True)
    margin = BY_PAGE if letters == "numbers" else 0.0
    return (anew if anew.total > through.total + margin else through).chosen()


class _Chains:
    """The best chain that ends in each candidate."""

    def __init__(self, rows: Sequence[Candidate], weights: Sequence[float], pages: Sequence[int], by_page: bool):
        self.back: list[int] = []
        best: dict[int, tuple[float, int]] = {}
        leader = before = (0.0, -1)  # of all so far, of those on the pages before
        page = -1
        for n, (row, weight) in enumerate(zip(rows, weights, strict=True)):
            if by_page and pages[n] != page:
                best, before, page = {}, leader, pages[n]
            score, previous = self._extend(row.rank, weight, best)
            first = _opening(row.rank, weight, before if by_page else leader, by_page)
            score, previous = max((score, previous), first)
            self.back.append(previous)
            if score > best.get(row.rank, (0.0, -1))[0]:
                best[row.rank] = (score, n)
            leader = max(leader, (score, n))
        self.total, self.last = leader

    @staticmethod
    def _extend(rank: int, weight: float, best: dict[int, tuple[float, int]]) -> tuple[float, int]:
        """The best score of a chain that goes on with this label, and the candidate before it."""
        options = [(float("-inf"), -1)]
        for step in range(1, FARTHEST):
            if rank - step in best:
                score, at = best[rank - step]
                options.append((score + weight + (0.5 if step == 1 else -MISSING * (step - 1)), at))
        return max(options)

    def chosen(self) -> list[int]:
        """The numbers of the rows in the best chain of all."""
        found, n = [], self.last
        while n >= 0:
            found.append(n)
            n = self.back[n]
        return found[::-1]


def _opening(rank: int, weight: float, before: tuple[float, int], by_page: bool) -> tuple[float, int]:
    """The score of a chain in which this label opens the document, a chapter or a page."""
    alone = weight - (START if rank > 1 and weight < 5 else 0.0), -1
    if by_page and rank <= FARTHEST:
        return max(alone, (before[0] + weight - MISSING * (rank - 1), before[1]))
    return max(alone, (before[0] + weight - RESTART, before[1])) if rank == 1 and before[1] >= 0 else alone


def _convincing(chosen: Sequence[Candidate], known: Sequence[float], enough: float) -> bool:
    """Three in a row in a telling dress, or notes to go with them, or markup."""
    if any(c.weight >= 5 for c in chosen):
        return True
    if any(known) and sum(max(c.weight, 0) + note for c, note in zip(chosen, known, strict=True) if note) >= enough:
        return True
    telling = [c for c, note in zip(chosen, known, strict=True) if c.weight >= TELLING or note]
    return len(telling) >= 3 and 2 * len(telling) >= len(chosen)


def lift_lines(layout: Layout, called: Sequence[Candidate]) -> None:
    """Callouts that a PDF tool put on a line of their own take that line out of the body."""
    for n, callout in zip(lines_of(layout, called), called, strict=True):
        if layout.starts[n] == callout.start and layout.ends[n] == callout.end:
            layout.role[n] = LIFTED

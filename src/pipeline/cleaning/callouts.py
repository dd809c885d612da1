"""Footnote callouts: the one chain of candidates that explains the document best.

Chosen is the chain of rising labels with the greatest total, by dynamic programming; labels may begin again with a
page or a chapter, and a missing label costs. A note with its label, at the foot of the same page or behind, speaks for
a callout; so does the dress of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.cleaning.candidate import GROUPS, TELLING, Candidate
from pipeline.cleaning.layout import FURNITURE, LIFTED, NOTE, Layout

MISSING, START, RESTART, FARTHEST = 1.2, 2.0, 3.0, 6
NEXT = 0.5  # what a label gains by standing right behind the one before it
ROUNDING = 1e-3  # more than sums of a million weights are off
# The same for each number of places that it stands behind it.
STEPS = ((1, NEXT), *((step, -MISSING * (step - 1)) for step in range(2, FARTHEST)))
BY_PAGE = 2.0  # so much better must numbers that begin again with each page explain the text
ODD_DRESS, RARE = 1.5, 0.15  # what a dress that so few of the callouts wear costs
AMID, COUNTS = "amid words", 0.5  # where fewer callouts stand behind blanks, a number amid words is a count
FEW = 20  # where so many look like callouts for each that is in the chain, none is one
THREE, CERTAIN = 3, 5.0  # so many in a telling dress, or one of this weight, make a chain by themselves
MARKED = 2  # so many raised by markup are how a text calls its notes
ENOUGH = 5.0  # evidence for a chain: of its dresses and of the notes that it calls


def in_body(layout: Layout, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that stand neither in furniture nor in notes, nor in code."""
    at = lines_of(layout, found)
    taken = (np.isin(layout.role[at], (NOTE, FURNITURE)) | layout.coded[at]).tolist() if len(found) else []
    return [c for c, other in zip(found, taken, strict=True) if not other]


def marked_up(found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Where markup says which numbers are raised, and more are than are dressed like callouts otherwise: those."""
    marked = [c for c in found if c.dress in ("markup", "power")]
    count = sum(c.dress == "markup" for c in marked)
    others = sum(c.weight >= TELLING for c in found) - count
    return marked if count >= MARKED and count > others else found


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

    Leaves years, quantities, page numbers, dates, section numbers, references and exponents, and a sign that stands
    so often that no chain explains it.
    """
    odd = _oddness(first or ())
    enough = ENOUGH if first is None else 0.0
    rows = [(n, c, c.weight + noted[n] - odd[c.dress]) for n, c in enumerate(found)]
    chosen = _chosen(rows, noted, pages, enough)
    if _only_counts(chosen):
        chosen = _chosen([row for row in rows if row[1].dress != AMID], noted, pages, enough)
    return chosen


_Row = tuple[int, Candidate, float]


def _chosen(rows: Sequence[_Row], noted: Sequence[float], pages: Sequence[int], enough: float) -> list[Candidate]:
    """The chains of numbers and of signs among these candidates, each with its number and its weight here."""
    chosen: list[Candidate] = []
    for letters in ("numbers", "signs"):
        own = [row for row in rows if row[1].alphabet == letters and row[2] > 0]
        best = _best([c.rank for _, c, _ in own], [w for *_, w in own], [pages[n] for n, *_ in own], letters)
        thin = ("identifier", "own line") if any(noted[own[at][0]] for at in best) else ("identifier",)
        best = _trimmed(best, [own[at][1].dress in thin and not noted[own[at][0]] for at in best])
        chain, known = [own[at][1] for at in best], [noted[own[at][0]] for at in best]
        telling = sum(c.weight >= TELLING for _, c, _ in own)
        chosen += chain if telling < FEW * len(chain) and _convincing(chain, known, enough) else []
    return sorted(chosen, key=lambda c: c.start)


def _only_counts(chosen: Sequence[Candidate]) -> bool:
    """Numbers amid words are among these, and fewer of the others than a half stand behind blanks: `2 horses` are two,
    whatever a list counts to two."""
    others = [GROUPS[c.dress] for c in chosen if c.dress != AMID]
    return len(others) < len(chosen) and others.count("spaced") < COUNTS * len(others)


def _oddness(others: Sequence[Candidate]) -> dict[str, float]:
    """What it costs a candidate to wear each dress, where few others wear one of its group."""
    groups = Counter(GROUPS[c.dress] for c in others)
    rare = RARE * groups.total()
    odd = {dress: ODD_DRESS if groups[group] < rare else 0.0 for dress, group in GROUPS.items()}
    return odd | {"markup": 0.0, "power": 0.0}


def _best(ranks: Sequence[int], weights: Sequence[float], pages: Sequence[int], letters: str) -> list[int]:
    """The chain of the better way to count: through the text, or on each page anew."""
    through = _Chains(ranks, weights, pages, by_page=False)
    needed = through.total + (BY_PAGE if letters == "numbers" else 0.0)
    # All in one chain, but that nothing is gained by the first of each page; weights are positive.
    most = sum(weights) + NEXT * (len(ranks) - len(set(pages)))
    if not pages or pages[0] == pages[-1] or most < needed - ROUNDING:
        return through.chosen()
    anew = _Chains(ranks, weights, pages, by_page=True)
    return (anew if anew.total > needed else through).chosen()


class _Chains:
    """The best chain that ends in each candidate."""

    def __init__(self, ranks: Sequence[int], weights: Sequence[float], pages: Sequence[int], by_page: bool):
        self.back: list[int] = []
        best: dict[int, tuple[float, int]] = {}
        leader = before = (0.0, -1)  # of all so far, of those on the pages before
        page = -1
        for n, (rank, weight) in enumerate(zip(ranks, weights, strict=True)):
            if by_page and pages[n] != page:
                best, before, page = {}, leader, pages[n]
            score, previous = _opening(rank, weight, before if by_page else leader, by_page)
            for step, bonus in STEPS:
                if rank - step in best:
                    so_far, at = best[rank - step]
                    so_far = so_far + weight + bonus
                    if so_far > score or (so_far == score and at > previous):
                        score, previous = so_far, at
            self.back.append(previous)
            if score > 0 and (rank not in best or score > best[rank][0]):
                best[rank] = (score, n)
            leader = (score, n) if score >= leader[0] else leader
        self.total, self.last = leader

    def chosen(self) -> list[int]:
        """The numbers of the rows in the best chain of all."""
        found, n = [], self.last
        while n >= 0:
            found.append(n)
            n = self.back[n]
        return found[::-1]


def _trimmed(best: list[int], thin: Sequence[bool]) -> list[int]:
    """Without what is thin at its ends: nothing on that side bears it out."""
    firm = [n for n, each in enumerate(thin) if not each]
    return best[firm[0] : firm[-1] + 1] if firm else []


def _opening(rank: int, weight: float, before: tuple[float, int], by_page: bool) -> tuple[float, int]:
    """The score of a chain in which this label opens the document, a chapter or a page."""
    alone = weight - (START if rank > 1 and weight < CERTAIN else 0.0), -1
    if rank > FARTHEST:
        return alone
    if by_page:
        return max(alone, (before[0] + weight - MISSING * (rank - 1), before[1]))
    return max(alone, (before[0] + weight - RESTART, before[1])) if rank == 1 and before[1] >= 0 else alone


def _convincing(chosen: Sequence[Candidate], known: Sequence[float], enough: float) -> bool:
    """Three in a row in a telling dress that are not all glued to words, or notes to go with them, or markup."""
    if any(c.weight >= CERTAIN for c in chosen):
        return True
    if any(known) and sum(max(c.weight, 0) + note for c, note in zip(chosen, known, strict=True) if note) >= enough:
        return True
    telling = [c for c, note in zip(chosen, known, strict=True) if c.weight >= TELLING or note]
    apart = sum(c.dress != "glued to word" for c in telling)
    return apart >= THREE and 2 * len(telling) >= len(chosen)


def more(found: Sequence[Candidate]) -> bool:
    """Whether these could make a chain by themselves."""
    telling = sum(c.weight >= TELLING for c in found)
    return telling >= THREE or any(c.weight >= CERTAIN for c in found)


def lift_lines(layout: Layout, called: Sequence[Candidate]) -> None:
    """Callouts that a PDF tool put on a line of their own take that line out of the body."""
    for n, callout in zip(lines_of(layout, called), called, strict=True):
        if layout.starts[n] == callout.start and layout.ends[n] == callout.end:
            layout.role[n] = LIFTED

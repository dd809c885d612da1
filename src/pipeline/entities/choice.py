"""Which of overlapping stretches hold: the weightier, then the longer one, each cluster settled apart."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence

from pipeline.entities.found import Guess

Span = tuple[int, int]


def longest(spans: Sequence[Span]) -> list[Span]:
    """Of sorted spans those that no longer one overlaps; of equal length the first."""
    return disjoint(spans, lambda span: span[0] - span[1])


def chosen(guesses: Sequence[Guess]) -> list[Guess]:
    """Of guesses in any order those that hold, sorted: the higher rank, the longer one, the entry, the surer one."""
    best: dict[Span, Guess] = {}
    for guess in guesses:
        span = guess.start, guess.end
        best[span] = _better(guess, best[span]) if span in best else guess
    kept = disjoint(sorted(best), lambda span: (-best[span].rank, span[0] - span[1]))
    return [best[span] for span in kept]


def _better(one: Guess, other: Guess) -> Guess:
    """The weightier of two for one stretch; what the other knows of the same kind is not lost."""
    first, second = sorted((one, other), key=_weight, reverse=True)
    if first.kind != second.kind:
        return first
    return first._replace(entry=first.entry or second.entry, defines=first.defines or second.defines)


def _weight(guess: Guess) -> tuple[int, bool, float]:
    return guess.rank, guess.entry is not None, guess.confidence


def disjoint(spans: Sequence[Span], order: Callable[[Span], object]) -> list[Span]:
    """Of sorted spans those that hold, the first in order before the others; ties by place."""
    kept: list[Span] = []
    cluster: list[Span] = []
    reach = 0
    for span in spans:
        if span[0] >= reach:
            kept += _settled(cluster, order)
            cluster = []
        cluster.append(span)
        reach = max(reach, span[1])
    return kept + _settled(cluster, order)


def _settled(cluster: list[Span], order: Callable[[Span], object]) -> list[Span]:
    if len(cluster) < 2:
        return cluster
    held: list[Span] = []
    for span in sorted(cluster, key=lambda span: (order(span), span[0])):
        at = bisect(held, span)
        if (at == 0 or held[at - 1][1] <= span[0]) and (at == len(held) or span[1] <= held[at][0]):
            held.insert(at, span)
    return held

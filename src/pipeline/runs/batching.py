"""How the work is divided into batches, a task each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from pipeline.runs.planning import Work

ROUNDS = 4
"""So many batches each of several workers has at least, where there is enough to do."""
WORTH_A_BATCH = 250_000
"""Bytes that take seconds to clean."""


def batches(work: Sequence[Work], size: int, workers: int = 1) -> Iterator[list[Work]]:
    """The work in the order of its sources, in lists of `size` bytes at most, or one document.

    Several workers have as many lists each, of about the same size, so that none waits long for the last of another.
    Documents that are cleaned and those whose names alone are found anew are in lists of their own.
    """
    ordered = sorted(work, key=lambda each: (each.names_only, each.source.name))
    for _, alike in groupby(ordered, key=lambda each: each.names_only):
        yield from _cut(list(alike), size, workers)


def _cut(work: Sequence[Work], size: int, workers: int) -> Iterator[list[Work]]:
    total = sum(each.source.size for each in work)
    least = 1 if workers == 1 else min(workers * ROUNDS, total / WORTH_A_BATCH)
    share = total / (ceil(max(total / size, least, 1) / workers) * workers)
    batch: list[Work] = []
    filled, taken, end = 0, 0, share
    for each in work:
        full = filled + each.source.size > size
        if batch and (full or taken + each.source.size / 2 > end):
            yield batch
            batch, filled, end = [], 0, taken + share if full else end + share
        batch.append(each)
        filled += each.source.size
        taken += each.source.size
    if batch:
        yield batch

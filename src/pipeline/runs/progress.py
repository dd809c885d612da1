"""How far the run of this process is, told to whoever wants to know: a stage, the documents done, and of how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

Progress = Callable[[str, int, int], None]
"""Told a stage in words, how many documents are through it, and of how many (0: nobody knows)."""

Reached = Callable[[int, int], None]
"""Told the number of a batch, and how many of its documents are done."""

_progress: ContextVar[Progress | None] = ContextVar("progress", default=None)
_reached: ContextVar[Reached | None] = ContextVar("reached", default=None)


def tell(stage: str, done: int, of: int) -> None:
    """Says how far the run of this process is, where somebody wants to know."""
    if progress := _progress.get():
        progress(stage, done, of)


@contextmanager
def telling(progress: Progress | None) -> Iterator[None]:
    """Who is told meanwhile."""
    token = _progress.set(progress)
    try:
        yield
    finally:
        _progress.reset(token)


@contextmanager
def batches(stage: str, sizes: Sequence[int]) -> Iterator[Reached]:
    """Counts the documents of several batches: a batch in a thread of this process tells of each by `reached`, all
    others when they are done. What is done twice, since its process was lost, counts once."""
    done = [0] * len(sizes)

    def reach(number: int, documents: int) -> None:
        if documents > done[number]:
            done[number] = documents
            tell(stage, sum(done), sum(sizes))

    token = _reached.set(reach)
    try:
        yield reach
    finally:
        _reached.reset(token)


def reached(number: int, documents: int) -> None:
    """So many documents of this batch are done; told nobody from another process."""
    if reach := _reached.get():
        reach(number, documents)

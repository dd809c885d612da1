"""How far something is, for a person: bars on a terminal, a line now and then elsewhere. With console.py it alone
imports rich.

Both say the same words: documents done and of how many, how many a second, and how long the rest will take.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.console import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from pipeline.runs import Progress

SECONDS = 60.0
"""Between two lines where nobody sits before a terminal; short runs say nothing."""
VERBOSE_SECONDS = 10.0


@contextmanager
def progress(quiet: bool, verbose: bool) -> Iterator[Progress | None]:
    """What is to be told the stage and its documents: nobody where `quiet`."""
    if quiet:
        yield None
    elif not sys.stderr.isatty():
        yield Lines(VERBOSE_SECONDS if verbose else SECONDS, stages=verbose)
    else:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description:8}"),
            TimeElapsedColumn(),
            BarColumn(bar_width=12),
            TextColumn("{task.fields[pace]}"),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            yield Stages(bars)


class Lines:
    """A line to standard error at most every so many `seconds`, and, if wished, one as each stage begins."""

    def __init__(self, seconds: float, stages: bool) -> None:
        self._seconds, self._stages = seconds, stages
        self._stage, self._begun = "", 0.0
        self._due = time.monotonic() + seconds

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Told how far the stage is."""
        now = time.monotonic()
        new = stage != self._stage
        if new:
            self._stage, self._begun = stage, now
        if now >= self._due or (new and self._stages):
            self._due = now + self._seconds
            words = pace(done, of, now - self._begun)
            say(f"{stage}: {words}" if words else stage, stage=stage, done=done, of=of)


class Stages:
    """A bar for each stage; those that are over keep their time. One that comes again begins again."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._stage, self._begun = "", 0.0

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Told how far the stage is."""
        if stage != self._stage:
            self._end()
            self._stage, self._begun = stage, time.monotonic()
            if stage in self._tasks:
                self._bars.reset(self._tasks[stage])
            else:
                self._tasks[stage] = self._bars.add_task(stage, total=None, pace="")
        words = pace(done, of, time.monotonic() - self._begun)
        self._bars.update(self._tasks[stage], completed=done, total=of or None, pace=words)

    def _end(self) -> None:
        if self._stage:
            self._bars.update(self._tasks[self._stage], completed=1, total=1, pace="")


def pace(done: int, of: int, seconds: float) -> str:
    """How far, how fast and how long still, in words; nothing where nobody knows of how many.

    >>> pace(120, 2000, 60)
    '120 of 2000 documents, 2.0 documents/s, 15:40 left'
    >>> pace(0, 5, 0), pace(5, 5, 2)
    ('0 of 5 documents', '5 of 5 documents, 2.5 documents/s')
    """
    if not of:
        return ""
    words = f"{done} of {of} documents"
    if done and seconds > 0:
        words += f", {done / seconds:.1f} documents/s"
        if done < of:
            words += f", {clock(seconds / done * (of - done))} left"
    return words


def clock(seconds: float) -> str:
    """A time as a watch shows it.

    >>> clock(7), clock(940), clock(7260)
    ('0:07', '15:40', '2:01:00')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

"""How much time and memory one document may take, and the watch over the process that works on it.

Time is what the process computes, not what passes: a busy machine makes no document too slow. One that computes
nothing for as long has been waiting for something that does not come.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")
_REPORT = "get the file anew or give it in another format, and report it as a fault of the program"
_DIVIDE = "divide the document, or raise that limit"


class Bounds(NamedTuple):
    """How long one item may compute, in seconds, and how many bytes of memory its process may have meanwhile."""

    seconds: float
    memory: int


class Trouble(NamedTuple):
    """What was found, what to do, and whether another try would end the same."""

    reason: str
    remedy: str
    certain: bool = False


class Lost(Exception):  # noqa: N818 - what happened, to whom, and what to do
    """A process is gone; `at` is the item that it was at."""

    def __init__(self, at: int | None, trouble: Trouble) -> None:
        super().__init__(at, trouble)
        self.at, self.trouble = at, trouble


class Usage(NamedTuple):
    """Seconds of computing and bytes of memory of a process and all below it; 0 where there is no /proc."""

    seconds: float = 0.0
    memory: int = 0


class Watch:
    """Over `process` and what it starts, from `begin` to `begin`."""

    def __init__(self, process: int, bounds: Bounds) -> None:
        self._process, self._bounds = process, bounds
        self.begin()

    def begin(self) -> None:
        """The next item begins."""
        self._start = self._last = usage(self._process).seconds
        self._moved = time.monotonic()

    def trouble(self) -> Trouble | None:
        """What bound it has passed."""
        now, used = time.monotonic(), usage(self._process)
        if used.seconds != self._last:
            self._last, self._moved = used.seconds, now
        seconds, memory = self._bounds
        if used.memory > memory:
            return Trouble(f"it needs more memory than limits.memory_per_document, {memory:,} bytes", _DIVIDE)
        if used.seconds - self._start > seconds:
            reason = f"it was not done after limits.seconds_per_document, {seconds:,} seconds of computing"
            return Trouble(reason, _DIVIDE, certain=True)
        if now - self._moved > seconds:
            reason = f"its process did nothing at all for limits.seconds_per_document, {seconds:,} seconds"
            return Trouble(reason, "see that the disk it is on answers, then try `pipeline quarantine retry`", True)
        return None


def ended(status: int | None) -> Trouble:
    """The trouble of a process that ended by itself with this status, as `subprocess` has it; None: nobody knows."""
    if status is None:
        return Trouble("its process no longer answers", _REPORT)
    if status == -signal.SIGKILL:
        reason = "the system killed its process (SIGKILL), most likely because memory ran out"
        return Trouble(reason, "divide the document, or see that there is memory and try `pipeline quarantine retry`")
    if status < 0:
        return Trouble(f"it makes the process that reads it crash ({signal.Signals(-status).name})", _REPORT)
    return Trouble(f"it makes the process that reads it end (status {status})", _REPORT)


def usage(process: int) -> Usage:
    """What a process and all below it have used so far."""
    here = Path(f"/proc/{process}")
    try:
        memory = int((here / "statm").read_text().split()[1]) * _PAGE
        times = (here / "stat").read_text().rpartition(")")[2].split()[11:15]  # utime, stime, those of its dead
        below = [usage(int(child)) for child in (here / "task" / str(process) / "children").read_text().split()]
    except (OSError, IndexError):
        return Usage()
    seconds = sum(map(int, times)) / _TICK
    return Usage(seconds + sum(each.seconds for each in below), memory + sum(each.memory for each in below))

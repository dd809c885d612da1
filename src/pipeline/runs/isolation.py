"""Work in a process that is watched: what a document does to its process, it does to that one alone.

A child takes one call at a time and says which item of it it is at: by that is known who took too long or too much
memory, or ended the process. Children stay for the next call, so that imports and models are paid for once. A child
ends with its parent whatever it is doing, and what it started ends with it: the kernel kills their process group when
the pipe breaks that is the child's standard input.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import PipelineError
from pipeline.runs.bounds import Bounds, Trouble, Watch, ended, usage

START_SECONDS = 180.0
STARTS = 2
"""How often a process for a call is started, before it is said that none can be."""
POLL_SECONDS = 0.05
TIRED = 1_000_000_000
"""A child that has kept more bytes than this is not given another call."""

At = Callable[[int | None], None]
"""Told which item of a call is next; None: none of them, but something that all have in common."""

_T = TypeVar("_T")
_SERVE = "from pipeline.runs.isolation import serve; serve({})"


def _nobody(item: int | None) -> None:
    """Told, and does nothing."""


class Lost(Exception):  # noqa: N818 - what happened, to whom, and what to do
    """The child is gone; `at` is the item that it was at."""

    def __init__(self, at: int | None, trouble: Trouble) -> None:
        super().__init__(at, trouble)
        self.at, self.trouble = at, trouble


class StartError(PipelineError):
    """No process for documents could be started: nothing was published."""

    exit_status = 3


class Child:
    """One process, which `prepare` is called in first."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _SERVE.format(theirs.fileno())],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
                start_new_session=True,  # a process group that can be ended as one; Control-C is for the parent
            )  # fmt: skip
        self._ready = False
        with contextlib.suppress(OSError):  # where it is gone already, the first answer tells
            self._connection.send(sys.path)
            self._connection.send(prepare)

    def call(self, function: Callable[..., _T], arguments: tuple[Any, ...], bounds: Bounds, told: At) -> _T:
        """`function(*arguments, at)` there, once it is ready; `told` what `at` is. Raises what it raises, and Lost."""
        with contextlib.suppress(OSError):
            self._connection.send((function, arguments))
        value = self._answer(bounds, told)
        if isinstance(value, Exception):
            raise value
        return value  # type: ignore[no-any-return]

    def wait_until_ready(self) -> None:
        """Raises Lost where that will never be."""
        if not self._ready:
            self._answer(Bounds(START_SECONDS, sys.maxsize))
            self._ready = True

    def end(self) -> None:
        """Ends it and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._connection.close()

    @property
    def memory(self) -> int:
        """Bytes that it and what it started have now."""
        return usage(self._process.pid).memory

    def _answer(self, bounds: Bounds, told: At = _nobody) -> Any:
        at, watch = None, Watch(self._process.pid, bounds)
        while True:
            if self._connection.poll(POLL_SECONDS):
                try:
                    done, value = self._connection.recv()
                except (EOFError, OSError):
                    raise Lost(at, ended(self._status())) from None
                if done:
                    return value
                at = value
                watch.begin()
                told(at)
            elif trouble := watch.trouble():
                raise Lost(at, trouble)

    def _status(self) -> int | None:
        try:
            return self._process.wait(1)
        except subprocess.TimeoutExpired:
            return None


_idle: list[Child] = []
_lock = threading.Lock()


def call(
    function: Callable[..., _T],
    *arguments: Any,
    prepare: Callable[[], object],
    bounds: Bounds,
    fresh: bool = False,
    told: At = _nobody,
) -> _T:
    """`function(*arguments, at)` in a child, which is a new one where it has to be `fresh` or none is idle.

    `told` hears in this process what the function says by `at`.
    What goes there and comes back is pickled. Raises what `function` raises, Lost where the child was lost, and
    StartError where there can be none.
    """
    child = _taken(prepare, fresh)
    try:
        value = child.call(function, arguments, bounds, told)
    except BaseException:
        child.end()
        raise
    if child.memory > TIRED:
        child.end()
    else:
        with _lock:
            _idle.append(child)
    return value


def start(prepare: Callable[[], object]) -> None:
    """A child for later, which gets ready meanwhile."""
    with _lock:
        _idle.append(Child(prepare))


def release() -> None:
    """Ends all idle children."""
    with _lock:
        while _idle:
            _idle.pop().end()


def _taken(prepare: Callable[[], object], fresh: bool) -> Child:
    trouble = ""
    for _ in range(STARTS):
        with _lock:
            child = _idle.pop() if _idle and not fresh else Child(prepare)
        try:
            child.wait_until_ready()
            return child
        except Lost as lost:
            child.end()
            trouble = lost.trouble.reason
    remedy = "see the messages above, and start the run again"
    raise StartError(f"no process for documents could be started: {trouble}; {remedy}")


def serve(descriptor: int) -> None:
    """What a child does: calls that come by the inherited socket `descriptor`, until it is ended."""
    _end_with_parent()
    _be_the_first_to_go()
    os.set_inheritable(descriptor, False)
    connection = Connection(descriptor)
    sys.path[:] = connection.recv()
    with contextlib.suppress(Exception):  # what is wrong is told by the call that meets it
        connection.recv()()
    connection.send((True, None))
    while True:
        function, arguments = connection.recv()
        try:
            answer = function(*arguments, lambda item: connection.send((False, item)))
        except PipelineError as error:
            answer = error
        except Exception:  # which might not survive the way
            answer = RuntimeError(traceback.format_exc())
        connection.send((True, answer))


def _be_the_first_to_go() -> None:
    """When memory runs out the kernel takes this process, not the run; and no crash leaves a file of gigabytes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _end_with_parent() -> None:
    """Standard input is a pipe that the parent holds open and never writes to."""
    if hasattr(fcntl, "F_SETSIG"):  # Linux: ends it even inside a library that never comes back to Python
        fcntl.fcntl(0, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(0, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([0], [], [], 0)[0]:  # it was gone before
            os._exit(1)
    else:
        threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)

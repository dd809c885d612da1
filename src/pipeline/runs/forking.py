"""A process that has loaded what every document needs, and its twins: to start it takes seconds, a twin milliseconds.

Each of them ends with the process that wanted it, whatever it is doing, and what it started ends with it: the kernel
kills their process group when the pipe breaks that is their standard input.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path
from typing import Any, NamedTuple, cast

from pipeline.runs.bounds import Bounds, Lost, Watch, ended

START_SECONDS = 180.0
POLL_SECONDS = 0.05
STATUS_SECONDS = 1.0
"""How long a process may take to be gone once its connection is."""

Serve = Callable[[Connection], None]
_BE_TEMPLATE = "from pipeline.runs.forking import be_template; be_template({})"


class Twin(NamedTuple):
    """A process, the connection to it, and one side of a pipe: it is killed when that is closed."""

    process: int
    connection: Connection
    life: int


class Template:
    """The process that `prepare` is called in, once. It gets ready while its maker goes on."""

    def __init__(self, prepare: Callable[[], object], serve: Serve) -> None:
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BE_TEMPLATE.format(theirs.fileno())],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
                start_new_session=True,  # a process group that can be ended as one; Control-C is for the parent
            )  # fmt: skip
        self.process = self._process.pid
        self._ready = False
        self._lock = threading.Lock()
        with contextlib.suppress(OSError):  # where it is gone already, the first answer tells
            self._connection.send(sys.path)
            self._connection.send((prepare, serve))

    def twin(self) -> Twin:
        """A process of a session of its own that does `serve(connection)`. Raises Lost where there can be none."""
        ours, theirs = Pipe()
        read, write = os.pipe()
        try:
            with self._lock:
                self._wait_until_ready()
                return Twin(self._ask(None, theirs.fileno(), read), ours, write)
        except Lost:
            ours.close()
            os.close(write)
            raise
        finally:
            theirs.close()
            os.close(read)

    def status(self, process: int) -> int | None:
        """How a twin ended, as `subprocess` has it; None where nobody knows, or it was asked for before."""
        with self._lock, contextlib.suppress(Lost):
            return cast("int | None", self._ask(process))
        return None

    def end(self) -> None:
        """Ends it; twins stay."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._connection.close()

    def _wait_until_ready(self) -> None:
        if not self._ready:
            self._answer()
            self._ready = True

    def _ask(self, process: int | None, *descriptors: int) -> Any:
        with contextlib.suppress(OSError):
            self._connection.send(process)
            for descriptor in descriptors:
                send_handle(self._connection, descriptor, self.process)
        return self._answer()

    def _answer(self) -> Any:
        watch = Watch(self.process, Bounds(START_SECONDS, sys.maxsize))
        try:
            while not self._connection.poll(POLL_SECONDS):
                if trouble := watch.trouble():
                    raise Lost(None, trouble)
            return self._connection.recv()
        except (EOFError, OSError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STATUS_SECONDS)
            raise Lost(None, ended(self._process.returncode)) from None


def be_template(descriptor: int) -> None:
    """What the template does: twins, and how they ended, for whom has the other end of the inherited socket."""
    _end_with_parent()
    _be_the_first_to_go()
    os.set_inheritable(descriptor, False)
    connection = Connection(descriptor)
    sys.path[:] = connection.recv()
    prepare, serve = connection.recv()
    with contextlib.suppress(Exception):  # what is wrong is told by the call that meets it
        prepare()
    gc.freeze()  # what twins only read stays one for all
    connection.send(None)
    with contextlib.suppress(EOFError):  # its parent is gone, and so will it be
        while True:
            process = connection.recv()
            connection.send(_twin(connection, serve) if process is None else _status(process))


def _twin(connection: Connection, serve: Serve) -> int:
    theirs, life = recv_handle(connection), recv_handle(connection)
    if not (process := os.fork()):
        os.setsid()
        connection.close()
        os.dup2(life, 0)
        os.close(life)
        _end_with_parent()
        with contextlib.suppress(EOFError):
            serve(Connection(theirs))
        os._exit(0)
    os.close(theirs)
    os.close(life)
    return process


def _status(process: int) -> int | None:
    end = time.monotonic() + STATUS_SECONDS
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < end:
            done, status = os.waitpid(process, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.01)
    return None


def _be_the_first_to_go() -> None:
    """When memory runs out the kernel takes these processes, not the run; and no crash leaves a file of gigabytes."""
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

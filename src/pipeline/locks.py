"""One at a time: a file that one process holds, and that says who holds it. The lock ends with its process."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import PipelineError, WarehouseError

POLL_SECONDS = 0.2


class BusyError(PipelineError):
    """Another process does what only one may do at a time: nothing was published."""

    exit_status = 3


@contextmanager
def held(path: Path, what: str, *, wait: float = 0.0, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """The lock `path` for the length of the context, after at most `wait` seconds; `waiting` is told who has it.

    Raises BusyError that says who holds it and since when, WarehouseError where the file cannot be written. The file
    stays; who holds it is what counts.
    """
    with ExitStack() as stack:
        with _telling(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(path.open("ab", buffering=0))
        if not _taken(file.fileno()):
            if wait and waiting:
                waiting(f"waiting for {_holder(path)}")
            _wait(file.fileno(), path, what, time.monotonic() + wait)
        with _telling(path):
            file.truncate(0)
            file.write(f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%F %T} UTC".encode())
        yield


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        remedy = "see that the folder can be written and that the disk has room, and run again"
        raise WarehouseError(f"{path}: {error.strerror}; {remedy}") from error


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(descriptor: int, path: Path, what: str, deadline: float) -> None:
    while not _taken(descriptor):
        if time.monotonic() >= deadline:
            raise BusyError(f"{path}: {what} is held by {_holder(path)}; wait until it is done, or end it")
        time.sleep(POLL_SECONDS)


def _holder(path: Path) -> str:
    return path.read_text("utf-8", "replace") or "another process"

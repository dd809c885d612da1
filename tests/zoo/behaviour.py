"""What items of a call may do to the process that works on them. By name, as a child imports them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from pipeline.errors import WarehouseError

At = Callable[[int | None], None]


def prepared() -> None: ...


def unprepared() -> None:
    os._exit(5)


def doing(actions: Sequence[str], at: At) -> list[int]:
    """Each action in its turn; gives the processes that did them."""
    done = []
    for number, action in enumerate(actions):
        at(number)
        ACTIONS[action]()
        done.append(os.getpid())
    at(None)
    return done


def hold_the_interpreter() -> None:
    """One call of a library that never comes back, and lets no other thread of Python run."""
    re.match("(a|aa)+$", "a" * 200 + "b")


def grow() -> None:
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20) * 16))


def let_another_grow() -> None:
    subprocess.run(
        [sys.executable, "-c", "held = bytearray(b'x' * 800_000_000); import time; time.sleep(60)"], check=True
    )


ACTIONS: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "sleep": lambda: time.sleep(1000),
    "hold": hold_the_interpreter,
    "grow": grow,
    "let another grow": let_another_grow,
    "crash": os.abort,
    "fault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "be killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "leave": lambda: os._exit(7),
    "refuse": lambda: (_ for _ in ()).throw(WarehouseError("the disk is full")),
    "stumble": lambda: 1 / 0,
    "print": lambda: print("noise"),
}

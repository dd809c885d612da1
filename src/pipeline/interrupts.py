"""Control-C, remembered: where what runs at that moment swallows it, as event loops may, the next step heeds it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()


@contextmanager
def remembered() -> Iterator[None]:
    """Control-C raises KeyboardInterrupt as ever, and `heed` raises it again if nothing ended by it.

    Leaves threads other than the main one, and programs that handle the signal themselves.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    _asked.clear()
    signal.signal(signal.SIGINT, _note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _asked.clear()


def heed() -> None:
    """Raises KeyboardInterrupt where one was asked for and the work went on."""
    if _asked.is_set():
        raise KeyboardInterrupt


def _note(signum: int, frame: FrameType | None) -> None:
    _asked.set()
    raise KeyboardInterrupt

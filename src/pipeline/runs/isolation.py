"""Work in a process that is watched: what a document does to its process, it does to that one alone.

A child takes one call at a time and says which item of it it is at: by that is known who took too long or too much
memory, or ended the process. Children stay for the next call. They are twins of one template (`forking`), so that
imports and models are paid for once.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipeline.errors import PipelineError
from pipeline.runs.bounds import Bounds, Lost, Watch, ended, usage
from pipeline.runs.forking import POLL_SECONDS, Template

STARTS = 2
"""How often a process for a call is started, before it is said that none can be."""
TIRED = 1_000_000_000
"""A child that has kept more bytes than this is not given another call."""

UNBOUNDED = Bounds(math.inf, sys.maxsize)

At = Callable[[int | None], None]
"""Told which item of a call is next; None: none of them, but something that all have in common."""

_T = TypeVar("_T")


def _nobody(item: int | None) -> None:
    """Told, and does nothing."""


class StartError(PipelineError):
    """No process for documents could be started: nothing was published."""

    exit_status = 3


class Child:
    """One process, a twin of the template. Raises Lost where there can be none."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self.process, self._connection, self._life = template.twin()

    def call(self, function: Callable[..., _T], arguments: tuple[Any, ...], bounds: Bounds, told: At) -> _T:
        """`function(*arguments, at)` there; `told` what `at` is. Raises what it raises, and Lost."""
        with contextlib.suppress(OSError):  # where it is gone already, the answer tells
            self._connection.send((function, arguments))
        value = self._answer(bounds, told)
        if isinstance(value, Exception):
            raise value
        return value  # type: ignore[no-any-return]

    def end(self) -> None:
        """Ends it and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)
        self._template.status(self.process)
        os.close(self._life)
        self._connection.close()

    @property
    def memory(self) -> int:
        """Bytes that it and what it started have now."""
        return usage(self.process).memory

    def _answer(self, bounds: Bounds, told: At) -> Any:
        at, watch = None, Watch(self.process, bounds)
        while True:
            if self._connection.poll(POLL_SECONDS):
                try:
                    done, value = self._connection.recv()
                except (EOFError, OSError):
                    raise Lost(at, ended(self._template.status(self.process))) from None
                if done:
                    return value
                at = value
                watch.begin()
                told(at)
            elif trouble := watch.trouble():
                raise Lost(at, trouble)


class Crew:
    """Children that are all alike, for calls one after the other or side by side."""

    def __init__(self, name: str) -> None:
        self.name = name  # of what they work on
        self._template: Template | None = None
        self._idle: list[Child] = []
        self._lock = threading.Lock()

    def start(self, prepare: Callable[[], object]) -> None:
        """There will be a call: what its child comes of gets ready meanwhile, where none is idle."""
        if not self._idle:
            self._made(prepare)

    def call(
        self,
        function: Callable[..., _T],
        *arguments: Any,
        prepare: Callable[[], object],
        bounds: Bounds = UNBOUNDED,
        fresh: bool = False,
        told: At = _nobody,
    ) -> _T:
        """`function(*arguments, at)` in a child, which is a new one where it has to be `fresh` or none is idle.

        `told` hears in this process what the function says by `at`.
        What goes there and comes back is pickled. Raises what `function` raises, Lost where the child was lost, and
        StartError where there can be none.
        """
        child = self._taken(prepare, fresh)
        try:
            value = child.call(function, arguments, bounds, told)
        except BaseException:
            child.end()
            raise
        if child.memory > TIRED:
            child.end()
        else:
            with self._lock:
                self._idle.append(child)
        return value

    def rest(self) -> None:
        """Ends all that are idle: the next one has nothing in memory but what all have."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()

    def release(self) -> None:
        """Ends all that are idle, and what new ones would come of."""
        self.rest()
        if self._template:
            self._drop(self._template)

    def _taken(self, prepare: Callable[[], object], fresh: bool) -> Child:
        trouble = ""
        for _ in range(STARTS):
            with self._lock:
                if self._idle and not fresh:
                    return self._idle.pop()
            template = self._made(prepare)
            try:
                return Child(template)
            except Lost as lost:
                self._drop(template)
                trouble = lost.trouble.reason
        remedy = "see the messages above, and start the run again"
        raise StartError(f"no process for {self.name} could be started: {trouble}; {remedy}")

    def _made(self, prepare: Callable[[], object]) -> Template:
        """The template of all."""
        with self._lock:
            self._template = self._template or Template(prepare, serve)
            return self._template

    def _drop(self, template: Template) -> None:
        with self._lock:
            if template is self._template:
                template.end()
                self._template = None


documents = Crew("documents")
"""Those that read and clean, and bring names together."""


def release() -> None:
    """Lets the documents' children of this process go; a function, because workers of a cluster are sent its name."""
    documents.release()


def serve(connection: Connection) -> None:
    """What a child does: calls, until it is ended."""
    while True:
        function, arguments = connection.recv()
        try:
            answer = function(*arguments, lambda item: connection.send((False, item)))
        except PipelineError as error:
            answer = error
        except Exception:  # which might not survive the way
            answer = RuntimeError(traceback.format_exc())
        connection.send((True, answer))

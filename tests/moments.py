"""Moments of a process at which something is about to be written: files, names of files, rows of SQLite."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
EVENTS = frozenset({"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate", "sqlite3.connect"})
READING = ("SELECT", "PRAGMA", "--")


def before_each_write(called: Callable[[], None]) -> None:
    """From here on this process calls it just before it writes to files or changes their names.

    What libraries write by themselves, SQLite, DuckDB and Arrow, has no such moments.
    """

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in EVENTS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES):
            called()

    sys.addaudithook(watch)


def before_each_statement(called: Callable[[], None]) -> None:
    """From here on this process calls it just before SQLite carries out what writes, the end of a transaction, too."""
    connect = sqlite3.connect

    def told(statement: str) -> None:
        if not statement.lstrip().upper().startswith(READING):
            called()

    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(told)
        return connection

    sqlite3.connect = watched

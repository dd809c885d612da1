"""One SQLite file: durable transactions, numbered migrations, errors that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import WarehouseError

WAIT_SECONDS = 30.0


class Database:
    """An open file; its schema's number is kept in `user_version`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, migrations: Sequence[Path]) -> Database:
        """Opens or makes the file and applies the migrations (SQL files, in order) that it has not seen.

        Raises WarehouseError where it is of a newer program, damaged, locked, or cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise WarehouseError(f"{path}: {error}; {_DISK}") from error
        database = cls(path, connection)
        try:
            database._migrate(migrations)
        except BaseException:
            connection.close()
            raise
        return database

    def close(self) -> None:
        """Closes the file; nothing is pending."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on disk when it ends. Raises WarehouseError."""
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise self._told(error) from error

    def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        """Runs one statement. Raises WarehouseError."""
        try:
            return self._connection.execute(sql, parameters)
        except sqlite3.Error as error:
            raise self._told(error) from error

    def write(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Runs one statement for every row. Raises WarehouseError."""
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._told(error) from error

    def rows(self, sql: str, *parameters: object) -> list[Any]:
        """All rows that a statement gives. Raises WarehouseError."""
        return self.execute(sql, *parameters).fetchall()

    def _migrate(self, files: Sequence[Path]) -> None:
        if self._pending(files):
            with self.transaction():
                for number, path in self._pending(files):  # asked again: another process may have been quicker
                    for statement in path.read_text("utf-8").split(";\n"):
                        self._connection.execute(statement)
                    self._connection.execute(f"PRAGMA user_version = {number}")

    def _pending(self, files: Sequence[Path]) -> list[tuple[int, Path]]:
        version: int = self.rows("PRAGMA user_version")[0][0]
        if version > len(files):
            raise WarehouseError(
                f"{self.path}: written by a newer program (its schema is {version}, this one knows {len(files)});"
                " use the newer program, or another state file"
            )
        return list(enumerate(files[version:], version + 1))

    def _told(self, error: sqlite3.Error) -> WarehouseError:
        return WarehouseError(f"{self.path}: {error}; {_remedy(error)}")


_DISK = "see that the folder can be written and that the disk has room, and run again"
_BUSY = "another run holds it; wait for that, or end it"
_REMEDIES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _DISK,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_READONLY: _DISK,
    sqlite3.SQLITE_CANTOPEN: _DISK,
}


def _remedy(error: sqlite3.Error) -> str:
    """What to do, by the primary code; one that says nothing may be the sign of a damaged file."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    damaged = "if it is damaged, put a back-up in its place, or remove it: the next run starts a new registry"
    return _REMEDIES.get(code, damaged)

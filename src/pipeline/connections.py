"""DuckDB with a database in memory, to which files are attached: nothing is downloaded, no other format is taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.errors import WarehouseError, stopped

Connection = duckdb.DuckDBPyConnection

# Else a file that looks like SQLite's, or a function that no wheel has, sends DuckDB to the network.
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_SQLITE = b"SQLite format 3\0"

NOT_WRITTEN = "nothing was published; see that the folder can be written and that the disk has room"


def in_memory() -> Connection:
    """A database of its own, which downloads no extension and looks for none."""
    return duckdb.connect(":memory:", config=_OFFLINE)


def parser() -> Connection:
    """One that only takes SQL apart: what opens files while it is parsed, as IMPORT DATABASE, opens none."""
    return duckdb.connect(":memory:", config={**_OFFLINE, "enable_external_access": False, "temp_directory": ""})


def attach(connection: Connection, path: Path, name: str, options: str = "READ_ONLY") -> None:
    """The DuckDB file by this name. Raises WarehouseError for one of SQLite, duckdb.Error for what is no database."""
    refuse_sqlite(path)
    given = ", ".join(filter(None, ("TYPE duckdb", options)))
    connection.execute(f"ATTACH {quoted(path)} AS {name} ({given})")


def refuse_sqlite(path: Path) -> None:
    """Raises WarehouseError for a file of SQLite, such as `state.sqlite`, which stands beside the warehouse."""
    found = b""
    with suppress(OSError), path.open("rb") as file:  # of what cannot be read DuckDB tells
        found = file.read(len(_SQLITE))
    if found == _SQLITE:
        raise WarehouseError(
            f"{path}: is a SQLite file, not a warehouse; leave it where it is, it may be the state that runs keep,"
            " and name the warehouse instead, such as warehouse/corpus.duckdb"
        )


def quoted(path: Path) -> str:
    """A file's name as SQL has it."""
    return literal(str(path.resolve()))


def literal(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def telling(path: Path, remedy: str) -> Iterator[None]:
    """What DuckDB, Arrow and the file system complain of, with the path and what to do."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise WarehouseError(f"{path}: {error}; {remedy}") from error
    except RuntimeError as error:
        if stopped(error):
            raise KeyboardInterrupt from error
        raise

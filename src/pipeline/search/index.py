"""The index: a file of its own beside the warehouse, `corpus_search.duckdb`, never changed, replaced whole.

It says of which warehouse it was made, and is made again when that is another. DuckDB's fts extension counts the words;
it is loaded by its path in the wheel `duckdb-extension-fts`: nothing is downloaded, nothing is written elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import duckdb

from pipeline import locks
from pipeline.connections import Connection, attach, in_memory
from pipeline.errors import WarehouseError
from pipeline.paths import sync
from pipeline.query import connect

VERSION = 1
"""Of what is in an index: one of another version is made again."""

MEMORY_LIMIT = "600MB"
"""Of DuckDB while it builds; what is more goes to disk, beside the warehouse."""

WAIT_SECONDS = 600.0

# Small groups of rows: the ten paragraphs that are shown are read without the hundred thousand others.
_NEW = "ROW_GROUP_SIZE 2048, STORAGE_VERSION 'v1.2.0'"
_FTS = "stemmer = 'none', stopwords = 'none', strip_accents = 0, lower = 0"
_ASKS = re.compile(r"\bsearch\s*\(", re.IGNORECASE)
_IDENTITY = """
    SELECT run_id, (SELECT md5(string_agg(document_id || run_id, ' ' ORDER BY document_id)) FROM corpus.documents)
    FROM corpus.meta
"""


class _Made(NamedTuple):
    """Of what an index was made: its version, the run that published, and the documents, which forgetting changes."""

    version: int
    run_id: str
    documents: str | None


def index_path(warehouse: Path) -> Path:
    """Where the index of a warehouse is."""
    return warehouse.with_name(f"{warehouse.stem}_search{warehouse.suffix}")


def asked_for(warehouse: Path, sql: str, say: Callable[[str], None] | None = None) -> Path | None:
    """The index, ready, where the SQL may ask `search`; None where it does not. Errors as of `ready`."""
    return ready(warehouse, say) if _ASKS.search(sql) else None


def ready(warehouse: Path, say: Callable[[str], None] | None = None) -> Path:
    """The index of the warehouse as it is published now, made if it is not there or of another one.

    Raises WarehouseError where there is no warehouse, or the index cannot be written.
    """
    index = index_path(warehouse)
    if _stale(warehouse, index):
        with _telling(index), _alone(warehouse, say):
            if why := _stale(warehouse, index):  # else somebody else was quicker
                if say:
                    say(f"{index.name}: {why}; it is made now")
                _make(warehouse, index)
    return index


@contextmanager
def withdrawn(warehouse: Path) -> Iterator[None]:
    """While the warehouse is exchanged nobody makes an index of it, and what there is of one goes with the old one."""
    with _alone(warehouse):
        yield
        index = index_path(warehouse)
        shutil.rmtree(_workshop(index), ignore_errors=True)
        if not _foreign(index):
            index.unlink(missing_ok=True)


def _stale(warehouse: Path, index: Path) -> str:
    """Why the index will not do; empty where it will."""
    with connect(warehouse) as connection:
        published = _Made(VERSION, *connection.execute(_IDENTITY).fetchall()[0])
    if not index.is_file():
        return "no search index yet"
    if _foreign(index):
        raise WarehouseError(f"{index}: is there, and is no search index; move it away: the index is to be there")
    made = _made(index)
    if made is None or made.version != VERSION:
        return "made by another version of the program"
    if made.run_id != published.run_id:
        return f"stale: of the warehouse of run {made.run_id}, published is run {published.run_id}"
    return "" if made == published else f"stale: documents were taken out of the warehouse of run {made.run_id}"


def _made(index: Path) -> _Made | None:
    """What the index says of itself; None where it cannot be read."""
    try:
        with in_memory() as connection:
            attach(connection, index, "corpus_search")
            return _Made(*connection.execute("FROM corpus_search.meta").fetchall()[0])
    except (duckdb.Error, TypeError, IndexError):
        return None


def _foreign(index: Path) -> bool:
    """Whether the file is a database, and one of somebody else."""
    try:
        with in_memory() as connection:
            attach(connection, index, "other")
            names = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
            return "postings" not in names
    except WarehouseError:  # of SQLite
        return True
    except duckdb.Error:
        return False


def _make(warehouse: Path, index: Path) -> None:
    workshop = _workshop(index)
    shutil.rmtree(workshop, ignore_errors=True)  # of one that was killed
    workshop.mkdir()
    try:
        _fill(warehouse, workshop)
        sync(workshop / "index")
        os.replace(workshop / "index", index)
        sync(index.parent)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _fill(warehouse: Path, workshop: Path) -> None:
    with in_memory() as connection:
        connection.execute("SET memory_limit = ?", [MEMORY_LIMIT])
        connection.execute("SET temp_directory = ?", [str(workshop / "spill")])
        connection.load_extension(str(_extension()))
        attach(connection, warehouse, "corpus")
        attach(connection, workshop / "scratch", "scratch", "")
        attach(connection, workshop / "index", "corpus_search", _NEW)
        connection.execute("USE corpus_search")
        _run(connection, "words")
        _run(connection, "tables")
        _count(connection)
        row = _Made(VERSION, *connection.execute(_IDENTITY).fetchall()[0])
        connection.execute("CREATE TABLE meta AS SELECT ? AS version, ? AS run_id, ? AS documents", row)
        _run(connection, "postings")
        _run(connection, "search")
        connection.execute("CHECKPOINT corpus_search")  # by itself, as the connection ends, it would fail in silence


def _count(connection: Connection) -> None:
    """Has fts take the folded texts apart and count their words."""
    ((separators,),) = connection.execute("SELECT separators()").fetchall()
    connection.execute("USE scratch")
    connection.execute(f"PRAGMA create_fts_index('texts', 'id', 'words', {_FTS}, ignore = '[{separators}]+')")
    connection.execute("USE corpus_search")


def _run(connection: Connection, name: str) -> None:
    connection.execute(files(__package__).joinpath(f"{name}.sql").read_text("utf-8"))


def _extension() -> Path:
    """The extension's file in its wheel. Raises WarehouseError where it is not that of this DuckDB."""
    folder = Path(str(files("duckdb_extension_fts")))
    found = folder / "extensions" / f"v{duckdb.__version__}" / "fts.duckdb_extension"
    if not found.is_file():
        raise WarehouseError(f"{found}: is missing; install duckdb-extension-fts {duckdb.__version__}")
    return found


def _workshop(index: Path) -> Path:
    return index.with_name(f".{index.name}.part")


@contextmanager
def _alone(warehouse: Path, say: Callable[[str], None] | None = None) -> Iterator[None]:
    lock = index_path(warehouse).with_name(f"{index_path(warehouse).name}.lock")
    with locks.held(lock, "the search index", wait=WAIT_SECONDS, waiting=say):
        yield


@contextmanager
def _telling(index: Path) -> Iterator[None]:
    try:
        yield
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(
            f"{index}: the search index cannot be made: {error}; see that the folder can be written and has room,"
            " and that `pipeline run` of this version has published"
        ) from error

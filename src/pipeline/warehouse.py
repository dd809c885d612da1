"""Staged rows into a DuckDB file: build a new one, publish it by one atomic replace.

A published file is never written to. `build` makes a new one beside it from the rows that stay and the staged
ones, `seal` adds what the audit said, `publish` puts it in the place of the old, which a reader may go on reading.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pyarrow as pa

from pipeline import entity_tables, kept_rows, tables
from pipeline.connections import NOT_WRITTEN, attach, in_memory, telling
from pipeline.entity_tables import Each
from pipeline.errors import WarehouseError
from pipeline.paths import sync
from pipeline.resolution import Resolution, resolve

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.entities import Authority
    from pipeline.resolving import Assigned, Judgement, Registry
    from pipeline.staging import Stage
    from pipeline.state import State

_NOT_READ = "it is no warehouse that can be read; move it away, and `pipeline run` makes a new one"

_CHECKPOINT = "CHECKPOINT target"
"""What DuckDB does by itself when a connection ends fails in silence; the rows are then in a second file, `.wal`."""

MEMORY_LIMIT, BESIDE_NAMES = "350MB", "200MB"
"""Of DuckDB while rows are written, and in a process that holds the names of the corpus; sorting goes to disk."""
ROW_GROUP = 30_720
"""Rows that are compressed together, a quarter of what DuckDB takes by itself: beyond its limit it holds their strings
as often as they have columns and threads, half a gigabyte for the aliases of a large corpus."""


class Meta(NamedTuple):
    """What a warehouse says of itself."""

    schema_version: int
    run_id: str


class _Names(NamedTuple):
    """What is to be resolved: the readings of a file, and what is known of them beside it."""

    file: Path
    registry: Registry
    authority: Authority
    judgements: Sequence[Judgement]
    cyrillic: Mapping[str, str]


def read_meta(warehouse: Path) -> Meta | None:
    """What the warehouse says of itself, None where there is no file.

    Raises WarehouseError where it is no warehouse, or one of a newer program.
    """
    if not warehouse.exists():
        return None
    with telling(warehouse, _NOT_READ), in_memory() as connection:
        _attach(connection, warehouse, "warehouse")
        row = connection.execute("SELECT schema_version, run_id FROM warehouse.meta").fetchone()
    meta = Meta(*row) if row else Meta(0, "")
    if meta.schema_version > tables.SCHEMA_VERSION:
        raise WarehouseError(
            f"{warehouse}: written by a newer program (its schema is {meta.schema_version}, this one knows"
            f" {tables.SCHEMA_VERSION}); use the newer program, or another file"
        )
    return meta


def documents(warehouse: Path) -> dict[str, str]:
    """The SHA-256 of every document in the warehouse by its id; empty where there is no file."""
    if read_meta(warehouse) is None:
        return {}
    with telling(warehouse, _NOT_READ), in_memory() as connection:
        _attach(connection, warehouse, "warehouse")
        return dict(connection.execute("SELECT document_id, sha256 FROM warehouse.documents").fetchall())


def build(
    stage: Stage,
    target_tmp: Path,
    *,
    previous: Path | None,
    keep: Collection[str],
    renamed: Collection[str] = (),
    state: State,
    authority: Authority,
    run_id: str,
    since: datetime,
    whole: bool = False,
    each: Each = map,
) -> Assigned:
    """Makes `target_tmp` anew: documents kept of the previous warehouse, staged rows, entities, what the state says.

    A kept document keeps all its rows, its sources too: stage it again when these change, or when another program did
    it; one that is `renamed` keeps all but its readings, which are staged. Equal input gives equal rows, in order of
    their keys where the file is made `whole`; else a copy of the previous one may be amended, in which the bytes of
    what was taken out stay for a while. `since` is when ids that merge now merged. What takes much memory, or can be
    done side by side, `each` does. Gives the ids of the entities, which the state has to keep when this is published.
    Raises WarehouseError, and what `each` raises; what was begun is removed.
    """
    _discard(target_tmp)
    try:
        with telling(target_tmp, NOT_WRITTEN), in_memory() as connection:
            target_tmp.parent.mkdir(parents=True, exist_ok=True)
            connection.execute("SET memory_limit = ?", [MEMORY_LIMIT])
            connection.execute("SET temp_directory = ?", [f"{target_tmp}.spill"])
            staged, kept = stage.tables(), sorted(keep)
            amended = None
            if previous is not None and (keep or renamed):
                _check_kept(previous, {*keep, *renamed})
                _attach(connection, previous, "previous")
                amended = previous if not whole and kept_rows.few_changes(connection, staged, kept) else None
            if amended:
                shutil.copyfile(amended, target_tmp)
            _attach(connection, target_tmp, "target", write=True)
            connection.execute("USE target")
            (kept_rows.amend if amended else kept_rows.write)(connection, staged, kept, sorted(renamed))
            cyrillic = entity_tables.tell(connection, before=bool(keep), each=each)
            names = _Names(target_tmp, state.entity_registry(), authority, state.judgements(), cyrillic)
            known = _resolve_apart(connection, names, each)
            entity_tables.fill(connection, known, each)
            connection.execute("INSERT INTO meta VALUES (?, ?)", [tables.SCHEMA_VERSION, run_id])
            _copy_rows(connection, state.copy(known.assigned, since))
            tables.create_views(connection)
            connection.execute(_CHECKPOINT)
    except BaseException:
        _discard(target_tmp)
        raise
    return known.assigned


def _resolve_apart(connection: duckdb.DuckDBPyConnection, names: _Names, each: Each) -> Resolution:
    """What the readings of the file mean, which one process at a time has open where one writes to it."""
    connection.execute(f"{_CHECKPOINT}; USE memory; DETACH target")
    (known,) = each(_resolved, [names])
    _attach(connection, names.file, "target", write=True)
    connection.execute("USE target")
    return known


def _resolved(names: _Names) -> Resolution:
    """What the readings of a file mean, which nobody writes to meanwhile. Raises WarehouseError."""
    with telling(names.file, NOT_WRITTEN), in_memory() as connection:
        connection.execute("SET memory_limit = ?", [BESIDE_NAMES])
        connection.execute("SET temp_directory = ?", [f"{names.file}.names.spill"])
        _attach(connection, names.file, "target")
        connection.execute("USE target")
        return resolve(connection, names.registry, names.authority, names.judgements, names.cyrillic)


def size(path: Path) -> int:
    """Bytes of a file that was staged or built. Raises WarehouseError."""
    with telling(path, NOT_WRITTEN):
        return path.stat().st_size


def seal(target_tmp: Path, state: State) -> None:
    """Takes the journal, quarantine and checks into the built file as they are now, just before publishing."""
    with telling(target_tmp, NOT_WRITTEN), in_memory() as connection:
        _attach(connection, target_tmp, "target", write=True)
        connection.execute("USE target")
        _copy_rows(connection, state.copy())
        connection.execute(_CHECKPOINT)


def publish(tmp: Path, target: Path, *, keep: int = 1) -> None:
    """Puts the built file in the place of the published one, whole or not at all, and on disk when it returns.

    `keep` older warehouses stay: `corpus.previous.duckdb`, then `corpus.previous-2.duckdb` and so on. Raises
    WarehouseError; the published file is then as it was.
    """
    read_meta(target)  # a newer program's is not to be lost
    with telling(target, NOT_WRITTEN):
        if _log(tmp).exists():
            raise OSError(errno.EIO, "not all of it was written", str(tmp))
        sync(tmp)
        older = [previous_path(target, n) for n in range(1, keep + 1)]
        if older and target.exists() and not _is_kept(target, older[0]):
            for newer, old in reversed(list(pairwise(older))):
                if newer.exists():
                    os.replace(newer, old)
            _link(target, older[0])
        os.replace(tmp, target)
        sync(target.parent)
        with suppress(OSError):  # the next run does
            _clear_older(target, keep + 1)


def previous_path(target: Path, n: int = 1) -> Path:
    """Where the n-th last warehouse is kept."""
    number = "" if n == 1 else f"-{n}"
    return target.with_name(f"{target.stem}.previous{number}{target.suffix}")


def kept(target: Path) -> list[Path]:
    """The published warehouse and the older ones that are kept, newest first; no more than are there."""
    name = re.compile(rf"{re.escape(target.stem)}\.previous(?:-(\d+))?{re.escape(target.suffix)}")
    beside = target.parent.iterdir() if target.parent.is_dir() else ()
    older = [(int(found[1] or 1), path) for path in beside if (found := name.fullmatch(path.name))]
    return [path for path in (target, *(path for _, path in sorted(older))) if path.exists()]


def _copy_rows(connection: duckdb.DuckDBPyConnection, copied: Mapping[str, list[dict[str, Any]]]) -> None:
    for name, rows in copied.items():
        connection.register("copied", pa.Table.from_pylist(rows, tables.schemas()[name]))
        connection.execute(f"BEGIN; DELETE FROM {name}; INSERT INTO {name} BY NAME SELECT * FROM copied; COMMIT")
        connection.unregister("copied")


def _check_kept(previous: Path, keep: Collection[str]) -> None:
    meta = read_meta(previous)
    if meta is None or meta.schema_version < tables.SCHEMA_VERSION:
        found = "is missing" if meta is None else f"has the older schema {meta.schema_version}"
        raise WarehouseError(f"{previous}: {found}, so that nothing of it can be kept; use `pipeline run --full`")
    if missing := sorted(set(keep) - documents(previous).keys()):
        raise WarehouseError(
            f"{previous}: has no document {', '.join(missing[:5])}, to be kept ({len(missing)} in all);"
            " use `pipeline run --full`"
        )


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, *, write: bool = False) -> None:
    # attached to a database in memory: connecting to the path could give the file that was there before
    attach(connection, path, name, f"ROW_GROUP_SIZE {ROW_GROUP}" if write else "READ_ONLY")


def _is_kept(target: Path, older: Path) -> bool:
    """Whether one that was killed just before it published did so already."""
    return older.exists() and older.samefile(target)


def _link(target: Path, older: Path) -> None:
    """`older` becomes another name of the file; a copy where the file system has no second names."""
    unfinished = older.with_name(older.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        os.link(target, unfinished)
    except OSError:
        shutil.copyfile(target, unfinished)
    os.replace(unfinished, older)


def _clear_older(target: Path, first: int) -> None:
    while (path := previous_path(target, first)).exists():
        path.unlink()
        first += 1


def _log(path: Path) -> Path:
    """Where DuckDB has what is not in its file yet."""
    return path.with_name(path.name + ".wal")


def _discard(path: Path) -> None:
    for each in (path, _log(path)):
        each.unlink(missing_ok=True)

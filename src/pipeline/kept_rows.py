"""The rows of a warehouse that is being built: those of documents that stay, and those that are staged.

Where most documents stay, the previous file is copied and amended, which takes a tenth of the time that writing all
rows anew does. The rows of amended documents then stand behind all others; when they are many, all is written anew
and stands in the order of its keys again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import tables
from pipeline.rows import DOCUMENT_TABLES

FEW = 0.1
"""Of the documents: so many may change, or stand behind the others, for a copy to be amended."""
_COUNTS = """
    WITH numbered AS (SELECT rowid AS n, document_id < lag(document_id) OVER (ORDER BY rowid) AS behind
        FROM previous.documents)
    SELECT count(*), count(*) FILTER (n >= (SELECT min(n) FROM numbered WHERE behind)) FROM numbered
"""
Staged = Mapping[str, Sequence[Path]]


def few_changes(connection: duckdb.DuckDBPyConnection, staged: Staged, keep: Sequence[str]) -> bool:
    """Whether a copy of the database `previous` is worth amending, where all rows of `keep` stay."""
    documents, behind = connection.execute(_COUNTS).fetchall()[0]
    new = sum(pq.read_metadata(path).num_rows for path in staged.get("documents", ()))
    return bool(behind + new + documents - len(keep) <= FEW * documents)


def write(connection: duckdb.DuckDBPyConnection, staged: Staged, keep: Sequence[str], renamed: Sequence[str]) -> None:
    """Makes the tables of the current database and fills those of documents: kept rows out of the database `previous`,
    and staged ones.

    The `renamed` documents keep all rows but their readings.
    """
    _register(connection, keep, renamed)
    tables.create_tables(connection)
    for name in DOCUMENT_TABLES:
        origins = []
        if keep or renamed:
            but = "ANTI JOIN renamed USING (document_id)" if name == "readings" else ""
            origins.append(f"SELECT * FROM previous.{name} SEMI JOIN kept USING (document_id) {but}")
        if name in staged:
            origins.append(_rows(staged[name]))
        if origins:
            _insert(connection, name, " UNION ALL BY NAME ".join(origins))


def amend(connection: duckdb.DuckDBPyConnection, staged: Staged, keep: Sequence[str], renamed: Sequence[str]) -> None:
    """Makes the current database, a copy of the previous one, hold what `write` would; what is of no document by
    itself is empty then, and there are no views."""
    _register(connection, keep, renamed)
    tables.drop_views(connection)
    tables.create_tables(connection, [name for name in tables.names() if name not in DOCUMENT_TABLES])
    for name in DOCUMENT_TABLES:
        connection.execute(f"DELETE FROM {name} WHERE document_id NOT IN (SELECT document_id FROM kept)")
        if name == "readings":
            connection.execute(f"DELETE FROM {name} WHERE document_id IN (SELECT document_id FROM renamed)")
        if name in staged:
            _insert(connection, name, _rows(staged[name]))
    connection.execute("CHECKPOINT target")  # so that what follows takes the room of what has gone


def _register(connection: duckdb.DuckDBPyConnection, keep: Sequence[str], renamed: Sequence[str]) -> None:
    connection.register("kept", pa.table({"document_id": pa.array(sorted({*keep, *renamed}), pa.string())}))
    connection.register("renamed", pa.table({"document_id": pa.array(sorted(renamed), pa.string())}))


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> None:
    connection.execute(f"INSERT INTO {name} BY NAME ({rows}) ORDER BY {', '.join(tables.KEYS[name])}")


def _rows(files: Sequence[Path]) -> str:
    return f"SELECT * FROM read_parquet([{', '.join(map(tables.quoted, files))}])"

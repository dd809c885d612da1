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
from pipeline.connections import literal, quoted
from pipeline.rows import DOCUMENT_TABLES

FEW = 0.1
"""Of the documents: so many may change, or stand behind the others, for a copy to be amended."""
_COUNTS = """
    WITH numbered AS (SELECT rowid AS n, document_id < lag(document_id) OVER (ORDER BY rowid) AS behind
        FROM previous.documents)
    SELECT count(*), count(*) FILTER (n >= (SELECT min(n) FROM numbered WHERE behind)) FROM numbered
"""
AT_ONCE = 50_000_000
"""Characters of documents whose rows are sorted together: to sort those of a large corpus wants more memory."""
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
    origins = {name: _origins(name, staged, bool(keep or renamed)) for name in DOCUMENT_TABLES}
    ranges = _ranges(connection, origins["documents"])
    for name, rows in origins.items():
        for documents in ranges if rows else ():
            _insert(connection, name, rows, documents)


def _origins(name: str, staged: Staged, keeping: bool) -> str:
    """The query for all rows of a table, kept and staged; empty where there are none."""
    origins = []
    if keeping:
        but = "ANTI JOIN renamed USING (document_id)" if name == "readings" else ""
        origins.append(f"SELECT * FROM previous.{name} SEMI JOIN kept USING (document_id) {but}")
    if name in staged:
        origins.append(_rows(staged[name]))
    return " UNION ALL BY NAME ".join(origins)


def _ranges(connection: duckdb.DuckDBPyConnection, documents: str) -> list[str]:
    """Conditions that part all documents in the order of their ids, so that none takes in much more than AT_ONCE."""
    if not documents:
        return ["true"]
    sizes = connection.execute(f"SELECT document_id, characters FROM ({documents}) ORDER BY document_id").fetchall()
    borders, filled = [], 0
    for document_id, characters in sizes:
        if filled and filled + characters > AT_ONCE:
            borders.append(literal(document_id))
            filled = 0
        filled += characters
    opened = ["true", *(f"document_id >= {border}" for border in borders)]
    closed = [*(f"document_id < {border}" for border in borders), "true"]
    return [f"{one} AND {other}" for one, other in zip(opened, closed, strict=True)]


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


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: str, documents: str = "true") -> None:
    """Inserts the rows of these documents, in the order of their keys."""
    order = ", ".join(tables.KEYS[name])
    connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM ({rows}) WHERE {documents} ORDER BY {order}")


def _rows(files: Sequence[Path]) -> str:
    return f"SELECT * FROM read_parquet([{', '.join(map(quoted, files))}])"

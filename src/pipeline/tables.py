"""The tables of the warehouse: their shape in Arrow, and what their columns mean.

The truth is `warehouse/schema/<table>.sql`, one file a table with a comment on every column, and
`warehouse/views/<view>.sql`; this module lists, creates and describes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from pipeline.connections import in_memory
from pipeline.paths import data

SCHEMA_VERSION = 2
"""Of the tables as a whole; a warehouse with a higher one was written by a newer program."""

KEYS = {
    "aliases": ("entity_id", "alias", "language", "scheme"),
    "checks": ("run_id", "table_name", "claim"),
    "documents": ("document_id",),
    "doubts": ("document_id", "raw_start", "raw_end", "rule"),
    "edits": ("document_id", "part", "raw_start", "raw_end"),
    "emphasis": ("document_id", "part", "start_char", "end_char", "kind"),
    "entities": ("entity_id",),
    "entity_redirects": ("old_id",),
    "entity_relations": ("entity_id", "relation", "other_id"),
    "footnotes": ("document_id", "callout_offset", "part", "label"),
    "furniture": ("document_id", "raw_start", "raw_end"),
    "mentions": ("document_id", "part", "start_char", "end_char"),
    "meta": ("run_id",),
    "pages": ("document_id", "page"),
    "paragraphs": ("document_id", "paragraph"),
    "quarantine": ("document_id", "source"),
    "raw_documents": ("document_id",),
    "readings": ("document_id", "part", "start_char", "end_char"),
    "runs": ("run_id",),
    "sources": ("document_id", "source"),
    "spans": ("document_id", "part", "start_char", "end_char"),
}
"""What names a row of each table: they stand in this order, and a failed check names rows so."""


class Column(NamedTuple):
    """One column of the data dictionary. `kind` is table or view, `about` says what a row of it is."""

    table: str
    kind: str
    about: str
    column: str
    type: str
    comment: str


@cache
def names() -> tuple[str, ...]:
    """All tables, in alphabetical order."""
    return tuple(_files("schema"))


@cache
def schemas() -> dict[str, pa.Schema]:
    """The Arrow schema of every table, as DuckDB gives and takes it."""
    with in_memory() as connection:
        create_tables(connection)
        return {name: connection.table(name).limit(0).to_arrow_table().schema for name in names()}


def create_tables(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str] | None = None) -> None:
    """Empty tables with their comments, in the current database of the connection; default: all.

    They take the place of those that are there.
    """
    files = _files("schema")
    for name in files if wanted is None else wanted:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(files[name].read_text("utf-8"))


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """The views with their comments; the tables must be there."""
    for path in _files("views").values():
        connection.execute(path.read_text("utf-8"))


def drop_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Takes all views out of the current database of the connection."""
    sql = "SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND NOT internal"
    for (name,) in connection.execute(sql).fetchall():
        connection.execute(f'DROP VIEW "{name}"')


def dictionary(connection: duckdb.DuckDBPyConnection) -> list[Column]:
    """Every column of every table and view of the connection's current database, tables first."""
    rows = connection.execute(_DICTIONARY).fetchall()
    return [Column(*row) for row in rows]


_DICTIONARY = """
    WITH things AS (
        SELECT table_name AS name, 'table' AS kind, comment FROM duckdb_tables()
        WHERE database_name = current_database()
        UNION ALL
        SELECT view_name, 'view', comment FROM duckdb_views()
        WHERE database_name = current_database() AND NOT internal
    )
    SELECT name, kind, coalesce(things.comment, ''), column_name, data_type, coalesce(columns.comment, '')
    FROM things JOIN duckdb_columns() AS columns ON columns.table_name = name
    WHERE columns.database_name = current_database()
    ORDER BY kind, name, column_index
"""


def _files(folder: str) -> dict[str, Path]:
    """SQL files of a folder by the name of what they make; the state's migrations are not the warehouse's."""
    found = sorted(data("warehouse", folder).glob("*.sql"))
    return {path.stem: path for path in found if not path.stem.startswith("state-")}

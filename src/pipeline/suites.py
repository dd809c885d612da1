"""The suites of expectations (`expectations/<table>.json`) and the rows that they judge, out of a built warehouse.

A suite is one JSON file as Great Expectations reads it. Its `meta` says, in `rows`, which SQL gives the rows to
judge (plain table names, helper columns welcome, the columns that name a row among them). What holds of the whole
corpus or between tables stands in `figures`: SQL that gives the faulty rows, whose number the suite judges. Each
expectation and figure says what is expected in words (`claim`) and, where it is not the suite's, its `scope`:
"rows" where a document is at fault, "corpus" where the whole is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import duckdb
import pyarrow as pa

from pipeline import tables
from pipeline.connections import attach, in_memory
from pipeline.errors import WarehouseError
from pipeline.paths import data
from pipeline.rows import DOCUMENT_TABLES

BATCH_ROWS = 100_000
"""So many rows are judged at once, at most."""

GROUP_CHARACTERS = 20_000_000
"""Documents are read in groups of about this much clean text, so that memory does not grow with the corpus."""

BATCH_BYTES = 24_000_000
"""And so many bytes, about: what judges them makes objects of every value, several times over."""

MEMORY_LIMIT = "250MB"

Scope = Literal["rows", "corpus"]

OF_DOCUMENTS = frozenset((*DOCUMENT_TABLES, "mentions"))
"""Tables whose rows are judged document by document."""


class Figure(NamedTuple):
    """A number of faulty rows in the whole corpus; `faulty` is the SQL that gives them."""

    claim: str
    scope: Scope
    faulty: str


@dataclass(frozen=True, slots=True)
class Suite:
    """One file of expectations; either `rows` (SQL) or `figures` is filled."""

    name: str
    scope: Scope
    expectations: list[dict[str, Any]]
    rows: str = ""
    figures: tuple[Figure, ...] = ()

    @property
    def claims(self) -> list[str]:
        """What the suite expects, in words; each is one check."""
        return [f.claim for f in self.figures] or [e["meta"]["claim"] for e in self.expectations]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a row."""
        return tables.KEYS[self.name] if self.rows else ("claim",)


def load() -> dict[str, Suite]:
    """All suites by name. Raises WarehouseError that names the file where one is not as it should be."""
    return {path.stem: _suite(path) for path in sorted(data("expectations").glob("*.json"))}


def _suite(path: Path) -> Suite:
    try:
        read = json.loads(path.read_text("utf-8"))
        meta, scope = read["meta"], read["meta"]["scope"]
        figures = tuple(
            Figure(f["claim"], f.get("scope", scope), "\n".join(f["faulty"])) for f in meta.get("figures", ())
        )
        suite = Suite(path.stem, scope, read["expectations"], "\n".join(meta.get("rows", ())), figures)
        sound = len(set(suite.claims)) == len(suite.claims) and read["name"] == path.stem
    except (KeyError, TypeError, ValueError) as error:
        raise WarehouseError(
            f"{path}: not a suite of expectations ({error!r}); make it like the other files there"
        ) from error
    if not sound or bool(suite.rows) == bool(figures) or suite.name not in (*tables.names(), "figures"):
        raise WarehouseError(
            f"{path}: the file and its name must be those of a table, every claim must differ, and it needs rows or"
            " figures; mend the file"
        )
    return suite


class Rows:
    """The rows of a built warehouse."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, documents: Collection[str] | None) -> None:
        """`documents`: only rows of these are to be judged; None: of all."""
        self._db = connection
        self._whole = connection.cursor()
        self._whole.execute("USE corpus")
        self._groups = list(_groups(connection, None if documents is None else set(documents)))

    def batches(self, suite: Suite) -> Iterator[pa.Table]:
        """The rows that a suite judges, at most `BATCH_ROWS` at once; what belongs to a document comes in groups."""
        pending: list[pa.Table] = []
        for group in self._groups if suite.name in OF_DOCUMENTS else [[]]:
            self._db.register("chosen", pa.table({"document_id": pa.array(group, pa.string())}))
            for batch in self._db.execute(suite.rows).to_arrow_reader(BATCH_ROWS):
                pending.append(pa.Table.from_batches([batch]))
                if sum(map(len, pending)) >= BATCH_ROWS:
                    whole = pa.concat_tables(pending)
                    yield whole.slice(0, BATCH_ROWS)
                    pending = [whole.slice(BATCH_ROWS)]
            if sum(table.nbytes for table in pending) >= BATCH_BYTES:
                yield pa.concat_tables(pending)
                pending = []
        if any(map(len, pending)):
            yield pa.concat_tables(pending)

    def count(self, figure: Figure) -> int:
        """How many rows of the whole corpus are faulty."""
        return int(self._whole.execute(f"SELECT count(*) FROM ({figure.faulty})").fetchall()[0][0])

    def faulty(self, figure: Figure, limit: int) -> tuple[list[dict[str, Any]], frozenset[str]]:
        """The first faulty rows, and all documents that have any."""
        shown = self._whole.execute(f"SELECT * FROM ({figure.faulty}) LIMIT {limit}").to_arrow_table()
        if "document_id" not in shown.column_names:
            return shown.to_pylist(), frozenset()
        at_fault = self._whole.execute(f"SELECT DISTINCT document_id FROM ({figure.faulty})").fetchall()
        return shown.to_pylist(), frozenset(row[0] for row in at_fault)


@contextmanager
def reading(database: Path, documents: Collection[str] | None = None) -> Iterator[Rows]:
    """The rows of a built warehouse while it is open. Raises WarehouseError where it cannot be read."""
    with in_memory() as connection:
        try:
            attach(connection, database, "corpus")
            connection.execute("SET memory_limit = ?", [MEMORY_LIMIT])
            connection.execute("SET temp_directory = ?", [f"{database}.{os.getpid()}.spill"])
            _name(connection)
            yield Rows(connection, documents)
        except duckdb.Error as error:
            raise WarehouseError(f"{database}: cannot be audited: {error}; nothing was published") from error


def _name(connection: duckdb.DuckDBPyConnection) -> None:
    """Every table by its own name, only with the rows of the chosen documents."""
    connection.register("chosen", pa.table({"document_id": pa.array([], pa.string())}))
    for name in tables.names():
        condition = "SEMI JOIN chosen USING (document_id)" if name in OF_DOCUMENTS else ""
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM corpus.{name} {condition}")
    tables.create_views(connection)


def _groups(connection: duckdb.DuckDBPyConnection, wanted: set[str] | None) -> Iterator[list[str]]:
    """The documents in the order of their ids, cut where a group has enough text."""
    group: list[str] = []
    size = 0
    sql = "SELECT document_id, length(clean_text) FROM corpus.documents ORDER BY document_id"
    for document_id, characters in connection.execute(sql).fetchall():
        if wanted is not None and document_id not in wanted:
            continue
        group.append(document_id)
        size += characters
        if size >= GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group

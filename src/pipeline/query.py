"""Reading SQL on the published warehouse: that one file, nothing else on the machine, and no writing."""

from __future__ import annotations

import base64
import csv
import json
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.connections import Connection, attach, in_memory, literal
from pipeline.errors import WarehouseError
from pipeline.statements import explained, only_reads
from pipeline.tables import SCHEMA_VERSION, create_tables, create_views

BATCH_ROWS = 10_000

# After the last of these the connection can neither reach a file nor be opened again, but for what is attached, and for
# its folder of temporary files, of which DuckDB says that SQL may read and write there.
_CLOSE = (
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_SEARCH = """
    CREATE TEMP MACRO search(words, most := 10, mark := '**') AS TABLE
    FROM corpus_search.search(words, most := most, mark := mark)
"""
_NOTHING_KNOWN = """
    CREATE OR REPLACE TABLE documents AS FROM documents LIMIT 0;
    INSERT INTO documents (document_id) VALUES (NULL)
"""


def connect(
    warehouse: Path, memory_limit: str | None = None, index: Path | None = None, threads: int | None = None
) -> Connection:
    """A closed connection to the warehouse as it is published now; a later publishing does not disturb it.

    Attached to a database in memory: `duckdb.connect(path)` would give the old file while another connection
    to it is open in this process. What DuckDB has read it keeps, up to `memory_limit`, such as `500MB`; None
    is most of the machine's, and all of its `threads`. With the search index `index` of the warehouse there is the
    table macro `search`. Raises WarehouseError where there is no warehouse or it cannot be read.
    """
    if not warehouse.is_file():
        raise WarehouseError(f"{warehouse}: no warehouse; `pipeline run` makes one, or name another")
    connection = in_memory()
    try:
        # not as parameters: for the first of those DuckDB imports pandas, which takes as long as the rest of a query
        connection.execute(f"SET temp_directory = {literal(_own_folder(connection))}")
        if memory_limit:
            connection.execute(f"SET memory_limit = {literal(memory_limit)}")
        if threads:
            connection.execute(f"SET threads = {threads}")
        attach(connection, warehouse, "corpus")
        if index:
            attach(connection, index, "corpus_search")
            connection.execute(_SEARCH)
        for statement in ("USE corpus", *_CLOSE):
            connection.execute(statement)
        _known_schema(connection, warehouse)
    except duckdb.Error as error:
        connection.close()
        raise WarehouseError(f"{warehouse}: is no warehouse: {error}; `pipeline run` makes one") from error
    except WarehouseError:
        connection.close()
        raise
    return connection


def connect_empty() -> Connection:
    """A closed connection to a warehouse in memory that holds nothing but a document of which nothing is known."""
    connection = in_memory()
    connection.execute("SET threads = 1; ATTACH ':memory:' AS corpus; USE corpus")
    create_tables(connection)
    connection.execute(_NOTHING_KNOWN)
    create_views(connection)
    for statement in _CLOSE:
        connection.execute(statement)
    return connection


def select(connection: Connection, sql: str, parameters: Sequence[object] = ()) -> pa.RecordBatchReader:
    """The rows of one reading statement, batch by batch, while the connection is open and asked nothing else.

    Of columns with one name the second is called `name_1` and so on, as in tables that DuckDB makes. Raises
    PipelineError for SQL that is wrong, that writes, or that is not one statement.
    """
    with explained():
        rows = execute(connection, sql, parameters).to_arrow_reader(BATCH_ROWS)
    names = _different(rows.schema.names)
    if names == rows.schema.names:
        return rows
    schema = pa.schema([field.with_name(name) for field, name in zip(rows.schema, names, strict=True)])
    return pa.RecordBatchReader.from_batches(schema, (batch.rename_columns(names) for batch in rows))


def execute(connection: Connection, sql: str, parameters: Sequence[object] = ()) -> Connection:
    """Runs one reading statement; errors as of `select`."""
    *before, last = only_reads(sql, connection)
    with explained():
        for statement in before:
            connection.execute(statement)
        return connection.execute(last, list(parameters))


def query(warehouse: Path, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
    """All rows that `sql` gives on the warehouse. Raises PipelineError and WarehouseError."""
    from pipeline.search.index import asked_for

    with connect(warehouse, index=asked_for(warehouse, sql)) as connection, explained():
        return select(connection, sql, parameters).read_all()


def write(rows: pa.RecordBatchReader, format: str, out: BinaryIO) -> None:
    """Write the rows as one of `FORMATS`, batch by batch; text is UTF-8. Raises PipelineError."""
    with explained():
        FORMATS[format](rows, out)


def shown(rows: pa.RecordBatchReader, most: int) -> tuple[list[list[str]], bool]:
    """The first `most` rows as text for a table, null as nothing; and whether there are more."""
    found: list[list[str]] = []
    with explained():
        for batch in rows:
            found.extend([_text(value) for value in row] for row in _rows(batch))
            if len(found) > most:
                return found[:most], True
    return found, False


def _own_folder(connection: Connection) -> str:
    """Where it puts what is too much for memory, nobody else reads, and nothing is left; empty where there is no room.

    By default DuckDB takes `.tmp` of the working folder, and opens it to SQL with all that others have there.
    """
    try:
        folder = tempfile.mkdtemp(prefix="pipeline-query-")
    except OSError:
        return ""
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    return str(Path(folder, "spill"))


def _known_schema(connection: Connection, warehouse: Path) -> None:
    for (version,) in connection.execute("SELECT schema_version FROM meta").fetchall():
        if version > SCHEMA_VERSION:
            raise WarehouseError(
                f"{warehouse}: has schema {version}, known is {SCHEMA_VERSION}; install a newer pipeline"
            )


def _different(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        numbered = (f"{name}_{n}" if n else name for n in count())
        found.append(next(each for each in numbered if each not in found and (each == name or each not in names)))
    return found


def _write_csv(rows: pa.RecordBatchReader, out: BinaryIO) -> None:
    """RFC 4180 but for its line ends: a header, null as nothing, lists and structures as JSON."""
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    table = csv.writer(text, lineterminator="\n")
    table.writerow(rows.schema.names)
    for batch in rows:
        table.writerows([_cell(value) for value in row] for row in _rows(batch))
    text.detach()


def _write_json(rows: pa.RecordBatchReader, out: BinaryIO) -> None:
    """One array of objects, an object a line; numbers that JSON has not (NaN, infinity) are null."""
    start = b"[\n"
    for batch in rows:
        for row in _finite(batch).to_pylist():
            out.write(start + _json(row).encode())
            start = b",\n"
    out.write(b"[]\n" if start == b"[\n" else b"\n]\n")


def _finite(batch: pa.RecordBatch) -> pa.RecordBatch:
    for n, column in enumerate(batch.columns):
        if pa.types.is_floating(column.type):
            batch = batch.set_column(n, batch.schema.names[n], pc.if_else(pc.is_finite(column), column, None))
    return batch


def _write_parquet(rows: pa.RecordBatchReader, out: BinaryIO) -> None:
    with pq.ParquetWriter(out, rows.schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(batch)


FORMATS: dict[str, Callable[[pa.RecordBatchReader, BinaryIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
}


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[object, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _text(value: object) -> str:
    return "" if value is None else str(_cell(value))


def _cell(value: object) -> object:
    if isinstance(value, list | dict | bool):
        return _json(value)
    return value if value is None or isinstance(value, str | int | float) else _jsonable(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_jsonable)


def _jsonable(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)

"""The schema: the tables of the contract, a comment on everything, Arrow and SQL in step."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipeline import rows, tables
from pipeline.paths import data

CONTRACT = {
    "documents": "document_id sha256 title author year url rights media_type encoding language characters words pages"
    " clean_text first_seen run_id",
    "sources": "document_id source",
    "raw_documents": "document_id bytes extracted_text",
    "paragraphs": "document_id part paragraph kind level start_char end_char text language script",
    "edits": "document_id part raw_start raw_end before after rules",
    "footnotes": "document_id label callout_offset paragraph part text",
    "furniture": "document_id kind raw_start raw_end text",
    "pages": "document_id page start_char raw_start folio",
    "emphasis": "document_id part start_char end_char kind",
    "spans": "document_id part start_char end_char text language script schemes tag cyrillic confidence evidence",
    "mentions": "document_id part start_char end_char surface entity_id confidence why",
    "entities": "entity_id kind name dates wikidata mentions documents",
    "aliases": "entity_id alias language scheme mentions cyrillic keys",
    "readings": "document_id part start_char end_char surface kind name authority_id confidence why",
    "entity_relations": "entity_id relation other_id",
    "entity_redirects": "old_id entity_id since why",
    "doubts": "document_id raw_start raw_end rule text why",
    "quarantine": "document_id source sha256 reason remedy run_id since",
    "checks": "run_id table_name claim expectation column_name scope success observed failing_rows",
    "runs": "run_id started finished status fingerprint versions counts seconds message bytes peak_memory",
    "meta": "schema_version run_id",
}


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    tables.create_tables(connection)
    tables.create_views(connection)
    return connection


def test_the_tables_are_those_of_the_contract() -> None:
    assert {name: " ".join(schema.names) for name, schema in tables.schemas().items()} == CONTRACT


def test_every_table_view_and_column_has_a_comment(database: duckdb.DuckDBPyConnection) -> None:
    found = tables.dictionary(database)
    assert [column for column in found if not (column.about.strip() and column.comment.strip())] == []
    views = {path.stem for path in data("warehouse", "views").glob("*.sql")}
    assert {(column.kind, column.table) for column in found} == {
        *(("table", name) for name in tables.names()), *(("view", name) for name in views)
    }  # fmt: skip


def test_every_column_of_a_table_is_in_the_dictionary(database: duckdb.DuckDBPyConnection) -> None:
    found = {(column.table, column.column) for column in tables.dictionary(database) if column.kind == "table"}
    assert found == {(name, column) for name, schema in tables.schemas().items() for column in schema.names}


def test_no_column_needs_quoting(database: duckdb.DuckDBPyConnection) -> None:
    for name, schema in tables.schemas().items():
        database.execute(f"SELECT {', '.join(schema.names)} FROM {name}")


@pytest.mark.parametrize(("table", "column"), [("edits", "rules"), ("spans", "schemes")])
def test_lists_are_lists(table: str, column: str) -> None:
    assert pa.types.is_list(tables.schemas()[table].field(column).type)


def test_every_table_has_a_key_of_its_own_columns() -> None:
    assert set(tables.KEYS) == set(tables.names())
    for name, key in tables.KEYS.items():
        assert set(key) <= set(tables.schemas()[name].names)


def test_the_tables_of_documents_are_those_with_a_document_id() -> None:
    with_id = {name for name, schema in tables.schemas().items() if "document_id" in schema.names}
    assert set(rows.DOCUMENT_TABLES) == with_id - {"quarantine", "mentions"}


def test_one_file_makes_one_table() -> None:
    for name in tables.names():
        text = Path(data("warehouse", "schema") / f"{name}.sql").read_text("utf-8")
        assert text.startswith(f"CREATE TABLE {name} (")

"""The query connection reads the warehouse and nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from small_corpus import Small

from pipeline.connections import in_memory
from pipeline.corpus import Corpus
from pipeline.errors import PipelineError, WarehouseError
from pipeline.query import FORMATS, connect, query, select, shown, write
from pipeline.state import State
from pipeline.statements import ACTS
from pipeline.warehouse import documents, read_meta

NAMED_ALIKE = "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a"
READS = {
    "select": "SELECT count(*) FROM documents",
    "from first": "FROM documents",
    "with": "WITH d AS (FROM documents) SELECT * FROM d",
    "a view": "SELECT entity, surface, mentions FROM spellings",
    "describe": "DESCRIBE documents",
    "summarize": "SUMMARIZE paragraphs",
    "explain": "EXPLAIN SELECT 1",
    "ends in a semicolon": "SELECT 1;",
    "explain with options": "EXPLAIN (ANALYZE, FORMAT json) FROM documents",
    "explain in brackets": "-- why\nEXPLAIN /* so slow */ ANALYZE (SELECT 1)",
    "a pragma": "PRAGMA table_info('documents')",
    "words of what acts": "SELECT 'query (' AS query, count(*) AS checkpoint FROM documents",
    "pivot of what is there": "PIVOT paragraphs ON kind USING count(*)",
    "pivot inside": "SELECT * FROM (PIVOT paragraphs ON kind USING count(*))",
    "pivot": "PIVOT paragraphs ON kind IN ('body', 'heading') USING count(*)",
}
REFUSED = {
    "another file": ("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration"),
    "another file by its name": ("SELECT * FROM '/etc/passwd'", "does not exist"),
    "its bytes": ("SELECT * FROM read_blob('/etc/passwd')", "disabled by configuration"),
    "a folder": ("SELECT * FROM glob('/*')", "disabled by configuration"),
    "what DuckDB put off": ("SELECT * FROM read_csv('.tmp/s.csv')", "disabled by configuration"),
    "the folder for that": ("SELECT * FROM glob('.tmp/*')", "disabled by configuration"),
    "what a file may be": ("FROM sniff_csv('/etc/passwd')", "disabled by configuration"),
    "secrets": ("FROM duckdb_secrets()", "disabled by configuration"),
    "the environment": ("SELECT getenv('HOME')", "does not exist"),
    "the network": ("FROM 'https://127.0.0.1:1/rows.csv'", "disabled by configuration"),
    "writing a file": ("COPY documents TO 'out.csv'", "found COPY"),
    "export": ("EXPORT DATABASE 'out'", "found EXPORT"),
    "writing to explain it": ("EXPLAIN ANALYZE COPY (SELECT 42) TO 'z.csv'", "found COPY in EXPLAIN"),
    "over a comment": (
        "/* /* */ EXPLAIN SELECT 1 -- */ EXPLAIN ANALYZE COPY (SELECT 1) TO 'z'",
        "found COPY in EXPLAIN",
    ),
    "over options": ("EXPLAIN (ANALYZE, FORMAT json) CREATE TEMP TABLE t (a INTEGER)", "found CREATE in EXPLAIN"),
    "a pragma to explain it": ("EXPLAIN ANALYZE PRAGMA enable_profiling", "found PRAGMA in EXPLAIN"),
    "import": ("IMPORT DATABASE '/etc'", "disabled by configuration"),
    "import by pragma": ("PRAGMA import_database('/etc')", "disabled by configuration"),
    "import of what is not there": ("PRAGMA import_database('/nowhere')", "disabled by configuration"),
    "a copy by pragma": ("PRAGMA copy_database('corpus', 'memory')", "found PRAGMA"),
    "a copy of all": ("COPY FROM DATABASE corpus TO memory", "found COPY"),
    "an extension": ("INSTALL fts", "found INSTALL"),
    "one that a pragma needs": ("PRAGMA create_fts_index('documents', 'document_id', 'title')", "extension"),
    "loading one": ("LOAD httpfs", "found LOAD"),
    "another database": ("ATTACH 'other.duckdb'", "found ATTACH"),
    "a table": ("CREATE TABLE t (a INTEGER)", "found CREATE"),
    "a temporary table": ("CREATE TEMP TABLE t (a INTEGER)", "found CREATE"),
    "a table in memory": ("CREATE TABLE memory.t (a INTEGER)", "found CREATE"),
    "insert": ("INSERT INTO sources VALUES ('d', 's')", "found INSERT"),
    "update": ("UPDATE documents SET title = ''", "found UPDATE"),
    "delete": ("DELETE FROM documents", "found DELETE"),
    "drop": ("DROP TABLE documents", "found DROP"),
    "a setting": ("SET enable_external_access = true", "found SET"),
    "a setting by pragma": ("PRAGMA threads = 1", "found PRAGMA"),
    "a setting back": ("RESET threads", "found RESET"),
    "another database used": ("USE memory", "found USE"),
    "checkpoint": ("CHECKPOINT", "found CHECKPOINT"),
    "a call": ("CALL pragma_version()", "found CALL"),
    "a prepared statement": ("PREPARE p AS SELECT 1", "found PREPARE"),
    "its execution": ("EXECUTE p", "found EXECUTE"),
    "vacuum": ("VACUUM", "found VACUUM"),
    "insert behind with": ("WITH a AS (SELECT 1) INSERT INTO sources FROM a", "found INSERT"),
    "a log in a file": (
        "FROM enable_logging('QueryLog', storage := 'file', storage_path := 'log')",
        "found enable_logging()",
    ),
    "a profile in a file": (
        "FROM enable_profiling(format := 'json', save_location := 'p.json')",
        "found enable_profiling",
    ),
    "SQL out of a text": ("FROM system.main.\"query\" /* ( */ ('FROM check' || 'point()')", "found query()"),
    "SQL out of json": ("FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "found json_execute"),
    "a pivot made a table": ("CREATE TABLE memory.t AS PIVOT paragraphs ON kind", "PIVOT within another"),
    "a pivot beside another": ("SELECT 1; PIVOT paragraphs ON kind", "name them: PIVOT"),
    "a pivot to explain it": ("EXPLAIN PIVOT paragraphs ON kind", "name them: PIVOT"),
    "two statements": ("SELECT 1; DROP TABLE documents", "found 2 statements"),
    "nothing": ("", "found 0 statements"),
    "a comment": ("-- documents", "found 0 statements"),
    "no SQL": ("who is there", "syntax error"),
    "no such table": ("SELECT * FROM document", 'Did you mean "documents"'),
    "no such column": ("SELECT titel FROM documents", '"title"'),
    "a Python variable": ("SELECT * FROM frame", "does not exist"),
    "an error half way": ("SELECT CAST(source AS INTEGER) FROM sources", "Could not convert"),
}

# Table functions of DuckDB that only read what is there, and those that reach files, which a closed connection refuses.
ONLY_READ = set(
    "generate_series histogram histogram_values icu_calendar_names json_each json_tree pg_timezone_names query_table"
    " range repeat repeat_row seq_scan summary test_all_types test_vector_types unnest".split()
)
REACH = set("glob parquet_bloom_probe read_blob read_duckdb read_text sniff_csv which_secret".split())
FAMILIES = ("duckdb_", "pragma_", "parquet_", "read_csv", "read_json", "read_ndjson", "read_parquet")


@pytest.mark.parametrize("sql", READS.values(), ids=READS)
def test_reading_is_allowed(small: Small, sql: str) -> None:
    assert query(small.path, sql).num_rows


@pytest.mark.parametrize(("sql", "said"), REFUSED.values(), ids=REFUSED)
def test_all_else_is_refused_with_a_reason(
    small: Small, sql: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    frame = query(small.path, "SELECT 1")
    (tmp_path / ".tmp").mkdir()
    (tmp_path / ".tmp" / "s.csv").write_text("secret\n1\n")
    before = small.path.read_bytes()
    with pytest.raises(PipelineError) as caught:
        query(small.path, sql)
    assert said in str(caught.value)
    assert caught.value.exit_status == 2
    assert frame.num_rows == 1
    assert os.listdir(tmp_path) == [".tmp"]
    assert small.path.read_bytes() == before


def test_a_table_function_that_duckdb_brings_anew_has_to_be_judged(small: Small) -> None:
    made = (
        "SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type LIKE 'table%' AND internal"
    )
    found = {row["name"] for row in query(small.path, made).to_pylist()}
    assert {name for name in found - ONLY_READ - REACH - ACTS if not name.startswith(FAMILIES)} == set()
    assert ACTS - found == {"write_log"}, "which is no table"


def test_from_python_too_rows_only_read(small: Small) -> None:
    before = small.path.read_bytes()
    with Corpus.open(small.path) as corpus, pytest.raises(PipelineError, match="found COPY"):
        list(corpus.rows(f"COPY (SELECT 42) TO '{small.path}'"))
    assert small.path.read_bytes() == before


def test_what_is_too_much_for_memory_goes_to_a_folder_that_nobody_else_reads_and_nothing_is_left(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    connection = connect(small.path, memory_limit="200MB", threads=1)
    rows = select(connection, "SELECT i, md5(i::VARCHAR) AS h FROM range(4_000_000) AS t(i) ORDER BY h")
    assert rows.read_next_batch().num_rows
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert list((folder / "spill").iterdir())
    rows.close()
    connection.close()
    del rows, connection
    assert not os.listdir(tmp_path)


def test_without_a_folder_for_that_it_is_read_as_ever(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert query(small.path, "FROM documents").num_rows == 2


@pytest.mark.parametrize("opened", [connect, read_meta, documents])
def test_a_file_of_sqlite_is_told_and_nothing_is_downloaded(opened: Callable[[Path], object], tmp_path: Path) -> None:
    State.open(tmp_path / "state.sqlite").close()
    with pytest.raises(WarehouseError, match=r"state\.sqlite: is a SQLite file, not a warehouse; leave it"):
        opened(tmp_path / "state.sqlite")


def test_a_database_in_memory_downloads_nothing() -> None:
    with in_memory() as connection, pytest.raises(duckdb.Error, match="Install it first"):
        connection.execute("ATTACH 'sqlite:any' AS other")


def test_parameters_are_values_never_sql(small: Small) -> None:
    value = "'; DROP TABLE documents; --"
    assert query(small.path, "SELECT ? AS v", [value]).to_pylist() == [{"v": value}]


def test_a_missing_damaged_or_newer_warehouse_is_told_apart(small: Small, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="pipeline run"):
        connect(tmp_path / "none.duckdb")
    (tmp_path / "damaged.duckdb").write_bytes(b"no database")
    with pytest.raises(WarehouseError, match="is no warehouse"):
        connect(tmp_path / "damaged.duckdb")
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    with pytest.raises(WarehouseError, match="is no warehouse"):
        connect(tmp_path / "other.duckdb")
    newer = tmp_path / "it's newer.duckdb"
    shutil.copyfile(small.path, newer)
    connect(newer).close()
    with duckdb.connect(str(newer)) as connection:
        connection.execute("UPDATE meta SET schema_version = 99")
    with pytest.raises(WarehouseError, match=r"schema 99.*newer pipeline"):
        connect(newer)


def test_a_reader_keeps_the_old_file_and_a_new_one_sees_the_new(small: Small, tmp_path: Path) -> None:
    published = tmp_path / "corpus.duckdb"
    shutil.copyfile(small.path, published)
    with connect(published) as old:
        shutil.copyfile(small.path, tmp_path / "next")
        with duckdb.connect(str(tmp_path / "next")) as connection:
            connection.execute("DELETE FROM documents")
        (tmp_path / "next").replace(published)
        assert select(old, "SELECT count(*) AS n FROM documents").read_all().to_pylist() == [{"n": 2}]
        assert query(published, "SELECT count(*) AS n FROM documents").to_pylist() == [{"n": 0}]


VALUES = """
SELECT 1 AS whole, 2::HUGEINT AS huge, 1.50::DECIMAL(4, 2) AS price, 'a"b,' || chr(10) || 'ж' AS words, NULL AS nothing,
       [1, 2] AS list, {'k': 'v'} AS row, DATE '1932-01-02' AS day, TIMESTAMP '1932-01-02 03:04:05' AS moment,
       'x'::BLOB AS bytes, true AS yes
"""


def written(small: Small, sql: str, format: str) -> bytes:
    out = io.BytesIO()
    with connect(small.path) as connection:
        write(select(connection, sql), format, out)
    return out.getvalue()


def test_csv(small: Small) -> None:
    header, row = csv.reader(io.StringIO(written(small, VALUES, "csv").decode(), newline=""))
    assert dict(zip(header, row, strict=True)) == {
        "whole": "1", "huge": "2", "price": "1.5", "words": 'a"b,\nж', "nothing": "", "list": "[1, 2]",
        "row": '{"k": "v"}', "day": "1932-01-02", "moment": "1932-01-02T03:04:05", "bytes": "eA==", "yes": "true",
    }  # fmt: skip


def test_json(small: Small) -> None:
    assert json.loads(written(small, VALUES, "json")) == [{
        "whole": 1, "huge": 2, "price": 1.5, "words": 'a"b,\nж', "nothing": None, "list": [1, 2], "row": {"k": "v"},
        "day": "1932-01-02", "moment": "1932-01-02T03:04:05", "bytes": "eA==", "yes": True,
    }]  # fmt: skip


def test_parquet(small: Small) -> None:
    table = pq.read_table(io.BytesIO(written(small, "FROM paragraphs", "parquet")))
    assert table.equals(query(small.path, "FROM paragraphs"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("rows", [0, 1, 25_000])
def test_every_format_takes_any_number_of_rows(small: Small, format: str, rows: int) -> None:
    data = written(small, f"SELECT i FROM range({rows}) AS t(i)", format)
    found = {
        "csv": lambda: data.decode().splitlines()[1:],
        "json": lambda: json.loads(data),
        "parquet": lambda: pq.read_table(io.BytesIO(data)).to_pylist(),
    }[format]()
    assert len(found) == rows


@pytest.mark.parametrize(("rows", "seen", "more"), [(0, 0, False), (10, 10, False), (11, 10, True)])
def test_a_table_shows_its_first_rows_and_says_that_there_are_more(
    small: Small, rows: int, seen: int, more: bool
) -> None:
    with connect(small.path) as connection:
        cells, rest = shown(select(connection, f"SELECT i, NULL FROM range({rows}) AS t(i)"), 10)
    assert cells == [[str(i), ""] for i in range(seen)]
    assert rest is more


@pytest.mark.parametrize("format", ["json", "parquet"])
def test_columns_of_one_name_are_all_there(small: Small, format: str) -> None:
    out = io.BytesIO()
    with connect(small.path) as connection:
        write(select(connection, NAMED_ALIKE), format, out)
    rows = json.loads(out.getvalue()) if format == "json" else pq.read_table(out).to_pylist()
    assert rows == [{"a": 1, "a_2": 2, "a_1": 3, "a_3": 4}]


def test_what_json_has_no_number_for_is_null(small: Small) -> None:
    out = io.BytesIO()
    with connect(small.path) as connection:
        write(select(connection, "SELECT 'nan'::DOUBLE AS a, '-inf'::FLOAT AS b, 0.5::DOUBLE AS c"), "json", out)
    assert json.loads(out.getvalue()) == [{"a": None, "b": None, "c": 0.5}]


def test_a_terminal_of_another_encoding_is_told(small: Small) -> None:
    with connect(small.path) as connection, pytest.raises(PipelineError, match="is not UTF-8"):
        select(connection, "SELECT '\udcff'")

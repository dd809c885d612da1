"""The query connection reads the warehouse and nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from small_corpus import Small

from pipeline.errors import PipelineError, WarehouseError
from pipeline.query import FORMATS, connect, query, select, shown, write

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
    "pivot": "PIVOT paragraphs ON kind IN ('body', 'heading') USING count(*)",
}
REFUSED = {
    "another file": ("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration"),
    "another file by its name": ("SELECT * FROM '/etc/passwd'", "does not exist"),
    "its bytes": ("SELECT * FROM read_blob('/etc/passwd')", "disabled by configuration"),
    "a folder": ("SELECT * FROM glob('/*')", "disabled by configuration"),
    "writing a file": ("COPY documents TO 'out.csv'", "found COPY"),
    "export": ("EXPORT DATABASE 'out'", "found EXPORT"),
    "an extension": ("INSTALL fts", "found LOAD"),
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
    "checkpoint": ("CHECKPOINT", "found CALL"),
    "two statements": ("SELECT 1; DROP TABLE documents", "found 2 statements"),
    "nothing": ("", "found 0 statements"),
    "a comment": ("-- documents", "found 0 statements"),
    "no SQL": ("who is there", "syntax error"),
    "no such table": ("SELECT * FROM document", 'Did you mean "documents"'),
    "no such column": ("SELECT titel FROM documents", '"title"'),
    "a Python variable": ("SELECT * FROM frame", "does not exist"),
    "an error half way": ("SELECT CAST(source AS INTEGER) FROM sources", "Could not convert"),
}


@pytest.mark.parametrize("sql", READS.values(), ids=READS)
def test_reading_is_allowed(small: Small, sql: str) -> None:
    assert query(small.path, sql).num_rows


@pytest.mark.parametrize(("sql", "said"), REFUSED.values(), ids=REFUSED)
def test_all_else_is_refused_with_a_reason(
    small: Small, sql: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    frame = query(small.path, "SELECT 1")
    before = small.path.read_bytes()
    with pytest.raises(PipelineError) as caught:
        query(small.path, sql)
    assert said in str(caught.value)
    assert caught.value.exit_status == 2
    assert frame.num_rows == 1
    assert not os.listdir(tmp_path)
    assert small.path.read_bytes() == before


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

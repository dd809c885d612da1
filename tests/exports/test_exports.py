"""Exports: whole files or none, in their folder, readable by others."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_corpus import Small

from pipeline import corpus as module
from pipeline.corpus import Corpus, Document
from pipeline.errors import PipelineError, WarehouseError
from pipeline.exports import FORMATS, export, file_name, replaced, row


def documents(small: Small) -> list[Document]:
    with Corpus.open(small.path) as corpus:
        return list(corpus.documents())


def test_formats_are_the_modules_of_the_folder() -> None:
    import pipeline.exports

    modules = {path.stem for path in Path(pipeline.exports.__file__).parent.glob("*.py")}
    assert modules - {"__init__", "document_json"} == set(FORMATS)


def test_text(small: Small, tmp_path: Path) -> None:
    paths = export(small.path, tmp_path / "new" / "folder", "text")
    found = documents(small)
    assert [path.name for path in paths] == [f"{d.sources[0][0]}-{d.document_id}.txt" for d in found]
    assert [path.read_bytes().decode() for path in paths] == [d.clean_text for d in found]


def test_jsonl(small: Small, tmp_path: Path) -> None:
    (path,) = export(small.path, tmp_path, "jsonl")
    lines = path.read_bytes().decode().split("\n")
    assert [json.loads(line) for line in lines[:-1]] == [row(d) for d in documents(small)]
    assert lines[-1] == ""


@pytest.mark.parametrize("characters", [1, 1_000_000])
def test_parquet(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, characters: int) -> None:
    monkeypatch.setattr(module, "BATCH_CHARACTERS", characters)
    (path,) = export(small.path, tmp_path, "parquet")
    assert pq.read_table(path).to_pylist() == [row(d) for d in documents(small)]
    assert pq.ParquetFile(path).num_row_groups == (2 if characters == 1 else 1)


def test_parquet_has_plain_types_that_datasets_and_polars_know(small: Small, tmp_path: Path) -> None:
    """`datasets` reads such columns as its own Value types; it is not installed here."""
    (path,) = export(small.path, tmp_path, "parquet")
    schema = pq.read_schema(path)
    assert schema.names[:2] == ["id", "text"]
    assert all(t in (pa.string(), pa.int32(), pa.int64()) or t.value_type == pa.string() for t in schema.types)
    assert b"pandas" not in (schema.metadata or {})


@pytest.mark.parametrize("format", FORMATS)
def test_a_condition_chooses(small: Small, tmp_path: Path, format: str) -> None:
    chosen = export(small.path, tmp_path / "one", format, "title LIKE '%State%'")
    nothing = export(small.path, tmp_path / "none", format, "false")
    assert len(chosen) == 1
    assert "State" in str(pq.read_table(chosen[0]) if format == "parquet" else chosen[0].read_text("utf-8"))
    if format == "text":
        assert not nothing
    else:
        assert (pq.read_metadata(nothing[0]).num_rows if format == "parquet" else nothing[0].stat().st_size) == 0


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_the_same_is_not_written_again(small: Small, tmp_path: Path, format: str) -> None:
    first = {path: path.stat() for path in export(small.path, tmp_path, format)}
    again = {path: path.stat() for path in export(small.path, tmp_path, format)}
    assert {path: (s.st_ino, s.st_mtime_ns) for path, s in first.items()} == {
        path: (s.st_ino, s.st_mtime_ns) for path, s in again.items()
    }
    assert set(tmp_path.iterdir()) == set(first)


@pytest.mark.parametrize("format", FORMATS)
def test_a_condition_that_is_no_sql_leaves_the_files(small: Small, tmp_path: Path, format: str) -> None:
    before = {path: path.read_bytes() for path in export(small.path, tmp_path, format)}
    with pytest.raises(PipelineError, match='"title"'):
        export(small.path, tmp_path, format, "titel = 1")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def die() -> None:
        with replaced(path) as file:
            file.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        die()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


NAMES = {
    "plain": "a.txt",
    "folder": "letters/1932/a.txt",
    "up": "../../etc/passwd",
    "absolute": "/etc/passwd",
    "only dots": "..",
    "hidden": ".profile",
    "backslashes": "..\\..\\a.txt",
    "zero": "a\x00b.txt",
    "line feed": "a\nb.txt",
    "letters": "Очерки истории.txt",
    "long": "ж" * 400 + ".txt",
    "several dots": "a.b.c.txt",
    "blank": "",
}


@pytest.fixture
def renamed(small: Small, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    shutil.copyfile(small.path, tmp_path / "corpus.duckdb")
    with duckdb.connect(str(tmp_path / "corpus.duckdb")) as connection:
        yield connection


@pytest.mark.parametrize("document_id", ["d1", "../../d1"], ids=["id", "bad id"])
@pytest.mark.parametrize("source", NAMES.values(), ids=NAMES)
def test_no_name_leaves_the_folder(
    renamed: duckdb.DuckDBPyConnection, tmp_path: Path, source: str, document_id: str
) -> None:
    for table in ("documents", "sources"):
        renamed.execute(f"UPDATE {table} SET document_id = ?", [document_id])
    renamed.execute("UPDATE sources SET source = ?", [source])
    renamed.execute("DELETE FROM documents WHERE rowid > 0")
    renamed.close()
    (path,) = export(tmp_path / "corpus.duckdb", tmp_path / "out", "text")
    assert path.resolve().parent == (tmp_path / "out").resolve()
    assert [path] == list((tmp_path / "out").iterdir())
    assert not path.name.startswith(".")


def test_names_are_told_apart_by_the_id_and_known_by_the_source(small: Small) -> None:
    document = documents(small)[0]
    assert file_name(document, ".txt") == f"{document.sources[0][0]}-{document.document_id}.txt"


def test_errors_say_what_to_do(small: Small, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="no format 'tei'; there are text, jsonl, parquet"):
        export(small.path, tmp_path, "tei")
    with pytest.raises(WarehouseError, match="no warehouse"):
        export(tmp_path / "corpus.duckdb", tmp_path, "text")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PipelineError, match="give another folder"):
        export(small.path, tmp_path / "file", "text")

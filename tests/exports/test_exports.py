"""What holds for every output: whole files or none, in their folder, written and removed as documents come and go."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, get_args, get_type_hints

import duckdb
import pytest
from folders import data, files
from hypothesis import given
from hypothesis import strategies as st
from made_documents import Made, Part, warehouse
from small_corpus import Small

from pipeline.corpus import Corpus
from pipeline.errors import PipelineError, WarehouseError
from pipeline.exports import FORMATS, Exported, Options, export
from pipeline.exports.units import file_stem
from pipeline.warehouse_commands import export as command

ROOT = Path(__file__).resolve().parents[2]
FILES = {"text": 1, "jsonl": 1, "parquet": 1, "tei": 1, "annotations": 3, "chunks": 1}
"""Files that an export writes for each document, or for all."""
EACH = ("text", "tei", "annotations")


def test_the_command_knows_the_formats() -> None:
    output = get_type_hints(command)["format"]
    assert get_args(output) == FORMATS


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_its_page(format: str) -> None:
    """In the README, and in what `pipeline export --help` prints."""
    readme = (ROOT / "README.md").read_text("utf-8")
    page = readme.split("\n## Exports\n")[1].split("\n## ")[0]
    assert re.search(rf"^\| `{format}` \|", page, re.M)
    assert re.search(rf"^\s+(\w+, )*{format}(, \w+)*: ", command.__doc__ or "", re.M)


def test_text(small: Small, tmp_path: Path) -> None:
    done = export(small.path, tmp_path / "new" / "folder", "text")
    with Corpus.open(small.path) as corpus:
        found = {f"{d.sources[0][0]}-{d.document_id}.txt": d.clean_text.encode() for d in corpus.documents()}
    assert done == Exported(2, 2, 0)
    assert {name: found[name] for name in data(tmp_path / "new" / "folder")} == found


@pytest.mark.parametrize("format", FORMATS)
def test_a_condition_chooses_and_the_folder_follows(small: Small, tmp_path: Path, format: str) -> None:
    many, one = (FILES[format] * n if format in EACH else FILES[format] for n in (2, 1))
    assert export(small.path, tmp_path, format) == Exported(many, many, 0)
    assert len(data(tmp_path)) == many
    chosen = export(small.path, tmp_path, format, "title LIKE '%State%'")
    assert (chosen.files, chosen.removed) == (one, many - one)
    assert len(data(tmp_path)) == one
    none = export(small.path, tmp_path, format, "false")
    assert none.files == len(data(tmp_path)) == (0 if format in EACH else 1)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_the_same_is_not_written_again(small: Small, tmp_path: Path, format: str) -> None:
    export(small.path, tmp_path, format)
    first = {path: path.stat() for path in tmp_path.iterdir()}
    assert export(small.path, tmp_path, format).written == 0
    again = {path: path.stat() for path in tmp_path.iterdir()}
    assert {path: (s.st_ino, s.st_mtime_ns) for path, s in first.items()} == {
        path: (s.st_ino, s.st_mtime_ns) for path, s in again.items()
    }


@pytest.mark.parametrize("format", FORMATS)
def test_what_somebody_changed_or_removed_is_mended(small: Small, tmp_path: Path, format: str) -> None:
    export(small.path, tmp_path, format)
    before = files(tmp_path)
    first, *others = sorted(data(tmp_path))
    (tmp_path / first).write_bytes(b"other")
    for name in others[:1]:
        (tmp_path / name).unlink()
    assert export(small.path, tmp_path, format).written == 1 + len(others[:1])
    assert {name: files(tmp_path)[name] for name in data(tmp_path)} == {
        name: text for name, text in before.items() if name in data(tmp_path)
    }


RUN = "UPDATE documents SET run_id = 'r2'; INSERT INTO runs BY NAME SELECT * REPLACE ('r2' AS run_id) FROM runs"
# What is told of a document, and the formats whose files change with it.
CHANGES = {
    "a name": ("UPDATE entities SET name = 'Someone'", {"annotations"}),
    "an item of Wikidata": ("UPDATE entities SET wikidata = 'Q1'", {"tei", "annotations"}),
    "a mention": ("DELETE FROM mentions", {"tei", "annotations"}),
    "how often in the corpus": ("UPDATE entities SET mentions = 99, documents = 9", set()),
    "a page": (f"UPDATE pages SET folio = '13'; {RUN}", {"tei", "chunks"}),
    "a doubt": (f"DELETE FROM doubts; {RUN}", {"jsonl", "parquet", "annotations"}),
    "rights": (f"UPDATE documents SET rights = 'free'; {RUN}", {"jsonl", "parquet", "tei", "chunks"}),
    "another run with the same result": (RUN, set()),
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_written_where_it_is_told(small: Small, tmp_path: Path, format: str, change: str) -> None:
    path, (sql, told) = tmp_path / "corpus.duckdb", CHANGES[change]
    shutil.copyfile(small.path, path)
    export(path, tmp_path / "out", format)
    before = files(tmp_path / "out")
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    written = export(path, tmp_path / "out", format).written
    assert (written > 0) == (format in told)
    changed = {name for name, text in files(tmp_path / "out").items() if before[name] != text} & data(tmp_path / "out")
    assert len(changed) == written


def test_other_peoples_files_are_left_alone(small: Small, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    for format in FORMATS[:2]:
        export(small.path, tmp_path, format)
        export(small.path, tmp_path, format, "false")
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"
    assert data(tmp_path) == {"mine.txt", "documents.jsonl"}


@pytest.mark.parametrize("format", FORMATS)
def test_other_peoples_files_stand_in_the_way(small: Small, tmp_path: Path, format: str) -> None:
    export(small.path, tmp_path / "first", format)
    name = sorted(data(tmp_path / "first"))[-1]
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / name).write_bytes(b"mine")
    with pytest.raises(PipelineError, match=f"{name}: is there, and no export wrote it"):
        export(small.path, tmp_path / "second", format)
    assert (tmp_path / "second" / name).read_bytes() == b"mine"


def test_other_sizes_write_again(small: Small, tmp_path: Path) -> None:
    export(small.path, tmp_path, "chunks", options=Options(30))
    assert export(small.path, tmp_path, "chunks", options=Options(30)).written == 0
    assert export(small.path, tmp_path, "chunks", options=Options(20)).written == 1


@pytest.mark.parametrize("format", FORMATS)
def test_a_condition_that_is_no_sql_leaves_the_files(small: Small, tmp_path: Path, format: str) -> None:
    export(small.path, tmp_path, format)
    before = files(tmp_path)
    with pytest.raises(PipelineError, match='"title"'):
        export(small.path, tmp_path, format, "titel = 1")
    assert files(tmp_path) == before


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


@pytest.mark.parametrize("document_id", ["d1", "../../d1"], ids=["id", "bad id"])
@pytest.mark.parametrize("source", NAMES.values(), ids=NAMES)
def test_no_name_leaves_the_folder(tmp_path: Path, source: str, document_id: str) -> None:
    document = Made((Part((("body", None, "Text."),)),), document_id=document_id, source=source)
    path = warehouse(tmp_path / "corpus.duckdb", document)
    for format in EACH:
        export(path, tmp_path / "out" / format, format)
        assert len(data(tmp_path / "out" / format)) == FILES[format]
    assert {entry.name for entry in tmp_path.iterdir()} == {"corpus.duckdb", "out"}
    assert {entry.name for entry in (tmp_path / "out").iterdir()} == set(EACH)


@given(st.none() | st.text(), st.text())
def test_a_name_is_one_name(source: str | None, document_id: str) -> None:
    stem = file_stem(source, document_id)
    assert not set(stem) & set("/\\\0\n\t ")
    assert not stem.startswith(".")


@given(st.text())
def test_a_name_fits_into_file_systems(source: str) -> None:
    stem = file_stem(source, "d" * 13)
    assert len(f".{stem}.raw.txt.4194304.part".encode()) <= 255


ERRORS: list[tuple[dict[str, Any], type[PipelineError], str]] = [
    ({"format": "pdf"}, PipelineError, "no format 'pdf'; there are text, jsonl, parquet, tei, annotations, chunks"),
    ({"warehouse": "nothing.duckdb"}, WarehouseError, "no warehouse"),
    ({"directory": "file"}, PipelineError, "give another folder"),
]


@pytest.mark.parametrize(("given_", "kind", "message"), ERRORS, ids=[message[:12] for *_, message in ERRORS])
def test_errors_say_what_to_do(
    small: Small, tmp_path: Path, given_: dict[str, str], kind: type[PipelineError], message: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / given_["warehouse"] if "warehouse" in given_ else small.path
    with pytest.raises(kind, match=message):
        export(path, tmp_path / given_.get("directory", "out"), given_.get("format", "text"))

"""Data sets: columns, quality, near-duplicates, splits, and the card that loaders read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from made_documents import Made, Part, corpus, made, warehouse
from published import Published
from small_corpus import Small

from pipeline import corpus as limits
from pipeline.corpus import Corpus
from pipeline.errors import PipelineError
from pipeline.exports import export, units
from pipeline.exports.dataset import COLUMNS, SPLITS, Dataset, split
from pipeline.exports.parquet import SCHEMA

FORMATS = ("jsonl", "parquet")


def read(folder: Path, format: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(folder.glob(f"documents*.{format}")):
        if format == "parquet":
            found.extend(pq.read_table(path).to_pylist())
        else:
            found.extend(json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1])
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_rows_are_the_documents_in_the_order_of_their_ids(small: Small, tmp_path: Path, format: str) -> None:
    export(small.path, tmp_path, format)
    rows = read(tmp_path, format)
    with Corpus.open(small.path) as opened:
        documents = list(opened.documents())
    assert [list(row) for row in rows] == [[column.name for column in COLUMNS]] * len(documents)
    for row, document in zip(rows, documents, strict=True):
        assert (row["id"], row["text"], row["sources"]) == (
            document.document_id, document.clean_text, list(document.sources),
        )  # fmt: skip
        known = {"title", "author", "year", "url", "rights", "language", "media_type", "sha256", "characters", "words"}
        assert {name: row[name] for name in known} == {name: getattr(document, name) for name in known}


def test_signals_are_counted_from_the_tables(small: Small, tmp_path: Path) -> None:
    """Each small document: 5 edits and a doubt on 11 words, a callout with its note, nothing foreign."""
    export(small.path, tmp_path, "jsonl")
    for row in read(tmp_path, "jsonl"):
        assert row["edits_per_1000_words"] == round(5000 / row["words"], 3)
        assert row["doubts_per_1000_words"] == round(1000 / row["words"], 3)
        assert [row[name] for name in ("callouts_without_note", "foreign_share", "replacement_characters")] == [0, 0, 0]


def test_signals_of_a_damaged_document(tmp_path: Path) -> None:
    text = "Pravda \N{REPLACEMENT CHARACTER} he said"
    part = Part((("body", None, text),), (("span", 0, 6),))
    with corpus(Made((part,), (("1", 6, None),))) as opened:
        (row,) = Dataset(opened, tmp_path / "hashes").rows(["d1"])
    assert (row["callouts_without_note"], row["replacement_characters"]) == (1, 1)
    assert row["foreign_share"] == round(6 / (len(text) + 1), 4)
    assert row["version"] is None


def test_the_version_is_of_what_made_the_text(published: Published, tmp_path: Path) -> None:
    export(published.warehouse, tmp_path, "jsonl")
    versions = {row["version"] for row in read(tmp_path, "jsonl")}
    assert [re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8,}", version) is not None for version in versions] == [True]


@pytest.mark.parametrize("characters", [1, 1_000_000])
def test_a_row_group_is_what_fits_into_memory(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, characters: int
) -> None:
    monkeypatch.setattr(limits, "BATCH_CHARACTERS", characters)
    export(small.path, tmp_path, "parquet")
    assert pq.ParquetFile(tmp_path / "documents.parquet").num_row_groups == (2 if characters == 1 else 1)
    assert len(read(tmp_path, "parquet")) == 2


def test_parquet_has_plain_types_that_datasets_and_polars_know(small: Small, tmp_path: Path) -> None:
    export(small.path, tmp_path, "parquet")
    schema = pq.read_schema(tmp_path / "documents.parquet")
    assert schema == SCHEMA
    plain = {pa.string(), pa.int32(), pa.int64(), pa.float64()}
    assert all(t in plain or t.value_type in plain for t in schema.types)
    assert b"pandas" not in (schema.metadata or {})


@pytest.mark.parametrize("format", FORMATS)
def test_datasets_loads_the_folder(small: Small, tmp_path: Path, format: str) -> None:
    import datasets

    export(small.path, tmp_path / "data", format)
    loaded = datasets.load_dataset(str(tmp_path / "data"), cache_dir=str(tmp_path / "cache"))["train"]
    assert loaded.column_names == [column.name for column in COLUMNS]
    assert list(loaded) == read(tmp_path / "data", format)
    assert {str(f.dtype) for f in loaded.features.values() if hasattr(f, "dtype")} >= {"string", "int32", "float64"}


def test_polars_loads_both(small: Small, tmp_path: Path) -> None:
    import polars

    for format in FORMATS:
        export(small.path, tmp_path / format, format)
    one = polars.read_parquet(tmp_path / "parquet" / "*.parquet")
    assert one.to_dicts() == polars.read_ndjson(tmp_path / "jsonl" / "documents.jsonl", schema=one.schema).to_dicts()


@given(st.text())
def test_every_group_has_a_split(group: str) -> None:
    assert split(group) in dict(SPLITS)


def test_splits_have_their_shares_and_stay() -> None:
    found = [split(str(n)) for n in range(5000)]
    shares = {name: found.count(name) / 5000 for name, _ in SPLITS}
    assert shares == pytest.approx({"train": 0.8, "validation": 0.1, "test": 0.1}, abs=0.02)
    assert [split(name) for name in "abcdef"] == ["train", "train", "train", "train", "train", "train"]


def head(folder: Path) -> dict[str, Any]:
    text = (folder / "README.md").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text.split("---\n")[1])
    return loaded


@pytest.mark.parametrize("format", FORMATS)
def test_the_card_says_what_is_there(small: Small, tmp_path: Path, format: str) -> None:
    export(small.path, tmp_path, format)
    known, text = head(tmp_path), (tmp_path / "README.md").read_text("utf-8")
    assert known["configs"] == [{"config_name": "default", "data_files": f"documents*.{format}"}]
    assert (known["language"], known["license"], known["size_categories"]) == (["en"], "unknown", ["n<1K"])
    assert [feature["name"] for feature in known["dataset_info"]["features"]] == [column.name for column in COLUMNS]
    assert all(f"| `{column.name}` |" in text for column in COLUMNS)
    assert "\n2 documents, " in text


NASTY = ["no", "a: b", "| x\n---\n", "]\n", '"', "\N{LINE SEPARATOR}"]


@pytest.mark.parametrize("rights", NASTY)
def test_what_users_say_cannot_break_the_card(tmp_path: Path, rights: str) -> None:
    path = warehouse(tmp_path / "corpus.duckdb", replace(made(a="Text.")[0], rights=rights, language=rights))
    export(path, tmp_path / "out", "jsonl")
    assert head(tmp_path / "out")["language"] == [rights]
    text = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert len(re.findall(r"^\| .* \| 1 \|$", text, re.M)) == 3


def test_a_card_of_something_else_is_kept(small: Small, tmp_path: Path) -> None:
    export(small.path, tmp_path, "jsonl")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(PipelineError, match=r"README.md: is no card of parquet.*folder of its own"):
        export(small.path, tmp_path, "parquet")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.fixture
def many() -> list[Made]:
    return made(**{f"d{n:04}": f"Text {n} of many." for n in range(200)})


def test_a_document_that_changes_or_comes_touches_its_shard_alone(
    many: list[Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "_SHARD", 50)
    folder, path = tmp_path / "out", tmp_path / "corpus.duckdb"
    first = export(warehouse(path, *many), folder, "jsonl")
    assert first.files == first.written > 1
    assert [row["id"] for row in read(folder, "jsonl")] == [document.document_id for document in many]
    changed = [*many[:7], *made(run_id="r2", d0007="Other."), *many[8:]]
    assert export(warehouse(path, *changed), folder, "jsonl")[1:] == (1, 0)
    more = [*changed[:9], *made(d0008a="New."), *changed[9:]]
    assert export(warehouse(path, *more), folder, "jsonl")[1:] == (1, 0)
    assert [row["id"] for row in read(folder, "jsonl")] == [document.document_id for document in more]
    assert export(warehouse(path, *many[:3]), folder, "jsonl") == (1, 1, first.files - 1)
    assert [row["id"] for row in read(folder, "jsonl")] == [document.document_id for document in many[:3]]

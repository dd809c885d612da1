"""Stage and build: rows in, a whole new file out, the old one untouched, the same from the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from small_corpus import AUTHORITY, SEEN, Small, build_small, found, processed

from pipeline import entity_tables, kept_rows, rows, tables, warehouse
from pipeline.entities import Authority, Entry, Spelling
from pipeline.errors import WarehouseError
from pipeline.quality import Check
from pipeline.rows import ProcessedDocument
from pipeline.staging import Stage
from pipeline.state import State
from pipeline.state_records import Quarantined


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State.open(tmp_path / "state.sqlite")


def select(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{path}' AS corpus (READ_ONLY)")
        connection.execute("USE corpus")
        return connection.execute(sql).fetchall()


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: select(path, f"SELECT * FROM {name}") for name in tables.names()}


def built(
    folder: Path,
    state: State,
    batches: list[list[ProcessedDocument]],
    *,
    previous: Path | None = None,
    keep: tuple[str, ...] = (),
    authority: Authority = AUTHORITY,
    whole: bool = False,
) -> Path:
    stage = Stage(folder / "stage")
    for number, batch in enumerate(batches):
        stage.write(f"{number:04}", rows.merge([rows.document_rows(document) for document in batch]))
    target = folder / "built.duckdb"
    kept: dict[str, Any] = {"previous": previous, "keep": keep, "whole": whole}
    warehouse.build(stage, target, **kept, state=state, authority=authority, run_id="r2", since=SEEN)
    return target


def three() -> list[ProcessedDocument]:
    return [processed(f"{n}.txt", word, f"d{n}") for n, word in enumerate(("Old", "New", "Own"), 1)]


def test_equal_input_gives_equal_tables_whatever_the_batches(tmp_path: Path, state: State) -> None:
    one, two, other = three()
    first = contents(built(tmp_path / "a", state, [[one, two], [other]]))
    assert contents(built(tmp_path / "b", state, [[other, two, one]])) == first
    assert [row[0] for row in first["documents"]] == ["d1", "d2", "d3"]


@pytest.mark.parametrize("at_once", [1, 4, 7])
def test_rows_that_are_sorted_in_several_goes_stand_as_those_sorted_in_one(
    tmp_path: Path, state: State, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    old = built(tmp_path / "a", state, [three()])
    monkeypatch.setattr(kept_rows, "AT_ONCE", at_once)
    assert contents(built(tmp_path / "b", state, [three()])) == contents(old)
    newer = replace(processed("2.txt", "Newer", "d2"), run_id="r2")
    kept = built(tmp_path / "c", state, [[newer]], previous=old, keep=("d1", "d3"), whole=True)
    assert [row[0] for row in select(kept, "SELECT document_id FROM documents")] == ["d1", "d2", "d3"]


def test_every_table_stands_in_the_order_of_its_key(small: Small) -> None:
    for name in tables.names():
        keys = [str(row) for row in select(small.path, f"SELECT {', '.join(tables.KEYS[name])} FROM {name}")]
        ordered = f"SELECT {', '.join(tables.KEYS[name])} FROM {name} ORDER BY ALL"
        assert keys == [str(row) for row in select(small.path, ordered)]


def test_kept_documents_keep_all_their_rows(tmp_path: Path, state: State) -> None:
    one, two, other = three()
    old = built(tmp_path / "a", state, [[one, two]])
    digest = sha256(old.read_bytes()).digest()
    changed = replace(processed("2.txt", "Newer", "d2"), run_id="r2")
    new = built(tmp_path / "b", state, [[changed, other]], previous=old, keep=("d1",))
    assert contents(new) == contents(built(tmp_path / "c", state, [[one, changed, other]]))
    assert sha256(old.read_bytes()).digest() == digest


def test_nothing_staged_and_nothing_kept_is_an_empty_warehouse(tmp_path: Path, state: State) -> None:
    found = contents(built(tmp_path / "a", state, []))
    assert {name for name, rows_ in found.items() if rows_} == {"meta"}


def test_a_file_is_whole_when_it_is_built(tmp_path: Path, state: State) -> None:
    path = built(tmp_path / "a", state, [three()])
    assert [p.name for p in path.parent.iterdir() if p.name.startswith("built")] == ["built.duckdb"]


def test_what_a_batch_wrote_before_it_writes_again_counts_once(tmp_path: Path, state: State) -> None:
    one, two, _ = three()
    stage = Stage(tmp_path / "stage")
    stage.write("0000", rows.document_rows(one))
    stage.write("0000", rows.document_rows(two))
    (tmp_path / "stage" / "documents" / "0001.part").write_bytes(b"half a file")
    assert {name: [path.name for path in files] for name, files in stage.tables().items()} == {
        name: ["0000.parquet"] for name in rows.DOCUMENT_TABLES
    }
    target = tmp_path / "corpus.duckdb"
    warehouse.build(stage, target, previous=None, keep=(), state=state, authority=AUTHORITY, run_id="r2", since=SEEN)
    assert select(target, "SELECT document_id FROM documents") == [("d2",)]


def mentioned(document: ProcessedDocument, *surfaces: tuple[str, str]) -> ProcessedDocument:
    """The document with these (surface, entry of the authority) named in its body."""
    mentions = [found(10 * n, surface, "organisation", entry) for n, (surface, entry) in enumerate(surfaces)]
    return replace(document, mentions=[mentions])


def test_names_that_are_written_in_several_goes_stand_as_those_written_in_one(
    tmp_path: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, other = three()
    batch = [one, mentioned(two, ("OGPU", "ogpu"), ("GPU", "ogpu")), mentioned(other, ("NKVD", "nkvd"))]
    whole = contents(built(tmp_path / "a", state, [batch]))
    assert min(len(whole[name]) for name in ("mentions", "aliases", "entities")) > 1
    for goes in ("SPELLINGS_AT_ONCE", "ENTITIES_AT_ONCE", "DOCUMENTS_AT_ONCE"):
        monkeypatch.setattr(entity_tables, goes, 1)
    assert contents(built(tmp_path / "b", state, [batch])) == whole


def test_entities_count_all_mentions_and_spellings(tmp_path: Path, state: State) -> None:
    authority = Authority(
        (
            Entry("gpu", "GPU", "organisation", spellings=(Spelling("GPU"),)),
            Entry(
                "ogpu", "OGPU", "organisation", spellings=(Spelling("OGPU"), Spelling("ОГПУ", "ru")),
                relations=(("predecessor", "gpu"), ("part of", "narkom")),
            ),
            Entry("narkom", "Narkom", "organisation"),
        ),
        "test",
    )  # fmt: skip
    one, two, _ = three()
    batch = [
        mentioned(one, ("OGPU", "ogpu"), ("O.G.P.U.", "ogpu"), ("GPU", "gpu")),
        mentioned(two, ("OGPU", "ogpu")),
    ]
    path = built(tmp_path / "a", state, [batch], authority=authority)
    ids = {name: entity_id for entity_id, name in select(path, "SELECT entity_id, name FROM entities")}
    assert set(select(path, "SELECT name, mentions, documents FROM entities")) == {("OGPU", 3, 2), ("GPU", 1, 1)}
    spelt = select(path, f"SELECT alias, language, mentions FROM aliases WHERE entity_id = '{ids['OGPU']}'")
    assert set(spelt) == {("OGPU", None, 2), ("O.G.P.U.", None, 1), ("ОГПУ", "ru", 0)}
    assert select(path, "FROM entity_relations") == [(ids["OGPU"], "predecessor", ids["GPU"])]


def test_the_warehouse_carries_the_state_as_of_its_publishing(tmp_path: Path, state: State) -> None:
    state.start_run("r2", started=SEEN, fingerprint="f", versions={"cleaning": "1"})
    path = built(tmp_path / "a", state, [three()])
    assert select(path, "SELECT run_id, status, versions->>'cleaning' FROM runs") == [("r2", "running", "1")]
    check = Check("edits", "it changes", "e", "changes", True, "3 rows", [{"document_id": "d1"}], frozenset(), "rows")
    state.add_checks("r2", [check])
    state.quarantine([Quarantined("d9", "z.txt", None, "broken", "mend it", "r2", SEEN)])
    state.finish_run("r2", finished=SEEN, status="partial", counts={"new": 3}, seconds={"clean": 0.5})
    warehouse.seal(path, state)
    assert select(path, "SELECT status, (counts->>'new')::INT, started, finished FROM runs") == [
        ("partial", 3, SEEN.replace(tzinfo=None), SEEN.replace(tzinfo=None))
    ]
    assert select(path, "SELECT claim, success, failing_rows->0->>'document_id' FROM checks") == [
        ("it changes", True, "d1")
    ]
    since = datetime(2026, 1, 2, 3, 4, 5)
    assert select(path, "SELECT source, sha256, since FROM quarantine") == [("z.txt", None, since)]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("UPDATE meta SET schema_version = 99", "newer program"),
        ("UPDATE meta SET schema_version = 0", "older schema 0"),
        ("DROP TABLE meta", "no warehouse that can be read"),
        ("DELETE FROM documents", "has no document d1"),
    ],
)
def test_a_previous_warehouse_that_cannot_be_kept_is_refused(
    tmp_path: Path, state: State, spoil: str, words: str
) -> None:
    old = built(tmp_path / "a", state, [three()])
    with duckdb.connect(old) as connection:
        connection.execute(spoil)
    with pytest.raises(WarehouseError, match=words):
        built(tmp_path / "b", state, [], previous=old, keep=("d1",))
    assert not (tmp_path / "b" / "built.duckdb").exists()


def test_a_damaged_stage_leaves_no_file(tmp_path: Path, state: State) -> None:
    (tmp_path / "a" / "stage" / "documents").mkdir(parents=True)
    (tmp_path / "a" / "stage" / "documents" / "0001.parquet").write_bytes(b"nonsense")
    with pytest.raises(WarehouseError, match=r"built\.duckdb.*nothing was published"):
        built(tmp_path / "a", state, [three()])
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["stage"]


@pytest.mark.parametrize("content", [b"", b"not a database", b"\x00" * 20_000], ids=["empty", "words", "zeros"])
def test_what_is_no_warehouse_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corpus.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseError, match=r"corpus\.duckdb.*move it away"):
        warehouse.read_meta(path)


def test_a_warehouse_says_what_it_is(small: Small, tmp_path: Path) -> None:
    assert warehouse.read_meta(small.path) == (tables.SCHEMA_VERSION, "r1")
    assert warehouse.read_meta(tmp_path / "none") is None
    assert warehouse.documents(small.path) == {d.document_id: d.extraction.sha256 for d in small.documents}
    assert warehouse.documents(tmp_path / "none") == {}


def test_names_with_quotes_are_names(tmp_path: Path, state: State) -> None:
    folder = tmp_path / "it's; here"
    folder.mkdir()
    assert build_small(folder, state, {"a'b.txt": "Old"}).path.exists()


def test_few_changes_amend_a_copy_that_holds_what_a_whole_one_does(tmp_path: Path, state: State) -> None:
    old = built(tmp_path / "old", state, [[processed(f"{n}.txt", "Old", f"d{n:02}") for n in range(40)]])
    digest = sha256(old.read_bytes()).digest()
    changed = [processed(f"{n}.txt", "New", f"d{n:02}") for n in (3, 40)]
    keep = tuple(f"d{n:02}" for n in range(40) if n not in (3, 4))
    amended = built(tmp_path / "amended", state, [changed], previous=old, keep=keep)
    whole = built(tmp_path / "whole", state, [changed], previous=old, keep=keep, whole=True)
    assert [row[0] for row in contents(amended)["documents"]][-2:] == ["d03", "d40"]
    assert {name: sorted(map(repr, table)) for name, table in contents(amended).items()} == {
        name: sorted(map(repr, table)) for name, table in contents(whole).items()
    }
    assert sha256(old.read_bytes()).digest() == digest
    columns = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    assert select(amended, columns) == select(whole, columns)


def test_where_many_stand_behind_the_others_all_is_written_anew(tmp_path: Path, state: State) -> None:
    path = built(tmp_path / "0", state, [[processed(f"{n}.txt", "Old", f"d{n:02}") for n in range(20)]])
    orders = []
    for n in range(1, 4):
        keep = tuple(f"d{k:02}" for k in range(20) if k != n)
        path = built(tmp_path / str(n), state, [[processed(f"{n}.txt", "New", f"d{n:02}")]], previous=path, keep=keep)
        ids = [row[0] for row in contents(path)["documents"]]
        assert len(ids) == 20
        orders.append(ids == sorted(ids))
    assert orders == [False, True, False]


def test_few_rows_are_compressed_together(tmp_path: Path, state: State) -> None:
    stage, staged = Stage(tmp_path / "stage"), rows.document_rows(three()[0])
    paragraphs = staged["paragraphs"]
    times = 2 * warehouse.ROW_GROUP // len(paragraphs)
    stage.write("0", {**staged, "paragraphs": pa.concat_tables([paragraphs] * times)})
    target = tmp_path / "corpus.duckdb"
    warehouse.build(stage, target, previous=None, keep=(), state=state, authority=AUTHORITY, run_id="r2", since=SEEN)
    groups = "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('paragraphs')"
    assert select(target, groups)[0][0] >= 2

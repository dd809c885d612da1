"""The state: what it is told it knows, after closing and opening again; what is not its own it refuses."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import WarehouseError
from pipeline.paths import data
from pipeline.quality import Check
from pipeline.resolving import assign
from pipeline.state import State
from pipeline.state_records import Known, Quarantined, Run

SEEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = SEEN + timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "state.sqlite"


def started(path: Path, *run_ids: str) -> None:
    with State.open(path) as state:
        for n, run_id in enumerate(run_ids):
            state.start_run(run_id, started=SEEN + timedelta(days=n), fingerprint="f", versions={"cleaning": "1"})


def known(document_id: str, sha256: str = "1") -> Known:
    return Known(document_id, sha256, "f", "m")


def test_a_new_state_knows_nothing(path: Path) -> None:
    with State.open(path) as state:
        assert (state.known("r1"), state.runs(), state.quarantined(), state.first_seen()) == ({}, [], [], {})
        assert state.forgotten() == {}
        assert state.copy() == {"runs": [], "quarantine": [], "checks": [], "entity_redirects": []}


def test_what_was_published_is_known(path: Path) -> None:
    started(path, "r1", "r2")
    with State.open(path) as state:
        state.record_contents("r1", {"a.txt": known("d1"), "b.txt": known("d2")})
        state.record_contents("r2", {"a.txt": known("d1", "2"), "c.txt": known("d3")})
    with State.open(path) as state:
        assert state.known("r1") == {"a.txt": known("d1"), "b.txt": known("d2")}
        assert state.known("r2") == {"a.txt": known("d1", "2"), "c.txt": known("d3")}
        assert state.first_seen() == {"d1": SEEN, "d2": SEEN, "d3": LATER}


def test_as_many_contents_are_kept_as_warehouses_and_one_that_is_on_its_way(path: Path) -> None:
    runs = [f"r{n}" for n in range(5)]
    started(path, *runs)
    with State.open(path) as state:
        for run_id in runs:
            state.record_contents(run_id, {"a.txt": known("d1")}, keep=2)
        assert [run_id for run_id in runs if state.known(run_id)] == runs[1:]


@pytest.mark.parametrize("status", ["interrupted", "failed"])
def test_contents_of_runs_that_never_published_push_out_none(path: Path, status: str) -> None:
    started(path, "r1", "r2", "r3", "r4", "r5")
    with State.open(path) as state:
        for run_id in ("r1", "r2", "r3", "r4"):
            state.record_contents(run_id, {"a.txt": known("d1")}, keep=1)
            if run_id in ("r3", "r4"):
                state.finish_run(run_id, finished=LATER, status=status, counts={}, seconds={})
        state.record_contents("r5", {"a.txt": known("d1")}, keep=1)
        assert [run for run in ("r1", "r2", "r3", "r4", "r5") if state.known(run)] == ["r1", "r2", "r5"]


def test_what_an_older_state_knew_is_what_its_last_run_published(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        for number in (1, 2):
            database.executescript((data("warehouse", "schema") / f"state-00{number}.sql").read_text("utf-8"))
        for run_id, status in (("r1", "published"), ("r2", "partial"), ("r3", "failed")):
            row = (run_id, f"2026-01-0{run_id[1]}", status)
            database.execute("INSERT INTO runs VALUES (?, ?, NULL, ?, 'f', '{}', '{}', '{}', NULL)", row)
        for source, document_id, present in (("a.txt", "d1", 1), ("b.txt", "d2", 0)):
            row = (source, document_id, "1", "f", "m", SEEN.isoformat(), present)
            database.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        database.execute("PRAGMA user_version = 2")
    with State.open(path) as state:
        assert state.known("r2") == {"a.txt": known("d1")}
        assert state.known("r1") == state.known("r3") == {}
        assert state.document_ids({"b.txt": "1"}) == {"b.txt": "d2"}


def test_the_last_run_is_the_last_also_where_the_clock_was_set_back(path: Path) -> None:
    with State.open(path) as state:
        for n, run_id in enumerate(("r1", "r2")):
            state.start_run(run_id, started=SEEN - timedelta(days=n), fingerprint="f", versions={})
        assert [run.run_id for run in state.runs()] == ["r2", "r1"]


def test_a_document_survives_changes_and_absence(path: Path) -> None:
    started(path, "r1", "r2")
    with State.open(path) as state:
        ids = state.document_ids({"a.txt": "1", "b.txt": "2"})
        assert state.known("r1") == {}
        state.record_contents("r1", {source: known(document_id) for source, document_id in ids.items()})
        state.record_contents("r2", {})
        assert state.document_ids({"a.txt": "3", "b.txt": "4"}) == ids


def test_ids_of_entities_are_kept_with_what_they_were_minted_for(path: Path) -> None:
    with State.open(path) as state:
        first = assign([{"a"}, {"b"}], state.entity_registry())
        state.record_entities(first, SEEN)
    with State.open(path) as state:
        again = assign([{"c"}, {"b"}, {"a"}], state.entity_registry())
    assert again.ids[1:] == first.ids[::-1]


def test_an_id_that_was_merged_away_leads_to_the_other_until_they_part(path: Path) -> None:
    with State.open(path) as state:
        a, b = assign([{"a"}, {"b"}], state.entity_registry()).ids
        state.record_entities(assign([{"a"}, {"b"}], state.entity_registry()), SEEN)
        state.record_entities(assign([{"a", "b"}], state.entity_registry()), LATER)
        assert [(row["old_id"], row["entity_id"]) for row in state.copy()["entity_redirects"]] == [(b, a)]
        parted = assign([{"b"}, {"a"}], state.entity_registry())
        state.record_entities(parted, LATER)
        assert (parted.ids, state.copy()["entity_redirects"]) == ([b, a], [])


def test_the_ids_of_an_older_state_stay(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.executescript((data("warehouse", "schema") / "state-001.sql").read_text("utf-8"))
        database.execute("INSERT INTO entities VALUES ('stalin', 'e1')")
        database.execute("PRAGMA user_version = 1")
    with State.open(path) as state:
        assert assign([{"authority\x1fstalin", "person\x1fStalin"}], state.entity_registry()).ids == ["e1"]


def test_runs_are_told_newest_first(path: Path) -> None:
    started(path, "r1", "r2", "r3")
    with State.open(path) as state:
        state.finish_run("r2", finished=LATER, status="published", counts={"new": 5}, seconds={"clean": 1.5})
        state.finish_run(
            "r2", finished=LATER, status="partial", counts={"new": 4}, seconds={"clean": 1.5}, message="one is broken"
        )
        assert [run.run_id for run in state.runs(limit=2)] == ["r3", "r2"]
        assert state.runs()[1] == Run(
            "r2", LATER, LATER, "partial", "f", {"cleaning": "1"}, {"new": 4}, {"clean": 1.5}, "one is broken"
        )
        assert (state.runs()[0].status, state.runs()[0].finished) == ("running", None)


def row(source: str, sha256: str | None = "1", reason: str = "broken", since: datetime = SEEN) -> Quarantined:
    return Quarantined("d1", source, sha256, reason, "mend it", "r1", since, "f")


@pytest.mark.parametrize(
    ("again", "since"),
    [
        (row("a.txt", "1", "other reason", LATER), SEEN),
        (row("a.txt", "2", "broken", LATER), LATER),
        (row("a.txt", None, "broken", LATER), LATER),
    ],
    ids=["same bytes", "other bytes", "no bytes"],
)
def test_quarantine_tells_since_when_these_bytes_fail(path: Path, again: Quarantined, since: datetime) -> None:
    with State.open(path) as state:
        state.quarantine([row("b.txt"), row("a.txt")])
        state.quarantine([again])
        assert [r.source for r in state.quarantined()] == ["a.txt", "b.txt"]
        assert (state.quarantined()[0].reason, state.quarantined()[0].since) == (again.reason, since)
        state.release(["a.txt", "none.txt"])
        assert state.quarantined() == [row("b.txt")]


def check(claim: str, success: bool) -> Check:
    keys = [] if success else [{"document_id": "d1", "paragraph": 4}]
    return Check("paragraphs", claim, "expect", "text", success, "3 rows", keys, frozenset({"d1"}), "rows")


def test_checks_of_a_run_replace_those_said_before(path: Path) -> None:
    with State.open(path) as state:
        state.add_checks("r1", [check("no tab", True), check("kind", True)])
        state.add_checks("r1", [check("no tab", False)])
        (found,) = state.copy()["checks"]
        assert (found["run_id"], found["claim"], found["success"]) == ("r1", "no tab", False)
        assert found["failing_rows"] == '[{"document_id": "d1", "paragraph": 4}]'


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(b"this is no database, whatever its name says"), "not a database"),
        (lambda path: sqlite3.connect(path).execute("PRAGMA user_version = 99").connection.close(), "newer program"),
        (lambda path: path.mkdir(), "unable to open"),
    ],
    ids=["not ours", "newer", "a folder"],
)
def test_what_cannot_be_used_is_named(path: Path, spoil: object, words: str) -> None:
    path.parent.mkdir()
    spoil(path)  # type: ignore[operator]
    with pytest.raises(WarehouseError, match=words) as caught:
        State.open(path)
    assert str(path) in str(caught.value)


def test_two_at_once_wait_and_then_say_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.database.WAIT_SECONDS", 0.05)
    with State.open(path) as state:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WarehouseError, match=r"locked.*wait"):
            state.quarantine([row("a.txt")])
        other.execute("COMMIT")
        state.quarantine([row("a.txt")])
        other.close()


def test_what_fails_halfway_leaves_nothing(path: Path) -> None:
    started(path, "r1")
    with State.open(path) as state:
        state.record_contents("r1", {"a.txt": known("d1")})
        with pytest.raises(WarehouseError):
            state.record_contents("r1", {"b.txt": known("d2"), "c.txt": known(None)})  # type: ignore[arg-type]
        assert state.known("r1") == {"a.txt": known("d1")}


def test_opening_changes_nothing_the_second_time(path: Path) -> None:
    started(path, "r1")
    before = path.read_bytes()
    with State.open(path) as state:
        state.document_ids({"a.txt": "1"})
        state.entity_registry()
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["state.sqlite"]

"""What one run changed, the way back, and the commands of an operator: on warehouses that real runs made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk import Desk
from published import pipeline
from three_runs import ALPHA, MORE, Runs, files, names, planned, statuses

from pipeline.cli import app
from pipeline.errors import PipelineError, WarehouseError
from pipeline.runs import diff, rollback
from pipeline.warehouse import kept

pytestmark = pytest.mark.flow


# diff


def test_diff_says_what_a_run_changed(three_runs: Runs) -> None:
    desk, (first, second, third) = three_runs
    found = diff.diff(desk.config, first, second)
    assert [(row["change"], Path(row["source"]).stem) for row in found.tables["documents"]] == [("new", "gamma")]
    assert {row["table"]: (row["gone"], row["new"]) for row in found.tables["tables"]}["paragraphs"] == (0, 1)
    found = diff.diff(desk.config, second, third)
    assert [
        (row["change"], Path(row["source"]).stem, row["what"], row["paragraphs_gone"], row["paragraphs_new"])
        for row in found.tables["documents"]
    ] == [("changed", "alpha", ["bytes", "text"], 0, 1), ("removed", "gamma", [], 1, 0)]
    rules = {row["rule"]: (row["gone"], row["new"]) for row in found.tables["edits"]}
    assert rules["spacing.blanks"] == (1, 1)
    assert (found.versions, found.why_not) == ({}, None)
    assert not any(diff.diff(desk.config, third, third).tables.values())


def test_diff_of_entities_names_those_that_came_and_went(three_runs: Runs) -> None:
    desk, (_, second, third) = three_runs
    for before, after in ((second, third), (third, second)):
        rows = diff.diff(desk.config, before, after).tables["entities"]
        assert all(row["change"] in {"new", "gone", "changed", "merged"} for row in rows)
        assert all(row["mentions"] != row["mentions_before"] or row["name_before"] for row in rows)


def test_diff_without_a_warehouse_says_why_and_what_the_journal_knows(here: Desk, three_runs: Runs) -> None:
    first, second, _ = three_runs[1]
    kept(here.warehouse)[2].unlink()
    found = diff.diff(here.config, first, second)
    assert found.tables == {}
    assert first in (found.why_not or "")
    assert found.plain()["after"]["documents"]["new"] == 1


@pytest.mark.parametrize(("name", "words"), [("x", "no such run"), ("2", "3 runs begin so")])
def test_diff_of_what_is_no_run(three_runs: Runs, name: str, words: str) -> None:
    with pytest.raises(PipelineError, match=words):
        diff.diff(three_runs[0].config, name, three_runs[1][0])


# rollback


def test_rollback_is_as_if_the_run_had_not_been(here: Desk, three_runs: Runs) -> None:
    first, second, third = three_runs[1]
    texts = sorted(path.read_text() for path in (here.root / "texts").iterdir())
    done = rollback.rollback(here.config)
    assert done == (third, second)
    assert files(here) == [second, first]
    assert statuses(here) == ["withdrawn", "published", "published"]
    assert names(here).keys() == {"alpha", "beta", "gamma"}
    assert sorted(path.read_text() for path in (here.root / "texts").iterdir()) != texts
    assert "railway" in (here.root / "lines" / "documents.jsonl").read_text()
    assert planned(here) == {"alpha": "changed", "beta": "unchanged", "gamma": "changed"}

    assert rollback.rollback(here.config) == (second, first)
    with pytest.raises(WarehouseError, match=r"no older warehouse is kept .* nothing can be rolled back"):
        rollback.rollback(here.config)


def test_the_next_run_does_what_differs_and_nothing_else(here: Desk) -> None:
    before = names(here)
    rollback.rollback(here.config)
    here.put(alpha__txt=ALPHA)
    (here.documents / "gamma.meta.toml").unlink()
    assert here.run().status == "unchanged"
    here.put(alpha__txt=ALPHA + MORE)
    assert here.run().documents["changed"] == 1
    assert statuses(here) == ["published", "unchanged", "withdrawn", "published", "published"]
    assert before.items() <= names(here).items()


# the commands


def test_status_as_json(here: Desk, three_runs: Runs) -> None:
    told = json.loads(pipeline("status", "--json", folder=here.root).stdout)
    assert (told["run"], told["quarantined"], told["kept"]) == (three_runs[1][2], 1, three_runs[1][1::-1])
    last = told["runs"][0]
    assert last["documents"]["changed"] == 1
    assert last["bytes"].keys() == {"discover", "clean", "resolve", "publish"} <= last["seconds"].keys()
    assert min(last["bytes"].values()) > 0
    assert last["peak_memory"] > 50_000_000
    assert last["versions"]["cleaning"]
    assert told["next_run"].endswith("03:00+00:00")


def test_the_commands_say_what_they_did(here: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    def done(*arguments: str) -> str:
        app(arguments, standalone_mode=False)
        return "".join(capfd.readouterr())

    words = done("diff")
    assert "alpha.txt" in words
    assert "spacing.blanks" in words
    assert json.loads(done("diff", "--json"))["documents"][0]["change"] == "changed"
    assert "b.tar: " in done("backup", "b.tar")
    words = done("forget", names(here)["beta"])
    assert "documents/beta.txt" in words
    assert "--undo" in words
    with pytest.raises(PipelineError, match="d0: not forgotten"):
        done("forget", "--undo", "d0")
    assert "is withdrawn" in done("rollback")
    assert done("backup", "--restore", "b.tar", "--quiet") == ""
    assert "partial" in done("status")

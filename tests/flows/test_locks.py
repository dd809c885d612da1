"""One at a time, and who it is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from desk import Desk

from pipeline import locks, runs
from pipeline.cli import app
from pipeline.resolving import Judgement, judgement_file
from pipeline.runs import journal, rollback
from pipeline.state import State

JUDGEMENT = Judgement("I. Zvantsov", "Ivan Zvantsov", "same", "Ada", "2026-01-02T03:04:05+00:00")


def test_a_lock_says_who_holds_it_and_ends_with_the_context(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.lock"
    words = rf"the pen is held by process {os.getpid()} on"
    with locks.held(path, "the pen"), pytest.raises(locks.BusyError, match=words), locks.held(path, "the pen"):
        pass
    with locks.held(path, "the pen"):
        pass


def test_who_waits_is_told_for_whom(tmp_path: Path) -> None:
    said: list[str] = []
    start = time.monotonic()
    with (
        locks.held(tmp_path / "a.lock", "the pen"),
        pytest.raises(locks.BusyError),
        locks.held(tmp_path / "a.lock", "the pen", wait=0.5, waiting=said.append),
    ):
        pass
    assert time.monotonic() - start >= 0.5
    assert said[0].startswith(f"waiting for process {os.getpid()} on")


def test_a_run_waits_for_the_one_before_it(empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "WAIT_SECONDS", 0.3)
    said: list[str] = []
    with journal.alone(empty_desk.config), pytest.raises(locks.BusyError, match="the warehouse is held by") as error:
        runs.run(empty_desk.config, progress=lambda stage, done, of: said.append(stage))
    assert error.value.exit_status == 3
    assert any(words.startswith("waiting for process") for words in said)


@pytest.mark.flow
@pytest.mark.parametrize("command", ["review --undo", "review --import judged.toml", "quarantine retry {failed}"])
def test_what_people_say_waits_for_a_run(here: Desk, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    judgement_file.write(here.root / "judged.toml", [JUDGEMENT])
    with State.open(here.config.run.state) as state:
        state.judge([JUDGEMENT])
        (failed,) = state.quarantined()
        before = list(state.database._connection.iterdump())
        monkeypatch.setattr(journal, "WAIT_SECONDS", 0.3)
        with journal.alone(here.config), pytest.raises(locks.BusyError, match="the warehouse is held by"):
            app(command.format(failed=failed.document_id).split(), standalone_mode=False)
        assert list(state.database._connection.iterdump()) == before


@pytest.mark.flow
def test_a_judgement_lasts_though_another_command_changed_the_state_meanwhile(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(question: str) -> str:
        if question.startswith("why"):
            return "his hand"
        rollback.rollback(here.config)
        monkeypatch.setattr("builtins.input", lambda question: "q")
        return "s"

    monkeypatch.setattr("builtins.input", answer)
    app(["review", "--by", "Ada"], standalone_mode=False)
    with State.open(here.config.run.state) as state:
        assert [(given.verdict, given.who) for given in state.judgements()] == [("same", "Ada")]

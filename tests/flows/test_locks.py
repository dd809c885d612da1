"""One at a time, and who it is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from desk import Desk

from pipeline import locks, runs
from pipeline.runs import journal


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

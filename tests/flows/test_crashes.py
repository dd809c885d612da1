"""What is left when a run is killed, and that an idle run starts nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from published import Published, pipeline

from pipeline.state import State

pytestmark = pytest.mark.flow

IDLE = """
import sys
from pipeline import runs
from pipeline.config import load
print(runs.run(load(env={})).status, *({"prefect", "great_expectations"} & sys.modules.keys()))
"""


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def until(what: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_an_idle_run_needs_neither_prefect_nor_great_expectations(published: Published) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", IDLE], cwd=published.root, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "unchanged\n"
    assert time.monotonic() - start < 8  # what Prefect takes to start


def test_a_killed_run_leaves_nothing_half(desk: Desk) -> None:
    desk.put(alpha__txt="The herds were counted.\n")
    desk.run()
    before = desk.warehouse.read_bytes()
    desk.put(alpha__txt="The herds were counted again.\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", "documents", "-q"], cwd=desk.root, env=environment
    )
    until(lambda: list(desk.warehouse.parent.glob(".staging-*")), 60)
    server = children(run.pid)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert server
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in server), 10)
    assert desk.warehouse.read_bytes() == before

    assert desk.run().documents["changed"] == 1
    assert not list(desk.warehouse.parent.glob(".staging-*"))
    with State.open(desk.config.run.state) as state:
        assert [run.status for run in state.runs()] == ["published", "interrupted", "published"]


def test_two_runs_at_once_publish_the_same(empty_desk: Desk) -> None:
    empty_desk.put(alpha__txt="The herds were counted.\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    both = [
        subprocess.Popen([sys.executable, "-m", "pipeline", "run", "documents", "-q"], cwd=empty_desk.root, env=environment)
        for _ in range(2)
    ]
    assert [run.wait(120) for run in both] == [0, 0]
    assert empty_desk.rows("SELECT count(*) FROM documents") == [(1,)]
    assert pipeline("status", folder=empty_desk.root).returncode == 0

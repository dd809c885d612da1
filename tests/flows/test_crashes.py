"""What is left when a run is killed, and that an idle run starts nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from killed_runs import working
from published import Published

from pipeline.state import State

pytestmark = pytest.mark.flow

IDLE = """
import sys
from pathlib import Path
from pipeline import runs
from pipeline.config import load
print(runs.run(load(env={})).status, *({"prefect", "great_expectations"} & sys.modules.keys()))
print(Path("/proc/thread-self/children").read_text().split())
"""


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def until(what: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # it is gone
        return b""


def begin(desk: Desk, environment: dict[str, str], *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", "documents", "-q", *options], cwd=desk.root, env=environment
    )


def test_two_first_runs_at_once_do_the_work_once(empty_desk: Desk, outside: dict[str, str]) -> None:
    empty_desk.put(alpha__txt="The herds were counted.\n")  # first: Prefect's database is not there yet, either
    both = [begin(empty_desk, outside) for _ in range(2)]
    assert [run.wait(150) for run in both] == [0, 0]
    with State.open(empty_desk.config.run.state) as state:
        assert [run.status for run in state.runs()] == ["unchanged", "published"]


def test_an_idle_run_needs_neither_prefect_nor_great_expectations(
    published: Published, tmp_path: Path, outside: dict[str, str]
) -> None:
    here = shutil.copytree(published.root, tmp_path / "here")
    done = subprocess.run(
        [sys.executable, "-c", IDLE], cwd=here, env=outside, capture_output=True, text=True, check=True
    )
    assert done.stdout == "unchanged\n[]\n"  # nor has another process them


def test_workers_end_with_a_run_that_is_killed(empty_desk: Desk, outside: dict[str, str], server: str) -> None:
    empty_desk.put(alpha__txt="The herds were counted.\n")
    run = begin(empty_desk, {**outside, "PREFECT_API_URL": server}, "--runner", "processes")
    until(lambda: any(b"spawn_main" in command(process) for process in working(empty_desk.root)), 120)
    run.kill()
    run.wait()
    until(lambda: not working(empty_desk.root), 60)


def test_a_server_ends_with_its_run_however_that_ends(empty_desk: Desk, outside: dict[str, str]) -> None:
    empty_desk.put(alpha__txt="The herds were counted.\n")
    run = begin(empty_desk, outside)
    until(lambda: list(empty_desk.warehouse.parent.glob(".staging-*")), 120)
    server = children(run.pid)
    run.kill()
    run.wait()
    assert server
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in server), 10)
    assert not empty_desk.warehouse.exists()

"""What one document does to its process, the others do not feel; and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from zoo.behaviour import doing, prepared, unprepared

from pipeline.config import load
from pipeline.errors import ConfigError, WarehouseError
from pipeline.runs import handing, isolation, planning, processing
from pipeline.runs.bounds import Bounds, Lost

TESTS = Path(__file__).parents[1]
BOUNDS = Bounds(3, 500_000_000)
ALPHA = "The herds of the steppe were counted in the winter.\n"
PARENT = """
import sys
from zoo.behaviour import doing, prepared
from pipeline.runs import isolation
bounds = isolation.Bounds(100, 4_000_000_000)
isolation.documents.call(doing, ["nothing"], prepare=prepared, bounds=bounds)
print(isolation.documents._template.process, isolation.documents._idle[0].process, flush=True)
isolation.documents.call(doing, sys.argv[1:], prepare=prepared, bounds=bounds)
"""

FIRST = """
import sys
from pathlib import Path
from pipeline.config import load
from pipeline.runs import handing, planning, processing
config = load(flags={"sources.paths": ["documents"]}, env={})
plan = planning.plan(config)
job = processing.Job(config, plan.run_id, plan.started, plan.fingerprint, Path("staging"))
handing.out(job, 0, plan.work)
processing.prepare(config)
before = {*sys.modules}
done = processing.stage(job, 0, "0", plan.work, lambda item: None)
print(len(done.documents), *sys.modules.keys() - before)
"""


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    isolation.documents.release()
    yield
    isolation.documents.release()


def call(*actions: str, **options: Any) -> list[int]:
    return isolation.documents.call(doing, actions, prepare=prepared, bounds=BOUNDS, **options)


def gone(process: int) -> bool:
    """Whether it has ended, waited for or not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def waited(child: int, size: int) -> list[int]:
    """The process and what it started, once they are so many and have been at work for a while."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        family = [child, *map(int, Path(f"/proc/{child}/task/{child}/children").read_text().split())]
        time.sleep(1)
        if len(family) == size:
            return family
    raise AssertionError(f"{child} has not {size - 1} processes below it")


def test_one_process_does_call_after_call() -> None:
    (first,) = set(call("nothing", "print", "nothing"))
    assert first != os.getpid()
    assert call("nothing") == [first]
    assert call("nothing", fresh=True) != [first]


@pytest.mark.parametrize(
    ("actions", "at", "certain", "reason"),
    [
        (["nothing", "sleep"], 1, True, "its process did nothing at all for limits.seconds_per_document, 3 seconds"),
        (["nothing", "nothing", "hold"], 2, True, "it was not done after limits.seconds_per_document, 3 seconds"),
        (["grow"], 0, False, "it needs more memory than limits.memory_per_document, 500,000,000 bytes"),
        (["let another grow"], 0, False, "it needs more memory than limits.memory_per_document"),
        (["nothing", "crash"], 1, False, "it makes the process that reads it crash (SIGABRT)"),
        (["fault"], 0, False, "it makes the process that reads it crash (SIGSEGV)"),
        (["be killed"], 0, False, "the system killed its process (SIGKILL), most likely because memory ran out"),
        (["leave"], 0, False, "it makes the process that reads it end (status 7)"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_it_is_known_who_a_process_was_lost_to(actions: list[str], at: int, certain: bool, reason: str) -> None:
    with pytest.raises(Lost) as caught:
        call(*actions)
    trouble = caught.value.trouble
    assert (caught.value.at, trouble.certain) == (at, certain)
    assert trouble.reason.startswith(reason)
    assert trouble.remedy
    assert len(call("nothing")) == 1


def test_errors_come_back() -> None:
    with pytest.raises(WarehouseError, match="the disk is full"):
        call("refuse")
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        call("stumble")


def test_a_process_that_does_not_start_is_nobodys_fault() -> None:
    with pytest.raises(isolation.StartError, match="no process for documents could be started") as caught:
        isolation.documents.call(doing, ["nothing"], prepare=unprepared, bounds=BOUNDS)
    assert caught.value.exit_status == 3


@pytest.mark.parametrize("action", ["sleep", "hold", "let another grow"])
def test_a_killed_parent_leaves_nobody_behind(action: str) -> None:
    paths = os.pathsep.join([str(TESTS), *sys.path])
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, action], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}
    )
    assert parent.stdout
    with parent.stdout as said:
        template, child = map(int, said.readline().split())
    family = [template, *waited(child, 2 if action == "let another grow" else 1)]
    assert not any(map(gone, family))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 5
    while not all(map(gone, family)):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("size", "at", "parts"),
    [
        (5, 2, ([0, 1], [2], [3, 4])),
        (5, 0, ([], [0], [1, 2, 3, 4])),
        (5, 4, ([0, 1, 2, 3], [4], [])),
        (5, None, ([0, 1], [2, 3, 4], [])),
        (1, 0, ([], [0], [])),
        (1, None, ([], [0], [])),
    ],
)
def test_a_batch_is_divided_at_what_it_was_lost_to(size: int, at: int | None, parts: tuple[list[int], ...]) -> None:
    assert tuple(map(list, processing._divided(range(size), at))) == parts


@pytest.mark.flow
def test_a_limit_that_is_raised_is_another_try(desk: Desk) -> None:
    desk.put(alpha__txt=ALPHA, slow__html="<p>The herds of the steppe were counted in the winter.</p>" * 600)
    desk.settings = {"limits.seconds_per_document": 1}
    report = desk.run()
    assert report.documents["quarantined"] == 1
    assert "limits.seconds_per_document, 1 seconds" in report.quarantined[0].reason
    assert desk.run().status == "unchanged"
    desk.settings = {}
    report = desk.run()
    assert (report.documents["new"], report.documents["unchanged"], report.quarantined) == (1, 1, [])


def test_a_broken_authority_is_no_documents_fault(tmp_path: Path) -> None:
    """It is being saved while the run works: documents in quarantine would rest there once it is whole again."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(ALPHA)
    (tmp_path / "names.toml").write_text("broken = [")
    config = load(flags={"sources.paths": [str(tmp_path / "documents")]}, env={})
    work = planning.plan(config).work
    spoilt = replace(config, entities=replace(config.entities, authority=(tmp_path / "names.toml",)))
    job = processing.Job(spoilt, "r1", datetime.now(UTC), "f", tmp_path / "staging")
    handing.out(job, 0, work)
    with pytest.raises(ConfigError, match=r"names\.toml"):
        processing.stage(job, 0, "0", work, lambda item: None)


def test_a_childs_first_document_finds_all_loaded(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(f"{ALPHA}\nIgor Zvantsov saw it. He wrote so in Izvestiia.\n")
    done = subprocess.run([sys.executable, "-c", FIRST], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


@pytest.mark.flow
@pytest.mark.parametrize("which", ["child", "template"])
def test_what_is_killed_from_outside_costs_time_alone(desk: Desk, which: str) -> None:
    desk.put(**{f"number{n}__txt": ALPHA + f"In the year {1900 + n}." for n in range(20)})
    killed: list[int] = []

    def kill(stage: str, done: int, of: int) -> None:
        if stage == "clean" and not killed:
            if which == "child":
                killed.append(*call("nothing"))
            else:
                isolation.documents.release()
                killed.append(isolation.documents._made(prepared).process)
            os.kill(killed[0], signal.SIGKILL)

    assert desk.run(progress=kill).documents["new"] == 20
    assert killed

"""Full disks, folders that cannot be written or are gone, wrong clocks: told, nothing lost, and the next run mends it.

`make soak` has more of each.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from pathlib import Path

import killed_runs
import pytest
import readers
from desk import Desk
from killed_runs import differing, tables
from three_runs import ALPHA, Runs, files, names, statuses

from pipeline import warehouse
from pipeline.errors import WarehouseError
from pipeline.runs import journal, rollback
from pipeline.state import State

pytestmark = pytest.mark.flow

FULL = {0: "state.sqlite.lock: ", 1_000: "state.sqlite: ", 300_000: "/corpus.duckdb: "}
"""No file may be longer, in bytes: which one it is that cannot be written then."""
FUTURE = "UPDATE {} SET {} = '2099' || substr({}, 5)"


@pytest.mark.parametrize(("room", "where"), FULL.items())
def test_a_full_disk_is_told_and_nothing_is_published(
    here: Desk, starter: killed_runs.Runs, room: int, where: str
) -> None:
    before, kept = tables(here), files(here)
    killed_runs.change(here)
    ended = starter.run(here.root, room=room)
    assert ended.status == 3
    assert where in ended.said
    assert "that the disk has room" in ended.said
    assert differing(tables(here), before) == {}
    assert files(here) == kept
    assert not list(here.warehouse.parent.glob(".staging-*"))
    assert here.run().documents["new"] == 2
    assert files(here)[1:] == kept[:-1]


def test_trouble_behind_the_publishing_takes_nothing_back(here: Desk) -> None:
    replace = os.replace

    def fail_after(source: str | Path, target: str | Path) -> None:
        replace(source, target)
        if Path(target) == here.warehouse:
            raise OSError(errno.EIO, "the disk is gone")

    killed_runs.change(here)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", fail_after)
        with pytest.raises(WarehouseError, match="the disk is gone"):
            here.run()
    assert statuses(here)[0] == "partial"
    assert here.run().status == "unchanged"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda folder: folder.touch(), id="a file is in its place"),
        pytest.param(
            lambda folder: folder.mkdir(mode=0o555), id="read-only",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere"),
        ),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_written_is_named(empty_desk: Desk, spoil: object) -> None:
    spoil(empty_desk.warehouse.parent)  # type: ignore[operator]
    words = r"warehouse.*: .*; see that the folder can be written"
    with pytest.raises(WarehouseError, match=words) as caught, journal.alone(empty_desk.config):
        pass
    assert caught.value.exit_status == 3


@pytest.mark.parametrize("at", ["resolve", "audit", "publish"])
def test_a_staging_folder_that_is_gone_is_told(here: Desk, at: str) -> None:
    def clear(stage: str, done: int, of: int) -> None:
        if stage == at:
            for folder in here.warehouse.parent.glob(".staging-*"):
                shutil.rmtree(folder)

    before = tables(here)
    here.put(alpha__txt=ALPHA)
    with pytest.raises(WarehouseError, match=r"\.staging-.*nothing was published") as caught:
        here.run(progress=clear)
    assert caught.value.exit_status == 3
    assert differing(tables(here), before) == {}
    assert statuses(here)[0] == "failed"
    assert here.run().documents["changed"] == 1


def test_a_clock_that_was_set_back_changes_nothing(here: Desk, three_runs: Runs) -> None:
    ids = names(here)
    with State.open(here.config.run.state) as state:
        for table, column in (("runs", "started"), ("runs", "finished"), ("sources", "first_seen")):
            state.database.execute(FUTURE.format(table, column, column))
        state.database.execute(FUTURE.format("quarantine", "since", "since"))
    for path in here.documents.iterdir():
        os.utime(path, (time.time() + 1e9,) * 2)
    assert here.run().status == "unchanged"
    here.put(alpha__txt=ALPHA)
    assert here.run().documents["changed"] == 1
    assert here.run().status == "unchanged"
    assert statuses(here)[:3] == ["unchanged", "partial", "unchanged"]
    assert names(here) == ids
    assert rollback.rollback(here.config).published == three_runs[1][2]


def test_readers_meet_no_half_state_while_warehouses_are_published(three_runs: Runs, tmp_path: Path) -> None:
    desk, runs = three_runs
    target = tmp_path / "corpus.duckdb"
    shutil.copy(desk.warehouse, target)
    with readers.reading(target, 2) as found:
        for number in range(50):
            shutil.copy(warehouse.kept(desk.warehouse)[number % 3], tmp_path / "next")
            warehouse.publish(tmp_path / "next", target)
            time.sleep(0.02)
    assert all(each["queries"] > 5 and each["runs"].keys() <= {*runs} for each in found)
    assert len({*found[0]["runs"], *found[1]["runs"]}) > 1

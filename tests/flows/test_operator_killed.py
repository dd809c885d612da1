"""A rollback, a forgetting, a restoring that is killed at any of its writes: all is old, or all is new."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from desk import Desk
from three_runs import copied, files, holding, names, planned, statuses

from pipeline.runs import backup, journal, planning, publishing, rollback
from pipeline.state import State

pytestmark = pytest.mark.flow

TESTS = Path(__file__).parents[1]


def whole(desk: Desk) -> tuple[object, ...]:
    """All that an operator's command may change, after the next that takes the lock has."""
    with journal.alone(desk.config):
        pass
    assert not [path.name for path in desk.warehouse.parent.iterdir() if path.name.startswith(".exchange")]
    with State.open(desk.config.run.state) as state:
        known = [sorted(state.known(run_id)) for run_id in files(desk)]
        forgotten = sorted({document_id for document_id, _ in state.forgotten().values()})
    return files(desk), statuses(desk), [len(each) for each in known], forgotten, names(desk)


@pytest.mark.parametrize(("action", "step"), [("rollback", 4), ("restore", 9), ("forget", 13)])
def test_killed_at_any_write_all_is_old_or_new(here: Desk, tmp_path: Path, action: str, step: int) -> None:
    argument = {"rollback": "", "forget": names(here)["beta"], "restore": str(tmp_path / "b.tar")}[action]
    if action == "restore":
        backup.backup(here.config, tmp_path / "b.tar")
        rollback.rollback(here.config)
    killing = [Path(__file__).with_name("killing.py"), here.root, tmp_path / "copies", str(step), action, argument]
    subprocess.run(
        [sys.executable, *killing],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}, check=True,
    )  # fmt: skip
    desks = [Desk(path) for path in sorted((tmp_path / "copies").iterdir(), key=lambda path: int(path.name))]
    old, new = whole(copied(here, tmp_path / "old")), whole(desks[-1])
    assert old != new
    found = [whole(desk) for desk in desks]
    turn = found.index(new)
    assert found == [old] * turn + [new] * (len(desks) - turn)
    assert 1 < turn < len(desks) - 1  # killed on both sides of the decision
    for desk in desks[turn:] if action == "forget" else ():
        with journal.alone(desk.config):
            plan = planning.plan(desk.config)
            assert plan.nothing_to_do
            publishing.idle(desk.config, plan)
        assert holding(desk.root / "lines", "Qrstuvw") == holding(desk.root / "texts", "Qrstuvw") == set()
        assert planned(desk)["beta"] == "forgotten"

"""A run that is killed, process group and all, at moments spread over it: old or new, and the next one ends the same.

`make soak` has ten times as many.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import killed_runs
import pytest
from desk import Desk
from killed_runs import Undisturbed
from three_runs import copied

pytestmark = pytest.mark.flow

MOMENTS = 10
"""Of each kind."""


def test_a_run_that_is_killed_leaves_the_old_or_the_new(here: Desk, starter: killed_runs.Runs, tmp_path: Path) -> None:
    def kill(undisturbed: Undisturbed, moments: list[dict[str, float]]) -> None:
        for moment in moments:
            desk = copied(here, undisturbed.desk.root.with_name("killed"))
            starter.run(desk.root, **moment)
            undisturbed.check_killed(desk)
            desk.run()
            undisturbed.check_mended(desk)
            shutil.rmtree(desk.root)

    killed_runs.take_away(here)
    undisturbed = Undisturbed.of(here, tmp_path / "less", starter)
    kill(undisturbed, undisturbed.at_writes(MOMENTS))
    killed_runs.change(here)
    undisturbed = Undisturbed.of(here, tmp_path / "changed", starter)
    kill(undisturbed, undisturbed.while_time_goes_by(MOMENTS))

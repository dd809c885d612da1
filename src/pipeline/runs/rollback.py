"""The previous warehouse back in its place: for a run that published what it should not have."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline import operator_state
from pipeline.config import Config
from pipeline.errors import WarehouseError
from pipeline.runs import journal, publishing
from pipeline.runs.exchange import STATE, drop, exchanged, second_name
from pipeline.warehouse import kept, read_meta


class RolledBack(NamedTuple):
    """The run that was withdrawn, and the one whose warehouse is published again."""

    withdrawn: str
    published: str


def rollback(config: Config, waiting: Callable[[str], None] | None = None) -> RolledBack:
    """The last kept warehouse takes the place of the published one, which goes; older ones move up.

    The state is told, the configured exports are written again. The next run finds what differs from the sources as
    they are then, and does that. Raises WarehouseError where no older one is kept.
    """
    with journal.alone(config, waiting):
        files = _different(config)
        now, before = (meta.run_id for path in files[:2] if (meta := read_meta(path)))
        with exchanged(config) as folder:
            for newer, older in pairwise(files):
                second_name(older, folder / newer.name)
            for path in set(kept(config.run.warehouse)) - set(files[:-1]):
                drop(folder, path)
            with operator_state.changed(config.run.state, folder / STATE) as state:
                operator_state.withdraw(state, now, f"rolled back: the warehouse of {before} is published again")
                state.note(publishing.EXPORTED, None)
        publishing.follow(config, before)
    return RolledBack(now, before)


def _different(config: Config) -> list[Path]:
    """The published warehouse and the kept ones; a run that was killed may have left one of them twice."""
    target = config.run.warehouse
    files = [path for path in kept(target) if path == target or not path.samefile(target)]
    if len(files) < 2 or files[0] != target:
        raise WarehouseError(
            f"{target}: no older warehouse is kept beside it (limits.keep_warehouses is"
            f" {config.limits.keep_warehouses}), so that nothing can be rolled back; put right what was wrong, and"
            " `pipeline run --full` makes it anew, or `pipeline backup --restore FILE`"
        )
    return files

"""A run's beginning and end: its row in the journal, its staging folder, and that only one works at a time."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline import locks
from pipeline.config import Config
from pipeline.errors import AuditFailed, PipelineError, WarehouseError
from pipeline.runs.planning import Plan
from pipeline.runs.processing import Job
from pipeline.runs.report import RunReport
from pipeline.state import State

STAGING = ".staging-"
WAIT_SECONDS = 600.0
"""How long a run waits for the one before it."""


def alone(config: Config, waiting: Callable[[str], None] | None = None) -> AbstractContextManager[None]:
    """No other run on the same state works meanwhile. Raises BusyError after ten minutes of waiting."""
    state = config.run.state
    return locks.held(state.with_name(state.name + ".lock"), "the warehouse", wait=WAIT_SECONDS, waiting=waiting)


@contextmanager
def begun(config: Config, plan: Plan) -> Iterator[Job]:
    """A run from its first row in the journal on; whatever ends it, nothing half stays behind.

    What a killed run left is cleared first. Raises WarehouseError where nothing can be written.
    """
    staging = config.run.warehouse.with_name(STAGING + plan.run_id)
    with State.open(config.run.state) as state:
        _start(state, plan)
    try:
        _clear(staging)
        yield Job(config, plan.run_id, plan.started, plan.fingerprint, staging)
    except BaseException as error:
        with contextlib.suppress(PipelineError):  # the first trouble is the one to tell
            _failed(config, plan, error)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def unchanged(config: Config, plan: Plan) -> RunReport:
    """Nothing is to be done: a row in the journal says so, and nothing else is written."""
    with State.open(config.run.state) as state:
        _start(state, plan)
        _finish(state, plan, "unchanged", "nothing changed")
    return RunReport(
        plan.run_id,
        "unchanged",
        plan.counts(),
        {},
        config.run.warehouse,
        "nothing changed",
        quarantined=plan.resting,
    )


def refused(config: Config, plan: Plan, error: AuditFailed) -> RunReport:
    """The report of a run whose rows the audit refused."""
    return RunReport(
        plan.run_id,
        "failed",
        plan.counts(),
        {},
        config.run.warehouse,
        str(error),
        failed_checks=error.failed,
        quarantined=plan.resting,
    )


def _start(state: State, plan: Plan) -> None:
    """The run's row; rows that a killed run left open are closed."""
    for run in state.runs():
        if run.status == "running":
            state.finish_run(
                run.run_id,
                finished=plan.started,
                status="interrupted",
                counts=run.counts,
                seconds=run.seconds,
                message="it was stopped before its end; the next run did its work",
            )
    state.start_run(plan.run_id, started=plan.started, fingerprint=plan.fingerprint, versions=plan.versions)


def _finish(state: State, plan: Plan, status: str, words: str) -> None:
    state.finish_run(
        plan.run_id, finished=datetime.now(UTC), status=status, counts=plan.counts(), seconds={}, message=words
    )


def _failed(config: Config, plan: Plan, error: BaseException) -> None:
    stopped = not isinstance(error, Exception)
    with State.open(config.run.state) as state:
        if isinstance(error, AuditFailed):
            state.add_checks(plan.run_id, error.failed)
        words = "it was told to stop" if stopped else str(error) or type(error).__name__
        _finish(state, plan, "interrupted" if stopped else "failed", words)


def _clear(staging: Path) -> None:
    """A new staging folder, and no other beside it."""
    try:
        for left in staging.parent.glob(f"{STAGING}*"):
            shutil.rmtree(left)
        staging.mkdir(parents=True)
    except OSError as error:
        raise WarehouseError(
            f"{staging}: cannot be made: {error.strerror}; see that the folder can be written and has room"
        ) from error

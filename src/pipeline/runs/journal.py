"""A run's beginning and end: its row in the journal, its staging folder, and that only one works at a time."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from pipeline import locks, places
from pipeline.config import Config
from pipeline.errors import AuditFailed, PipelineError, WarehouseError
from pipeline.places import Url
from pipeline.runs import exchange, notify, planning
from pipeline.runs.exchange import STAGING
from pipeline.runs.planning import PUBLISHED, WHOLE_JOURNAL, Plan
from pipeline.runs.processing import Job
from pipeline.runs.report import RunReport
from pipeline.state import State
from pipeline.warehouse import read_meta

STOPPED = "it was stopped before its end; the next run did its work"
WAIT_SECONDS = 600.0
"""How long a run waits for the one before it."""


@contextmanager
def alone(config: Config, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """No other run on the same state works meanwhile, and what another left half exchanged is whole.

    Raises BusyError after ten minutes of waiting.
    """
    lock = config.run.state.with_name(config.run.state.name + ".lock")
    with locks.held(lock, "the warehouse", wait=WAIT_SECONDS, waiting=waiting):
        exchange.finish(config)
        yield


@contextmanager
def begun(config: Config, plan: Plan) -> Iterator[Job]:
    """A run from its first row in the journal on; whatever ends it, nothing half stays behind.

    What a killed run left `alone` has cleared. Raises WarehouseError where nothing can be written.
    """
    staging = config.run.warehouse.with_name(STAGING + plan.run_id)
    with State.open(config.run.state) as state:
        _start(config, state, plan)
    notify.begun(plan.run_id)
    job = Job(config, plan.run_id, plan.started, plan.fingerprint, staging)
    try:
        _make(staging)
        yield job
    except BaseException as error:
        with contextlib.suppress(PipelineError):  # the first trouble is the one to tell
            _failed(config, plan, error)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if not isinstance(job.shared, Url):
            shutil.rmtree(job.shared, ignore_errors=True)
        else:
            with contextlib.suppress(PipelineError):  # the next run does
                places.remove(job.shared)


def unchanged(config: Config, plan: Plan) -> RunReport:
    """Nothing is to be done: a row in the journal says so, and nothing else is written."""
    with State.open(config.run.state) as state:
        _start(config, state, plan)
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


def _start(config: Config, state: State, plan: Plan) -> None:
    """The run's row; rows of runs that were killed, also just before they published, are closed, and that is told."""
    open_or_lost = {"running", *PUBLISHED} if plan.last else {"running"}
    for run in takewhile(lambda run: plan.last is None or run.run_id != plan.last.run_id, state.runs(WHOLE_JOURNAL)):
        if run.status in open_or_lost:
            state.finish_run(
                run.run_id,
                finished=plan.started,
                status="interrupted",
                counts=run.counts,
                seconds=run.seconds,
                message=STOPPED,
            )
            notify.failed(config, STOPPED, "Interrupted", run.run_id, "interrupted")
    state.note(planning.WAREHOUSE, planning.warehouse_name(config))
    state.start_run(plan.run_id, started=plan.started, fingerprint=plan.fingerprint, versions=plan.versions)


def _finish(state: State, plan: Plan, status: str, words: str) -> None:
    state.finish_run(
        plan.run_id, finished=datetime.now(UTC), status=status, counts=plan.counts(), seconds={}, message=words
    )


def _failed(config: Config, plan: Plan, error: BaseException) -> None:
    """The run's row says why it ended; where its warehouse is in place it has published, whatever came behind."""
    with contextlib.suppress(WarehouseError):
        if (meta := read_meta(config.run.warehouse)) and meta.run_id == plan.run_id:
            return
    stopped = not isinstance(error, Exception)
    with State.open(config.run.state) as state:
        if isinstance(error, AuditFailed):
            state.add_checks(plan.run_id, error.failed)
        words = "it was told to stop" if stopped else str(error) or type(error).__name__
        _finish(state, plan, "interrupted" if stopped else "failed", words)


def _make(staging: Path) -> None:
    """A new staging folder."""
    try:
        staging.mkdir(parents=True)
    except OSError as error:
        raise WarehouseError(
            f"{staging}: cannot be made: {error.strerror}; see that the folder can be written and has room"
        ) from error

"""The main job, from documents to a published warehouse; each step is a function that works without Prefect.

    planning    what there is to do, and why        looking     each source as it is now
    batching    the work in pieces                  naming      names found anew in texts that stay
    processing  one batch, from bytes to rows       publishing  build, audit, publish, export
    isolation   the processes that batches are in   bounds      what one document may take
    auditing    the process that judges             forking     how such processes come into being and end
    versions    what the work depends on            journal     a run's beginning and end, one at a time
    notify      who is told that one failed         report      what a run says when it is over
    rollback    the previous warehouse back         backup      state and warehouse in one file
    forget      a document purged everywhere        diff        what one run changed against another
    exchange    several files change places as one  handing     what run and workers hand each other
    progress    how far it is                       beforehand  what would end a run, told before it
    spreading   work of a run itself in processes

`run` takes them through the Prefect flow of `flows/refresh.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from pipeline import prefect_local
from pipeline.config import Config
from pipeline.places import Place
from pipeline.runs import auditing, beforehand, isolation, journal, notify, planning, processing, publishing
from pipeline.runs.progress import Progress, tell, telling
from pipeline.runs.report import RunReport, exit_status, hearing, planned

__all__ = ["Progress", "RunReport", "exit_status", "run", "tell"]


def run(
    config: Config,
    *,
    paths: Sequence[Place] = (),
    plan: bool = False,
    full: bool = False,
    progress: Progress | None = None,
) -> RunReport:
    """Makes the warehouse hold what is now under `paths` (default: the configured sources), no more and no less.

    `plan`: only say what would be done. `full`: ignore what is known. Where nothing is to be done, and no Prefect
    server of the user's wants to hear of it, Prefect is not started. What the audit refuses is a report with the
    status "failed"; all else that goes wrong is a PipelineError.
    """
    with telling(progress):
        tell("discover", 0, 0)
        if plan:
            beforehand.refuse(config, paths)
            return planned(planning.plan(config, paths, full), config.run.warehouse)
        return notify.watched(config, lambda: _run(config, paths, full))


def _run(config: Config, paths: Sequence[Place], full: bool) -> RunReport:
    if prefect_local.named_api() is None:
        beforehand.refuse(config, paths)  # before there is even a lock
        with journal.alone(config, waiting=lambda words: tell(words, 0, 0)):
            drawn = planning.plan(config, paths, full)
            if drawn.nothing_to_do:
                return publishing.idle(config, drawn)
        _start_children(config)
    tell("starting Prefect", 0, 0)
    try:
        with prefect_local.connected(prefect_local.home(config.run.state)), hearing() as reports:
            from flows.refresh import refresh

            state = refresh(config, [str(path) for path in paths], full, return_state=True)
            return reports[0] if reports else cast(RunReport, state.result())
    finally:
        isolation.release()
        auditing.judges.release()


def _start_children(config: Config) -> None:
    """They get ready while Prefect starts."""
    auditing.start()
    isolation.documents.start(partial(processing.prepare, config))

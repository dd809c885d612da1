"""The one flow: discover → clean → resolve → audit → publish. Tasks are thin; `pipeline.runs` does the work.

`pipeline run`, `pipeline serve` and the deployments of `prefect.yaml` all run it. A batch of some megabytes is a
task, in threads, in processes or on a Dask cluster as the configuration says. Only what passes by itself is tried
again: a stage that refused its rows, a store that did not answer. A document's own trouble is no reason to fail, and
an audit says the same when asked twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture, as_completed
from prefect.states import Completed, Failed
from prefect.utilities.annotations import quote

from flows import runners
from pipeline import interrupts
from pipeline.config import Config, load
from pipeline.errors import AuditFailed, StorageError, WarehouseError
from pipeline.places import Place, place
from pipeline.runs import (
    auditing,
    beforehand,
    handing,
    isolation,
    journal,
    notify,
    planning,
    processing,
    progress,
    publishing,
    tell,
)
from pipeline.runs.batching import batches
from pipeline.runs.planning import Plan, Work
from pipeline.runs.processing import Done, Job
from pipeline.runs.publishing import Built
from pipeline.runs.report import RunReport, said

_T = TypeVar("_T")


@flow(name="refresh", validate_parameters=False, persist_result=False)
def refresh(
    config: Config | str | None = None,
    paths: Sequence[str] = (),
    full: bool = False,
    settings: dict[str, Any] | None = None,
) -> State[RunReport]:
    """Bring the warehouse up to date with its sources.

    `config` is a configuration file (default: `pipeline.toml` of the working directory), `settings` are
    `section.key` → value and win over it, `paths` take the place of the configured sources, `full` ignores what is
    known. The state's data is a RunReport.
    """
    if not isinstance(config, Config):
        config = load(Path(config) if config else None, flags=settings)
    return _state(notify.watched(config, partial(_refresh, config, [place(path) for path in paths], full)))


def _refresh(config: Config, paths: Sequence[Place], full: bool) -> RunReport:
    beforehand.refuse(config, paths)  # before anything is written, a lock included
    with journal.alone(config, waiting=lambda words: tell(words, 0, 0)):
        seconds: dict[str, float] = {}
        with _stage("discover", seconds):
            plan = discover(config, paths, full)
        if plan.nothing_to_do:
            return publishing.idle(config, plan)
        try:
            report = _work(config, plan, seconds)
        except AuditFailed as error:
            return journal.refused(config, plan, error)
        if config.exports:
            tell("export", 0, 0)
        publishing.follow(config, plan.run_id)
    return report


def _work(config: Config, plan: Plan, seconds: dict[str, float]) -> RunReport:
    with _children(config), journal.begun(config, plan) as job:
        with _stage("clean", seconds):
            results = _clean_all(job, plan)
        with _stage("resolve", seconds):
            built = resolve(_whole(job), _whole(plan), _whole(results))
        with _stage("audit", seconds):
            built = audit(_whole(job), _whole(plan), _whole(built))
        with _stage("publish", seconds):
            report = publish(_whole(job), _whole(plan), _whole(built), seconds)
    return replace(report, seconds=seconds)


def _clean_all(job: Job, plan: Plan) -> list[Done]:
    """Every batch, as many at a time as there are workers; results are ordered as the batches are."""
    divided = list(batches(plan.work, job.config.limits.batch_bytes, job.config.run.workers))
    dask = job.config.run.runner == "dask"  # takes `_whole` apart
    sizes = [len(batch) for batch in divided]
    with progress.batches("clean", sizes) as reached, runners.started(job.config, len(divided)) as runner:
        futures: list[PrefectFuture[Done]] = []
        for number, batch in enumerate(divided):
            handing.out(job, number, batch)
            given = {"job": job, "number": number, "batch": batch}
            futures.append(
                runner.submit(clean, given if dask else {name: _whole(each) for name, each in given.items()})
            )
        numbers = {id(future): number for number, future in enumerate(futures)}
        for future in as_completed(futures):
            interrupts.heed()
            number = numbers[id(future)]
            reached(number, sizes[number])
        return [future.result() for future in futures]


def _whole(value: _T) -> _T:
    """The value as a task's argument that Prefect does not search for futures, which takes seconds in a long plan."""
    return cast(_T, quote(value))


def _passes(task: Any, run: Any, state: State[Any]) -> bool:
    """Whether what failed may go well another time: the disk was full, the store busy, not the document bad."""
    return isinstance(state.result(raise_on_failure=False), WarehouseError | StorageError)


@task(cache_policy=NO_CACHE, persist_result=False)
def discover(config: Config, paths: Sequence[Place], full: bool) -> Plan:
    """What is to be done."""
    return planning.plan(config, paths, full)


@task(
    cache_policy=NO_CACHE, persist_result=False, task_run_name="clean-{number}",
    retries=2, retry_delay_seconds=2, retry_condition_fn=_passes,
)  # fmt: skip
def clean(job: Job, number: int, batch: Sequence[Work]) -> Done:
    """One batch of documents, from bytes to staged rows."""
    return processing.process_batch(job, number, batch)


@task(cache_policy=NO_CACHE, persist_result=False)
def resolve(job: Job, plan: Plan, results: Sequence[Done]) -> Built:
    """The new warehouse with its entities."""
    return publishing.build(job, plan, results)


@task(cache_policy=NO_CACHE, persist_result=False)
def audit(job: Job, plan: Plan, built: Built) -> Built:
    """The expectations judge it."""
    return publishing.audited(job, plan, built)


@task(cache_policy=NO_CACHE, persist_result=False)
def publish(job: Job, plan: Plan, built: Built, seconds: dict[str, float]) -> RunReport:
    """It takes the place of the old one."""
    return publishing.publish(job, plan, built, seconds)


@contextmanager
def _children(config: Config) -> Iterator[None]:
    """What will be needed gets ready, and no process that this one started outlives the work."""
    try:
        isolation.documents.start(partial(processing.prepare, config))
        auditing.start()
        yield
    finally:
        isolation.release()
        auditing.judges.release()


@contextmanager
def _stage(name: str, seconds: dict[str, float]) -> Iterator[None]:
    tell(name, 0, 0)
    interrupts.heed()
    start = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - start, 3)


def _state(report: RunReport) -> State[RunReport]:
    """The flow's last state says how the run ended; Prefect's own `Completed` would not."""
    said(report)
    get_run_logger().info("%s: %s", report.status, report.message)
    kind = Failed if report.status == "failed" else Completed
    return kind(name=report.status.capitalize(), message=report.message, data=report)

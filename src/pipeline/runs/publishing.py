"""Staged rows → a built warehouse → audited → published, and what the state is told of it."""

from __future__ import annotations

import resource
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib import metadata

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import warehouse
from pipeline.config import Config
from pipeline.errors import AuditFailed, WarehouseError
from pipeline.quality import Check, blame, describe
from pipeline.resolving import Assigned
from pipeline.runs import auditing, handing, isolation, spreading
from pipeline.runs.journal import unchanged
from pipeline.runs.planning import Plan, Work
from pipeline.runs.processing import Done, Job, quarantined
from pipeline.runs.report import RunReport, Status, message
from pipeline.runs.versions import DISTRIBUTION, authority
from pipeline.search.index import ready
from pipeline.staging import Stage
from pipeline.state import State
from pipeline.state_records import Known, Quarantined

MOST_AT_FAULT = 0.5
"""Where more than this share of all documents breaks an expectation, it is not the documents' fault."""


EXPORTED = "exported"
"""What the state is told: which run the exports were written of, by which program, and which they are."""


@dataclass(frozen=True, slots=True)
class Built:
    """What is about to be published: documents newly staged, documents that failed, what the audit said.

    `entities` are the ids in it; `blamed` are the checks that sent documents to quarantine, `checks` the verdicts on
    what is left.
    """

    entities: Assigned
    documents: Mapping[str, Work]
    failed: tuple[Quarantined, ...] = ()
    checks: tuple[Check, ...] = ()
    blamed: tuple[Check, ...] = ()


def build(job: Job, plan: Plan, results: Sequence[Done]) -> Built:
    """The new warehouse beside the old one, from the rows that stay and those that are staged.

    Raises WarehouseError, StorageError, and StartError where there can be no process for the names.
    """
    handing.back(job, [file for result in results for file in result.files])
    done = {work.document_id: work for result in results for work in result.documents}
    assigned = _build(job, plan, done)
    return Built(assigned, done, (*plan.faults, *(row for result in results for row in result.failed)))


def audited(job: Job, plan: Plan, built: Built) -> Built:
    """The same without the documents that break an expectation: they go to quarantine with the reason.

    Raises AuditFailed where the whole is at fault, or more documents than can be wrong by themselves.
    """
    while True:
        checks = auditing.audit(job.built, set(built.documents), job.config.run.workers)
        at_fault, corpus = blame(checks)
        if not at_fault and not corpus:
            return replace(built, checks=tuple(checks))
        most = MOST_AT_FAULT * (len(plan.keep) + len(built.documents))
        if not at_fault or len(at_fault) > most or not at_fault.keys() <= built.documents.keys():
            raise _refusal([check for check in checks if not check.success])
        built = _without(job, built, at_fault)
        built = replace(built, entities=_build(job, plan, built.documents))


def publish(job: Job, plan: Plan, built: Built, seconds: Mapping[str, float]) -> RunReport:
    """The built warehouse takes the place of the published one, and the state knows it.

    What the state says of the run holds from the moment that its file is in place, and not before.

    Raises WarehouseError; the published warehouse is then as it was.
    """
    start = time.perf_counter()
    config, counts = job.config, _counts(plan, built)
    quarantine = [*plan.resting, *built.failed]
    status: Status = "partial" if quarantine else "published"
    known = {**plan.known, **_known(job, built.documents.values())}
    taken = _bytes(job, plan)
    with State.open(config.run.state) as state:
        state.release([*plan.released, *known])
        state.quarantine(built.failed)
        state.add_checks(job.run_id, built.checks)
        state.record_entities(built.entities, job.started)
        state.finish_run(
            job.run_id,
            finished=datetime.now(UTC),
            status=status,
            counts=counts,
            seconds=seconds,
            message=message(counts),
            bytes=taken,
            peak_memory=peak_memory(),
        )
        state.record_contents(job.run_id, known, keep=config.limits.keep_warehouses)
        warehouse.seal(job.built, state)
        warehouse.publish(job.built, config.run.warehouse, keep=config.limits.keep_warehouses)
        seconds = {**seconds, "publish": round(time.perf_counter() - start, 3)}
        with suppress(WarehouseError):  # it is published, however long that took
            state.timed(job.run_id, seconds)
    return RunReport(
        job.run_id, status, counts, seconds, config.run.warehouse, message(counts), list(built.blamed), quarantine,
        bytes=taken,
    )  # fmt: skip


def idle(config: Config, plan: Plan) -> RunReport:
    """Nothing is to be done, but for exports that the last run did not come to, that are others now or are gone."""
    report, last = unchanged(config, plan), plan.last
    if last and config.exports:
        with State.open(config.run.state) as state:
            written = state.noted(EXPORTED) == _exported(config, last.run_id)
        if not written or not all(each.directory.exists() for each in config.exports):
            export(config, last.run_id)
    if last:
        index(config)
    return report


def follow(config: Config, run_id: str) -> None:
    """What is made of the warehouse that this run published, where it is configured. Raises PipelineError."""
    if config.exports:
        export(config, run_id)
    index(config)


def index(config: Config) -> None:
    """The search index, where it is to be made after runs. Raises WarehouseError."""
    if config.search.build == "after-run":
        ready(config.run.warehouse)


def export(config: Config, run_id: str) -> None:
    """Writes the configured exports of what that run published, and tells the state. Raises PipelineError."""
    from pipeline import exports, report

    for wanted in config.exports:
        if wanted.format == "report":
            report.write(config.run.warehouse, wanted.directory)
        else:
            exports.export(config.run.warehouse, wanted.directory, wanted.format, wanted.where)
    with State.open(config.run.state) as state:
        state.note(EXPORTED, _exported(config, run_id))


def _exported(config: Config, run_id: str) -> str:
    return " ".join([run_id, metadata.version(DISTRIBUTION), *map(str, config.exports)])


def _build(job: Job, plan: Plan, done: Mapping[str, Work]) -> Assigned:
    renamed = [document_id for document_id, work in done.items() if work.names_only]
    previous = job.config.run.warehouse if plan.keep or renamed else None
    with State.open(job.config.run.state) as state:
        assigned = warehouse.build(
            job.stage,
            job.built,
            previous=previous,
            keep=plan.keep,
            renamed=renamed,
            state=state,
            authority=authority(job.config.entities.authority),
            run_id=job.run_id,
            since=job.started,
            each=partial(spreading.each, job.config),
        )
    isolation.release()  # whose memory counts as the run's from then on
    return assigned


def _without(job: Job, built: Built, at_fault: Mapping[str, Sequence[Check]]) -> Built:
    """Takes documents out of the staged rows and puts them with the failed ones."""
    _unstage(job.stage, at_fault.keys())
    rows = [
        row
        for document_id, checks in at_fault.items()
        for row in quarantined(job, built.documents[document_id], *_told(checks))
    ]
    return Built(
        built.entities,
        {document_id: work for document_id, work in built.documents.items() if document_id not in at_fault},
        (*built.failed, *rows),
        blamed=(*built.blamed, *{c.claim: c for checks in at_fault.values() for c in checks}.values()),
    )


def _told(checks: Sequence[Check]) -> tuple[str, str]:
    """Reason and remedy of a document that breaks expectations."""
    return (
        "; ".join(describe(check) for check in checks),
        "mend the document or what is said of it, or report it as a fault of the cleaner",
    )


def _unstage(stage: Stage, document_ids: Collection[str]) -> None:
    gone = pa.array(sorted(document_ids), pa.string())
    for name, files in stage.tables().items():
        for path in files:
            rows = pq.read_table(path, partitioning=None)
            stage.write(path.stem, {name: rows.filter(pc.invert(pc.is_in(rows["document_id"], gone)))})


def refuse_failed(checks: Iterable[Check]) -> None:
    """Raises AuditFailed where a check failed."""
    if failed := [check for check in checks if not check.success]:
        raise _refusal(failed)


def _refusal(failed: Sequence[Check]) -> AuditFailed:
    what = "\n".join(f"  {describe(check)}" for check in failed)
    return AuditFailed(
        f"the audit refused the rows, and nothing was published:\n{what}\n"
        "mend the documents or the configuration, or report it as a fault of the cleaner",
        failed,
    )


def _bytes(job: Job, plan: Plan) -> dict[str, int]:
    """What each stage took in; what publish writes."""
    staged = [path for files in job.stage.tables().values() for path in files]
    return {
        "discover": plan.looked_at,
        "clean": sum(work.source.size for work in plan.work),
        "resolve": sum(map(warehouse.size, staged)),
        "publish": warehouse.size(job.built),
    }


def peak_memory() -> int:
    """The most that this process, or one that it started and that has ended, ever had in memory, in bytes."""
    kilobytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return kilobytes * 1024


def _counts(plan: Plan, built: Built) -> dict[str, int]:
    kinds = [work.kind for work in built.documents.values()]
    quarantine = {row.document_id for row in (*plan.resting, *built.failed)}
    return {
        **plan.counts(),
        "new": kinds.count("new"),
        "changed": kinds.count("changed"),
        "quarantined": len(quarantine),
    }


def _known(job: Job, done: Iterable[Work]) -> dict[str, Known]:
    return {
        name: Known(work.document_id, work.sha256, job.fingerprint, work.metadata_hash)
        for work in done
        for name in work.names
    }

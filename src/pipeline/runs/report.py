"""What a run says of itself when it is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pipeline.state_records import Quarantined

if TYPE_CHECKING:
    from pipeline.quality import Check
    from pipeline.runs.planning import Plan

_heard: ContextVar[list[RunReport] | None] = ContextVar("heard", default=None)
Status = Literal["published", "unchanged", "partial", "failed", "planned"]


class Step(NamedTuple):
    """What would be done with one document, and why."""

    action: Literal["new", "changed", "unchanged", "removed", "quarantined", "forgotten"]
    document_id: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunReport:
    """The outcome of a run.

    `documents` counts them as new, changed, unchanged, removed and quarantined, `seconds` and `bytes` are by stage;
    `quarantined` is all that is there now, `failed_checks` what the audit refused, `planned` only of a plan.
    """

    run_id: str
    status: Status
    documents: Mapping[str, int]
    seconds: Mapping[str, float]
    warehouse: Path
    message: str = ""
    failed_checks: list[Check] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    planned: list[Step] = field(default_factory=list)
    bytes: Mapping[str, int] = field(default_factory=dict)

    @property
    def exit_status(self) -> int:
        """0: done; 1: some documents are in quarantine, the rest is published; 3: nothing was published."""
        return exit_status(self.status, self.documents)


@contextmanager
def hearing() -> Iterator[list[RunReport]]:
    """What the flow says of itself meanwhile, whatever Prefect's server answers to its last state: one that is told
    twice, since its first answer got lost, gives back a state without data."""
    reports: list[RunReport] = []
    token = _heard.set(reports)
    try:
        yield reports
    finally:
        _heard.reset(token)


def said(report: RunReport) -> None:
    """To whoever is `hearing`."""
    if (reports := _heard.get()) is not None:
        reports.append(report)


def exit_status(status: str, documents: Mapping[str, int]) -> int:
    """The same from a row of the journal."""
    if status in ("failed", "interrupted"):
        return 3
    return 1 if documents.get("quarantined") and status != "planned" else 0


def planned(plan: Plan, warehouse: Path) -> RunReport:
    """A plan as a report: nothing was done."""
    return RunReport(
        plan.run_id,
        "planned",
        plan.counts(),
        {},
        warehouse,
        "nothing was done",
        quarantined=plan.resting + plan.faults,
        planned=sorted(_steps(plan)),
    )


def _steps(plan: Plan) -> list[Step]:
    return [
        *(Step(work.kind, work.document_id, work.source.name, work.reason) for work in plan.work),
        *(Step("unchanged", known.document_id, name, "") for name, known in plan.known.items()),
        *(Step("removed", document_id, name, "no longer found") for document_id, name in plan.removed),
        *(Step("quarantined", row.document_id, row.source, row.reason) for row in (*plan.faults, *plan.resting)),
        *(
            Step("forgotten", document_id, name, f"on {since:%F}; `pipeline forget --undo {document_id}` lets it in")
            for document_id, name, since in plan.forgotten
        ),
    ]


def message(documents: Mapping[str, int]) -> str:
    """The counts in words."""
    return ", ".join(f"{number} {kind}" for kind, number in documents.items() if number) or "no documents"

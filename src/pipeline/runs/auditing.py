"""The audit in a process of its own, which loads Great Expectations while the run cleans and resolves."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pipeline import quality
from pipeline.errors import WarehouseError
from pipeline.quality import Check
from pipeline.runs.bounds import Lost
from pipeline.runs.isolation import At, Crew

judges = Crew("the audit")


def start() -> None:
    """An audit is near."""
    judges.start(quality.prepare)


def audit(database: Path, documents: Collection[str]) -> list[Check]:
    """What `quality.audit` says. Raises WarehouseError, and StartError where there can be no process for it."""
    try:
        return judges.call(_audit, database, documents, prepare=quality.prepare)
    except Lost as lost:
        reason = f"the audit was not done: {lost.trouble.reason}"
        raise WarehouseError(f"{database}: {reason}; start the run again") from lost


def _audit(database: Path, documents: Collection[str], at: At) -> list[Check]:
    return quality.audit(database, documents)

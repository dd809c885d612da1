"""The audit in a process of its own, which loads Great Expectations while the run cleans and resolves."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline import quality, suites
from pipeline.errors import WarehouseError
from pipeline.quality import Check
from pipeline.runs.bounds import Lost
from pipeline.runs.isolation import At, Crew

judges = Crew("the audit")


def start() -> None:
    """An audit is near."""
    judges.start(quality.prepare)


def audit(database: Path, documents: Collection[str], workers: int = 1) -> list[Check]:
    """What `quality.audit` says, of suites shared out among as many processes as there are `workers`.

    Raises WarehouseError, and StartError where there can be no process for it.
    """
    names = list(suites.load())
    shares = [share for number in range(workers) if (share := names[number::workers])]
    with ThreadPoolExecutor(len(shares)) as pool:
        judged = [pool.submit(_judged, database, documents, share) for share in shares]
        checks = [check for each in judged for check in each.result()]
    return sorted(checks, key=lambda check: names.index(check.table))


def _judged(database: Path, documents: Collection[str], only: Collection[str]) -> list[Check]:
    try:
        return judges.call(_audit, database, documents, only, prepare=quality.prepare)
    except Lost as lost:
        reason = f"the audit was not done: {lost.trouble.reason}"
        raise WarehouseError(f"{database}: {reason}; start the run again") from lost


def _audit(database: Path, documents: Collection[str], only: Collection[str], at: At) -> list[Check]:
    return quality.audit(database, documents, only=only)

"""What the state file is asked and told: its records, and how they stand in its rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_MOMENTS = frozenset({"started", "finished", "since"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the last published run contained of a source: the keys by which work is found unchanged."""

    document_id: str
    sha256: str
    fingerprint: str
    metadata_hash: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A source that is not in the corpus. `sha256` is None where it could not even be read."""

    document_id: str
    source: str
    sha256: str | None
    reason: str
    remedy: str
    run_id: str
    since: datetime
    fingerprint: str = ""

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> Quarantined:
        """From a row of its table; the columns are the fields in their order."""
        document_id, source, sha256, reason, remedy, run_id, since, fingerprint = row
        moment = datetime.fromisoformat(since)
        return cls(document_id, source, sha256, reason, remedy, run_id, moment, fingerprint)

    def row(self) -> tuple[str | None, ...]:
        """For a row of its table."""
        named = (self.document_id, self.source, self.sha256, self.reason, self.remedy, self.run_id)
        return *named, stamp(self.since), self.fingerprint


@dataclass(frozen=True, slots=True)
class Run:
    """One row of the journal; `bytes` are by stage, `peak_memory` is in bytes.

    `status` is running, published, partial, unchanged, failed, interrupted, or withdrawn: by `pipeline rollback`.
    """

    run_id: str
    started: datetime
    finished: datetime | None
    status: str
    fingerprint: str
    versions: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    message: str | None = None
    bytes: dict[str, int] = field(default_factory=dict)
    peak_memory: int | None = None

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> Run:
        """From a row of the journal; the columns are the fields in their order."""
        run_id, started, finished, status, fingerprint, versions, counts, seconds, message, sizes, peak_memory = row
        return cls(
            run_id,
            datetime.fromisoformat(started),
            datetime.fromisoformat(finished) if finished else None,
            status,
            fingerprint,
            json.loads(versions),
            json.loads(counts),
            json.loads(seconds),
            message,
            json.loads(sizes),
            peak_memory,
        )


def copied(row: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A row as the warehouse has it: its times are UTC and naive, its truths are truths."""
    named = dict(row)
    for column in _MOMENTS & named.keys():
        moment = named[column]
        named[column] = datetime.fromisoformat(moment).replace(tzinfo=None) if moment else None
    if "success" in named:
        named["success"] = bool(named["success"])
    return named


def stamp(moment: datetime) -> str:
    """As a column has it: in UTC, which it is where no zone is said."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()

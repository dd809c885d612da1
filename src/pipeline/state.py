"""What outlives a warehouse, in one SQLite file: registry of ids, run journal, quarantine, checks.

Schema: `warehouse/schema/state-NNN.sql`, applied in order, the number kept in `user_version`. Every method is
one durable transaction. Times are aware and UTC.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.database import Database
from pipeline.paths import data
from pipeline.registry import Registered, assign, mint

if TYPE_CHECKING:
    from pipeline.quality import Check


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


@dataclass(frozen=True, slots=True)
class Run:
    """One row of the journal; `status` is running, published, partial, unchanged, failed or interrupted."""

    run_id: str
    started: datetime
    finished: datetime | None
    status: str
    fingerprint: str
    versions: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    message: str | None = None


class State:
    """The open state file; a context manager. `State.open(path)` makes the file where there is none."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @classmethod
    def open(cls, path: Path) -> State:
        """Opens or makes the file and brings it to this program's schema.

        Raises WarehouseError where it is of a newer program, damaged, locked, or cannot be written.
        """
        return cls(Database.open(path, sorted(data("warehouse", "schema").glob("state-*.sql"))))

    def close(self) -> None:
        """Closes the file; nothing is pending."""
        self._db.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Registry

    def document_ids(self, sources: Mapping[str, str]) -> dict[str, str]:
        """The document of every source, by `registry.assign`. Writes nothing: ids last once published."""
        rows = self._db.rows("SELECT source, document_id, sha256 FROM sources")
        return assign(sources, {source: Registered(document_id, digest) for source, document_id, digest in rows})

    def entity_ids(self, authority_ids: Iterable[str]) -> dict[str, str]:
        """The entity of every authority id, minted where there is none yet."""
        known: dict[str, str] = dict(self._db.rows("SELECT authority_id, entity_id FROM entities"))
        wanted = set(authority_ids)
        taken = {*known.values(), *(row[0] for row in self._db.rows("SELECT old_id FROM redirects"))}
        new: dict[str, str] = {}
        for authority_id in sorted(wanted - known.keys()):
            new[authority_id] = mint("e", authority_id, taken)
            taken.add(new[authority_id])
        if new:
            with self._db.transaction():
                self._db.write("INSERT INTO entities VALUES (?, ?)", sorted(new.items()))
        return {authority_id: known.get(authority_id) or new[authority_id] for authority_id in wanted}

    def known(self) -> dict[str, Known]:
        """What the last published run contained, by source."""
        sql = "SELECT source, document_id, sha256, fingerprint, metadata_hash FROM sources WHERE present"
        return {source: Known(*rest) for source, *rest in self._db.rows(sql)}

    def first_seen(self) -> dict[str, datetime]:
        """When each document that was ever published was seen first."""
        rows = self._db.rows("SELECT document_id, min(first_seen) FROM sources GROUP BY document_id")
        return {document_id: datetime.fromisoformat(moment) for document_id, moment in rows}

    def record_published(self, run_id: str, known: Mapping[str, Known]) -> None:
        """`known` is all that the warehouse now contains; other sources stay in the registry as gone."""
        started = self._db.rows("SELECT started FROM runs WHERE run_id = ?", run_id)[0][0]
        rows = [(source, *astuple(k), started) for source, k in sorted(known.items())]
        with self._db.transaction():
            self._db.execute("UPDATE sources SET present = 0")
            self._db.write(_RECORD, rows)

    # Journal

    def start_run(self, run_id: str, *, started: datetime, fingerprint: str, versions: Mapping[str, str]) -> None:
        """A run begins."""
        self._db.execute(_START, run_id, _text(started), fingerprint, json.dumps(dict(versions)))

    def finish_run(
        self,
        run_id: str,
        *,
        finished: datetime,
        status: str,
        counts: Mapping[str, int],
        seconds: Mapping[str, float],
        message: str | None = None,
    ) -> None:
        """A run ends; may be said again, the last word counts."""
        figures = (json.dumps(dict(counts)), json.dumps(dict(seconds)))
        self._db.execute(_FINISH, _text(finished), status, *figures, message, run_id)

    def runs(self, limit: int = 20) -> list[Run]:
        """The last runs, newest first."""
        sql = f"SELECT {_RUN} FROM runs ORDER BY started DESC, run_id DESC LIMIT ?"
        return [_run(row) for row in self._db.rows(sql, limit)]

    def add_checks(self, run_id: str, checks: Iterable[Check]) -> None:
        """The verdicts of a run's audit; said again, they replace the earlier ones."""
        rows = [
            (run_id, c.table, c.claim, c.expectation, c.column, c.scope, c.success, c.observed, _keys(c))
            for c in checks
        ]
        with self._db.transaction():
            self._db.execute("DELETE FROM checks WHERE run_id = ?", run_id)
            self._db.write("INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    # Quarantine

    def quarantine(self, rows: Iterable[Quarantined]) -> None:
        """Puts sources there; one that is there already keeps its `since` while its bytes stay the same."""
        with self._db.transaction():
            self._db.write(_QUARANTINE, map(_quarantine_row, rows))

    def quarantined(self) -> list[Quarantined]:
        """All that is in quarantine, by source."""
        sql = f"SELECT {_QUARANTINED}, fingerprint FROM quarantine ORDER BY source"
        return [
            Quarantined(document_id, source, digest, reason, remedy, run_id, datetime.fromisoformat(since), fingerprint)
            for document_id, source, digest, reason, remedy, run_id, since, fingerprint in self._db.rows(sql)
        ]

    def release(self, sources: Collection[str]) -> None:
        """Takes sources out of quarantine; those that are not there are passed over."""
        with self._db.transaction():
            self._db.write("DELETE FROM quarantine WHERE source = ?", [(source,) for source in sources])

    # For the warehouse

    def copy(self) -> dict[str, list[dict[str, Any]]]:
        """The rows that the warehouse carries a copy of, by its table and column names, sorted."""
        found = {}
        for name, sql in _COPIES.items():
            cursor = self._db.execute(sql)
            columns = [column[0] for column in cursor.description]
            found[name] = [_copied(zip(columns, row, strict=True)) for row in cursor]
        return found


_START = """
    INSERT INTO runs (run_id, started, status, fingerprint, versions, counts, seconds)
    VALUES (?, ?, 'running', ?, ?, '{}', '{}')
"""
_FINISH = "UPDATE runs SET finished = ?, status = ?, counts = ?, seconds = ?, message = ? WHERE run_id = ?"
_RECORD = """
    INSERT INTO sources (source, document_id, sha256, fingerprint, metadata_hash, first_seen, present)
    VALUES (?, ?, ?, ?, ?, ?, 1)
    ON CONFLICT (source) DO UPDATE SET document_id = excluded.document_id, sha256 = excluded.sha256,
        fingerprint = excluded.fingerprint, metadata_hash = excluded.metadata_hash, present = 1
"""
_QUARANTINE = """
    INSERT INTO quarantine (source, document_id, sha256, reason, remedy, run_id, since, fingerprint)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (source) DO UPDATE SET document_id = excluded.document_id, sha256 = excluded.sha256,
        reason = excluded.reason, remedy = excluded.remedy, run_id = excluded.run_id,
        since = CASE WHEN sha256 IS excluded.sha256 THEN since ELSE excluded.since END,
        fingerprint = excluded.fingerprint
"""
_QUARANTINED = "document_id, source, sha256, reason, remedy, run_id, since"
_RUN = "run_id, started, finished, status, fingerprint, versions, counts, seconds, message"
_COPIES = {
    "runs": f"SELECT {_RUN} FROM runs ORDER BY started, run_id",
    "quarantine": f"SELECT {_QUARANTINED} FROM quarantine ORDER BY document_id, source",
    "checks": "SELECT * FROM checks ORDER BY run_id, table_name, claim",
    "entity_redirects": "SELECT * FROM redirects ORDER BY old_id",
}
_MOMENTS = frozenset({"started", "finished", "since"})


def _copied(row: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A row as the warehouse has it: its times are UTC and naive, its truths are truths."""
    named = dict(row)
    for column in _MOMENTS & named.keys():
        moment = named[column]
        named[column] = datetime.fromisoformat(moment).replace(tzinfo=None) if moment else None
    if "success" in named:
        named["success"] = bool(named["success"])
    return named


def _run(row: Sequence[Any]) -> Run:
    run_id, started, finished, status, fingerprint, versions, counts, seconds, message = row
    return Run(
        run_id,
        datetime.fromisoformat(started),
        datetime.fromisoformat(finished) if finished else None,
        status,
        fingerprint,
        json.loads(versions),
        json.loads(counts),
        json.loads(seconds),
        message,
    )


def _keys(check: Check) -> str:
    return json.dumps(check.failing_rows, ensure_ascii=False)


def _quarantine_row(row: Quarantined) -> tuple[str | None, ...]:
    since = _text(row.since)
    return row.source, row.document_id, row.sha256, row.reason, row.remedy, row.run_id, since, row.fingerprint


def _text(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()

"""What outlives a warehouse, in one SQLite file: registry of ids, run journal, quarantine, checks.

Schema: `warehouse/schema/state-NNN.sql`, applied in order, the number kept in `user_version`. Every method is
one durable transaction. Times are aware and UTC.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.database import Database
from pipeline.paths import data
from pipeline.registry import Registered, assign
from pipeline.resolving.ids import Registry
from pipeline.resolving.judging import Judgement
from pipeline.state_records import Known, Quarantined, Run, copied, stamp

if TYPE_CHECKING:
    from pipeline.quality import Check
    from pipeline.resolving import Assigned


class State:
    """The open state file; a context manager. `State.open(path)` makes the file where there is none."""

    def __init__(self, database: Database) -> None:
        self.database = self._db = database

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

    def entity_registry(self) -> Registry:
        """The ids of entities so far, by `resolving.assign`."""
        seeds = self._db.rows("SELECT entity_id, seed FROM entity_seeds ORDER BY number")
        return Registry(dict(seeds), dict(self._db.rows("SELECT member, entity_id FROM entity_members")))

    def record_entities(self, assigned: Assigned, since: datetime) -> None:
        """The ids of what is about to be published; ids that were merged away lead to the others."""
        known = self.entity_registry()
        seeds = [row for row in assigned.registry.seeds.items() if row[0] not in known.seeds]
        members = sorted(assigned.registry.members.items() - known.members.items())
        with self._db.transaction():
            self._db.write("INSERT INTO entity_seeds (entity_id, seed) VALUES (?, ?)", seeds)
            self._db.write("INSERT OR REPLACE INTO entity_members VALUES (?, ?)", members)
            redirects = self._redirects(assigned, since)
            self._db.execute("DELETE FROM redirects")
            self._db.write("INSERT INTO redirects VALUES (?, ?, ?, ?)", redirects)

    def _redirects(self, assigned: Assigned, since: datetime) -> list[tuple[str, str, str, str]]:
        """What old ids lead to with these entities, by old id; an id that is some entity's again leads nowhere."""
        rows = {old: (new, *rest) for old, new, *rest in self._db.rows("SELECT * FROM redirects")}
        for old, new in assigned.redirects.items():
            if old not in rows or rows[old][0] != new:
                rows[old] = (new, stamp(since), MERGED)
        used = set(assigned.ids)
        kept = [(old, *row) for old, row in sorted(rows.items()) if old not in used]
        return [(old, assigned.redirects.get(new, new), moment, why) for old, new, moment, why in kept]

    def judgements(self) -> list[Judgement]:
        """What people said of names, in the order in which they said it."""
        sql = "SELECT one, other, verdict, who, at, why FROM judgements ORDER BY at, one, other"
        return [Judgement(*row) for row in self._db.rows(sql)]

    def judge(self, judgements: Iterable[Judgement]) -> None:
        """Keeps judgements; the last word on a pair counts."""
        with self._db.transaction():
            self._db.write("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?)", map(astuple, judgements))

    def take_back(self, judgement: Judgement) -> None:
        """As if it had not been said."""
        self._db.execute("DELETE FROM judgements WHERE one = ? AND other = ?", judgement.one, judgement.other)

    def known(self, run_id: str) -> dict[str, Known]:
        """What the warehouse of a run contains, by source; nothing where that is not kept."""
        sql = "SELECT source, document_id, sha256, fingerprint, metadata_hash FROM contents WHERE run_id = ?"
        return {source: Known(*rest) for source, *rest in self._db.rows(sql, run_id)}

    def first_seen(self) -> dict[str, datetime]:
        """When each document that was ever published was seen first."""
        rows = self._db.rows("SELECT document_id, min(first_seen) FROM sources GROUP BY document_id")
        return {document_id: datetime.fromisoformat(moment) for document_id, moment in rows}

    def record_contents(self, run_id: str, known: Mapping[str, Known], *, keep: int = 1) -> None:
        """`known` is all that the warehouse of the run contains; to be said just before it is published.

        What `keep` older warehouses contain stays on record, and what is published now; other sources stay in the
        registry, so that a document has its id again when it comes back.
        """
        started = self._db.rows("SELECT started FROM runs WHERE run_id = ?", run_id)[0][0]
        sources = sorted(known.items())
        with self._db.transaction():
            self._db.write(_REGISTER, [(source, k.document_id, k.sha256, started) for source, k in sources])
            self._db.execute("DELETE FROM contents WHERE run_id = ?", run_id)
            self._db.write(_CONTAIN, [(run_id, source, *astuple(k)) for source, k in sources])
            self._db.execute(_KEEP_CONTENTS, keep + 2)

    def forgotten(self) -> dict[str, tuple[str, datetime]]:
        """The marks of what is never to be read again, each with its document and since when."""
        rows = self._db.rows("SELECT mark, document_id, since FROM forgotten")
        return {mark: (document_id, datetime.fromisoformat(since)) for mark, document_id, since in rows}

    # Journal

    def start_run(self, run_id: str, *, started: datetime, fingerprint: str, versions: Mapping[str, str]) -> None:
        """A run begins."""
        self._db.execute(_START, run_id, stamp(started), fingerprint, json.dumps(dict(versions)))

    def finish_run(
        self,
        run_id: str,
        *,
        finished: datetime,
        status: str,
        counts: Mapping[str, int],
        seconds: Mapping[str, float],
        message: str | None = None,
        bytes: Mapping[str, int] | None = None,
        peak_memory: int | None = None,
    ) -> None:
        """A run ends; may be said again, the last word counts. Bytes and memory that are not said stay."""
        figures = (json.dumps(dict(counts)), json.dumps(dict(seconds)))
        measured = (json.dumps(dict(bytes)) if bytes else None, peak_memory)
        self._db.execute(_FINISH, stamp(finished), status, *figures, message, *measured, run_id)

    def timed(self, run_id: str, seconds: Mapping[str, float]) -> None:
        """How long the stages of a run took, the one that published it included."""
        self._db.execute("UPDATE runs SET seconds = ? WHERE run_id = ?", json.dumps(dict(seconds)), run_id)

    def runs(self, limit: int = 20) -> list[Run]:
        """The last runs, newest first, whatever the clock said."""
        sql = f"SELECT {_RUN} FROM runs ORDER BY rowid DESC LIMIT ?"
        return [Run.of(row) for row in self._db.rows(sql, limit)]

    def add_checks(self, run_id: str, checks: Iterable[Check]) -> None:
        """The verdicts of a run's audit; said again, they replace the earlier ones."""
        rows = [
            (
                run_id,
                c.table,
                c.claim,
                c.expectation,
                c.column,
                c.scope,
                c.success,
                c.observed,
                json.dumps(c.failing_rows, ensure_ascii=False),
            )
            for c in checks
        ]
        with self._db.transaction():
            self._db.execute("DELETE FROM checks WHERE run_id = ?", run_id)
            self._db.write("INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    # Quarantine

    def quarantine(self, rows: Iterable[Quarantined]) -> None:
        """Puts sources there; one that is there already keeps its `since` while its bytes stay the same."""
        with self._db.transaction():
            self._db.write(_QUARANTINE, (row.row() for row in rows))

    def quarantined(self) -> list[Quarantined]:
        """All that is in quarantine, by source."""
        sql = f"SELECT {_QUARANTINED}, fingerprint FROM quarantine ORDER BY source"
        return [Quarantined.of(row) for row in self._db.rows(sql)]

    def release(self, sources: Collection[str]) -> None:
        """Takes sources out of quarantine; those that are not there are passed over."""
        with self._db.transaction():
            self._db.write("DELETE FROM quarantine WHERE source = ?", [(source,) for source in sources])

    # Things outside of it

    def noted(self, name: str) -> str | None:
        """What was said of it last."""
        rows = self._db.rows("SELECT said FROM notes WHERE name = ?", name)
        return rows[0][0] if rows else None

    def note(self, name: str, said: str | None) -> None:
        """Keeps what is said of it; None: nothing is known."""
        with self._db.transaction():
            if said is None:
                self._db.execute("DELETE FROM notes WHERE name = ?", name)
            else:
                self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", name, said)

    # For the warehouse

    def copy(self, assigned: Assigned | None = None, since: datetime | None = None) -> dict[str, list[dict[str, Any]]]:
        """The rows that the warehouse carries a copy of, by its table and column names, sorted.

        With the entities that are to be recorded, and when: the redirects as they will be then.
        """
        found = {}
        for name, sql in _COPIES.items():
            cursor = self._db.execute(sql)
            columns = [column[0] for column in cursor.description]
            rows = self._redirects(assigned, since) if assigned and since and name == REDIRECTS else cursor
            found[name] = [copied(zip(columns, row, strict=True)) for row in rows]
        return found


_START = """
    INSERT INTO runs (run_id, started, status, fingerprint, versions, counts, seconds)
    VALUES (?, ?, 'running', ?, ?, '{}', '{}')
"""
_FINISH = """
    UPDATE runs SET finished = ?, status = ?, counts = ?, seconds = ?, message = ?,
        bytes = coalesce(?, bytes), peak_memory = coalesce(?, peak_memory)
    WHERE run_id = ?
"""
_REGISTER = """
    INSERT INTO sources (source, document_id, sha256, first_seen) VALUES (?, ?, ?, ?)
    ON CONFLICT (source) DO UPDATE SET document_id = excluded.document_id, sha256 = excluded.sha256
"""
_CONTAIN = "INSERT INTO contents VALUES (?, ?, ?, ?, ?, ?)"
_KEEP_CONTENTS = """
    DELETE FROM contents WHERE run_id NOT IN (
        SELECT run_id FROM runs
        WHERE run_id IN (SELECT run_id FROM contents) AND status NOT IN ('failed', 'interrupted')
        ORDER BY rowid DESC LIMIT ?
    )
"""
REDIRECTS = "entity_redirects"
MERGED = "their names turned out to be one entity's"
_QUARANTINE = """
    INSERT INTO quarantine (document_id, source, sha256, reason, remedy, run_id, since, fingerprint)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (source) DO UPDATE SET document_id = excluded.document_id, sha256 = excluded.sha256,
        reason = excluded.reason, remedy = excluded.remedy, run_id = excluded.run_id,
        since = CASE WHEN sha256 IS excluded.sha256 THEN since ELSE excluded.since END,
        fingerprint = excluded.fingerprint
"""
_QUARANTINED = "document_id, source, sha256, reason, remedy, run_id, since"
_RUN = "run_id, started, finished, status, fingerprint, versions, counts, seconds, message, bytes, peak_memory"
_COPIES = {
    "runs": f"SELECT {_RUN} FROM runs ORDER BY started, run_id",
    "quarantine": f"SELECT {_QUARANTINED} FROM quarantine ORDER BY document_id, source",
    "checks": "SELECT * FROM checks ORDER BY run_id, table_name, claim",
    REDIRECTS: "SELECT * FROM redirects ORDER BY old_id",
}

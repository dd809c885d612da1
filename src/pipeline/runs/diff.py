"""What one run changed against another: rows from the kept warehouses, versions and counts from the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import dropwhile
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from pipeline.config import Config
from pipeline.connections import attach, in_memory
from pipeline.errors import PipelineError, WarehouseError
from pipeline.runs.planning import PUBLISHED, WHOLE_JOURNAL, changed_parts
from pipeline.state import State
from pipeline.state_records import Run
from pipeline.tables import SCHEMA_VERSION
from pipeline.warehouse import kept, read_meta

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Diff:
    """From run `before` to run `after`; `tables` are empty, and `why_not` says why, where a warehouse is not kept.

    `versions` are (before, after) of each part that changed. `tables`: rows of "tables" (how many rows each had and
    has, gone, new), "documents", "edits" by rule, "entities", "checks"; of each only what differs.
    """

    before: Run
    after: Run
    versions: dict[str, tuple[str | None, str | None]]
    tables: dict[str, list[Row]] = field(default_factory=dict)
    why_not: str | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        runs = {"before": self.before, "after": self.after}
        told = {
            key: {"run_id": r.run_id, "started": r.started.isoformat(), "status": r.status, "documents": r.counts}
            for key, r in runs.items()
        }
        versions = {name: {"before": a, "after": b} for name, (a, b) in self.versions.items()}
        return {**told, "versions": versions, **self.tables, "why_not": self.why_not}


class _Compared(NamedTuple):
    """A table whose rows are held against each other by these columns."""

    table: str
    columns: str = "*"


_TABLES = (
    _Compared("documents", "* EXCLUDE (first_seen, run_id)"),
    _Compared("sources"),
    _Compared("paragraphs", "document_id, part, kind, level, text, language, script"),
    _Compared("edits"),
    _Compared("footnotes", "document_id, label, part, text"),
    _Compared("furniture"),
    _Compared("spans", "document_id, part, text, language, schemes"),
    _Compared("mentions", "document_id, part, surface, entity_id"),
    _Compared("entities", "entity_id, kind, name"),
    _Compared("aliases", "entity_id, alias, language, scheme"),
    _Compared("doubts"),
    _Compared("quarantine", "document_id, source, reason"),
)
_COUNTED = """
    WITH o AS (SELECT {columns} FROM older.{table}), n AS (SELECT {columns} FROM newer.{table})
    SELECT '{table}' AS "table", (SELECT count(*) FROM older.{table}) AS before,
        (SELECT count(*) FROM newer.{table}) AS after,
        (SELECT count(*) FROM (FROM o EXCEPT ALL FROM n)) AS gone,
        (SELECT count(*) FROM (FROM n EXCEPT ALL FROM o)) AS new
"""
_PARAGRAPHS = "SELECT document_id, part, kind, level, text FROM {}.paragraphs"
_DOCUMENTS = f"""
    WITH
    lost AS ({_PARAGRAPHS.format("older")} EXCEPT ALL {_PARAGRAPHS.format("newer")}),
    won AS ({_PARAGRAPHS.format("newer")} EXCEPT ALL {_PARAGRAPHS.format("older")}),
    changes AS (
        SELECT document_id, sum(gone) AS paragraphs_gone, sum(new) AS paragraphs_new FROM (
            SELECT document_id, 1 AS gone, 0 AS new FROM lost UNION ALL SELECT document_id, 0, 1 FROM won
        ) GROUP BY document_id
    ),
    names AS (
        SELECT document_id, min(source) AS source
        FROM (FROM older.sources UNION ALL FROM newer.sources) GROUP BY document_id
    ),
    pairs AS (
        SELECT coalesce(n.document_id, o.document_id) AS document_id,
            CASE WHEN o.document_id IS NULL THEN 'new' WHEN n.document_id IS NULL THEN 'removed'
                ELSE 'changed' END AS change,
            list_filter([
                CASE WHEN o.sha256 <> n.sha256 THEN 'bytes' END,
                CASE WHEN o.clean_text <> n.clean_text THEN 'text' END,
                CASE WHEN (o.title, o.author, o.year, o.url, o.rights) IS DISTINCT FROM
                    (n.title, n.author, n.year, n.url, n.rights) THEN 'metadata' END,
                CASE WHEN o.language <> n.language THEN 'language' END
            ], lambda x: x IS NOT NULL) AS what
        FROM older.documents o FULL JOIN newer.documents n USING (document_id)
    )
    SELECT change, document_id, source, what, coalesce(paragraphs_gone, 0)::INT AS paragraphs_gone,
        coalesce(paragraphs_new, 0)::INT AS paragraphs_new
    FROM pairs LEFT JOIN names USING (document_id) LEFT JOIN changes USING (document_id)
    WHERE change <> 'changed' OR len(what) > 0 OR paragraphs_gone > 0 OR paragraphs_new > 0
    ORDER BY change, source
"""
_BY_RULE = "SELECT unnest(rules) AS rule, document_id, part, raw_start, raw_end, before, after FROM {}.edits"
_EDITS = f"""
    WITH o AS ({_BY_RULE.format("older")}), n AS ({_BY_RULE.format("newer")}),
    counted AS (
        SELECT rule, 1 AS before, 0 AS after, 0 AS gone, 0 AS new FROM o
        UNION ALL SELECT rule, 0, 1, 0, 0 FROM n
        UNION ALL SELECT rule, 0, 0, 1, 0 FROM (FROM o EXCEPT ALL FROM n)
        UNION ALL SELECT rule, 0, 0, 0, 1 FROM (FROM n EXCEPT ALL FROM o)
    )
    SELECT rule, sum(before)::INT AS before, sum(after)::INT AS after, sum(gone)::INT AS gone, sum(new)::INT AS new
    FROM counted GROUP BY rule HAVING sum(gone) + sum(new) > 0 ORDER BY sum(gone) + sum(new) DESC, rule
"""
_ENTITIES = """
    SELECT CASE WHEN o.entity_id IS NULL THEN 'new' WHEN r.entity_id IS NOT NULL THEN 'merged'
            WHEN n.entity_id IS NULL THEN 'gone' ELSE 'changed' END AS change,
        entity_id, coalesce(n.kind, o.kind) AS kind, coalesce(n.name, o.name) AS name,
        CASE WHEN o.name <> n.name THEN o.name END AS name_before, r.entity_id AS merged_into,
        coalesce(o.mentions, 0) AS mentions_before, coalesce(n.mentions, 0) AS mentions
    FROM older.entities o FULL JOIN newer.entities n USING (entity_id)
        LEFT JOIN newer.entity_redirects r ON n.entity_id IS NULL AND r.old_id = o.entity_id
    WHERE o.entity_id IS NULL OR n.entity_id IS NULL
        OR (o.kind, o.name, o.mentions) IS DISTINCT FROM (n.kind, n.name, n.mentions)
    ORDER BY change, abs(coalesce(n.mentions, 0) - coalesce(o.mentions, 0)) DESC, name
"""
_CHECKS = """
    WITH o AS (SELECT * FROM older.checks WHERE run_id = $before),
        n AS (SELECT * FROM newer.checks WHERE run_id = $after)
    SELECT table_name AS "table", claim, o.success AS before, n.success AS after, n.observed
    FROM o FULL JOIN n USING (table_name, claim)
    WHERE o.success IS DISTINCT FROM n.success ORDER BY ALL
"""


def diff(config: Config, before: str, after: str) -> Diff:
    """What changed from one run to the other; each is an id, or so much of its beginning as is its alone.

    A run that published nothing has the warehouse of the last before it that did. Raises PipelineError for runs that
    the journal does not know.
    """
    with State.open(config.run.state) as state:
        runs = state.runs(WHOLE_JOURNAL)
    older, newer = _found(runs, before), _found(runs, after)
    changed = changed_parts(older.versions, newer.versions)
    versions = {name: (older.versions.get(name), newer.versions.get(name)) for name in changed}
    made = {meta.run_id: path for path in kept(config.run.warehouse) if (meta := read_meta(path))}
    published = [_published(runs, run) for run in (older, newer)]
    if missing := [run.run_id for run, by in zip((older, newer), published, strict=True) if by not in made]:
        words = (
            f"of {', '.join(missing)} no warehouse is kept (limits.keep_warehouses), so that rows cannot be compared"
        )
        return Diff(older, newer, versions, why_not=words)
    files = [made[str(by)] for by in published]
    if strange := [path for path in files if (meta := read_meta(path)) and meta.schema_version != SCHEMA_VERSION]:
        words = f"{strange[0]}: written by an older program, so that rows cannot be compared"
        return Diff(older, newer, versions, why_not=words)
    return Diff(older, newer, versions, _tables(files[0], files[1], published))


def last_two(config: Config) -> tuple[str, str]:
    """The runs of the last kept warehouse and of the published one. Raises PipelineError where there are no two."""
    made = list(dict.fromkeys(meta.run_id for path in kept(config.run.warehouse) if (meta := read_meta(path))))
    if len(made) < 2:
        raise PipelineError("diff: no older warehouse is kept; name two runs, `pipeline status` lists them")
    return made[1], made[0]


def _found(runs: Sequence[Run], name: str) -> Run:
    found = [run for run in runs if run.run_id == name] or [run for run in runs if run.run_id.startswith(name)]
    if len(found) == 1:
        return found[0]
    several = f"{len(found)} runs begin so" if found else "no such run"
    raise PipelineError(f"diff: {name}: {several}; `pipeline status` lists the last ones")


def _published(runs: Sequence[Run], run: Run) -> str | None:
    """The run whose warehouse was the published one when this run was over."""
    if run.status == "withdrawn":
        return run.run_id
    until = dropwhile(lambda each: each.run_id != run.run_id, runs)
    return next((each.run_id for each in until if each.status in PUBLISHED), None)


def _tables(older: Path, newer: Path, runs: Sequence[str | None]) -> dict[str, list[Row]]:
    ids: Mapping[str, object] = {"before": runs[0], "after": runs[1]}
    with _both(older, newer) as connection:
        counted = (_rows(connection, _COUNTED.format(**each._asdict())) for each in _TABLES)
        return {
            "tables": [row for rows in counted for row in rows if row["gone"] or row["new"]],
            "documents": _rows(connection, _DOCUMENTS),
            "edits": _rows(connection, _EDITS),
            "entities": _rows(connection, _ENTITIES),
            "checks": _rows(connection, _CHECKS, ids),
        }


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    cursor = connection.execute(sql, dict(parameters) if parameters else None)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def _both(older: Path, newer: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        with in_memory() as connection:
            for name, path in (("older", older), ("newer", newer)):
                attach(connection, path, name)
            yield connection
    except duckdb.Error as error:
        raise WarehouseError(f"{older}, {newer}: cannot be compared: {error}") from error

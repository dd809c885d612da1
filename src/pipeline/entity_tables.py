"""Entities, their spellings and relations: what the authority says of all that the corpus names, with counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

if TYPE_CHECKING:
    from pipeline.entities import Authority
    from pipeline.state import State

_ENTITIES = """
    INSERT INTO entities BY NAME
    SELECT entries.*, count(*) AS mentions, count(DISTINCT document_id) AS documents
    FROM entries JOIN mentions USING (entity_id)
    GROUP BY ALL ORDER BY entity_id
"""
_ALIASES = """
    INSERT INTO aliases BY NAME
    WITH used AS (SELECT entity_id, surface AS alias, count(*) AS mentions FROM mentions GROUP BY ALL),
    named AS (SELECT entity_id, alias FROM used UNION SELECT entity_id, name FROM entities),
    listed AS (SELECT DISTINCT * FROM spellings SEMI JOIN entities USING (entity_id)),
    together AS (
        FROM listed UNION ALL SELECT *, NULL, NULL FROM named ANTI JOIN listed USING (entity_id, alias)
    )
    SELECT together.*, coalesce(mentions, 0) AS mentions FROM together LEFT JOIN used USING (entity_id, alias)
    ORDER BY ALL
"""
_RELATIONS = """
    INSERT INTO entity_relations
    SELECT DISTINCT relations.* FROM relations SEMI JOIN entities USING (entity_id)
    SEMI JOIN entities AS others ON others.entity_id = relations.other_id
    ORDER BY ALL
"""


def fill(connection: duckdb.DuckDBPyConnection, state: State, authority: Authority) -> None:
    """Fills entities, aliases and entity_relations of the current database from its mentions."""
    ids = state.entity_ids(entry.id for entry in authority.entries)
    entries, spellings, relations = _rows(authority, ids)
    connection.register("entries", entries)
    connection.register("spellings", spellings)
    connection.register("relations", relations)
    connection.execute(_ENTITIES)
    connection.execute(_ALIASES)
    connection.execute(_RELATIONS)
    for name in ("entries", "spellings", "relations"):
        connection.unregister(name)


def _rows(authority: Authority, ids: Mapping[str, str]) -> tuple[pa.Table, pa.Table, pa.Table]:
    entries = [(ids[e.id], e.kind, e.name, e.dates, e.wikidata) for e in authority.entries]
    spellings = [(ids[e.id], s.text, s.language, s.scheme) for e in authority.entries for s in e.spellings]
    relations = [(ids[e.id], kind, ids[other]) for e in authority.entries for kind, other in e.relations]
    return (
        _strings(("entity_id", "kind", "name", "dates", "wikidata"), entries),
        _strings(("entity_id", "alias", "language", "scheme"), spellings),
        _strings(("entity_id", "relation", "other_id"), relations),
    )


def _strings(columns: tuple[str, ...], rows: Collection[tuple[str | None, ...]]) -> pa.Table:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(columns, values, strict=True)})

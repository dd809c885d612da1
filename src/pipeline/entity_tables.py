"""Mentions, entities, their spellings and relations: what all documents together say of the names in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from pipeline.languages import identify
from pipeline.names import keys, parse
from pipeline.readings import READ, Resolved, resolved
from pipeline.resolving import Assigned, Entity, Judgement, Registry, assign, member

if TYPE_CHECKING:
    from pipeline.entities import Authority

SPELLINGS_AT_ONCE, ENTITIES_AT_ONCE, DOCUMENTS_AT_ONCE = 1_000, 5_000, 500
"""So many are read, or written, together, which bounds the memory."""
LAST = "\U0010ffff"  # behind every id
_DOCUMENTS = f"""{READ}
    SELECT DISTINCT name, document_id FROM read SEMI JOIN doubtful USING (name)
    WHERE kind = 'person' AND authority_id IS NULL ORDER BY ALL
"""
_MENTIONS = f"""
    INSERT INTO mentions BY NAME
    {READ}
    SELECT document_id, part, start_char, end_char, surface, entity_id, round(confidence * share, 4) AS confidence,
        concat_ws('; ', why, reason) AS why
    FROM read JOIN resolved ON resolved.kind = read.kind AND resolved.name = read.name
        AND coalesce(resolved.authority_id, '') = coalesce(read.authority_id, '')
        AND coalesce(resolved.only_in, document_id) = document_id
    WHERE document_id > ? AND document_id <= ?
    ORDER BY document_id, part, start_char, end_char
"""
_ENTITIES = """
    INSERT INTO entities BY NAME
    SELECT named.*, count(*) AS mentions, count(DISTINCT document_id) AS documents
    FROM named JOIN mentions USING (entity_id)
    GROUP BY ALL ORDER BY entity_id
"""
_TOGETHER = """
    CREATE TEMP TABLE together AS
    WITH used AS (SELECT entity_id, surface AS alias, count(*) AS mentions FROM mentions GROUP BY ALL),
    shown AS (SELECT entity_id, alias FROM used UNION SELECT entity_id, name FROM entities),
    listed AS (SELECT DISTINCT * FROM spellings SEMI JOIN entities USING (entity_id)),
    every AS (
        FROM listed UNION ALL SELECT *, NULL, NULL FROM shown ANTI JOIN listed USING (entity_id, alias)
    )
    SELECT every.*, coalesce(mentions, 0) AS mentions FROM every LEFT JOIN used USING (entity_id, alias)
"""
_ALIASES = """
    INSERT INTO aliases BY NAME
    SELECT * FROM together JOIN told USING (alias)
    WHERE entity_id > ? AND entity_id <= ? ORDER BY entity_id, alias, language, scheme
"""
_TOLD = "CREATE TEMP TABLE told (alias VARCHAR, cyrillic VARCHAR, keys VARCHAR[])"
_TOLD_BEFORE = """
    INSERT INTO told
    SELECT DISTINCT alias, cyrillic, keys FROM previous.aliases SEMI JOIN together USING (alias)
"""
_RELATIONS = """
    INSERT INTO entity_relations
    SELECT DISTINCT relations.* FROM relations SEMI JOIN entities USING (entity_id)
    SEMI JOIN entities AS others ON others.entity_id = relations.other_id
    ORDER BY ALL
"""
_CYRILLIC_BEFORE = "SELECT DISTINCT alias, coalesce(cyrillic, '') FROM previous.aliases"
_SPELLINGS = "SELECT DISTINCT alias FROM together ANTI JOIN told USING (alias) ORDER BY alias"
BY_CORPUS = 0.9  # what is left of the confidence of a name that another document explains
AMBIGUOUS = 0.5
Row = tuple[object, ...]


def fill(
    connection: duckdb.DuckDBPyConnection,
    registry: Registry,
    authority: Authority,
    judgements: Iterable[Judgement],
    *,
    told_before: bool = False,
) -> Assigned:
    """Fills mentions, entities, aliases and entity_relations of the current database from its readings.

    `told_before`: what this program says of spellings by themselves may be taken from the database `previous`.
    """
    cyrillic = dict(connection.execute(_CYRILLIC_BEFORE).fetchall()) if told_before else {}
    read = resolved(lambda sql, given: connection.execute(sql, given).fetchall(), authority, [*judgements], cyrillic)
    assigned, tables = _tables(connection, read, registry, authority)
    reread = read.reread
    del read  # of a large corpus, a third of a gigabyte
    for name, rows in tables.items():
        connection.register(name, rows)
    for borders in _ranges(connection, "documents", "document_id", DOCUMENTS_AT_ONCE):
        connection.execute(_MENTIONS, [reread, *borders])
    for sql in (_ENTITIES, _RELATIONS, _TOGETHER):
        connection.execute(sql)
    for sql in (_TOLD, *([_TOLD_BEFORE] if told_before else [])):
        connection.execute(sql)
    _tell(connection)
    for sql in ("DROP TABLE together", "DROP TABLE told"):
        connection.execute(sql)
    for name in tables:
        connection.unregister(name)
    return assigned


def _tables(
    connection: duckdb.DuckDBPyConnection, read: Resolved, registry: Registry, authority: Authority
) -> tuple[Assigned, dict[str, pa.Table]]:
    """The ids of the entities, and what SQL has to know of them, by the names that it has there."""
    found = list(_in_documents(connection, read))
    assigned = assign([members for _, members, _ in found], registry)
    return assigned, {
        "resolved": _resolved(found, assigned.ids),
        "named": _named(found, assigned.ids, authority),
        **_listed(found, assigned.ids, authority, read.left),
    }


def _tell(connection: duckdb.DuckDBPyConnection) -> None:
    """Says of every spelling what is known of it, and fills the aliases; of some at a time, which bounds the memory."""
    new = [alias for (alias,) in connection.execute(_SPELLINGS).fetchall()]
    for n in range(0, len(new), SPELLINGS_AT_ONCE):
        connection.register("new", _told(new[n : n + SPELLINGS_AT_ONCE]))
        connection.execute("INSERT INTO told FROM new")
        connection.unregister("new")
    for borders in _ranges(connection, "entities", "entity_id", ENTITIES_AT_ONCE):
        connection.execute(_ALIASES, borders)


def _ranges(connection: duckdb.DuckDBPyConnection, table: str, key: str, size: int) -> Iterator[tuple[str, str]]:
    """Pairs of keys, each behind the first of which and up to the second of which so many rows stand."""
    numbered = f"SELECT {key}, row_number() OVER (ORDER BY {key}) AS n FROM {table}"
    rows = connection.execute(f"SELECT {key} FROM ({numbered}) WHERE n % {size} = 0 ORDER BY {key}").fetchall()
    return pairwise(["", *(row[0] for row in rows), LAST])


Placed = tuple[Entity, Collection[str], str | None]
"""An entity, its members, and the one document that it is in, where a name could be several persons."""


def _in_documents(connection: duckdb.DuckDBPyConnection, read: Resolved) -> Iterator[Placed]:
    """Each entity once, one that could be several persons once in each document."""
    doubtful = sorted({reading.name for entity in read.entities if entity.could_be for reading, _ in entity.readings})
    connection.register("doubtful", _strings(("name",), [(name,) for name in doubtful]))
    documents: dict[str, list[str]] = defaultdict(list)
    for name, document_id in connection.execute(_DOCUMENTS, [read.reread]).fetchall():
        documents[name].append(document_id)
    connection.unregister("doubtful")
    for entity in read.entities:
        if not entity.could_be:
            yield entity, entity.members, None
        for document_id in sorted({d for r, _ in entity.readings for d in documents[r.name] if entity.could_be}):
            names = [reading for reading, _ in entity.readings if document_id in documents[reading.name]]
            yield entity, [member(reading, document_id) for reading in names], document_id


def _resolved(found: Sequence[Placed], ids: Sequence[str]) -> pa.Table:
    rows = []
    for (entity, _, only_in), entity_id in zip(found, ids, strict=True):
        for reading, why in entity.readings:
            reason = f"in the corpus it could be {' or '.join(entity.could_be)}" if entity.could_be else why
            reason = "; ".join(filter(None, (reason, entity.judged.get(reading))))
            share = AMBIGUOUS if entity.could_be else BY_CORPUS if why else 1.0
            rows.append((reading.kind, reading.name, reading.authority_id, only_in, entity_id, reason or None, share))
    strings = _strings(("kind", "name", "authority_id", "only_in", "entity_id", "reason"), [row[:-1] for row in rows])
    return strings.append_column("share", pa.array([row[-1] for row in rows], pa.float64()))


def _named(found: Sequence[Placed], ids: Sequence[str], authority: Authority) -> pa.Table:
    entries = {entry.id: entry for entry in authority.entries}
    rows = []
    for (entity, _, _), entity_id in zip(found, ids, strict=True):
        entry = entries.get(entity.authority_id or "")
        rows.append((entity_id, entity.kind, entity.name, entry and entry.dates, entry and entry.wikidata))
    return _strings(("entity_id", "kind", "name", "dates", "wikidata"), rows)


def _listed(
    found: Sequence[Placed], ids: Sequence[str], authority: Authority, left: Collection[tuple[str, str]]
) -> dict[str, pa.Table]:
    """What the authority lists of the entities that the corpus names: relations, and spellings that nobody denied."""
    of = {entry: entity_id for (entity, _, _), entity_id in zip(found, ids, strict=True) for entry in entity.entries}
    entries = [entry for entry in authority.entries if entry.id in of]
    kept = ((of[e.id], spelling) for e in entries for spelling in e.spellings if (e.id, spelling.text) not in left)
    spellings = [(entity_id, each.text, each.language, each.scheme) for entity_id, each in kept]
    tied = ((of[e.id], kind, of.get(other)) for e in entries for kind, other in e.relations)
    relations = [(one, kind, other) for one, kind, other in tied if other and other != one]
    return {
        "spellings": _strings(("entity_id", "alias", "language", "scheme"), spellings),
        "relations": _strings(("entity_id", "relation", "other_id"), relations),
    }


def _told(aliases: Sequence[str]) -> pa.Table:
    """What the spellings themselves tell: their Cyrillic reading and the keys that names are searched by."""
    readings = [identity.cyrillic or None for identity in identify(aliases)]
    sounds = pa.array([sorted(keys(parse(alias))) for alias in aliases], pa.list_(pa.string()))
    return pa.table(
        {"alias": pa.array(aliases, pa.string()), "cyrillic": pa.array(readings, pa.string()), "keys": sounds}
    )


def _strings(columns: tuple[str, ...], rows: Sequence[Row]) -> pa.Table:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(columns, values, strict=True)})

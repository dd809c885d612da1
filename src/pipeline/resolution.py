"""Who is who in all documents together, as rows that SQL takes: entities, the readings that mean them, relations.

What it comes of takes much memory, its rows little: a run lets a process of its own resolve, which ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pyarrow as pa

from pipeline.readings import READ, Resolved, resolved
from pipeline.resolving import Assigned, Entity, Judgement, Registry, assign, member

if TYPE_CHECKING:
    from pipeline.entities import Authority

_DOCUMENTS = f"""{READ}
    SELECT DISTINCT name, document_id FROM read SEMI JOIN doubtful USING (name)
    WHERE kind = 'person' AND authority_id IS NULL ORDER BY ALL
"""
BY_CORPUS = 0.9  # what is left of the confidence of a name that another document explains
AMBIGUOUS = 0.5
Row = tuple[object, ...]


class Resolution(NamedTuple):
    """The ids of the entities, and what SQL has to know of them, by the names that it has there; `reread` is for
    `READ`."""

    assigned: Assigned
    reread: Sequence[Mapping[str, str | None]]
    tables: Mapping[str, pa.Table]


def resolve(
    connection: duckdb.DuckDBPyConnection,
    registry: Registry,
    authority: Authority,
    judgements: Sequence[Judgement],
    cyrillic: Mapping[str, str],
) -> Resolution:
    """What the readings of the current database mean; `cyrillic` are those of works and terms that are known."""
    read = resolved(lambda sql, given: connection.execute(sql, given).fetchall(), authority, judgements, cyrillic)
    found = list(_in_documents(connection, read))
    assigned = assign([members for _, members, _ in found], registry)
    named = {
        "resolved": _resolved(found, assigned.ids),
        "named": _named(found, assigned.ids, authority),
        **_listed(found, assigned.ids, authority, read.left),
    }
    return Resolution(assigned, read.reread, named)


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


def _strings(columns: tuple[str, ...], rows: Sequence[Row]) -> pa.Table:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(columns, values, strict=True)})

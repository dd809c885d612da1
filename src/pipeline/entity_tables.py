"""Mentions, entities, their spellings and relations: what all documents together say of the names in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

import duckdb
import pyarrow as pa

from pipeline.languages import identify
from pipeline.names import keys, parse
from pipeline.readings import READ
from pipeline.resolution import Resolution
from pipeline.resolving.corpus import READ_IN_CYRILLIC

_Item = TypeVar("_Item")
_Value = TypeVar("_Value")

SPELLINGS_AT_ONCE, ENTITIES_AT_ONCE, DOCUMENTS_AT_ONCE = 250, 5_000, 500
"""So many are read, or written, together, which bounds the memory."""
LAST = "\U0010ffff"  # behind every id
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
    WITH part AS MATERIALIZED (SELECT * FROM together WHERE entity_id > ? AND entity_id <= ?),
    theirs AS MATERIALIZED (SELECT * FROM told SEMI JOIN part USING (alias))
    SELECT * FROM part JOIN theirs USING (alias) ORDER BY entity_id, alias, language, scheme
"""
_TOLD = "CREATE TEMP TABLE told (alias VARCHAR, cyrillic VARCHAR, keys VARCHAR[])"
_TOLD_BEFORE = "INSERT INTO told SELECT DISTINCT alias, cyrillic, keys FROM previous.aliases"
_FOUND = f"""
    WITH named AS (SELECT name AS alias FROM readings WHERE kind IN {READ_IN_CYRILLIC}),
    found AS (SELECT surface AS alias FROM readings UNION FROM named)
    FROM found ANTI JOIN told USING (alias) ORDER BY alias
"""
_CYRILLIC = f"""
    SELECT alias, coalesce(cyrillic, '') FROM told
    WHERE alias IN (SELECT name FROM readings WHERE kind IN {READ_IN_CYRILLIC})
"""
_RELATIONS = """
    INSERT INTO entity_relations
    SELECT DISTINCT relations.* FROM relations SEMI JOIN entities USING (entity_id)
    SEMI JOIN entities AS others ON others.entity_id = relations.other_id
    ORDER BY ALL
"""
_SPELLINGS = "SELECT DISTINCT alias FROM together ANTI JOIN told USING (alias) ORDER BY alias"


class Each(Protocol):
    """`map`, or what does the same in other processes: the function, its items and what it gives are pickled then."""

    def __call__(self, function: Callable[[_Item], _Value], items: Iterable[_Item], /) -> Iterator[_Value]:
        """What the function gives of each, in their order. Raises what it raises."""


def tell(connection: duckdb.DuckDBPyConnection, *, before: bool = False, each: Each = map) -> dict[str, str]:
    """Says of every spelling in the readings of the current database what it tells by itself, for `fill`.

    `before`: what was said of spellings in the database `previous` holds; the others are read by `each`. Gives the
    Cyrillic readings of works and terms, empty where there is none.
    """
    connection.execute(_TOLD)
    if before:
        connection.execute(_TOLD_BEFORE)
    _tell(connection, _FOUND, each)
    return dict(connection.execute(_CYRILLIC).fetchall())


def fill(connection: duckdb.DuckDBPyConnection, known: Resolution, each: Each = map) -> None:
    """Fills mentions, entities, aliases and entity_relations of the current database, whose readings are `known`."""
    for name, rows in known.tables.items():
        connection.register(name, rows)
    for borders in _ranges(connection, "documents", "document_id", DOCUMENTS_AT_ONCE):
        connection.execute(_MENTIONS, [known.reread, *borders])
    for sql in (_ENTITIES, _RELATIONS, _TOGETHER):
        connection.execute(sql)
    _tell(connection, _SPELLINGS, each)
    for borders in _ranges(connection, "entities", "entity_id", ENTITIES_AT_ONCE):
        connection.execute(_ALIASES, borders)
    for sql in ("DROP TABLE together", "DROP TABLE told"):
        connection.execute(sql)
    for name in known.tables:
        connection.unregister(name)


def _tell(connection: duckdb.DuckDBPyConnection, spellings: str, each: Each) -> None:
    """Says what these spellings tell; of some at a time, which bounds the memory."""
    new = [alias for (alias,) in connection.execute(spellings).fetchall()]
    for rows in each(told, [new[n : n + SPELLINGS_AT_ONCE] for n in range(0, len(new), SPELLINGS_AT_ONCE)]):
        connection.register("new", rows)
        connection.execute("INSERT INTO told FROM new")
        connection.unregister("new")


def _ranges(connection: duckdb.DuckDBPyConnection, table: str, key: str, size: int) -> Iterator[tuple[str, str]]:
    """Pairs of keys, each behind the first of which and up to the second of which so many rows stand."""
    numbered = f"SELECT {key}, row_number() OVER (ORDER BY {key}) AS n FROM {table}"
    rows = connection.execute(f"SELECT {key} FROM ({numbered}) WHERE n % {size} = 0 ORDER BY {key}").fetchall()
    return pairwise(["", *(row[0] for row in rows), LAST])


def told(aliases: Sequence[str]) -> pa.Table:
    """What the spellings themselves tell: their Cyrillic reading and the keys that names are searched by."""
    readings = [identity.cyrillic or None for identity in identify(aliases)]
    sounds = pa.array([sorted(keys(parse(alias))) for alias in aliases], pa.list_(pa.string()))
    return pa.table(
        {"alias": pa.array(aliases, pa.string()), "cyrillic": pa.array(readings, pa.string()), "keys": sounds}
    )

"""What the readings of a database mean, people obeyed: of one that is being built, and of a published one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.resolving import (
    Doubt,
    Entity,
    Judgement,
    Reading,
    Settled,
    Standing,
    Told,
    Unheard,
    doubts,
    entities_of,
    join,
    judged_names,
    part,
)
from pipeline.resolving.common import is_common
from pipeline.resolving.initials import apart
from pipeline.resolving.local import IN_DOCUMENT

if TYPE_CHECKING:
    from pipeline.entities import Authority

# The readings as people want them: those that they judged different are parted (`?`: the list of them).
READ = """
    WITH reread AS (
        SELECT unnest(?::STRUCT(
            kind VARCHAR, surface VARCHAR, name VARCHAR, authority_id VARCHAR, its_name VARCHAR, its_entry VARCHAR
        )[], recursive := true)
    ),
    read AS (
        SELECT readings.* REPLACE (
            coalesce(its_name, readings.name) AS name,
            CASE WHEN its_name IS NULL THEN readings.authority_id ELSE its_entry END AS authority_id
        )
        FROM readings LEFT JOIN reread ON reread.kind = readings.kind AND reread.surface = readings.surface
            AND reread.name = readings.name
            AND coalesce(reread.authority_id, '') = coalesce(readings.authority_id, '')
    )
"""
_STANDINGS = """
    SELECT kind, surface, name, authority_id, count(*) FROM readings
    WHERE list_contains($1, surface) OR list_contains($1, name) OR list_contains($2, authority_id)
    GROUP BY ALL ORDER BY ALL
"""
_READINGS = f"{READ} SELECT kind, name, authority_id, count(*) FROM read GROUP BY ALL ORDER BY ALL"
_SHORT = f"""{READ}
    SELECT kind, surface, min(name) FROM read
    WHERE kind <> 'person' AND surface <> name AND regexp_matches(surface, '\\p{{Lu}}.*\\p{{Lu}}')
    GROUP BY kind, surface HAVING count(DISTINCT name) = 1 ORDER BY ALL
"""
_SETTLED = f"""{READ}
    SELECT kind, surface, name, count(*), min(why) FROM read
    WHERE surface <> name AND contains(why, '{IN_DOCUMENT}') GROUP BY kind, surface, name ORDER BY ALL
"""
# The names that begin with an initial, by document.
_INITIALS = f"""{READ}
    SELECT DISTINCT document_id, name FROM read
    WHERE kind = 'person' AND authority_id IS NULL AND regexp_matches(name, '^\\p{{Lu}}\\. ') ORDER BY ALL
"""
Rows = Callable[[str, Sequence[object]], Iterable[tuple[Any, ...]]]
"""Runs SQL with its parameters on a database that has readings."""


class Resolved(NamedTuple):
    """The entities of a database's readings, and what people did to them.

    `unheard` are judgements that change nothing, `left` (entry, spelling) that are an entry's no more, `reread` is for
    `READ`.
    """

    entities: list[Entity]
    unheard: list[Unheard]
    left: frozenset[tuple[str, str]]
    reread: list[dict[str, str | None]]


def resolved(
    rows: Rows, authority: Authority, judgements: Sequence[Judgement], cyrillic: Mapping[str, str] | None = None
) -> Resolved:
    """The entities that the readings mean, people obeyed; `cyrillic` are readings of names that are known already."""
    parted = part(judgements, _standings(rows, authority, judgements), authority)
    reread = [
        {**_columns(was), "its_name": now.name, "its_entry": now.authority_id} for was, now in parted.reread.items()
    ]
    readings = [Reading(*row) for row in rows(_READINGS, [reread])]
    short = {(kind, surface): name for kind, surface, name in rows(_SHORT, [reread])}
    known = Told(apart=parted.apart | apart(rows(_INITIALS, [reread])), is_common=is_common)
    found = entities_of(readings, authority, known, short, cyrillic)
    if not judgements:
        return Resolved(found, [], frozenset(), [])
    joined = join(found, judgements, parted, {entry.id: entry.name for entry in authority.entries})
    return Resolved(joined.entities, joined.unheard, parted.left, reread)


def questions(rows: Rows, authority: Authority, judgements: Sequence[Judgement]) -> list[Doubt]:
    """What to ask people about, the most useful first."""
    found = resolved(rows, authority, judgements)
    in_documents = (Settled(*row) for row in rows(_SETTLED, [found.reread]))
    return doubts(found.entities, judgements, in_documents)


def _standings(rows: Rows, authority: Authority, judgements: Sequence[Judgement]) -> list[Standing]:
    """How the judged names stand in the texts."""
    names = judged_names(judgements)
    if not names:
        return []
    entries = [e.id for e in authority.entries if not names.isdisjoint(spelling.text for spelling in e.spellings)]
    return [Standing(*row) for row in rows(_STANDINGS, [sorted(names), entries])]


def _columns(standing: Standing) -> dict[str, str | None]:
    kind, surface, name, authority_id, _ = standing
    return {"kind": kind, "surface": surface, "name": name, "authority_id": authority_id}

"""Ids of entities that last: minted once, kept by the entity that holds the member they were minted for.

A member is what an entity is made of: an entry of the authority, or a name as it is read. When entities merge, the
oldest id stays and the others lead to it; when one is divided, the id stays with its seed. An id whose seed is in no
document any more is lent to the entity with most of its former members if that has none, and else it rests: that a
document is gone merges nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.registry import mint


@dataclass(frozen=True, slots=True)
class Registry:
    """What earlier runs left: `seeds` the member that each id was minted for, oldest first; `members` their ids."""

    seeds: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assigned:
    """The id of each entity in their order, and the registry as it is now; `redirects` lead from ids merged away."""

    ids: list[str]
    registry: Registry
    redirects: dict[str, str]


def assign(entities: Sequence[Collection[str]], known: Registry) -> Assigned:
    """An id for each entity, given by its members; no member is in two. Of new ones the larger counts as the older.

    Equal registry and equal entities give equal ids, in whatever order they are given.
    """
    owner = {member: n for n, members in enumerate(entities) for member in members}
    held = _held(owner, known)
    lent = _lent(owner, known)
    seeds = dict(known.seeds)
    ids = [""] * len(entities)
    redirects = {}
    for n in sorted(range(len(entities)), key=lambda n: (-len(entities[n]), min(entities[n]))):
        if n in held:
            ids[n], *merged = held[n]
            redirects.update(dict.fromkeys(merged, ids[n]))
        elif n in lent:
            ids[n] = lent[n]
        else:
            ids[n] = mint("e", min(entities[n]), seeds)
            seeds[ids[n]] = min(entities[n])
    members = {**known.members, **{member: ids[n] for member, n in owner.items()}}
    return Assigned(ids, Registry(seeds, members), redirects)


def _held(owner: Mapping[str, int], known: Registry) -> dict[int, list[str]]:
    """The ids whose seeds each entity has, oldest first."""
    held: dict[int, list[str]] = defaultdict(list)
    for entity_id, seed in known.seeds.items():
        if seed in owner:
            held[owner[seed]].append(entity_id)
    return held


def _lent(owner: Mapping[str, int], known: Registry) -> dict[int, str]:
    """The oldest id without its seed that each entity has most of the former members of."""
    votes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for member, n in sorted(owner.items()):
        if member in known.members:
            votes[known.members[member]][n] += 1
    lent: dict[int, str] = {}
    for entity_id, seed in known.seeds.items():
        if seed not in owner and (voted := votes.get(entity_id)):
            lent.setdefault(max(voted, key=lambda n: voted[n]), entity_id)
    return lent

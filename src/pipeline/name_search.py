"""Which entities of a warehouse a name could be."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.corpus import Corpus
from pipeline.names import agree, compare, keys, parse
from pipeline.resolving import may_be

_NEAR = """
    SELECT entity_id, kind, name, alias, entities.mentions
    FROM aliases JOIN entities USING (entity_id)
    WHERE list_has_any(keys, ?) OR lower(alias) = lower(?)
"""
EXACT = "spelt so in the warehouse"


class Hit(NamedTuple):
    """An entity, the spelling that is nearest to the name, and why it could be meant; score from 0 to 1."""

    score: float
    entity_id: str
    kind: str
    name: str
    alias: str
    mentions: int
    why: str


def search(corpus: Corpus, name: str) -> list[Hit]:
    """The entities that the name could be, best first; each once, by its nearest spelling."""
    best: dict[str, Hit] = {}
    for row in corpus.rows(_NEAR, [sorted(keys(parse(name))), name]):
        hit = _hit(name, *row)
        if hit and (hit.entity_id not in best or _order(hit) < _order(best[hit.entity_id])):
            best[hit.entity_id] = hit
    return sorted(best.values(), key=_order)


def _order(hit: Hit) -> tuple[float, int, str, str]:
    return -hit.score, -hit.mentions, hit.entity_id, hit.alias


def _hit(name: str, entity_id: str, kind: str, shown: str, alias: str, mentions: int) -> Hit | None:
    """A surname alone says less than a name, and yet could be its bearer's."""
    if alias.lower() == name.lower():
        return Hit(1.0, entity_id, kind, shown, alias, mentions, EXACT)
    verdict = compare(name, alias)
    if verdict.same:
        return Hit(verdict.score, entity_id, kind, shown, alias, mentions, verdict.why)
    agreement = agree(parse(name), parse(alias))
    if kind != "person" or not may_be(agreement):
        return None
    return Hit(verdict.score, entity_id, kind, shown, alias, mentions, agreement.why)

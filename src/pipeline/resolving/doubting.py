"""Which pairs of names are worth asking a person about: mentions that hang on it, times how doubtful it is.

Names that may be one and are two are doubtful as far as they agree, names that were taken for one as far as they don't.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from pipeline.names import agree, keys, parse
from pipeline.resolving.corpus import Entity, Reading
from pipeline.resolving.judging import Judgement
from pipeline.resolving.persons import NEAR

DOUBTFUL = 0.2  # the least that two names score which a person is asked about
EVEN = 0.5  # a coin's doubt: a name that fits several
SURE = 0.02  # what is left of doubt where the very names agree
DEFINED = 0.1  # another document says what the short form is
BY_DOCUMENT = 0.1  # of the doubt that two names leave, where one document has both


class Doubt(NamedTuple):
    """Two names, whether they are taken for one now, how many mentions hang on it, how doubtful it is (0 to 1), why."""

    kind: str
    one: str
    other: str
    merged: bool
    mentions: int
    doubt: float
    why: str


class Settled(NamedTuple):
    """A name that its own document reads as a fuller one, how many mentions of it, and the document's reason."""

    kind: str
    surface: str
    name: str
    mentions: int
    why: str


def doubts(
    entities: Sequence[Entity], judged: Iterable[Judgement] = (), in_documents: Iterable[Settled] = ()
) -> list[Doubt]:
    """Pairs to ask about, the most useful first; judged ones are not asked again."""
    asked = {frozenset((judgement.one, judgement.other)) for judgement in judged}
    persons = [entity for entity in entities if entity.kind == "person"]
    found: dict[frozenset[str], Doubt] = {}
    for doubt in (*_settled(in_documents), *_near(persons), *_joined(entities), *_several(persons)):
        found[frozenset((doubt.one, doubt.other))] = doubt
    left = [doubt for pair, doubt in found.items() if len(pair) > 1 and pair not in asked]
    return sorted(left, key=lambda doubt: (-doubt.mentions * doubt.doubt, doubt.one, doubt.other))


def _several(persons: Sequence[Entity]) -> Iterator[Doubt]:
    """A name that fits several persons, with each of them."""
    for person in persons:
        for name in person.could_be:
            why = f"it could be {' or '.join(person.could_be)}"
            yield _doubt("person", (person.name, name), False, person.mentions, EVEN, why)


def _near(persons: Sequence[Entity]) -> Iterator[Doubt]:
    """Persons whose names almost agree."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(persons):
        for key in keys(parse(person.name)):
            blocks[key].append(number)
    for one, other in sorted({pair for block in blocks.values() for pair in combinations(block, 2)}):
        first, second = persons[one], persons[other]
        found = agree(parse(first.name), parse(second.name))
        if not found.conflict and (found.score >= DOUBTFUL or found.surname == NEAR):
            doubt = min(max(found.score, DOUBTFUL), EVEN)
            yield _doubt(
                "person", (first.name, second.name), False, min(first.mentions, second.mentions), doubt, found.why
            )


def _joined(entities: Iterable[Entity]) -> Iterator[Doubt]:
    """Names that the corpus brought together."""
    for entity in entities:
        for reading, why in entity.readings:
            if why and reading not in entity.judged:
                names = reading.name, entity.name
                yield _doubt(entity.kind, names, True, reading.mentions, _left(entity, reading), why)


def _left(entity: Entity, reading: Reading) -> float:
    if entity.kind != "person":
        return DEFINED
    return max(1 - agree(parse(reading.name), parse(entity.name)).score, SURE)


def _settled(found: Iterable[Settled]) -> Iterator[Doubt]:
    """Names that a document by itself brought together."""
    for each in found:
        doubt = DEFINED
        if each.kind == "person":
            doubt = max(1 - agree(parse(each.surface), parse(each.name)).score, SURE) * BY_DOCUMENT
        yield _doubt(each.kind, (each.surface, each.name), True, each.mentions, doubt, each.why)


def _doubt(kind: str, names: tuple[str, str], merged: bool, mentions: int, doubt: float, why: str) -> Doubt:
    one, other = sorted(names)
    return Doubt(kind, one, other, merged, mentions, doubt, why)

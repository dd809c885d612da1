"""Judgements that names are the same, obeyed: a link more between two entities, and none less.

It joins whole entities; names that were judged different keep them from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.entities.shapes import KINDS
from pipeline.resolving.corpus import Entity, Reading, Why
from pipeline.resolving.judging import SAME, UNSURE, Judgement, Unheard, judged_names
from pipeline.resolving.parting import Called, Parted, entry_key
from pipeline.resolving.persons import Bearer, rank

Meant = int | str  # the number of an entity, or an entry that no text names


class Joined(NamedTuple):
    """The entities when people are obeyed, and the judgements that change nothing."""

    entities: list[Entity]
    unheard: list[Unheard]


def join(
    entities: Sequence[Entity], judgements: Sequence[Judgement], parted: Parted, names: Mapping[str, str]
) -> Joined:
    """Entities with those joined that were judged the same, earlier judgements first; `names` are those of entries."""
    found = _Joining(entities, judged_names(judgements), parted, names)
    unheard = [Unheard(judgement, why) for judgement in judgements if (why := found.hear(judgement))]
    return Joined([entity for entity in found.entities if entity], unheard)


class _Joining:
    """The entities so far; one that was joined to another leaves None, and `_moved` leads on from it."""

    def __init__(
        self, entities: Sequence[Entity], judged: Collection[str], parted: Parted, names: Mapping[str, str]
    ) -> None:
        self.entities: list[Entity | None] = list(entities)
        self._names = names
        self._called: Called = parted.called
        self._moved: dict[int, int] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in map(sorted, parted.apart):
            self._apart[one].add(other)
            self._apart[other].add(one)
        self._plain, self._read, self._stood = (defaultdict[tuple[str, str], set[int]](set) for _ in range(3))
        self._entry: dict[str, int] = {}
        self._index(judged, parted)

    def _index(self, judged: Collection[str], parted: Parted) -> None:
        read: dict[tuple[str, str, str | None], int] = {}
        for number, entity in enumerate(self.entities):
            for reading, _ in entity.readings if entity else ():
                read[reading[:3]] = number
                if reading.authority_id:
                    self._entry[reading.authority_id] = number
                if reading.name in judged:
                    self._read[reading.kind, reading.name].add(number)
                    if not reading.authority_id:
                        self._plain[reading.kind, reading.name].add(number)
        for standing in parted.now.values():
            if standing.surface in judged and (key := (standing.kind, standing.name, standing.authority_id)) in read:
                self._stood[standing.kind, standing.surface].add(read[key])

    def hear(self, judgement: Judgement) -> str:
        """Does what the judgement says and puts it to the names; why not, where it cannot be done."""
        if judgement.verdict == UNSURE:
            return ""
        one, other = self._kinds(judgement.one), self._kinds(judgement.other)
        for name, kinds in ((judgement.one, one), (judgement.other, other)):
            if not kinds:
                return f"no text and no entry of the authority has the name {name!r}"
        common = [kind for kind in KINDS if kind in one and kind in other]
        if judgement.verdict == SAME and not common:
            return f"{judgement.one} is a name of kind {', '.join(one)}, {judgement.other} of kind {', '.join(other)}"
        troubles = []
        for kind in common:
            if judgement.verdict == SAME:
                troubles.append(self._link(judgement, one[kind], other[kind]))
            self._tell(judgement, kind)
        return "; ".join(filter(None, troubles))

    def _kinds(self, name: str) -> dict[str, set[Meant]]:
        """What the name means, by kind."""
        return {kind: meant for kind in KINDS if (meant := self._meant(kind, name))}

    def _meant(self, kind: str, name: str) -> set[Meant]:
        """What the name means: the first of the ways in which it may be known that leads anywhere."""
        entries = self._called.get((kind, name), ())
        shown, listed = [e.id for e in entries if e.name == name], [e.id for e in entries]
        ways: tuple[Iterable[Meant], ...] = (
            self._plain[kind, name], self._of(shown), self._read[kind, name], self._stood[kind, name], self._of(listed)
        )  # fmt: skip
        found = ({self._now(each) for each in way} for way in ways)
        return next(filter(None, found), set())

    def _of(self, entries: Iterable[str]) -> Iterator[Meant]:
        return (self._entry.get(entry, entry) for entry in entries)

    def _now(self, meant: Meant) -> Meant:
        while isinstance(meant, int) and meant in self._moved:
            meant = self._moved[meant]
        return meant

    def _link(self, judgement: Judgement, one: set[Meant], other: set[Meant]) -> str:
        for name, meant in ((judgement.one, one), (judgement.other, other)):
            if len(meant) > 1:
                return f"{name!r} could mean {' or '.join(sorted(map(self._shown, meant)))}; judge a fuller name"
        pair = {self._now(next(iter(one))), self._now(next(iter(other)))}
        if len(pair) == 1:
            return ""
        first, second = sorted(pair, key=self._right)
        if any(self._apart.get(key, set()) & self._keys(second) for key in self._keys(first)):
            return f"{self._shown(first)} and {self._shown(second)} have names that were judged different"
        self._merge(judgement, first, second)
        return ""

    def _right(self, meant: Meant) -> tuple[bool, bool, int, str]:
        """Who joins the other: one with an entry stays, then one that is no other's for certain, then the larger."""
        entity = self._entity(meant)
        if entity is None:
            return False, False, 0, str(meant)
        return entity.authority_id is None, bool(entity.could_be), -entity.mentions, entity.name

    def _entity(self, meant: Meant) -> Entity | None:
        return self.entities[meant] if isinstance(meant, int) else None

    def _keys(self, meant: Meant) -> set[str]:
        entity = self._entity(meant)
        if entity is None:
            return {entry_key(str(meant))}
        return {reading.name for reading, _ in entity.readings} | {entry_key(entry) for entry in entity.entries}

    def _shown(self, meant: Meant) -> str:
        entity = self._entity(meant)
        return entity.name if entity else self._names[str(meant)]

    def _merge(self, judgement: Judgement, first: Meant, second: Meant) -> None:
        """The second joins the first; where one is an entry that no text names, the other becomes its mentions."""
        numbers = [meant for meant in (first, second) if isinstance(meant, int)]
        entities = [entity for number in numbers if (entity := self.entities[number])]
        if not entities:
            return
        stays = entities[0]
        entry = next((entity.authority_id for entity in entities if entity.authority_id), None)
        entry = entry or next((meant for meant in (first, second) if isinstance(meant, str)), None)
        readings = tuple(reading for entity in entities for reading in entity.readings)
        judged = {reading: words for entity in entities for reading, words in entity.judged.items()}
        for reading, _ in entities[-1].readings:
            judged[reading] = _added(judged, reading, judgement)
        unsettled = stays.could_be if all(entity.could_be for entity in entities) and not entry else ()
        name = self._names[entry] if entry else _name(stays, readings)
        self.entities[numbers[0]] = Entity(stays.kind, name, entry, readings, unsettled, judged)
        for number in numbers[1:]:
            self.entities[number] = None
            self._moved[number] = numbers[0]
        if entry:
            self._entry.setdefault(entry, numbers[0])

    def _tell(self, judgement: Judgement, kind: str) -> None:
        """Both names say who judged them."""
        for name in (judgement.one, judgement.other):
            for number in {self._now(number) for number in self._read[kind, name]}:
                if entity := self._entity(number):
                    mine = [reading for reading, _ in entity.readings if reading.name == name]
                    said = {reading: _added(entity.judged, reading, judgement) for reading in mine}
                    self.entities[int(number)] = replace(entity, judged={**entity.judged, **said})


def _added(judged: Mapping[Reading, str], reading: Reading, judgement: Judgement) -> str:
    known = judged.get(reading, "")
    return known if judgement.in_words in known else "; ".join(filter(None, (known, judgement.in_words)))


def _name(stays: Entity, readings: Iterable[Why]) -> str:
    """The fullest name of a person; another thing's is its own."""
    if stays.kind != "person":
        return stays.name
    return min((Bearer(r.name, r.authority_id, r.mentions) for r, _ in readings), key=rank).name

"""The entities of a corpus: what its documents call things, brought together, each name with its reason.

Persons by comparing names (`persons`). Everything else by the authority, by what a text says of its acronyms, or by
the very same words: never by likeness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.entities import Authority
from pipeline.entities.spellings import fold
from pipeline.languages import identify
from pipeline.resolving.persons import Bearer, Person, Told, persons_of

AUTHORITY = "authority"  # in the place of a kind, the first word of a member that is an entry
BETWEEN = "\x1f"
READ_IN_CYRILLIC = ("work", "term")


class Reading(NamedTuple):
    """What mentions are read as, and how many are."""

    kind: str
    name: str
    authority_id: str | None
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity: its readings with the reason for each, and the name to show.

    `could_be` are the persons that a name fits which fits several: each document then has an entity of its own.
    """

    kind: str
    name: str
    authority_id: str | None
    readings: tuple[tuple[Reading, str], ...]
    could_be: tuple[str, ...] = ()

    @property
    def members(self) -> frozenset[str]:
        """What the registry knows it by."""
        listed = [f"{AUTHORITY}{BETWEEN}{self.authority_id}"] if self.authority_id else []
        return frozenset([*listed, *(member(reading) for reading, _ in self.readings if not reading.authority_id)])


def member(reading: Reading, document_id: str = "") -> str:
    """A name as the registry knows it; one that could be several persons by its document, too."""
    return BETWEEN.join(filter(None, (reading.kind, reading.name, document_id)))


def entities_of(
    readings: Iterable[Reading],
    authority: Authority,
    known: Told | None = None,
    short: Mapping[tuple[str, str], str] | None = None,
) -> list[Entity]:
    """The entities that these readings mean.

    `known` is what people said of persons' names; `short` the one long form that the texts give for (kind, short form).
    Equal readings give equal entities, in whatever order they come.
    """
    by_kind: dict[str, list[Reading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda r: (r.kind, r.name, r.authority_id or "")):
        by_kind[reading.kind].append(reading)
    names = {entry.id: entry.name for entry in authority.entries}
    persons = list(_persons(by_kind.pop("person", []), authority, names, known))
    return persons + [entity for kind in sorted(by_kind) for entity in _things(by_kind[kind], names, short or {})]


def persons_in(readings: Iterable[Reading], authority: Authority, known: Told | None = None) -> list[Person]:
    """The persons among these readings."""
    bearers = [Bearer(r.name, r.authority_id, r.mentions) for r in readings if r.kind == "person"]
    return persons_of(bearers, full_names(authority), known)


def _persons(
    readings: Sequence[Reading], authority: Authority, names: Mapping[str, str], known: Told | None
) -> Iterator[Entity]:
    of = {Bearer(r.name, r.authority_id, r.mentions): r for r in readings}
    for person in persons_in(readings, authority, known):
        whys = tuple((of[bearer], why and f"in the corpus, {why}") for bearer, why in person.bearers.items())
        name = names[person.authority_id] if person.authority_id else person.name
        yield Entity("person", name, person.authority_id, whys, person.could_be)


def full_names(authority: Authority) -> dict[str, list[str]]:
    """The names that the authority's persons are compared by: a surname with a given name and a patronymic."""
    return {
        entry.id: [" ".join((*entry.given[:1], *entry.patronymic[:1], entry.surnames[0]))]
        for entry in authority.entries
        if entry.kind == "person" and entry.surnames
    }


def _things(
    readings: Sequence[Reading], names: Mapping[str, str], short: Mapping[tuple[str, str], str]
) -> Iterator[Entity]:
    """Readings of one kind by entry, else by their words; words that an entry's readings have are the entry's."""
    long = [short.get((reading.kind, reading.name), reading.name) for reading in readings]
    words = dict(zip(readings, _words(readings[0].kind, long), strict=True))
    entries = {words[reading]: reading.authority_id for reading in readings if reading.authority_id}
    groups: dict[tuple[str, str], list[tuple[Reading, str]]] = defaultdict(list)
    for reading, full in zip(readings, long, strict=True):
        entry = reading.authority_id or entries.get(words[reading]) or ""
        why = f"in the corpus {reading.name} is {full}" if full != reading.name else ""
        groups[entry, "" if entry else words[reading]].append((reading, why))
    for (entry, _), group in sorted(groups.items()):
        shown = min(group, key=lambda each: (bool(each[1]), -each[0].mentions, each[0].name))[0].name
        yield Entity(group[0][0].kind, names.get(entry, shown), entry or None, tuple(group))


def _words(kind: str, names: Sequence[str]) -> list[str]:
    """What makes two names one: their letters; of titles and terms the Cyrillic ones, where they are romanised."""
    if kind not in READ_IN_CYRILLIC:
        return [fold(name) for name in names]
    return [fold(found.cyrillic or name) for name, found in zip(names, identify(names), strict=True)]

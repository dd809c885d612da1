"""The entities of a corpus: what its documents call things, brought together, each name with its reason.

Persons by comparing names (`persons`). Everything else by the authority, by what a text says of its acronyms, or by
the very same words: never by likeness.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.entities import Authority
from pipeline.entities.spellings import fold
from pipeline.languages import identify
from pipeline.resolving.parting import BETWEEN, Pair, entry_key
from pipeline.resolving.persons import Bearer, Told, persons_of

READ_IN_CYRILLIC = ("work", "term")


class Reading(NamedTuple):
    """What mentions are read as, and how many are."""

    kind: str
    name: str
    authority_id: str | None
    mentions: int = 1


Why = tuple[Reading, str]


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity: its readings with the reason for each, and the name to show.

    `could_be` are the persons that a name fits which fits several: each document then has an entity of its own.
    `judged` is what people said of readings.
    """

    kind: str
    name: str
    authority_id: str | None
    readings: tuple[Why, ...]
    could_be: tuple[str, ...] = ()
    judged: Mapping[Reading, str] = field(default_factory=dict)

    @property
    def entries(self) -> frozenset[str]:
        """The entries of the authority that it is: several where people joined them."""
        return frozenset(filter(None, (self.authority_id, *(reading.authority_id for reading, _ in self.readings))))

    @property
    def members(self) -> frozenset[str]:
        """What the registry knows it by."""
        names = (member(reading) for reading, _ in self.readings if not reading.authority_id)
        return frozenset([*map(entry_key, self.entries), *names])

    @property
    def mentions(self) -> int:
        """How many."""
        return sum(reading.mentions for reading, _ in self.readings)


def member(reading: Reading, document_id: str = "") -> str:
    """A name as the registry knows it; one that could be several persons by its document, too."""
    return BETWEEN.join(filter(None, (reading.kind, reading.name, document_id)))


def entities_of(
    readings: Iterable[Reading],
    authority: Authority,
    known: Told | None = None,
    short: Mapping[tuple[str, str], str] | None = None,
    cyrillic: Mapping[str, str] | None = None,
) -> list[Entity]:
    """The entities that these readings mean.

    `known` are names that people judged different, `short` is the one long form that the texts give for (kind, short
    form), `cyrillic` are readings of names that are known already, as `identify` gives them.
    Equal readings give equal entities, in whatever order they come.
    """
    by_kind: dict[str, list[Reading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda r: (r.kind, r.name, r.authority_id or "")):
        by_kind[reading.kind].append(reading)
    names, apart = {entry.id: entry.name for entry in authority.entries}, known.apart if known else ()
    persons = list(_persons(by_kind.pop("person", []), authority, names, known))
    known_by = _Known(names, short or {}, _shared(authority), apart, cyrillic or {})
    things = (_things(by_kind[kind], known_by) for kind in sorted(by_kind))
    return persons + [entity for of_kind in things for entity in of_kind]


def _persons(
    readings: Sequence[Reading], authority: Authority, names: Mapping[str, str], known: Told | None
) -> Iterator[Entity]:
    of = {Bearer(r.name, r.authority_id, r.mentions): r for r in readings}
    for person in persons_of(of, full_names(authority), known):
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


class _Known(NamedTuple):
    """What is known of names: those of entries by their ids, what short forms stand for, spellings that several entries
    share, pairs that are two, Cyrillic readings."""

    names: Mapping[str, str]
    short: Mapping[tuple[str, str], str]
    shared: Collection[str]
    apart: Collection[Pair]
    cyrillic: Mapping[str, str]


def _shared(authority: Authority) -> set[str]:
    """The spellings that several entries have: no other document can tell whose they are."""
    times = Counter(text for e in authority.entries for text in {fold(spelling.text) for spelling in e.spellings})
    return {text for text, entries in times.items() if entries > 1}


def _things(readings: Sequence[Reading], known: _Known) -> Iterator[Entity]:
    """Readings of one kind by entry, else by their words; words that one entry's readings have are the entry's."""
    long = [known.short.get((reading.kind, reading.name), reading.name) for reading in readings]
    words = dict(zip(readings, _words(readings[0].kind, long, known.cyrillic), strict=True))
    entries = _entries(words, known.shared)
    groups: dict[tuple[str, str], list[Why]] = defaultdict(list)
    for reading, full in zip(readings, long, strict=True):
        entry = reading.authority_id or entries.get(words[reading]) or ""
        why = f"in the corpus {reading.name} is {full}" if full != reading.name else ""
        groups[entry, "" if entry else words[reading]].append((reading, why))
    for (entry, _), group in sorted(groups.items()):
        for number, part in enumerate(_parts(entry, group, known.apart)):
            shown = min(part, key=lambda each: (bool(each[1]), -each[0].mentions, each[0].name))[0].name
            mine = "" if number else entry
            yield Entity(part[0][0].kind, known.names.get(mine, shown), mine or None, tuple(part))


def _entries(words: Mapping[Reading, str], shared: Collection[str]) -> dict[str, str]:
    """The one entry that readings of these words mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for reading, text in words.items():
        if reading.authority_id and fold(reading.name) not in shared:
            found[text].add(reading.authority_id)
    return {text: next(iter(entries)) for text, entries in found.items() if len(entries) == 1}


def _parts(entry: str, group: list[Why], apart: Collection[Pair]) -> list[list[Why]]:
    """The group, those of its names by themselves that were judged different from others of it; the entry's first."""
    judged = {name for pair in apart for name in pair}
    if not any(reading.name in judged for reading, _ in group):
        return [group]
    parts: list[list[Why]] = [[]]
    keys: list[set[str]] = [{entry_key(entry)} if entry else set()]
    for reading, why in sorted(group, key=lambda each: (not each[0].authority_id, -each[0].mentions, each[0].name)):
        fits = (n for n, known in enumerate(keys) if not any(frozenset((reading.name, k)) in apart for k in known))
        number = next(fits, len(parts))
        if number == len(parts):
            parts.append([])
            keys.append(set())
        parts[number].append((reading, why))
        keys[number].add(reading.name)
    return parts if parts[0] else parts[1:]


def _words(kind: str, names: Sequence[str], cyrillic: Mapping[str, str]) -> list[str]:
    """What makes two names one: their letters; of titles and terms the Cyrillic ones, where they are romanised."""
    if kind not in READ_IN_CYRILLIC:
        return [fold(name) for name in names]
    new = [name for name in dict.fromkeys(names) if name not in cyrillic]
    read = {**cyrillic, **{name: found.cyrillic for name, found in zip(new, identify(new), strict=True)}}
    return [fold(read[name] or name) for name in names]

"""The names of an authority made ready for search: every form that a text may have, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from pipeline.entities.cases import CYRILLIC, oblique
from pipeline.entities.classes import surname_like
from pipeline.entities.names import Person, given_names
from pipeline.entities.places import adjectives
from pipeline.entities.shapes import Authority, Entry
from pipeline.entities.spellings import fold, forms


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a form stands for: a spelling of an entry, maybe the surname of a person; `case` where it is another case.

    A `doubtful` form is a word or another's name as well: `Zhdanova` is a woman's in English.
    """

    entry: Entry
    spelling: str
    person: Person | None
    case: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """An authority made ready for search."""

    automaton: AhoCorasick
    meanings: tuple[tuple[Meaning, ...], ...]
    bearers: Mapping[str, frozenset[str]]
    given: frozenset[str]
    places: Mapping[str, Entry]
    adjectives: frozenset[str]


@lru_cache(maxsize=4)
def index_of(authority: Authority) -> Index:
    """The authority's index, built once a process."""
    table: dict[str, dict[str, Meaning]] = {}
    for entry in authority.entries:
        person = Person.of(entry) if entry.surnames else None
        for spelling in entry.spellings:
            part = person if spelling.text in entry.surnames else None
            for form in forms(spelling.text):
                table.setdefault(form, {}).setdefault(entry.id, Meaning(entry, spelling.text, part))
    for form, meaning in _in_cases(authority.entries, frozenset(table)):
        table.setdefault(form, {}).setdefault(meaning.entry.id, meaning)
    given = frozenset(fold(name) for entry in authority.entries for name in entry.given)
    return Index(
        automaton=AhoCorasick(list(table)),
        meanings=tuple(tuple(by_id.values()) for by_id in table.values()),
        bearers=_bearers(authority.entries),
        given=given | given_names(),
        places=_cyrillic_places(authority.entries),
        adjectives=adjectives(text for text, _ in _of_places(authority.entries)),
    )


def _in_cases(entries: Sequence[Entry], taken: frozenset[str]) -> Iterator[tuple[str, Meaning]]:
    """The forms of names in other cases that are no spelling of anything: of Cyrillic ones and of Russian surnames.

    Without those in capitals, which are rare and would double them.
    """
    for entry in entries:
        russian = any(surname[0] >= CYRILLIC for surname in entry.surnames)
        person = Person.of(entry) if entry.surnames else None
        for spelling in entry.spellings:
            surname = spelling.text in entry.surnames
            if spelling.text[0] >= CYRILLIC or (surname and (russian or surname_like(spelling.text))):
                for form, doubtful in oblique(spelling.text):
                    meaning = Meaning(entry, spelling.text, person if surname else None, True, doubtful)
                    written = {form, form.replace("ё", "е")} if form.isalpha() else forms(form)
                    yield from ((each, meaning) for each in written if each not in taken)


def _bearers(entries: Sequence[Entry]) -> dict[str, frozenset[str]]:
    letters: dict[str, set[str]] = {}
    for entry in entries:
        for surname in entry.surnames:
            letters.setdefault(fold(surname), set()).update(fold(name)[0] for name in entry.given)
    return {surname: frozenset(found) for surname, found in letters.items()}


def _cyrillic_places(entries: Sequence[Entry]) -> dict[str, Entry]:
    return {text: entry for text, entry in _of_places(entries) if text[0] >= CYRILLIC}


def _of_places(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """The spellings of places, each with its entry, without those that are surnames as well."""
    for entry in entries:
        if entry.kind == "place":
            yield from ((each.text, entry) for each in entry.spellings if each.text not in entry.also_surname)


def bearers(authority: Authority) -> Mapping[str, frozenset[str]]:
    """The surnames of the authority, folded, with the first letters of their bearers' given names."""
    return index_of(authority).bearers


def cyrillic_places(authority: Authority) -> Mapping[str, Entry]:
    """The places of the authority by their Cyrillic names."""
    return index_of(authority).places


def place_adjectives(authority: Authority) -> frozenset[str]:
    """The adjectives of the places of the authority, in Latin letters."""
    return index_of(authority).adjectives

"""Finds what the authority lists in a text: candidates by Aho-Corasick, then whole words, name parts, ambiguity."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from pipeline.entities.names import ALONE, INITIAL, PROVEN, Person, around, listed_given_names
from pipeline.entities.shapes import Authority, Entry
from pipeline.entities.spellings import fold, forms
from pipeline.entities.words import in_address, joined, whole

_SURROGATE = re.compile("[\ud800-\udfff]")

BY_FIT = {PROVEN: 0.99, INITIAL: 0.95, ALONE: 0.9}
SPELLED = 0.95
BY_CONTEXT = 0.7
BESIDE = {PROVEN: ", with fitting given name or initials", INITIAL: ", with a fitting initial", ALONE: ""}


@dataclass(frozen=True, slots=True)
class Found:
    """A mention: `text[start:end]` is `surface`, named for the entry `authority_id`; `why` says so in words."""

    start: int
    end: int
    surface: str
    authority_id: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a form stands for: a spelling of an entry, maybe the surname of a person."""

    entry: Entry
    spelling: str
    person: Person | None


class Candidate(NamedTuple):
    """A meaning at a place; `fit` says how much stands beside a surname to confirm it."""

    start: int
    end: int
    meaning: Meaning
    fit: int

    @property
    def sure(self) -> bool:
        """Whether it names its entity without help from elsewhere in the document."""
        return self.fit == PROVEN or self.meaning.person is None or not self.meaning.entry.common


@dataclass(frozen=True, slots=True)
class Index:
    """An authority made ready for search."""

    automaton: AhoCorasick
    meanings: tuple[tuple[Meaning, ...], ...]
    surnames: frozenset[str]
    given: frozenset[str]


Span = tuple[int, int]
Place = tuple[Candidate, ...]  # all readings of one stretch of text, one an entry


@lru_cache(maxsize=4)
def _index(authority: Authority) -> Index:
    """Built once a process and authority."""
    table: dict[str, dict[str, Meaning]] = {}
    for entry in authority.entries:
        person = Person.of(entry) if entry.surnames else None
        for spelling in entry.spellings:
            part = person if spelling.text in entry.surnames else None
            for form in forms(spelling.text):
                table.setdefault(form, {}).setdefault(entry.id, Meaning(entry, spelling.text, part))
    given = frozenset(fold(name) for entry in authority.entries for name in entry.given)
    return Index(
        automaton=AhoCorasick(list(table)),
        meanings=tuple(tuple(by_id.values()) for by_id in table.values()),
        surnames=frozenset(fold(name) for entry in authority.entries for name in entry.surnames),
        given=given | listed_given_names(),
    )


def find(text: str, authority: Authority) -> list[Found]:
    """All mentions in the text, sorted, not overlapping, longer ones before shorter ones; for any text whatever.

    Whole words only, without a possessive `'s`. A spelling of several entries, or a common surname alone, is taken
    where exactly one of them is named beyond doubt elsewhere in the text, else left alone.
    """
    return find_in_parts([text], authority)[0]


def find_in_parts(texts: Sequence[str], authority: Authority) -> list[list[Found]]:
    """As `find`, one list a part; a full name in one part tells what a surname in another means."""
    index = _index(authority)
    rivals: set[str] = set()
    parts = [_places(_candidates(text, index, rivals)) for text in texts]
    named = {place[0].meaning.entry.id for places in parts for place in places if len(place) == 1 and place[0].sure}
    return [
        [found for place in places if (found := _settle(text, place, named, rivals))]
        for text, places in zip(texts, parts, strict=True)
    ]


def _candidates(text: str, index: Index, rivals: set[str]) -> Iterator[Candidate]:
    """All readings of all whole words; `rivals` gets the entries whose surname another person bears in the text."""
    addresses = "://" in text or "www." in text
    for number, start, end in _matches(index.automaton, text):
        if not whole(text, start, end) or (addresses and in_address(text, start)):
            continue
        for meaning in index.meanings[number]:
            if meaning.person is None:
                yield Candidate(start, end, meaning, ALONE)
            elif all(fold(word) in index.surnames for word in joined(text, start, end)):
                name = around(text, start, end, meaning.person, index.given)
                if name:
                    yield Candidate(name.start, name.end, meaning, name.fit)
                else:
                    rivals.add(meaning.entry.id)


def _matches(automaton: AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    """Form number, start and end of every form in the text, whole word or not, in code points."""
    try:
        return automaton.find_matches_as_indexes(text, overlapping=True)
    except UnicodeEncodeError:  # lone surrogates
        return automaton.find_matches_as_indexes(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text), overlapping=True)


def _places(candidates: Iterator[Candidate]) -> list[Place]:
    """The readings of each stretch that no longer one overlaps, sorted; one reading an entry, the surer one."""
    readings: dict[Span, dict[str, Candidate]] = {}
    for candidate in candidates:
        of_span = readings.setdefault((candidate.start, candidate.end), {})
        other = of_span.get(candidate.meaning.entry.id, candidate)
        of_span[candidate.meaning.entry.id] = max(other, candidate, key=lambda each: (each.sure, each.fit))
    return [tuple(readings[span].values()) for span in _longest(sorted(readings))]


def _longest(spans: list[Span]) -> list[Span]:
    """Of sorted spans those that no longer one overlaps; of equal length the first. Clusters are settled apart."""
    kept: list[Span] = []
    cluster: list[Span] = []
    reach = 0
    for span in spans:
        if span[0] >= reach:
            kept += _longest_of(cluster)
            cluster = []
        cluster.append(span)
        reach = max(reach, span[1])
    return kept + _longest_of(cluster)


def _longest_of(cluster: list[Span]) -> list[Span]:
    """The same for spans that hang together."""
    if len(cluster) < 2:
        return cluster
    chosen: list[Span] = []
    for span in sorted(cluster, key=lambda span: (span[0] - span[1], span[0])):
        at = bisect(chosen, span)
        if (at == 0 or chosen[at - 1][1] <= span[0]) and (at == len(chosen) or span[1] <= chosen[at][0]):
            chosen.insert(at, span)
    return chosen


def _settle(text: str, place: Place, named: set[str], rivals: set[str]) -> Found | None:
    """The one reading that holds, or None: a false merge is worse than a miss."""
    if len(place) == 1 and place[0].sure:
        return _found(text, place[0], BY_FIT[place[0].fit] if place[0].meaning.person else SPELLED)
    able = [each for each in place if each.meaning.entry.id in named]
    if len(able) != 1 or (not able[0].sure and able[0].meaning.entry.id in rivals):
        return None
    return _found(text, able[0], BY_CONTEXT, "; others bear it, but only this one is named in the document")


def _found(text: str, candidate: Candidate, confidence: float, besides: str = "") -> Found:
    meaning = candidate.meaning
    why = f"spelling '{meaning.spelling}' of {meaning.entry.name} in the authority"
    why += BESIDE[candidate.fit]
    surface = text[candidate.start : candidate.end]
    return Found(candidate.start, candidate.end, surface, meaning.entry.id, confidence, why + besides)

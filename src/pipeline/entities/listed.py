"""Finds what the authority lists in a text: candidates by Aho-Corasick, then whole words, name parts, ambiguity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from pipeline.entities.cases import CYRILLIC
from pipeline.entities.choice import longest
from pipeline.entities.classes import ORDINARY, is_stranger, rarity
from pipeline.entities.found import FIRM, WHOLE, Guess
from pipeline.entities.lookup import Index, Meaning, index_of
from pipeline.entities.names import ALONE, INITIAL, PROVEN, around
from pipeline.entities.namesakes import is_town
from pipeline.entities.shapes import Authority
from pipeline.entities.spellings import fold
from pipeline.entities.words import in_address, joined, letters_before, whole

_YEAR = re.compile(r"\d{4}\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")

BY_FIT = {PROVEN: 0.99, INITIAL: 0.95, ALONE: 0.9}
SPELLED = 0.95
BY_CONTEXT = 0.7
UNSETTLED = 0.7
LONG = 5  # letters of a name that begins a sentence
SHORTEST = 3  # letters of a word that is English beyond doubt
IN_CASE = ", in another case"
# Small words of English prose; before a word it says that the word has no case endings.
ENGLISH = frozenset("a an and as at but by for from he her his in is it not of on or she the they to was with".split())
BESIDE = {PROVEN: ", with fitting given name or initials", INITIAL: ", with a fitting initial", ALONE: ""}


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


Span = tuple[int, int]
Place = tuple[Candidate, ...]  # all readings of one stretch of text, one an entry


def listed(texts: Sequence[str], authority: Authority) -> list[list[Guess]]:
    """The names of the authority in each text, sorted, not overlapping, longer ones before shorter ones.

    Whole words only, without a possessive `'s`. A spelling of several entries, or a common surname alone, gets the one
    entry that is named beyond doubt elsewhere in the texts, else none.
    """
    index = index_of(authority)
    rivals: set[str] = set()
    parts = [_places(_candidates(text, index, rivals)) for text in texts]
    named = {place[0].meaning.entry.id for places in parts for place in places if len(place) == 1 and place[0].sure}
    return [[guess for place in places if (guess := _settle(place, named, rivals))] for places in parts]


def _candidates(text: str, index: Index, rivals: set[str]) -> Iterator[Candidate]:
    """All readings of all whole words; `rivals` gets the entries whose surname another person bears in the text."""
    addresses = "://" in text or "www." in text
    for number, start, end in _matches(index.automaton, text):
        if not whole(text, start, end) or (addresses and in_address(text, start)):
            continue
        for meaning in index.meanings[number]:
            if meaning.spelling in meaning.entry.also_surname:
                if is_town(text, start, end, _last_year(index.meanings[number])):
                    yield Candidate(start, end, meaning, PROVEN)
            elif meaning.person is None:
                yield Candidate(start, end, meaning, ALONE)
            elif all(fold(word) in index.bearers for word in joined(text, start, end)):
                name = around(text, start, end, meaning.person, index.given)
                if name and name.fit == ALONE and not meaning.case and _stranger_before(text, name.start):
                    name = None  # Groucho Marx
                if name and meaning.doubtful and name.fit < PROVEN and not _in_foreign(text, name.start):
                    continue
                if name:
                    yield Candidate(name.start, name.end, meaning, name.fit)
                else:
                    rivals.add(meaning.entry.id)


def _last_year(meanings: Sequence[Meaning]) -> int | None:
    """The year in which the last of the persons died whose surname it is; None where that is not known of one."""
    dates = [meaning.entry.dates for meaning in meanings if meaning.person]
    years = [_YEAR.search(each or "") for each in dates]
    return max((int(year[0]) for year in years if year), default=None) if all(years) else None


def _stranger_before(text: str, start: int) -> bool:
    """Whether an unknown word stands right before a surname: another bearer's given name.

    Words of other languages begin sentences, too: there, short and Cyrillic ones say nothing.
    """
    word = letters_before(text, start - 1) if text[start - 1 : start] == " " else ""
    if not word[:1].isupper() or not is_stranger(word):
        return False
    begin = start - len(word) - 1
    inside = text[max(0, begin - 2) : begin].strip()[-1:].isalpha()
    return inside or (word[0] < CYRILLIC and len(word) >= LONG)


def _in_foreign(text: str, start: int) -> bool:
    """Whether a word in small letters stands before that is none of English prose."""
    word = letters_before(text, start - 1)
    return word.islower() and word not in ENGLISH and (len(word) < SHORTEST or rarity(word) > ORDINARY)


def _matches(automaton: AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    """Form number, start and end of every form in the text, whole word or not, in code points."""
    return automaton.find_matches_as_indexes(readable(text), overlapping=True)


def readable(text: str) -> str:
    """The text, lone surrogates replaced: the automaton wants UTF-8."""
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _places(candidates: Iterator[Candidate]) -> list[Place]:
    """The readings of each stretch that no longer one overlaps, sorted; one reading an entry, the surer one."""
    readings: dict[Span, dict[str, Candidate]] = {}
    for candidate in candidates:
        of_span = readings.setdefault((candidate.start, candidate.end), {})
        other = of_span.get(candidate.meaning.entry.id, candidate)
        of_span[candidate.meaning.entry.id] = max(other, candidate, key=lambda each: (each.sure, each.fit))
    return [_town(tuple(readings[span].values())) for span in longest(sorted(readings))]


def _town(place: Place) -> Place:
    """The town alone where one must stand, not the person of that name."""
    return tuple(each for each in place if each.fit == PROVEN and each.meaning.person is None) or place


def _settle(place: Place, named: set[str], rivals: set[str]) -> Guess | None:
    """The one reading that holds; a person or a name of one kind without an entry where none does."""
    if len(place) == 1 and place[0].sure:
        return _guess(place[0], BY_FIT[place[0].fit] if place[0].meaning.person else SPELLED)
    able = [each for each in place if each.meaning.entry.id in named]
    if len(able) == 1 and (able[0].sure or able[0].meaning.entry.id not in rivals):
        return _guess(able[0], BY_CONTEXT, "; others bear it, but only this one is named in the document")
    kinds = {each.meaning.entry.kind for each in place}
    start, end, meaning, _ = place[0]
    why = f"spelling '{meaning.spelling}' in the authority, which of its bearers the document does not tell"
    return Guess(start, end, kinds.pop(), UNSETTLED, why) if len(kinds) == 1 else None


def _guess(candidate: Candidate, confidence: float, besides: str = "") -> Guess:
    meaning = candidate.meaning
    why = f"spelling '{meaning.spelling}' of {meaning.entry.name} in the authority"
    why += IN_CASE * meaning.case + (BESIDE[candidate.fit] if meaning.person else "") + besides
    entry = meaning.entry
    rank = WHOLE if entry.kind == "work" else FIRM
    nominative = meaning.spelling if meaning.case else None
    return Guess(candidate.start, candidate.end, entry.kind, confidence, why, rank, entry=entry, nominative=nominative)

"""All mentions of a document: what the authority lists, what the text itself gives away, and what one tells of another.

First what stands by itself: names of the authority, names in full, heads of institutions, words for places, titles,
definitions. From these the document's own surnames, short forms and short titles are learned, and found where they
stand alone. Of all that overlaps the weightier holds (`choice.py`).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.entities import definitions, organisations, persons, places, works
from pipeline.entities.cases import CYRILLIC, cases
from pipeline.entities.choice import chosen, longest
from pipeline.entities.classes import surname_like
from pipeline.entities.found import FIRM, WEAK, WHOLE, Found, Guess, Hints, PartHints
from pipeline.entities.glosses import glosses
from pipeline.entities.listed import listed, readable
from pipeline.entities.lookup import bearers, cyrillic_places, place_adjectives
from pipeline.entities.misprints import Misprints
from pipeline.entities.naming import Bearers, person_name
from pipeline.entities.references import bibliographies, in_text
from pipeline.entities.shapes import Authority, Entry
from pipeline.entities.spellings import fold
from pipeline.entities.tokens import Page
from pipeline.entities.words import in_address, whole

ELSEWHERE, LESS = 0.8, 0.05  # confidence of a phrase that stands again; how much less sure a person is than there
NO_HINTS = PartHints()
KEPT = frozenset("ACHhN")  # what a word is for its neighbours, whatever the authority knows it to be with them


@dataclass
class Learned:
    """What a document teaches of itself: surnames of full names and their cases, with the nominative; words that end as
    surnames do; places as they are written; phrases with what they are; letters that mean none of its entries.
    """

    surnames: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    known_places: Mapping[str, Entry] = field(default_factory=dict)
    phrases: dict[str, Guess] = field(default_factory=dict)
    disowned: set[str] = field(default_factory=set)


def find(text: str, authority: Authority) -> list[Found]:
    """All mentions in a text, sorted, not overlapping; for any text whatever."""
    return find_in_parts([text], authority)[0]


def find_in_parts(texts: Sequence[str], authority: Authority, hints: Hints | None = None) -> list[list[Found]]:
    """All mentions in the parts of a document, one list a part: the body first, then its notes.

    What one part tells holds in all of them: a full name says what a surname means, a definition what its letters do.
    """
    given = hints or [NO_HINTS] * len(texts)
    known, borne, adjectives = listed(texts, authority), bearers(authority), place_adjectives(authority)
    pages = [_page(text, names, borne, adjectives) for text, names in zip(texts, known, strict=True)]
    firm = [
        [*names, *_firm(page, number > 0, hint)]
        for number, (page, names, hint) in enumerate(zip(pages, known, given, strict=True))
    ]
    learned = _learn(pages, firm)
    learned.known_places = cyrillic_places(authority)
    misprints = Misprints(set(learned.surnames.values()))
    repeated = _Phrases.of(learned.phrases)
    held = [
        chosen([*guesses, *_alone(page, guesses, learned, misprints), *repeated.find(page.text)])
        for page, guesses in zip(pages, firm, strict=True)
    ]
    of_all = {fold(name): frozenset[str]() for name in learned.surnames} | dict(borne)
    return [[_found(page.text, guess, of_all) for guess in guesses] for page, guesses in zip(pages, held, strict=True)]


def _page(text: str, names: Sequence[Guess], borne: Bearers, adjectives: frozenset[str]) -> Page:
    """The tokens of a text, their classes sharpened by what the authority knows."""
    page = Page.of(text)
    page.adjectives = adjectives
    page.works = {guess.start for guess in names if guess.kind == "work"}
    page.surnames = {guess.start for guess in names if guess.kind == "person" and guess.entry}
    for guess in names:
        for n in page.within(guess.start, guess.end):
            page.classes[n] = _sharpened(page, n, guess, borne)
    return page


def _sharpened(page: Page, n: int, guess: Guess, borne: Bearers) -> str:
    """The class of a word inside a name of the authority."""
    letter = page.classes[n]
    if guess.kind == "person":
        return "S" if fold(page.tokens[n].text) in borne or (guess.nominative and letter in "WO") else letter
    if guess.kind == "place":
        return "L" if letter == "A" or letter not in KEPT else letter
    return letter if letter in KEPT or (letter == "O" and page.gaps[n] == "s") else "K"


def _firm(page: Page, note: bool, hint: PartHints) -> Iterator[Guess]:
    """What stands by itself in a text."""
    shape = page.shape()
    addresses = "://" in page.text or "www." in page.text
    guesses = [
        *persons.full(page, shape),
        *organisations.named(page, shape),
        *organisations.lettered(page, shape),
        *organisations.called(page),
        *places.shaped(page, shape),
        *places.with_generic(page),
        *places.hyphened(page),
        *places.bracketed(page.text),
        *places.enumerated(page, shape),
        *works.works(page, shape, note, hint.emphasis, _citing(page, note, hint)),
        *works.imprints(page),
        *glosses(page.text, hint.emphasis, [span[:2] for span in hint.foreign]),
    ]
    for guess in [*guesses, *organisations.joined(page.text, guesses)]:
        if not addresses or not in_address(page.text, guess.start):
            yield guess


def _citing(page: Page, note: bool, hint: PartHints) -> list[tuple[int, int]]:
    """The stretches of running text that cite, in order, apart."""
    if note:
        return []
    entries = list(bibliographies(page.text, hint.paragraphs))
    return longest(sorted({*entries, *(span for span in in_text(page) if span[0] < span[1])}))


def _learn(pages: Sequence[Page], firm: list[list[Guess]]) -> Learned:
    """Surnames, places, definitions and titles; the guesses of each part get what definitions add."""
    learned = Learned()
    for page, guesses in zip(pages, firm, strict=True):
        defined = [*definitions.pairs(page, guesses)]
        learned.disowned |= definitions.disowned(page.text, defined, guesses)
        for pair in defined:
            guesses += _defined(page.text, pair)
        learned.ended |= persons.by_ending(page)
        titles = sorted((guess.start, guess.end) for guess in guesses if guess.rank == WHOLE)
        for guess in guesses:
            if guess.kind != "person" or not _overlaid(titles, (guess.start, guess.end)):
                _take(page, guess, learned)
    if learned.disowned:
        for page, guesses in zip(pages, firm, strict=True):
            guesses[:] = [g for g in guesses if not g.entry or page.text[g.start : g.end] not in learned.disowned]
    for surname in [*learned.surnames]:
        if surname[0] >= CYRILLIC or surname_like(surname):
            for form in cases(surname):
                learned.surnames.setdefault(form, surname)
    return learned


def _overlaid(spans: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    """Whether another of the sorted spans holds some of this one."""
    n = bisect(spans, span)
    before = n > 0 and spans[n - 1] != span and spans[n - 1][1] > span[0]
    return before or (n < len(spans) and spans[n][0] < span[1])


def _defined(text: str, pair: definitions.Pair) -> Iterable[Guess]:
    kind = pair.kind or "organisation"
    for (start, end), (first, last) in ((pair.long, pair.short), (pair.short, pair.long)):
        yield Guess(start, end, kind, 0.9, "a definition in the text", defines=text[first:last])


def _take(page: Page, guess: Guess, learned: Learned) -> None:
    surface = page.text[guess.start : guess.end]
    if guess.kind == "person":
        surname = persons.surname_of(page, guess.start, guess.end)
        if surname and len(surname) > 2:
            nominative = person_name(surface, {}).rsplit(" ", 1)[-1] if surname[0] >= CYRILLIC else surname
            learned.surnames |= {surname: nominative, nominative: nominative}
        if guess.entry is None and guess.why in persons.BY_CONTEXT:
            learned.phrases.setdefault(surface, guess)
    elif guess.kind == "place" and guess.entry is None:
        learned.places |= places.taught(page, guess)
    elif guess.defines is not None or guess.rank == WHOLE or (guess.kind == "term" and guess.rank == WEAK):
        learned.phrases.setdefault(surface, guess)
        short = re.split(r"[:.]", surface)[0]
        if guess.kind == "work" and len(short.split()) > 1 and len(short) > 8:
            learned.phrases.setdefault(short, guess)


def _alone(page: Page, guesses: Sequence[Guess], learned: Learned, misprints: Misprints) -> Iterator[Guess]:
    """Surnames, misprinted ones, too, and places by themselves, where nothing firm stands."""
    taken = {n for guess in guesses for n in page.within(guess.start, guess.end)}
    for n, letter in enumerate(page.classes):
        if letter not in "SWGOLPd" or n in taken:
            continue
        if guess := _by_itself(page, n, learned):
            yield guess
            continue
        start, end, word = page.tokens[n]
        if letter == "W" and word not in page.adjectives and (surname := misprints.of(word)):
            why = f"a letter off {surname}, which stands in full elsewhere"
            yield Guess(start, end, "person", 0.6, why, WEAK, nominative=surname)


def _by_itself(page: Page, n: int, learned: Learned) -> Guess | None:
    place = places.alone(page, n, learned.places, learned.known_places)
    return place or persons.alone(page, n, learned.surnames, learned.ended)


@dataclass
class _Phrases:
    """Defined forms and titles, found where they stand again."""

    guesses: list[Guess]
    automaton: AhoCorasick | None

    @classmethod
    def of(cls, phrases: dict[str, Guess]) -> _Phrases:
        patterns = [readable(phrase) for phrase in phrases]
        automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest) if patterns else None
        return cls(list(phrases.values()), automaton)

    def find(self, text: str) -> Iterator[Guess]:
        if self.automaton is None:
            return
        for number, start, end in self.automaton.find_matches_as_indexes(readable(text)):
            if whole(text, start, end):
                guess = self.guesses[number]
                rank = min(guess.rank, WHOLE if text.count(" ", start, end) > 1 else FIRM)
                why = f"{guess.why}, elsewhere in the document"
                sure = min(ELSEWHERE, guess.confidence - LESS) if guess.kind == "person" else ELSEWHERE
                yield guess._replace(start=start, end=end, confidence=sure, why=why, rank=rank, defines=None)


def _found(text: str, guess: Guess, borne: Bearers) -> Found:
    surface = text[guess.start : guess.end]
    name = person_name(surface, borne, guess.nominative) if guess.kind == "person" else " ".join(surface.split())
    entry = guess.entry.id if guess.entry else None
    return Found(guess.start, guess.end, surface, guess.kind, entry, name, guess.defines, guess.confidence, guess.why)

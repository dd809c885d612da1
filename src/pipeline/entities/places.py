"""Places by the words beside them: Irgiz district, Lake Balkhash, Southern Kazakhstan, the city of Verny."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pipeline.entities.classes import UNLISTED, foreign, rarity
from pipeline.entities.found import WEAK, Guess
from pipeline.entities.shapes import Entry
from pipeline.entities.tables import choice, words
from pipeline.entities.tokens import Page

REACH = 20
SHORTEST = 4  # letters of a place without its last vowel
BEHIND = re.compile(rf"[ -](?:{choice('places', 'behind')})(?!\w)")
HYPHENED = re.compile(rf"-(?:{choice('cues', 'singulars')})\Z")
BEFORE = re.compile(rf"\b(?:{choice('places', 'before')})(?: of)? [\[]?\Z")
IN = re.compile(rf"\b(?:{choice('places', 'prepositions')}) \Z")
NAME = "[SWLOGK]"
SHAPES = (
    re.compile(rf"(?:[Dd]_)?(?:{NAME}_){{0,3}}(?:{NAME}|[Dd]_N|[Dd])_N"),
    re.compile(r"N_[SWLG](?:_N)?"),
    re.compile(r"D_L"),
    re.compile(r"DoL"),
    re.compile(r"(?:[Dd]_){2,5}N"),
)
NOT_ADJECTIVE = frozenset("Soviet Socialist Autonomous Union Communist Bolshevik Central".split())


def adjectives(names: Iterable[str]) -> frozenset[str]:
    """What may be said of places and of their people: Bukharan, Khivans, Moldovan."""
    stems = {part for name in names if name.isalpha() for part in (name, name.rstrip("aeo")) if len(part) >= SHORTEST}
    return frozenset(stem + ending for stem in stems for ending in words("places", "adjective_ends"))


def shaped(page: Page, shape: str) -> Iterator[Guess]:
    """Places whose generic word or direction is capitalised."""
    for pattern in SHAPES:
        for match in pattern.finditer(shape):
            yield from _capitalised(page, match.start() // 2, (match.end() - 1) // 2)


def _capitalised(page: Page, first: int, last: int) -> Iterator[Guess]:
    texts = [page.tokens[n].text for n in range(first, last + 1)]
    if page.classes[first] == "D" and page.classes[last] == "L" and texts[0] not in words("places", "directions"):
        return
    if page.classes[first] in "Dd" and page.classes[last] == "N" and not _state(texts):
        return
    if page.classes[first] == "O" and page.begins(first):
        return
    yield Guess(page.tokens[first].start, page.tokens[last].end, "place", 0.85, "a name and a word for places")


def _state(texts: list[str]) -> bool:
    """Kazakh ASSR, Russian Empire, Central Volga Basin; not Soviet Republic."""
    if len(texts) > 2 and texts[0] in words("places", "directions"):
        return True
    if texts[-1] == "Republic" and "Soviet" in texts[1:]:
        return texts[0] not in NOT_ADJECTIVE
    return texts[0] not in NOT_ADJECTIVE and texts[-1] not in {"Republic", "Region", "Territory", "District"}


ROW = re.compile(r"(?:[WL][,&]){1,6}L[^_]")
PLURAL = re.compile(rf" (?:autonomous )?(?:{choice('cues', 'plurals')})\b")
BRACKETED = re.compile(rf"\[[^\W\d_a-z][^\[\]]{{2,30}}\] (?:{choice('cues', 'singulars')})\b")
REGION = re.compile(rf" (?:autonomous |national )?(?:{choice('cues', 'regions')})\b")
ADJECTIVE = re.compile(r"[\w'’ʹ-]{3,}(?:ski[iyĭj]|sk[iy]|skaia|skaya|skoi)\Z")


def with_generic(page: Page) -> Iterator[Guess]:
    """Names before a word for places in small letters: Irgiz district, North Kazakhstan oblast, Adaevskii region."""
    row = False  # whether the word behind is one of a row before `districts`
    for n in range(len(page.tokens) - 1, -1, -1):
        (start, end, word), letter = page.tokens[n], page.classes[n]
        if letter not in "SWOLGAKPD":
            row = False
            continue
        adjective = letter in "SWD" and bool(ADJECTIVE.match(word))
        match = BEHIND.match(page.text, end) or (adjective and REGION.match(page.text, end))
        row = (adjective or letter == "W") and (bool(PLURAL.match(page.text, end)) or (row and page.gaps[n] in ",&"))
        if match and letter != "D" and not (letter == "O" and page.begins(n)):
            yield Guess(
                page.tokens[_first(page, n)].start, match.end(), "place", 0.85, "a name before a word for places"
            )
        elif row:
            yield Guess(start, end, "place", 0.8, "a name in a row before a word for places")


def enumerated(page: Page, shape: str) -> Iterator[Guess]:
    """Unknown names in a row that ends in a known place: `Sarysu, Irgiz and Suzak`."""
    for match in ROW.finditer(shape):
        for n in range(match.start() // 2, match.end() // 2 - 1):
            token = page.tokens[n]
            if page.classes[n] == "W" and rarity(token.text) >= UNLISTED:
                yield Guess(token.start, token.end, "place", 0.55, "an unknown name in a row of places", WEAK)


def bracketed(text: str) -> Iterator[Guess]:
    """`the [Pavlodarskii] district`."""
    for match in BRACKETED.finditer(text):
        yield Guess(*match.span(), "place", 0.85, "a name in brackets before a word for places")


def taught(page: Page, guess: Guess) -> set[str]:
    """The name in `Irgiz district` that may stand alone elsewhere; adjectives don't."""
    n = page.by_start.get(guess.start)
    if n is None:
        return set()
    token = page.tokens[n]
    behind = page.text[token.end : guess.end].strip(" -")
    return {token.text} if behind.islower() and behind.isalpha() and not ADJECTIVE.match(token.text) else set()


def hyphened(page: Page) -> Iterator[Guess]:
    """`Maksim-Gorkii-district`."""
    for token in page.tokens:
        if HYPHENED.search(token.text):
            yield Guess(token.start, token.end, "place", 0.85, "a name tied to a word for places")


@lru_cache(maxsize=10_000)
def _read(word: str) -> str:
    """The likeliest Cyrillic reading of a word in Latin letters."""
    from pipeline.languages import cyrillise  # its tables, where a place may be meant

    return cyrillise(word, "ru", None, count=1)[0].text


def _first(page: Page, n: int) -> int:
    """The token before, where it belongs to the name: North Kazakhstan, Kara Kum."""
    joined = n and page.gaps[n - 1] == "_" and page.classes[n - 1] in "WSLOD" and not page.begins(n - 1)
    if not joined or (page.classes[n - 1] == "D" and page.tokens[n - 1].text not in words("places", "directions")):
        return n
    return n - 1


def alone(page: Page, n: int, learned: set[str], known: Mapping[str, Entry]) -> Guess | None:
    """A name where only a place can stand: behind a word for places, a preposition of place; one that German spells.

    `known` are the places of the authority by their Cyrillic names.
    """
    token, letter = page.tokens[n], page.classes[n]
    if letter not in "SWG":
        return None
    if letter == "S" and token.text.endswith("ow") and (read := _read(token.text)) in known:
        why = f"a spelling of {read}, {known[read].name} in the authority"
        return Guess(token.start, token.end, "place", 0.8, why, entry=known[read])
    if token.text in learned:
        return Guess(token.start, token.end, "place", 0.75, "named with a word for places elsewhere")
    start = max(0, token.start - REACH)
    if BEFORE.search(page.text, start, token.start):
        return Guess(token.start, token.end, "place", 0.85, "a name behind a word for places")
    strange = letter == "W" and page.gaps[n] not in "_.p" and IN.search(page.text, start, token.start)
    if strange and not foreign(token.text):  # in Kraft
        return Guess(token.start, token.end, "place", 0.55, "an unknown name behind a preposition of place", WEAK)
    return None

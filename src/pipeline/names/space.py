"""The space where all romanisation schemes meet: the readings of a Latin or Cyrillic word, as skeletons.

A Latin word is cut into the graphemes of all schemes and manners at once; each grapheme stands for Cyrillic letters
under some of them (a bit a manner), and a reading lives as long as one manner explains all of it. The tables are
derived at first use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.names.letters import normal, plain
from pipeline.names.manners import Manner, manners, readings, together
from pipeline.names.skeleton import exact, fold, letters, strangeness

MOST = 48  # readings kept at each place of a word
STRANGE = 0.1  # what a reading loses by each sequence of letters that no name has
MIXED = 0.12  # what a reading by a mixture of schemes is worth
BARE = 0.3  # what a reading is worth that takes no account of the marks over letters
COMMON = 0.35  # how usual a manner must be for its marks over vowels to be believed
FREE = 0.25  # how usual a scheme must be to take part in a mixture
RARE = 0.19  # how usual a manner must be against a likely one for its reading to count
_VOWELS = frozenset("aeiouy")
_CYRILLIC_VOWELS, _VOWEL = frozenset("аеиоуюяэыё"), "а"
# What the letter can become before another one: дж is ж, тс ц, тч ч, кх х, уа ва, щ шч.
_MELTING = {"д": "дж", "т": "тцч", "к": "кх", "қ": "кх", "у": "ав", "щ": "ш", "й": "а"}
Table = Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Space:
    """All manners as one table: grapheme → readings, each with the bits of the manners that have it.

    `mixed` is the same for words that no manner explains; `known` are the Latin letters; `all` the bits of all manners,
    `order` the bit of each with how usual it is, the most usual first.
    """

    manners: tuple[Manner, ...]
    graphemes: re.Pattern[str]
    table: Table
    mixed: Table
    known: frozenset[str]
    all: int
    order: tuple[tuple[int, float], ...]


class Reading(NamedTuple):
    """A reading of a word: the bits of the manners that read it so, its Cyrillic, and how likely it looks."""

    ways: int
    cyrillic: str
    likely: float


Readings = dict[str, tuple[Reading, ...]]


def _longest_first(ordered: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all graphemes, parted by their first letters, which is fast."""
    starts: dict[str, list[str]] = {}
    for grapheme in ordered:
        starts.setdefault(grapheme[0], []).append(re.escape(grapheme[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in starts.items()))


@cache
def space() -> Space:
    """The table, built once a process."""
    known = tuple(manners())
    found = {form for manner in known for form in manner.forms} | {"^", "$", *together()}
    ordered = sorted(found, key=lambda form: (-len(form), form))
    table = {grapheme: readings(grapheme, known) for grapheme in ordered}
    free = sum(1 << number for number, manner in enumerate(known) if manner.usual >= FREE)
    mixed = {
        grapheme: tuple((piece, -1) for piece, ways in options if ways & free or len(options) == 1)
        for grapheme, options in table.items()
    }
    letters_known = frozenset("".join(found)) - {"^", "$"}
    order = sorted(((1 << number, manner.usual) for number, manner in enumerate(known)), key=lambda item: -item[1])
    return Space(known, _longest_first(ordered), table, mixed, letters_known, (1 << len(known)) - 1, tuple(order))


@lru_cache(maxsize=4096)
def usual(ways: int) -> float:
    """How usual the most usual of these manners is."""
    return next((known for bit, known in space().order if ways & bit), 0.0)


@lru_cache(maxsize=4096)
def title(ways: int) -> str:
    """The most usual of these manners, in words."""
    manners = [manner for number, manner in enumerate(space().manners) if ways >> number & 1]
    return max(manners, key=lambda manner: manner.usual).title if manners else ""


def _ways_through(graphemes: list[str], table: Table, start: int) -> dict[str, int]:
    """All readings of a row of graphemes with the manners that still explain each."""
    found, pending, left = [("", start)], "", start
    for options in map(table.__getitem__, graphemes):
        if len(options) == 1:  # most are: what all readings share is put to them later
            [(piece, ways)] = options
            pending += piece
            left &= ways
            continue
        found = [
            (text + pending + piece, alive)
            for text, ways in found
            for piece, with_it in options
            if (alive := ways & left & with_it)
        ]
        pending, left = "", start
        if len(found) > MOST:
            found = sorted(found, key=lambda item: -usual(item[1]))[:MOST]
    if len(found) == 1:
        [(text, ways)] = found
        return {text + pending: ways & left} if ways & left else {}
    whole: dict[str, int] = {}
    for text, ways in found:
        if alive := ways & left:
            whole[text + pending] = whole.get(text + pending, 0) | alive
    return whole


def _legible(text: str) -> str:
    """A Latin word with its marks where some manner knows them, else without."""
    known = space().known
    if known.issuperset(text):
        return text
    return "".join(letter if letter in known else plain(letter) for letter in text)


def latin_readings(text: str, acronym: bool, whole: bool) -> Readings:
    """The readings of a Latin word by skeleton; none where a letter is in no manner."""
    legible = _legible(normal(text))
    if not legible or not space().known.issuperset(legible):
        return {}
    found = _read(legible, whole, acronym, space().table, 1.0)
    best = 0.0
    for alike in found.values():
        best = max(best, strength(alike, space().all))
        if best >= COMMON:
            return found
    if (bare := _vowels_bare(legible)) != legible:
        found = _read(bare, whole, acronym, space().table, BARE) | found
    if best < FREE:
        found = _read(plain(legible), whole, acronym, space().mixed, MIXED) | found
    return found


def _vowels_bare(text: str) -> str:
    """Without the marks over vowels: of Czech, Hungarian, French, of Latin alphabets of Central Asia."""
    return text if text.isascii() else "".join(p if (p := plain(letter)) in _VOWELS else letter for letter in text)


def _read(legible: str, whole: bool, acronym: bool, table: Table, worth: float) -> Readings:
    """All readings under a table, those of one skeleton together."""
    found: Readings = {}
    known = space()
    graphemes = known.graphemes.findall(f"^{legible}$" if whole else f"^{legible}")
    through = _ways_through(graphemes, table, known.all)
    for reading in _judged(through, worth) if len(through) > 1 else [Reading(w, c, worth) for c, w in through.items()]:
        bones = exact(reading.cyrillic) if acronym else fold(reading.cyrillic)
        found[bones] = (*found[bones], reading) if bones in found else (reading,)
    return found


def _judged(through: Mapping[str, int], worth: float) -> Iterator[Reading]:
    """Readings with how likely they look, the most usual first; those much rarer than a likely one are left out."""
    least = 0.0
    for known, cyrillic, ways in sorted(((usual(ways), c, ways) for c, ways in through.items()), reverse=True):
        if known < least:
            return
        likely = worth * STRANGE ** strangeness(cyrillic)
        yield Reading(ways, cyrillic, likely)
        least = max(least, known * likely / worth * RARE)


def strength(readings: tuple[Reading, ...], ways: int) -> float:
    """How usual and likely the best of some readings is under these manners."""
    if len(readings) == 1:
        return usual(readings[0].ways & ways) * readings[0].likely
    return max(usual(reading.ways & ways) * reading.likely for reading in readings)


def cyrillic_readings(text: str, acronym: bool) -> Readings:
    """The skeleton of a Cyrillic word, and the other one that a Kazakh қ can have in Russian."""
    small = text.lower()
    forms = [small, small.replace("қ", "х")] if "қ" in small else [small]
    shape = exact if acronym else fold
    return {shape(letters(form)) or form: (Reading(space().all, form, 1.0),) for form in forms}


@cache
def _starts() -> dict[str, frozenset[str]]:
    """What skeletons of words can begin with, by the Latin letter that the words begin with."""
    found: dict[str, set[str]] = {}
    for grapheme, options in space().table.items():
        if bare := grapheme.strip("^$"):
            found.setdefault(plain(bare)[0], set()).update(piece[0] for piece, _ in options if piece)
    return {latin: frozenset().union(*map(_sounds, letters)) for latin, letters in found.items()}


@cache
def _sounds(letter: str) -> frozenset[str]:
    """What a skeleton can begin with where its word begins with the Cyrillic letter; all vowels are one."""
    return frozenset(_MELTING.get(letter, sound(letter)))


def sound(letter: str) -> str:
    """The first letter of a skeleton as `starts` has it."""
    return _VOWEL if letter in _CYRILLIC_VOWELS else letter


def starts(text: str, cyrillic: bool) -> frozenset[str]:
    """What the skeletons of a word can begin with: two words without one in common are two."""
    if cyrillic:
        return _sounds(letters(text[:1].lower()) or _VOWEL)
    return _starts().get(plain(text[:1])[:1]) or frozenset(text[:1].lower())

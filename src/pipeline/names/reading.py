"""Words as they are read: a word with all its skeletons, and how likely each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.names.letters import is_cyrillic, plain
from pipeline.names.space import Reading, Readings, cyrillic_readings, latin_readings, space, starts, strength, usual

LONGEST = 60  # code points of a word that is read; the rest of a longer one counts as it is


@dataclass(slots=True, eq=False)  # a frozen one takes four times as long to make
class Word:
    """A word; `plain` is without marks over letters, `starts` what its skeletons can begin with.

    It is read when its readings are asked for: most words that differ begin with different letters.
    """

    text: str
    plain: str
    cyrillic: bool
    acronym: bool
    whole: bool
    starts: frozenset[str]

    @property
    def readings(self) -> Readings:
        """The readings by skeleton; never none."""
        return _read(self)[0]

    @property
    def ways(self) -> int:
        """The bits of the manners that can have written the word."""
        return _read(self)[1]


@lru_cache(maxsize=1 << 15)
def word(text: str, acronym: bool = False, whole: bool = True) -> Word:
    """The word, read as an acronym if need be; `whole=False` for the beginning of one, an initial."""
    cyrillic = is_cyrillic(text)
    return Word(text, text.lower() if cyrillic else plain(text), cyrillic, acronym, whole, starts(text, cyrillic))


@lru_cache(maxsize=1 << 15)
def _read(each: Word) -> tuple[Readings, int]:
    """The readings and the manners of them all."""
    short = each.text[:LONGEST]
    if each.cyrillic:
        return cyrillic_readings(short, each.acronym), space().all
    readings = latin_readings(short, each.acronym, each.whole)
    if not readings:
        return {each.plain: (Reading(space().all, each.plain, 1.0),)}, space().all
    ways = 0
    for reading in (one for found in readings.values() for one in found):
        ways |= reading.ways
    return readings, ways


def common_ways(words: Iterable[str]) -> int:
    """The manners that can have written all these words; -1, all, where no one has."""
    left = -1
    for each in words:
        left &= word(each).ways
    return left or -1


def best(each: Word, bones: str) -> Reading:
    """The likeliest of the readings with this skeleton."""
    return max(each.readings[bones], key=lambda reading: usual(reading.ways) * reading.likely)


def weights(each: Word, ways: int = -1) -> dict[str, float]:
    """How likely each reading is against the likeliest, where the other parts leave these manners; 0 to 1."""
    allowed = each.ways & ways
    return _weights(each, allowed or each.ways)


@lru_cache(maxsize=1 << 14)
def _weights(each: Word, allowed: int) -> dict[str, float]:
    if len(each.readings) == 1:
        return dict.fromkeys(each.readings, 1.0)
    found = {bones: strength(readings, allowed) for bones, readings in each.readings.items()}
    most = max(found.values())
    return {bones: weight / most for bones, weight in found.items() if weight} if most else {}

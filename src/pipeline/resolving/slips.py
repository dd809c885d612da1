"""Slips of print and of scanning in names: one letter off a known name, and itself no name that anybody knows."""

from __future__ import annotations

from functools import lru_cache

from pipeline.cleaning import rarities
from pipeline.languages import cyrillise
from pipeline.languages.wordlist import word_list
from pipeline.names import parse

LANGUAGES = ("en", "de", "fr")  # whose large word lists know names in Latin letters
READINGS = 3
LEAST = 5  # letters of a surname


def is_slip(name: str, other: str) -> bool:
    """Whether one of two surnames a letter apart is in no word list: `Tomsy` for Tomsky, but not `Beglov` for Belov."""
    one, two = _surname(name), _surname(other)
    return _is_one_apart(one, two) and _is_known(one) != _is_known(two)


def _is_one_apart(one: str, two: str) -> bool:
    """A letter more, less or other."""
    if min(len(one), len(two)) < LEAST or abs(len(one) - len(two)) > 1:
        return False
    short, long = sorted((one, two), key=len)
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return one != two and short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _surname(name: str) -> str:
    return "-".join(parse(name).surname).lower()


@lru_cache(maxsize=10_000)
def _is_known(surname: str) -> bool:
    if any(rarities.large(language).get(surname) is not None for language in LANGUAGES):
        return True
    words = word_list("ru")
    for reading in cyrillise(surname, "ru", None, count=READINGS):
        word = reading.text.lower().replace("ё", "е")
        if set(word) <= set(words.alphabet) and words.frequencies([words.encode(word)])[0] is not None:
            return True
    return False

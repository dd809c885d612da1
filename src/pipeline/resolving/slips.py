"""Slips of print and of scanning in names: one letter off a known name, and itself no name that anybody knows."""

from __future__ import annotations

from functools import lru_cache

from pipeline.cleaning import rarities
from pipeline.languages import cyrillise
from pipeline.names import parse
from pipeline.names.known import is_listed
from pipeline.names.slips import slip

LANGUAGES = ("en", "de", "fr")  # whose large word lists know names in Latin letters
READINGS = 3
LEAST = 5  # letters of a surname


def is_slip(name: str, other: str) -> bool:
    """Whether one of two surnames a letter apart is in no word list: `Tomsy` for Tomsky, but not `Beglov` for Belov."""
    one, two = _surname(name), _surname(other)
    apart = min(len(one), len(two)) >= LEAST and one != two and slip(one, two) is not None
    return apart and _is_known(one) != _is_known(two)


def _surname(name: str) -> str:
    return "-".join(parse(name).surname).lower()


@lru_cache(maxsize=10_000)
def _is_known(surname: str) -> bool:
    if any(rarities.large(language).get(surname) is not None for language in LANGUAGES):
        return True
    return any(is_listed(reading.text.lower()) for reading in cyrillise(surname, "ru", None, count=READINGS))

"""Surnames that so many bear that one standing alone tells of nobody: Smith, Ivanov, Stepanov."""

from __future__ import annotations

from functools import lru_cache

from pipeline.cleaning import rarities
from pipeline.languages import cyrillise
from pipeline.names import parse
from pipeline.names.letters import is_cyrillic

LANGUAGES = ("en", "de", "fr")  # whose large word lists know surnames in Latin letters
# Centibels below the most frequent word: Степанов has 528; a Данилов, 535, or Рыков, 589, is one whom texts mean.
COMMON = 530
READINGS = 3


@lru_cache(maxsize=10_000)
def is_common(name: str) -> bool:
    """Whether the surname is so frequent in a language's texts, read in Cyrillic, too."""
    surname = "-".join(parse(name).surname).lower()
    if is_cyrillic(surname):
        return _is_frequent(surname, "ru")
    if any(_is_frequent(surname, language) for language in LANGUAGES):
        return True
    return any(_is_frequent(each.text.lower(), "ru") for each in cyrillise(surname, "ru", None, count=READINGS))


def _is_frequent(word: str, language: str) -> bool:
    rare = rarities.large(language).get(word)
    return rare is not None and rare <= COMMON

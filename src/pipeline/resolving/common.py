"""Surnames that so many bear that one standing alone tells of nobody: Smith, Ivanov, Stepanov."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain, islice

from pipeline.cleaning import rarities
from pipeline.languages import cyrillise
from pipeline.languages.cyrillise import names_of
from pipeline.languages.lattice import listed_words
from pipeline.languages.romanise import normal_latin
from pipeline.names import parse
from pipeline.names.letters import is_cyrillic

LANGUAGES = ("en", "de", "fr")  # whose word lists know surnames in Latin letters
# Centibels below the most frequent word: Степанов has 528; a Данилов, 535, or Рыков, 589, is one whom texts mean.
COMMON = 530
READINGS = 3
LONG = 15  # letters; the word list has no word of more than 20 in Cyrillic, but readings of some are guessed


@lru_cache(maxsize=10_000)
def is_common(name: str) -> bool:
    """Whether the surname is so frequent in a language's texts, read in Cyrillic, too."""
    surname = "-".join(parse(name).surname).lower()
    if is_cyrillic(surname):
        return surname in _frequent("ru")
    if any(surname in _frequent(language) for language in LANGUAGES):
        return True
    if not _can_be_frequent(surname):
        return False
    return any(each.text.lower() in _frequent("ru") for each in cyrillise(surname, "ru", None, count=READINGS))


def _can_be_frequent(surname: str) -> bool:
    """False where no way to read it in Cyrillic gives a frequent word; quick, since nothing is weighed."""
    if not surname.isalpha() or len(surname) > LONG:
        return True
    return not _frequent("ru").isdisjoint(listed_words(normal_latin(surname), "ru", names_of("ru")))


@cache
def _frequent(language: str) -> frozenset[str]:
    """The words that are no rarer than that, which the small list of a language has all."""
    return frozenset(chain.from_iterable(islice(rarities.read(language, "small"), COMMON + 1)))

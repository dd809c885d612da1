"""Case endings of Cyrillic words and of surnames in Latin letters, by table (`tables/cases.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline.entities.tables import words

CYRILLIC = "\u0400"
SHORTEST = 4  # letters of a nominative: of shorter ones the cases are other words, too
VOWELS = frozenset("aeiouyěéýíаеёиоуыэюя")
LATIN, DOUBTFUL = "latin", "doubtful"


@cache
def _endings(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Nominative endings, the longest first, each with those of the other cases."""
    rows = (row.split("=") for row in words("cases", name))
    return tuple((old, tuple(new.split(","))) for old, new in sorted(rows, key=lambda row: (-len(row[0]), row)))


def oblique(word: str) -> Iterator[tuple[str, bool]]:
    """A Cyrillic word, a surname in Latin letters, in the other cases, each with whether it may be something else."""
    if len(word) < SHORTEST or " " in word or word.isupper():
        return
    if word[0] >= CYRILLIC:
        yield from ((form, False) for form in _declined(word, "cyrillic"))
    else:
        yield from ((form, False) for form in _declined(word, LATIN))
        yield from ((form, True) for form in _declined(word, DOUBTFUL))


@lru_cache(maxsize=10_000)
def cases(surname: str) -> tuple[str, ...]:
    """Its forms in other cases that are nothing else."""
    return tuple(form for form, doubtful in oblique(surname) if not doubtful)


def _declined(word: str, name: str) -> Iterator[str]:
    for old, new in _endings(name):
        if word.endswith(old) and (old or word[-1] not in VOWELS):
            yield from (word.removesuffix(old) + ending for ending in new)
            return


@lru_cache(maxsize=10_000)
def nominatives(word: str) -> frozenset[str]:
    """What a Cyrillic word can be a case of: `Филиппа` of Филипп; nothing for words in other letters."""
    if word[:1] < CYRILLIC or len(word) < SHORTEST:
        return frozenset()
    rows = ((old, ending) for old, new in _endings("cyrillic") for ending in new)
    found = frozenset(word.removesuffix(ending) + old for old, ending in rows if word.endswith(ending))
    whole = _fleeting().get(word.lower())
    return found if whole is None else found | {whole if word.islower() else whole.capitalize()}


@cache
def _fleeting() -> dict[str, str]:
    """Names that lose a vowel in other cases, by these: `льва` is of Лев."""
    return {form: name for name, forms in _endings("fleeting") for form in forms}

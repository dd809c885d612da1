"""Given names and the families that they belong to across languages: Nikolai, Mykola, Nicholas, Николай."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.names.families import NOTHING, Families, index, likely, rows
from pipeline.names.letters import plain

MALE, FEMALE = "male", "female"
SHORTEST = 4  # letters of a given name without its case ending
_CASE = re.compile(r"(?:а|у|ом|ем|я|ю|и|ои|ею)$")
_FATHER = re.compile(r"(?:[оеия]?вич|ич|[оеия]?вна|ична|инична|[оеия]?вич[ау]|[оеия]?внои|[оеия]?вни|ичем)$")
_TAIL = re.compile(r"[аеиоуюя]+$")


@dataclass(frozen=True, slots=True)
class Given:
    """The table of given.toml.

    `stems` are those of male names, from which father's names are made; `letters` are, of each family, those that its
    forms begin with; from number `female_from` on families are female.
    """

    families: Families
    stems: dict[str, frozenset[int]]
    letters: tuple[frozenset[str], ...]
    female_from: int


@cache
def given() -> Given:
    """The table, read once a process."""
    male, female = (rows("given.toml", table) for table in (MALE, FEMALE))
    stems: dict[str, frozenset[int]] = {}
    families = index([*male, *female])
    for bones, numbers in families.bones.items():
        stem = _TAIL.sub("", bones)
        stems[stem] = stems.get(stem, NOTHING) | {number for number in numbers if number < len(male)}
    letters = tuple(frozenset(plain(form)[0] for form in forms) for forms in (*male, *female))
    return Given(families, stems, letters, len(male))


@lru_cache(maxsize=1 << 14)
def belongs(text: str) -> frozenset[int]:
    """The families of a given name; none where it is unknown. A case ending is undone: Iosifa, Николаю."""
    families = given().families
    if found := families.of(text):
        return found
    if not families.can_be(text, "м"):
        return NOTHING
    stems = [bones[: -len(case[0])] for bones in likely(text) if (case := _CASE.search(bones))]
    return families.read([stem + end for stem in stems if len(stem) >= SHORTEST for end in ("", "и")])


def is_declined(text: str) -> bool:
    """Whether the word is a given name only without the ending of a case, or a woman's made from a man's: Roberta."""
    return bool(belongs(text)) and not given().families.of(text)


def is_given(text: str) -> bool:
    """Whether the word is a given name of the table."""
    return bool(belongs(text))


def gender(text: str) -> str:
    """`male` or `female`, empty where the table does not say."""
    women = {number >= given().female_from for number in belongs(text)}
    if len(women) != 1:
        return ""
    return FEMALE if women.pop() else MALE


def beginnings(text: str) -> set[str]:
    """The first letters of all forms that a given name has in its families."""
    return {letter for number in belongs(text) for letter in given().letters[number]}


@lru_cache(maxsize=1 << 13)
def fathers(text: str) -> tuple[frozenset[str], frozenset[int]]:
    """Of a father's name: what is left without its ending, in each likely reading, and the families it is made from."""
    stems = {_TAIL.sub("", _FATHER.sub("", bones)) for bones in likely(text) if _FATHER.search(bones)}
    known = given().stems
    return frozenset(stems), NOTHING.union(*(known.get(stem, NOTHING) for stem in stems))

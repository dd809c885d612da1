"""The surface of a mention as a name to compare: its order put right, case endings of romanised genitives undone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.entities.cases import nominatives
from pipeline.entities.classes import PATRONYMIC, ends_as_surname
from pipeline.entities.names import SUFFIX_END, given_names, listed_given_names
from pipeline.entities.spellings import fold

Bearers = Mapping[str, frozenset[str]]
"""Surnames, folded, with the first letters of their bearers' given names; none where only the text names them."""

INITIAL = r"[^\W\d_]{1,3}\."
INVERTED = re.compile(rf"(?P<surname>[^\W\d_][\w'’ʹʼ-]+),? (?P<rest>(?:{INITIAL} ?)+)\Z")
COMMA = re.compile(r"(?P<surname>[^,]+), (?P<rest>[^,]+)\Z")
GLUED = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_])")
CASES = ("omu", "ogo", "ym", "om", "im", "oi", "oy", "ej", "ei", "u", "у", "ом", "ым", "ой")
FATHERS = re.compile(r"(?:[ое]вич|ьич|[ое]вна|ична)\Z")  # the end of a patronymic in the nominative
CLUSTER = re.compile(r"[^аеёиоуыэюяь]{2}\Z")  # of consonants, in which few surnames end
FEMININE = ("a", "а")  # a genitive, or a woman's name: the initial decides


def person_name(surface: str, bearers: Bearers, nominative: str | None = None) -> str:
    """Given names or initials, then the surname; `V. M. Molotovu` is `V. M. Molotov` where Molotov is known.

    `nominative` is the surname as it should be where the surface is known to have another case or a slip of print.
    """
    if nominative and " " not in surface and "." not in surface:
        return nominative
    if suffix := SUFFIX_END.search(surface):
        return person_name(surface[: suffix.start()], bearers, nominative) + surface[suffix.start() :]
    if nominative:
        surface = " ".join(nominative if word[:3] == nominative[:3] else word for word in surface.split())
    if " " not in surface and "." not in surface:
        return surface if bearers.get(fold(surface)) else _nominative(surface, "", bearers)
    *given, surname = _in_order(surface)
    known = [_given(word) for word in given]
    if known != given and not nominative:
        nominative = _surname(surname)
        known, surname = (known, nominative) if nominative else (given, surname)
    return " ".join([*known, _nominative(surname, given[0] if given else "", bearers)])


@lru_cache(maxsize=10_000)
def _surname(word: str) -> str | None:
    """The nominative of a Cyrillic surname behind a given name in another case, None where there could be several."""
    found = sorted(nominatives(word))
    likely = [each for each in found if ends_as_surname(each)]
    if not likely and len(found) > 1:
        found = [each for each in found if not CLUSTER.search(each)]
    if likely or not nominatives(word):
        return [*likely, word][0]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=10_000)
def _given(word: str) -> str:
    """`Филипп` for `Филиппа`, `Исаевич` for `Исаевича`; other words as they are."""
    if fold(word) in given_names() or FATHERS.search(word):
        return word
    cases = sorted(nominatives(word))
    return next((each for each in cases if fold(each) in given_names() or FATHERS.search(each)), word)


@lru_cache(maxsize=10_000)
def _in_order(surface: str) -> list[str]:
    """The parts of a name, the surname last."""
    match = INVERTED.match(surface) or COMMA.match(surface)
    name = f"{match['rest'].strip()} {match['surname']}" if match else surface
    first, *rest = GLUED.sub(" ", " ".join(name.split())).split()
    surname_first = match is None and fold(first) not in given_names() and not first.endswith(".") and _is_given(rest)
    return [*rest, first] if surname_first else [first, *rest]


def _is_given(words: Sequence[str]) -> bool:
    """Whether these are given names or initials, as in `Kondrashin Viktor`; a patronymic has one before it."""
    father = bool(words and PATRONYMIC.match(words[-1]))
    names = given_names() if father else listed_given_names()
    known = [fold(word) in names or word.endswith(".") or bool(PATRONYMIC.match(word)) for word in words]
    return len(words) > father and all(known)


def _nominative(word: str, given: str, bearers: Bearers) -> str:
    """`Molotovu` where Molotov is known; `Stalina` only with an initial of his."""
    if bearers.get(fold(word)):
        return word
    for ending in CASES:
        if word.endswith(ending) and fold(word[: -len(ending)]) in bearers:
            return word[: -len(ending)]
    if word.endswith(FEMININE) and given and fold(given)[0] in bearers.get(fold(word[:-1]), ()):
        return word[:-1]
    return word

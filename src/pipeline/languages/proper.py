"""Whether words in capitals are a title or only names: what a dictionary of Russian or Ukrainian says of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.languages.cyrillise import cyrillise

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

PERSONAL = frozenset(["Name", "Patr"])
NAMES = PERSONAL | frozenset(["Surn", "Geox", "Orgn", "Init", "Abbr"])
SHORTEST = 4  # letters of a word that proves anything


@cache
def dictionary(language: str) -> MorphAnalyzer:
    """The morphological dictionary of a language; loads in a quarter of a second."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang=language)


def title_class(words: Sequence[str], name: str) -> str:
    """The class of the model that words in capitals are a title in, "" where they may be only names.

    By the dictionary of what the model takes them for, else by that of Russian: none is a given name, and one can be
    no name at all; one by itself must be a thing.
    """
    language = "uk" if name == "uk-Latn" else "ru"
    return f"{language}-Latn" if _more_than_names([_kinds(word, language) for word in words]) else ""


def _more_than_names(kinds: Sequence[frozenset[str]]) -> bool:
    if any(PERSONAL & marks and "Surn" not in marks for marks in kinds):
        return False
    common = [marks for marks in kinds if marks and not NAMES & marks]
    return bool(common) and (len(kinds) > 1 or ("inan" in common[0] and "anim" not in common[0]))


@cache
def _kinds(word: str, language: str) -> frozenset[str]:
    """The grammemes of a romanised word in all its parses, none for one that is in no dictionary."""
    reading = cyrillise(word, language, count=1)[0].text.lower()
    if len(reading) < SHORTEST:
        return frozenset()
    parses = [parse for parse in dictionary(language).parse(reading) if parse.is_known]
    return frozenset(mark for parse in parses for mark in str(parse.tag).replace(",", " ").split())

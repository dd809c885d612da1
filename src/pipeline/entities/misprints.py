"""Surnames that a document has in full, found where one letter of them is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.cleaning.rarities import large
from pipeline.entities.classes import UNLISTED, rarity
from pipeline.names.letters import loose
from pipeline.names.slips import slip

LEAST = 5  # letters of either
LANGUAGES = ("en", "de", "fr", "ru")  # whose large word lists have names


class Misprints:
    """The surnames of a document, asked for words that may be one of them misprinted."""

    def __init__(self, surnames: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = defaultdict(list)
        self._asked: dict[str, str | None] = {}
        for surname in surnames:
            if len(surname) >= LEAST:
                self._by_first[surname[0]].append(surname)

    def of(self, word: str) -> str | None:
        """The one surname a letter away; None without one, with several, or where a word list has the word.

        A letter more that only doubles one is a slip whatever the lists say: `Hermann` for Herman.
        """
        if word not in self._asked:
            self._asked[word] = self._of(word) if len(word) >= LEAST and rarity(word) >= UNLISTED else None
        return self._asked[word]

    def _of(self, word: str) -> str | None:
        near = [each for each in self._by_first[word[0]] if abs(len(each) - len(word)) < 2 and slip(each, word)]
        if len(near) != 1 or (_is_listed(word.lower()) and loose(near[0]) != loose(word)):
            return None
        return near[0]


def _is_listed(word: str) -> bool:
    return any(large(language).get(word) is not None for language in LANGUAGES)

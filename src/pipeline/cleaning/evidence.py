"""What a text itself and the word lists know of its words, for the rules on words that were torn or run together.

Looking at every word of a text costs more than all other rules do on a sound one. So texts of at most WHOLE
characters are looked at whole, of longer ones the first SAMPLE, and the rest only where those show damage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from pipeline.cleaning import word_lists
from pipeline.cleaning.characters import Scan
from pipeline.cleaning.vocabulary import BoolArray, HashArray, LetterRuns, Table, numbers
from pipeline.edits import IntArray

WHOLE, SAMPLE = 120_000, 30_000  # some 20,000 and 5,000 words
FEW_KNOWN = 0.5  # where the lists know less of a text, it is in none of their languages
# Centibels: a string of letters that is rarer, or has few letters and is rarer, is no word for sure.
RARE, RARE_SHORT, SHORT = 500, 400, 3
PLACES = 20


@cache
def listed(language: str) -> Table:
    """The words of a language's small list."""
    return Table.of(numbers(list(word_lists.word_list(language))), PLACES)


@cache
def firm(language: str) -> Table:
    """The words of a language's small list that are too common to be anything else."""
    rows = word_lists.word_list(language).items()
    return Table.of(numbers([word for word, rarity in rows if is_firm(word, rarity)]), PLACES)


def is_firm(word: str, rarity: int | None) -> bool:
    """So common that it is a word, and no piece of one."""
    return rarity is not None and rarity <= (RARE_SHORT if len(word) <= SHORT else RARE)


@cache
def _function_words() -> tuple[list[str], HashArray, IntArray]:
    """The languages, their function words, and the number of the language of each."""
    names = list(word_lists.KNOWN)
    words = [word for name in names for word in word_lists.KNOWN[name]]
    return names, numbers(words), np.repeat(np.arange(len(names)), [len(word_lists.KNOWN[name]) for name in names])


@dataclass(frozen=True)
class Evidence:
    """The words of a text's beginning, and what is known of them."""

    scan: Scan
    stop: int

    @staticmethod
    def looks(scan: Scan) -> Iterator[Evidence]:
        """What to look at first, and then, where that shows damage."""
        length = len(scan.text)
        if length > WHOLE:
            yield Evidence(scan, max(scan.text.rfind(" ", 0, SAMPLE), 0))
        yield Evidence(scan, length)

    @cached_property
    def runs(self) -> LetterRuns:
        """The words."""
        return LetterRuns.of(self.scan, self.stop)

    @cached_property
    def language(self) -> str:
        """The language of most of them, "" where the word lists know too few of them."""
        names, wanted, owner = _function_words()
        found = np.bincount(owner, self.count(wanted)) / np.bincount(owner)
        language = names[int(np.argmax(found))] if found.any() else "en"
        known = listed(language).has(self.runs.hashes)
        return language if np.sum(known) > FEW_KNOWN * len(known) else ""

    @cached_property
    def listed(self) -> BoolArray:
        """Which words are in the small list."""
        return listed(self.language).has(self.runs.hashes)

    @cached_property
    def firm(self) -> BoolArray:
        """Which words are too common to be pieces of other words."""
        return firm(self.language).has(self.runs.hashes)

    @cached_property
    def own(self) -> Table:
        """The words as a set."""
        return Table.of(self.runs.hashes)

    @cached_property
    def lengths(self) -> IntArray:
        """The length of each word."""
        return self.runs.ends - self.runs.starts

    def text(self, run: int) -> str:
        """The letters of a word."""
        return self.scan.text[self.runs.starts.item(run) : self.runs.ends.item(run)]

    def count(self, hashes: HashArray) -> IntArray:
        """How often each of these words stands in the text."""
        return _count(self._sorted, hashes)

    def pairs(self, left: HashArray, right: HashArray) -> IntArray:
        """How often each of these pairs stands in the text with one space between."""
        return _count(self._sorted_pairs, _pair(left, right))

    @cached_property
    def _sorted(self) -> HashArray:
        return np.sort(self.runs.hashes)

    @cached_property
    def _sorted_pairs(self) -> HashArray:
        hashes, spaced = self.runs.hashes, self.runs.spaced[:-1]
        return np.sort(_pair(hashes[:-1][spaced], hashes[1:][spaced]))


def _pair(left: HashArray, right: HashArray) -> HashArray:
    return np.asarray(left * np.uint64(3) + right * np.uint64(5), np.uint64)


def _count(among: HashArray, hashes: HashArray) -> IntArray:
    return np.searchsorted(among, hashes, side="right") - np.searchsorted(among, hashes)

"""Hyphens at line ends: join, keep, leave as suspended, or keep in doubt.

Decided by weighing evidence, in natural logarithms of odds for joining: how many of the document's line-end hyphens
its hyphenated compounds explain; how often the joined and the hyphenated form stand elsewhere in it; what the word
lists know. In doubt the hyphen stays, and a doubt is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import NamedTuple

import numpy as np

from pipeline.cleaning import word_lists
from pipeline.cleaning.characters import HYPHEN, HYPHENS, LETTER, SOFT
from pipeline.cleaning.layout import BoolArray, Layout
from pipeline.cleaning.vocabulary import Vocabulary
from pipeline.lexicon import NONE, Lexicon
from pipeline.text import Edits, Proposal

WORD = 80  # no word is longer
LEFT = re.compile(rf"\S*?(?P<head>(?:[^\W\d_]+-)*)(?P<word>[^\W\d_]+)(?P<mark>[{HYPHENS}])$")
RIGHT = re.compile(rf"[^\W\d_]{{1,{WORD}}}")
DIGITS = re.compile(rf"\d[{HYPHENS}]$")
SUSPENDED = frozenset("and or to und oder bis et ou y o e и или і або та do i oraz a nebo až".split())
FREE_PREFIXES = frozenset("self ex all well half quasi vice so non semi cross by".split())
BOUND_PREFIXES = frozenset("over under counter inter out up fore mis non anti pre trans super sub in on".split())
FREE = 6.0  # two common words that together make none: seldom the typesetter's doing
COMMON, RARE = 600, 10**6  # centibels; 600 is once in a million words
CERTAIN = 0.5


def join(start: int, end: int) -> Proposal:
    """The hyphen was the typesetter's: it goes with the line end, and the word is whole (`eco-⏎nomic`).

    Leaves hyphens for which the document, the lexicon and the word lists speak as often: a doubt.
    """
    return Proposal(start - 1, end, "", "hyphens.join")


def keep(start: int, end: int) -> Proposal:
    """The hyphen is the author's (`cotton-⏎growing`, `1932-⏎33`): only the line end goes.

    Leaves the hyphen.
    """
    return Proposal(start, end, "", "hyphens.keep")


def suspend(start: int, end: int) -> Proposal:
    """The word is completed later (`pre-⏎and post-war`): a space for the line end.

    Leaves the hyphen.
    """
    return Proposal(start, end, " ", "hyphens.suspend")


def soft(layout: Layout) -> Edits:
    """Soft hyphens at line ends that no word goes on from: removed.

    Leaves those that a word goes on from to `hyphens.join`.
    """
    ends = layout.ends[layout.scan.codes[layout.ends - 1] == ord(SOFT)]
    return Edits.of(ends - 1, ends, "", "hyphens.soft")


def at_end(layout: Layout) -> BoolArray:
    """Which lines end in a hyphen of any kind."""
    return ((layout.scan.flags[layout.ends - 1] & HYPHEN) > 0) & (layout.lengths > 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a line-end hyphen, why, and whether a person should look."""

    write: Callable[[int, int], Proposal]
    why: str
    doubtful: bool = False


SURELY = (Verdict(keep, "more often kept"), Verdict(join, "more often one word"))


class Halves(NamedTuple):
    """The parts of a word that two lines share; `head` is what stands before its last hyphen but one."""

    head: str
    left: str
    right: str

    def forms(self) -> tuple[str, str, str]:
        """The word joined, hyphenated, and its last part joined."""
        whole = self.head + self.left
        return whole + self.right, f"{whole}-{self.right}", self.left + self.right


def _halves(left: str, right: str) -> Halves | Verdict | None:
    """The word that goes over a line's end; a verdict where nothing is to be weighed, None without a word."""
    if not right[:1].isalpha():
        return Verdict(keep, "between numbers") if DIGITS.search(left[-2:]) and right[:1].isdigit() else None
    before = LEFT.match(left[-WORD:].rsplit(" ", 1)[-1])
    if not before:
        return None
    head, word, mark = before.groups()
    following = RIGHT.match(right)[0]  # type: ignore[index]
    if mark in f"{SOFT}¬":
        return Verdict(join, "a soft hyphen")
    if following[0].isupper() and not (word.isupper() and len(word) > 1) and following.lower() not in SUSPENDED:
        return Verdict(keep, f"'{following}' has a capital")
    return Halves(head, word, following)


class Judge:
    """Weighs the line-end hyphens of one layout."""

    def __init__(self, layout: Layout, corpus: Lexicon = NONE) -> None:
        self.layout, self.corpus = layout, corpus
        self._counts: dict[str, int] = {}

    @cached_property
    def words(self) -> Vocabulary:
        """The words of the text."""
        return Vocabulary.of(self.layout.scan)

    @cached_property
    def language(self) -> str:
        """The language whose word list is asked."""
        return word_lists.language_of(self.words)

    def rarity(self, word: str) -> int | None:
        """How rare a word of that list is, None where it has it not."""
        return word_lists.rarity(word.lower(), self.language)

    @cached_property
    def prior(self) -> float:
        """Log odds that a hyphen at a line's end was put there by the typesetter, before looking at the word."""
        behind_letter = (self.layout.scan.flags[self.layout.ends - 2] & LETTER) > 0
        broken = int(np.sum(at_end(self.layout) & behind_letter & (self.layout.lengths > 1)))
        own = self.words.compounds * int(np.sum(self.layout.lengths > 0)) / max(self.words.total, 1)
        return log(max(broken - own, 0.2) / max(own, 0.2))

    def count(self, word: str) -> int:
        """How often a word stands in the text, whatever its capitals."""
        word = word.lower()
        if word not in self._counts:
            self.expect([word])
        return self._counts[word]

    def expect(self, words: Iterable[str]) -> None:
        """Counts words together, which is quicker than one by one."""
        unknown = [word for word in dict.fromkeys(words) if word not in self._counts]
        if unknown:
            self._counts.update(zip(unknown, self.words.counts(unknown).tolist(), strict=True))

    def judge(self, seams: Sequence[tuple[str, str]]) -> list[Verdict | None]:
        """What becomes of the hyphen between each pair of lines, None where there is none to judge."""
        halves = [_halves(left, right) for left, right in seams]
        self.expect(form.lower() for pair in halves if isinstance(pair, Halves) for form in pair.forms())
        return [self._weigh(pair) if isinstance(pair, Halves) else pair for pair in halves]

    def _weigh(self, word: Halves) -> Verdict:
        head, left, right = word.head, word.left, word.right
        if right.lower() in SUSPENDED and not self._one_word(left + right):
            return Verdict(suspend, f"'{left}-' is completed behind '{right}'")
        odds = self.prior + self._in_document(head + left, right) + self._in_language(left, right, bool(head))
        odds += self.corpus.odds(f"{head}{left}{right}", f"{head}{left}-{right}")
        if abs(odds) > CERTAIN:
            return SURELY[odds > 0]
        return Verdict(keep, f"log odds {odds:.1f} for '{left}{right}' against '{left}-{right}'", True)

    def _one_word(self, word: str) -> bool:
        return self.count(word) > 0 or self.rarity(word) is not None

    def _in_document(self, left: str, right: str) -> float:
        joined, split = self.count(left + right), self.count(f"{left}-{right}")
        return 2 * log((joined + 0.3) / (split + 0.3))

    def _in_language(self, left: str, right: str, compound: bool) -> float:
        common = word_lists.word_list(self.language, "small")
        if not common:
            return 1.0
        free = self._free(left, right, 1 if compound else 3) and left.lower() not in BOUND_PREFIXES
        if (left + right).lower() in common:
            return -FREE if compound and free else 2.5  # `day-to-day` is no `today`
        if not compound and not free and left.lower() not in FREE_PREFIXES:
            return 2.0  # one half is no word: nothing that a larger list says could weigh more
        if self.rarity(left + right) is not None and not (compound and free):
            return 2.5
        return -FREE if free or left.lower() in FREE_PREFIXES else 0.0

    def _free(self, left: str, right: str, length: int) -> bool:
        """Both are common words of their own, at least so long."""
        common = word_lists.word_list(self.language, "small")
        return all(len(word) >= length and common.get(word.lower(), RARE) <= COMMON for word in (left, right))

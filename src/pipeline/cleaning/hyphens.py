"""Hyphens at line ends: join, keep, leave as suspended, or keep in doubt.

Decided by weighing evidence, in natural logarithms of odds for joining: how many of the document's line-end hyphens
its hyphenated compounds explain; how often the joined and the hyphenated form stand elsewhere in it; what the word
lists know. In doubt the hyphen stays, and a doubt is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import log

from pipeline.cleaning import lexicon
from pipeline.cleaning.layout import Layout
from pipeline.cleaning.spacing import SOFT
from pipeline.text import Edits, Proposal

MARK = "-\u00ad¬"
LEFT = re.compile(rf"\S*?(?P<head>(?:[^\W\d_]+-)*)(?P<word>[^\W\d_]+)(?P<mark>[{MARK}])$")
RIGHT = re.compile(r"[^\w\s]{0,2}?(?P<word>[^\W\d_]+)(?P<tail>(?:-[^\W\d_]+)*)")
DIGITS = re.compile(rf"\d[{MARK}]$")
SUSPENDED = frozenset("and or to und oder bis et ou y o e и или і або та do i oraz a nebo až".split())
FREE_PREFIXES = frozenset("self ex all well half quasi vice so non semi cross by".split())
BOUND_PREFIXES = frozenset("over under counter inter out up fore mis non anti pre trans super sub in on".split())
FREE = 6.0  # two common words that together make none: seldom the typesetter's doing
COMMON, RARE = 600, 10**6  # centibels; 600 is once in a million words
CERTAIN = 0.5


def join(start: int, end: int) -> Proposal:
    """The hyphen was the typesetter's: it goes with the line end, and the word is whole."""
    return Proposal(start - 1, end, "", "hyphens.join")


def keep(start: int, end: int) -> Proposal:
    """The hyphen is the author's: only the line end goes."""
    return Proposal(start, end, "", "hyphens.keep")


def suspend(start: int, end: int) -> Proposal:
    """The word is completed later (`pre- and post-war`): hyphen and space stay."""
    return Proposal(start, end, " ", "hyphens.suspend")


def soft(layout: Layout) -> Edits:
    """Soft hyphens at line ends that no word goes on from."""
    ends = [line.end for line in layout.lines if line.text[-1:] == SOFT]
    return Edits.of([end - 1 for end in ends], ends, "", "hyphens.soft")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a line-end hyphen, why, and whether a person should look."""

    write: Callable[[int, int], Proposal]
    why: str
    doubtful: bool = False


class Judge:
    """Weighs the line-end hyphens of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    @cached_property
    def language(self) -> str:
        """The language whose word list is asked."""
        return lexicon.language_of(self.layout.words)

    def rarity(self, word: str) -> int | None:
        """How rare a word of that list is, None where it has it not."""
        return lexicon.rarity(word.lower(), self.language)

    @cached_property
    def prior(self) -> float:
        """Log odds that a hyphen at a line's end was put there by the typesetter, before looking at the word."""
        lines = [line for line in self.layout.lines if line.text]
        at_end = sum(line.text[-1] in MARK and line.text[-2:-1].isalpha() for line in lines)
        compounds = sum(count for word, count in self.layout.words.items() if "-" in word)
        own = compounds * len(lines) / max(self.layout.words.total(), 1)
        return log(max(at_end - own, 0.2) / max(own, 0.2))

    def judge(self, left: str, right: str) -> Verdict | None:
        """What becomes of the hyphen between two lines, None where there is none to judge."""
        if DIGITS.search(left) and right[:1].isdigit():
            return Verdict(keep, "between numbers")
        before, after = LEFT.match(left[-80:].rsplit(" ", 1)[-1]), RIGHT.match(right)
        if not before or not after or not right[:1].isalpha():
            return None
        return self._weigh(before, after)

    def _weigh(self, before: re.Match[str], after: re.Match[str]) -> Verdict:
        head, left, right = before["head"], before["word"], after["word"]
        if before["mark"] in "\u00ad¬":
            return Verdict(join, "a soft hyphen")
        if right.lower() in SUSPENDED and not self._one_word(left + right):
            return Verdict(suspend, f"'{left}-' is completed behind '{right}'")
        if right[:1].isupper() and not (left.isupper() and len(left) > 1):
            return Verdict(keep, f"'{right}' has a capital")
        odds = self.prior + self._in_document(head + left, right) + self._in_language(left, right, bool(head))
        why = f"log odds {odds:.1f} for '{left}{right}' against '{left}-{right}'"
        return Verdict(join if odds > CERTAIN else keep, why, abs(odds) <= CERTAIN)

    def _one_word(self, word: str) -> bool:
        return self.layout.words[word.lower()] > 0 or self.rarity(word) is not None

    def _in_document(self, left: str, right: str) -> float:
        words = self.layout.words
        joined, split = words[(left + right).lower()], words[f"{left}-{right}".lower()]
        return 2 * log((joined + 0.3) / (split + 0.3))

    def _in_language(self, left: str, right: str, compound: bool) -> float:
        common = lexicon.word_list(self.language, "small")
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
        common = lexicon.word_list(self.language, "small")
        return all(len(word) >= length and common.get(word.lower(), RARE) <= COMMON for word in (left, right))

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
from pipeline.cleaning.characters import BLANK, BREAK, HYPHEN, HYPHENS, LETTER, SOFT
from pipeline.cleaning.layout import BoolArray, Layout
from pipeline.cleaning.vocabulary import Vocabulary
from pipeline.edits import IntArray
from pipeline.lexicon import NONE, Lexicon
from pipeline.text import Edits, Proposal

WORD = 80  # no word is longer
LETTERS = "[^\\W\\d_][\u0300-\u036f]*"  # old prints write marks that no composed letter has
LEFT = re.compile(rf"\S*?(?P<head>(?:(?:{LETTERS})+-)*)(?P<word>(?:{LETTERS})+)(?P<mark>[{HYPHENS}])$")
RIGHT = re.compile(rf"(?:{LETTERS}){{1,{WORD}}}")
NUMBER = re.compile(rf"\w[{HYPHENS}]$")
SUSPENDED = frozenset("and or to und oder bis et ou y o e и или і або та do i oraz a nebo až".split())
# `pre- and post-⏎war`: the second of such a pair has its hyphen too, where compounds are not written closed.
PAIRED = re.compile(r"\w- (?:and|or|to) \S*$")
PAIR = 8.0
CERTAIN = 0.5
EM_DASH, EN_DASH = 0x2014, 0x2013


def join(start: int, end: int) -> Proposal:
    """The hyphen was the typesetter's: it goes with the line end, and the word is whole (`eco-⏎nomic`).

    Leaves hyphens for which the document, the lexicon and the word lists speak as often: a doubt.
    """
    return Proposal(start - 1, end, "", "hyphens.join")


def keep(start: int, end: int) -> Proposal:
    """The hyphen is the author's (`cotton-⏎growing`, `1932-⏎33`, `mid-⏎1929`): only the line end goes.

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


def dash(start: int, end: int) -> Proposal:
    """A dash that stands tight between words, here and elsewhere in the text: only the line end goes.

    Leaves dashes between blanks, whose line end is a blank.
    """
    return Proposal(start, end, "", "hyphens.dash")


def at_end(layout: Layout) -> BoolArray:
    """Which lines end in a hyphen of any kind."""
    return ((layout.scan.flags[layout.ends - 1] & HYPHEN) > 0) & (layout.lengths > 0)


def tight(layout: Layout, before: IntArray, after: IntArray) -> BoolArray:
    """At which seams a dash touches one of the two words, in a text that writes this dash without blanks."""
    codes, flags = layout.scan.codes, layout.scan.flags
    found = np.zeros(len(before), bool)
    for sign, common in ((EM_DASH, True), (EN_DASH, False)):
        ends, begins = layout.ends[before] - 1, layout.starts[after]
        behind = (codes[ends] == sign) & ((flags[ends - 1] & (BLANK | BREAK)) == 0)
        ahead = (codes[begins] == sign) & ((flags[begins + 1] & (BLANK | BREAK)) == 0)
        if (behind | ahead).any() and _written_tight(layout, sign, common):
            found |= behind | ahead
    return found


def _written_tight(layout: Layout, sign: int, common: bool) -> bool:
    """Inside lines the dash stands more often without blanks than between them; `common` where it never stands."""
    codes = layout.scan.codes
    at = np.flatnonzero(codes[:-1] == sign)
    blanks = (codes[at - 1] == ord(" ")).astype(int) + (codes[at + 1] == ord(" "))
    inside = ((layout.scan.flags[at - 1] | layout.scan.flags[at + 1]) & BREAK) == 0
    close, loose = int(np.sum((blanks == 0) & inside)), int(np.sum((blanks > 0) & inside))
    return close > loose or (common and close == loose)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a line-end hyphen, why, and whether a person should look."""

    write: Callable[[int, int], Proposal]
    why: str
    doubtful: bool = False


TIGHT = Verdict(dash, "a dash without blanks")
SURELY = (Verdict(keep, "more often kept"), Verdict(join, "more often one word"))


class Halves(NamedTuple):
    """The parts of a word that two lines share.

    `head` is what stands before its last hyphen but one; `language` that of the lines, `paired` says that the word
    before is completed by the same part: `pre- and post-`.
    """

    head: str
    left: str
    right: str
    language: str
    paired: bool

    def forms(self) -> tuple[str, str, str]:
        """The word joined, hyphenated, and its last part joined."""
        whole = self.head + self.left
        return whole + self.right, f"{whole}-{self.right}", self.left + self.right


def _halves(left: str, right: str, language: str) -> Halves | Verdict | None:
    """The word that goes over a line's end; a verdict where nothing is to be weighed, None without a word."""
    if not right[:1].isalpha():
        return Verdict(keep, "before a number") if right[:1].isdigit() and NUMBER.search(left[-2:]) else None
    before = LEFT.match(left[-WORD:].rsplit(" ", 1)[-1])
    if not before:
        return None
    head, word, mark = before.groups()
    following = RIGHT.match(right)[0]  # type: ignore[index]
    if mark in f"{SOFT}¬":
        return Verdict(join, "a soft hyphen")
    if following[0].isupper() and not (word.isupper() and len(word) > 1) and following.lower() not in SUSPENDED:
        return Verdict(keep, f"'{following}' has a capital")
    paired = PAIRED.search(left[-WORD:]) is not None if "- " in left[-WORD:] else False
    return Halves(head, word, following, word_lists.language_near(left, right, language), paired)


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
        """The language of most of the text."""
        return word_lists.language_of(self.words)

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
        halves = [_halves(left, right, self.language) for left, right in seams]
        self.expect(form.lower() for pair in halves if isinstance(pair, Halves) for form in pair.forms())
        return [self._weigh(pair) if isinstance(pair, Halves) else pair for pair in halves]

    def _weigh(self, word: Halves) -> Verdict:
        head, left, right, language, paired = word
        if right.lower() in SUSPENDED and not self._one_word(left + right, language):
            return Verdict(suspend, f"'{left}-' is completed behind '{right}'")
        odds = self.prior + self._in_document(head + left, right)
        odds += word_lists.for_joining(left, right, bool(head), language)
        odds += self.corpus.odds(f"{head}{left}{right}", f"{head}{left}-{right}")
        odds -= PAIR if paired else 0.0
        if abs(odds) > CERTAIN:
            return SURELY[odds > 0]
        return Verdict(keep, f"log odds {odds:.1f} for '{left}{right}' against '{left}-{right}'", True)

    def _one_word(self, word: str, language: str) -> bool:
        return self.count(word) > 0 or word_lists.is_word(word, language)

    def _in_document(self, left: str, right: str) -> float:
        joined, split = self.count(left + right), self.count(f"{left}-{right}")
        return 2 * log((joined + 0.3) / (split + 0.3))

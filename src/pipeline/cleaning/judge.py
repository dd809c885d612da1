"""The judge of line-end hyphens: weighs what the document, the corpus and the word lists say of a word.

In natural logarithms of odds for joining: how many of the document's line-end hyphens its hyphenated compounds
explain; how often the joined and the hyphenated form stand elsewhere in it and in the corpus; what the word lists
know. In doubt the hyphen stays, and a doubt is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import log

import numpy as np

from pipeline.cleaning import compounds, word_lists
from pipeline.cleaning.characters import LETTER
from pipeline.cleaning.hyphens import (
    TWICE,
    Halves,
    Verdict,
    around,
    at_end,
    halves,
    join,
    keep,
    repeats,
    suspend,
    suspends,
)
from pipeline.cleaning.layout import Layout
from pipeline.cleaning.vocabulary import Vocabulary
from pipeline.lexicon import NONE, Lexicon

PAIR = 8.0
CERTAIN = 0.5
ABBREVIATION = 6  # letters
LOOKED_AT, REFLOWED = 200, 0.05  # hyphenated words that tell whether a text was reflowed, and how many must
SURELY = (Verdict(keep, "more often kept"), Verdict(join, "more often one word"))


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
        self.expect(word_lists.OWNERS)
        return word_lists.language_of(self._counts)

    @cached_property
    def prior(self) -> float:
        """Log odds that a hyphen at a line's end was put there by the typesetter, before looking at the word."""
        behind_letter = (self.layout.scan.flags[self.layout.ends - 2] & LETTER) > 0
        broken = int(np.sum(at_end(self.layout) & behind_letter & (self.layout.lengths > 1)))
        own = len(self.words.hyphened) * int(np.sum(self.layout.lengths > 0)) / max(self.words.total, 1)
        return log(max(broken - own, 0.2) / max(own, 0.2))

    def count(self, word: str) -> int:
        """How often a word, in small letters, stands in the text."""
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
        keys = [around(left, right) for left, right in seams]
        found = {key: halves(*key) for key in dict.fromkeys(keys)}
        words = [word for word in found.values() if isinstance(word, Halves)]
        if words:
            self.expect([*word_lists.OWNERS, *(form for word in words for form in word.forms())])
            word_lists.announce((part for w in words for part in (w.left, w.right, w.left + w.right)), self.language)
        near = [self.near(*seam) for seam in seams] if words else [""] * len(seams)
        each = [*zip(keys, near, strict=True)]
        verdicts = {pair: self._weigh(found[pair[0]], pair[1]) for pair in dict.fromkeys(each)}
        return [verdicts[pair] for pair in each]

    def _weigh(self, word: Halves | Verdict | None, language: str) -> Verdict | None:
        if not isinstance(word, Halves):
            return word if word is not TWICE or self._repeats else None
        joined, split, last = word.forms()
        if why := self._reason(word, language):
            return Verdict(keep, why)
        if suspends(word, language) and not (self.count(last) > 0 or word_lists.is_word(last, language)):
            return Verdict(suspend, f"'{word.left}-' is completed behind '{word.right}'")
        known = not word.head and joined in word_lists.word_list(self.language)
        lists = word_lists.WORD if known else word_lists.for_joining(*word[1:3], bool(word.head), language)
        odds = lists + (min(self.prior, 0) if lists == word_lists.UNKNOWN else self.prior)
        odds += 2 * log((self.count(joined) + 0.3) / (self.count(split) + 0.3))
        if len(self.corpus):
            odds += self.corpus.odds(joined, split)
        odds -= PAIR if word.paired else 0.0
        if abs(odds) > CERTAIN:
            return SURELY[odds > 0]
        return Verdict(keep, f"log odds {odds:.1f} for '{joined}' against '{split}'", True)

    def _reason(self, word: Halves, language: str) -> str:
        """What proves that a hyphen is the author's; "" where nothing does."""
        joined, split, last = word.forms()
        left, right = word_lists.modern(word.left), word_lists.modern(word.right)
        if word.onward and compounds.goes_inside(left, right, language):
            return f"'{word.right}-' stands inside a compound"
        if (left, right) in word_lists.HYPHENATED:
            return f"'{split}' has a hyphen"
        if self.count(joined) > self.count(split):
            return ""
        if self.count(split) > self.count(joined) == 0 and self._is_spelling(left, right, language):
            return f"the text has '{split}'"
        if word.left.isupper() and 1 < len(word.left) <= ABBREVIATION and not word.right.isupper():
            return "" if word_lists.is_word(last, language) else f"'{word.left}' is an abbreviation"
        if compounds.is_compound(left, right, language) or (word.elided and compounds.elides(left, right, language)):
            return f"'{split}' is a compound"
        return ""

    def _is_spelling(self, left: str, right: str, language: str) -> bool:
        """A hyphen that stands inside a line of the text is the author's, not left over from a line's end."""
        if self._reflowed:
            return compounds.two_words(left, right, language)
        return not compounds.is_left_over(left, right, language)

    @cached_property
    def _reflowed(self) -> bool:
        """Some of the hyphens inside lines were left over from lines that are gone."""
        words = [word.partition("-") for word in self.words.compounds(LOOKED_AT)]
        left_over = sum(compounds.is_left_over(left, right, self.language) for left, _, right in words)
        return left_over > REFLOWED * len(words)

    @cached_property
    def _repeats(self) -> bool:
        """Hyphens at line starts repeat those at line ends."""
        return repeats(self.layout)

    @cached_property
    def _mixed(self) -> bool:
        """Other languages have function words of their own in the text."""
        return word_lists.is_mixed(self._counts, self.language, self.words.total)

    def near(self, left: str, right: str) -> str:
        """Each line has a coarse language."""
        return word_lists.language_near(left, right, self.language) if self._mixed else self.language

"""The division of a line into stretches of one language each: the cheapest of all (Viterbi 1967).

A word costs what the model says against the language of its stretch, a change of language costs less at a quotation
mark, a bracket or a comma than between two words. Names cost nothing anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import rarities
from pipeline.cleaning.vocabulary import BoolArray
from pipeline.edits import IntArray
from pipeline.languages.function_words import function_words
from pipeline.languages.identify import ADDRESS, ADDRESS_SIGN, CITATION, fitting
from pipeline.languages.model import Model
from pipeline.languages.tokens import WORD, normal

ENTER, FENCED = 5.0, 3.0  # what it costs to change the language between two words, and at a fence
LEAVE, LEAVE_FENCED = 2.5, 0.5
FENCE = re.compile(r"[\"“”„«»‘’()\[\]{},;:/–—]|\. ")
QUOTE = re.compile(r"[\"“”„«»][^\w]*$|^[^\w]*[\"“”„«»]")
MOST, LEAST = 10.0, -10.0  # what one word can say for a language and against it
KNOWN_TITLE = 4.0  # what a word in capitals can that the document's language knows, too
TRIED = 5  # classes in one line
NAME = 2.0  # what a name, or what may be one, can speak for a language
Gains = npt.NDArray[np.float64]
Costs = npt.NDArray[np.float64]


class Word(NamedTuple):
    """A word of a text: where it stands, what stands before it, and how the model knows it."""

    start: int
    end: int
    text: str
    gap: str
    plain: str

    @property
    def is_capital(self) -> bool:
        """It begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_cyrillic(self) -> bool:
        """It begins with a Cyrillic letter."""
        return "\u0400" <= self.text[0] <= "\u052f"


def words_of(text: str, fences: Sequence[int] = ()) -> Iterator[Word]:
    """The words of a line; addresses are in what stands between them, and so are fences, as quotation marks."""
    end = 0
    addresses = deque(match.span() for match in ADDRESS.finditer(text)) if ADDRESS_SIGN.search(text) else ()
    for match in WORD.finditer(text):
        start, stop = match.span()
        while addresses and addresses[0][1] <= start:
            addresses.popleft()
        if not addresses or start < addresses[0][0]:
            gap = text[end:start]
            if fences and bisect_left(fences, end) < bisect_right(fences, start):
                gap += '"'
            yield Word(start, stop, match[0], gap, normal(match[0]))
            end = stop


@dataclass(frozen=True, slots=True)
class Weights:
    """What words say for each class and against the language of the text: a row for each normal word."""

    model: Model
    rows: dict[str, int]
    gains: Gains
    listed: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    common: frozenset[str]
    language: str  # of the text

    @staticmethod
    def of(words: set[str], language: str, model: Model) -> Weights:
        """Of these words in a text of this language."""
        rows = {word: n for n, word in enumerate(sorted(words))}
        scores, own = model.score([*rows]), model.names.index(language)
        gains = np.clip(scores - scores[:, [own]], LEAST, MOST).astype(float)
        gains[:, own] = 0
        large = rarities.large(language)
        known = np.array([large.get(word) is not None for word in rows], bool)
        common = frozenset(word for word in function_words().get(language, ()) if len(word) > 2)
        return Weights(model, rows, gains, model.listed([*rows]), known, common, language)


def weighed(words: Sequence[Word], weights: Weights) -> Gains:
    """What each word says for each class and against the text's, where it stands; shape (words, classes)."""
    rows = [weights.rows[word.plain] for word in words]
    found = weights.gains[rows]
    known = weights.known[rows]
    cyrillic, capital, neutral, own = (np.array(column, bool)[:, None] for column in _kinds(words, weights))
    most = np.where(known, KNOWN_TITLE, MOST)[:, None]
    found = np.where(capital, np.minimum(found, np.where(weights.listed[rows], most, NAME)), found)
    found = np.where(~capital & known[:, None], np.minimum(found, MOST / 2), found)
    found = np.where(neutral, np.minimum(found, 0) * 0.25, found)
    found = np.where(own, LEAST, found)
    latin = fitting(weights.model, "Latn")
    elsewhere = np.maximum(weights.gains[rows], 0)  # in the other script, nothing speaks against a word
    found = np.where(cyrillic == weights.model.is_latin(weights.language), elsewhere, found)
    return np.where(cyrillic != latin, found, LEAST)


def _kinds(words: Sequence[Word], weights: Weights) -> tuple[list[bool], ...]:
    """Which words are Cyrillic, which begin with a capital, which say little, which can only be the text's own."""
    own = {plain for plain in weights.rows if _is_own(plain, weights)}
    return (
        [word.is_cyrillic for word in words],
        [word.is_capital for word in words],
        [len(word.plain) < 2 or _has_capitals(word.text) for word in words],
        [word.plain in own for word in words],
    )


def _is_own(plain: str, weights: Weights) -> bool:
    """A word of citations, a function word, or a possessive: an author before a title."""
    return plain in CITATION or plain in weights.common or (weights.language == "en" and plain.endswith("'s"))


def _has_capitals(text: str) -> bool:
    """Two or more, as acronyms have."""
    return not text[1:].islower() and sum(map(str.isupper, text)) > 1


def divided(gains: Gains, words: Sequence[Word], first: IntArray, latin: BoolArray) -> IntArray:
    """The class of each word, -1 for the document's language, for all lines at once: all words of a line side by side.

    `first` is where each line's words begin, `latin` says which classes are written so. Only the few classes of each
    script that most speaks for are tried in a line.
    """
    lengths = np.diff(np.append(first, len(words)))
    told = np.add.reduceat(np.maximum(gains, 0), first)
    scripts = [latin, ~latin] if len({word.is_cyrillic for word in words}) > 1 else [np.ones_like(latin)]
    best = [np.argsort(np.where(script, -told, 1), kind="stable", axis=1)[:, :TRIED] for script in scripts]
    tried = np.concatenate(best, axis=1)
    path = _path(gains[np.arange(len(words))[:, None], tried.repeat(lengths, axis=0)], *_turns(words), first, lengths)
    kinds = tried[np.arange(len(first)).repeat(lengths), np.maximum(path, 0)]
    return np.where(path >= 0, kinds, -1)


def _turns(words: Sequence[Word]) -> tuple[Costs, Costs]:
    """What it costs to begin a foreign stretch at each word, and to end one before it."""
    fence = np.array([word.gap != " " and bool(FENCE.search(word.gap)) for word in words], bool)
    capital = np.array([word.is_capital for word in words], bool)
    begins = fence.copy()
    begins[1:] |= capital[1:] & ~capital[:-1]
    return np.where(begins, FENCED, ENTER), np.where(fence, LEAVE_FENCED, LEAVE)


def _path(gains: Gains, enter: Costs, leave: Costs, first: IntArray, lengths: IntArray) -> IntArray:
    """The cheapest path through the columns of each line, -1 for none of them; shape (words,)."""
    order = np.argsort(-lengths, kind="stable")
    steps = [first[order[: np.searchsorted(-lengths[order], -n)]] + n for n in range(int(lengths.max(initial=0)))]
    stayed = np.zeros(gains.shape, bool)  # or the stretch began here
    came = np.full(len(gains), -1)  # the column of the stretch that ended before this word, -1 where none did
    total, home = gains[steps[0]] - FENCED, np.zeros(len(order))
    totals, homes = np.empty(gains.shape), np.empty(len(gains))
    totals[steps[0]], homes[steps[0]] = total, home
    for at in steps[1:]:
        total, home = total[: len(at)], home[: len(at)]
        opened = home - enter[at]
        best = total.argmax(axis=1)
        out = total[np.arange(len(at)), best] - leave[at]
        came[at] = np.where(out >= home, best, -1)  # a title takes the neutral words behind it along
        stayed[at] = total >= opened[:, None]
        total, home = np.maximum(total, opened[:, None]) + gains[at], np.maximum(out, home)
        totals[at], homes[at] = total, home
    best = totals.argmax(axis=1)
    ends = np.where(totals.max(axis=1) - LEAVE_FENCED > homes, best, -1)  # where a line ends here
    return _traced(steps, ends, stayed, came)


def _traced(steps: Sequence[IntArray], ends: IntArray, stayed: BoolArray, came: IntArray) -> IntArray:
    """The paths from the ends of the lines back to their beginnings."""
    path = ends.copy()
    for n in range(len(steps) - 1, 0, -1):
        at = steps[n]
        column = path[at]
        on = stayed[at, np.maximum(column, 0)]
        path[at - 1] = np.where(column < 0, came[at], np.where(on, column, -1))
    return path


def runs_of(words: Sequence[Word], kinds: Sequence[int]) -> list[list[int]]:
    """Runs of words of one class; quotation marks divide them."""
    runs: list[list[int]] = []
    for n, kind in enumerate(kinds):
        if runs and kinds[n - 1] == kind and not (words[n].gap != " " and QUOTE.search(words[n].gap)):
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs

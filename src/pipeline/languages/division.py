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

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import rarities
from pipeline.languages.function_words import function_words
from pipeline.languages.identify import ADDRESS, CITATION, fitting
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


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and what stands before it."""

    start: int
    end: int
    text: str
    gap: str

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
    addresses = deque(match.span() for match in ADDRESS.finditer(text))
    for match in WORD.finditer(text):
        while addresses and addresses[0][1] <= match.start():
            addresses.popleft()
        if not addresses or match.start() < addresses[0][0]:
            gap = text[end : match.start()]
            fenced = bisect_left(fences, end) < bisect_right(fences, match.start())
            yield Word(match.start(), match.end(), match[0], gap + '"' if fenced else gap)
            end = match.end()


@dataclass(frozen=True, slots=True)
class Weights:
    """What words say for each class and against the language of the text: a row for each normal word."""

    model: Model
    rows: dict[str, int]
    gains: Gains
    listed: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    common: frozenset[str]
    is_latin: bool  # the language of the text is written in Latin letters

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
        return Weights(model, rows, gains, model.listed([*rows]), known, common, model.is_latin(language))


def weighed(words: Sequence[Word], weights: Weights) -> Gains:
    """What each word says for each class and against the text's, where it stands; shape (words, classes)."""
    normals = [normal(word.text) for word in words]
    rows = [weights.rows[word] for word in normals]
    found = weights.gains[rows]
    known = weights.known[rows]
    cyrillic, capital, neutral, own = (np.array(column, bool)[:, None] for column in _kinds(words, normals, weights))
    most = np.where(known, KNOWN_TITLE, MOST)[:, None]
    found = np.where(capital, np.minimum(found, np.where(weights.listed[rows], most, NAME)), found)
    found = np.where(~capital & known[:, None], np.minimum(found, MOST / 2), found)
    found = np.where(neutral, np.minimum(found, 0) * 0.25, found)
    found = np.where(own, LEAST, found)
    latin = fitting(weights.model, "Latn")
    elsewhere = np.maximum(weights.gains[rows], 0)  # in the other script, nothing speaks against a word
    found = np.where(cyrillic == weights.is_latin, elsewhere, found)
    return np.where(cyrillic != latin, found, LEAST)


def _kinds(words: Sequence[Word], normals: Sequence[str], weights: Weights) -> tuple[list[bool], ...]:
    """Which words are Cyrillic, which begin with a capital, which say little, which can only be the text's own."""
    return (
        [word.is_cyrillic for word in words],
        [word.is_capital for word in words],
        [len(plain) < 2 or sum(map(str.isupper, w.text)) > 1 for w, plain in zip(words, normals, strict=True)],
        [plain in CITATION or plain in weights.common for plain in normals],
    )


def divided(gains: Gains, words: Sequence[Word]) -> list[int]:
    """The class of each word; -1 for the document's language. Only the few classes that most speaks for are tried."""
    tried = np.argsort(-np.maximum(gains, 0).sum(axis=0), kind="stable")[:TRIED]
    rows = gains[:, tried].tolist()
    total, home = [gain - FENCED for gain in rows[0]], 0.0
    stayed: list[list[bool]] = [[False] * len(tried)]  # or the stretch began here
    came: list[int] = [-1]  # the class of the stretch that ended before this word, -1 where none did
    for n in range(1, len(words)):
        fence = bool(FENCE.search(words[n].gap))
        begins = fence or (words[n].is_capital and not words[n - 1].is_capital)
        opened = home - (FENCED if begins else ENTER)
        best = max(range(len(tried)), key=total.__getitem__)
        out = total[best] - (LEAVE_FENCED if fence else LEAVE)
        came.append(best if out >= home else -1)  # a title takes the neutral words behind it along
        stayed.append([so_far >= opened for so_far in total])
        total, home = [max(so_far, opened) + gain for so_far, gain in zip(total, rows[n], strict=True)], max(out, home)
    best = max(range(len(tried)), key=total.__getitem__)
    at = best if total[best] - LEAVE_FENCED > home else -1
    path: list[int] = []
    for n in range(len(words) - 1, -1, -1):
        path.append(int(tried[at]) if at >= 0 else -1)
        at = came[n] if at < 0 else at if stayed[n][at] else -1
    return path[::-1]


def runs_of(words: Sequence[Word], kinds: Sequence[int]) -> list[list[int]]:
    """Runs of words of one class; quotation marks divide them."""
    runs: list[list[int]] = []
    for n, kind in enumerate(kinds):
        if runs and kinds[n - 1] == kind and not QUOTE.search(words[n].gap):
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs

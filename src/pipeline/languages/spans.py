"""Stretches of a text that are not in its language: titles, quotations, glosses, words; romanised ones above all.

Where a paragraph has words that the lists of its document's language lack, the cheapest division of it into stretches
is sought (Viterbi 1967): a word costs what the model says against the language of its stretch, a change of language
costs less at a quotation mark, a bracket or a comma than between two words. Names cost nothing anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import rarities
from pipeline.languages.function_words import function_words
from pipeline.languages.identify import ADDRESS, CITATION, SHOWN, Identity, described, fitting
from pipeline.languages.model import Model, load
from pipeline.languages.proper import title_class
from pipeline.languages.tokens import WORD, normal
from pipeline.languages.windows import windows

ENTER, FENCED = 5.0, 3.0  # what it costs to change the language between two words, and at a fence
LEAVE, LEAVE_FENCED = 2.5, 0.5
FENCE = re.compile(r"[\"“”„«»‘’()\[\]{},;:/–—]|\. ")
QUOTE = re.compile(r"[\"“”„«»][^\w]*$|^[^\w]*[\"“”„«»]")
OPENED = re.compile(r"[(\[“”„«\"‘']$")
CLOSED = re.compile(r"[)\]“”»\"’']")
APART = re.compile(r"[,;()]")
SURE_ENCLOSED = 5.5  # for what stands in brackets or quotation marks by itself
SURE_TITLE = 3.5  # for words in capitals that a dictionary knows
SURE = 6.0  # natural logarithms that speak for a stretch in all
SURE_WORD = 8.0  # for one word by itself
MOST, LEAST = 10.0, -10.0  # what one word can say for a language and against it
KNOWN_TITLE = 4.0  # what a word in capitals can that the document's language knows, too
TRIED = 5  # classes in one line
NAME = 2.0  # what a name, or what may be one, can speak for a language
SELDOM = 2.5  # what it costs to be in a language that is seldom quoted
WITH_LISTS = frozenset("en de fr es it pt nl ca ro hu cs sk pl sl lt lv tr sv da nb fi ru uk bg mk".split())
OFTEN = frozenset("en de fr la it es ru uk ru-Latn uk-Latn kk-Latn be-Latn".split())
DEPENDENCE = 2.0
Gains = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `start:end` of a text, in code points, and what it is in."""

    start: int
    end: int
    identity: Identity


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


def find_spans(text: str, language: str, marked: Sequence[tuple[int, int]] = ()) -> list[Span]:
    """The foreign stretches of a text of a document in this language, in order, disjoint; none goes over a line feed.

    `marked` are stretches that are set apart, as by italics: their ends count like quotation marks. None for a language
    without a word list. A text in one language costs a look (`windows`).
    """
    model = load()
    if language not in WITH_LISTS or language not in model.names:
        return []
    fences = sorted({place for pair in marked for place in pair})
    lines = [*_lines(text, windows(text, language, model, marked), fences)]
    if not lines:
        return []
    weights = Weights.of({normal(word.text) for _, _, words in lines for word in words}, language, model)
    found = []
    for start, line, words in lines:
        found += [Span(start + s.start, start + s.end, s.identity) for s in _in_line(line, words, weights)]
    return found


def _lines(
    text: str, found: Sequence[tuple[int, int]], fences: Sequence[int]
) -> Iterator[tuple[int, str, list[Word]]]:
    """The lines of these windows: where each starts, its text, its words."""
    for start, end in found:
        for line in text[start:end].split("\n"):
            near = fences[bisect_left(fences, start) : bisect_right(fences, start + len(line))]
            if words := [*_words(line, [place - start for place in near])]:
                yield start, line, words
            start += len(line) + 1


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


def _in_line(text: str, words: Sequence[Word], weights: Weights) -> list[Span]:
    gains = _gains(words, weights)
    kinds = _divided(gains, words)
    found = []
    for kind, numbers in groupby(_split(words, kinds), key=lambda n: kinds[n[0]]):
        if kind >= 0:
            found += [span for run in numbers for span in _span(text, words, gains, run, kind, weights.model)]
    return found


def _words(text: str, fences: Sequence[int] = ()) -> Iterator[Word]:
    """The words of a line; addresses are in what stands between them, and so are fences, as quotation marks."""
    end = 0
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    for match in WORD.finditer(text):
        while addresses and addresses[0][1] <= match.start():
            addresses.pop(0)
        if not addresses or match.start() < addresses[0][0]:
            gap = text[end : match.start()]
            fenced = bool(fences) and any(end <= place <= match.start() for place in fences)
            yield Word(match.start(), match.end(), match[0], gap + '"' if fenced else gap)
            end = match.end()


def _gains(words: Sequence[Word], weights: Weights) -> Gains:
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


def _divided(gains: Gains, words: Sequence[Word]) -> list[int]:
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


def _split(words: Sequence[Word], kinds: Sequence[int]) -> list[list[int]]:
    """Runs of words of one class; quotation marks divide them."""
    runs: list[list[int]] = []
    for n, kind in enumerate(kinds):
        if runs and kinds[n - 1] == kind and not QUOTE.search(words[n].gap):
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _span(
    text: str, words: Sequence[Word], gains: Gains, run: list[int], kind: int, model: Model
) -> Iterator[Span]:
    for piece in _without_names(words, run, model.names[kind]):
        own = [words[n] for n in piece]
        total, name = _best(gains[piece], kind, model)
        if _is_capitals(own):
            name = title_class([word.text for word in own], name)
        if name and total >= _needed(own, text) and (len(own) > 1 or name in OFTEN or own[0].is_cyrillic):
            script = "Cyrl" if own[0].is_cyrillic else "Latn"
            chance = round(float(1 / (1 + np.exp(-total / DEPENDENCE))), 4)
            start, end = own[0].start, own[-1].end
            telling = sorted(piece, key=lambda n: -gains[n, model.names.index(name)])[:SHOWN]
            evidence = f"words {', '.join(dict.fromkeys(words[n].text for n in telling))}"
            yield Span(start, end, described(text[start:end], name, script, chance, (evidence,)))


def _needed(words: Sequence[Word], text: str) -> float:
    """What must speak for a stretch; of words in capitals a dictionary has spoken already."""
    if _is_capitals(words):
        return SURE_TITLE
    if OPENED.search(words[0].gap) and CLOSED.match(text, words[-1].end):
        return SURE_ENCLOSED
    return SURE if len(words) > 1 else SURE_WORD


def _best(gains: Gains, kind: int, model: Model) -> tuple[float, str]:
    """What speaks for the stretch in all, whatever its language, and the language: one often quoted, if need be."""
    total = gains.sum(axis=0)
    often = np.array([0.0 if name in OFTEN else SELDOM for name in model.names])
    return float(max(total[kind], total.max())), model.names[int(np.argmax(total - often))]


def _is_capitals(words: Sequence[Word]) -> bool:
    return all(word.is_capital for word in words) and not words[0].is_cyrillic


def _without_names(words: Sequence[Word], run: list[int], name: str) -> list[list[int]]:
    """Without authors, places and other names, which commas, semicolons and brackets set apart: what is left."""
    found: list[list[int]] = []
    piece: list[int] = []
    closed = True
    for n, following in zip_longest(run, run[1:]):
        piece.append(n)
        if following is not None and not APART.search(words[following].gap):
            continue
        own = [words[w] for w in piece]
        if _are_names(own, name):
            closed = True
        elif closed or ";" in own[0].gap:
            found, closed = [*found, piece], False
        else:
            found[-1] += piece
        piece = []
    return found


def _are_names(words: Sequence[Word], name: str) -> bool:
    if all(len(word.text) < 3 for word in words):
        return True
    return _is_capitals(words) and not title_class([word.text for word in words], name)

"""Stretches of a text that are not in its language: titles, quotations, glosses, words; romanised ones above all.

Where a text has words that the lists of its language lack (`windows`), each line there is divided into stretches of
one language each (`division`). What speaks enough for another language, and is more than names, is a span.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from pipeline.languages.division import Gains, Weights, Word, divided, runs_of, weighed, words_of
from pipeline.languages.identify import DEPENDENCE, SHOWN, Identity, described, fitting
from pipeline.languages.model import Model, load
from pipeline.languages.model_build import LISTED
from pipeline.languages.others import CYRILLIC as OTHER_CYRILLIC
from pipeline.languages.others import LATIN as OTHER_LATIN
from pipeline.languages.others import OTHERS
from pipeline.languages.proper import title_class
from pipeline.languages.windows import windows

OPENED = re.compile(r"[(\[“”„«\"‘']$")
CLOSED = re.compile(r"[)\]“”»\"’']")
APART = re.compile(r"[,;()]")
SURE_ENCLOSED = 5.5  # for what stands in brackets or quotation marks by itself
SURE_TITLE = 3.5  # for words in capitals that a dictionary knows
SURE = 6.0  # natural logarithms that speak for a stretch in all
SURE_WORD = 8.0  # for one word by itself
SELDOM = 2.5  # what it costs to be in a language that is seldom quoted
OTHER, LIMIT = 7.0, 6.0  # what must speak for a language that the model knows only as another; and one word can
TOGETHER = 4000  # words that are weighed at once; more take memory
Line = tuple[int, str, list[Word]]
OFTEN = frozenset("en de fr la it es ru uk ru-Latn uk-Latn kk-Latn be-Latn".split())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `start:end` of a text, in code points, and what it is in."""

    start: int
    end: int
    identity: Identity


def find_spans(text: str, language: str, marked: Sequence[tuple[int, int]] = ()) -> list[Span]:
    """The foreign stretches of a text of a document in this language, in order, disjoint; none goes over a line feed.

    `marked` are stretches that are set apart, as by italics: their ends count like quotation marks. None for a language
    without a word list. A text in one language costs a look (`windows`).
    """
    if language not in LISTED:
        return []
    model = load()
    fences = sorted({place for pair in marked for place in pair})
    lines = _lines(text, windows(text, language, model, marked), fences)
    return [span for some in _several(lines) for span in _spans(some, language, model)]


def _several(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Lines together, until they have words enough."""
    some: list[Line] = []
    count = 0
    for line in lines:
        some.append(line)
        count += len(line[2])
        if count >= TOGETHER:
            yield some
            some, count = [], 0
    if some:
        yield some


def _spans(lines: Sequence[Line], language: str, model: Model) -> Iterator[Span]:
    """The spans of all lines, which are weighed and divided together."""
    words = [word for _, _, of_line in lines for word in of_line]
    weights = Weights.of({word.plain for word in words}, language, model)
    gains = weighed(words, weights)
    ends = np.cumsum([len(of_line) for _, _, of_line in lines])
    first = ends - [len(of_line) for _, _, of_line in lines]
    kinds = divided(gains, words, first, fitting(weights.model, "Latn"))
    for n in np.flatnonzero(np.maximum.reduceat(kinds, first) >= 0).tolist():
        start, text, own = lines[n]
        here = slice(first[n], ends[n])
        for span in _in_line(text, own, gains[here], kinds[here].tolist(), model):
            yield Span(start + span.start, start + span.end, span.identity)


def _lines(text: str, found: Sequence[tuple[int, int]], fences: Sequence[int]) -> Iterator[Line]:
    """The lines of these windows: where each starts, its text, its words."""
    for start, end in found:
        for line in text[start:end].split("\n"):
            near = fences[bisect_left(fences, start) : bisect_right(fences, start + len(line))]
            if words := [*words_of(line, [place - start for place in near])]:
                yield start, line, words
            start += len(line) + 1


def _in_line(text: str, words: Sequence[Word], gains: Gains, kinds: list[int], model: Model) -> Iterator[Span]:
    for run in runs_of(words, kinds):
        if kinds[run[0]] >= 0:
            yield from _span(text, words, gains, run, kinds[run[0]], model)


def _span(text: str, words: Sequence[Word], gains: Gains, run: list[int], kind: int, model: Model) -> Iterator[Span]:
    for piece in _without_names(words, run, model.names[kind]):
        own = [words[n] for n in piece]
        total, name = _best(gains[piece], kind, model)
        if _is_capitals(own):
            name = title_class([word.text for word in own], name)
        if name and total >= _needed(own, text) and (len(own) > 1 or name in OFTEN or own[0].is_cyrillic):
            if _is_other(own, name, model):
                continue
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


def _is_other(words: Sequence[Word], name: str, model: Model) -> bool:
    """Whether the words are more like those of languages that the model only knows as others."""
    if name in OTHERS:
        return True
    scores = model.score([word.plain for word in words])
    other = OTHER_LATIN if model.is_latin(name) else OTHER_CYRILLIC
    margin = scores[:, model.names.index(other)] - scores[:, model.names.index(name)]
    return float(np.clip(margin, -LIMIT, LIMIT).sum()) > (OTHER if len(words) > 1 else SELDOM)


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

"""Words set with a blank between all their letters, as German prints set off what others put in italics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.cleaning import word_lists
from pipeline.cleaning.characters import BLANK, Scan
from pipeline.cleaning.evidence import Evidence
from pipeline.cleaning.vocabulary import BoolArray, numbers
from pipeline.edits import IntArray

MOST = 40  # no word has more letters
FEWEST = 4  # letters of a word that stands alone in its spacing
EVIDENT = 6  # so many letters in the shape of a word are no list
WIDEST = 6  # blanks between two such words
SHAPE = re.compile(r"[^\W\d_][^\W\d_A-ZÄÖÜ]+")
VOWELS = frozenset("aeiouyäöüаеиоуыэюяіїє")


def found(scan: Scan) -> Iterator[tuple[int, int]]:
    """Where such words start and end: their letters are every other character between."""
    chains = [*_chains(scan)]
    if chains:
        seen = Evidence(scan, len(scan.text))
        words = [scan.text[start:end:2] for chain in chains for start, end in chain]
        counts = dict(zip(words, seen.count(numbers([word.lower() for word in words])).tolist(), strict=True))
        for chain in chains:
            yield from _proved(scan.text, chain, counts, seen.language)


def _chains(scan: Scan) -> Iterator[list[tuple[int, int]]]:
    """Runs of single letters with one blank between; those with wider gaps between them are in one chain."""
    single = _alone(scan)
    linked = single[:-2] & single[2:] & (scan.low[1:-2] & BLANK > 0)
    if not (linked[:-4] & linked[2:-2] & linked[4:]).any():
        return  # no word that is long enough
    alone = np.flatnonzero(single)
    cuts = np.flatnonzero(~_linked(scan, alone[:-1], alone[1:])) + 1
    firsts, lasts = np.concatenate([[0], cuts]), np.append(cuts, len(alone)) - 1
    many = lasts - firsts >= 1
    chain: list[tuple[int, int]] = []
    for start, last in zip(alone[firsts[many]].tolist(), alone[lasts[many]].tolist(), strict=True):
        if chain and not (start - chain[-1][1] <= WIDEST and scan.text[chain[-1][1] : start].isspace()):
            yield from _long(chain)
            chain = []
        chain.append((start, last + 1))
    yield from _long(chain)


def _long(chain: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    chain = [span for span in chain if span[1] - span[0] < 2 * MOST]
    if any(end - start >= 2 * FEWEST - 1 for start, end in chain):
        yield chain


def _alone(scan: Scan) -> BoolArray:
    """Letters with no letter beside them."""
    letter = scan.letters
    alone = letter[:-1] & ~letter[1:]
    alone[1:] &= ~letter[:-2]
    return alone


def _linked(scan: Scan, first: IntArray, second: IntArray) -> BoolArray:
    """One blank and nothing else stands between two letters."""
    return np.asarray((second - first == 2) & ((scan.flags[first + 1] & BLANK) > 0), bool)


def _proved(
    text: str, chain: Sequence[tuple[int, int]], counts: dict[str, int], language: str
) -> Iterator[tuple[int, int]]:
    """The words of a chain, where one of them at least is no list of letters; short ones must be known words."""
    common = word_lists.word_list(language) if language else {}
    words = [text[start:end:2] for start, end in chain]
    known = [_read(word) and (word.lower() in common or counts[word] > 0) for word in words]
    evident = [sure if len(word) < EVIDENT else sure or _shaped(word) for word, sure in zip(words, known, strict=True)]
    if any(sure and len(word) >= FEWEST for word, sure in zip(words, evident, strict=True)):
        yield from (span for span, sure in zip(chain, evident, strict=True) if sure)


def _read(word: str) -> bool:
    """No initials: a few capitals are read letter by letter."""
    return not word.isupper() or len(word) >= EVIDENT


def _shaped(word: str) -> bool:
    """Small letters behind the first, vowels among them, and not as in the alphabet."""
    small = word.lower()
    share = sum(letter in VOWELS for letter in small) / len(small)
    return SHAPE.fullmatch(word) is not None and 0.2 <= share <= 0.7 and [*small] != sorted(small)

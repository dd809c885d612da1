"""The words of one text, counted in columns: the document's own evidence for a form.

Words are kept as numbers (a polynomial hash modulo 2**64, as in Karp and Rabin 1987), so that counting a megabyte
takes a few hundredths of a second. Two words share a number by accident once in 10**19 pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.characters import LETTER, MARK, UPPER, Scan, table
from pipeline.edits import IntArray

CONNECTORS = "-'’ʹʼ"
BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
INVERSE = pow(BASE, -1, 2**64)
LONGEST = 200  # no word is longer
CHUNK = 1 << 16
HashArray = npt.NDArray[np.uint64]


@cache
def _lower() -> npt.NDArray[np.uint32]:
    """The small letter of every capital of the Basic Multilingual Plane."""
    lower = np.arange(0x10000, dtype=np.uint32)
    for code in np.flatnonzero(table() & UPPER).tolist():
        small = chr(code).lower()
        lower[code] = ord(small) if len(small) == 1 else code
    return lower


@cache
def _powers(factor: int) -> HashArray:
    """factor**0, factor**1, … modulo 2**64, shape (CHUNK + LONGEST,)."""
    powers = np.full(CHUNK + LONGEST + 1, factor, np.uint64)
    powers[0] = 1
    return np.asarray(np.cumprod(powers), np.uint64)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often each word stands in a text, hyphenated ones whole, in small letters.

    `hashes` are those of all words, sorted; `total` counts the words, `compounds` those with a hyphen.
    """

    hashes: HashArray
    total: int
    compounds: int

    @staticmethod
    def of(scan: Scan) -> Vocabulary:
        """Counts the words of a text."""
        starts, ends, hyphens = words(scan)
        within = np.searchsorted(starts, hyphens, side="right")
        return Vocabulary(np.sort(_hashes(scan, starts, ends)), len(starts), len(np.unique(within)))

    def counts(self, words: Sequence[str]) -> IntArray:
        """How often each of these words, in small letters and of at most LONGEST, stands in the text, shape (n,)."""
        lengths = np.array([len(word) for word in words], np.int64)
        ends = np.cumsum(lengths + 1) - 1
        numbers = _hashes(Scan.of("\n".join(words)), ends - lengths, ends)
        return np.searchsorted(self.hashes, numbers, side="right") - np.searchsorted(self.hashes, numbers)


def words(scan: Scan) -> tuple[IntArray, IntArray, IntArray]:
    """Where words start and end, and where hyphens stand inside them."""
    letter = (scan.flags & np.uint16(LETTER | MARK)) > 0
    codes = scan.codes
    joints = np.flatnonzero(letter[:-2] & ~letter[1:-1] & letter[2:]) + 1
    joints = joints[np.isin(codes[joints], [*map(ord, CONNECTORS)])]
    letter[joints] = True
    borders = np.flatnonzero(letter[1:] != letter[:-1]) + 1
    borders = np.concatenate([[0], borders]) if letter[0] else borders
    starts, ends = borders[::2], borders[1::2]
    return starts, ends, joints[codes[joints] == ord("-")]


def _hashes(scan: Scan, starts: IntArray, ends: IntArray) -> HashArray:
    """The numbers of the words that are not too long."""
    fits = ends - starts <= LONGEST
    starts, ends = starts[fits], ends[fits]
    found = [np.zeros(0, np.uint64)]
    at = 0
    while at < len(starts):
        first = int(starts[at])
        stop = int(np.searchsorted(starts, first + CHUNK))
        found.append(_hash_chunk(scan, starts[at:stop], ends[at:stop], first))
        at = stop
    return np.concatenate(found)


def _hash_chunk(scan: Scan, starts: IntArray, ends: IntArray, first: int) -> HashArray:
    """The numbers of words that all start within one chunk."""
    codes = _lower().take(scan.codes[first : int(ends[-1])], mode="clip").astype(np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _powers(BASE)[: len(codes)], dtype=np.uint64)])
    return np.asarray((sums[ends - first] - sums[starts - first]) * _powers(INVERSE)[starts - first], np.uint64)

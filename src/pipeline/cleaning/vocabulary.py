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

from pipeline.cleaning.characters import LETTER, MARK, UPPER, Scan, among, table
from pipeline.edits import IntArray

CONNECTORS = "-'’ʹʼ"
BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
INVERSE = pow(BASE, -1, 2**64)
LONGEST = 200  # no word is longer
SPELT = 40  # letters of a word that is looked at letter by letter
CHUNK = 1 << 16
MIXER = 0xD6E8FEB86659FD93  # odd: spreads the numbers of short words over all bits
HashArray = npt.NDArray[np.uint64]
BoolArray = npt.NDArray[np.bool_]


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

    `starts` and `ends` are those of all words; `keys` tell most words apart at a glance, by their first and last
    letter and their length; `hyphened` are the numbers of the words with a hyphen.
    """

    scan: Scan
    starts: IntArray
    ends: IntArray
    keys: npt.NDArray[np.uint16]
    hyphened: IntArray

    @staticmethod
    def of(scan: Scan) -> Vocabulary:
        """Finds the words of a text."""
        starts, ends, hyphens = words(scan)
        within = np.searchsorted(starts, hyphens, side="right")
        first, last = (_lower().take(scan.codes[at], mode="clip") for at in (starts, ends - 1))
        return Vocabulary(scan, starts, ends, _keys(first, last, ends - starts), np.unique(within) - 1)

    @property
    def total(self) -> int:
        """How many words the text has."""
        return len(self.starts)

    def compounds(self, most: int) -> list[str]:
        """The first words with a hyphen, in small letters."""
        at = self.hyphened[:most]
        spans = zip(self.starts[at].tolist(), self.ends[at].tolist(), strict=True)
        return [self.scan.text[start:end].lower() for start, end in spans]

    def counts(self, words: Sequence[str]) -> IntArray:
        """How often each of these words, in small letters and of at most LONGEST, stands in the text, shape (n,)."""
        likely = np.zeros(1 << 16, bool)
        first, last = (np.array([ord(word[at]) for word in words], np.uint32) for at in (0, -1))
        likely[_keys(first, last, np.array([len(word) for word in words], np.int64))] = True
        at = np.flatnonzero(likely.take(self.keys))
        found, wanted = np.sort(_hash_few(self.scan, self.starts[at], self.ends[at])), numbers(words)
        return np.searchsorted(found, wanted, side="right") - np.searchsorted(found, wanted)


def _keys(first: npt.NDArray[np.uint32], last: npt.NDArray[np.uint32], lengths: IntArray) -> npt.NDArray[np.uint16]:
    rows = ((first, 0x9E3B), (last, 0x01F5), (lengths, 0x6D2F))
    one, two, three = (column.astype(np.uint16) * np.uint16(factor) for column, factor in rows)
    return np.asarray(one + two + three, np.uint16)


def _hash_few(scan: Scan, starts: IntArray, ends: IntArray) -> HashArray:
    """The numbers of a part of a text's words, in no order, from their own letters alone."""
    fits = ends - starts <= LONGEST
    starts, lengths = starts[fits], (ends - starts)[fits]
    order = np.argsort(lengths.astype(np.uint8), kind="stable")[::-1]  # so those with an n-th letter come first
    starts, more = starts[order], len(starts) - np.cumsum(np.bincount(lengths, minlength=1))
    found = np.zeros(len(starts), np.uint64)
    for n, power in enumerate(_powers(BASE)[: len(more) - 1]):
        codes = _lower().take(scan.codes.take(starts[: more[n]] + n), mode="clip")
        found[: more[n]] += codes * power
    return found


def words(scan: Scan) -> tuple[IntArray, IntArray, IntArray]:
    """Where words start and end, and where hyphens stand inside them."""
    letter, codes = scan.letters.copy(), scan.codes
    blank = codes[1:-1] <= ord(" ")  # most of what stands between two letters, and no connector
    joints = np.flatnonzero(letter[:-2] & letter[2:] & ~(letter[1:-1] | blank)) + 1
    joints = joints[among(codes[joints], CONNECTORS)]
    letter[joints] = True
    borders = np.flatnonzero(letter[1:] != letter[:-1]) + 1
    borders = np.concatenate([[0], borders]) if letter[0] else borders
    starts, ends = borders[::2], borders[1::2]
    return starts, ends, joints[codes[joints] == ord("-")]


@dataclass(frozen=True, slots=True)
class LetterRuns:
    """The runs of letters in the first `stop` characters of a text, in columns: where they start and end, their
    numbers, and whether one space or line feed and nothing else stands between a run and the next.

    Hyphens and apostrophes end a run: the halves of a compound are two.
    """

    starts: IntArray
    ends: IntArray
    hashes: HashArray
    spaced: BoolArray

    @staticmethod
    def of(scan: Scan, stop: int) -> LetterRuns:
        """The runs of a text."""
        letter = np.zeros(stop + 2, bool)
        letter[1:-1] = scan.letters[:stop]
        borders = np.flatnonzero(letter[1:] != letter[:-1])
        starts, ends = borders[::2], borders[1::2]
        fits = ends - starts <= LONGEST
        starts, ends = starts[fits], ends[fits]
        spaced = (starts[1:] == ends[:-1] + 1) & among(scan.codes[ends[:-1]], " \n")
        return LetterRuns(starts, ends, _hashes(scan, starts, ends), np.append(spaced, False)[: len(starts)])


@dataclass(frozen=True, slots=True)
class Table:
    """A set of words that is asked for many at once; it takes one in a hundred strange words for its own."""

    bits: BoolArray
    shift: int

    @staticmethod
    def of(hashes: HashArray, size: int = 18) -> Table:
        """The set of these words, in 2**size places."""
        table = Table(np.zeros(1 << size, bool), 64 - size)
        for places in table._places(hashes):
            table.bits[places] = True
        return table

    def has(self, hashes: HashArray) -> BoolArray:
        """Which of these words are in the set."""
        first, second = self._places(hashes)
        return np.asarray(self.bits.take(first) & self.bits.take(second), bool)

    def _places(self, hashes: HashArray) -> tuple[HashArray, HashArray]:
        mixed = hashes * np.uint64(MIXER)
        return mixed >> np.uint64(self.shift), (mixed << np.uint64(20)) >> np.uint64(self.shift)


def numbers(words: Sequence[str]) -> HashArray:
    """The numbers of these words, each of at most LONGEST letters."""
    lengths = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(lengths + 1) - 1
    return _hashes(Scan.of("\n".join(words)), ends - lengths, ends)


def joined(left: HashArray, lengths: IntArray, right: HashArray) -> HashArray:
    """The numbers of words made of two, the first so long."""
    return np.asarray(left + _powers(BASE)[lengths] * right, np.uint64)


def heads(scan: Scan, starts: IntArray, longest: int) -> HashArray:
    """The numbers of the first 1 … `longest` letters from each of these offsets, shape (longest, n)."""
    codes, powers = _codes_from(scan, starts, range(longest)), _powers(BASE)
    return np.asarray(np.cumsum(codes * powers[:longest, None], axis=0, dtype=np.uint64), np.uint64)


def tails(scan: Scan, ends: IntArray, longest: int) -> HashArray:
    """The numbers of the last 1 … `longest` letters before each of these offsets, shape (longest, n)."""
    found = np.zeros((longest, len(ends)), np.uint64)
    number = np.zeros(len(ends), np.uint64)
    for n, codes in enumerate(_codes_from(scan, ends, range(-1, -longest - 1, -1))):
        number = codes + np.uint64(BASE) * number
        found[n] = number
    return found


def rests(whole: HashArray, head: HashArray, length: IntArray) -> HashArray:
    """The numbers of words without their first `length` letters, whose number is `head`."""
    return np.asarray((whole - head) * _powers(INVERSE)[length], np.uint64)


def fronts(whole: HashArray, tail: HashArray, lengths: IntArray) -> HashArray:
    """The numbers of the first `lengths` letters of words, whose other letters are `tail`."""
    return np.asarray(whole - tail * _powers(BASE)[lengths], np.uint64)


def last_words(scan: Scan, ends: IntArray) -> IntArray:
    """Where the letters begin that stand before each of these offsets, at most SPELT of them."""
    at = ends.copy()
    for _ in range(SPELT):
        more = (scan.flags[at - 1] & np.uint16(LETTER | MARK)) > 0
        if not more.any():
            break
        at -= more & (at > 0)
    return at


def first_words(scan: Scan, starts: IntArray) -> IntArray:
    """Where the letters end that stand behind each of these offsets, at most SPELT of them."""
    at = starts.copy()
    for _ in range(SPELT):
        more = (scan.flags[at] & np.uint16(LETTER | MARK)) > 0
        if not more.any():
            break
        at += more
    return np.asarray(at, np.int64)


def hashes_at(scan: Scan, starts: IntArray, ends: IntArray) -> HashArray:
    """The numbers of a few words, letter by letter, which is quicker than counting all."""
    found, lengths = np.zeros(len(starts), np.uint64), ends - starts
    for n in range(int(lengths.max(initial=0))):
        codes = _lower().take(scan.codes[np.minimum(starts + n, len(scan.text))], mode="clip").astype(np.uint64)
        found += np.where(n < lengths, codes * _powers(BASE)[n], np.uint64(0))
    return found


def _codes_from(scan: Scan, at: IntArray, steps: range) -> HashArray:
    """Small letters at these steps from each offset, shape (steps, n); those beyond the text are its end."""
    places = np.clip(at + np.array(steps)[:, None], 0, len(scan.codes) - 1)
    return np.asarray(_lower().take(scan.codes[places], mode="clip"), np.uint64)


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

"""Where one word was parted in two, inside a line or by its end: what proves it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning import evidence, word_lists
from pipeline.cleaning.characters import BREAK, HYPHEN, LETTER, LOWER, among
from pipeline.cleaning.evidence import Evidence
from pipeline.cleaning.joined import closed_words
from pipeline.cleaning.vocabulary import BoolArray, HashArray, first_words, hashes_at, joined, last_words
from pipeline.cleaning.word_lists import SLIP
from pipeline.edits import IntArray

SHORTEST = 2  # one letter may be an initial, or what an apostrophe left
APOSTROPHES = "'’ʼ"
ADDRESS = "/@_#=&"
# What stands behind a lost apostrophe is a word of its own: `we re`, `they ll`.
CLITICS = frozenset("re ll ve nt".split())
# Beside so common a word stand rare ones too: only what is no word at all proves anything.
BESIDE, RARER, INFLECTED, RAREST = 300, 640, frozenset(["ru", "uk", "pl", "cs"]), 780
COMMON = 500  # a joined word that the text does not have elsewhere must be so common


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings of letters, in columns."""

    starts: IntArray
    ends: IntArray
    hashes: HashArray

    def take(self, which: IntArray) -> Strings:
        """The chosen ones."""
        return Strings(self.starts[which], self.ends[which], self.hashes[which])

    def texts(self, seen: Evidence) -> list[str]:
        """Their letters."""
        spans = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return [seen.scan.text[start:end].lower() for start, end in spans]


def inside(seen: Evidence) -> IntArray:
    """The words of a text, by number, that are one with the word behind the next space or line feed."""
    runs = seen.runs
    at = np.flatnonzero(runs.spaced[:-1] & ~(seen.firm[:-1] & seen.firm[1:]))
    lefts = Strings(runs.starts[at], runs.ends[at], runs.hashes[at])
    rights = Strings(runs.starts[at + 1], runs.ends[at + 1], runs.hashes[at + 1])
    return at[_one(seen, lefts, rights)]


def over_pages(seen: Evidence, ends: IntArray, starts: IntArray) -> IntArray:
    """At which line ends one word stands on both lines, given the offsets there and where the next line starts."""
    found = ((seen.scan.flags[ends - 1] & LETTER) > 0) & ((seen.scan.flags[starts] & LOWER) > 0)
    at = np.flatnonzero(found)
    if not len(at):
        return at
    begins, stops = last_words(seen.scan, ends[at]), first_words(seen.scan, starts[at])
    lefts = Strings(begins, ends[at], hashes_at(seen.scan, begins, ends[at]))
    rights = Strings(starts[at], stops, hashes_at(seen.scan, starts[at], stops))
    table = evidence.firm(seen.language)
    strange = np.flatnonzero(~(table.has(lefts.hashes) & table.has(rights.hashes)))
    return at[strange[_one(seen, lefts.take(strange), rights.take(strange))]]


def _one(seen: Evidence, lefts: Strings, rights: Strings) -> IntArray:
    """Which of these pairs are one word, by their numbers."""
    whole = joined(lefts.hashes, lefts.ends - lefts.starts, rights.hashes)
    at = np.flatnonzero(_known(seen, whole))
    at = at[_fits(seen, lefts.take(at), rights.take(at))] if len(at) else at
    lefts, rights, whole = lefts.take(at), rights.take(at), whole[at]
    if not len(at):
        return at
    pairs = [*zip(lefts.texts(seen), rights.texts(seen), strict=True)]
    here = [Counter(words) for words in zip(*pairs, strict=True)]
    parts = (seen.count(part).tolist() for part in (lefts.hashes, rights.hashes))
    counts = zip(*parts, (seen.count(whole) - _in_addresses(seen, whole)).tolist(), strict=True)
    proved = [
        _is_one(seen.language, left, right, a - here[0][left], b - here[1][right], n)
        for (left, right), (a, b, n) in zip(pairs, counts, strict=True)
    ]
    return np.asarray(at[np.array(proved, bool)], np.int64)


def _fits(seen: Evidence, lefts: Strings, rights: Strings) -> BoolArray:
    """The second part begins with a small letter, none has one letter only; no apostrophe stands at either side, and no
    hyphen that the word goes on from over a line's end."""
    codes, flags = seen.scan.codes, seen.scan.flags
    free = ~among(codes[lefts.starts - 1], APOSTROPHES) & ~among(codes[rights.ends], APOSTROPHES)
    whole = ~(((flags[lefts.starts - 1] & BREAK) > 0) & ((flags[lefts.starts - 2] & HYPHEN) > 0))
    whole &= ~(((flags[rights.ends] & HYPHEN) > 0) & ((flags[np.minimum(rights.ends + 1, len(codes) - 1)] & BREAK) > 0))
    long = (lefts.ends - lefts.starts >= SHORTEST) & (rights.ends - rights.starts >= SHORTEST)
    return np.asarray(free & whole & long & ((flags[rights.starts] & LOWER) > 0), bool)


def _in_addresses(seen: Evidence, words: HashArray) -> IntArray:
    """How often each of these words stands in the text as a part of an address: `openedition.org/monderusse`."""
    codes, flags, runs = seen.scan.codes, seen.scan.flags, seen.runs
    signs = among(codes[runs.starts - 1], f".{ADDRESS}") | among(codes[runs.ends], ADDRESS)
    signs |= (codes[runs.ends] == ord(".")) & ((flags[np.minimum(runs.ends + 1, len(codes) - 1)] & LETTER) > 0)
    at = np.sort(runs.hashes[signs])
    return np.searchsorted(at, words, side="right") - np.searchsorted(at, words)


def _known(seen: Evidence, whole: HashArray) -> BoolArray:
    return seen.own.has(whole) | evidence.listed(seen.language).has(whole)


def _is_one(language: str, left: str, right: str, lefts: int, rights: int, wholes: int) -> bool:
    """Whether a pair is one word: a part of it is none, and the whole is one, in this text or everywhere."""
    if right in CLITICS:
        return False
    closed = frozenset().union(*closed_words(language))
    first, second, both = (word_lists.word_list(language).get(w) for w in (left, right, left + right))
    if (left in closed or right in closed) and (word_lists.rarity(left + right, language) or SLIP + 1) > SLIP:
        return False  # no word: two that were run together elsewhere
    if wholes == 0 and (both is None or both > COMMON):
        return False
    rarities = ((left, first, lefts, second), (right, second, rights, first))
    return any(count <= 0 and _no_word(word, rarity, beside, language) for word, rarity, count, beside in rarities)


def _no_word(word: str, rarity: int | None, beside: int | None, language: str) -> bool:
    """Nothing that could stand by itself beside a word of that rarity."""
    if evidence.is_firm(word, rarity):
        return False
    if beside is None or beside > BESIDE:
        return True
    rarity = word_lists.rarity(word, language)
    return rarity is None or rarity > (RAREST if language in INFLECTED else RARER)

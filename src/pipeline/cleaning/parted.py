"""Where one word was parted in two, inside a line or by its end: what proves it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.cleaning import evidence, word_lists
from pipeline.cleaning.characters import LETTER, LOWER, MARK, UPPER
from pipeline.cleaning.evidence import Evidence
from pipeline.cleaning.vocabulary import BoolArray, HashArray, joined
from pipeline.edits import IntArray

SHORTEST = 2  # one letter may be an initial, or what an apostrophe left
APOSTROPHES = [*map(ord, "'’ʼ")]
# What stands behind a lost apostrophe is a word of its own: `we re`, `they ll`.
CLITICS = frozenset("re ll ve nt".split())
# Beside so common a word stand rare ones too: only what is no word at all proves anything.
BESIDE, RARER, INFLECTED, RAREST = 300, 640, frozenset(["ru", "uk", "pl", "cs"]), 780
COMMON = 500  # a joined word that the text does not have elsewhere must be so common
CLOSER = 110  # centibels: so much commoner than its parts would be side by side


def inside(seen: Evidence) -> IntArray:
    """The words of a text, by number, that are one with the word that follows on the same line."""
    runs = seen.runs
    lengths = runs.ends - runs.starts
    at = np.flatnonzero(runs.spaced[:-1] & ~(seen.firm[:-1] & seen.firm[1:]))
    at = at[(lengths[at] >= SHORTEST) & (lengths[at + 1] >= SHORTEST)]
    at = at[_fits(seen, runs.starts[at], runs.starts[at + 1], runs.ends[at + 1])]
    whole = joined(runs.hashes[at], lengths[at], runs.hashes[at + 1])
    at, whole = at[known := _known(seen, whole)], whole[known]
    texts = [(seen.text(n), seen.text(n + 1)) for n in at.tolist()]
    return at[_proved(seen, texts, runs.hashes[at], runs.hashes[at + 1], whole, spaced=True)]


def over_ends(seen: Evidence, ends: IntArray, starts: IntArray) -> BoolArray:
    """At which line ends, given by the offsets there and where the next line starts, one word stands on both."""
    flags, text = seen.scan.flags, seen.scan.text
    found = ((flags[ends - 1] & LETTER) > 0) & ((flags[starts] & LOWER) > 0)
    at = np.flatnonzero(found)
    lefts = [_last(text, end) for end in ends[at].tolist()]
    rights = [_first(text, start) for start in starts[at].tolist()]
    left, right = (evidence.numbers(words) for words in (lefts, rights))
    table = evidence.firm(seen.language)
    lengths = np.array([len(word) for word in lefts], np.int64)
    whole = joined(left, lengths, right)
    likely = ~(table.has(left) & table.has(right)) & _known(seen, whole)
    likely &= (lengths >= SHORTEST) & (np.array([len(word) for word in rights], np.int64) >= SHORTEST)
    at, kept = at[likely], np.flatnonzero(likely).tolist()
    texts = [(lefts[n], rights[n]) for n in kept]
    found[:] = False
    found[at[_proved(seen, texts, left[likely], right[likely], whole[likely], spaced=False)]] = True
    return found


def _fits(seen: Evidence, starts: IntArray, seconds: IntArray, ends: IntArray) -> BoolArray:
    """The second part begins with a small letter, and no apostrophe stands at either side."""
    codes, flags = seen.scan.codes, seen.scan.flags
    free = ~np.isin(codes[starts - 1], APOSTROPHES) & ~np.isin(codes[ends], APOSTROPHES)
    return np.asarray(free & ((flags[seconds] & LOWER) > 0), bool)


def _known(seen: Evidence, whole: HashArray) -> BoolArray:
    return seen.own.has(whole) | evidence.listed(seen.language).has(whole)


def _proved(
    seen: Evidence, texts: Sequence[tuple[str, str]], left: HashArray, right: HashArray, whole: HashArray, spaced: bool
) -> BoolArray:
    """Which of these pairs are one word: at least one part is none, and the whole is one here or everywhere."""
    here = seen.pairs(left, right) if spaced else np.zeros(len(left), np.int64)
    counts = zip(texts, seen.count(left) - here, seen.count(right) - here, seen.count(whole), strict=True)
    return np.array([_is_one(seen.language, *pair, a, b, n) for pair, a, b, n in counts], bool)


def _is_one(language: str, left: str, right: str, lefts: int, rights: int, wholes: int) -> bool:
    left, right = left.lower(), right.lower()
    if right in CLITICS:
        return False
    first, second, both = (word_lists.word_list(language, "small").get(w) for w in (left, right, left + right))
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


def _last(text: str, end: int) -> str:
    """The letters before an offset."""
    at = end
    while at > 0 and text[at - 1].isalpha() and end - at < 40:
        at -= 1
    return text[at:end]


def _first(text: str, start: int) -> str:
    at = start
    while text[at : at + 1].isalpha() and at - start < 40:
        at += 1
    return text[start:at]

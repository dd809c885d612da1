"""Hashes of words and of windows of letters, for many words at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ORDER = 4  # letters of the longest window
EDGE = "\1"  # before and behind every word
LONGEST = 64  # letters of a word that count
Hashes = npt.NDArray[np.uint64]
_ODD = np.random.default_rng(0).integers(1 << 62, size=LONGEST + 2, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Letters:
    """Words laid end to end, with an edge at both ends: code points, their places in their words, where words start."""

    codes: Hashes
    place: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]

    @staticmethod
    def of(words: Sequence[str]) -> Letters:
        """Words of at least one letter; of longer ones than LONGEST the beginning."""
        cut = [word[:LONGEST] for word in words]
        text = EDGE + f"{EDGE}{EDGE}".join(cut) + EDGE
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        lengths = np.fromiter(map(len, cut), np.int64, len(cut)) + 2
        starts = np.cumsum(lengths) - lengths
        return Letters(codes, np.arange(len(codes)) - np.repeat(starts, lengths), starts)

    def windows(self, length: int) -> Hashes:
        """The hash of the window of this length that ends at each letter, shape (letters,); sense only inside words."""
        found = np.zeros(len(self.codes), np.uint64)
        for back in range(length):
            found[back:] += self.codes[: len(self.codes) - back] * _ODD[back]
        return mixed(found + np.uint64(length))

    def words(self) -> Hashes:
        """The hash of each word, shape (words,)."""
        return mixed(np.add.reduceat(self.codes * _ODD[self.place], self.starts))


def mixed(hashes: Hashes) -> Hashes:
    """Sums of products spread over all bits."""
    found = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    return np.asarray(found ^ (found >> np.uint64(32)), np.uint64)


def of_words(words: Sequence[str]) -> Hashes:
    """The hash of each word, shape (words,)."""
    return Letters.of(words).words()

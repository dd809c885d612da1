"""The large word lists of wordfreq, as numbers: half a million words in a few megabytes.

A list is read when a word is first asked for that the small list lacks. Words that will be asked for can be announced:
they are looked up together, which is quicker than one by one.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.vocabulary import LONGEST, HashArray, numbers

FORGET = 200_000  # answers that are kept


def read(language: str, size: str) -> Iterator[list[str]]:
    """The words of a list ("small" or "large") by rarity, in centibels below the most frequent possible."""
    yield from bins(language, size, raw=False)


def bins(language: str, size: str, *, raw: bool) -> Iterator[list[Any]]:
    """The same, the words as bytes of UTF-8 where `raw`; nothing for a language without a list.

    They come from the wheel of wordfreq: its data, not its code, which takes long to import, and thirty megabytes.
    """
    import msgpack

    spec = find_spec("wordfreq")
    folder = Path(*spec.submodule_search_locations or ()) if spec else Path("wordfreq")
    path = folder / "data" / f"{size}_{language}.msgpack.gz"
    if path.is_file():
        with gzip.open(path) as file:
            unpacker = msgpack.Unpacker(file, raw=raw)
            rows = unpacker.read_array_header()
            unpacker.skip()  # what the list says of itself
            yield from (unpacker.unpack() for _ in range(rows - 1))


class Rarities:
    """The rarity of every word of a large list."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._table: tuple[HashArray, npt.NDArray[np.int16]] | None = None
        self._known: dict[str, int | None] = {}
        self._announced: set[str] = set()

    def announce(self, words: Iterable[str]) -> None:
        """Words that may be asked for soon."""
        self._announced.update(word for word in words if len(word) <= LONGEST)

    def get(self, word: str) -> int | None:
        """How rare a word is, in centibels below the most frequent possible; None where the list has it not."""
        if len(word) > LONGEST:
            return None
        if word not in self._known:
            if len(self._known) > FORGET:
                self._known.clear()
            self._look_up([word, *self._announced])
            self._announced.clear()
        return self._known[word]

    def _look_up(self, words: list[str]) -> None:
        self._table = self._table or _table(self.language)
        hashes, rarities = self._table
        asked = numbers(words)
        at = np.minimum(np.searchsorted(hashes, asked), len(hashes) - 1)
        found = np.where(hashes[at] == asked, rarities[at], -1)
        self._known.update((w, r if r >= 0 else None) for w, r in zip(words, found.tolist(), strict=True))


def _table(language: str) -> tuple[HashArray, npt.NDArray[np.int16]]:
    """The numbers of a list's words, sorted, and the rarity of each; one number that no word has at the end."""
    bins = [numbers(words) for words in read(language, "large")]
    hashes = np.concatenate([*bins, np.full(1, 2**64 - 1, np.uint64)])
    rarity = np.repeat(np.arange(len(bins) + 1, dtype=np.int16), [*map(len, bins), 1])
    order = np.argsort(hashes, kind="stable")
    return hashes[order], rarity[order]


@cache
def large(language: str) -> Rarities:
    """The large list of a language; one serves a process."""
    return Rarities(language)

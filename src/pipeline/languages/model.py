"""How likely a word is in each language, in its own letters or romanised: word lists first, then the look of words.

A language gives a word the chance that its word list says, or, for words that are not in it, that of a model of its
letters: windows of up to five, smoothed by shorter ones (Witten and Bell 1991), in the back-off form of Katz (1987).
Chances of words multiply, so that the scores of a title are the sums of those of its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.languages import model_build
from pipeline.languages.hashing import ORDER, Hashes, Letters, of_words
from pipeline.languages.stored import stored

CYRILLIC = frozenset("ru uk be bg mk sr-Cyrl kk uz-Cyrl und-Cyrl".split())  # classes written in Cyrillic letters
REMEMBERED = 30_000  # words; 5 MB
COLUMNS = ("keys", "first", "classes", "logs")
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows: `keys` sorted, shape (n,); row i is at `first[i]:first[i + 1]` of `classes` and `logs`."""

    keys: Hashes
    first: npt.NDArray[np.int32]
    classes: npt.NDArray[np.uint8]
    logs: npt.NDArray[np.int16]

    def fill(self, into: Scores, wanted: Hashes, add: bool = False) -> None:
        """Writes the row of each wanted key into the same row of `into`, shape (wanted, classes)."""
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        found = np.flatnonzero(self.keys[at] == wanted)
        at = at[found]
        sizes = self.first[at + 1] - self.first[at]
        rows = np.repeat(found, sizes)
        places = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(self.first[at], sizes)
        values = self.logs[places].astype(np.float32) / model_build.SCALE
        if add:
            into[rows, self.classes[places]] += values
        else:
            into[rows, self.classes[places]] = values


@dataclass(frozen=True, slots=True)
class Model:
    """`names` of the classes (`ru`, `ru-Latn`); word table; windows and their back-offs by length, from one letter."""

    names: tuple[str, ...]
    words: Rows
    unknown: Scores
    floor: Scores
    windows: tuple[Rows, ...]
    backoffs: tuple[Rows, ...]
    memo: dict[str, Scores] = field(default_factory=dict)  # the scores of words asked for before

    def score(self, words: Sequence[str]) -> Scores:
        """Log chances of normal words, shape (words, classes)."""
        if not words:
            return np.zeros((0, len(self.names)), np.float32)
        new = [word for word in dict.fromkeys(words) if word not in self.memo]
        scored = dict(zip(new, self._score(new), strict=True)) if new else {}
        found = np.stack([scored[word] if word in scored else self.memo[word] for word in words])
        if len(self.memo) + len(new) > REMEMBERED:
            self.memo.clear()
        if len(new) <= REMEMBERED:
            self.memo.update(scored)
        return found

    def _score(self, words: Sequence[str]) -> Scores:
        listed = np.full((len(words), len(self.names)), -np.inf, np.float32)
        self.words.fill(listed, of_words(words))
        return np.asarray(np.logaddexp(listed, self._spelt(words) + self.unknown), np.float32)

    def is_latin(self, name: str) -> bool:
        """Whether a class is written in Latin letters."""
        return name not in CYRILLIC

    def listed(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which words are in the list of each class, shape (words, classes)."""
        found = np.full((len(words), len(self.names)), -np.inf, np.float32)
        self.words.fill(found, of_words(words))
        return np.isfinite(found)

    def _spelt(self, words: Sequence[str]) -> Scores:
        """Log chances of the letters of each word."""
        letters = Letters.of(words)
        windows = [letters.windows(1)]
        for length in range(2, ORDER + 1):  # none goes over the beginning of its word
            windows.append(np.where(letters.place >= length - 1, letters.windows(length), windows[-1]))
        found = self._chances(windows, np.flatnonzero(letters.place > 0), ORDER)
        first = letters.starts - np.arange(len(letters.starts))
        return np.add.reduceat(found, first, axis=0)

    def _chances(self, windows: Sequence[Hashes], at: npt.NDArray[np.intp], length: int) -> Scores:
        """Log chances of these letters, each window of up to `length` looked up once."""
        if not length:
            return np.tile(self.floor, (len(at), 1))
        own = windows[length - 1]
        _, first, back = np.unique(own[at], return_index=True, return_inverse=True)
        some = at[first]
        found = self._chances(windows, some, length - 1)
        whole = np.flatnonzero(own[some] != windows[length - 2][some]) if length > 1 else np.arange(len(some))
        rows = found[whole]
        if length > 1:
            self.backoffs[length - 1].fill(rows, windows[length - 2][some[whole] - 1], add=True)
        self.windows[length - 1].fill(rows, own[some[whole]])
        found[whole] = rows
        return found[back]


@cache
def load() -> Model:
    """The model, read from beside this file; built first, in some seconds, where there is none of this version."""
    arrays = stored("model", model_build.version(), lambda: model_build.build(model_build.classes()))
    rows = [Rows(*(arrays[f"{part}_{column}"] for column in COLUMNS)) for part in _parts()]
    names, windows, backoffs = tuple(arrays["names"].tolist()), rows[1 : ORDER + 1], rows[ORDER + 1 :]
    return Model(names, rows[0], arrays["unknown"], arrays["floor"], tuple(windows), tuple(backoffs))


def _parts() -> list[str]:
    return ["words", *(f"window{n}" for n in range(1, ORDER + 1)), *(f"backoff{n}" for n in range(1, ORDER + 1))]

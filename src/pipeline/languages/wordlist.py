"""What words of a language look like: its word list with frequencies, and a model of its letters built from the list.

The list is wordfreq's (share-alike: read where it is installed, never copied here). Belarusian and Kazakh have none;
their models are built from the lists in `words/`, which were written for this purpose. Words are kept as bytes, one a
letter, in one sorted array: 14 MB for 670,000 words, where Python strings take ninety.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version as installed
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.rarities import bins as wordfreq_bins
from pipeline.languages.schemes import ALPHABETS
from pipeline.languages.stored import Arrays, stored

LONGEST = 20  # letters; longer entries are compounds and slips
MODELLED = 200_000  # the most frequent words; what follows is half slips and foreign names
CHUNK = 40_000  # words counted at a time; more would take memory
END = 0  # the letter before and after a word
STRANGE = 255
ORDER = 4  # letters a window, the last of them foretold
WEIGHT = 4.0  # how many sightings of a context the shorter context counts for
RARE = 800  # wordfreq's bins are hundredths of a power of ten; this one is one in 100 million
OWN_RARITY, OWN_SPREAD = 400, 300  # taken for the first word of these lists, and how much rarer the last is
LOG_BIN = math.log(10) / 100


class WordList(NamedTuple):
    """`words` sorted, as bytes of letter numbers; `logs` their natural log frequencies; `model` log chances."""

    alphabet: str
    words: NDArray[np.bytes_]
    logs: NDArray[np.float32]
    model: NDArray[np.float32]  # ORDER axes: three letters before, the letter; END at the edges

    def encode(self, word: str) -> bytes:
        """Letter numbers of a word in small letters of the alphabet. Raises ValueError for any other letter."""
        return bytes(self.alphabet.index(letter) + 1 for letter in word)

    def decode(self, word: bytes) -> str:
        """The reverse of `encode`."""
        return "".join(self.alphabet[number - 1] for number in word)

    def begins(self, prefixes: Sequence[bytes]) -> list[bool]:
        """Which of these some word of the list begins with."""
        places = self._places(prefixes)
        return [self.words[place].startswith(key) for place, key in zip(places, prefixes, strict=True)]

    def frequencies(self, words: Sequence[bytes]) -> list[float | None]:
        """Natural log of each word's share in running text, None for a word that the list lacks."""
        places = self._places(words)
        found = zip(places, words, strict=True)
        return [float(self.logs[place]) if self.words[place] == key else None for place, key in found]

    def _places(self, keys: Sequence[bytes]) -> NDArray[np.intp]:
        width = self.words.dtype.itemsize
        fitting = np.array([key if len(key) <= width else b"\xff" for key in keys], dtype=self.words.dtype)
        return np.minimum(np.searchsorted(self.words, fitting), len(self.words) - 1)


def _bins(language: str) -> Iterator[tuple[int, bytes]]:
    """Rarity in hundredths of a power of ten, and the words of that rarity, UTF-8, divided by line feeds."""
    found = False
    for rarity, words in enumerate(wordfreq_bins(language, "large", raw=True)):
        found = True
        yield rarity, b"\n".join(words)
    if not found:
        yield from _own(language)


def _own(language: str) -> Iterator[tuple[int, bytes]]:
    words = (Path(__file__).parent / "words" / f"{language}.txt").read_text(encoding="utf-8").split()
    for place, word in enumerate(words):  # the most frequent stand first
        yield OWN_RARITY + OWN_SPREAD * place // len(words), word.encode()


def _rows(text: bytes, numbers: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One row a word that has only letters of the alphabet and not too many; END fills the row."""
    letters = numbers[np.frombuffer((text + b"\n").decode().encode("utf-16-le"), "<u2")]
    ends = np.flatnonzero(letters == END)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts
    kept = (np.maximum.reduceat(letters, starts) != STRANGE) & (lengths > 0) & (lengths <= LONGEST)
    rows = np.zeros((int(kept.sum()), LONGEST), np.uint8)
    rows[np.arange(LONGEST) < lengths[kept, None]] = letters[np.repeat(kept, lengths + 1) & (letters != END)]
    return rows


def _listed(language: str) -> tuple[NDArray[np.uint8], NDArray[np.int16]]:
    """The words of a language, most frequent first, as rows of letter numbers, and how rare each is."""
    numbers = np.full(65536, STRANGE, np.uint8)
    numbers[ord("\n")] = END
    for number, letter in enumerate(ALPHABETS[language], 1):
        numbers[ord(letter)] = number
    bins = [(_rows(text, numbers), rarity) for rarity, text in _bins(language) if text]
    rarities = np.repeat(np.array([rarity for _, rarity in bins], np.int16), [len(rows) for rows, _ in bins])
    return np.concatenate([rows for rows, _ in bins]), rarities


def _model(rows: NDArray[np.uint8], rarities: NDArray[np.int16], size: int) -> NDArray[np.float32]:
    """Log chances of a letter after three others, each order smoothed by the next shorter one."""
    counts = np.zeros(size**ORDER, np.float32)
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        padded = np.pad(some, ((0, 0), (ORDER - 1, 1)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, ORDER, axis=1)
        alive = windows[:, :, ORDER - 2] != END
        alive[:, 0] = True
        index = windows[alive] @ (size ** np.arange(ORDER - 1, -1, -1, dtype=np.int32))
        weights = ((RARE - rarities[start : start + CHUNK]) / 100 + 0.3).astype(np.float32)
        np.add.at(counts, index, np.repeat(weights, alive.sum(axis=1)))
    return _smoothed(counts.reshape((size,) * ORDER))


def _smoothed(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log chances out of counts, in the counts' own memory."""
    size = counts.shape[0]
    chances: NDArray[np.float32] = np.full(size, 1 / size, np.float32)
    for order in range(1, ORDER + 1):
        seen = counts.sum(axis=tuple(range(ORDER - order))) if order < ORDER else counts
        whole = seen.sum(axis=-1, keepdims=True) + WEIGHT
        seen += WEIGHT * chances
        seen /= whole
        chances = seen
    return np.log(chances, out=chances)


def build(language: str, without: Collection[str] = ()) -> WordList:
    """The word list and model of a language out of ALPHABETS; the model does not see the words of `without`.

    Takes under a second, once a version through `word_list`.
    """
    alphabet = ALPHABETS[language]
    rows, rarities = _listed(language)
    words = rows.view(f"S{LONGEST}").ravel()
    order = np.argsort(words, kind="stable")
    logs = (-LOG_BIN * rarities[order]).astype(np.float32)
    result = WordList(alphabet, words[order], logs, np.zeros(0, np.float32))
    hidden = np.isin(words[:MODELLED], np.array([result.encode(word) for word in without] or [b""]))
    seen = ~hidden
    model = _model(rows[:MODELLED][seen], rarities[:MODELLED][seen], len(alphabet) + 1)
    return result._replace(model=model)


@cache
def word_list(language: str) -> WordList:
    """The word list of a language, built once a version."""
    arrays = stored(f"words-{language}", _version(), lambda: _arrays(build(language)))
    return WordList(ALPHABETS[language], arrays["words"], arrays["logs"], arrays["model"])


def _arrays(built: WordList) -> Arrays:
    return {"words": built.words, "logs": built.logs, "model": built.model}


def _version() -> str:
    """A fingerprint of all that decides what is built."""
    here = Path(__file__).parent
    digest = sha256(installed("wordfreq").encode())
    for file in (Path(__file__), here / "schemes.py", *sorted(here.glob("words/*.txt"))):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]

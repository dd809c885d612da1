"""Names of heads: which lines say the same, though OCR misread a letter, and where a passage is only told twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

NUMERAL = re.compile(r"\d+|\b[IVXLC]+\b")
SHORTEST = 3  # letters of a head
TELLING = 6  # from so many letters on one may be misread
CLUES = 4  # of so many of its trigrams one is enough to find a name
FEW = 300  # so many names are compared with each other
SHELF = 12  # names that share a trigram and are compared


def letters(text: str) -> str:
    """What stays of a line from page to page, whatever its spacing and marks."""
    return "".join(filter(str.isalnum, text)).casefold()


def _pairs(name: str) -> set[tuple[str, str]]:
    return set(pairwise(f"^{name}$"))


def alike(one: str, other: str) -> bool:
    """Two names are the same but for a letter or two."""
    if abs(len(one) - len(other)) * 5 > max(len(one), len(other)):
        return False
    a, b = _pairs(one), _pairs(other)
    return 2 * len(a & b) >= (0.6 if len(one) >= 12 else 0.7) * (len(a) + len(b))


class Name(NamedTuple):
    """What a line says, in letters, and the numerals in it, which OCR may not change."""

    letters: str
    numerals: tuple[str, ...]

    @staticmethod
    def of(text: str) -> Name:
        """The name that a text spells."""
        return Name(letters(text), tuple(NUMERAL.findall(text)))

    @property
    def empty(self) -> bool:
        """It has too few letters to come back."""
        return len(self.letters) < SHORTEST or self.letters.isdecimal()


class Names:
    """Numbers for names: like names have one number. Linear: a name is compared with few others.

    Of many names only those that stand twice are learnt, and misread ones are held against them.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._known: dict[Name, int] = {}
        self._shelves: dict[tuple[str, tuple[str, ...]], list[Name]] = defaultdict(list)
        self._sizes: set[tuple[tuple[str, ...], int]] = set()
        often = Counter(name for name in names if not name.empty)
        fewest = 1 if len(often) <= FEW else 2
        for name in [name for name, count in often.items() if count >= fewest]:
            self._known[name] = self._find(name)
            self._learn(name)

    def number(self, name: Name) -> int:
        """The number of a name, -1 where it is empty."""
        if name.empty:
            return -1
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: Name) -> int:
        """The number of a known name like this one, or a new one."""
        if (name.numerals, len(name.letters) // 8) not in self._sizes:
            return len(self._known)
        for clue in _clues(name):
            shelf = self._shelves.get((clue, name.numerals), ())
            match = next((other for other in shelf if alike(name.letters, other.letters)), None)
            if match:
                return self._known[match]
        return len(self._known)

    def _learn(self, name: Name) -> None:
        eighths = len(name.letters) // 8
        self._sizes.update((name.numerals, size) for size in (eighths - 1, eighths, eighths + 1))
        for clue in _clues(name):
            shelf = self._shelves[clue, name.numerals]
            if len(shelf) < SHELF:
                shelf.append(name)


def _clues(name: Name) -> list[str]:
    """Some of its trigrams, the same ones in like names."""
    word = name.letters if len(name.letters) >= TELLING else ""
    return sorted({word[n : n + 3] for n in range(len(word) - 2)})[:CLUES]

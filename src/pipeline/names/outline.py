"""The outline of a word: its consonants that every scheme writes with one letter, б л м н п р.

However words are read, those with other outlines share no reading, and that is seen before the readings are made.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.names.reading import LONGEST, Word
from pipeline.names.skeleton import letters

_CONSONANTS = str.maketrans("blmnpr", "блмнпр")
_OTHERS = re.compile("[^блмнпр]+")
# Where one may be read otherwise, or two as one: ph, Polish ą and ę, and twice the same without a vowel between.
_DOUBTFUL = re.compile(r"ph|[ąęĄĘ]|([blmnprблмнпр])[^aeiouаеиоуюя]*\1")


def project(cyrillic: str) -> str:
    """The outline of a Cyrillic reading."""
    return _OTHERS.sub("", cyrillic)


@lru_cache(maxsize=1 << 14)
def outline(each: Word) -> str | None:
    """The outline that all readings of a word have; none where they may differ."""
    shown = letters(each.plain) if each.cyrillic else each.plain
    if len(each.text) > LONGEST or _DOUBTFUL.search(shown) or (not each.text.isascii() and _DOUBTFUL.search(each.text)):
        return None
    return project(shown.translate(_CONSONANTS))


def parted(a: Word, b: Word) -> bool:
    """Whether the outlines say that the words share no reading."""
    ours, theirs = outline(a), outline(b)
    return ours != theirs and ours is not None and theirs is not None

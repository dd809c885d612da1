"""Letters of names: which script, one shape for signs that mean the same, and Latin without its marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TIES = (
    "\N{COMBINING DOUBLE INVERTED BREVE}\N{COMBINING DOUBLE BREVE}"
    "\N{COMBINING LIGATURE LEFT HALF}\N{COMBINING LIGATURE RIGHT HALF}"
)
_PRIMES = "'’‘ʼʻʹʺ′″´`\"”“ˈ·"
_DROPPED = str.maketrans(dict.fromkeys(_TIES + _PRIMES) | {"ǐ": "ĭ", "ǎ": "ă", "ǔ": "ŭ"})
_SPECIAL = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
        "ŋ": "ng", "ə": "a", "ĸ": "k",
    }
)  # fmt: skip
_CYRILLIC = re.compile("[\u0400-\u052f]")
_SOFT_O = re.compile(f"(?<=[bdfklmnprstvwz])[{_PRIMES}]o")  # Koval'ov is Kovalëv
_WRITTEN_OUT = (("ue", "u"), ("oe", "o"), ("ae", "a"), ("aa", "a"))
_DOUBLE = re.compile(r"(\w)\1+")


def is_cyrillic(text: str) -> bool:
    """Whether there is a Cyrillic letter."""
    return not text.isascii() and _CYRILLIC.search(text) is not None


def script(text: str) -> str:
    """ISO 15924 code of the first letter's script as far as names need it: Cyrl, Latn, else Zyyy."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    if is_cyrillic(text):
        return "Cyrl"
    letter = next((letter for letter in text if letter.isalpha()), "")
    return "Latn" if letter and unicodedata.name(letter, "").startswith("LATIN") else "Zyyy"


def normal(text: str) -> str:
    """Small composed letters without ties and without the signs for ь and ъ; ьо is io."""
    small = text.lower()
    if small.isascii() and small.isalpha():
        return small
    return unicodedata.normalize("NFC", _SOFT_O.sub("io", small).translate(_DROPPED))


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Small letters without marks, case and apostrophes: `Gološčekin` → goloscekin, `Weiß` → weiss."""
    if text.isascii() and text.isalpha():
        return text.lower()
    small = text.casefold().translate(_DROPPED)
    if small.isascii():
        return small
    small = small.translate(_SPECIAL)
    bare = [letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter)]
    return unicodedata.normalize("NFC", "".join(bare))


@lru_cache(maxsize=1 << 14)
def loose(bare: str) -> str:
    """A plain word where umlauts written out and double letters are one: mueller, muller → muler."""
    for pair, letter in _WRITTEN_OUT:
        bare = bare.replace(pair, letter)
    return _DOUBLE.sub(r"\1", bare)

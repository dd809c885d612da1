"""The script of a text, and which languages a script can carry."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

COMMON = "Zyyy"  # ISO 15924: no letter that belongs to one script
UNKNOWN = "Zzzz"  # ISO 15924: letters, but of a script not listed here
SAMPLE = 2000  # code points looked at, however long the text is
WINDOWS = 4

# The first word of a letter's Unicode name and its ISO 15924 code.
BY_NAME = {
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "HIRAGANA": "Jpan",
    "KANNADA": "Knda",
    "KATAKANA": "Jpan",
    "LATIN": "Latn",
    "MALAYALAM": "Mlym",
    "MONGOLIAN": "Mong",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
}
# Letters by category that no one script owns: primes of romanisations, ordinals, letterlike symbols.
SHARED = frozenset({"MODIFIER", "MASCULINE", "FEMININE", "MICRO", "SCRIPT", "DOUBLE-STRUCK", "MATHEMATICAL"})


def sample(text: str, size: int = SAMPLE) -> str:
    """At most `size` code points of the text, in windows from its beginning to its end."""
    if len(text) <= size:
        return text
    width = max(1, (size - WINDOWS + 1) // WINDOWS)
    step = (len(text) - width) // (WINDOWS - 1)
    return " ".join(text[i * step : i * step + width] for i in range(WINDOWS))


@lru_cache(maxsize=4096)
def of_letter(letter: str) -> str:
    """The ISO 15924 code of one character; `Zyyy` for what is no letter or belongs to no one script."""
    if not letter.isalpha():
        return COMMON
    first = unicodedata.name(letter, UNKNOWN).split()[0]
    return COMMON if first in SHARED else BY_NAME.get(first, UNKNOWN)


def letters_by_script(text: str) -> Counter[str]:
    """How many letters of each script the text has; costs what the text is long."""
    found: Counter[str] = Counter()
    for character, times in Counter(text).items():
        found[of_letter(character)] += times
    del found[COMMON]
    return found


def script(text: str) -> str:
    """The ISO 15924 code of most letters of the text, or of a sample of a long one; `Zyyy` without letters.

    Any kana make Chinese characters Japanese. Equal shares are settled by the code's alphabet.
    """
    return main_script(letters_by_script(sample(text)))


def main_script(letters: Counter[str]) -> str:
    """The script that leads in these counts; `Zyyy` where there are none."""
    if not letters:
        return COMMON
    leader = min(letters, key=lambda code: (-letters[code], code))
    return "Jpan" if leader == "Hani" and letters["Jpan"] else leader

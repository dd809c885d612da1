"""Words as the language model sees them: small letters, composed, one sign for every kind of apostrophe and prime."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'’ʹʺ′″‘ʼʻ´`"
TIES = "\u0361\ufe20\ufe21"
LETTER = rf"(?:[^\W\d_][{TIES}\u0300-\u036f]*)"
WORD = re.compile(rf"{LETTER}+(?:[{APOSTROPHES}]+{LETTER}+)*[ʹʺ]*")
_SIGNS = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(TIES, "")})


def normal(word: str) -> str:
    """A word as the model knows it; apostrophes at its end, which may be quotation marks, are dropped."""
    if word.isascii():
        return word.lower().rstrip("'")
    return unicodedata.normalize("NFC", word.lower()).translate(_SIGNS).rstrip("'")

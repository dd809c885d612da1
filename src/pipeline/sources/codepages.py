"""Which legacy code page a text was written in, by the words that each would make of its bytes."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

# Where two read a text equally well, the earlier one wins: of each alphabet the commonest page comes first.
PAGES = (
    "cp1252", "cp1251", "cp1250", "koi8-r", "koi8-u", "cp866", "mac-roman", "mac-cyrillic", "iso-8859-5",
    "cp1254", "iso-8859-2", "cp1253", "cp850", "mac-latin2",
)  # fmt: skip
EAST_ASIAN = ["gb18030", "big5", "cp932", "euc_jp", "cp949"]
LANGUAGES = ("cs", "de", "el", "en", "es", "fr", "hu", "it", "pl", "pt", "ro", "ru", "sv", "tr", "uk")

_WINDOW = 1 << 16
_TOKENS = 500
_WORD = re.compile(r"[^\W\d_]+")
_SYMBOL = re.compile(r"[^\w\x00-\x7f]|[\x00-\x08\x0e-\x1f]")
_QUOTES_AND_MARKS = frozenset("“”‘’«»„–—…§°©½·№\N{NO-BREAK SPACE}")


def guess(data: bytes) -> str | None:
    """The code page under which the words of `data` that are not ASCII read best; None without evidence."""
    tokens = _tokens(data)
    scores = {page: sum(_score(token.decode(page, "replace")) for token in tokens) for page in PAGES}
    best = max(PAGES, key=scores.__getitem__)
    if scores[best] > 0.25 * len(tokens):
        return best
    return _east_asian(data) or (best if tokens and scores[best] >= 0 else None)


def _tokens(data: bytes) -> list[bytes]:
    """The first few hundred different words with a byte above 127, in their order."""
    found: dict[bytes, None] = {}
    for start in range(0, len(data), _WINDOW):
        window = data[start : start + _WINDOW]
        if not window.isascii():
            found.update((token, None) for token in window.split() if not token.isascii() and len(token) <= 64)
        if len(found) >= _TOKENS:
            break
    return list(found)[:_TOKENS]


def _score(token: str) -> float:
    return sum(_word_score(m[0]) for m in _WORD.finditer(token)) + sum(_symbol_scores(token))


def _word_score(word: str) -> float:
    """Known words speak for a page, mixed alphabets and capitals within words against it."""
    if len({unicodedata.name(letter, "?").split(" ", 1)[0] for letter in word}) > 1:
        return -2
    if not (word.islower() or word.isupper() or word.istitle()):
        return -1
    if word.isascii() or len(word) == 1:
        return 0  # a single letter is a word in one page and a dash in another
    return 1 + 0.3 * len(word) if word.lower() in _known_words() else 0.3


def _symbol_scores(token: str) -> Iterator[float]:
    """Quotation marks and dashes speak for a page, other signs and such within words against it."""
    for m in _SYMBOL.finditer(token):
        sign, before, after = m[0], token[: m.start()][-1:], token[m.end() :][:1]
        if sign == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(sign) in ("Cc", "Cn", "Co"):
            yield -3
        elif sign not in _QUOTES_AND_MARKS:
            yield -1
        elif before.isalpha() and after.isalpha() and sign not in "’–—\N{NO-BREAK SPACE}":
            yield -0.5
        else:
            yield 0.7 if sign in "“‘«„" and not before else 0.5


@functools.cache
def _known_words() -> frozenset[str]:
    """Some 300,000 words with letters outside ASCII, of the languages whose pages are told apart."""
    from wordfreq import get_frequency_list  # half a second

    return frozenset(
        word
        for language in LANGUAGES
        for band in get_frequency_list(language, "small")
        for word in band
        if not word.isascii()
    )


def _east_asian(data: bytes) -> str | None:
    """Pages of two bytes a letter: their texts have no blanks between words that a list could know."""
    from charset_normalizer import from_bytes  # slow to import

    first = re.search(rb"[\x80-\xff]", data)
    sample = data[first.start() : first.start() + _WINDOW] if first else b""
    best = from_bytes(sample, cp_isolation=EAST_ASIAN).best() if sample else None
    return best.encoding.replace("_", "-") if best else None

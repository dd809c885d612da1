"""Damage inside words and between two words. Each function gives the pieces of a damaged word, or None to abstain.

Damage that only the document's own evidence can undo is done only where that evidence stands elsewhere in it.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from damage.pieces import Piece, plain
from damage.syllables import sites

Vocabulary = Counter[str]
Pairs = Counter[tuple[str, str]]
LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
LIGATURE = re.compile("|".join(LIGATURES))
LOOKALIKES = dict(zip("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx", strict=True))
TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in LOOKALIKES.items()}
# How an OCR that half believed in Cyrillic reads the letters of a romanised word.
READ_AS_CYRILLIC = {"ch": "ч", "k": "к", "i": "и", "e": "е", "r": "р", "n": "н", "v": "в"}
INVISIBLE = ("\u200b", "\ufeff", "\u2060")
INNER = re.compile(r"[^\W\d_]{4,}")
ROMANISED = re.compile(r"[a-z]*(?:iya|skie|skaya|skogo|stva|enie|nykh|ovo|tsiya)\b", re.I)


def ligature(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    return _replace(word, [(m.start(), m.end(), LIGATURES[m[0]]) for m in LIGATURE.finditer(word)], "letters.ligature")


def decomposed(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    spots = [(n, n + 1, unicodedata.normalize("NFD", c)) for n, c in enumerate(word)]
    return _replace(word, [spot for spot in spots if len(spot[2]) > 1], "letters.decomposed")


def mojibake(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    spots = []
    for n, letter in enumerate(word):
        if not letter.isascii():
            try:
                spots.append((n, n + 1, letter.encode().decode("cp1252")))
            except UnicodeDecodeError:
                return None
    return _replace(word, spots, "letters.mojibake")


def doubled_hyphen(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    mark = chance.choice(["\u2010", "-\u2010"])
    spots = [(m.start(), m.end(), mark) for m in re.finditer(r"(?<=\w)-(?=\w)", word)]
    return _replace(word, spots, "letters.hyphen")


def invisible(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    return _insert(word, chance.randrange(1, len(word)), chance.choice(INVISIBLE), "spacing.invisible")


def soft(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    at = sites(word)
    return _insert(word, chance.choice(at), "\u00ad", "spacing.soft") if at else None


def scripts(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    """Some letters, never all, from the other script."""
    match = INNER.search(word)
    if not match:
        return None
    table = LOOKALIKES if "\u0400" <= match[0][-1] <= "\u04ff" else TO_CYRILLIC
    spots = [n for n in range(match.start(), match.end()) if word[n] in table]
    spots = chance.sample(spots, min(len(spots), 2))
    if not spots or len(spots) > len(match[0]) - 2:
        return None
    return _replace(word, [(n, n + 1, table[word[n]]) for n in sorted(spots)], "words.lookalike")


def romanised(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    """The last letters of a romanised word read as Cyrillic ones (`Oчерki`)."""
    match = ROMANISED.search(word)
    if not match or len(match[0]) < 6:
        return None
    spots = [m.span() for m in re.finditer("ch|[kiernv]", word) if match.start() + 1 < m.start() < match.end() - 1][:3]
    return _replace(word, [(a, b, READ_AS_CYRILLIC[word[a:b]]) for a, b in spots], "words.romanised")


def split(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    """A blank inside a word that stands whole elsewhere."""
    match = INNER.search(word)
    at = [n for n in sites(word) if match and match.start() < n < match.end()]
    if not match or not at or known[match[0]] < 3:
        return None
    cut = chance.choice(at)
    if known[word[match.start() : cut]] and known[word[cut : match.end()]]:
        return None
    return _insert(word, cut, " ", "words.split")


def url(word: str, chance: random.Random, known: Vocabulary) -> list[Piece] | None:
    """Blanks in a percent-encoded address, behind some of its codes."""
    if not word.startswith("http") or "%" not in word:
        return None
    cuts = [m.end() - chance.choice([0, 1]) for m in re.finditer("%[0-9A-F]{2}", word)]
    cuts = sorted(chance.sample(cuts, min(3, len(cuts))))
    edges = [0, *cuts, len(word)]
    rows = [plain(word[a:b]) for a, b in pairwise(edges)]
    return [p for row in rows for p in (row, Piece(" ", "", "words.link"))][:-1]


def dropped(word: str, following: str, known: Vocabulary, pairs: Pairs) -> list[Piece] | None:
    """The initial of a paragraph's first word is lost; the same two words stand elsewhere with it, or at least the
    word does and the rest of it is none."""
    if len(word) < 3 or not word[0].isupper() or not word[1:].islower():
        return None
    certain, thin = pairs[word, following] >= 2, known[word] >= 2 and not known[word[1:]]
    kind = "words.initial" if certain else "words.initial-thin"
    return [Piece("", word[0], kind), plain(word[1:])] if certain or thin else None


def fused(first: str, second: str, known: Vocabulary, pairs: Pairs) -> Piece | None:
    """No blank between two words that stand elsewhere, together or apart, and that together are no word."""
    if not (first.isalpha() and second.isalpha()) or min(len(first), len(second)) < 3 or not second.islower():
        return None
    if min(known[first], known[second]) < 2 or known[first + second]:
        return None
    return Piece("", " ", "words.fused" if pairs[first, second] >= 2 else "words.fused-thin")


def letter_spaced(word: str) -> list[Piece] | None:
    """`S p e r r d r u c k`: the old way to set words off."""
    match = re.fullmatch(r"([^\W\d_]{3,})(\W*)", word)
    if not match:
        return None
    letters = [Piece(c + " ", c, "spacing.letters") for c in match[1][:-1]]
    return [*letters, plain(match[1][-1] + match[2])]


Damage = Callable[[str, random.Random, Vocabulary], list[Piece] | None]
DAMAGES: dict[str, Damage] = {
    "ligature": ligature,
    "decomposed": decomposed,
    "mojibake": mojibake,
    "doubled hyphen": doubled_hyphen,
    "invisible": invisible,
    "soft": soft,
    "scripts": scripts,
    "romanised": romanised,
    "split": split,
    "url": url,
}


def _insert(word: str, at: int, text: str, kind: str) -> list[Piece]:
    return [plain(word[:at]), Piece(text, "", kind), plain(word[at:])]


def _replace(word: str, spots: Sequence[tuple[int, int, str]], kind: str) -> list[Piece] | None:
    """The word with each spot `(start, end, what stands there in the raw text)` damaged."""
    pieces, at = list[Piece](), 0
    for start, end, raw in spots:
        pieces += [plain(word[at:start]), Piece(raw, word[start:end], kind)]
        at = end
    return [p for p in (*pieces, plain(word[at:])) if p.raw or p.clean] if spots else None

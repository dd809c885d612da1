"""Terms that a text glosses: a romanised word in brackets behind its English one, a foreign word in emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.entities.classes import rarity
from pipeline.entities.found import WEAK, Guess
from pipeline.entities.spellings import APOSTROPHES

GLOSS = re.compile(r"[(\[](?<=[\w”\"’'] .)([a-zčšžĭǐëè'’ʹ͡-]{4,24})[)\]]")
# Adjectives, adverbs and verbs are glosses, but no terms.
NO_NOUN = re.compile(r"(?:aia|aya|oe|ye|yi|yy|ii|iy|oi|ski|no|sia|at|it|et|ut|[a-z]t['’ʹ]|['’ʹ])\Z")
UNKNOWN = 720  # centibels; English texts have rarer words, but seldom alone in brackets


def glosses(text: str, emphasis: Sequence[tuple[int, int]], foreign: Sequence[tuple[int, int]]) -> Iterator[Guess]:
    """Single words in small letters that are not English: in brackets, in emphasis, or found to be foreign."""
    for match in GLOSS.finditer(text):
        if _term(match[1]):
            yield Guess(*match.span(1), "term", 0.7, "a romanised word in brackets", WEAK)
    for start, end in emphasis:
        if text[start:end].islower() and _term(text[start:end]):
            yield Guess(start, end, "term", 0.65, "a foreign word in emphasis", WEAK)
    for start, end in foreign:
        if text[start:end].islower() and _term(text[start:end]) and text[end : end + 1] not in APOSTROPHES:
            yield Guess(start, end, "term", 0.65, "a foreign word", WEAK)


def _term(word: str) -> bool:
    return word.isalpha() and len(word) > 3 and not NO_NOUN.search(word) and rarity(word) >= UNKNOWN

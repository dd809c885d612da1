"""Words that are known: how often a form stands in this document, and in the word lists of its language.

The lists are wordfreq's, read from its wheel; the language is told by function words. One lexicon serves a process.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.cleaning.vocabulary import Vocabulary

# The commonest function words that few other languages share.
FUNCTION_WORDS = {
    "en": "the of and to in was that is with for on as by had which from were",
    "de": "der die und das den dem von nicht mit sich auf eine ist als auch wurde",
    "fr": "les des et dans une est pour qui que sur avec par sont été au aux",
    "es": "los las una por para con que del como más fue sus pero sobre",
    "it": "che della di il per una con gli nel dei sono alla delle più",
    "nl": "het van een niet zijn met voor dat aan werd door ook naar",
    "pl": "się nie na jest że do jak przez był oraz które dla",
    "cs": "se na že je jako byl jsou které pro byla nebo při také",
    "ru": "и в не на что с как по из его это был для от также",
    "uk": "і в не на що з як та від його це для був також",
}
KNOWN = {language: words.split() for language, words in FUNCTION_WORDS.items()}


def language_of(words: Vocabulary) -> str:
    """The language whose function words fill most of a text, English where nothing tells."""
    scores = {language: int(words.counts(known).sum()) / len(known) for language, known in KNOWN.items()}
    return max(scores, key=lambda language: scores[language]) if any(scores.values()) else "en"


def rarity(word: str, language: str) -> int | None:
    """How rare a word is, in centibels below the most frequent possible; None where no list has it.

    The small list holds the common words and loads at once, the large one only when it is asked for.
    """
    small = word_list(language, "small").get(word)
    return small if small is not None else word_list(language, "large").get(word)


@cache
def word_list(language: str, size: str) -> dict[str, int]:
    """The words of a language and their rarity; {} where there is no list of this size ("small" or "large")."""
    import msgpack

    spec = find_spec("wordfreq")  # its data, not its code, which takes long to import
    folder = Path(*spec.submodule_search_locations or ()) if spec else Path("wordfreq")
    path = folder / "data" / f"{size}_{language}.msgpack.gz"
    if not path.is_file():
        return {}
    _, *bins = msgpack.loads(gzip.decompress(path.read_bytes()), raw=False)
    return {word: n for n, words in enumerate(bins) for word in words}

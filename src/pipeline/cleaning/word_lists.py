"""Words that are known: how often a form stands in this document, and in the word lists of its language.

The lists are wordfreq's, read from its wheel; the language is told by function words. One lexicon serves a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from pipeline.cleaning import rarities

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


OWNERS: dict[str, tuple[str, ...]] = {}
for _language, _words in KNOWN.items():
    for _word in _words:
        OWNERS[_word] = (*OWNERS.get(_word, ()), _language)
CYRILLIC = ("ru", "uk")
HYPHENATED = frozenset([("из", "за"), ("из", "под")])  # `изза` is in the lists, which drop hyphens
# Parts that keep their hyphen where the whole word is not known, before and behind it.
PREFIXES = {
    "en": "self ex all well half quasi vice so non semi cross by one two three four five six seven eight nine ten"
    " twenty thirty forty fifty sixty seventy eighty ninety",
    "ru": "по во в кое из",
    "uk": "по будь казна",
}
SUFFIXES = {
    "ru": "то либо нибудь таки ка",
    "uk": "то небудь таки",
    "fr": "ci là même mêmes je tu il elle on nous vous ils elles ce moi toi lui leur en y",
}
# What stands inside compounds of several parts, before the next hyphen: `mother-⏎in-law`, `Va-⏎t-il`.
INSIDES = {
    "en": "of in the to and at by on up for a an",
    "fr": "à au aux d de des du en l la le les sur sous t y",
    "de": "am auf im zu zur zum und",
    "es": "de del al",
    "it": "di del",
    "ru": "на из за под по в и с у до от о",
}
ANYWHERE = frozenset("à")  # `vis-à-vis` is at home in many languages
INSIDE = {language: ANYWHERE | frozenset(words.split()) for language, words in INSIDES.items()}
FREE_PREFIXES = {language: frozenset(words.split()) for language, words in PREFIXES.items()}
FREE_SUFFIXES = {language: frozenset(words.split()) for language, words in SUFFIXES.items()}
BOUND_PREFIXES = frozenset("over under counter inter out up fore mis non anti pre trans super sub in on".split())
# Many words with these are in no list, with a hyphen or without.
MORE_PREFIXES = "co post neo pseudo semi multi ultra intra extra proto micro macro cis tert"
PRODUCTIVE = BOUND_PREFIXES | frozenset(MORE_PREFIXES.split())
CLOSED = frozenset(["de", "nl"])  # compounds are written as one word
# Natural logarithms of odds that a line-end hyphen between two parts is the typesetter's.
WORD, PART, FREE = 2.5, 2.0, 6.0
CLOSING = frozenset(["man", "men", "woman", "women"])  # of `ferrymen`
PARTICLES = frozenset(["up", "in", "by"])  # of `follow-up`
UNKNOWN = -0.1  # whatever the odds of the document's other hyphens
OFTEN, COMMON, RARE = 450, 600, 10**6  # centibels; 600 is once in a million words
SLIP = 720  # beyond this the lists hold many words that are none
CHANCE, RARER = 88, 50  # centibels: so much commoner than its parts side by side is a word, so much rarer none
STRANGE = 0.002  # of all words: so many function words of another language make a text mixed
AROUND = 60  # characters of a line that tell its language
LETTERS_OF_UK = re.compile("[іїєґ]", re.I)
UMLAUT = re.compile("([aou])\u0364")
UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}


def language_of(counts: Mapping[str, int]) -> str:
    """The language whose function words fill most of a text, English where nothing tells."""
    scores = {language: sum(counts[word] for word in known) / len(known) for language, known in KNOWN.items()}
    return max(scores, key=lambda language: scores[language]) if any(scores.values()) else "en"


def is_mixed(counts: Mapping[str, int], language: str, total: int) -> bool:
    """Several function words of some other language stand in a text of so many words that are none of its own."""
    totals: dict[str, int] = {}
    for word, owners in OWNERS.items():
        if language not in owners:
            for owner in owners:
                totals[owner] = totals.get(owner, 0) + counts[word]
    return max(totals.values(), default=0) > total * STRANGE


def language_near(left: str, right: str, language: str) -> str:
    """The language of two lines: the text's own, unless letters or function words speak for another alone."""
    tail, head = left[-AROUND:], right[:AROUND]
    if (tail[-2:-1] >= "\u0400") != (language in CYRILLIC):
        if not "\u0400" <= tail[-2:-1] < "\u0500":
            return language if language not in CYRILLIC else "en"
        return "uk" if LETTERS_OF_UK.search(tail + head) else "ru"
    votes: dict[str, int] = {}
    for word in OWNERS.keys() & {*tail.split(), *head.split()}:
        for owner in OWNERS[word]:
            votes[owner] = votes.get(owner, 0) + 1
    if not votes or language in votes:
        return language
    best = max(sorted(votes), key=lambda owner: votes[owner])
    return best if votes[best] >= 2 else language


def for_joining(left: str, right: str, compound: bool, language: str) -> float:
    """What word lists say for joining two parts, as log odds, UNKNOWN where they do not tell a word from a compound;
    `compound` says that a hyphen stands before them."""
    common = word_list(language)
    if not common:
        return 1.0
    left, right = modern(left), modern(right)
    free = left not in BOUND_PREFIXES and _free(left, right, *((1, OFTEN) if compound else (3, COMMON)), common)
    if left + right in common and not (compound and free):
        return WORD
    affix = left in FREE_PREFIXES.get(language, ()) or right in FREE_SUFFIXES.get(language, ())
    if not compound and not free and not affix:
        new = left in PRODUCTIVE and is_word(right, language) and rarity(left + right, language) is None
        return UNKNOWN if new and language not in CLOSED else PART
    closeness = _closeness(left, right, language)
    if compound and free:
        return WORD if closeness > 2.5 * CHANCE else -FREE  # `day-to-day` is no `today`
    if closeness > -RARER:
        return WORD if closeness > CHANCE or right in CLOSING else 0.0 if language in CLOSED else UNKNOWN
    return 0.0 if language in CLOSED and not compound else -FREE


def _free(left: str, right: str, length: int, rarest: int, common: dict[str, int]) -> bool:
    """Both are common words of their own, at least so long and at most so rare."""
    long = len(left) >= length and (len(right) >= length or right in PARTICLES)
    return long and all(common.get(word, RARE) <= rarest for word in (left, right))


def _closeness(left: str, right: str, language: str) -> float:
    """How much commoner a word is than its parts would be side by side by chance, in centibels; -RARE for no word."""
    joined, parts = rarity(left + right, language), (rarity(left, language), rarity(right, language))
    if joined is None:
        return -RARE
    return RARE if None in parts else sum(part or 0 for part in parts) - joined


def announce(words: Iterable[str], language: str) -> None:
    """Words whose rarity may be asked for: the large list is then searched for all of them at once."""
    rarities.large(language).announce(map(modern, words))


def is_word(word: str, language: str) -> bool:
    """A word that is not so rare that it could be a slip."""
    return (rarity(modern(word), language) or RARE) <= SLIP


def modern(word: str) -> str:
    """A word in small letters, as today's lists write it: `ſ` is `s`, a small e above a vowel makes an umlaut."""
    word = word.lower()
    return word if word.isascii() else UMLAUT.sub(lambda m: UMLAUTS[m[1]], word.replace("ſ", "s"))


def rarity(word: str, language: str) -> int | None:
    """How rare a word is, in centibels below the most frequent possible; None where no list has it.

    The small list holds the common words and loads at once, the large one only when it is asked for.
    """
    small = word_list(language).get(word)
    return small if small is not None else rarities.large(language).get(word)


@cache
def word_list(language: str) -> dict[str, int]:
    """The common words of a language and their rarity; {} where there is no list."""
    return {word: n for n, words in enumerate(rarities.read(language, "small")) for word in words}

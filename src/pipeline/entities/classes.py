"""What a capitalised word is by itself: one letter a word, so that names are read off by regular expressions.

I initial   G given name    P patronymic   S looks like a surname   W unknown   O ordinary word, capitalised
A letters   C clipped institution   H head of an institution's name   h a weak one   D people, adjective   T title
L place of the authority   K other name of the authority   N word of a place   M calendar   R number   F beginning
d ends as adherents, adverbs and participles do, but may be a surname behind a given name: Holquist, Manning
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.cleaning.rarities import large
from pipeline.entities.cases import CYRILLIC, nominatives
from pipeline.entities.names import given_names
from pipeline.entities.spellings import fold
from pipeline.entities.tables import patterns, words

ORDINARY = 560  # centibels below the most frequent word: rarer ones may be names
DIGRAPHS = frozenset("Ch Cz Dzh Dj Ia Ie Iu Iv Ja Je Ju Kh Ph Sh Th Ts Ya Ye Yu Zh Дж".split())
PATRONYMIC = re.compile(
    r"\w{2,}(?:[oe]vi(?:ch|č|tch|tsch)|[oe]vna|ichna|l'ich|lich|ич(?:а|у|ем|е)?|ичн(?:а|ы|е|у|ой)|[ое]вн(?:а|ы|е|у|ой))\Z",
    re.IGNORECASE,
)
ROMAN = re.compile(r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
LETTERS = re.compile(r"(?:Kaz|Uz|Turk|Kir)?(?:[A-ZА-ЯČŠŽ]|Ts|Kh|Ch|Sh|Zh|Iu|Ia|Ye?|Yu|Ya){2,9}\Z")
COMMON = 435  # centibels: words so frequent in a language are hardly names in it
SHORTEST_SURNAME = 4
KEPT = 100_000
STRANGE = 600  # words of English so rare are none of its names
SURE = 650
UNLISTED = 720  # words so rare are names, hardly ever words
GIVEN = re.compile(r"[\w'’ʹ-]{2,}(?:[aeiou][dt]dine?|[аеиу][дт]дин(?:а|у|ом|е)?)\Z")  # Ziyouddin, Низамеддин
DOCTRINE = re.compile(r"(?:isms?|i[sz]ation|i[sz]ing|ized|shchina)\Z")
ADHERENT = re.compile(r"(?:ist|ite)s?\Z")
AMBIGUOUS = re.compile(r"(?:in|ina|ian|yan|ska|off|ow|ан|ин|ина)\Z")


def _ends(key: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"[\w'’ʹ-]*(?:{'|'.join(sorted(words(name, key)))})\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _surname() -> re.Pattern[str]:
    return _ends("surname_ends", "names")


@lru_cache(maxsize=1)
def _adjective() -> re.Pattern[str]:
    return _ends("adjective_ends", "peoples")


# The tables behind the letters; a word of several tables is of the last one.
LISTED = (
    ("D", "peoples", "adjectives"),
    ("D", "places", "directions"),
    ("N", "places", "behind_capitalised"),
    ("N", "places", "before_capitalised"),
    ("H", "institutions", "heads"),
    ("h", "institutions", "weak_heads"),
    ("M", "peoples", "calendar"),
    ("F", "peoples", "beginnings"),
    ("T", "names", "titles"),
    ("T", "names", "offices"),
)


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    """Class of each listed word."""
    table: dict[str, str] = {}
    for letter, name, key in LISTED:
        for word in words(name, key):
            table[word if letter not in "TN" else word.capitalize() if word.islower() else word] = letter
    return table


def rarity(word: str) -> int:
    """Centibels below the most frequent word of English, of Russian for Cyrillic; 999 for one that the list lacks."""
    found = large("ru" if word[0] >= CYRILLIC else "en").get(word.lower())
    return 999 if found is None else found


def foreign(word: str) -> bool:
    """Whether it is an ordinary word of German or French, which begin it with a capital more often."""
    found = (large(language).get(word.lower()) for language in ("de", "fr"))
    return any(rare is not None and rare <= ORDINARY for rare in found)


def romance(word: str) -> bool:
    """Whether it is a common word of Spanish, Italian or Portuguese, and none of English."""
    found = (large(language).get(word.lower()) for language in ("es", "it", "pt"))
    return any(rare is not None and rare <= COMMON for rare in found)


def surname_like(word: str) -> bool:
    """Whether the word ends as Slavic, Caucasian and Central Asian surnames do and is no ordinary word."""
    if len(word) < SHORTEST_SURNAME or (word.endswith("in") and foreign(word)):
        return False  # Königin
    return (ends_as_surname(word) and rarity(word) > ORDINARY) or (word.endswith("in") and rarity(word) >= UNLISTED)


def ends_as_surname(word: str) -> bool:
    """Whether it ends so, be it an ordinary word or not."""
    return bool(_surname().match(word))


def unmistakable(word: str) -> bool:
    """Whether a surname by its ending may begin a sentence."""
    return rarity(word) > SURE and not AMBIGUOUS.search(word)


def class_of(word: str) -> str:
    """The letter of a capitalised word, by tables and by shape."""
    if letter := _listed().get(word):
        return letter
    if (len(word) > 1 and word.isupper()) or LETTERS.match(word):
        return _letters(word)
    if _is_office(word):
        return "T"
    if patterns("institutions", "clipped").fullmatch(word):
        return "C"
    return _name(word)


def _letters(word: str) -> str:
    if ROMAN.match(word) and word not in words("institutions", "not_numbers"):
        return "R"
    if word.replace(".", "") in words("institutions", "letters"):
        return "F"
    if word.capitalize() in _listed():
        return "F"  # a word that is shouted
    return "A" if len(word) <= 8 else "X"


def _name(word: str) -> str:
    if PATRONYMIC.match(word):
        return "P"
    if "-" in word and (listed := {_listed().get(part) for part in word.split("-")}) <= {"M", "D", "F"}:
        return "M" if "M" in listed else "D"
    if fold(word) in given_names() or not given_names().isdisjoint(nominatives(fold(word))) or GIVEN.match(word):
        return "G"
    if surname_like(word):
        return "S"
    if _adjective().match(word) and len(word) > 5:
        return "d" if _may_be_surname(word) else "D"
    return "O" if rarity(word) <= ORDINARY else "W"


def _may_be_surname(word: str) -> bool:
    """Whether what ends as an adherent, an adverb or a participle is nothing of a doctrine or of a person."""
    if ending := ADHERENT.search(word):
        return rarity(word) >= STRANGE and not ends_as_surname(word[: ending.start()])
    return rarity(word) > COMMON and not DOCTRINE.search(word)


class _Classes(dict[str, str]):
    """The letter of every word that was asked for; forgets all when there are many."""

    def __missing__(self, word: str) -> str:
        if len(self) > KEPT:
            self.clear()
        self[word] = "R" if len(word) == 1 and ROMAN.match(word) else class_of(word)
        return self[word]


CLASSES = _Classes()


def is_stranger(word: str) -> bool:
    """Whether it is in no table and hardly a word of English, German or French: a given name of who knows where."""
    return CLASSES[word] == "W" and rarity(word) >= STRANGE and not foreign(word)


def _is_office(word: str) -> bool:
    """Whether it is a compound of German that ends in what somebody is: `Kremlchef`, `Reichsaußenminister`."""
    small = word.lower()
    return small.endswith(_offices()) and small not in _offices()


@lru_cache(maxsize=1)
def _offices() -> tuple[str, ...]:
    return tuple(sorted(words("names", "german_offices")))

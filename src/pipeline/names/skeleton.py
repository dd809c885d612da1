"""The skeleton of a name: what is left of its Cyrillic reading when all that writers confuse is one.

ё is е and so is э; ь and ъ are nothing; й, ы, і are и; an и before a vowel melts into it (ия, ья, йа → я); after a
hushing consonant о is е; double letters are single; щ is шч, дж is ж, тс is ц. Skeletons are compared, never shown.
"""

from __future__ import annotations

import re
from itertools import pairwise

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("ёэєѣәӭ", "е"),
        **dict.fromkeys("іїыѵӣӹ", "и"),
        **dict.fromkeys("ґғѓ", "г"),
        **dict.fromkeys("қќ", "к"),
        **dict.fromkeys("ңњ", "н"),
        **dict.fromkeys("өӧ", "о"),
        **dict.fromkeys("үұӯӱ", "у"),
        **dict.fromkeys("һҳ", "х"),
        **dict.fromkeys("ьъ'’ʼʹʺ"),
        "ә": "а", "ў": "в", "љ": "л", "ҷ": "ж", "җ": "ж", "џ": "ж", "ѳ": "ф",
    }
)  # fmt: skip
_VOWELS = frozenset("аеоуюяи")


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for old, new in (pair.split("=") for pair in text.split()))


_MELTED = _pairs("йа=я йе=е йо=е йу=ю иа=я ия=я ие=е ио=е иу=ю ию=ю")
# What is one, by a letter without which none of it can be; in this order, each pair once.
_FOLDS = tuple(
    (letter, pairs)
    for letter, pairs in (
        ("й", _pairs("й=и")), ("щ", _pairs("щ=шч")), ("и", _pairs("ии=и ии=и иа=я ия=я ие=е ио=е иу=ю ию=ю")),
        *((hush, _pairs(f"{hush}о={hush}е {hush}я={hush}а {hush}ю={hush}у")) for hush in "жчшц"),
        ("д", _pairs("дж=ж")), ("т", _pairs("тс=ц тц=ц тч=ч")), ("г", _pairs("гх=г")), ("к", _pairs("кх=х")),
        ("у", _pairs("уа=ва уе=ве уо=во уя=вя")),
    )
)  # fmt: skip
_DOUBLE = re.compile(r"(\w)\1+")
# Where none of this stands there is nothing to fold.
_FOLDED = re.compile(r"[йщ]|и[иаяеоую]|[жчшц][ояю]|дж|т[сцч]|[гк]х|у[аеоя]|(\w)\1")
# What no Russian, Ukrainian or Kazakh name holds: a reading with it is a Latin word read by the wrong scheme. $ is a
# word's end, x an end of a piece inside a word.
_STRANGE_PAIRS = frozenset(
    (pair[0], pair[1])
    for pair in "сч цч оу оо сх цх зх жх шх кх чч цц хч йй йь гх цз зг сг цг кг пж тж кж фж бж гж хж цж сш зш жш шш сз "
    "зс".split()
)
_STRANGE_LONGER = (
    "чтч чтх лчт лхт нчт мчт шцч тшч хтх тсч йоу xеу xдеу xжеу ски$ цки$ фф$ зки скиж цкиж гуе гуи вв$ xсц xзц".split()
)
_STRANGE = re.compile("|".join([*map("".join, sorted(_STRANGE_PAIRS)), *map(re.escape, _STRANGE_LONGER)]))
_STRANGE_STARTS = frozenset("еу кс шх чл чк чм чр хк шз жй чй шй цй хй кй гй пй фй тй иа ие ио иу".split())
SLAVIC = re.compile(
    r"(?:(?:[оеи]в|[^аеиоуюя]ин|ск|цк)(?:|а|и|ая|ои|у|им|ого|е)|ин)$|(?:нко|чук|щук|юк|ук|ик|ич|вич|як|ак|ец|ко|ло|ба|ба|ля|ха|га|ия|"
    r"вили|жвили|адзе|дзе|ян|янц|баи|бек|али|хан|ули|оглу|огли|кизи|ани|иа)$"
)


def letters(cyrillic: str) -> str:
    """Small Cyrillic letters with those that stand for one sound in several alphabets made one, and no ь and ъ."""
    return cyrillic.replace("ьо", "е").translate(_LETTERS)


def fold(text: str) -> str:
    """The skeleton of a Cyrillic word out of `letters` that has neither ь nor ъ."""
    if not _FOLDED.search(text):
        return text
    for letter, pairs in _FOLDS:
        if letter in text:
            for old, new in pairs:
                text = text.replace(old, new)
    return _DOUBLE.sub(r"\1", text) if _DOUBLE.search(text) else text


def exact(text: str) -> str:
    """The same of an acronym, in which each letter counts."""
    return text.replace("тс", "ц")


def skeleton(cyrillic: str) -> str:
    """The skeleton of a Cyrillic word in small letters."""
    return fold(letters(cyrillic))


def melt(cyrillic: str) -> str:
    """With и and й melted into the vowels behind them."""
    for old, new in _MELTED:
        if old in cyrillic:
            cyrillic = cyrillic.replace(old, new)
    return cyrillic


def strangeness(cyrillic: str) -> int:
    """How many sequences the reading of a word has that no name has."""
    found = int(cyrillic[:2] in _STRANGE_STARTS or (cyrillic[:1] == "й" and cyrillic[1:2] not in _VOWELS))
    marked = cyrillic + "$"
    if not _STRANGE.search(marked):
        return found
    return found + len(_STRANGE_PAIRS.intersection(pairwise(cyrillic))) + sum(map(marked.__contains__, _STRANGE_LONGER))


def strange_piece(cyrillic: str, start: bool) -> bool:
    """Whether a piece of a word, at its start or behind it, has what no name has."""
    if start:
        return strangeness(cyrillic) > 0
    marked = f"x{cyrillic}"
    pairs = _STRANGE_PAIRS.intersection(pairwise(cyrillic)) - {("с", "ч")}  # Бесчастный
    return bool(pairs) or any(part in marked for part in _STRANGE_LONGER)

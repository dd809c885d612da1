"""Given names, patronymics and initials compared, one against one."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.names.given import beginnings, belongs, fathers
from pipeline.names.letters import is_cyrillic
from pipeline.names.parsing import is_patronymic
from pipeline.names.reading import Word, weights, word
from pipeline.names.slips import slip
from pipeline.names.surnames import NONE, Match, inflected, match, near
from pipeline.names.tokens import is_initial

SAME, FAMILY, INITIAL, NEAR = "same", "family", "initial", "near"
COMPOUND = 8  # letters of a given name of two parts, in which one letter makes another name
CONSONANTS = 3  # of a name whose vowels may differ
_VOWELS = re.compile("[аеиоуюя]+")
_ELEMENT = re.compile("(?:хан|бек|баи|мурат|жан|кул|гул|гали|али|ула|дин|тегин|гелди)$")
LIKELY = 0.35  # least weight of a reading of an initial
LONG, SHORT = 6, 4  # letters of a given name in which one may be wrong, and of one with another case ending
# Letters with which one name begins in different languages: Iosif and Joseph, Georgii and Heorhii, Aleksandr and
# Oleksandr, Karl and Charles, Viktor and Wiktor, Fyodor and Theodore.
_KIN = [set(letters) for letters in "ijyиеюя ghгх aoао ckqкхч vwubвуб ftpфтп zsзс eyjеию ouоу".split()]


def _bare(initial: str) -> str:
    return initial.rstrip(".")


@lru_cache(maxsize=4096)
def _begins(initial: str) -> tuple[str, frozenset[str]]:
    """An initial's plain form and the likely skeletons that it begins with."""
    each = word(_bare(initial), whole=False)
    found = {bones for bones, weight in weights(each).items() if weight >= LIKELY and bones}
    if each.plain in {"y", "j", "й"}:
        found |= {"е", "ю", "я", "и"}
    return each.plain, frozenset(found)


def _two_initials(a: str, b: str) -> Match:
    (plain_a, bones_a), (plain_b, bones_b) = _begins(a), _begins(b)
    if plain_a == plain_b:
        return Match(INITIAL, 0.95, f"initials are both {a}")
    if any(one.startswith(other) or other.startswith(one) for one in bones_a for other in bones_b):
        return Match(INITIAL, 0.95, f"{a} and {b} can be one initial")
    return NONE


@lru_cache(maxsize=1 << 13)
def _beginnings(full: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Of a full name: its plain form, its likely skeletons, and the kin first letters of its family."""
    each = word(full)
    likely = frozenset(bones for bones, weight in weights(each).items() if weight >= LIKELY)
    own = {bones[0] for bones in likely if bones} | {each.plain[:1]}
    kin = {letter for group in _KIN if own & group for letter in group}
    return each.plain, likely, frozenset(beginnings(full) & kin)


@lru_cache(maxsize=1 << 13)
def fits(initial: str, full: str) -> bool:
    """Whether the initial, or abbreviation, can stand for the full name in some scheme or language."""
    if belongs(_bare(initial)) & belongs(full) and len(_bare(initial)) > 1:
        return True
    start, bones = _begins(initial)
    plain, likely, kin = _beginnings(full)
    if plain.startswith(start) and not is_cyrillic(initial):
        return True
    if any(one.startswith(other) for one in likely for other in bones):
        return True
    return bool(({start} if len(start) == 1 else set()) & kin or {each for each in bones if len(each) == 1} & kin)


def _patronymics(a: str, b: str) -> Match:
    (stems_a, known_a), (stems_b, known_b) = fathers(a), fathers(b)
    if stems_a & stems_b or known_a & known_b:
        return Match(SAME, 0.97, f"patronymics {a} and {b} name one father")
    return NONE


def _full(a: str, b: str) -> Match:
    first, second = word(a), word(b)
    if first.plain == second.plain:
        return Match(SAME, 1.0, f"{a} in both")
    family_a, family_b = belongs(a), belongs(b)
    if family_a & family_b:
        return Match(FAMILY, 0.97, f"{a} and {b} are one given name")
    found = match(first, second)
    if found.score:
        return Match(SAME, max(found.score, 0.9), f"{a} and {b} are spellings of one name")
    if is_patronymic(a) and is_patronymic(b):
        return _patronymics(a, b)
    return NONE if family_a and family_b else _slip(first, second)


def _consonants(each: Word) -> set[str]:
    """The likely skeletons without which vowels: o and a, u and y change places in names of Central Asia."""
    found = weights(each)
    bare = {_VOWELS.sub("а", bones) for bones, weight in found.items() if weight >= LIKELY}
    return {bones for bones in bare if len(bones.replace("а", "")) >= CONSONANTS}


def _slip(a: Word, b: Word) -> Match:
    short = min(len(a.plain), len(b.plain))
    left, right = slip(a.plain, b.plain) or ("", "")
    swapped = len(left) > 1 and short >= SHORT
    lost = len(left) != len(right) and short >= LONG - 1
    if swapped or (not _compound(a, b) and (lost or (short >= LONG and near(a, b).score))):
        return Match(NEAR, 0.65, f"{a.text} and {b.text} are one letter apart")
    if _consonants(a) & _consonants(b):
        return Match(NEAR, 0.7, f"{a.text} and {b.text} differ in vowels only")
    cases = inflected(a, b)
    return Match(SAME, 0.85, cases.why) if cases.score and min(len(a.plain), len(b.plain)) >= SHORT else NONE


def _compound(a: Word, b: Word) -> bool:
    """Whether the names are put together as those of Central Asia are, so that their first parts are names, too:
    Alikhan and Alimkhan are two.
    """
    short = max(len(a.plain), len(b.plain)) <= COMPOUND
    return short and all(any(_ELEMENT.search(bones) for bones in each.readings) for each in (a, b))


@lru_cache(maxsize=1 << 14)
def forename(a: str, b: str) -> Match:
    """Two given names, patronymics or initials, in the same place of two names."""
    if is_initial(a) and is_initial(b):
        return _two_initials(a, b)
    if is_initial(a) or is_initial(b):
        initial, full = (a, b) if is_initial(a) else (b, a)
        return Match(INITIAL, 0.93, f"{initial} fits {full}") if fits(initial, full) else NONE
    return _full(a, b)

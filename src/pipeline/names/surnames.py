"""Surnames, and words in general: the same in some reading, with another ending, one letter apart, or other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.names.known import only_known
from pipeline.names.letters import loose
from pipeline.names.outline import parted
from pipeline.names.reading import Word, best, weights, word
from pipeline.names.skeleton import SLAVIC
from pipeline.names.slips import apart, far, remains
from pipeline.names.space import title

SAME, INFLECTED, FEMININE, NEAR, PART, OTHER = "same", "inflected", "feminine", "near", "part", "other"
LEAST = 0.4  # weight of a shared reading; below it another reading is meant
SHORT = 6  # letters of a word that is no Slavic name, in which y and i are two
ENGLISH = 0.53  # score of such names, enough where the given names are the same
_ROMANISED = re.compile("[gkz]h|[qjvw]|u[iy]")  # what English names of that length hardly have: Uighur, Uyghur
LONG = 8  # letters of a word in which с and з may be one
LEAST_OF_TWO = 0.2  # the same where the reading differs from the likeliest in two places: a scheme that explains both
ONLY_KNOWN = 0.75  # score of names of which no likelier reading is in the word list
FOREIGN = 0.72  # score of names that only sound the same where nothing looks Slavic
_OF = re.compile(r"(.+(?:[ое]в|ин))(а|у|им|е|ем|ои)$")
_SKI = re.compile(r"(.+[сц]к)(и|ая|а|ого|ово|ому|им|ом|ои|ую|ою|е)$")
_ADJECTIVE = re.compile(r"(..+[бвгджзклмнпрстфхцчшщ])(ого|ово|ому|ои|ии|и|ая|ую)$")
_NOUN = re.compile(r"(....*(?:[иа]ч|[уюиая]к|ец|[иао]х|[ая]н|[еои]р|[еои]л|[ие]н|ат|ад|уб|уг|аг|с))(а|у|ом|ем|е)$")
# Säduaqasuly is Sadvakasov in Russian, and Bukeikhan Bukeikhanov.
_SON = re.compile(r"(....+)([ую]ли|кизи|огли|зода|заде|(?<=хан)|(?<=баи)|(?<=бек)|(?<=али)|(?<=мурат))$")
_FEMININE = {"а", "ая", "ои", "ую", "я", "ою"}
_NOUN_ENDINGS = {"а", "у", "ом", "е"}
_MASCULINE = {"ого", "ово", "ому", "им", "ом"}


class Match(NamedTuple):
    """How two words agree: `kind` is a word of those above, `score` 0 to 1, `why` in words."""

    kind: str
    score: float
    why: str = ""


ALL = (-1, -1)
NONE = Match(OTHER, 0.0)


def both(a: Word, b: Word, bones: str) -> str:
    """What a shared reading is called: the Cyrillic, and under which manners each side is read."""
    read = [best(each, bones) for each in (a, b)]
    shown = next((each.text for each in (a, b) if each.cyrillic), read[0].cyrillic)
    known = [title(reading.ways) for each, reading in zip((a, b), read, strict=True) if not each.cyrillic]
    manners = " and ".join(dict.fromkeys(known))
    return f"{shown[:1].upper()}{shown[1:]}" + (f" ({manners})" if manners else "")


def shared(a: Word, b: Word, ways: tuple[int, int] = ALL) -> tuple[float, str]:
    """The likeliest reading that both have and its weight; 0 without one."""
    if a.starts.isdisjoint(b.starts) or parted(a, b) or a.readings.keys().isdisjoint(b.readings):
        return 0.0, ""
    ours, theirs = weights(a, ways[0]), weights(b, ways[1])
    common = [(weight * theirs[bones], bones) for bones, weight in ours.items() if bones in theirs]
    return max(common, default=(0.0, ""))


def match(a: Word, b: Word, ways: tuple[int, int] = ALL) -> Match:
    """Whether two words are the same in the space of all schemes; `ways` are those that the other parts leave."""
    if a.plain == b.plain:
        return Match(SAME, 1.0, f"both {a.text}" if a.text == b.text else f"{a.text} and {b.text} differ in marks only")
    weight, bones = shared(a, b, ways)
    if weight >= LEAST or (weight >= LEAST_OF_TWO and _explains_two(a, b, bones)):
        slavic = a.cyrillic or b.cyrillic or SLAVIC.search(bones) is not None
        return Match(SAME, (0.8 + 0.2 * weight) * (1.0 if slavic else FOREIGN), f"both {both(a, b, bones)}")
    if weight and not a.acronym and only_known(a, b, bones):
        return Match(SAME, ONLY_KNOWN, f"both {both(a, b, bones)}, and other readings are no names")
    latin = not (a.cyrillic or b.cyrillic or a.acronym)
    if latin and a.plain[:1] == b.plain[:1] and loose(a.plain) == loose(b.plain):
        return Match(SAME, 0.9, f"{a.text} and {b.text} differ in doubled letters or umlauts written out")
    return NONE


def _one_writer(a: Word, b: Word) -> bool:
    """Whether g and h are two letters here: who writes Hagarin for Gagarin writes h for all г."""
    return a.plain.count("g") + b.plain.count("g") == 1 or _replaced(a, b) != {"g", "h"}


def _replaced(a: Word, b: Word) -> set[str]:
    """The letters that differ in two Latin words, where they do so in one place inside or at the start."""
    if len(a.plain) != len(b.plain) or a.cyrillic or b.cyrillic or a.plain[-1] != b.plain[-1]:
        return set()
    differ = [set(pair) for pair in zip(a.plain, b.plain, strict=True) if pair[0] != pair[1]]
    return differ[0] if len(differ) == 1 else set()


def _short_y(a: Word, b: Word) -> bool:
    """Whether y and i are two letters here, as in short names that are not Slavic: Payne and Paine, Kim and Kym."""
    if len(a.plain) > SHORT or a.plain[0] != b.plain[0] or _replaced(a, b) != {"y", "i"}:
        return False
    return a.text.istitle() and b.text.istitle() and not (_ROMANISED.search(a.plain) or SLAVIC.search(shared(a, b)[1]))


def _explains_two(a: Word, b: Word, bones: str) -> bool:
    """Whether the reading is more than one letter away from what either word is most often read as."""
    mains = [max(found, key=found.__getitem__) for each in (a, b) if (found := weights(each))]
    return all(main == bones or _apart(main, bones) > 1 or _voiced(main, bones) for main in mains)


def _voiced(a: str, b: str) -> bool:
    """Whether long words differ in one з for с, which are one letter in German, and not at the start."""
    return len(a) == len(b) >= LONG and a[0] == b[0] and a.replace("з", "с") == b.replace("з", "с")


def _apart(a: str, b: str) -> int:
    """How long a stretch holds all that differs in two words."""
    before = next((n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
    rest = list(zip(reversed(a[before:]), reversed(b[before:]), strict=False))
    behind = next((n for n, (one, other) in enumerate(rest) if one != other), len(rest))
    return max(len(a), len(b)) - before - behind


def stems(bones: str) -> dict[str, str]:
    """What a skeleton can be the case of, with the ending; itself with none."""
    found = {bones: ""}
    if son := _SON.match(bones):
        found |= {son[1].rstrip("и") + ending: son[2] or "son" for ending in ("ов", "ев")}
    for pattern in (_SKI, _OF, _ADJECTIVE, _NOUN):
        if inflected := pattern.match(bones):
            found[inflected[1]] = inflected[2]
            break
    return found


@lru_cache(maxsize=1 << 13)
def _endings(each: Word) -> dict[str, str]:
    likely = [bones for bones, weight in weights(each).items() if weight >= LEAST]
    return {stem: end for bones in reversed(likely) for stem, end in stems(bones).items()}


def inflected(a: Word, b: Word) -> Match:
    """Whether the words are one surname in two cases or genders, and which."""
    if far(a, b):
        return NONE
    ours, theirs = _endings(a), _endings(b)
    for stem in ours.keys() & theirs.keys():
        ends = {ours[stem], theirs[stem]}
        place = "" in ends and stem.endswith(("ск", "цк"))  # Tomsk, and Tomskii, who is named after it
        if (place and not ends & _NOUN_ENDINGS) or len(ends) == 1 or (ends & _MASCULINE and ends & {"ая", "ую"}):
            continue
        if ends <= {*_FEMININE, "", "и"}:
            return Match(FEMININE, 0.64, f"{a.text} and {b.text} are one surname in two genders or cases")
        return Match(INFLECTED, 0.85, f"{a.text} and {b.text} are one surname in two cases")
    return NONE


def near(a: Word, b: Word) -> Match:
    """Whether the words are one letter apart, as a slip of print or reading makes them."""
    sure = apart(a, b)
    return Match(NEAR, 0.75 * sure, f"{a.text} and {b.text} are one letter apart") if sure else NONE


@lru_cache(maxsize=1 << 15)
def surnames(a: tuple[str, ...], b: tuple[str, ...], ways: tuple[int, int] = ALL) -> Match:
    """Two surnames of one or several parts."""
    if len(a) == len(b) == 1:
        return _single(word(a[0]), word(b[0]), ways)
    if len(a) == len(b):
        found = [_single(word(one), word(other), ways) for one, other in zip(a, b, strict=True)]
        return min(found, key=lambda each: each.score, default=NONE)
    if not a or not b:
        return NONE
    whole = match(word("".join(a)), word("".join(b)), ways)
    if whole.score:
        return whole
    if min(len(a), len(b)) == 1:
        alone, parts = (a, b) if len(a) == 1 else (b, a)
        if any(match(word(alone[0]), word(part)).score for part in parts):
            return Match(PART, 0.62, f"{alone[0]} is a part of {'-'.join(parts)}")
    return NONE


def doubtful(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether surnames share readings at all, so that their other parts can help."""
    return len(a) == len(b) and all(
        not (first.starts.isdisjoint(second.starts) or parted(first, second))
        and first.readings.keys() & second.readings.keys()
        for first, second in zip(map(word, a), map(word, b), strict=True)
    )


def _single(a: Word, b: Word, ways: tuple[int, int]) -> Match:
    found = match(a, b, ways)
    if found.score and not _one_writer(a, b):
        return NONE
    if found.score and _short_y(a, b):
        return Match(SAME, ENGLISH, f"{a.text} and {b.text} differ in y for i")
    if found.score or a.starts.isdisjoint(b.starts):
        return found
    found = inflected(a, b)
    return found if found.score else near(a, b)


def blocks(part: str, slips: bool) -> set[str]:
    """Keys of one word: the stems of its readings, its loose form, and, if asked for, what one slip can leave of it."""
    each = word(part)
    found = {stem for bones in each.readings for stem in stems(bones)} | {f"={loose(each.plain)}"}
    return found | remains(each) if slips else found

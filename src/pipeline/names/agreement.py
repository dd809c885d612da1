"""Two parsed names compared part by part, and what speaks against their being one person's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.names.forenames import FAMILY, forename
from pipeline.names.given import FEMALE, gender, is_declined, is_given
from pipeline.names.letters import plain
from pipeline.names.parsing import Name, is_patronymic
from pipeline.names.reading import common_ways, word
from pipeline.names.surnames import FEMININE, NEAR, NONE, OTHER, PART, SAME, Match, doubtful, surnames
from pipeline.names.tokens import is_initial

ABSENT = "absent"
ONE_GIVEN = (SAME, FAMILY)
# What a part that only one of the names has leaves of the score.
NO_GIVEN, NO_PATRONYMIC, NO_NAMES = 0.49, 0.95, 0.92
ELDER = ("sr", "snr", "senior", "pere", "ст", "старший", "starshii")
TOLD_APART = 0.5  # where one is Sr. and the other has a middle name
_RULER = re.compile(r"([^\W\d_]+) ([IVX]{1,5})$")
_VOWEL_END = re.compile(r"[aeiouyаеиоуыюяэ]$|[ыи]х$|[yi]kh$")  # of surnames that have no cases
_GONE = Match(ABSENT, 1.0)
_NO_NAMES, _NO_FATHER, _NO_SECOND = (Match(ABSENT, score) for score in (NO_NAMES, NO_PATRONYMIC, 0.9))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the parts of two names agree.

    `surname` is same, inflected (another case), feminine (another gender or case), near (one letter apart), part (of a
    double name) or other; `given` and `patronymic` are same, family (another language's form), initial, near, other or
    absent (on one side or both). `conflict` says why the names cannot be one person's, empty where they can; `score` is
    0 to 1, from 0.5 on they are taken for one.
    """

    surname: str
    given: str
    patronymic: str
    conflict: str
    score: float
    why: str


def _ways(name: Name) -> int:
    return common_ways((*name.surname, *(part for part in name.forenames if not is_initial(part))))


def sex(name: Name) -> str:
    """`male` or `female` by the given name, else by the patronymic; empty where neither tells."""
    found = gender(name.given) if name.given and not is_initial(name.given) else ""
    fathers = [part for part in name.middle if not is_initial(part) and is_patronymic(part)]
    by_father = next((_sex_of_patronymic(part) for part in fathers), "")
    return by_father or found


def _sex_of_patronymic(part: str) -> str:
    bones = max(word(part).readings, key=len)
    return FEMALE if bones.endswith(("на", "кизи", "ни", "ну")) else "male" if bones.endswith("ич") else ""


def _forenames(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Match, Match]:
    """The given names and the worst of what follows them."""
    if not a and not b:
        return _NO_NAMES, _GONE
    if not a or not b:
        return Match(ABSENT, NO_GIVEN, f"only one has {' '.join(a or b)}"), _GONE
    first = forename(a[0], b[0])
    if not first.score and len(a) != len(b):
        later = _later(a, b)
        if later.score:
            return later, _NO_SECOND
    if len(a) == len(b) == 1:
        return first, _GONE
    found = [
        forename(one, other) if one and other else _NO_FATHER for one, other in zip_longest(a[1:], b[1:], fillvalue="")
    ]
    return first, min(found, key=lambda each: each.score, default=_GONE)


def _later(a: tuple[str, ...], b: tuple[str, ...]) -> Match:
    """`J. Edgar` against `Edgar`: the one given name is the other's second."""
    short, long = sorted((a, b), key=len)
    second = long[1] if len(short) == 1 and not is_initial(short[0]) and not is_initial(long[1]) else ""
    if not second or is_patronymic(second):
        return NONE
    found = forename(short[0], second)
    return Match(found.kind, found.score * 0.7, found.why)


def _conflict(a: Name, b: Name, surname: Match, given: Match, middle: Match) -> str:
    if not surname.score:
        return "different surnames"
    one, other = _number(a), _number(b)
    if one and other and one != other:
        return f"different numbers: {one} and {other}"
    if not given.score:
        kind = "initials" if is_initial(a.given) and is_initial(b.given) else "given names"
        return f"different {kind}: {a.given} and {b.given}"
    if not middle.score:
        return f"different patronymics: {' '.join(a.middle)} and {' '.join(b.middle)}"
    if surname.kind == SAME and _is_woman_beside(a, b):
        return f"a man and a woman: {a.given} and {b.given}, and a surname in no other case"
    alike = given.kind == FAMILY or (given.kind == SAME and surname.kind != SAME)
    if (not alike or a.middle or b.middle or surname.kind == FEMININE) and (found := _sexes(a, b, surname, given)):
        return found
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return f"{a.suffix} and {b.suffix}"
    return ""


def _number(name: Name) -> str:
    """Of a ruler: Alexander III, not Petrov IV, whose initials these are."""
    found = _RULER.search(name.text)
    return found[2] if found and is_given(found[1]) else ""


def _is_woman_beside(a: Name, b: Name) -> bool:
    """Roberta and Robert Smith: a case of the given name would be one of the surname, too, if it can have one."""
    if not a.surname or not b.surname or any(_VOWEL_END.search(plain(name.surname[-1])) for name in (a, b)):
        return False
    one, other = word(a.given).readings, word(b.given).readings
    longer = any(f"{bones}а" in other for bones in one) or any(f"{bones}а" in one for bones in other)
    return longer or is_declined(a.given) != is_declined(b.given)


def _sexes(a: Name, b: Name, surname: Match, given: Match) -> str:
    sexes = {sex(a), sex(b)} - {""}
    if len(sexes) > 1:
        return "a man and a woman"
    masculine = surname.kind == FEMININE and FEMALE in sexes and given.kind != FAMILY  # Mary Gorky may be Gorkaia
    return "a woman, and a surname in the masculine" if masculine else ""


def _enough(surname: Match, given: Match, middle: Match) -> float:
    """What is left of a doubtful surname: a slip needs names beside it that are full, or initials that are two."""
    if surname.kind not in (NEAR, PART):
        return 1.0
    full = given.kind in ONE_GIVEN
    initial = given.kind == "initial"
    return 1.0 if full or (initial and middle.kind in ("initial", SAME)) else 0.9 if initial else 0.8


def _told_apart(a: Name, b: Name) -> bool:
    """Whether the one is called the elder, which is said where there are two, and the other has a middle name."""
    return a.suffix in ELDER and not a.middle and bool(b.middle) and not b.suffix


def _persons(a: Name, b: Name) -> Agreement:
    surname = _surnames(a, b)
    if not surname.score:
        return Agreement(OTHER, ABSENT, ABSENT, "different surnames", 0.0, _other(a, b))
    given, middle = _forenames(a.forenames, b.forenames)
    conflict = _conflict(a, b, surname, given, middle)
    parts = surname.score * given.score * middle.score * _enough(surname, given, middle)
    score = 0.0 if conflict else parts * (TOLD_APART if _told_apart(a, b) or _told_apart(b, a) else 1.0)
    told = "; ".join(why for why in (f"surnames: {surname.why}", given.why, middle.why) if why)
    return Agreement(surname.kind, given.kind, middle.kind, conflict, round(score, 3), told)


def _surnames(a: Name, b: Name) -> Match:
    """The surnames compared, if need be by the manners only that can have written the whole names."""
    found = surnames(a.surname, b.surname)
    if found.kind == SAME or not doubtful(a.surname, b.surname):
        return found
    again = surnames(a.surname, b.surname, (_ways(a), _ways(b)))
    return again if again.kind == SAME else found


def _other(a: Name, b: Name) -> str:
    return f"{'-'.join(a.surname)} and {'-'.join(b.surname)} share no reading"


def _turned(name: Name) -> Name:
    return name._replace(given=" ".join(name.surname), middle=(), surname=(name.given,))


def differ(a: Name, b: Name) -> bool:
    """Whether the given names alone say that the names are two persons', which is soon seen; `agree` finds the rest."""
    if not (a.sure and b.sure) or len(a.forenames) != len(b.forenames):
        return False
    pairs = zip(a.forenames, b.forenames, strict=True)
    return any(one and other and not forename(one, other).score for one, other in pairs)


def agree(a: Name, b: Name) -> Agreement:
    """The parts of two names compared one by one; symmetric but for the words of `why`."""
    found = _persons(a, b)
    if found.surname != OTHER or len(a.words) != 2 or len(b.words) != 2 or (a.sure and b.sure):
        return found
    if a.given and b.given and not all(map(is_given, a.words)):
        turned = max(_persons(_turned(a), b), _persons(a, _turned(b)), key=lambda each: each.score)
        if turned.score and turned.given in ONE_GIVEN:
            return replace(turned, score=round(turned.score * 0.85, 3), why=f"in another order: {turned.why}")
    return found

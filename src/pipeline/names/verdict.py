"""Whether two names are one: the verdict of all parts together, and the blocks in which equal names meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.names.agreement import agree
from pipeline.names.letters import plain
from pipeline.names.parsing import Name, parse
from pipeline.names.places import place
from pipeline.names.reading import common_ways, word
from pipeline.names.surnames import ALL, Match, blocks, match
from pipeline.names.tokens import is_acronym, is_initial

SAME = 0.5  # from this score on two names are taken for one
TERM = 4  # letters of a term that may have a plural
_PLURAL = re.compile("(?:s|i|y|en|e|a|ы|и|а)$")
SHORT = 5  # letters up to which a word in capitals is an acronym rather than a shout
_VOWEL = re.compile("[aeiouyаеиоуыэюяіїє]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`same` if `score` (0 to 1) is at least 0.5; `why` in words."""

    same: bool
    score: float
    why: str


def _is_acronym(text: str) -> bool:
    """Whether double letters count: a name in capitals is no acronym."""
    if not is_acronym(text):
        return False
    return not text.isupper() or len(text) <= SHORT or len(_VOWEL.findall(text.lower())) * 4 < len(text)


def _word(a: str, b: str, ways: tuple[int, int] = ALL) -> Match:
    """Two words of an organisation or term; acronyms have to agree letter by letter."""
    exact = (_is_acronym(a) and _is_acronym(b)) or any(_is_acronym(each) and not each.isupper() for each in (a, b))
    return match(word(a, exact), word(b, exact), ways)


def _either(a: str, b: str, ways: tuple[int, int]) -> Match:
    """Two words by themselves or, if that fails, by the manners that can have written all the words beside them."""
    found = _word(a, b)
    return found if found.score or ways == ALL else _word(a, b, ways)


def _plural(a: str, b: str) -> bool:
    """Whether two terms in small letters are one in singular and plural, of English, German or Russian."""
    if not (a[:1].islower() or b[:1].islower()):
        return False
    return min(len(a), len(b)) >= TERM and not _numbers(a).isdisjoint(_numbers(b))


def _numbers(term: str) -> set[str]:
    """The term as it is, and without the ending of a plural."""
    return {plain(term), _PLURAL.sub("", plain(term))}


def _words(a: tuple[str, ...], b: tuple[str, ...]) -> Verdict:
    if len(a) != len(b):
        return Verdict(False, 0.0, f"{len(a)} words and {len(b)}")
    ways = common_ways(a), common_ways(b)
    found = [(_either(one, other, ways), one, other) for one, other in zip(a, b, strict=True)]
    for each, one, other in found:
        if not each.score:
            return Verdict(False, 0.0, f"{one} and {other} are different words")
    score = min(each.score for each, _, _ in found)
    return Verdict(score >= SAME, round(score, 3), "; ".join(each.why for each, _, _ in found))


def _single(a: str, b: str) -> Verdict | None:
    """The verdict on two single words that are a term or a place, if they are the same."""
    if _plural(a, b):
        return Verdict(True, 0.8, f"{a} and {b} are one term in two numbers or cases")
    if place(a) & place(b):
        return Verdict(True, 0.95, f"{a} and {b} are one place in two languages")
    return None


def _hyphened(a: Name, b: Name) -> Verdict | None:
    """The verdict on words of which one name writes two with a hyphen, if they are the same."""
    if "-" not in a.text and "-" not in b.text:
        return None
    one, other = (tuple(part for word in name.words for part in word.split("-")) for name in (a, b))
    if len(a.words) == len(b.words) or len(one) != len(other) or any(map(is_initial, one + other)):
        return None
    found = _words(one, other)
    return found if found.same else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, plain(text)))


def _acronyms(a: Name, b: Name) -> bool:
    return len(a.words) == len(b.words) == 1 and (_is_acronym(a.words[0]) or _is_acronym(b.words[0]))


def compare(a: str, b: str) -> Verdict:
    """Whether the two names are written for one person, organisation, place or term. Symmetric; never raises."""
    first, second = sorted((a, b))
    return _compared(parse(first), parse(second))


def _compared(a: Name, b: Name) -> Verdict:
    if not a.surname or not b.surname:
        same = bool(a.text.strip()) and plain(a.text) == plain(b.text)
        return Verdict(same, float(same), "the same signs" if same else "no letters to compare")
    if a.text == b.text or ("-" in a.text + b.text and _letters(a.text) == _letters(b.text)):
        return Verdict(True, 1.0, f"both {a.text}")
    if "words" in (a.kind, b.kind) or _acronyms(a, b):
        return _words(a.words, b.words)
    if whole := _single(*a.words, *b.words) if len(a.words) == len(b.words) == 1 else _hyphened(a, b):
        return whole
    found = agree(a, b)
    why = f"{found.conflict}: {found.why}" if found.conflict and found.why else found.conflict or found.why
    return Verdict(found.score >= SAME, found.score, why)


@lru_cache(maxsize=1 << 12)
def _blocks(part: str, slips: bool) -> frozenset[str]:
    exact = {f"#{bones}" for bones in word(part, True).readings} if is_acronym(part) else set()
    return frozenset(blocks(part, slips) | exact)


def keys(name: Name, slips: bool = True) -> frozenset[str]:
    """Blocking keys: any two names that `compare` calls the same share one. Empty without a letter.

    Without `slips` they are fewer, and names that a wrong letter keeps apart share none.
    """
    parts = [part for word in name.words for part in word.split("-")] if "-" in name.text else []
    parts += [*name.surname, "".join(name.surname)] if name.surname else []
    known = set()
    if len(name.words) == 1:
        known = {f"@{number}" for number in place(name.words[0])} | {f"%{term}" for term in _numbers(name.words[0])}
    if name.kind == "words" or not name.sure:
        parts += name.words
    return frozenset(known).union(*(_blocks(part, slips) for part in dict.fromkeys(parts)))

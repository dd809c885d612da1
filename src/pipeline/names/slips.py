"""Slips of print and of reading: two words that one wrong letter keeps apart."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.names.outline import outline
from pipeline.names.reading import Word, weights
from pipeline.names.skeleton import SLAVIC

BEST = 0.9  # weight of the readings in which slips are looked for
SHORTEST, SHORT, LONG, VERY_LONG = 4, 6, 7, 10  # letters: of two exchanged, of one alike, of one lost, of any
COMMON = re.compile(r"(?:[ое]в|ин|[сц]ки)а?$")  # endings of Slavic surnames, of which many are one letter apart
VOWELS = frozenset("aeiouyаеиоуюя")
# Letters that readers of print take for one another; х and к, о and у, б and п, which writers do.
_ALIKE = "ce li lj it hb hk un uv vy co ao oe tf tl fl gq rn ij xk l1 i1 o0 s5 b8 g9 хк ао ин пн шщ гт сео пб".split()
_PRINTED = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "n"), ("li", "h"), ("in", "m"), ("fi", "h"))


@lru_cache(maxsize=1 << 13)
def forms(each: Word) -> tuple[str, ...]:
    """The likeliest skeletons, and the plain word, in which a slip can have happened."""
    bones = [bones for bones, weight in weights(each).items() if weight >= BEST]
    return tuple(form for form in (*bones, each.plain) if len(form) >= SHORTEST)


def slip(a: str, b: str) -> tuple[str, str] | None:
    """What stands in the one and in the other where one letter put in, left out, changed or two exchanged make them
    the same. None where more is needed.
    """
    start = next((n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    for cut_a, cut_b in ((1, 1), (1, 0), (0, 1), (2, 2)):
        left, right = rest_a[:cut_a], rest_b[:cut_b]
        if rest_a[cut_a:] == rest_b[cut_b:] and (cut_a < 2 or left == right[::-1]):
            return left, right
    return None


def far(a: Word, b: Word) -> bool:
    """Whether they say that the words are not even one letter, or one ending, apart."""
    ours, theirs = outline(a), outline(b)
    return ours is not None and theirs is not None and ours != theirs and not slip(ours, theirs)


@lru_cache(maxsize=1 << 13)
def printed(plain: str) -> str:
    """A plain word as it looks in bad print: what two letters together can be taken for."""
    for pair, letter in _PRINTED:
        plain = plain.replace(pair, letter)
    return plain


def apart(a: Word, b: Word) -> float:
    """How sure it is that a slip of print keeps the words apart: 0 where none does, up to 1."""
    if _misprinted(a.plain, b.plain):
        return 0.8
    if far(a, b):
        return 0.0
    pairs = ((one, other) for one in forms(a) for other in forms(b) if one[0] == other[0])
    return max((_sure(one, other, a, b) for one, other in pairs if abs(len(one) - len(other)) < 2), default=0.0)


def _misprinted(a: str, b: str) -> bool:
    return a[0] == b[0] and abs(len(a) - len(b)) < 2 and len(a) >= SHORT and printed(a) == printed(b)


def _sure(one: str, other: str, a: Word, b: Word) -> float:
    found = slip(one, other)
    if not found:
        return 0.0
    left, right = found
    long, common = max(len(one), len(other)), well_formed(a) and well_formed(b)
    if len(left) == len(right):
        if left == right[::-1]:
            return 0.8
        alike = any(left in kin and right in kin for kin in _ALIKE) or (_slavic(one) and {left, right} == {"о", "у"})
        if not alike or long < SHORT:
            return 0.0
        return (
            0.8
            if common or (left in VOWELS and right in VOWELS)
            else 1.0
            if long >= VERY_LONG
            else 0.92
            if long > LONG
            else 0.8
        )
    return 0.8 if _lost(left + right, long, common, _slavic(one) or _slavic(other)) else 0.0


def _lost(letter: str, long: int, common: bool, slavic: bool) -> bool:
    """Whether a letter can have got lost: the h of kh; a vowel of a long name; any where no other name arises."""
    if letter == "h":
        return True
    if letter in VOWELS and long >= LONG:
        return True
    return long >= (SHORT if slavic and not common else VERY_LONG)


def _slavic(bones: str) -> bool:
    return SLAVIC.search(bones) is not None


def well_formed(each: Word) -> bool:
    """Whether the word has the ending of the commonest Slavic surnames, which make others by one letter."""
    return any(COMMON.search(bones) for bones in forms(each))


def remains(each: Word) -> set[str]:
    """What one slip can leave of a word: two words that `apart` finds near share one of these."""
    found = {f"~{printed(each.plain)}"}
    for bones in forms(each):
        found |= {bones} | {bones[:n] + bones[n + 1 :] for n in range(1, len(bones))}
    return found

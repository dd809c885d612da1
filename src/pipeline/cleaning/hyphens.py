"""Hyphens and dashes at line ends: join, keep, leave as suspended, or keep in doubt. `judge.py` weighs the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.cleaning import word_lists
from pipeline.cleaning.characters import BLANK, BREAK, HYPHEN, HYPHENS, LETTER, OPENERS, SOFT
from pipeline.cleaning.layout import BoolArray, Layout
from pipeline.edits import IntArray
from pipeline.text import Edits, Proposal

WORD = 80  # no word is longer
# Old prints write marks that no composed letter has, Uzbek o‘ and g‘.
LETTERS = "(?:[^\\W\\d_][\u0300-\u036f]*|(?<=[oOgG])[‘’'](?=[^\\W\\d_]|-))"
LEFT = re.compile(rf"\S*?(?P<head>(?:(?:{LETTERS})+-)*)(?P<word>(?:{LETTERS})+)(?P<mark>[{HYPHENS}])$")
RIGHT = re.compile(rf"(?:{LETTERS}){{1,{WORD}}}")
ROMAN, ENDING = frozenset("IVXLCDMІХСМ"), 3
REPEATED, LEFT_OF_TWO = re.compile(rf"-{LETTERS}"), re.compile(r"\w-$")
NUMBER = re.compile(rf"\w[{HYPHENS}]$")
SUSPENDED = frozenset("and or to und oder bis et ou y o e и или і або та do i oraz a nebo až".split())
# Those that are other words elsewhere: `Allons-y`, `how-to`.
SUSPENDED_IN = {"to": "en", "y": "es", "o": "es it", "e": "es it", "do": "pl cs", "i": "pl cs", "a": "cs"}
# `pre- and post-⏎war`: the second of such a pair has its hyphen too, where compounds are not written closed.
PAIRED = re.compile(r"\w- (?:and|or|to) \S*$")
EM_DASH, EN_DASH = 0x2014, 0x2013


def join(start: int, end: int) -> Proposal:
    """The hyphen was the typesetter's: it goes with the line end, and the word is whole (`eco-⏎nomic`).

    Leaves hyphens for which the document, the lexicon and the word lists speak as often: a doubt.
    """
    return Proposal(start - 1, end, "", "hyphens.join")


def keep(start: int, end: int) -> Proposal:
    """The hyphen is the author's (`cotton-⏎growing`, `1932-⏎33`, `mid-⏎1929`): only the line end goes; of one
    that the next line repeats (`północno-⏎-wschodni`), one goes too.

    Leaves the hyphen.
    """
    return Proposal(start, end, "", "hyphens.keep")


def suspend(start: int, end: int) -> Proposal:
    """The word is completed later (`pre-⏎and post-war`): a space for the line end.

    Leaves the hyphen.
    """
    return Proposal(start, end, " ", "hyphens.suspend")


def soft(layout: Layout) -> Edits:
    """Soft hyphens at line ends that no word goes on from: removed.

    Leaves those that a word goes on from to `hyphens.join`.
    """
    ends = layout.ends[layout.scan.codes[layout.ends - 1] == ord(SOFT)]
    return Edits.of(ends - 1, ends, "", "hyphens.soft")


def keep_one(start: int, end: int) -> Proposal:
    """The author's hyphen, written at the line's end and again at the start of the next: one of them goes too."""
    return Proposal(start - 1, end, "", "hyphens.keep")


def dash(start: int, end: int) -> Proposal:
    """A dash that stands tight between words, here and elsewhere in the text: only the line end goes.

    Leaves dashes between blanks, whose line end is a blank.
    """
    return Proposal(start, end, "", "hyphens.dash")


def at_end(layout: Layout) -> BoolArray:
    """Which lines end in a hyphen of any kind."""
    return ((layout.scan.flags[layout.ends - 1] & HYPHEN) > 0) & (layout.lengths > 0)


def repeats(layout: Layout) -> bool:
    """Few hyphens that begin a line stand behind one without: they are no dashes of speakers, no signs of items."""
    codes, flags = layout.scan.codes, layout.scan.flags
    dashed = (codes[layout.starts] == ord("-")) & ((flags[layout.starts + (layout.lengths > 0)] & LETTER) > 0)
    behind = dashed[1:] & at_end(layout)[:-1]
    return int(np.sum(dashed)) - int(np.sum(behind)) <= max(int(np.sum(behind)), 1)


def tight(layout: Layout, before: IntArray, after: IntArray) -> BoolArray:
    """At which seams one dash touches one of the two words, in a text that writes this dash without blanks."""
    codes, flags = layout.scan.codes, layout.scan.flags
    found = np.zeros(len(before), bool)
    for sign, common in ((EM_DASH, True), (EN_DASH, False)):
        ends, begins = layout.ends[before] - 1, layout.starts[after]
        behind = (codes[ends] == sign) & (codes[ends - 1] != sign) & ((flags[ends - 1] & (BLANK | BREAK)) == 0)
        ahead = (codes[begins] == sign) & (codes[begins + 1] != sign) & ((flags[begins + 1] & (BLANK | BREAK)) == 0)
        if (behind | ahead).any() and _written_tight(layout, sign, common):
            found |= behind | ahead
    return found


def _written_tight(layout: Layout, sign: int, common: bool) -> bool:
    """Inside lines the dash stands more often without blanks than between them; `common` where it never stands."""
    codes = layout.scan.codes
    at = layout.scan.signs(chr(sign))
    blanks = (codes[at - 1] == ord(" ")).astype(int) + (codes[at + 1] == ord(" "))
    inside = ((layout.scan.flags[at - 1] | layout.scan.flags[at + 1]) & BREAK) == 0
    close, loose = int(np.sum((blanks == 0) & inside)), int(np.sum((blanks > 0) & inside))
    return close > loose or (common and close == loose)


Writer = Callable[[int, int], Proposal]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a line-end hyphen, why, and whether a person should look."""

    write: Writer
    why: str
    doubtful: bool = False


TIGHT = Verdict(dash, "a dash without blanks")
TWICE = Verdict(keep_one, "the hyphen stands on both lines")


class Halves(NamedTuple):
    """The parts of a word that two lines share.

    `head` is what stands before its last hyphen but one; `onward` says that a hyphen stands behind it, `paired` that
    the word before is completed by the same part: `pre- and post-`; `elided` that an apostrophe and a letter do.
    """

    head: str
    left: str
    right: str
    onward: bool
    paired: bool
    elided: bool = False

    def forms(self) -> tuple[str, str, str]:
        """The word joined, hyphenated, and its last part joined, in small letters."""
        whole, right = (self.head + self.left).lower(), self.right.lower()
        return whole + right, f"{whole}-{right}", self.left.lower() + right if self.head else whole + right


CONSONANTS = "bcdfghjklmnpqrstvwxzбвгджзйклмнпрстфхцчшщ"
"""Alone they are no syllable that a typesetter would part from its word."""


def around(left: str, right: str) -> tuple[str, str, bool]:
    """All that tells what a hyphen between two lines is: what stands before and behind it up to the next blanks, and
    whether the word is paired."""
    tail = left[-WORD:]
    return tail[tail.rfind(" ") + 1 :], right.split(" ", 1)[0], "- " in tail and PAIRED.search(tail) is not None


def halves(left: str, right: str, paired: bool) -> Halves | Verdict | None:
    """The word that goes over a line's end; a verdict where nothing is to be weighed, None without a word."""
    if not right[:1].isalpha():
        if REPEATED.match(right) and LEFT_OF_TWO.search(left[-2:]):
            return TWICE if right[1:2].islower() or left.lstrip(OPENERS)[:1].isupper() else None
        return Verdict(keep, "before a number") if right[:1].isdigit() and NUMBER.search(left[-2:]) else None
    following = right[:WORD]
    following = following if following.isalpha() else RIGHT.match(right)[0]  # type: ignore[index]
    before = _before(left)
    if not before:
        ordinal = left[-2:-1].isdigit() and following.islower() and following not in word_lists.OWNERS
        return Verdict(keep, "behind a number") if ordinal else None  # 20-⏎е, 10-⏎year
    head, word, mark = before
    if mark in f"{SOFT}¬":
        return Verdict(join, "a soft hyphen")
    if following[0].isupper() and not (word.isupper() and len(word) > 1) and following.lower() not in SUSPENDED:
        return Verdict(keep, f"'{following}' has a capital")
    if not head and len(word) == 1 and (word.isupper() or word in CONSONANTS):
        return Verdict(keep, f"'{word}' is a letter")  # X-⏎ray, p-⏎value
    if ROMAN.issuperset(word) and following.islower() and len(following) <= ENDING:
        return Verdict(keep, f"'{word}' is a number")  # XX-⏎й
    elided = right[len(following) : len(following) + 1] in ("'", "’") and right[len(following) + 1 :][:1].isalpha()
    return Halves(head, word, following, right.startswith(tuple(HYPHENS), len(following)), paired, elided)


def suspends(word: Halves, language: str) -> bool:
    """The second part is a conjunction that parts completed later stand before."""
    right = word.right.lower()
    return right in SUSPENDED and not word.onward and language in SUSPENDED_IN.get(right, language)


def _before(token: str) -> tuple[str, str, str] | None:
    """What stands before a line's end: all but the last part of the word, that part, the hyphen."""
    if token[:-1].isalpha():
        return "", token[:-1], token[-1]
    match = LEFT.match(token)
    return (match[1], match[2], match[3]) if match else None

"""Where a word begins and ends: letters, digits, marks, apostrophes and hyphens around a spelling."""

from __future__ import annotations

import re
import unicodedata

from pipeline.entities.spellings import APOSTROPHES, HYPHENS

# What French, Italian and Catalan glue before a name: l'Ukraine, dell'URSS.
ELISIONS = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu", "un", "all", "dall", "dell", "nell", "sull"])
# What English glues behind one; anything else after an apostrophe is the rest of a word: Zinov|'ev.
SUFFIXES = frozenset(["s", "d", "ll", "re", "ve"])
PREFIXES = frozenset(["anti", "contra", "ex", "neo", "non", "post", "pre", "pro", "pseudo", "quasi", "ultra"])
PLAIN = frozenset(" ,.;:()\n")  # what stands beside a word nearly always
REACH = 40  # code points looked at on either side of a spelling
ADDRESS_REACH = 2000

_LETTERS_BEFORE = re.compile(r"[^\W\d_]*$")
_LETTERS_AFTER = re.compile(r"[^\W\d_]*")


def _inside_word(character: str) -> bool:
    return character not in PLAIN and (character.isalnum() or unicodedata.category(character)[0] == "M")


def whole(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands as a word or words of its own."""
    return _begins(text, start) and _ends(text, end)


def _begins(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before not in APOSTROPHES:
        return not _inside_word(before)
    letters = letters_before(text, start - 1)
    return not letters or letters.lower() in ELISIONS


def _ends(text: str, end: int) -> bool:
    if end == len(text):
        return True
    after = text[end]
    if after not in APOSTROPHES:
        return not _inside_word(after)
    letters = letters_after(text, end + 1)
    return not letters or letters.lower() in SUFFIXES


def letters_before(text: str, position: int) -> str:
    """The letters that end at the position, at most forty."""
    match = _LETTERS_BEFORE.search(text, max(0, position - REACH), position)
    return match[0] if match else ""


def letters_after(text: str, position: int) -> str:
    """The letters that begin at the position, at most forty."""
    match = _LETTERS_AFTER.match(text, position, position + REACH)
    return match[0] if match else ""


def joined(text: str, start: int, end: int) -> list[str]:
    """The capitalised words that hyphens tie to `text[start:end]`: `Isaev-Petrov`, but not `anti-Stalin`."""
    found = []
    if start and text[start - 1] in HYPHENS:
        found.append(letters_before(text, start - 1))
    if end < len(text) and text[end] in HYPHENS:
        found.append(letters_after(text, end + 1))
    return [word for word in found if word[:1].isupper() and word.lower() not in PREFIXES]


def in_address(text: str, start: int) -> bool:
    """Whether the word at the position belongs to a web address."""
    begin = max(0, start - ADDRESS_REACH)
    word = max(text.rfind(" ", begin, start), text.rfind("\n", begin, start), begin - 1) + 1
    return "://" in text[word:start] or text.startswith("www.", word)

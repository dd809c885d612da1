"""The capitalised words of a text and what ties them: the only pass over the text besides the authority's.

A page keeps them twice: as tokens, and as a string of two letters a token, its class (`classes.py`) and its gap to the
next, on which the rules are regular expressions:

    _ a blank   . nothing   , comma   & and   o of   f for, on   u to   t the   s possessive   p particle
    / slash   - dash   ( [ a bracket opens   q a quotation opens   | anything else
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pipeline.entities.classes import CLASSES, DIGRAPHS, ROMAN
from pipeline.entities.tables import words

LONGEST_GAP = 12
LONGEST_DIGRAPH = 3
LONGEST_QUOTATION = 250
# A letter behind these is a number, also where a full stop makes it look like an initial.
COUNTED = frozenset(
    "War Part Volume Book Chapter Congress Duma Nicholas Alexander Peter Catherine Paul Louis Henry Act".split()
)


class Token(NamedTuple):
    """A capitalised word or initial; the text without a possessive."""

    start: int
    end: int
    text: str


def _upper() -> str:
    """All capitals of Latin, Greek, Cyrillic and their neighbours, as the inside of a character class."""
    blocks = (*range(0x41, 0x590), *range(0x1E00, 0x2000), *range(0xA640, 0xA800))
    return "".join(chr(code) for code in blocks if unicodedata.category(chr(code)) in {"Lu", "Lt"})


UPPER = _upper()
MARKS = "\u0300-\u036f\ufe20-\ufe2f"
INNER = "'’ʼʹ\N{MODIFIER LETTER TURNED COMMA}\N{ACUTE ACCENT}\\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
# A class at the beginning makes a search fast; what must not stand before it is looked at behind it.
TOKEN = re.compile(rf"[{UPPER}](?<!\w.)(?:[^\W\d_]+|[{MARKS}]|[{INNER}](?=[^\W\d_]))*[ʹʼ]?(?!\d)")
POSSESSIVE = ("'s", "’s")
_SOFT = re.compile(f"['’](?= [{UPPER}])")  # of Igor' Grabar'
SIBILANTS, QUOTES = frozenset("sxzš"), frozenset("'‘’")

# How two words are tied, by what stands between them.
BY_GAP = {
    "_": (" ", "\N{NO-BREAK SPACE}"),
    ".": ("",),
    ",": (", ", ","),
    "&": (" and ", " & ", " und ", " et ", " i ", ", and "),
    "o": (" of ", " of the "),
    "f": (" for ", " for the ", " on "),
    "u": (" to ",),
    "s": ("'s ", "’s ", "' ", "’ "),
    "t": (" the ",),
    "/": ("/", " / "),
    "-": ("-", "–", "—", " – ", " - "),
    "(": (" (",),
    "[": (" [",),
    "q": (" ‘", " “"),
}
GAPS = {gap: letter for letter, gaps in BY_GAP.items() for gap in gaps}
_PARTICLE = re.compile(rf" (?:{'|'.join(sorted(words('names', 'particles')))})(?: (?:la|der|den|las))? ?\Z")
_PLACED = re.compile(rf"\b(?:the|an?|in|at|near|into|across|throughout|outside) ([{UPPER}][^\W\d_]+)")
_SMALL = re.compile(r"\b[^\W\d_A-ZА-Я]{3,}\b")
_QUOTED = re.compile(r"[“„«\"‘'](?<!\w.)(?:(?<=«)[ \u00a0\u202f])?(?=[^\W_])")
_CLOSED = {
    sign: re.compile(rf"[^{ends}\n]{{2,{LONGEST_QUOTATION}}}?[{ends}](?!\w)")
    for sign, ends in zip("“„«\"‘'", ("”", "“”", "»", '"', "’", "'"), strict=True)
}


@dataclass
class Page:
    """A text with its tokens; what the authority knows sharpens the classes.

    `works` is where its works begin, `surnames` where its persons who stand by their surname alone do, `adjectives`
    are those of its places: Bukharan.
    """

    text: str
    tokens: list[Token]
    classes: list[str]
    gaps: list[str]
    works: set[int] = field(default_factory=set)
    surnames: set[int] = field(default_factory=set)
    adjectives: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Page:
        """The tokens of any text, in one pass."""
        tokens: list[Token] = []
        classes: list[str] = []
        gaps: list[str] = []
        before = -LONGEST_GAP - 1
        for match in TOKEN.finditer(text):
            start, end = match.span()
            word = match[0]
            if word[-2:] in POSSESSIVE and end - start > len("s's"):
                word, end = word[:-2], end - 2
            gap = _gap(text, before, start) if start - before <= LONGEST_GAP else "|"
            letter = CLASSES[word]
            if letter == "G" and _softened(text, start, end):
                word, end = text[start : end + 1], end + 1
            if end - start <= LONGEST_DIGRAPH and (end - start == 1 or word in DIGRAPHS) and text.startswith(".", end):
                counted = gap == "_" and ROMAN.match(word) and tokens[-1].text in COUNTED
                letter, end = ("R", end) if counted else ("I", end + 1)
            gaps.append(gap)
            classes.append(letter)
            tokens.append(Token(start, end, word))
            before = end
        gaps.append("|")
        return cls(text, tokens, classes, gaps[1:])

    @cached_property
    def by_start(self) -> dict[int, int]:
        """Number of the token at each start."""
        return {token.start: n for n, token in enumerate(self.tokens)}

    @cached_property
    def starts(self) -> list[int]:
        """Where the tokens begin."""
        return [token.start for token in self.tokens]

    def within(self, start: int, end: int) -> range:
        """Numbers of the tokens that begin in a stretch."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """What stands in quotation marks on one line, without them, if it begins with a letter or digit."""
        found = []
        for match in _QUOTED.finditer(self.text):
            if closed := _CLOSED[match[0][0]].match(self.text, match.end()):
                blank = closed[0][-2:-1].isspace()
                found.append((match.end(), closed.end() - 1 - blank))
        return found

    def shape(self) -> str:
        """Class and gap of every token, two letters each."""
        return "".join([letter + gap for letter, gap in zip(self.classes, self.gaps, strict=True)])

    def words(self, first: int, last: int) -> list[str]:
        """The texts of tokens in a row."""
        return [token.text for token in self.tokens[first : last + 1]]

    def stands_alone(self, n: int) -> bool:
        """Whether the word stands by itself elsewhere, inside a sentence and always with its capital: a name, then."""
        return self.classes[n] in "WO" and self.tokens[n].text in self._alone

    def is_apart(self, n: int) -> bool:
        """Whether the word stands without another with a capital beside it, here or elsewhere, inside a sentence."""
        return self.tokens[n].text in self._apart

    @cached_property
    def _alone(self) -> frozenset[str]:
        return self._apart - {word.capitalize() for word in _SMALL.findall(self.text)}

    @cached_property
    def _apart(self) -> frozenset[str]:
        return frozenset(
            token.text
            for n, token in enumerate(self.tokens)
            if self.classes[n] in "SWO" and self._is_apart(n) and not self.begins(n)
        )

    def _is_apart(self, n: int) -> bool:
        """No word with a capital stands right beside it."""
        return self.gaps[n] != "_" and (n == 0 or self.gaps[n - 1] != "_")

    @cached_property
    def placed(self) -> frozenset[str]:
        """The words that stand behind an article or a preposition of place, as things and places do."""
        return frozenset(_PLACED.findall(self.text))

    def begins(self, n: int) -> bool:
        """Whether the token begins a sentence, a paragraph, a quotation: its capital says nothing."""
        start = self.tokens[n].start
        before = self.text[max(0, start - 8) : start].rstrip(" \"'“”‘’«»„(\\[…—–")
        return not before or before[-1] in ".!?:;\n…"


def _softened(text: str, start: int, end: int) -> bool:
    """Whether a soft sign stands behind a given name: no possessive of `James' Bible`, and no end of a quotation."""
    return bool(_SOFT.match(text, end)) and text[end - 1] not in SIBILANTS and text[start - 1 : start] not in QUOTES


def _gap(text: str, before: int, start: int) -> str:
    gap = text[before:start]
    return GAPS.get(gap) or ("p" if _PARTICLE.match(gap) else "|")

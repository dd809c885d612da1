"""Characters in columns: one look at every code point of a text, shared by all the rules.

Flags say what a character can be to a rule; most texts have few characters that any rule has business with, and those
are found without a loop.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import chain

import numpy as np
import numpy.typing as npt

from pipeline.edits import Codes, IntArray, code_points

BLANKS = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u200b\u2060\ufeff\u180e"
BREAKS = "\n\r\f\x0b\x85\u2028\u2029"
SOFT = "\u00ad"
HYPHENS = "-\u00ad¬\u2e17"
CLOSERS = "\"'”’»“)]}*_"
OPENERS = "\"'“‘«„‚([{*_¿¡"
SENTENCE_END = ".!?…"
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# UTF-8 read as a one-byte code page: the letters of lead bytes, and what continuation bytes look like.
MOJIBAKE_LEADS = "ÂÃÄÅÆÐÑÎÏâРС"
MOJIBAKE_TRAILS = "ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™°±µ¶·»јЃѓЊЋЏђљњћџЎў" + "".join(map(chr, range(0x80, 0xC0)))

LOWER, UPPER, LETTER, DIGIT, RAISED, BLANK, HIDDEN, BREAK = (1 << n for n in range(8))
ODD, LEAD, TRAIL, CLOSER, OPENER, END, HYPHEN, MARK = (1 << n for n in range(8, 16))

MEMBERS = (
    ("0123456789", DIGIT),
    (RAISED_DIGITS, RAISED),
    (BLANKS, BLANK),
    (INVISIBLE, HIDDEN),
    (BREAKS, BREAK),
    ("\r\x0b\x85\u2028\u2029\u2010\u2011\u200c\u200d", ODD),
    (map(chr, [*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]), ODD),
    (map(chr, [*range(0xFB00, 0xFB07), *range(0x1160, 0x1200)]), ODD),
    (MOJIBAKE_LEADS, LEAD),
    (MOJIBAKE_TRAILS, TRAIL),
    (CLOSERS, CLOSER),
    (OPENERS, OPENER),
    (SENTENCE_END, END),
    (HYPHENS, HYPHEN),
)  # fmt: skip
CATEGORIES = {
    "Ll": LOWER | LETTER, "Lu": UPPER | LETTER, "Lt": UPPER | LETTER, "Lm": LETTER, "Lo": LETTER,
    "Mn": MARK | ODD, "Mc": MARK | ODD, "Me": MARK | ODD,
}  # fmt: skip
# All but ideographs and Hangul syllables, which are letters, all in NFC: no need to ask for each.
NOT_UNIFORM = (range(0x3400), range(0x4DC0, 0x4E00), range(0xA000, 0xAC00), range(0xD7A4, 0xFFFF))


@cache
def table() -> npt.NDArray[np.uint16]:
    """The flags of every code point of the Basic Multilingual Plane, shape (65536,)."""
    flags = np.full(0x10000, LETTER, np.uint16)
    asked = "".join(map(chr, chain(*NOT_UNIFORM)))
    codes = code_points(asked)
    flags[codes] = [CATEGORIES.get(category, 0) for category in map(unicodedata.category, asked)]
    for members, flag in MEMBERS:
        flags[[ord(character) for character in members]] |= flag
    normal = map(partial(unicodedata.is_normalized, "NFC"), asked)
    flags[codes[~np.fromiter(normal, bool, len(codes))]] |= ODD
    flags[0xFFFF] = 0
    return flags


def among(codes: npt.NDArray[np.integer], characters: str) -> npt.NDArray[np.bool_]:
    """Which of these code points are one of a few characters."""
    found = np.zeros(len(codes), bool)
    for character in characters:
        found |= codes == ord(character)
    return found


@dataclass(frozen=True)
class Scan:
    """A text with its code points and their flags, shapes (n + 1,): a break stands behind the end, and so at -1 too."""

    text: str
    codes: Codes
    flags: npt.NDArray[np.uint16]

    @staticmethod
    def of(text: str) -> Scan:
        """One look at every character."""
        codes = code_points(text + "\0")
        flags = table().take(codes, mode="clip")
        flags[-1] = BREAK
        return Scan(text, codes, flags)

    def where(self, flag: int) -> IntArray:
        """Offsets of the characters with one of these flags."""
        return np.flatnonzero((self.flags[:-1] & np.uint16(flag)) != 0)

    @cached_property
    def low(self) -> npt.NDArray[np.uint8]:
        """The flags from LOWER to BREAK, which is the highest of them, so that blanks and breaks are beyond BLANK."""
        return self.flags.astype(np.uint8)

    @cached_property
    def letters(self) -> npt.NDArray[np.bool_]:
        """Which characters are letters, or marks on them."""
        return np.asarray((self.flags & np.uint16(LETTER | MARK)) != 0, bool)

    def signs(self, character: str) -> IntArray:
        """Offsets of one sign of the block General Punctuation: quotation marks, dashes."""
        return np.asarray(self._signs[self.codes[self._signs] == ord(character)], np.int64)

    @cached_property
    def _signs(self) -> IntArray:
        return np.flatnonzero((self.codes & self.codes.dtype.type(0xFF00)) == 0x2000)

    @cached_property
    def present(self) -> int:
        """All flags of all characters."""
        return int(np.bitwise_or.reduce(self.flags[:-1], initial=0))

    @cached_property
    def astral(self) -> bool:
        """There are characters beyond the Basic Multilingual Plane."""
        return bool(self.codes.max() > 0xFFFF)

    @cached_property
    def odd(self) -> IntArray:
        """Offsets of the characters that a rule about letters may have business with."""
        return self.where(ODD) if self.present & ODD else np.zeros(0, np.int64)

    def odd_ones(self, characters: str) -> IntArray:
        """Offsets of the odd characters that are one of these."""
        if not len(self.odd):
            return self.odd
        return self.odd[among(self.codes[self.odd], characters)]

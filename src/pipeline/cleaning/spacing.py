"""Spacing: one space between words, none at the ends of lines, nothing invisible inside words.

Looks at the text before there is a layout, in columns; how far a line was indented is kept by the layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.text import Edits, IntArray

BLANKS = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u200b\u2060\ufeff\u180e"
BREAKS = "\n\r\f\x0b\x85\u2028\u2029"
SOFT = "\u00ad"
JOINERS = re.compile("[\u200c\u200d]+")
BLANK, HIDDEN, BREAK = 1, 2, 4

CLASSES = np.zeros(0x10000, np.uint8)
for members, kind in ((BLANKS, BLANK), (INVISIBLE, HIDDEN), (BREAKS, BREAK)):
    CLASSES[[ord(character) for character in members]] = kind


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of blanks and invisible characters that are not just one plain space between two words, in columns.

    `visible`: there is a blank in the run; `edge`: it begins or ends a line.
    """

    starts: IntArray
    ends: IntArray
    visible: npt.NDArray[np.bool_]
    edge: npt.NDArray[np.bool_]

    @staticmethod
    def of(text: str) -> Runs:
        """All such runs of a text; a soft hyphen that ends a line is a hyphen, and in none."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        classes = np.concatenate([[BREAK], CLASSES[np.minimum(codes, 0xFFFF)], [BREAK]]).astype(np.uint8)
        inside = (classes & (BLANK | HIDDEN)) > 0
        borders = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = borders[::2], borders[1::2]
        at_end = classes[ends + 1] == BREAK
        edge = at_end | (classes[starts] == BREAK)
        odd = edge | (ends - starts > 1) | (codes[np.minimum(starts, max(len(codes) - 1, 0))] != ord(" "))
        starts, ends, edge, at_end = starts[odd], ends[odd], edge[odd], at_end[odd]
        blanks = np.concatenate([[0], np.cumsum(classes[1:-1] == BLANK)])
        visible = blanks[ends] > blanks[starts]
        soft = at_end & (classes[starts] != BREAK) & (codes[starts] == ord(SOFT))
        starts = starts + soft
        kept = ends > starts
        return Runs(starts[kept], ends[kept], visible[kept], edge[kept])


def spaces(text: str) -> Edits:
    """Blanks and invisible characters, looked for together."""
    runs = Runs.of(text)
    return Edits.gather([*blanks(runs), invisible(runs)])


def blanks(runs: Runs) -> tuple[Edits, Edits]:
    """Runs of tabs, no-break and other blanks become one space, or nothing at the ends of a line."""
    inner, edge = runs.visible & ~runs.edge, runs.visible & runs.edge
    return (
        Edits.of(runs.starts[inner], runs.ends[inner], " ", "spacing.blanks"),
        Edits.of(runs.starts[edge], runs.ends[edge], "", "spacing.blanks"),
    )


def invisible(runs: Runs) -> Edits:
    """Zero-width characters and soft hyphens inside words go."""
    hidden = ~runs.visible
    return Edits.of(runs.starts[hidden], runs.ends[hidden], "", "spacing.invisible")


def joiners(text: str) -> Edits:
    """Zero-width joiners and non-joiners go where both neighbours are of scripts that never use them."""
    rows = [m.span() for m in JOINERS.finditer(text)] if not text.isascii() else []
    rows = [(s, e) for s, e in rows if _simple(text[s - 1 : s]) and _simple(text[e : e + 1])]
    return Edits.of([s for s, _ in rows], [e for _, e in rows], "", "spacing.joiners")


def _simple(character: str) -> bool:
    """Latin, Greek, Cyrillic and their punctuation, or the edge of the text."""
    return character < "\u0530" or "\u1e00" <= character < "\u2070"


RULES = (spaces, joiners)

"""Spacing: one space between words, none at the ends of lines, nothing invisible inside words.

Looks at the text before there is a layout, in columns; how far a line was indented is kept by the layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import letter_spaced
from pipeline.cleaning.characters import BLANK, BREAK, HIDDEN, SOFT, Scan
from pipeline.text import Edits, IntArray

JOINERS = re.compile("[\u200c\u200d]+")


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of blanks and invisible characters that are not just one plain space between two words, in columns.

    `visible`: there is a blank in the run; `head`: it begins a line, `tail`: it ends one.
    """

    starts: IntArray
    ends: IntArray
    visible: npt.NDArray[np.bool_]
    head: npt.NDArray[np.bool_]
    tail: npt.NDArray[np.bool_]

    @staticmethod
    def of(scan: Scan) -> Runs:
        """All such runs of a text; a soft hyphen that ends a line is a hyphen, and in none."""
        flags, codes = scan.flags, scan.codes
        border = scan.low >= BLANK
        blank = border & (scan.low < BREAK)
        odd = np.zeros(len(flags) + 1, bool)  # not just one plain space between two words
        inside = odd[1:]
        np.not_equal(codes, ord(" "), out=inside)
        inside[:-1] |= border[1:]
        inside[1:] |= border[:-1]
        inside[0] = True
        inside &= blank
        borders = np.flatnonzero(odd[1:] != odd[:-1])
        starts, ends = borders[::2], borders[1::2]
        tail = (flags[ends] & BREAK) > 0
        head = (flags[starts - 1] & BREAK) > 0
        soft = tail & ~head & (codes[starts] == ord(SOFT))
        starts = starts + soft
        kept = ends > starts
        starts, ends = starts[kept], ends[kept]
        return Runs(starts, ends, _visible(scan, starts, ends), head[kept], tail[kept])


def _visible(scan: Scan, starts: IntArray, ends: IntArray) -> npt.NDArray[np.bool_]:
    if not scan.present & HIDDEN:
        return np.ones(len(starts), bool)
    hidden = np.append(scan.where(HIDDEN), len(scan.text) + 1)
    count = np.searchsorted(hidden, ends) - np.searchsorted(hidden, starts)
    return np.asarray(count < ends - starts, bool)


def blanks(runs: Runs) -> Edits:
    """Runs of tabs, no-break and other blanks become one space, or nothing at the ends of a line.

    Leaves a single plain space between two words.
    """
    edge = runs.head | runs.tail
    kept = runs.visible
    at = np.flatnonzero(kept)
    zeros = np.zeros(len(at), np.int64)
    return Edits(runs.starts[at], runs.ends[at], edge[at].astype(np.int64), zeros, (" ", ""), (("spacing.blanks",),))


def invisible(runs: Runs) -> Edits:
    """Zero-width characters and soft hyphens inside words go.

    Leaves a soft hyphen at a line's end, which the rules on hyphens judge.
    """
    hidden = ~runs.visible
    return Edits.of(runs.starts[hidden], runs.ends[hidden], "", "spacing.invisible")


def letters(scan: Scan) -> Edits:
    """Letter-spaced words (`T u c h m a c h e r`) are written whole, where the word is known to the text or the word
    lists, or so long and of such letters that it can be no list.

    Leaves initials (`V. M.`) and lists of letters (`a b c d`).
    """
    spaced = [at for start, end in letter_spaced.found(scan) for at in range(start + 1, end, 2)]
    return Edits.of(spaced, [at + 1 for at in spaced], "", "spacing.letters")


def joiners(scan: Scan) -> Edits:
    """Zero-width joiners and non-joiners go where both neighbours are of scripts that never use them.

    Leaves them inside Arabic and Indic words and in emoji sequences.
    """
    text, at = scan.text, 0
    rows = []
    for spot in scan.odd_ones("\u200c\u200d").tolist():
        if spot >= at:
            at = JOINERS.match(text, spot).end()  # type: ignore[union-attr]
            if _simple(text[spot - 1 : spot]) and _simple(text[at : at + 1]):
                rows.append((spot, at))
    return Edits.of([s for s, _ in rows], [e for _, e in rows], "", "spacing.joiners")


def _simple(character: str) -> bool:
    """Latin, Greek, Cyrillic and their punctuation, or the edge of the text."""
    return character < "\u0530" or "\u1e00" <= character < "\u2070"

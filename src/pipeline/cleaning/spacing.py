"""Spacing: one space between words, none at the ends of lines, nothing invisible inside words.

Looks at the text before there is a layout; how far a line was indented is kept by the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text import Edits, Proposal

BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u200b\u2060\ufeff\u180e"
BREAK = "\n\r\f\x0b\x85\u2028\u2029"
SOFT = "\u00ad"
# A run that is not just one plain space between two words.
ODD = re.compile(
    f"[{BLANK}{INVISIBLE}]*[{BLANK[1:]}{INVISIBLE}][{BLANK}{INVISIBLE}]*"
    f"| {{2,}}| (?=[{BREAK}]|\\Z)|(?:(?<=[{BREAK}])|\\A) "
)
JOINERS = re.compile("[\u200c\u200d]+")


def blanks(text: str) -> Edits:
    """Runs of tabs, no-break and other blanks become one space, or nothing at the ends of a line."""
    return Edits.propose(p for p in _runs(text) if p.rule == "spacing.blanks")


def invisible(text: str) -> Edits:
    """Zero-width characters and soft hyphens inside words go; a soft hyphen at a line's end is a hyphen, and left."""
    return Edits.propose(p for p in _runs(text) if p.rule == "spacing.invisible")


def _runs(text: str) -> Iterator[Proposal]:
    for run in ODD.finditer(text):
        start, end = run.span()
        at_start = start == 0 or text[start - 1] in BREAK
        at_end = end == len(text) or text[end] in BREAK
        visible = run[0].strip(INVISIBLE)
        if at_end and run[0][0] == SOFT and not at_start:
            start += 1
        after = " " if visible and not at_start and not at_end else ""
        if start < end and text[start:end] != after:
            yield Proposal(start, end, after, "spacing.blanks" if visible else "spacing.invisible")


def joiners(text: str) -> Edits:
    """Zero-width joiners and non-joiners go where both neighbours are of scripts that never use them."""
    rows = [m.span() for m in JOINERS.finditer(text)] if not text.isascii() else []
    rows = [(s, e) for s, e in rows if _simple(text[s - 1 : s]) and _simple(text[e : e + 1])]
    return Edits.of([s for s, _ in rows], [e for _, e in rows], "", "spacing.joiners")


def _simple(character: str) -> bool:
    """Latin, Greek, Cyrillic and their punctuation, or the edge of the text."""
    return character < "\u0530" or "\u1e00" <= character < "\u2070"


RULES = (blanks, invisible, joiners)

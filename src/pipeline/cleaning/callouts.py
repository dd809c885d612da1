"""Footnote callouts: every number that could be one, and the one chain of them that explains the document best.

A candidate is a number in some dress (glued, raised, in brackets, behind a space) with a weight for how seldom that
dress means anything else. Chosen is the chain of rising labels with the greatest total, by dynamic programming;
labels may restart with a page or a chapter, and a missing label costs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning.characters import DIGIT, LETTER, RAISED, RAISED_DIGITS, Scan
from pipeline.cleaning.layout import FURNITURE, LIFTED, NOTE, Layout
from pipeline.edits import IntArray

MARKED = re.compile(r"<sup>\s*(?P<label>\d{1,4}|[*†‡§]{1,3})\s*</sup>")
# How seldom each dress means anything but a callout.
WEIGHTS = {
    "markup": 8.0,
    "raised": 5.0,
    "brackets": 3.0,
    "glued": 3.0,
    "glued to word": 2.5,
    "own line": 1.5,
    "spaced": 0.8,
    "behind digits": 0.6,
}
TO_DIGITS = str.maketrans(RAISED_DIGITS, "0123456789")
BEFORE = [*map(ord, "\n []”’»!?\"')%*.,;:")]  # what a callout can follow, letters aside
REFERENCES = frozenset(
    "p pp vol vols no nos nr bd s ss f ff l d op ch cf art fig tab т с стр № гл вып кн ч см".split()
)  # fmt: skip
ADDRESS = re.compile(r"//|www\.|doi\b|10\.\d{4}", re.I)
UNIT = re.compile(r"(?:^|[\s\d(])[kcm]?m$")
LOOSE = ("’", "’’", "'’")
FARTHEST_TOKEN = 200
MISSING, START, RESTART, FARTHEST = 1.2, 2.0, 3.0, 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that could be a callout: `text[start:end]` goes when it is one."""

    start: int
    end: int
    label: str
    weight: float

    @property
    def number(self) -> int:
        """The label as a number, 0 for a symbol."""
        return int(self.label) if self.label.isdigit() else 0


def candidates(layout: Layout) -> list[Candidate]:
    """Every number that is dressed like a callout, in reading order."""
    text = layout.text
    marked = MARKED.finditer(text) if "<" in text and "<sup" in text else ()
    found = [
        Candidate(*m.span(), m["label"], WEIGHTS["markup"])
        for m in marked
        if not UNIT.search(text[max(0, m.start() - 4) : m.start()])
    ]
    starts, ends = _numbers(layout.scan)
    found += [c for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if (c := _candidate(text, a, b))]
    return sorted(found, key=lambda c: c.start)


def _numbers(scan: Scan) -> tuple[IntArray, IntArray]:
    """The numbers of up to three digits whose neighbours do not say at once that they call no note."""
    if not scan.present & (DIGIT | RAISED):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    flags, codes = scan.flags, scan.codes
    digits = scan.where(DIGIT | RAISED)
    gaps = np.flatnonzero(np.diff(digits) > 1)
    starts = digits[np.concatenate([[0], gaps + 1])]
    ends = digits[np.append(gaps, len(digits) - 1)] + 1
    before, after = codes[starts - 1], codes[ends]
    good = (ends - starts <= 3) & (codes[starts] != ord("0")) & (starts > 0)
    two, three = (flags[np.maximum(starts - n, -1)] for n in (2, 3))
    word = (flags[starts - 1] & two & three & LETTER) > 0
    good &= word | np.isin(before, BEFORE) | ((flags[starts] & RAISED) > 0)
    good &= (before != ord(" ")) | (after == ord("\n")) | (ends >= len(scan.text) - 1)
    good &= ((flags[ends] & LETTER) == 0) | ((flags[starts] & RAISED) > 0)
    return starts[good], ends[good]


def in_body(layout: Layout, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that stand neither in furniture nor in notes."""
    at = np.searchsorted(layout.starts, [c.start for c in found], side="right") - 1
    taken = np.isin(layout.role[at], (NOTE, FURNITURE)).tolist() if len(found) else []
    return [c for c, other in zip(found, taken, strict=True) if not other]


def _candidate(text: str, start: int, end: int) -> Candidate | None:
    label = text[start:end].translate(TO_DIGITS)
    dress = _dress(text, start, end) if len(label) <= 3 and label[0] != "0" else None
    if dress is None:
        return None
    if dress == "own line":
        return Candidate(start, end, label, WEIGHTS[dress])
    before = text[max(0, start - FARTHEST_TOKEN) : start]
    before = before[before.rfind("\n") + 1 :].rstrip()
    token = before[before.rfind(" ") + 1 :]
    if not token or (dress != "brackets" and (_refers(token) or ADDRESS.search(token))):
        return None
    if dress == "raised" and UNIT.search(before[-4:]):
        return None
    if dress == "behind digits" and not before.strip("0123456789.,"):  # a section number opens the line
        return None
    return Candidate(*_span(text, start, end, dress), label, WEIGHTS[dress])


def _refers(token: str) -> bool:
    """The word before a number is one that announces it: `p.`, `vol.`; or a closing quotation mark stands loose."""
    return token.rstrip(".").lstrip("([„“‘'\"").lower() in REFERENCES or token in LOOSE


def _span(text: str, start: int, end: int, dress: str) -> tuple[int, int]:
    """What goes with the number: its brackets, the blank before it."""
    if dress == "brackets":
        return start - 1 - (text[start - 2] == " "), end + 1
    return start - (dress == "spaced"), end


def _dress(text: str, start: int, end: int) -> str | None:
    """How a number stands in the text, None where no callout stands so."""
    one, two, three = (text[start - n : start - n + 1] if start >= n else "" for n in (1, 2, 3))
    after = text[end : end + 2]
    if text[start] not in "0123456789":
        return "raised" if one.isalpha() or (one and one in ".,;:!?\"'”’»)]%") else None
    if one == "[" and after[:1] == "]":
        return "brackets" if not (two if two != " " else three).isspace() and two else None
    if _goes_on(after):
        return None
    if one == "\n":
        return "own line" if after[:1] == "\n" and two not in ("", "\n") else None
    if one == " ":
        ends = (not text[end : end + 2].strip("\n") and len(text[end : end + 2]) != 1) or end + 1 >= len(text)
        return "spaced" if ends and (two.isalpha() or (two and two in '.!?”’»"')) else None
    return _glued(one, two, three)


def _goes_on(after: str) -> bool:
    """The number is only the beginning of one, of a quantity or of a word."""
    return after[:1].isalnum() or after[:1] in ("_", "%", "°") or (after[:1] in tuple("-–/.,:") and after[1:].isdigit())


def _glued(one: str, two: str, three: str) -> str | None:
    if one in "”’»" or (one in "!?\"')]%*" and two and not two.isspace()):
        return "glued"
    if one in ".,;:":
        if two.isdigit():
            return "behind digits"
        return "glued" if (two and not two.isspace()) or (one == "." == three) else None
    return "glued to word" if (one + two + three).isalpha() and three else None


def chain(found: Sequence[Candidate], noted: frozenset[str] = frozenset()) -> list[Candidate]:
    """Callouts go from the text: the chain of rising labels that weighs most, or none where all evidence is thin.

    `noted` are labels whose note bodies were found; they count for their callouts. Linear in the candidates.

    Leaves years, quantities, page numbers, dates, section numbers, references and exponents.
    """
    rows = [c for c in found if c.number]
    best: dict[int, tuple[float, int]] = {}
    back: list[int] = []
    leader = (0.0, -1)
    for n, candidate in enumerate(rows):
        weight = candidate.weight + (2.0 if candidate.label in noted else 0.0)
        score, previous = _extend(candidate.number, weight, best, leader)
        back.append(previous)
        if score > best.get(candidate.number, (0.0, -1))[0]:
            best[candidate.number] = (score, n)
        leader = max(leader, (score, n))
    chosen, n = [], leader[1]
    while n >= 0:
        chosen.append(rows[n])
        n = back[n]
    chosen.reverse()
    symbols = [c for c in found if not c.number]  # only ever found in markup, which says what they are
    return sorted([*symbols, *(chosen if _convincing(chosen, noted) else [])], key=lambda c: c.start)


def _extend(
    number: int, weight: float, best: dict[int, tuple[float, int]], leader: tuple[float, int]
) -> tuple[float, int]:
    """The best score of a chain that ends in this number, and the candidate before it."""
    options = [(weight - (START if number > 1 and weight < 5 else 0.0), -1)]
    for step in range(1, FARTHEST):
        if number - step in best:
            score, at = best[number - step]
            options.append((score + weight + (0.5 if step == 1 else -MISSING * (step - 1)), at))
    if number == 1 and leader[1] >= 0:
        options.append((leader[0] + weight - RESTART, leader[1]))
    return max(options)


def _convincing(chosen: Sequence[Candidate], noted: frozenset[str]) -> bool:
    """Three in a row in a telling dress, or notes to go with them, or markup."""
    telling = [c for c in chosen if c.weight >= 2 or c.label in noted]
    known = any(c.weight >= 5 or c.label in noted for c in chosen)
    return known or (len(telling) >= 3 and 2 * len(telling) >= len(chosen))


def lift_lines(layout: Layout, called: Sequence[Candidate]) -> None:
    """Callouts that a PDF tool put on a line of their own take that line out of the body."""
    at = np.searchsorted(layout.starts, [c.start for c in called], side="right") - 1
    for n, callout in zip(at.tolist(), called, strict=True):
        if layout.starts[n] == callout.start and layout.ends[n] == callout.end:
            layout.role[n] = LIFTED

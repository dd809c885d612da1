"""Footnote callouts: every number that could be one, and the one chain of them that explains the document best.

A candidate is a number in some dress (glued, raised, in brackets, behind a space) with a weight for how seldom that
dress means anything else. Chosen is the chain of rising labels with the greatest total, by dynamic programming;
labels may restart with a page or a chapter, and a missing label costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.cleaning.layout import Layout

MARKED = re.compile(r"<sup>\s*(?P<label>\d{1,4}|[*†‡§]{1,3})\s*</sup>")
NUMBER = re.compile(r"[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+")
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
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
REFERENCE = re.compile(
    r"(?:\b(?:pp?|vols?|nos?|nr|bd|s|ss|f|ff|l|d|op|ch|cf|art|fig|tab|т|с|стр|№|гл|вып|кн|ч|см)\.?|[ '’][’'])$", re.I
)
ADDRESS = re.compile(r"\S*(?://|www\.|doi\b|10\.\d{4})\S*$", re.I)
UNIT = re.compile(r"(?:^|[\s\d(])[kcm]?m$")
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
    """Every number of the body that is dressed like a callout, in reading order."""
    text = layout.text
    marked = MARKED.finditer(text) if "<sup" in text else ()
    found = [
        Candidate(*m.span(), m["label"], WEIGHTS["markup"])
        for m in marked
        if not UNIT.search(text[max(0, m.start() - 4) : m.start()])
    ]
    found += [c for m in NUMBER.finditer(text) if (c := _candidate(text, *m.span()))]
    taken = [(line.start, line.end) for line in layout.lines if line.role in ("note", "furniture")]
    return list(_outside(sorted(found, key=lambda c: c.start), taken))


def _candidate(text: str, start: int, end: int) -> Candidate | None:
    label = text[start:end].translate(RAISED)
    dress = _dress(text, start, end) if len(label) <= 3 and label[0] != "0" else None
    if dress is None:
        return None
    before = text[max(0, start - 200) : start].rsplit("\n", 1)[-1]
    if dress != "own line" and not before.strip():
        return None
    if dress != "brackets" and (REFERENCE.search(before[-12:]) or ADDRESS.search(before)):
        return None
    if dress == "raised" and UNIT.search(before[-4:]):
        return None
    if dress == "behind digits" and not before.strip("0123456789.,"):  # a section number opens the line
        return None
    return Candidate(*_span(text, start, end, dress), label, WEIGHTS[dress])


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


def _outside(found: Sequence[Candidate], taken: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    ranges = iter(taken)
    current = next(ranges, None)
    for candidate in found:
        while current and current[1] <= candidate.start:
            current = next(ranges, None)
        if not (current and current[0] <= candidate.start):
            yield candidate


def chain(found: Sequence[Candidate], noted: frozenset[str] = frozenset()) -> list[Candidate]:
    """The callouts: the chain of rising labels that weighs most, or nothing where all evidence is thin.

    `noted` are labels whose note bodies were found; they count for their callouts. Linear in the candidates.
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


def raise_lines(layout: Layout, called: Sequence[Candidate]) -> None:
    """Callouts that a PDF tool put on a line of their own take that line out of the body."""
    spans = {(c.start, c.end) for c in called}
    for line in layout.lines:
        if (line.start, line.end) in spans:
            line.role = "raised"

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

DRESSES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("markup", 8.0, re.compile(r"<sup>\s*(?P<label>\d{1,4}|[*†‡§]{1,3})\s*</sup>")),
    ("raised", 5.0, re.compile(r"(?<=[^\W\d]|[.,;:!?\"'”’»)\]%])(?P<label>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")),
    ("brackets", 3.0, re.compile(r"(?<=\S) ?\[(?P<label>\d{1,3})\]")),
    (
        "glued",
        3.0,
        re.compile(
            r"(?:(?<=[^\s\d][.,;:]|[^\s][!?\"')\]%*]|.[”’»])|(?<=\. \.))(?P<label>\d{1,3})(?![\w%°]|[-–/.,:]\d)"
        ),
    ),
    ("glued to word", 2.5, re.compile(r"(?<=[^\W\d_]{3})(?P<label>\d{1,3})(?![\w%°]|[-–/.,:]\d)")),
    ("behind digits", 0.6, re.compile(r"(?<=\d[.,;:])(?P<label>\d{1,3})(?![\w%°]|[-–/.,:]\d)")),
    ("own line", 1.5, re.compile(r"(?<=[^\n]\n)(?P<label>\d{1,3})(?=\n)")),
    ("spaced", 0.8, re.compile(r"(?<=[^\W\d_]|[.!?”’»\"]) (?P<label>\d{1,3})(?=\n\n|\n?\Z)")),
)
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
    """Every number of the body in every dress, in reading order, the heaviest reading of each."""
    found: dict[int, Candidate] = {}
    for name, weight, pattern in DRESSES:
        for match in pattern.finditer(layout.text):
            candidate = _candidate(layout.text, match, name, weight)
            if candidate and candidate.end not in found:
                found[candidate.end] = candidate
    taken = [(line.start, line.end) for line in layout.lines if line.role in ("note", "furniture")]
    return list(_outside(sorted(found.values(), key=lambda c: c.start), taken))


def _candidate(text: str, match: re.Match[str], name: str, weight: float) -> Candidate | None:
    label = match["label"].translate(RAISED)
    before = text[max(0, match.start() - 200) : match.start()].rsplit("\n", 1)[-1]
    if not (before.strip() or name == "own line") or (label.isdigit() and (label.startswith("0") or len(label) > 4)):
        return None
    if name not in ("markup", "brackets") and (REFERENCE.search(before) or ADDRESS.search(before)):
        return None
    if name == "raised" and UNIT.search(before):
        return None
    if name == "behind digits" and re.fullmatch(r"[\d.,]+", before):  # a section number opens the line
        return None
    return Candidate(match.start(), match.end(), label, weight)


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
    return chosen if _convincing(chosen, noted) else []


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

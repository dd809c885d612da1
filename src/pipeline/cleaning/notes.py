"""Note bodies: the labels that lines open with, and which lines are whose note.

A label alone proves nothing: a list in the text and a line that happens to begin with a quantity look alike. The
callouts say which labels open notes (`blocks`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.cleaning.callouts import lines_of
from pipeline.cleaning.candidate import SYMBOLS, TELLING, Candidate, alphabet, rank
from pipeline.cleaning.characters import RAISED_DIGITS
from pipeline.cleaning.layout import BODY, Layout
from pipeline.cleaning.stops import Stops

LABEL = re.compile(
    r"(?:[-•] )?(?:\[(?P<b>\d{1,3})\]|\((?P<p>\d{1,3})\)|<sup>(?P<m>\d{1,4})\)?</sup>\)?|(?P<r>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\)?"
    r"|(?:\* )?(?P<n>\d{1,3})(?:[.)](?= )|\.?\)|(?= )|(?=[^\W\d_]))"
    rf"|(?:<sup>)?(?P<s>(?P<sign>[{SYMBOLS}])(?P=sign){{0,2}})\)?(?:</sup>\)?)?(?! ?\d)(?![^\w\s]))[ ]?(?=\S)"
)
OWN_LINE = "\n"  # the style of a label that has one
ORNAMENT = re.compile(rf"[{SYMBOLS}·•. ]*")  # `* * *` parts sections
ALONE = re.compile(rf"[1-9]\d{{0,2}}|(?P<sign>[{SYMBOLS}])(?P=sign){{0,2}}")
OPENS = re.compile(r"[\"'“‘„«(]?[^\W\d_a-zа-яё][^\W\d_]*[.,]? [^\W_]|(?:Ibid|Idem|Ebd|Ebenda)\b")
OPENING = [*map(ord, f"-•[(<0123456789{RAISED_DIGITS}{SYMBOLS}")]  # what a label can begin with
TO_DIGITS = str.maketrans(RAISED_DIGITS, "0123456789")
SMALL = ("ibid", "cf. ", "see ")  # what a note may open with in small letters, whatever the callouts say
NEAR = 60  # lines: so far behind its callout stands a note at a page's foot where nothing marks pages
SAME_PAGE, NEXT_PAGE, BEHIND = 3.0, 1.5, 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """The label that opens a line: what it says, its place in its sequence, what else spells it, how long it is."""

    line: int
    text: str
    rank: int
    style: str
    length: int

    @property
    def alphabet(self) -> str:
        """The sequence that it belongs to."""
        return alphabet(self.text)


def label(line: str) -> tuple[str, int] | None:
    """What a note label says and how long it is; it goes from the line that it opens, and is on record.

    Leaves numbers that open a list of the text or a sentence, quantities (`3 years later`), and `*emphasis*`.
    """
    match = LABEL.match(line)
    if not match or ORNAMENT.fullmatch(line):
        return None
    sign, rest = match["s"], line[match.end() :]
    if sign:
        glued = line[match.end() - 1] == sign[0]
        return None if glued and sign[0] == "*" and "*" in rest else (sign, match.end())
    digits = next(filter(None, match.group("b", "p", "m", "r", "n"))).translate(TO_DIGITS)
    if match["n"] and rest[0].isalpha() and line[match.end() - 1].isdigit() and not rest[0].isupper():
        return None  # `3rd`, `20er`
    return (str(int(digits)), match.end()) if int(digits) > 0 else None


def is_label(line: str) -> bool:
    """The line opens like a note even to a reader who has seen no callout."""
    spelt = label(line)
    return bool(spelt and (not line[spelt[1]].islower() or line[spelt[1] :].startswith(SMALL)))


def labels(layout: Layout) -> list[Label]:
    """What every line of the body opens with that could be a note's label, in order; of notes alone, where a reader
    says which they are and they have labels."""
    opening = np.flatnonzero((layout.role == BODY) & np.isin(layout.initial, OPENING) & ~layout.coded).tolist()
    lines = ((n, layout.line(n)) for n in opening)
    spelt = ((n, line, label(line)) for n, line in lines)
    found = [Label(n, own[0], rank(own[0]), _style(line, *own), own[1]) for n, line, own in spelt if own]
    if layout.paged:
        told = {one.text for one in found}
        alone = [one for one in _alone(layout, opening) if one.text not in told]
        found = sorted([*found, *alone], key=lambda one: one.line)
    return [one for one in found if one.line in layout.noted] or found


def _alone(layout: Layout, opening: Sequence[int]) -> Iterator[Label]:
    """Labels that a PDF tool put on a line of their own, above a line that opens as a sentence does."""
    for n in opening:
        line = layout.line(n)
        if not ALONE.fullmatch(line) or n + 1 >= len(layout) or layout.role.item(n + 1) != BODY:
            continue
        if OPENS.match(layout.line(n + 1)):
            yield Label(n, line, rank(line), OWN_LINE, len(line) + 1)


def at_feet(stops: Stops, found: Sequence[Label]) -> list[Label]:
    """Without the labels on lines of their own that do not stand at the foot of a page that others follow."""
    foot = stops.at_foot([one.line for one in found])
    last = stops.pages[-2] if len(stops.pages) > 1 else 0
    return [one for one in found if one.style != OWN_LINE or (one.line in foot and stops.pages[one.line] < last)]


def _style(line: str, text: str, length: int) -> str:
    """How a label is spelt, whatever it says: `4.` like `12.`."""
    return line[:length].translate(TO_DIGITS).replace(text, "")


@dataclass(slots=True)
class Places:
    """Where labels stand, by what they say; `firm`: they are known to be notes."""

    stops: Stops
    foot: set[int]
    firm: bool
    lines: dict[str, list[int]] = field(default_factory=dict)

    @staticmethod
    def of(stops: Stops, found: Sequence[Label], firm: bool) -> Places:
        """The places of these labels."""
        places = Places(stops, stops.at_foot([one.line for one in found]), firm)
        for one in found:
            places.lines.setdefault(one.text, []).append(one.line)
        return places

    def behind(self, text: str, line: int) -> int | None:
        """The line of the next label of this text behind a line."""
        lines = self.lines.get(text, [])
        at = bisect_right(lines, line)
        return lines[at] if at < len(lines) else None

    def evidence(self, layout: Layout, found: Sequence[Candidate]) -> tuple[list[float], list[int]]:
        """What notes say for each candidate, and its page; a note that a telling dress calls says nothing for others
        in a dress that tells nothing."""
        at = lines_of(layout, found)
        noted = [self.behind(c.label, n) for c, n in zip(found, at, strict=True)]
        called = {note for c, note in zip(found, noted, strict=True) if c.weight >= TELLING}
        said = [
            0.0 if note is None or (c.weight < TELLING and note in called)
            else nearness(self.stops, n, note, note in self.foot or self.firm)
            for c, n, note in zip(found, at, noted, strict=True)
        ]  # fmt: skip
        return said, [self.stops.pages[n] for n in at]


def nearness(stops: Stops, called: int, line: int, foot: bool) -> float:
    """How well a label on a line answers a callout on an earlier one."""
    if not stops.paged:
        return SAME_PAGE if line - called <= NEAR else BEHIND
    pages = stops.pages[line] - stops.pages[called]
    return BEHIND if not foot or pages > 1 else NEXT_PAGE if pages else SAME_PAGE

"""The verdict on the lines at a page's edges, from the edge inwards: a line is furniture only behind furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from pipeline.cleaning.heads import letters
from pipeline.cleaning.layout import EMPTY
from pipeline.cleaning.page_signs import PREFIX, Evidence, Sign

NOTICE = re.compile(r"©|\(c\) \d{4}|\bISSN\b|\bdownloaded\b(?!.*\.$)|\ball rights reserved\b", re.I)
"""What a line of the page says of it; a sentence that tells of a download may end a note."""
SIGNATURE = re.compile(r"(?:[A-Z][a-z]{0,2}|\*|\)\()\.? ?(?:[1-9]|i{1,3}j?|ij|iij|iv|v)\.?")
SIGNED = re.compile(rf"^(?:{SIGNATURE.pattern}) (?=\S)")
LABEL = re.compile(r"[*†‡§¶⁰¹²³⁴-⁹<\[(\d]")
BELOW = 6  # lines in which a title may follow its own head
CENTRED = 8  # blanks before a line in the middle of the measure
RIGHT = 0.3  # of the measure: a catchword is indented further


def tops(evidence: Evidence, row: list[Sign]) -> Iterator[tuple[int, str]]:
    """The furniture among the first lines of a page, each with its kind."""
    for at, sign in enumerate(row):
        beside = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
        if sign.bare:
            if not (sign.folio or any(is_head(evidence, other, row) and not other.counted for other in beside)):
                return
            yield sign.edge.n, "folio"
        elif is_head(evidence, sign, row) or (any(s.folio for s in beside) and _interrupts(evidence, sign)):
            yield sign.edge.n, "running head"
        else:
            return


def is_head(evidence: Evidence, sign: Sign, row: list[Sign]) -> bool:
    """The line is a running head, not a heading that is said again on later pages."""
    if sign.sure and not sign.bare:
        return True
    if sign.bare or sign.name < 0:
        return bool(NOTICE.search(sign.edge.line)) and _short(evidence, sign)
    returns, named = evidence.returns(sign), evidence.names_heading(sign)
    breaking = evidence.breaks(sign)
    spoken = returns or named or breaking or sign.agreeing >= 3 or evidence.layout.gap[sign.edge.n] > 0
    if sign.counted and spoken and _short(evidence, sign, 1.05):
        return True
    if sign.numbers and (returns or named) and not evidence.chapters(sign):
        return True
    if returns:
        return breaking or not _is_heading(evidence, sign, row)
    centred = _centred(evidence, sign)
    fits = evidence.fits(sign) and (named or (centred and evidence.titled(sign)))
    return (fits and evidence.breaks(sign, strictly=True)) or bool(NOTICE.search(sign.edge.line))


def _is_heading(evidence: Evidence, sign: Sign, row: list[Sign]) -> bool:
    """The one place of a line that comes back where it stands for itself: without number, or the first."""
    group = evidence.groups[sign.name, True]
    if any(other.folio or (other.counted and other.edge.place > sign.edge.place) for other in row):
        return False
    if any(other.counted for other in group):
        return True
    first = [other for other in group if other.edge.page == group[0].edge.page]
    if sign.edge.page != evidence.signs[0].edge.page and _run_on(evidence, sign, group):
        return False
    return sign is first[-1] and not (_said_below(evidence, sign) or _set_alike(evidence, sign, group))


def _run_on(evidence: Evidence, sign: Sign, group: list[Sign]) -> bool:
    """No blank line and no indent sets the text off below it, neither here nor below the others."""
    layout = evidence.layout
    below = np.array([other.edge.n + 1 for other in group[:3] if other.edge.n + 1 < len(layout)])
    return bool(np.all((layout.role[below] != EMPTY) & (layout.indent[below] < 2)))


def _set_alike(evidence: Evidence, sign: Sign, group: list[Sign]) -> bool:
    """It is set in the middle of the measure, as heads of later pages are."""
    indent = evidence.layout.indent
    others = [indent.item(other.edge.n) for other in group if other.edge.page != sign.edge.page]
    return _centred(evidence, sign) and abs(indent.item(sign.edge.n) - others[0]) <= 4


def _centred(evidence: Evidence, sign: Sign) -> bool:
    """In the middle of the measure, with a blank line below."""
    layout, n = evidence.layout, sign.edge.n
    return bool(layout.indent[n] >= CENTRED and n + 1 < len(layout) and layout.role[n + 1] == EMPTY)


def _said_below(evidence: Evidence, sign: Sign) -> bool:
    """A title follows its own head."""
    name, below = letters(sign.edge.line), ""
    for step in range(1, BELOW + 1):
        line = letters(evidence.pages.near(sign.edge.at, step))
        below = below + line if step > 1 else line
        if len(name) >= PREFIX and (below.startswith(name) or line.startswith(name)):
            return True
    return False


def _interrupts(evidence: Evidence, sign: Sign) -> bool:
    """Next to a folio: it looks like a title and stands in the middle of a sentence."""
    return evidence.titled(sign) and evidence.breaks(sign)


def _short(evidence: Evidence, sign: Sign, share: float = 0.9) -> bool:
    return len(sign.edge.line) < share * evidence.layout.width or bool(evidence.layout.gap[sign.edge.n])


class Feet:
    """The last lines of pages; what the next page begins with is known."""

    def __init__(self, evidence: Evidence, found: Mapping[int, str]) -> None:
        self.evidence, self.pages, self.layout = evidence, evidence.pages, evidence.layout
        self.taken = np.zeros(len(self.layout) + 1, bool)
        self.taken[list(found)] = True

    def of(self, row: list[Sign]) -> Iterator[tuple[int, str]]:
        """The furniture among the last lines of a page, each with its kind."""
        opening = self._opening_of_next(row[0].edge.at)
        for at, sign in enumerate(row):
            beside = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            kind = self._kind(sign, beside, opening)
            if not kind:
                return
            yield sign.edge.n, kind

    def _kind(self, sign: Sign, beside: list[Sign], opening: str) -> str:
        if sign.bare:
            company = any(self._is_foot(other) and not other.counted for other in beside)
            return "folio" if sign.folio or company else ""
        if self._is_catchword(sign, opening):
            return "catchword"
        if self._is_signature(sign):
            return "running foot"
        cutting = bool(opening) and any(other.folio for other in beside) and self._cuts(sign)
        return "running foot" if cutting or self._is_foot(sign) else ""

    def _cuts(self, sign: Sign) -> bool:
        """Next to a folio: it looks like a title below a full line of text, where no heading stands."""
        above = self.pages.body[sign.edge.at - 1 : sign.edge.at]
        if not len(above) or len(sign.edge.line) > 0.75 * self.layout.width:
            return False
        full = self.layout.lengths[above[0]] >= 0.75 * self.layout.width
        return bool(full and self.evidence.titled(sign) and not self.layout.short(above, np.array([sign.edge.n]))[0])

    def _opening_of_next(self, last: int) -> str:
        """The first line of text on the page after the body line `last`."""
        body = self.pages.body
        at = last + 1
        while at < len(body) and self.taken[body[at]]:
            at += 1
        return self.layout.line(body.item(at)) if at < len(body) else ""

    def _is_foot(self, sign: Sign) -> bool:
        line, evidence = sign.edge.line, self.evidence
        if sign.sure and not sign.bare:
            return True
        if sign.bare or sign.name < 0:
            return False
        if LABEL.match(line) and not sign.counted:
            return False
        if evidence.returns(sign):
            return True
        if sign.counted and (evidence.titled(sign) or evidence.names_heading(sign)):
            return True
        return bool(NOTICE.search(line)) and len(line) < 0.9 * self.layout.width

    def _is_catchword(self, sign: Sign, opening: str) -> bool:
        """The first word of the next page, said already where this one ends."""
        line = SIGNED.sub("", sign.edge.line)
        word = letters(line)
        if not word or len(line) > 30 or not opening:
            return False
        first = letters(" ".join(opening.split()[: len(line.split())]))
        right = self.layout.indent[sign.edge.n] >= RIGHT * self.layout.width
        return (first == word and (right or len(word) >= 3)) or (right and first.startswith(word))

    def _is_signature(self, sign: Sign) -> bool:
        return bool(SIGNATURE.fullmatch(sign.edge.line)) and self.signed

    @cached_property
    def signed(self) -> bool:
        """Sheets are signed: signatures stand at the foot of two pages, or pages have catchwords."""
        feet = [sign for sign in self.evidence.signs if not sign.edge.top]
        signatures = sum(bool(SIGNATURE.fullmatch(sign.edge.line)) for sign in feet)
        return signatures >= 2 or any(self._is_catchword(s, self._opening_of_next(s.edge.at)) for s in feet)

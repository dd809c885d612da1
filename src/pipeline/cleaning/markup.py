"""Markup: signs that mean something about the text and are none of it. Removed; what they meant is kept.

Only where the document shows that it is written in Markdown: an asterisk may be a footnote, an underscore a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.cleaning.layout import Layout
from pipeline.text import Edits, Proposal

HEADING = re.compile(r"(?P<mark>#{1,6}) (?=\S)")
RAISED = re.compile(r"<sup>\s*(?P<digits>\d{1,4})\s*</sup>")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
EMPHASIS = re.compile(r"(?<![\w*])(?P<mark>\*{1,3})(?=[^\s*])(?P<text>[^*\n]{1,400}?)(?<=[^\s*])(?P=mark)(?![\w*])")


@dataclass(frozen=True, slots=True)
class Emphasised:
    """Text between emphasis marks, offsets with the marks in `outer`, without them in `inner`."""

    outer: tuple[int, int]
    inner: tuple[int, int]
    kind: str


def headings(layout: Layout) -> Edits:
    """`## Title` loses its marks and is a heading of that level."""
    found = []
    for line in layout.lines:
        match = HEADING.match(line.text) if line.role == "body" else None
        if match:
            line.kind, line.level = "heading", len(match["mark"])
            found.append(Proposal(line.start, line.start + match.end(), "", "markup.headings"))
    return Edits.propose(found)


def emphasis(layout: Layout) -> list[Emphasised]:
    """Emphasised stretches of a text that is Markdown: it has headings, or several stretches between asterisks."""
    found = (
        [
            Emphasised(m.span(), m.span("text"), "strong" if len(m["mark"]) > 1 else "emphasis")
            for m in EMPHASIS.finditer(layout.text)
        ]
        if "*" in layout.text
        else []
    )
    known = any(line.kind == "heading" for line in layout.lines) or len(found) >= 3
    return found if known else []


def emphasis_edits(found: list[Emphasised]) -> Edits:
    """The marks, to be removed."""
    rows = [pair for e in found for pair in ((e.outer[0], e.inner[0]), (e.inner[1], e.outer[1]))]
    return Edits.propose(Proposal(start, end, "", "markup.emphasis") for start, end in rows)


def raised(layout: Layout) -> Edits:
    """Raised digits that call no note (`km<sup>2</sup>`) are written as such; the tags go."""
    found = RAISED.finditer(layout.text) if "<sup" in layout.text else ()
    return Edits.propose(Proposal(*m.span(), m["digits"].translate(SUPERSCRIPT), "markup.raised") for m in found)

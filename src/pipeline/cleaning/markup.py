"""Markup: signs that mean something about the text and are none of it. Removed; what they meant is kept.

Only where the document shows that it is written in Markdown: an asterisk may be a footnote, an underscore a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pipeline.cleaning.layout import BODY, Layout
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
    """`## Title` loses its marks and is a heading of that level.

    Leaves `#5`, `C#` and hash marks inside a line.
    """
    found = []
    for n in np.flatnonzero((layout.role == BODY) & (layout.initial == ord("#")) & ~layout.coded).tolist():
        match = HEADING.match(layout.line(n))
        if match:
            layout.kind[n], layout.level[n] = "heading", len(match["mark"])
            start = layout.starts.item(n)
            found.append(Proposal(start, start + match.end(), "", "markup.headings"))
    return Edits.propose(found)


def marked(layout: Layout) -> list[Emphasised]:
    """Emphasised stretches of a text that is Markdown: it has headings, or several stretches between asterisks."""
    if "*" not in layout.text:
        return []
    found = [
        Emphasised(m.span(), m.span("text"), "strong" if len(m["mark"]) > 1 else "emphasis")
        for m in EMPHASIS.finditer(layout.text)
        if not layout.coded[layout.line_of(m.start())]
    ]
    known = len(found) >= 3 or "heading" in layout.kind.values()
    return found if known else []


def emphasis(found: list[Emphasised]) -> Edits:
    """The asterisks around emphasised text go; what they meant is an annotation.

    Leaves asterisks that stand alone (`2 * 3`), a footnote's, and texts that show no other Markdown.
    """
    rows = [pair for e in found for pair in ((e.outer[0], e.inner[0]), (e.inner[1], e.outer[1]))]
    return Edits.propose(Proposal(start, end, "", "markup.emphasis") for start, end in rows)


def raised(layout: Layout) -> Edits:
    """Raised digits that call no note (`km<sup>2</sup>`) are written as such; the tags go.

    Leaves other tags and what stands between them.
    """
    found = RAISED.finditer(layout.text) if "<" in layout.text and "<sup" in layout.text else ()
    return Edits.propose(Proposal(*m.span(), m["digits"].translate(SUPERSCRIPT), "markup.raised") for m in found)

"""Which rule is for which damage, by what measure it is judged, and what passes for which kind of furniture."""

from __future__ import annotations

from damage.images import Measure

# Family of rules → kinds of damage that it is for (by prefix), and what must agree for the damage to be undone.
FAMILY_OF: dict[str, tuple[str, Measure]] = {
    "hyphen.": ("hyphens", "words"),
    "callout.": ("callouts", "letters"),
    "note.label": ("notes", "letters"),
    "note.end": ("notes", "letters"),
    "note.gap": ("paragraphs", "breaks"),
    "note.line": ("paragraphs", "breaks"),
    "furniture.": ("furniture", "letters"),
    "page.mark": ("paragraphs", "breaks"),
    "seam.": ("paragraphs", "breaks"),
    "spacing.": ("spacing", "words"),
    "letters.line-end": ("letters", "breaks"),
    "letters.": ("letters", "words"),
    "words.": ("words", "words"),
    "markup.": ("markup", "letters"),
}

# Rule → the kinds of damage that it alone is for; rules that are not named here answer for their family.
KINDS_OF: dict[str, tuple[str, ...]] = {
    "hyphens.join": ("hyphen.join", "hyphen.join-page"),
    "hyphens.keep": ("hyphen.keep", "hyphen.keep-thin", "hyphen.keep-page", "hyphen.keep-thin-page", "hyphen.dash"),
    "hyphens.suspend": ("hyphen.suspend", "hyphen.suspend-page"),
    "letters.compose": ("letters.decomposed",),
    "letters.ligatures": ("letters.ligature",),
    "letters.mojibake": ("letters.mojibake",),
    "letters.hyphens": ("letters.hyphen",),
    "letters.line_ends": ("letters.line-end",),
    "spacing.blanks": ("spacing.blank", "spacing.wide", "spacing.column"),
    "spacing.invisible": ("spacing.invisible", "spacing.soft"),
    "words.links": ("words.link",),
    "words.scripts": ("words.lookalike", "words.romanised"),
    "words.drop_capitals": ("words.initial", "words.initial-thin"),
    "words.fused": ("words.fused", "words.fused-thin"),
    "furniture.rules": ("furniture.rule",),
    "markup.headings": ("markup.heading",),
    "markup.emphasis": ("markup.emphasis",),
    "paragraphs.join": ("seam.line", "seam.page", "seam.raised", "note.line"),
    "paragraphs.split": ("seam.indent", "seam.short", "seam.page-paragraph"),
}

# A family's edits are judged by this, whatever damage they meet.
MEASURE_OF: dict[str, Measure] = {
    "hyphens": "words",
    "callouts": "letters",
    "notes": "letters",
    "furniture": "letters",
    "paragraphs": "breaks",
    "spacing": "words",
    "letters": "words",
    "words": "words",
    "markup": "letters",
}

FURNITURE_KINDS: dict[str, frozenset[str]] = {
    "running head": frozenset({"running head"}),
    "folio": frozenset({"folio"}),
    "rule": frozenset({"rule"}),
    "catchword": frozenset({"catchword"}),
    "signature": frozenset({"folio", "catchword", "running foot"}),
    "notice": frozenset({"running foot", "navigation"}),
    "noise": frozenset({"rule", "navigation", "running head", "running foot", "folio", "catchword"}),
}


def family_of(kind: str) -> tuple[str, Measure]:
    """Rule family and measure for a kind of damage."""
    return next(row for prefix, row in FAMILY_OF.items() if kind.startswith(prefix))


UNDECIDABLE = frozenset({"seam.blind"})  # nothing in the raw text shows that a paragraph ends there

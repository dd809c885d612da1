"""Families of damage: each a setting that shows one kind of it, among what surrounds it in real documents."""

from __future__ import annotations

from dataclasses import replace

from damage.setting import Setting

CLEAN = Setting()
WRAPPED = Setting(width=68, mark="-")
PAGED = replace(WRAPPED, page_lines=28, page_mark="\f", head="alternating", head_folio=True)
NOTED = replace(PAGED, notes="foot")
SPACES = ("\t", "\u00a0", "  ", "\t ", " \u00a0")

FAMILIES: dict[str, Setting] = {
    "undamaged": CLEAN,
    # lines and hyphens
    "wrapped, blank lines": WRAPPED,
    "wrapped, indents": replace(WRAPPED, paragraph="indent"),
    "wrapped, short last lines": replace(WRAPPED, paragraph="short"),
    "wrapped, headings without gap": replace(WRAPPED, paragraph="indent", heading_gap=False),
    "wrapped, unhyphenated": replace(WRAPPED, mark=""),
    "hyphen ¬": replace(WRAPPED, mark="¬"),
    "hyphen soft": replace(WRAPPED, mark="\u00ad"),
    "hyphen U+2010": replace(WRAPPED, mark="\u2010"),
    "hyphen doubled": replace(WRAPPED, mark="-\u2010", words=(("doubled hyphen", 1.0),)),
    "hyphen ⸗": replace(WRAPPED, mark="⸗"),
    "parted without a mark": replace(WRAPPED, mark="split"),
    "newspaper column": replace(WRAPPED, width=35, paragraph="indent"),
    "newspaper, specks": replace(WRAPPED, width=38, paragraph="short", noise=0.02, heading_gap=False),
    "wide lines": replace(WRAPPED, width=110),
    "loose lines": replace(WRAPPED, blanks=("  ", "   "), blank_rate=0.3),
    "CRLF": replace(WRAPPED, newline="\r\n"),
    # pages and furniture
    "heads alternating": PAGED,
    "heads constant": replace(PAGED, head="constant", head_folio=False, paragraph="indent"),
    "heads by chapter": replace(PAGED, head="chapter", paragraph="short"),
    "heads misread": replace(PAGED, fuzz=0.6),
    "folios at foot": replace(PAGED, head="", folio="foot", folio_dress="- {} -"),
    "folios roman": replace(PAGED, head="", folio="foot", roman=True, first_page=5),
    "heads roman": replace(PAGED, head="constant", roman=True, first_page=5, paragraph="indent"),
    "folios at top": replace(PAGED, head="", folio="top", paragraph="indent"),
    "pages by leading blank": replace(PAGED, page_mark=" "),
    "pages by blank line": replace(PAGED, page_mark="\n", head="constant"),
    "pages unmarked": replace(PAGED, page_mark="", folio="foot", head="", paragraph="indent"),
    "heads, pages unmarked": replace(PAGED, page_mark="", head="chapter", paragraph="indent"),
    "bare pages": replace(PAGED, head=""),
    "catchwords": replace(PAGED, catchword="right", signature=True),
    "download lines": replace(PAGED, notice="Downloaded from https://journals.example.org by guest on 14 May 2016"),
    "copyright lines": replace(PAGED, head="", folio="foot", notice="© 1994 Harrow & Pike. All rights reserved."),
    "specks": replace(WRAPPED, noise=0.04),
    # notes
    "notes at foot": NOTED,
    "notes behind a rule": replace(NOTED, note_rule="__________", note_gap=True, paragraph="indent"),
    "notes continued": replace(NOTED, continued=True, page_lines=24),
    "notes continued behind rules": replace(NOTED, continued=True, page_lines=24, note_rule="----------"),
    "notes numbered by page": replace(NOTED, numbering="page", paragraph="indent"),
    "notes numbered by chapter": replace(NOTED, numbering="chapter"),
    "notes by symbol": replace(NOTED, numbering="symbols", note_label="{} "),
    "notes at chapter end": replace(PAGED, notes="chapter", note_label="{}. "),
    "notes at the end": replace(PAGED, notes="end", note_label="{}. ", paragraph="indent"),
    "notes missing": replace(PAGED, notes="missing"),
    "notes, narrow column": replace(NOTED, width=35, head="", folio="foot", page_lines=40, paragraph="indent"),
    "notes, pages unmarked": replace(NOTED, page_mark="", head="", folio="foot"),
    "callouts spaced": replace(NOTED, callout="spaced"),
    "callouts <sup>": replace(NOTED, callout="sup"),
    "callouts [n]": replace(NOTED, callout="bracket", note_label="[{}] "),
    "callouts superscript": replace(NOTED, callout="super", note_label="{}. "),
    "callouts on their own line": replace(NOTED, callout="line"),
    "callouts on the next line": replace(NOTED, callout="next"),
    "callouts n)": replace(NOTED, callout="paren", note_label="{}) "),
    "old print": replace(
        NOTED,
        width=52,
        mark="⸗",
        paragraph="indent",
        head="",
        folio="top",
        catchword="left",
        signature=True,
        numbering="symbols",
        callout="paren",
        note_label="{}) ",
    ),
    "markdown": Setting(markdown=True, notes="chapter", callout="sup", note_rule="---", note_label="{} "),
    # spacing, letters, words
    "tabs and NBSP": replace(CLEAN, blanks=SPACES, blank_rate=1.0),
    "tabs, wrapped": replace(WRAPPED, blanks=SPACES, blank_rate=0.3),
    "invisible": replace(CLEAN, words=(("invisible", 0.05), ("soft", 0.1))),
    "letter-spaced": replace(WRAPPED, words=(("letter-spaced", 1.0),)),
    "ligatures": replace(CLEAN, words=(("ligature", 0.7), ("doubled hyphen", 0.7))),
    "mojibake": replace(CLEAN, words=(("mojibake", 1.0),)),
    "mojibake here and there": replace(CLEAN, words=(("mojibake", 0.3),)),
    "decomposed": replace(WRAPPED, words=(("decomposed", 0.8),)),
    "mixed scripts": replace(CLEAN, words=(("scripts", 0.02), ("romanised", 0.4))),
    "URLs": replace(WRAPPED, words=(("url", 1.0),)),
    "lost initials": replace(CLEAN, words=(("dropped", 1.0),)),
    "fused words": replace(CLEAN, words=(("fused", 0.04),)),
    "split words": replace(CLEAN, words=(("split", 0.1),)),
    "everything": replace(
        NOTED,
        fuzz=0.3,
        continued=True,
        newline="\r\n",
        blanks=SPACES,
        blank_rate=0.05,
        words=(("ligature", 0.3), ("invisible", 0.01), ("scripts", 0.003), ("url", 1.0), ("split", 0.01)),
    ),
}

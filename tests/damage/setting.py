"""How a document is typeset and damaged: one value, every damage a field of it that can be switched off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rates = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The defaults damage nothing: paragraphs on a line each, blank lines between, no pages, no notes."""

    # lines
    width: int | None = None  # characters of a full line; None: a paragraph is one line
    mark: str = ""  # what stands at a line's end where a word is broken; empty: words stay whole
    loose: float = 0.0  # share of lines that are set wide with doubled blanks
    paragraph: Literal["blank", "indent", "short"] = "blank"
    heading_gap: bool = True  # blank lines around headings, verse, lists, tables
    newline: str = "\n"
    # pages
    page_lines: int | None = None  # lines of a page, its notes included
    page_mark: str = ""  # "\f", " ", "\n" or nothing
    first_page: int = 11
    head: Literal["", "constant", "alternating", "chapter"] = ""
    head_folio: bool = False
    fuzz: float = 0.0  # share of heads in which a letter was misread
    folio: Literal["", "top", "foot"] = ""
    folio_dress: str = "{}"
    roman: bool = False
    catchword: Literal["", "left", "right"] = ""
    signature: bool = False
    notice: str = ""  # a download or copyright line at every page's foot
    noise: float = 0.0  # share of lines followed by a line of specks
    # notes
    notes: Literal["", "foot", "chapter", "end", "missing"] = ""
    numbering: Literal["running", "page", "chapter", "symbols"] = "running"
    callout: Literal["glued", "spaced", "sup", "bracket", "super", "line", "next", "paren"] = "glued"
    note_label: str = "{} "
    note_rule: str = ""
    note_gap: bool = False  # a blank line before the notes
    continued: bool = False  # long notes run over to the next page
    # words
    markdown: bool = False
    blanks: tuple[str, ...] = ()  # what stands between words in place of a blank
    blank_rate: float = 0.0
    words: Rates = ()  # kinds of `words.py` and how often each strikes

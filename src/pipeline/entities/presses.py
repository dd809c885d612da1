"""Where a book was published and by whom: places and publishers as they stand behind titles."""

from __future__ import annotations

import re

from pipeline.entities.tables import words
from pipeline.entities.tokens import Page

YEAR = r"(?:1[5-9]|20)\d\d"
COLON = r"[ \u00a0\u202f]?:"  # with the blank that French has before it
NAME = r"[^\W\d_a-zа-яё][\w’'.-]+"
# An imprint whose place no list has: `Albany, NY: Bibliotheca Persica, 1988`.
UNLISTED = re.compile(
    rf"(?P<place>{NAME}(?: {NAME})?(?:, [^\W\d_a-zа-яё][\w.]{{1,5}})?){COLON} "
    rf"(?P<name>{NAME}(?: (?:(?:and|&|und|et|of|u\.) )?{NAME}){{0,4}}),? {YEAR}(?![\d–-])"
)
PUBLISHED_THERE = re.compile(
    rf"(?: [^\W\d_a-z][\w.]*| and [^\W\d_a-z]\w+)?(?:, [A-Z][\w.]{{1,5}})?"
    rf"(?:{COLON}|,? {YEAR}|, [^\W\d_a-z][^,;()\n]{{1,60}},? {YEAR}|[,.]? ?\)|[,.;]?(?:\Z|\n)|[,.;] \d)"
)


def may_be_place(name: str) -> bool:
    """Whether an unlisted name before a colon is no word that heads a title: `Source: Eurostat, 1990`."""
    word = name.split()[0].rstrip(",.")
    return word not in words("citing", "announcing") and not word.endswith(("ism", "ismus", "isme"))


def is_place(page: Page, at: int) -> bool:
    """Whether a place that the authority knows begins there."""
    n = page.by_start.get(at)
    return n is not None and page.classes[n] == "L"


def is_imprint(page: Page, at: int) -> bool:
    """Whether a place of publication stands there, not one that the title names."""
    n = page.by_start.get(at)
    return n is not None and page.classes[n] == "L" and bool(PUBLISHED_THERE.match(page.text, page.tokens[n].end))


def is_press(page: Page, at: int) -> bool:
    """Whether a publisher with a word for one stands there: `, Oxford University Press.`"""
    n = page.by_start.get(at)
    while n is not None and n < len(page.tokens):
        if page.tokens[n].text in words("citing", "presses"):
            return True
        n = n + 1 if page.gaps[n] in "_&" else None
    return False

"""Those who edited a book, before its title: `Suny, Ronald Grigor, and Terry Martin, eds. A State of Nations.`"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.entities.found import WHOLE, Guess
from pipeline.entities.tables import choice, words
from pipeline.entities.tokens import Page

MADE = choice("citing", "edited_by")
PARTICLES = "|".join(map(re.escape, sorted(words("names", "particles"))))
WORD = r"[^\W\d_a-zа-яё](?:[\w’'ʹ-]+|\.)"
NAME = rf"{WORD}(?:(?: (?:(?:{PARTICLES}) )?|(?<=\.)){WORD}){{0,3}}"
BETWEEN = re.compile(r",? (?:and|et|und|i|и|y|&) |, |; | ?/ ?| [–-] ")
EDITORS = re.compile(
    rf"(?P<names>{NAME}(?:(?:{BETWEEN.pattern}){NAME}){{0,8}})"
    rf",? (?:\((?:{MADE})\.?\)|(?:{MADE})\.|[Ee]ds)[.,:]? (?=[^\W\d_a-zа-яё]|[“\"«‘„])"
)
NO_NAMES = frozenset("HhACNMFRX")  # classes of words that are in no person's name


class _Name(NamedTuple):
    """One of the names, and whether its surname comes first."""

    start: int
    end: int
    inverted: bool


def editors(page: Page, start: int, end: int, persons: Mapping[int, int]) -> tuple[int, list[Guess]] | None:
    """Where the title may begin, and the persons who edited the book; None where there are no such.

    A title stands before `ed.`, too: `Bread and Power, ed. Ada Smith`.
    """
    match = EDITORS.match(page.text, start, end)
    if match is None:
        return None
    names = [*_names(page.text, *match.span("names"))]
    sure = all(_is_sure(page, name, persons) for name in names)
    if not all(_is_person(page, name) for name in names) or (match.end() in persons and not sure):
        return None
    why = "an editor before a title"
    return match.end(), [Guess(name.start, name.end, "person", 0.9, why, WHOLE) for name in names]


def _names(text: str, start: int, end: int) -> Iterator[_Name]:
    """The names of a list; a word alone before a comma is the surname of what stands behind it."""
    at, surname = start, None
    signs = [(match.start(), match.end(), match[0]) for match in BETWEEN.finditer(text, start, end)]
    for stop, after, sign in [*signs, (end, end, "")]:
        first = at if surname is None else surname
        if surname is None and sign == ", " and " " not in text[at:stop]:
            surname = at
        else:
            yield _Name(first, stop, surname is not None)
            surname = None
        at = after


def _is_person(page: Page, name: _Name) -> bool:
    tokens = page.within(name.start, name.end)
    classes = [page.classes[n] for n in tokens]
    plain = classes[1:] if name.inverted else classes  # `Stites, Richard`
    return len(classes) > 1 and not (NO_NAMES & {*classes} or "D" in plain) and not {*classes} <= {*"OLK"}


def _is_sure(page: Page, name: _Name, persons: Mapping[int, int]) -> bool:
    """Whether there is a given name, an initial or a name in full."""
    known = {page.classes[n] for n in page.within(name.start, name.end)}
    return persons.get(name.start) == name.end or "G" in known or "I" in known

"""Words: damage inside a line that the document itself proves. Never a guess without evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.characters import LETTER, LOWER, UPPER
from pipeline.cleaning.layout import Layout
from pipeline.edits import IntArray
from pipeline.text import Edits, Proposal

SPACE = re.compile(r"\s|$")
CONTINUES = re.compile(r"(?:[0-9A-Fa-f]{0,2}%[0-9A-Fa-f]|[0-9A-Fa-f]{1,2}(?=%|_|$))")
MIXED = re.compile(r"[^\W\d_]+")
TO_LATIN = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјорсух", "ABESIJKMHOPCTXYaesijopcyx")
TO_CYRILLIC = str.maketrans("ABESIJKMHOPCTXYaesijopcyx", "АВЕЅІЈКМНОРСТХУаеѕіјорсух")
LATIN, CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
# The common English manner; which scheme a title follows is no business of the repair.
ROMANISED = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y ʹ e yu ya".split(" "),
            strict=True,
        )
    )
)
OPENING = re.compile(r"[a-zà-öø-ÿа-яё]+ \w+")
FEW = 16  # openings that are looked for one by one


def links(layout: Layout) -> Edits:
    """Percent-encoded URLs that blanks broke: joined again for as long as pieces go on with the encoding.

    Leaves the words behind a URL, and URLs without percent signs, where nothing tells what goes on.
    """
    text = layout.text
    if "%" not in text or not ("://" in text or "www." in text):
        return Edits.none()
    return Edits.propose(_link_blanks(text))


def _link_blanks(text: str) -> Iterator[Proposal]:
    done = 0
    for start in sorted([*_places(text, "://"), *_places(text, "www.")]):
        at = SPACE.search(text, start).start()  # type: ignore[union-attr]
        if at < done or "%" not in text[start:at]:
            continue
        while text[at : at + 1] == " " and CONTINUES.match(text, at + 1):
            yield Proposal(at, at + 1, "", "words.links")
            at = SPACE.search(text, at + 1).start()  # type: ignore[union-attr]
        done = at


def _places(text: str, piece: str) -> Iterator[int]:
    """Where a piece stands in a text."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def scripts(layout: Layout) -> Edits:
    """A word that mixes Latin and Cyrillic letters is written in one script (`Moсква` with a Latin `Mo`).

    Letters that look alike take the script of the others; Cyrillic letters that look like nothing Latin are
    romanised where the words around are Latin.

    Leaves codes with digits or a hyphen, and words whose letters would fit both scripts.
    """
    spots = _touching(layout.scan.codes)
    return Edits.propose(_mixed(layout.text, spots)) if len(spots) else Edits.none()


def _touching(codes: npt.NDArray[np.uint32]) -> IntArray:
    """Cyrillic letters right beside Latin ones."""
    cyrillic = np.flatnonzero((codes - np.uint32(0x400)) < 0x100)
    beside = np.stack([codes[cyrillic - 1], codes[cyrillic + 1]]) | 32
    return cyrillic[((beside >= ord("a")) & (beside <= ord("z"))).any(axis=0)]


def _mixed(text: str, spots: IntArray) -> Iterator[Proposal]:
    """Each word around these letters, in one script where that can be told."""
    at = 0
    for spot in spots.tolist():
        if spot < at:
            continue
        start = spot
        while start > at and text[start - 1].isalpha():
            start -= 1
        word = MIXED.match(text, start)
        if word:
            at = word.end()
            mended = _one_script(word[0], text[max(0, start - 20) : at + 20])
            if mended != word[0]:
                yield Proposal(start, at, mended, "words.scripts")


def _one_script(word: str, around: str) -> str:
    latin, cyrillic = word.translate(TO_LATIN), word.translate(TO_CYRILLIC)
    is_latin, is_cyrillic = not CYRILLIC.search(latin), not LATIN.search(cyrillic)
    if is_latin != is_cyrillic:
        return latin if is_latin else cyrillic
    surrounded = len(LATIN.findall(around)) > 2 * len(CYRILLIC.findall(around)) + len(word)
    return word.translate(ROMANISED) if surrounded and not is_latin and len(LATIN.findall(word)) > 1 else word


def drop_capitals(layout: Layout) -> Edits:
    """A lost initial: a paragraph that opens with `he mechanisms` where the text says `The mechanisms` elsewhere.

    Leaves paragraphs that open with a small letter without such evidence, or with evidence for two initials.
    """
    flags, empty = layout.scan.flags, layout.lengths == 0
    opening = (flags[layout.starts] & LOWER) > 0
    opening &= np.concatenate([[True], empty[:-1]])
    lost = [m for n in np.flatnonzero(opening).tolist() if (m := OPENING.match(layout.text, layout.starts.item(n)))]
    return Edits.propose(_initials(layout, lost)) if lost else Edits.none()


def _initials(layout: Layout, lost: list[re.Match[str]]) -> Iterator[Proposal]:
    known = _capitals(layout, {m[0] for m in lost})
    for match in lost:
        initials = known.get(match[0], set())
        if len(initials) == 1:
            yield Proposal(match.start(), match.start(), min(initials), "words.drop_capitals")


def _capitals(layout: Layout, lost: set[str]) -> dict[str, set[str]]:
    """The capitals that each of these openings follows elsewhere, as the rest of a word."""
    found: dict[str, set[str]] = {}
    text = layout.text
    if len(lost) <= FEW:
        spots = [(at - 1, opening) for opening in lost for at in _places(text, opening)]
    else:
        flags, capitals = layout.scan.flags, layout.scan.where(UPPER)
        capitals = capitals[(flags[capitals + 1] & LOWER) > 0]
        spots = [(at, m[0]) for at in capitals.tolist() if (m := OPENING.match(text, at + 1)) and m[0] in lost]
    for at, opening in spots:
        whole = not text[at + 1 + len(opening) : at + 2 + len(opening)].isalnum()
        if at >= 0 and text[at].isupper() and whole and not text[at - 1 : at].isalnum():
            found.setdefault(opening, set()).add(text[at])
    return found


def fused(layout: Layout) -> Edits:
    """Two words run together behind a closing quotation mark: `“surplus,”needed`.

    Leaves a closing quotation mark that no comma or full stop stands before (`“so”called`).
    """
    codes, flags = layout.scan.codes, layout.scan.flags
    at = np.flatnonzero(codes[:-3] == ord("”"))
    at = at[at >= 2]
    letters = ((flags[at + 1] & flags[at + 2] & flags[at - 2]) & LETTER) > 0
    found = at[letters & np.isin(codes[at - 1], [*map(ord, ",.;")])] + 1
    return Edits.of(found, found, " ", "words.fused")


RULES = (links, scripts, drop_capitals, fused)

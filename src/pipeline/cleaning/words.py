"""Words: damage inside a line that the document itself proves. Never a guess without evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import initials, joined, parted
from pipeline.cleaning import links as address
from pipeline.cleaning.characters import LETTER, LOWER, UPPER, among
from pipeline.cleaning.evidence import Evidence
from pipeline.cleaning.hyphens import Verdict
from pipeline.cleaning.layout import BoolArray, Layout
from pipeline.edits import IntArray
from pipeline.text import Edits, Proposal

MIXED = re.compile(r"[^\W\d_]+")
TO_LATIN = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјорсух", "ABESIJKMHOPCTXYaesijopcyx")
TO_CYRILLIC = str.maketrans("ABESIJKMHOPCTXYaesijopcyx", "АВЕЅІЈКМНОРСТХУаеѕіјорсух")
LATIN, CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
YERS = frozenset("ъьЪЬ")  # which Slavists write among Latin letters: `dьnь`
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
NOTHING = np.zeros(0, np.int64)


def links(layout: Layout) -> Edits:
    """Addresses that blanks or line ends broke (`https://x.org/%D0%B2 _%D0%BE`, `https://⏎x.org`, `doi:10.1080/ 026`)
    are whole again, for as long as pieces go on as only addresses do.

    Leaves the words, numbers and dates behind an address.
    """
    at = [*address.inside(layout.text)] if "/" in layout.text or "10." in layout.text else []
    return Edits.of(at, [start + 1 for start in at], "", "words.links")


def rejoin_link(start: int, end: int) -> Proposal:
    """The line end inside an address goes."""
    return Proposal(start, end, "", "words.links")


ADDRESS = Verdict(rejoin_link, "an address")


def elided(start: int, end: int) -> Proposal:
    """An elided word and the one that it leans on (`dell'⏎altro`, `qu'⏎elle`): the line end goes and leaves no blank.

    Leaves genitives (`the boys'⏎house`), closing quotation marks, and texts that write `l' altro`.
    """
    return Proposal(start, end, "", "words.elided")


ELIDED = Verdict(elided, "an elided word")


def scripts(layout: Layout) -> Edits:
    """A word that mixes Latin and Cyrillic letters is written in one script (`Moсква` with a Latin `Mo`).

    Letters that look alike take the script of the others; Cyrillic letters that look like nothing Latin are
    romanised where the words around are Latin.

    Leaves codes with digits or a hyphen, words whose letters would fit both scripts, and the yers of Slavists (`sъnъ`).
    """
    spots = _touching(layout.scan.codes)
    return Edits.propose(_mixed(layout.text, spots)) if len(spots) else Edits.none()


def _touching(codes: npt.NDArray[np.uint16] | npt.NDArray[np.uint32]) -> IntArray:
    """Cyrillic letters right beside Latin ones."""
    written = (codes - codes.dtype.type(0x400)) < 0x100
    cyrillic = np.flatnonzero(written) if written.any() else NOTHING
    beside = np.stack([codes[cyrillic - 1], codes[cyrillic + 1]]).astype(np.uint32) | np.uint32(32)
    return np.asarray(cyrillic[((beside >= ord("a")) & (beside <= ord("z"))).any(axis=0)], np.int64)


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
            table = _one_script(word[0], text[max(0, start - 20) : at + 20])
            for at_letter, letter in enumerate(word[0], start):
                if (mended := letter.translate(table)) != letter:
                    yield Proposal(at_letter, at_letter + 1, mended, "words.scripts")


def _one_script(word: str, around: str) -> Mapping[int, str | int]:
    """What its letters become."""
    latin, cyrillic = word.translate(TO_LATIN), word.translate(TO_CYRILLIC)
    if YERS.issuperset(CYRILLIC.findall(word)):
        return {}
    is_latin, is_cyrillic = not CYRILLIC.search(latin), not LATIN.search(cyrillic)
    if is_latin != is_cyrillic:
        return TO_LATIN if is_latin else TO_CYRILLIC
    surrounded = len(LATIN.findall(around)) > 2 * len(CYRILLIC.findall(around)) + len(word)
    return ROMANISED if surrounded and not is_latin and len(LATIN.findall(word)) > 1 else {}


def drop_capitals(layout: Layout) -> Edits:
    """A lost initial: a paragraph that opens with `he mechanisms` where the text says `The mechanisms` elsewhere, or
    with what is no word (`ie Geschichte`) and `Die` stands elsewhere; one set apart (`T he river`) is brought back.

    Leaves paragraphs that open with a small letter without such evidence, or with evidence for two initials.
    """
    starts = layout.starts[initials.beginnings(layout)].tolist()
    lost = [m for at in starts if (m := OPENING.match(layout.text, at))]
    return Edits.propose(_initials(layout, lost)) if lost else Edits.none()


def _initials(layout: Layout, lost: list[re.Match[str]]) -> Iterator[Proposal]:
    known = _capitals(layout, {m[0] for m in lost})
    # An opening that stands elsewhere as it is lacks nothing: `he had`, though the text says `She had`.
    sure = {opening for opening, which in known.items() if len(which) == 1 and f" {opening}" not in layout.text}
    for match in lost:
        if match[0] in sure:
            yield Proposal(match.start(), match.start(), min(known[match[0]]), "words.drop_capitals")


def places(text: str, piece: str) -> Iterator[int]:
    """Where a piece stands in a text."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def _capitals(layout: Layout, lost: set[str]) -> dict[str, set[str]]:
    """The capitals that each of these openings follows elsewhere, as the rest of a word."""
    found: dict[str, set[str]] = {}
    text = layout.text
    if len(lost) <= FEW:
        spots = [(at - 1, opening) for opening in lost for at in places(text, opening)]
    else:
        flags, capitals = layout.scan.flags, layout.scan.where(UPPER)
        capitals = capitals[(flags[capitals + 1] & LOWER) > 0]
        spots = [(at, m[0]) for at in capitals.tolist() if (m := OPENING.match(text, at + 1)) and m[0] in lost]
    for at, opening in spots:
        whole = not text[at + 1 + len(opening) : at + 2 + len(opening)].isalnum()
        if at >= 0 and text[at].isupper() and whole and not text[at - 1 : at].isalnum():
            found.setdefault(opening, set()).add(text[at])
    return found


Joints = list[tuple[int, list[int]]]  # numbers of words, and how many letters stand before each joint


class Torn:
    """Words of one layout that were torn or run together."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.doubts: list[tuple[int, int, str, str, str]] = []

    @cached_property
    def _damaged(self) -> list[tuple[Evidence, IntArray, Joints]]:
        """The text as far as it was looked at, its parted words and its joined ones."""
        found = []
        for seen in Evidence.looks(self.layout.scan):
            if seen.language:
                places = [*joined.joints(seen)]
                found = [(seen, _undivided(parted.inside(seen), places), places)]
                if not len(found[0][1]) and not found[0][2]:
                    break
        return found

    def verdicts(self, before: IntArray, after: IntArray) -> dict[int, Verdict]:
        """The seams between two lines that words and initials go on over."""
        found = dict.fromkeys(np.flatnonzero(self._over_ends(before, after)).tolist(), TORN)
        for seen, _, _ in self._damaged:
            found |= dict.fromkeys(initials.over_ends(self.layout, seen, before, after), INITIAL)
        return found

    def _over_ends(self, before: IntArray, after: IntArray) -> BoolArray:
        ends, starts = self.layout.ends[before], self.layout.starts[after]
        found = np.zeros(len(before), bool)
        for seen, words, _ in self._damaged:
            found |= np.isin(ends, seen.runs.ends[words]) if len(words) else False
            other = (starts - ends > after - before) | (self.layout.page[before] != self.layout.page[after])
            far = np.flatnonzero(other & (starts < seen.stop))
            found[far[parted.over_pages(seen, ends[far], starts[far])]] = True
        return found

    def edits(self) -> Edits:
        """What is put right inside lines."""
        found = [rule for row in self._damaged for rule in (split(*row[:2]), self._fused(*row[::2]))]
        return Edits.gather([*found, *(lost_initials(self.layout, row[0]) for row in self._damaged)])

    def _fused(self, seen: Evidence, places: Joints) -> Edits:
        for run, several in places:
            if len(several) > 1:
                start, end = seen.runs.starts.item(run), seen.runs.ends.item(run)
                self.doubts.append((start, end, "words.fused", seen.text(run), "two words, in several ways"))
        return fused(seen, [(run, several[0]) for run, several in places if len(several) == 1])


def _undivided(words: IntArray, places: Joints) -> IntArray:
    """Parted words neither part of which was run together: a part has one thing wrong, or the two would take turns."""
    divided = [run for run, _ in places]
    return words[~(np.isin(words, divided) | np.isin(words + 1, divided))]


def split(seen: Evidence, found: IntArray) -> Edits:
    """A word parted in two, by a blank or by a line end without a hyphen: `eco nomy`, where a part is no word and the
    whole is one.

    Leaves two parts that are words, here or in general (`any one`, `rail way`).
    """
    at = found[seen.scan.codes[seen.runs.ends[found]] == ord(" ")]
    return Edits.of(seen.runs.ends[at], seen.runs.starts[at + 1], "", "words.split")


def rejoin(start: int, end: int) -> Proposal:
    """The line end in a parted word goes."""
    return Proposal(start, end, "", "words.split")


def lost_initials(layout: Layout, seen: Evidence) -> Edits:
    """Initials that only the words themselves prove."""
    rows = [Proposal(at, at, initial, "words.drop_capitals") for at, initial in initials.lost(layout, seen)]
    rows += [Proposal(at, at + 1, "", "words.drop_capitals") for at in initials.apart(layout, seen).tolist()]
    return Edits.propose(rows)


def rejoin_initial(start: int, end: int) -> Proposal:
    """The line end behind an initial goes."""
    return Proposal(start, end, "", "words.drop_capitals")


INITIAL = Verdict(rejoin_initial, "an initial")
TORN = Verdict(rejoin, "one word")


def fused(seen: Evidence, places: Sequence[tuple[int, int]]) -> Edits:
    """Two words run together (`ninety-sevenpercent`, `themountain`): the whole is no word, one part is a word that no
    compound is written closed with, the other stands elsewhere in the text; or both stand there side by side. So
    too behind a closing quotation mark (`“surplus,”needed`).

    Leaves words that divide in several ways, which are doubts, and languages that write compounds closed.
    """
    at = [seen.runs.starts.item(run) + letters for run, letters in places]
    return Edits.of(at, at, " ", "words.fused")


def behind_quotes(layout: Layout) -> Edits:
    """Two words run together behind a closing quotation mark that a comma or full stop stands before."""
    codes, flags = layout.scan.codes, layout.scan.flags
    at = layout.scan.signs("”")
    at = at[(at >= 2) & (at < len(codes) - 3)]
    letters = ((flags[at + 1] & flags[at + 2] & flags[at - 2]) & LETTER) > 0
    found = at[letters & among(codes[at - 1], ",.;")] + 1
    return Edits.of(found, found, " ", "words.fused")


RULES = (links, scripts, drop_capitals, behind_quotes)

"""Initials that were lost or set apart: which letter a paragraph's first word lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from pipeline.cleaning import evidence, word_lists
from pipeline.cleaning.characters import LETTER, LOWER, UPPER
from pipeline.cleaning.evidence import Evidence
from pipeline.cleaning.layout import BoolArray, Layout
from pipeline.cleaning.vocabulary import numbers
from pipeline.edits import IntArray

FIRST = re.compile(r"[^\W\d_]{2,40}(?![\w'’-])")
LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyzäöüàâçéèêîôáčďíňóřšťúůýžąćęłńśźż", "абвгдеёжзийклмнопрстуфхцчшщыэюяіїєґ"
TWICE, MORE = 2, 3  # so often must the whole word stand elsewhere, so much oftener than any other
FULL, LONG = 0.7, 60  # of the measure, and characters: a line of some length
LONE = frozenset("aioyàéewzoukvsавикосуяйєіз")  # letters that are words


def openings(layout: Layout) -> BoolArray:
    """Which lines open a paragraph as far as blank lines tell."""
    empty = layout.lengths == 0
    return np.asarray(~empty & np.concatenate([[True], empty[:-1]]), bool)


def beginnings(layout: Layout) -> IntArray:
    """The lines that open a paragraph with a small letter, where what stands before does not go on with them: the
    last line of any length before ends a sentence.
    """
    long = layout.lengths >= (int(layout.width * FULL) if layout.wrapped else LONG)
    before = np.maximum.accumulate(np.where(long, np.arange(len(layout)), -1))
    before = np.concatenate([[-1], before[:-1]])
    ended = (before < 0) | layout.ends_sentence[before]
    return np.flatnonzero(openings(layout) & ((layout.scan.flags[layout.starts] & LOWER) > 0) & ended)


def lost(layout: Layout, seen: Evidence) -> Iterator[tuple[int, str]]:
    """Where a paragraph's first word lacks its initial, and that: the rest is no word, one whole word stands
    elsewhere by far more often than any other.
    """
    starts = layout.starts[beginnings(layout)].tolist()
    common = word_lists.word_list(seen.language)
    found = [m for at in starts if (m := FIRST.match(layout.text, at))]
    found = [m for m in found if m[0].islower() and not evidence.is_firm(m[0], common.get(m[0]))]
    if not found:
        return
    whole = Evidence(layout.scan, len(layout.text))
    lower = (layout.scan.flags[layout.starts] & LOWER) > 0
    at_openings = layout.starts[openings(layout) & lower].tolist()
    openers = Counter(m[0] for at in at_openings if (m := FIRST.match(layout.text, at)))
    rests = list(dict.fromkeys(m[0] for m in found))
    counts = whole.count(numbers(rests)).tolist()
    lacking = {rest: _initial(whole, rest) for rest, own in zip(rests, counts, strict=True) if own == openers[rest]}
    yield from ((m.start(), lacking[m[0]].upper()) for m in found if lacking.get(m[0]))


def _initial(whole: Evidence, rest: str) -> str:
    letters = CYRILLIC if rest[0] >= "\u0400" else LATIN
    counts = whole.count(numbers([letter + rest for letter in letters]))
    best, second = np.argsort(-counts, kind="stable")[:2].tolist()
    sure = counts[best] >= TWICE and counts[best] >= MORE * counts[second]
    return letters[best] if sure else ""


def apart(layout: Layout, seen: Evidence) -> IntArray:
    """The offsets of blanks between a paragraph's initial and the rest of its first word (`T HE RIVER`)."""
    flags, codes = layout.scan.flags, layout.scan.codes
    at = layout.starts[openings(layout) & (layout.lengths > 2)]
    at = at[((flags[at] & UPPER) > 0) & (codes[at + 1] == ord(" ")) & ((flags[at + 2] & LETTER) > 0)]
    whole = [_whole(seen, layout.text, start, start + 2) for start in at.tolist()]
    return np.asarray(at[np.array(whole, bool)] + 1, np.int64)


def over_ends(layout: Layout, seen: Evidence, before: IntArray, after: IntArray) -> list[int]:
    """The seams between a paragraph's initial, on a line of its own, and the rest of its first word."""
    alone = (openings(layout) & (layout.lengths == 1) & layout.starts_upper)[before]
    rows = np.flatnonzero(alone & layout.starts_lower[after]).tolist()
    spots = [(layout.starts.item(before.item(n)), layout.starts.item(after.item(n))) for n in rows]
    return [n for n, (start, rest) in zip(rows, spots, strict=True) if _whole(seen, layout.text, start, rest)]


def _whole(seen: Evidence, text: str, start: int, rest: int) -> bool:
    """Letter and rest are one word, which stands elsewhere or is common; one of them is no word."""
    match = FIRST.match(text, rest)
    if not match or (match[0][0].isupper() and not match[0].isupper()):
        return False
    word, common = match[0].lower(), word_lists.word_list(seen.language)
    whole = text[start].lower() + word
    counts = seen.count(numbers([whole, word])).tolist()
    strange = not evidence.is_firm(word, common.get(word))
    if text[start].lower() in LONE:
        return strange and counts[1] == 1 and evidence.is_firm(whole, common.get(whole))
    return counts[0] > 0 or (strange and whole in common)

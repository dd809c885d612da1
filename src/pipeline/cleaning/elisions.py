"""Elided words at line ends: `dell'⏎altro` is `dell'altro`, and no blank stands behind the apostrophe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np

from pipeline.cleaning import word_lists
from pipeline.cleaning.characters import LETTER, among
from pipeline.cleaning.judge import Judge
from pipeline.cleaning.layout import Layout
from pipeline.edits import IntArray

APOSTROPHES = "'’"
# What loses its vowel before a vowel or a silent h; in Spanish texts words of Catalan do.
WORDS = {
    "fr": "l d c n s j m t qu jusqu lorsqu puisqu quoiqu quelqu presqu entr aujourd prud",
    "it": "l un d c m t s v n gl all dall dell nell sull coll agl dagl degl negl sugl quest quell bell sant grand anch"
    " com cos dov quand quant tant tutt mezz senz nessun alcun ciascun qualcun qualch altr nient pover buon",
    "es": "l d s n m t",
}
ELIDED = {language: frozenset(words.split()) for language, words in WORDS.items()}
VOWELS = "aeiouyhœæ"
# A letter between quotation marks (`'d'`) is no elided word.
LEFT = re.compile(r"(?:^|[^\w'’‘‚`])([^\W\d_]+)['’]$")
RIGHT = re.compile(r"[^\W\d_]+")
REACH = 24  # characters before a line's end that an elided word stands in
KNOWN = 3  # letters behind an apostrophe that make a word of lists or text whole


def over_ends(layout: Layout, judge: Judge, before: IntArray, after: IntArray) -> list[int]:
    """The seams between two lines that an elided word stands at, by their numbers."""
    codes, flags = layout.scan.codes, layout.scan.flags
    ends, starts = layout.ends[before] - 1, layout.starts[after]
    found = among(codes[ends], APOSTROPHES) & ((flags[ends - 1] & flags[starts] & LETTER) > 0)
    at = np.flatnonzero(found & (layout.lengths[before] > 1))
    if not len(at) or not _written_close(layout):
        return []
    lines = [(layout.line(before.item(i)), layout.line(after.item(i))) for i in at.tolist()]
    judge.expect(form for pair in lines for form in _forms(*pair))
    return [i for i, pair in zip(at.tolist(), lines, strict=True) if _leans(judge, *pair)]


def _written_close(layout: Layout) -> bool:
    """Inside lines a word follows an apostrophe more often without a blank than with one."""
    codes, flags = layout.scan.codes, layout.scan.flags
    at = np.flatnonzero(among(codes[:-2], APOSTROPHES))
    at = at[(flags[at - 1] & LETTER) > 0]
    close = (flags[at + 1] & LETTER) > 0
    loose = (codes[at + 1] == ord(" ")) & ((flags[at + 2] & LETTER) > 0)
    return int(np.sum(close)) >= int(np.sum(loose))


def _leans(judge: Judge, left: str, right: str) -> bool:
    """The language elides the word at the line's end, or the text or the word lists have both as one."""
    match, language = LEFT.search(left[-REACH:]), judge.near(left, right)
    if not match:
        return False
    vowel = unicodedata.normalize("NFD", right[0].lower())[0] in VOWELS
    if vowel and match[1].lower() in ELIDED.get(language, ()):
        return True
    common = word_lists.word_list(language)
    return any(form in common or judge.count(form) > 0 for form in _forms(left, right))


def _forms(left: str, right: str) -> Iterator[str]:
    """What both would be as one word, in small letters, with either apostrophe."""
    match, word = LEFT.search(left[-REACH:]), RIGHT.match(right)
    if match and word and len(word[0]) >= KNOWN:
        yield from (f"{match[1]}{sign}{word[0]}".lower() for sign in APOSTROPHES)

"""Where two words were run together: how they divide, and what proves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from pipeline.cleaning import evidence, word_lists
from pipeline.cleaning.characters import HYPHENS
from pipeline.cleaning.evidence import Evidence
from pipeline.cleaning.vocabulary import Table, fronts, heads, numbers, rests, tails

NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
)
# Words that no compound is written closed with, where they stand first, and where they stand second.
FIRST = {
    "en": "the of and that with from to was were which are is his her their they this these those not but who had has"
    f" have been because when while than our your would should could into its {NUMBERS}",
    "fr": "dans avec cette leurs les une qui sont",
    "ru": "для или если также который которые которых чтобы между",
    "uk": "для або якщо також який які яких щоб",
    "pl": "które który których oraz także jest albo ponieważ",
    "cs": "které který nebo také jsou protože však",
}
SECOND = {
    "en": "the of and that with from was were which are they this these those not but who had has have been because"
    f" when would should could {NUMBERS}",
    "fr": "dans avec cette leurs qui sont",
    "ru": "для или если также который которые которых чтобы между",
    "uk": "для або якщо також який які яких щоб",
    "pl": "które który których oraz także jest albo ponieważ",
    "cs": "které který nebo také jsou protože však",
}
# Those that compounds are written with as well: only the two words side by side elsewhere prove anything.
LOOSE = {
    "en": "in on at by for as it we he she or if so no all out up over under upon off down through between about after"
    " before during against only also more most very some any such them him us you my did does do be",
    "fr": "le la de du des par pour sur est pas plus ne se ce que au aux son sa ses leur il elle ils en et ou un",
    "ru": "что как это было были был на по за из от не ни до при под над об его её их они она он мы вы же ли бы",
    "uk": "що як це було були був на по за із від не ні до при під над про його її їх вони вона він ми ви же чи би",
    "pl": "się nie na za po do od przez przy pod nad że jak był była było były być jego ich jej ale też już tylko",
    "cs": "se si na za po do od při pod nad že jak byl byla bylo byly být jeho jejich ale už jen jako pro",
}
BEFORE = re.compile(rf"[./@_=#%'’\d]$|[{HYPHENS}][\n\f]$")
BEHIND = re.compile(rf"[/@_=#%'’\d]|\.\w|[{HYPHENS}][\n\f]")
AROUND = 60  # characters that tell the language
STEMS = frozenset(["here", "there", "where"])  # `therewith`, `whereof` are words, though rare ones
ENDINGS = frozenset("fold some score pence penny".split())  # numbers are written closed with them: `thousandfold`
LONGEST = 9  # letters of the longest of them
SHORTEST = 5  # letters of two words run together
SHORTEST_PART = 3  # letters of a word beside one of these, where the text does not have them side by side
CHANCE = 150  # centibels: so much rarer than its parts side by side is no word, though a large list may have it


@cache
def closed_words(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words of a language that enter no closed compounds: standing first, standing second, and the loose ones."""
    first, second, loose = (frozenset(rows.get(language, "").split()) for rows in (FIRST, SECOND, LOOSE))
    return first, second, loose


@cache
def _table(language: str) -> Table:
    """All these words of a language."""
    return Table.of(numbers(sorted(frozenset().union(*closed_words(language)))), 14)


def joints(seen: Evidence) -> Iterator[tuple[int, list[int]]]:
    """The words of a text that two were run together in: their numbers, and where each could divide."""
    likely = [(run, at, *_parts(seen, run, at)) for run, at in _likely(seen)] if seen.language in FIRST else []
    likely = [row for row in likely if _possible(seen, *row)]
    if not likely:
        return
    lefts, rights = numbers([row[2] for row in likely]), numbers([row[3] for row in likely])
    wholes = numbers([left + right for _, _, left, right in likely])
    counts = (seen.count(lefts), seen.count(rights), seen.count(wholes), seen.pairs(lefts, rights))
    found: dict[int, set[int]] = {}
    columns = (column.tolist() for column in counts)
    for (run, at, left, right), counted in zip(likely, zip(*columns, strict=True), strict=True):
        if _proved(seen.language, left, right, counted, seen.text(run).islower()):
            found.setdefault(run, set()).add(at)
    yield from ((run, sorted(places)) for run, places in sorted(found.items()))


def _parts(seen: Evidence, run: int, at: int) -> tuple[str, str]:
    word = seen.text(run).lower()
    return word[:at], word[at:]


def _likely(seen: Evidence) -> Iterator[tuple[int, int]]:
    """Unknown words that begin or end with one of these words and whose rest is a word of the text."""
    runs, table = seen.runs, _table(seen.language)
    strange = np.flatnonzero(~seen.listed & (seen.lengths >= SHORTEST))
    whole, lengths = runs.hashes[strange], seen.lengths[strange]
    sizes = np.arange(1, LONGEST + 1)[:, None]
    first = heads(seen.scan, runs.starts[strange], LONGEST)
    size, word = np.nonzero(table.has(first) & (sizes < lengths))
    fit = seen.own.has(rests(whole[word], first[size, word], size + 1))
    yield from zip(strange[word[fit]].tolist(), (size[fit] + 1).tolist(), strict=True)
    last = tails(seen.scan, runs.ends[strange], LONGEST)
    size, word = np.nonzero(table.has(last) & (sizes < lengths))
    at = lengths[word] - size - 1
    fit = seen.own.has(fronts(whole[word], last[size, word], at))
    yield from zip(strange[word[fit]].tolist(), at[fit].tolist(), strict=True)


def _possible(seen: Evidence, run: int, at: int, left: str, right: str) -> bool:
    """Two words, by the look of them and of what stands around."""
    first, second, loose = closed_words(seen.language)
    closed = left in first or right in second or left in loose or right in loose
    return closed and min(len(left), len(right)) > 1 and left not in STEMS and right not in ENDINGS and _free(seen, run)


def _proved(language: str, left: str, right: str, counted: tuple[int, int, int, int], small: bool) -> bool:
    """Both stand side by side elsewhere, or one is closed to compounds and the other stands elsewhere."""
    first, second, _ = closed_words(language)
    sure, common = left in first or right in second, word_lists.word_list(language)
    rarity = word_lists.rarity(left + right, language)
    rarity = None if (rarity or 0) > word_lists.SLIP else rarity
    lefts, rights, wholes, together = counted
    if wholes > 1 + together:
        return False
    if together and left in common and right in common:
        parts = [word_lists.rarity(part, language) for part in (left, right)]
        return rarity is None or (sure and rarity - sum(part or 0 for part in parts) > CHANCE)
    other, others = (right, rights) if left in first else (left, lefts)
    known = others > 1 or (others > 0 and evidence.is_firm(other, common.get(other)))
    return rarity is None and sure and known and small and len(other) >= SHORTEST_PART


def _free(seen: Evidence, run: int) -> bool:
    """What stands around is no address, no apostrophe, no hyphen at a line's end, and in the language of the text."""
    start, end, text = seen.runs.starts.item(run), seen.runs.ends.item(run), seen.scan.text
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    if BEFORE.search(before) or BEHIND.match(behind):
        return False
    lines = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return word_lists.language_near(*lines, seen.language) == seen.language

"""Where a typesetter may break a word: by vowels and consonants, one plain rule for all languages here.

A break stands before the last consonant of a cluster between two vowels (`wirt-schaft` needs the clusters that
stay whole), at least two letters from the front and three from the back, never beside an apostrophe or a digit.
"""

from __future__ import annotations

import re
from itertools import pairwise

VOWELS = "aeiouyäöüáéíóúýàèìòùâêîôûëïœæąęóěůаеёиоуыэюяіїєАЕИОУ\u0364"
WHOLE = (
    "sch ch ck ph th sh st tr pr br dr gr kr fr vr pl bl cl kl gl fl qu ſch ſt cz sz rz dz ст тр пр бр др гр кр".split()
)
LETTERS = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f][^\W\d_]*)*")
FRONT, BACK = 2, 3


def sites(word: str) -> list[int]:
    """Offsets in `word` before which a line may end with a hyphen."""
    found = list[int]()
    for run in LETTERS.finditer(word):
        if len(run[0]) >= FRONT + BACK:
            found += [run.start() + at for at in _inside(run[0].lower()) if FRONT <= at <= len(run[0]) - BACK]
    return found


def _inside(letters: str) -> list[int]:
    groups = list(re.finditer(f"[{VOWELS}]+", letters))
    breaks = list[int]()
    for first, second in pairwise(groups):
        cluster = letters[first.end() : second.start()]
        head = next((c for c in WHOLE if cluster.endswith(c)), cluster[-1:])
        at = second.start() - len(head)
        if letters[at : at + 1] not in "ьъ" and not "\u0300" <= letters[at] <= "\u036f":
            breaks.append(at)
    return breaks

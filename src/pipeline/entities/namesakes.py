"""Towns that bear a person's surname: `held in Frunze`, `г. Киров`, `(Frunze, 1968)` are the towns, all else is not."""

from __future__ import annotations

import re

from pipeline.entities.presses import COLON, NAME, YEAR
from pipeline.entities.tables import choice
from pipeline.entities.words import SUFFIXES, letters_after

REACH = 30
LATE = 10  # years after a death in which what the dead person wrote still comes out
_TOWN = re.compile(rf"(?<![\w.])(?:(?:{choice('places', 'before')})(?: of)? \[?|(?:{choice('places', 'towns')}) )\Z")
_IN = re.compile(rf"(?:(?P<before>[^\W\d_]+),? )?(?<!\w)(?:{choice('places', 'inside')}) \Z", re.IGNORECASE)
# What one sets in a person: faith in Kirov, saw in Kirov a rival.
_TRUSTING = re.compile(rf"(?:{choice('places', 'trusting')})\w*\Z", re.IGNORECASE)
_AUTHOR = re.compile(r" \(\d| [^\W\d_a-zа-яё]")  # in Kirov (1934), in Vladimir Ivanov
_ANIMATE = re.compile(r"(?:а|ого)\Z")  # the accusative of a person: вера в Молотова
_YEAR = re.compile(rf",? ({YEAR})(?![\d–-])")
_PRESS = re.compile(rf"{COLON} (?!The ){NAME}(?: {NAME})?, {YEAR}(?![\d–-])")
_BEHIND_TITLE = re.compile(r"[\w’'\")»”](?:\.|,| —| –) \Z|[\w’'\"»”] \(\Z")
_INITIAL = re.compile(r"(?<![\w'’])[^\W\d_]\. \Z")


def is_town(text: str, start: int, end: int, until: int | None) -> bool:
    """Whether a town must stand there: behind a word for towns or a preposition of place, or in an imprint.

    `until`: the year in which the last person of that name died, after which imprints are the town's; None where none
    is known: then imprints need a publisher.
    """
    before = text[max(0, start - REACH) : start]
    if letters_after(text, end + 1) in SUFFIXES and text[end : end + 1] in "'’":
        return False
    if _TOWN.search(before):
        return True
    inside = _IN.search(before)
    if inside and not _AUTHOR.match(text, end) and not _ANIMATE.search(text, start, end):
        return not _TRUSTING.match(inside["before"] or "")
    return _is_imprint(text, end, before, until)


def _is_imprint(text: str, end: int, before: str, until: int | None) -> bool:
    if not _BEHIND_TITLE.search(before) or _INITIAL.search(before):
        return False
    if _PRESS.match(text, end):
        return not before.endswith(", ")  # A. B. Petrov, Kirov: Biografiia, 1975
    year = _YEAR.match(text, end)
    return year is not None and until is not None and int(year[1]) > until + LATE

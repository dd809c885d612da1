"""The shapes of what is found: mentions, what could be one, and what the cleaner knows of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.entities.shapes import Entry


@dataclass(frozen=True, slots=True)
class Found:
    """A mention: `text[start:end]` is `surface`, a name of this kind; `why` says so in words.

    `authority_id` is the entry that it means beyond doubt in this document; `name` the surface as a name to compare:
    without possessive and inversion, the case ending of a romanised name undone; `defines` the other side of a
    definition, `GOELRO` for `State Commission for Electrification` and the other way round.
    """

    start: int
    end: int
    surface: str
    kind: str
    authority_id: str | None
    name: str
    defines: str | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class PartHints:
    """What the cleaner knows of a part: (start, end, kind) of paragraphs, (start, end) of what is set apart by italics,
    (start, end, language, schemes) of stretches in another language."""

    paragraphs: tuple[tuple[int, int, str], ...] = ()
    emphasis: tuple[tuple[int, int], ...] = ()
    foreign: tuple[tuple[int, int, str, tuple[str, ...]], ...] = ()


Hints = Sequence[PartHints]
"""One a part; without them a text speaks for itself."""

WHOLE, FIRM, WEAK = 2, 1, 0  # a title or a publisher holds whatever is inside; names; a name by its look alone


class Guess(NamedTuple):
    """What a rule takes for a mention; of guesses that overlap the higher rank, then the longer one holds."""

    start: int
    end: int
    kind: str
    confidence: float
    why: str
    rank: int = FIRM
    defines: str | None = None
    entry: Entry | None = None
    nominative: str | None = None  # of the surname, where the text has another case or a slip

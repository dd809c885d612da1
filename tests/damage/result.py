"""What scoring one document finds: counts that add up over documents, and faults to look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, to look at: what, where in the raw text, what truth and what the cleaner have there."""

    what: str
    start: int
    end: int
    true: str
    ours: str


@dataclass(slots=True)
class Score:
    counts: Counter[str]
    faults: list[Fault]

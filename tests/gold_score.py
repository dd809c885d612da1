"""The measure on the hand-made truth of the seeds: words wrong and paragraph boundaries, by alignment."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def gold_of(seed: Path) -> str:
    return (ROOT / "tests" / "gold" / seed.name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Score:
    words: int
    wrong: int
    hit: int
    extra: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.hit / (2 * self.hit + self.extra + self.missed) if self.hit + self.extra + self.missed else 1.0


def score(gold: str, text: str) -> Score:
    """Word edits from `text` to `gold`, and paragraph boundaries as numbers of gold words before them."""
    want, got = ([p.split() for p in t.split("\n\n")] for t in (gold, text))
    a, b = ([w for p in t for w in p] for t in (want, got))
    wrong, pairs = 0, {}
    for op, a0, a1, b0, b1 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pairs.update(zip(range(b0, b1), range(a0, a1), strict=True))
        else:
            wrong += max(a1 - a0, b1 - b0)
    borders = _borders(want)
    found = {pairs.get(border - 1, -2) + 1 for border in _borders(got)}
    hit = len(found & borders)
    return Score(len(a), wrong, hit, len(_borders(got)) - hit, len(borders) - hit)


def _borders(paragraphs: list[list[str]]) -> set[int]:
    at, borders = 0, set()
    for paragraph in paragraphs[:-1]:
        at += len(paragraph)
        borders.add(at)
    return borders

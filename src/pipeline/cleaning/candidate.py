"""A number or a sign that could be a callout: how it is dressed, and how seldom that dress means anything else."""

from __future__ import annotations

from typing import NamedTuple

SYMBOLS = "*†‡§‖¶"
# How seldom each dress means anything but a callout.
WEIGHTS = {
    "markup": 8.0,
    "raised": 5.0,
    "brackets": 3.0,
    "glued": 3.0,
    "glued to word": 2.5,
    "parenthesis": 2.5,
    "parentheses": 1.5,
    "sign": 2.0,
    "own line": 1.5,
    "next line": 1.0,
    "line end": 0.8,
    "behind digits": 0.6,
    "spaced": 0.3,
    "power": 0.3,
    "identifier": 0.3,
    "amid words": -1.5,
}
# Dresses that one typesetter and one reader of his pages make of the same callouts.
GROUPS = {
    "markup": "markup", "raised": "raised", "brackets": "brackets", "parenthesis": "parenthesis", "sign": "glued",
    "glued": "glued", "glued to word": "glued", "own line": "glued", "next line": "glued", "behind digits": "glued",
    "line end": "spaced", "spaced": "spaced", "amid words": "spaced", "power": "power",
    "identifier": "glued", "parentheses": "parenthesis",
}  # fmt: skip
TELLING = 2.0  # a dress of this weight seldom means anything else


class Candidate(NamedTuple):
    """A label that could be a callout: `text[start:end]` goes when it is one.

    `rank` is its place in its sequence, `alphabet`; `weight` says how seldom its dress means anything else.
    """

    start: int
    end: int
    label: str
    dress: str
    rank: int
    alphabet: str
    weight: float


def rank(label: str) -> int:
    """The place of a label among those that notes are called with: numbers count, signs have their order."""
    if label.isdigit():
        return int(label)
    return SYMBOLS.index(label[0]) + 1 + len(SYMBOLS) * (len(label) - 1)


def alphabet(label: str) -> str:
    """The sequence that a label belongs to."""
    return "numbers" if label.isdigit() else "signs"


def made(start: int, end: int, label: str, dress: str) -> Candidate:
    """The candidate of a label in this dress."""
    return Candidate(start, end, label, dress, rank(label), alphabet(label), WEIGHTS[dress])

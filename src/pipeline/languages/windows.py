"""Where in a text foreign stretches may stand: all that a sound text in one language costs is this look.

Words that the list of the text's language lacks are weighed once each; windows are opened around those that speak for
another language.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.cleaning import rarities
from pipeline.cleaning.characters import UPPER, Scan
from pipeline.cleaning.evidence import listed
from pipeline.cleaning.vocabulary import BoolArray, LetterRuns
from pipeline.edits import IntArray
from pipeline.languages.model import Model
from pipeline.languages.tokens import normal

AROUND = 40  # characters of a window before and behind what opens it
STRANGE = 5.0  # natural logarithms by which a word must fit another language better
STRANGE_NAME = 8.0  # the same for a word in capitals
BESIDE = 2.0  # the same for one of two strange words side by side
RARE = 700  # centibels: words of the language's large list down to here are known
LATIN_END = 0x250  # code points from here on are no Latin letters, or of a romanisation


def windows(text: str, language: str, model: Model, marked: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Stretches of a text, in order and disjoint, that end at line ends or blanks and hold all that may be foreign.

    `marked` are stretches that are looked at in any case.
    """
    scan = Scan.of(text)
    runs = LetterRuns.of(scan, len(text))
    strange = np.flatnonzero(~listed(language).has(runs.hashes) & (runs.ends - runs.starts > 1))
    opened = [*_opened(text, scan, runs, strange, language, model), *marked]
    return _merged(text, sorted(opened))


def _opened(
    text: str, scan: Scan, runs: LetterRuns, strange: IntArray, language: str, model: Model
) -> list[tuple[int, int]]:
    """The strange words that open a window."""
    if not len(strange):
        return []
    gain, listed_elsewhere = _gains(text, runs, strange, language, model)
    capital = (scan.flags[runs.starts[strange]] & UPPER) > 0
    gain[capital & ~listed_elsewhere] = 0  # a name
    beside = np.zeros(len(strange), bool)
    beside[1:] = np.diff(strange) <= 2
    beside[:-1] |= beside[1:]
    other = (scan.codes[runs.starts[strange]] >= LATIN_END) == model.is_latin(language)
    opening = (gain > np.where(capital, STRANGE_NAME, STRANGE)) | ((gain > BESIDE) & beside) | other
    at = strange[opening]
    return list(zip(runs.starts[at].tolist(), runs.ends[at].tolist(), strict=True))


def _gains(
    text: str, runs: LetterRuns, strange: IntArray, language: str, model: Model
) -> tuple[npt.NDArray[np.float64], BoolArray]:
    """By how much each strange word fits its best language better than the text's; whether it is in a word list."""
    _, first, back = np.unique(runs.hashes[strange], return_index=True, return_inverse=True)
    starts, ends = runs.starts[strange[first]].tolist(), runs.ends[strange[first]].tolist()
    words = [normal(text[start:end]) or "x" for start, end in zip(starts, ends, strict=True)]
    large = rarities.large(language)
    large.announce(words)
    gain = np.zeros(len(words))
    unknown = [n for n, word in enumerate(words) if (large.get(word) or RARE + 1) > RARE]
    scores = model.score([words[n] for n in unknown])
    gain[unknown] = scores.max(axis=1) - scores[:, model.names.index(language)] if unknown else 0.0
    known = np.zeros(len(words), bool)
    known[unknown] = model.listed([words[n] for n in unknown]).any(axis=1) if unknown else False
    return gain[back], known[back]


def _merged(text: str, opened: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in opened:
        left, right = max(start - AROUND, 0), min(end + AROUND, len(text))
        left = max(text.rfind("\n", left, start), text.find(" ", left, start) if left else -1) + 1
        stop = text.find("\n", end, right)
        right = stop if stop >= 0 else right if right == len(text) else max(text.rfind(" ", end, right), end)
        if found and left <= found[-1][1]:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found

"""Latin back to Cyrillic: ranked readings of a romanised text, word by word, agreeing on a scheme as far as they can.

A word is written by some scheme whole, or carelessly, or by a mixture of schemes; each step down costs. The schemes
that explain the text best are then preferred in every word of it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.languages.lattice import LONGEST, Candidate, candidates
from pipeline.languages.romanise import TIE, normal_latin
from pipeline.languages.schemes import scheme as named
from pipeline.languages.schemes import schemes

_LETTER = "[^\\W\\d_][\u0300-\u036f\ufe20-\ufe2f]*"
_WORD = re.compile(f"(?:{_LETTER})+(?:(?:['’‘ʼ′´`]{{1,2}}|[\"″”“])(?:{_LETTER})+)*(?:['’ʼ′´]|`{{0,2}})")
# XIX and the like stand as they are in every language; a lone I, V or X is mostly a word.
_NUMERAL = re.compile("(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_OPENING = re.compile("(?<!\\w)['‘](?=\\w)")
CARELESS = -5.0  # natural logs: how much rarer than a word written by the scheme
MIXED = -9.0
UNREADABLE = -60.0  # a word with letters that no scheme uses
SAME = 0.5  # totals this near are equal
ENDLESS = 400
LEFT_OVER = 0.5  # how sure of a reading by letters alone, at best


class Reading(NamedTuple):
    """A Cyrillic reading; `score` is 0 to 1; `schemes` write the whole Latin text so, none where words disagree."""

    text: str
    score: float
    schemes: tuple[str, ...]


def names_of(language: str) -> tuple[str, ...]:
    """The names of the language's schemes. Raises ConfigError where there are none."""
    return tuple(each.name for each in schemes(language)) or (named("", language).name,)


class Column(NamedTuple):
    """A piece of the Latin text; if a `word`, with its readings in small letters, none where no letter is known."""

    latin: str
    word: bool = False
    readings: tuple[Candidate, ...] = ()


def _closing(text: str, words: Sequence[re.Match[str]]) -> set[int]:
    """Offsets of apostrophes at a word's end that close a quotation: the last one before the next quotation opens."""
    openings = [match.start() for match in _OPENING.finditer(text)]
    closing: dict[int, int] = {}
    for word in words:
        if word[0][-1] in "'’" and (number := bisect(openings, word.end() - 1)):
            closing[number] = word.end() - 1
    return set(closing.values())


def _divided(text: str) -> list[str]:
    """The text as pieces, words at the odd places."""
    words = list(_WORD.finditer(text))
    closing = _closing(text, words)
    pieces, end = [], 0
    for word in words:
        stop = word.end() - (word.end() - 1 in closing)
        pieces += [text[end : word.start()], text[word.start() : stop]]
        end = stop
    return [*pieces, text[end:]]


def columns(text: str, language: str, names: tuple[str, ...], listed: bool = True) -> list[Column]:
    """The text word by word with the readings of each word; a word over LONGEST code points is cut.

    One over ENDLESS code points is no word of any language and stays as it is.
    """
    found: list[Column] = []
    for number, piece in enumerate(_divided(text)):
        if number % 2 == 0 or len(piece) > ENDLESS or _NUMERAL.fullmatch(piece):
            found.append(Column(piece))
            continue
        cuts = [piece[at : at + LONGEST] for at in range(0, len(piece), LONGEST)]
        found += [Column(cut, True, candidates(normal_latin(cut), language, names, listed)) for cut in cuts]
    return [column for column in found if column.latin]


def cost(candidate: Candidate, names: Iterable[str], careless: float = CARELESS) -> float:
    """What is added to a reading's score under the best of these schemes: 0, `careless` or MIXED."""
    if candidate.fits.intersection(names):
        return 0.0
    return careless if candidate.careless.intersection(names) else MIXED


def totals(table: Sequence[Column], names: Sequence[str]) -> dict[str, float]:
    """For each scheme the natural log of the text's best reading under it."""
    return {
        name: sum(
            max((reading.score + cost(reading, (name,)) for reading in column.readings), default=UNREADABLE)
            for column in table
            if column.word
        )
        for name in names
    }


def leading(table: Sequence[Column], names: Sequence[str]) -> tuple[str, ...]:
    """The schemes under which the text reads best, equals together."""
    found = totals(table, names)
    best = max(found.values(), default=0.0)
    return tuple(name for name in names if found[name] >= best - SAME)


def written(table: Sequence[Column], name: str) -> bool:
    """Whether the scheme writes every word of the text, in some reading."""
    return all(any(name in reading.fits for reading in column.readings) for column in table if column.word)


def cased(cyrillic: str, latin: str) -> str:
    """Small Cyrillic letters with the capitals of the Latin word."""
    letters = [letter for letter in re.sub(f"{TIE}.|[\ufe20\ufe21].?", "", latin) if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if capitals > 1 and 2 * capitals > sum(letter.isupper() or letter.islower() for letter in letters):
        return cyrillic.upper()
    return cyrillic[:1].upper() + cyrillic[1:] if latin[:1].isupper() else cyrillic


class Path(NamedTuple):
    """A reading of the text so far; a chain, so that long texts cost what they are long."""

    score: float = 0.0  # sum of natural logs
    piece: str = ""
    sure: float = 0.0  # natural log of the product of the words' shares
    schemes: frozenset[str] = frozenset()
    before: Path | None = None

    def text(self) -> str:
        """The reading from its beginning."""
        pieces, path = [self.piece], self.before
        while path:
            pieces.append(path.piece)
            path = path.before
        return "".join(reversed(pieces))


def _shares(scores: Sequence[float]) -> list[float]:
    """Natural log of each score's part of the whole."""
    whole = math.log(sum(math.exp(score - max(scores)) for score in scores))
    return [score - max(scores) - whole for score in scores]


def _steps(column: Column, preferred: Sequence[str], names: frozenset[str], careless: float) -> list[Path]:
    """The readings of one word, best first."""
    if not column.readings:
        return [Path(0.0, column.latin, 0.0, frozenset() if column.word else names)]
    scores = [reading.score + cost(reading, preferred, careless) for reading in column.readings]
    found = []
    for reading, score, share in zip(column.readings, scores, _shares(scores), strict=True):
        doubts = (not reading.known) + (not reading.fits)
        piece = cased(reading.text, column.latin)
        found.append(Path(score, piece, share + doubts * math.log(LEFT_OVER), reading.fits))
    return sorted(found, key=lambda path: (-path.score, path.piece))


def _joined(path: Path, step: Path) -> Path:
    return Path(path.score + step.score, step.piece, path.sure + step.sure, path.schemes & step.schemes, path)


def best_paths(table: Sequence[Column], names: Sequence[str], preferred: Sequence[str], count: int) -> list[Path]:
    """The best readings of the whole, at most `count`; where a preferred scheme writes it all, nothing is careless."""
    careless = MIXED if any(written(table, name) for name in preferred) else CARELESS
    paths = [Path(schemes=frozenset(names))]
    for column in table:
        steps = _steps(column, preferred, frozenset(names), careless)[:count]
        grown = [_joined(path, step) for path in paths for step in steps]
        paths = sorted(grown, key=lambda path: -path.score)[:count]
    return paths


def cyrillise(text: str, language: str = "ru", scheme: str | None = None, count: int = 5) -> list[Reading]:
    """Readings of a romanised text in Cyrillic letters, best first, at least one and at most `count`.

    Under one scheme, or under all of the language together, so that inconsistent writing is read too. Case,
    punctuation, digits, Roman numerals and words with letters of no scheme stay. `score` is the share of this
    reading among those considered, less where a word is in no list or no scheme gives it back, as the geometric
    mean over the words; 0 where there are none. Raises ConfigError for an unknown scheme or language. Equal texts
    get equal answers.
    """
    names = (named(scheme, language).name,) if scheme else names_of(language)
    table = columns(text, language, names)
    paths = best_paths(table, names, leading(table, names), max(1, count))
    words = sum(column.word for column in table)
    return [_reading(path, names, words) for path in paths]


def _reading(path: Path, names: Sequence[str], words: int) -> Reading:
    if not words:
        return Reading(path.text(), 0.0, ())
    fitting = tuple(name for name in names if name in path.schemes)
    return Reading(path.text(), round(math.exp(path.sure / words), 4), fitting)

"""The Cyrillic words that one Latin word can stand for: all ways through its pieces, judged by words and letters.

A word of the list is found by walking its prefixes; any other is guessed by the model of letters with a beam, so the
cost grows with the word's length and not with the number of ways.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.languages.romanise import normal_latin, reads
from pipeline.languages.schemes import Scheme, schemes
from pipeline.languages.wordlist import END, ORDER, WordList, word_list

LONGEST = 40  # code points of a Latin word; a longer one is read in pieces
BEAM = 12  # beginnings kept at each place while guessing
TRIED = 8  # candidates that are romanised again
EACH = 3  # guesses under one scheme alone that are tried
WALKED = 400  # beginnings of known words kept at each place; no word of a language comes near
WRITTEN, ACCEPTED, SLIPSHOD = 0.0, -0.7, -2.0  # natural log of how usual a form is where its letter is meant
LARGE = 50_000  # words; a model from fewer cannot tell schemes apart, so each is asked by itself
UNKNOWN = -4.0  # natural log of the share of running words that the list lacks
SILENT_AFTER = "бвгґджзйкқғлмнңпрстфхһцчшщ"  # where a sign that is not written may stand


class Candidate(NamedTuple):
    """A Cyrillic reading in small letters.

    `score` is the natural log of its share in running text; `fits` are the schemes that write the Latin word for it,
    `careless` those that do when careless.
    """

    text: str
    score: float
    known: bool
    fits: frozenset[str]
    careless: frozenset[str]


class Pieces(NamedTuple):
    """Latin pieces of some schemes, the Cyrillic they can stand for as letter numbers, and silent letters."""

    cyrillic: Mapping[str, tuple[tuple[bytes, float], ...]]  # with the log of how usual the piece is
    silent: tuple[tuple[bytes, float], ...]
    longest: int
    silent_after: frozenset[int]
    letters: frozenset[str]


def _forms(scheme: Scheme) -> Iterable[tuple[str, str, float]]:
    """Every Latin form, normal, with what it is read as and how usual it is; old letters are not guessed."""
    for unit in (*scheme.rules, *scheme.letters.values()):
        if not unit.old:
            costs = [WRITTEN, *(ACCEPTED for _ in unit.latin[1:]), *(SLIPSHOD for _ in unit.careless)]
            for form, usual in zip((*unit.latin, *unit.careless), costs, strict=True):
                yield normal_latin(form), unit.cyrillic, usual


@cache
def _pieces(language: str, names: tuple[str, ...]) -> Pieces:
    encode = word_list(language).encode
    found: dict[str, dict[bytes, float]] = {}
    for scheme in schemes(language):
        if scheme.name in names:
            for form, cyrillic, usual in _forms(scheme):
                ways = found.setdefault(form, {})
                ways[encode(cyrillic)] = max(usual, ways.get(encode(cyrillic), SLIPSHOD))
    silent = tuple(found.pop("", {}).items())
    after = frozenset(b"".join(encode(letter) for letter in SILENT_AFTER if letter in word_list(language).alphabet))
    read = {form: tuple(ways.items()) for form, ways in found.items()}
    return Pieces(read, silent, max(map(len, read)), after, frozenset("".join(read)))


def _known(latin: str, pieces: Pieces, words: WordList) -> dict[bytes, float]:
    """Words of the list that the Latin word can stand for, with their log frequencies."""
    begun: list[dict[bytes, None]] = [{} for _ in range(len(latin) + 1)]
    begun[0][b""] = None
    for place in range(len(latin)):
        for prefix in _alive(begun[place], pieces, words):
            for end in range(place + 1, min(place + pieces.longest, len(latin)) + 1):
                for letters, _ in pieces.cyrillic.get(latin[place:end], ()):
                    begun[end][prefix + letters] = None
    whole = list(_alive(begun[-1], pieces, words))
    frequencies = words.frequencies(whole) if whole else []
    return {word: log for word, log in zip(whole, frequencies, strict=True) if log is not None}


def _alive(prefixes: Iterable[bytes], pieces: Pieces, words: WordList) -> list[bytes]:
    """Those that some word begins with, and those that a silent letter makes of them."""
    plain = list(prefixes)[:WALKED]
    silent = [p + sign for p in plain if p and p[-1] in pieces.silent_after for sign, _ in pieces.silent]
    both = plain + silent
    return [prefix for prefix, alive in zip(both, words.begins(both), strict=True) if alive] if both else []


def _plain(latin: str) -> str:
    """Without the marks over and under letters."""
    return "".join(letter for letter in unicodedata.normalize("NFD", latin) if not unicodedata.combining(letter))


class _Guess(NamedTuple):
    score: float
    word: bytes
    context: int  # the last letters, as the model's index


def _grown(guess: _Guess, letters: bytes, usual: float, size: int, model: memoryview) -> _Guess:
    score, context = guess.score + usual, guess.context
    for letter in letters:
        index = context * size + letter
        score += model[index]
        context = index % size ** (ORDER - 1)
    return _Guess(score, guess.word + letters, context)


def _best(guesses: Iterable[_Guess], pieces: Pieces, size: int, model: memoryview) -> list[_Guess]:
    """The most likely beginnings, those with a silent letter among them."""
    plain = list(guesses)
    silent = [
        _grown(guess, sign, usual, size, model)
        for guess in plain
        if guess.word and guess.word[-1] in pieces.silent_after
        for sign, usual in pieces.silent
    ]
    best: dict[bytes, _Guess] = {}
    for guess in sorted(plain + silent, key=lambda guess: (-guess.score, guess.word)):
        best.setdefault(guess.word, guess)
    return list(best.values())[:BEAM]


def _guessed(latin: str, pieces: Pieces, words: WordList) -> dict[bytes, float]:
    """Likely readings by letters alone, with the log of their share in running text."""
    size, model = len(words.alphabet) + 1, words.model.ravel().data
    begun: list[list[_Guess]] = [[] for _ in range(len(latin) + 1)]
    begun[0].append(_Guess(UNKNOWN, b"", 0))
    for place in range(len(latin)):
        for guess in _best(begun[place], pieces, size, model):
            for end in range(place + 1, min(place + pieces.longest, len(latin)) + 1):
                for letters, usual in pieces.cyrillic.get(latin[place:end], ()):
                    begun[end].append(_grown(guess, letters, usual, size, model))
    ended = _best(begun[-1], pieces, size, model)
    return {guess.word: _grown(guess, bytes([END]), 0.0, size, model).score for guess in ended}


def _judged(text: str, score: float, known: bool, latin: str, language: str, names: tuple[str, ...]) -> Candidate:
    read = {name: reads(text, latin, name, language) for name in names}
    fits, careless = (frozenset(name for name in names if read[name][n]) for n in range(2))
    return Candidate(text, score, known, fits, careless)


def _order(found: tuple[bytes, float]) -> tuple[float, bytes]:
    return -found[1], found[0]


def _ranked(found: Mapping[bytes, float]) -> list[tuple[bytes, float]]:
    return sorted(found.items(), key=_order)[:TRIED]


def few_words(language: str) -> bool:
    """Whether the language's list is too short to know most words of a text."""
    return len(word_list(language).words) < LARGE


def listed_words(latin: str, language: str, names: tuple[str, ...]) -> list[str]:
    """The words of the list that a Latin word can stand for, in whatever way: many times quicker than `candidates`."""
    words, pieces = word_list(language), _pieces(language, names)
    return [words.decode(word) for word in _known(_legible(latin, pieces), pieces, words)]


def _legible(latin: str, pieces: Pieces) -> str:
    return latin if set(latin) <= pieces.letters else _plain(latin)


@lru_cache(maxsize=4096)
def candidates(latin: str, language: str, names: tuple[str, ...], listed: bool = True) -> tuple[Candidate, ...]:
    """Readings of a Latin word out of `normal_latin`, likeliest first, under the schemes of these names together.

    Words of the list where some scheme writes one so, guesses otherwise; never none for letters that the schemes use,
    and none where a letter is in no scheme. `listed=False` leaves the word list out. At most LONGEST code points.
    """
    words, pieces = word_list(language), _pieces(language, names)
    legible = _legible(latin, pieces)
    known = _known(legible, pieces, words) if listed else {}
    found = [_judged(words.decode(word), log, True, latin, language, names) for word, log in _ranked(known)]
    if any(candidate.fits for candidate in found):
        return tuple(found)
    guessed = dict(_ranked(_guessed(legible, pieces, words)))
    for name in names if few_words(language) else ():
        guessed |= dict(_ranked(_guessed(legible, _pieces(language, (name,)), words))[:EACH])
    unlisted = sorted(((word, log) for word, log in guessed.items() if word not in known), key=_order)
    return (*found, *(_judged(words.decode(word), log, False, latin, language, names) for word, log in unlisted))

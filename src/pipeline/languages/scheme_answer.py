"""Which schemes a romanised text fits as a whole, and the letters that decide it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.languages.cyrillise import Column, best_paths, columns, leading, names_of, totals, written
from pipeline.languages.lattice import few_words
from pipeline.languages.romanise import Forms, normal_latin, segments
from pipeline.languages.schemes import schemes

MIXTURE = "mixed"
MARGIN = 1.0  # natural log; a scheme whose reading is rarer than the best one by more misreads the text
HEAD_START = 8.0  # a word, for a language whose list is short: its words are guessed, not known
FOREIGN = -10.0  # a word that no scheme of the language writes in any way
SHOWN = 6  # pieces of evidence


class Answer(NamedTuple):
    """What a romanised text is written in.

    `schemes` are those that the text fits as a whole, `("mixed",)` where its words are of the language but no scheme
    writes them all, none where they are not; `cyrillic` is the best reading; `evidence` are Latin pieces that some
    schemes write and others do not, as `kh: alaloc bgn english`.
    """

    schemes: tuple[str, ...]
    language: str
    cyrillic: str
    evidence: tuple[str, ...]


class _View(NamedTuple):
    """A text as one language has it."""

    language: str
    names: tuple[str, ...]
    table: list[Column]
    totals: Mapping[str, float]

    @property
    def words(self) -> list[Column]:
        return [column for column in self.table if column.word]


def _view(text: str, language: str) -> _View:
    names = names_of(language)
    table = columns(text, language, names)
    return _View(language, names, table, totals(table, names))


def _likelihood(view: _View) -> float:
    """How well the language reads the text, as a natural log that can be held against another language's."""
    start = HEAD_START * len(view.words) if few_words(view.language) else 0.0
    foreign = sum(not any(reading.careless for reading in column.readings) for column in view.words)
    return max(view.totals.values()) + start + FOREIGN * foreign


def _plausible(view: _View, careless: bool) -> tuple[str, ...]:
    """The schemes that write every word of the text, in a reading about as likely as the best."""
    limit = max(view.totals.values()) - MARGIN
    near = [name for name in view.names if view.totals[name] >= limit]
    if not careless:
        return tuple(name for name in near if written(view.table, name))
    return tuple(
        name for name in near if all(any(name in r.careless for r in column.readings) for column in view.words)
    )


def _schemes(view: _View) -> tuple[str, ...]:
    if not view.words:
        return ()
    if found := _plausible(view, careless=False) or _plausible(view, careless=True):
        return found
    known = sum(any(reading.known for reading in column.readings) for column in view.words)
    return (MIXTURE,) if 2 * known >= len(view.words) else ()


def _aligned(latin: str, parts: list[tuple[str, Forms]]) -> list[str]:
    """The Latin piece of each segment where the segments' forms make up the Latin word; none where they don't."""
    reached: dict[int, list[str]] = {0: []}
    for _, (careful, careless) in parts:
        forms = (*careful, *careless)
        reached = {
            end + len(form): [*pieces, form]
            for end, pieces in reached.items()
            for form in reversed(forms)
            if latin.startswith(form, end)
        }
    return reached.get(len(latin), [])


@cache
def _writers(language: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Which schemes write a Latin piece for a Cyrillic one."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for scheme in schemes(language):
        for unit in (*scheme.rules, *scheme.letters.values()):
            for form in unit.latin:
                found.setdefault((unit.cyrillic, normal_latin(form)), {})[scheme.name] = None
    return {pair: tuple(names) for pair, names in found.items()}


def _pieces(cyrillic: str, latin: str, name: str, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Latin pieces of a word with the schemes that write them; -ий and -ый at the end as one."""
    parts = list(segments(cyrillic, name, language))
    forms = _aligned(latin, parts)
    for number, ((piece, _), form) in enumerate(zip(parts, forms, strict=False)):
        shown = form
        if number == len(parts) - 1 and piece.endswith("й"):
            shown = f"-{form}" if len(piece) > 1 else f"-{''.join(forms[number - 1 : number])}{form}"
        yield shown, _writers(language).get((piece, form), ())


def _evidence(view: _View, answer: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces that the fewest schemes write, most telling first; at most SHOWN."""
    found: dict[str, tuple[str, ...]] = {}
    for column in {column.latin: column for column in view.words}.values():
        for reading in sorted(column.readings, key=lambda reading: not reading.fits.intersection(answer))[:1]:
            writers: Iterable[str] = reading.fits.intersection(answer) or reading.fits or reading.careless
            for name in sorted(writers)[:1]:
                found |= dict(_pieces(reading.text, normal_latin(column.latin), name, view.language))
    telling = {piece: names for piece, names in found.items() if piece and 0 < 3 * len(names) <= 2 * len(view.names)}
    ordered = sorted(telling, key=lambda piece: (len(telling[piece]), piece))
    return tuple(f"{piece}: {' '.join(telling[piece])}" for piece in ordered[:SHOWN])


@lru_cache(maxsize=4096)
def schemes_of(text: str, language: str | None = None) -> Answer:
    """The schemes that a romanised text fits, under the given language or the one that reads it best.

    One word often fits several: all of them are the answer. Kinds of apostrophe and of tie are taken as one. Signs
    left out and the like are forgiven only where nothing fits as it stands. Text without words has no schemes.
    Raises ConfigError for a language without schemes. Equal texts get equal answers; costs what the text is long.
    """
    languages = (language,) if language else tuple(dict.fromkeys(scheme.language for scheme in schemes()))
    views = [_view(text, each) for each in languages]
    view = max(views, key=_likelihood)
    names = _schemes(view)
    preferred = names if names and names != (MIXTURE,) else leading(view.table, view.names)
    best = best_paths(view.table, view.names, preferred, 1)[0]
    return Answer(names, view.language, best.text(), _evidence(view, names))

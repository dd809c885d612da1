"""Manners of writing Cyrillic names in Latin letters: the romanisation schemes and what no standard holds.

Derived from the scheme files of `pipeline.languages` and from manners.toml. A manner reads graphemes: Latin letters,
one or several, in which `^` and `$` stand for a word's start and end.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.names.letters import normal
from pipeline.names.skeleton import letters, melt, strange_piece

if TYPE_CHECKING:
    from pipeline.languages.schemes import Scheme

CARELESS = 0.4  # how usual careless writing is against exact
Forms = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Manner:
    """A way of writing: `forms` are the Cyrillic readings of each Latin grapheme, `^` and `$` the ends of a word."""

    title: str
    usual: float
    forms: Forms


def _scheme_manners(usual: Mapping[str, float]) -> Iterator[Manner]:
    """Each scheme file as a manner, and, where there are careless forms, once more with them."""
    from pipeline.languages.schemes import schemes  # loads much: only when names are compared

    for scheme in schemes():
        known = usual.get(f"{scheme.language}-{scheme.name}", usual["other"])
        strict = _scheme_forms(scheme, careless=False)
        yield Manner(scheme.title, known, strict)
        loose = _scheme_forms(scheme, careless=True)
        if loose != strict:
            yield Manner(scheme.title, known * CARELESS, loose)


def _scheme_forms(scheme: Scheme, careless: bool) -> Forms:
    """The Latin forms of a scheme with what they stand for; a second form only if it is no other letter's first."""
    forms: dict[str, list[str]] = {}
    first = {unit.latin[0] for unit in scheme.letters.values()}
    for unit in (*scheme.rules, *scheme.letters.values()):
        if unit.old or unit.at == "word":
            continue
        own = unit.latin[:1] if unit is scheme.letters.get(unit.cyrillic) else ()
        for form in (*unit.latin, *(unit.careless if careless else ())):
            marked = f"{'^' * (unit.at == 'start')}{normal(form)}{'$' * (unit.at == 'end')}"
            piece = _piece(unit.cyrillic, form)
            if marked.strip("^$") and piece and (unit.at or form in own or form not in first):
                forms.setdefault(marked, []).append(piece)
    return {latin: tuple(dict.fromkeys(pieces)) for latin, pieces in forms.items()}


def _piece(cyrillic: str, latin: str) -> str:
    """Cyrillic letters as they are joined to a reading; й only where the Latin is a j, which can be other things."""
    text = letters(cyrillic)
    return text if "j" in latin else text.replace("й", "и")


def _own_forms(text: str) -> Forms:
    pairs = (item.split("=") for item in text.split())
    return {latin: tuple(_piece(cyrillic, latin) for cyrillic in forms.split(",")) for latin, forms in pairs}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("manners.toml").read_text(encoding="utf-8"))


def together() -> list[str]:
    """Letters that are cut as one piece, whatever they are to a manner."""
    return str(_data()["together"]).split()


def manners() -> Iterator[Manner]:
    """All of them, schemes first."""
    usual = _data()["usual"]
    yield from _scheme_manners(usual)
    for each in _data()["manner"]:
        yield Manner(each["title"], usual[each["name"]], _own_forms(each["letters"]))


def _spelt(grapheme: str, forms: Forms) -> tuple[str, ...]:
    """What a manner reads in a grapheme, whole or, where it does not know it, in pieces; nothing if it cannot."""
    if not grapheme:
        return ("",)
    for end in range(len(grapheme), 0, -1):
        head, rest = grapheme[:end], grapheme[end:]
        first = ("",) if head in "^$" else forms.get(head, ())
        if first and (tails := _spelt(rest, forms)):
            return tuple(start + tail for start in first for tail in tails)
    return ()


def readings(grapheme: str, manners: Iterable[Manner]) -> tuple[tuple[str, int], ...]:
    """What the manners read in a grapheme, without what no name has as long as another manner makes sense of it."""
    found: dict[str, int] = {}
    for number, manner in enumerate(manners):
        for cyrillic in _spelt(grapheme, manner.forms):
            found[cyrillic] = found.get(cyrillic, 0) | 1 << number
    sensible = {text: ways for text, ways in found.items() if not strange_piece(text, grapheme[0] == "^")} or found
    melted: dict[str, int] = {}
    for cyrillic, ways in sensible.items():
        melted[melt(cyrillic)] = melted.get(melt(cyrillic), 0) | ways
    return tuple(melted.items())

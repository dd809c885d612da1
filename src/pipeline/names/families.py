"""Families of names: the forms that one name has in several languages, found by their spelling or by their reading."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.names.letters import is_cyrillic, loose, plain
from pipeline.names.outline import outline, project
from pipeline.names.reading import weights, word
from pipeline.names.skeleton import skeleton
from pipeline.names.space import sound

LIKELY, UNLIKELY = 0.35, 0.2  # least weight of a reading that is looked up; and where no other is found
NOTHING: frozenset[int] = frozenset()
_Each = TypeVar("_Each", int, str)
_NO_STARTS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Families:
    """Forms → numbers of families: Latin ones as spelt, with their marks and without, Cyrillic ones as skeletons.

    `outlines` are those of the skeletons, each with what they begin with.
    """

    latin: dict[str, frozenset[int]]
    bones: dict[str, frozenset[int]]
    outlines: dict[str, frozenset[str]]

    def of(self, text: str) -> frozenset[int]:
        """The families that a word belongs to, in any romanisation; none where it is unknown."""
        bare = plain(text)
        if not text.isascii() and (found := self.latin.get(text.lower(), NOTHING)):  # Michèle is not Michele
            return found
        if found := self.latin.get(bare, NOTHING) or self.latin.get(loose(bare), NOTHING):
            return found
        if not self.can_be(text):
            return NOTHING
        found = self.read(likely(text))
        return found or (self.read(likely(text, UNLIKELY)) if len(word(text).readings) > 1 else NOTHING)

    def can_be(self, text: str, ending: str = "") -> bool:
        """Whether a skeleton has the outline of this word, which may be without an ending of this outline."""
        each = word(text)
        shape = outline(each)
        if shape is None:
            return True
        found = self.outlines.get(shape, _NO_STARTS) | self.outlines.get(shape.removesuffix(ending), _NO_STARTS)
        return not found.isdisjoint(each.starts)

    def read(self, skeletons: Sequence[str]) -> frozenset[int]:
        """The families of any of these skeletons."""
        known = [self.bones[bones] for bones in skeletons if bones in self.bones]
        return NOTHING.union(*known) if known else NOTHING


def rows(file: str, table: str) -> list[list[str]]:
    """The forms of each family of a table in a file beside this one."""
    data = tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return [row.split() for row in data[table].strip().splitlines()]


def index(families: Sequence[Sequence[str]]) -> Families:
    """The forms of families, numbered in their order."""
    latin: defaultdict[str, set[int]] = defaultdict(set)
    bones: defaultdict[str, set[int]] = defaultdict(set)
    for number, forms in enumerate(families):
        for form in forms:
            table, key = (bones, skeleton(form.lower())) if is_cyrillic(form) else (latin, plain(form))
            table[key].add(number)
            if not is_cyrillic(form):
                latin[form.lower()].add(number)
    for form in list(latin):
        if loose(form) not in latin:
            latin[loose(form)] = latin[form]
    outlines: defaultdict[str, set[str]] = defaultdict(set)
    for form in bones:
        outlines[project(form)].add(sound(form[0]))
    return Families(_frozen(latin), _frozen(bones), _frozen(outlines))


def _frozen(table: Mapping[str, set[_Each]]) -> dict[str, frozenset[_Each]]:
    return {key: frozenset(found) for key, found in table.items()}


def likely(text: str, least: float = LIKELY) -> list[str]:
    """The likely skeletons of a word."""
    each = word(text)
    if len(each.readings) == 1:
        return [*each.readings]
    return [bones for bones, weight in weights(each).items() if weight >= least]

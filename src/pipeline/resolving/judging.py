"""What people said of two names, and which pairs are worth asking about."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ConfigError
from pipeline.names import agree, keys, parse
from pipeline.resolving.persons import NEAR, Pair, Person, Told

SAME, DIFFERENT, UNSURE = VERDICTS = ("same", "different", "unsure")
DOUBTFUL = 0.2  # the least that two names score which a person is asked about
HEAD = "# What people said of pairs of names: `pipeline review --import` reads it, `--export` writes it.\n"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on two persons' names, `one` before `other` in the alphabet; `at` is ISO 8601 in UTC."""

    one: str
    other: str
    verdict: str
    who: str
    at: str
    why: str = ""


class Doubt(NamedTuple):
    """Two names that may be one person's, how many mentions hang on it, and why it is doubtful."""

    one: str
    other: str
    mentions: int
    why: str


def told(judgements: Iterable[Judgement]) -> Told:
    """The judgements as the resolver takes them."""
    pairs: dict[str, set[Pair]] = {verdict: set() for verdict in VERDICTS}
    for judgement in judgements:
        pairs[judgement.verdict].add(frozenset((judgement.one, judgement.other)))
    return Told(apart=pairs[DIFFERENT], together=pairs[SAME])


def doubts(persons: Sequence[Person], judged: Iterable[Judgement] = ()) -> list[Doubt]:
    """Pairs to ask about, those on which most mentions hang first; judged ones are not asked again."""
    asked = {frozenset((judgement.one, judgement.other)) for judgement in judged}
    found = {frozenset(doubt[:2]): doubt for doubt in (*_near(persons), *_several(persons))}
    left = [doubt for pair, doubt in found.items() if len(pair) > 1 and pair not in asked]
    return sorted(left, key=lambda doubt: (-doubt.mentions, doubt.one, doubt.other))


def _several(persons: Sequence[Person]) -> Iterator[Doubt]:
    """A name that fits several persons, with each of them."""
    for person in persons:
        for name in person.could_be:
            yield _doubt(person.name, name, _mentions(person), f"it could be {' or '.join(person.could_be)}")


def _near(persons: Sequence[Person]) -> Iterator[Doubt]:
    """Names that almost agree."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(persons):
        for key in keys(parse(person.name)):
            blocks[key].append(number)
    for one, other in sorted({pair for block in blocks.values() for pair in combinations(block, 2)}):
        first, second = persons[one], persons[other]
        found = agree(parse(first.name), parse(second.name))
        if not found.conflict and (found.score >= DOUBTFUL or found.surname == NEAR):
            yield _doubt(first.name, second.name, min(_mentions(first), _mentions(second)), found.why)


def _doubt(one: str, other: str, mentions: int, why: str) -> Doubt:
    return Doubt(min(one, other), max(one, other), mentions, why)


def _mentions(person: Person) -> int:
    return sum(bearer.mentions for bearer in person.bearers)


def write(path: Path, judgements: Iterable[Judgement]) -> None:
    """Writes a file that `read` reads, an entry a judgement, in the order of the names. Raises ConfigError."""
    entries = [HEAD]
    for judgement in sorted(judgements, key=lambda each: (each.one, each.other)):
        rows = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in asdict(judgement).items())
        entries.append(f"[[judgement]]\n{rows}")
    try:
        path.write_text("\n".join(entries), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; choose a file that can be written") from error


def read(path: Path) -> list[Judgement]:
    """The judgements of a file. Raises ConfigError, which names file, entry and remedy, before anything is taken."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: no file of judgements: {error}; `pipeline review --export` writes one") from error
    rows = tables.get("judgement", [])
    if not isinstance(rows, list) or set(tables) - {"judgement"}:
        raise ConfigError(f"{path}: {', '.join(tables)} found; begin each entry with [[judgement]], and nothing else")
    return [_judgement(f"{path}, judgement {number}", row) for number, row in enumerate(rows, 1)]


def _judgement(where: str, row: Mapping[str, object]) -> Judgement:
    known = [field.name for field in fields(Judgement)]
    texts = {key: value for key, value in row.items() if key in known and isinstance(value, str)}
    if texts != row or not set(known[:-1]) <= set(row):
        raise ConfigError(f"{where}: {', '.join(row)} found; give {', '.join(known)} as texts, all but the last always")
    if texts["verdict"] not in VERDICTS:
        raise ConfigError(f"{where}: the verdict is {texts['verdict']!r}; write one of {', '.join(VERDICTS)}")
    one, other = sorted((texts["one"], texts["other"]))
    if one == other:
        raise ConfigError(f"{where}: {one!r} is compared with itself; write two names")
    return Judgement(one, other, texts["verdict"], texts["who"], texts["at"], texts.get("why", ""))

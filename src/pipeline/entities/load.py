"""Reads and checks authority files; `entry` knows the form of an entry, which each file describes at its head, too."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from pipeline.entities.entry import Extension, Table, entry, extended, extension, nearest_first, refuse, text_of
from pipeline.entities.shapes import KINDS, Authority, Entry

SHIPPED = Path(__file__).with_name("authority")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*(\w+)[ \t]*\]\]", re.MULTILINE)


def load_authority(extra: Sequence[Path] = ()) -> Authority:
    """The shipped authority and the files of `extra` as one, all checked.

    Raises ConfigError, naming file, line and entry, for what is no TOML, unknown or missing fields, a kind or a
    romanisation scheme that does not exist, dates without a year, an id or a Wikidata id used twice, a relation or an
    addition to nobody, an empty spelling, an everyday word as a person's name. What is only doubtful is in `remarks`.
    """
    entries: dict[str, Entry] = {}
    origins: dict[str, str] = {}
    added: list[Extension] = []
    for path in [SHIPPED / f"{kind}.toml" for kind in KINDS] + list(extra):
        for where, found in _read(path):
            if isinstance(found, Extension):
                added.append(found)
                continue
            if found.id in entries:
                instead = f', or write extends = "{found.id}" in its place to add spellings to that one'
                remedy = f"give this one an id of its own{instead if found.kind == entries[found.id].kind else ''}"
                refuse(where, f"the id is taken by {origins[found.id]}", remedy)
            entries[found.id], origins[found.id] = found, where
    mine = {found.id for found in entries.values() if not origins[found.id].startswith(f"{SHIPPED.name}/")}
    for more in added:
        mine.add(_known(more, entries))
        entries[more.target] = extended(entries[more.target], more)
        origins[more.target] += f" with {more.where}"
    _check_relations(entries, origins)
    _check_wikidata(entries, origins)
    ordered = tuple(entries[key] for key in sorted(entries))
    return Authority(ordered, _fingerprint(ordered), tuple(_ambiguous(ordered, mine, origins)))


def _fingerprint(entries: Sequence[Entry]) -> str:
    """Of what was loaded, not of the files: comments and order don't change it."""
    return sha256(repr(entries).encode()).hexdigest()[:12]


def _text(path: Path) -> str:
    """The file's text, without the mark that some editors put before it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        refuse(str(path), f"the authority file cannot be read ({error.strerror})", "mend the path or its rights")
    except UnicodeDecodeError as error:
        refuse(str(path), f"byte {error.start} is not UTF-8", "save the file as UTF-8")


def _parse(path: Path, text: str) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        refuse(str(path), f"not valid TOML: {error}", "mend the line named")


def _read(path: Path) -> Iterator[tuple[str, Entry | Extension]]:
    """Every entry of a file with the words that say where it stands."""
    text = _text(path)
    tables, lines = _parse(path, text), _lines(text)
    shown = f"{SHIPPED.name}/{path.name}" if path.parent == SHIPPED else str(path)
    default_source = text_of(shown, tables, "source")
    for kind, rows in tables.items():
        if kind == "source":
            continue
        if kind not in KINDS:
            refuse(shown, f'no kind of entity is called "{kind}"', f"write one of {nearest_first(KINDS, kind)}")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            refuse(shown, f'"{kind}" is not a list of entries', f"begin each entry with [[{kind}]]")
        for number, row in enumerate(rows, 1):
            place = f"{shown}, line {lines[kind, number]}" if (kind, number) in lines else shown
            where = f"{place}, {kind} {row.get('id') or row.get('extends') or number!r}"
            yield where, extension(where, kind, row) if "extends" in row else entry(where, kind, row, default_source)


def _lines(text: str) -> dict[tuple[str, int], int]:
    """The line on which each entry begins, by kind and number."""
    numbers: Counter[str] = Counter()
    found = {}
    for header in _HEADER.finditer(text):
        numbers[header[1]] += 1
        found[header[1], numbers[header[1]]] = text.count("\n", 0, header.start()) + 1
    return found


def _known(more: Extension, entries: Mapping[str, Entry]) -> str:
    if more.target not in entries:
        _refuse_target(more.where, f'it extends "{more.target}", which no file has', more.target, entries)
    return more.target


def _refuse_target(where: str, found: str, target: str, known: Iterable[str]) -> None:
    near = get_close_matches(target, list(known), n=1)
    refuse(where, found, f'did you mean "{near[0]}"?' if near else "write the id of another entry, or add it")


def _check_relations(entries: Mapping[str, Entry], origins: Mapping[str, str]) -> None:
    for one in entries.values():
        for kind, target in one.relations:
            if target not in entries or target == one.id:
                found = f'the relation "{kind}" leads to "{target}", no other entry'
                _refuse_target(origins[one.id], found, target, entries.keys() - {one.id})


def _check_wikidata(entries: Mapping[str, Entry], origins: Mapping[str, str]) -> None:
    """One entity is one entry."""
    taken: dict[str, str] = {}
    for one in entries.values():
        if one.wikidata and taken.setdefault(one.wikidata, one.id) != one.id:
            other = taken[one.wikidata]
            remedy = f'leave it out of one, or make them one entry (extends = "{other}")'
            refuse(origins[one.id], f"{one.wikidata} is also {origins[other]}", remedy)


def _ambiguous(entries: Sequence[Entry], mine: set[str], origins: Mapping[str, str]) -> Iterator[str]:
    """Spellings of users' entries that are another's, too; what stands beside them tells surnames and towns apart."""
    bearers: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        for spelling in one.spellings:
            bearers[spelling.text].append(one)
    for text, both in sorted(bearers.items()):
        told_apart = len(both) == 1 or all(text in each.surnames + each.also_surname for each in both)
        if not told_apart and (added := [each for each in both if each.id in mine]):
            one, *others = sorted(both, key=lambda each: each is not added[0])
            named = " and ".join(f"{other.name} ({origins[other.id]})" for other in others)
            yield (
                f'{origins[one.id]}: the spelling "{text}" of {one.name} is also that of {named}; it means the one that'
                " a text names in another way, too, and neither where it names none. Take it from one of them, or, if"
                f' they are one, write extends = "{others[0].id}" in place of the id'
            )

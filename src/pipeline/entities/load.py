"""Reads and checks authority files; the only place that knows their form, which each file describes at its head."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from pipeline.entities.shapes import KINDS, RELATIONS, Authority, Entry, Spelling
from pipeline.errors import ConfigError

SHIPPED = Path(__file__).with_name("authority")
FIELDS = ("id", "name", "dates", "wikidata", "spellings", "relations", "note", "source")
PERSON_FIELDS = ("surname", "given", "patronymic", "common")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WIKIDATA = re.compile(r"Q[1-9][0-9]*")
LANGUAGE = re.compile(r"[a-z]{2,3}")

Table = Mapping[str, object]


def load_authority(extra: Sequence[Path] = ()) -> Authority:
    """The shipped authority and the files of `extra` as one, all checked.

    Raises ConfigError, naming file and entry, for what is no TOML, unknown or missing fields, a kind that does not
    exist, an id used twice, a relation to nobody, an empty spelling.
    """
    entries: dict[str, Entry] = {}
    origins: dict[str, str] = {}
    for path in [SHIPPED / f"{kind}.toml" for kind in KINDS] + list(extra):
        for where, entry in _read(path):
            if entry.id in entries:
                _refuse(where, f"the id is taken by {origins[entry.id]}", "give this one an id of its own")
            entries[entry.id], origins[entry.id] = entry, where
    _check_relations(entries, origins)
    ordered = tuple(entries[key] for key in sorted(entries))
    return Authority(ordered, _fingerprint(ordered))


def _refuse(where: str, found: str, remedy: str) -> NoReturn:
    raise ConfigError(f"{where}: {found}; {remedy}")


def _fingerprint(entries: Sequence[Entry]) -> str:
    """Of what was loaded, not of the files: comments and order don't change it."""
    data = json.dumps([asdict(entry) for entry in entries], sort_keys=True, ensure_ascii=True)
    return sha256(data.encode()).hexdigest()[:12]


def _parse(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        _refuse(str(path), f"the authority file cannot be read ({error.strerror})", "mend the path or its rights")
    except UnicodeDecodeError as error:
        _refuse(str(path), f"byte {error.start} is not UTF-8", "save the file as UTF-8")
    except tomllib.TOMLDecodeError as error:
        _refuse(str(path), f"not valid TOML: {error}", "mend the line named")


def _read(path: Path) -> Iterator[tuple[str, Entry]]:
    """Every entry of a file with the words that say where it stands."""
    tables = _parse(path)
    shown = f"authority/{path.name}" if path.parent == SHIPPED else str(path)
    default_source = _text(shown, tables, "source")
    for kind, rows in tables.items():
        if kind == "source":
            continue
        if kind not in KINDS:
            _refuse(shown, f'no kind of entity is called "{kind}"', f"write one of {_listed(KINDS, kind)}")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            _refuse(shown, f'"{kind}" is not a list of entries', f"begin each entry with [[{kind}]]")
        for number, row in enumerate(rows, 1):
            where = f"{shown}, {kind} {row.get('id') or number!r}"
            yield where, _entry(where, kind, row, default_source)


def _listed(known: Sequence[str], found: str) -> str:
    """The known words, the likeliest one first."""
    near = get_close_matches(found, known, n=1)
    return ", ".join(near + [word for word in known if word not in near])


def _entry(where: str, kind: str, row: Table, default_source: str | None) -> Entry:
    known = FIELDS + PERSON_FIELDS if kind == "person" else FIELDS
    for name in row:
        if name not in known:
            _refuse(where, f'unknown field "{name}"', f"the fields are {_listed(known, name)}")
    name = _needed(where, row, "name")
    surnames = _spellings(where, row, "surname")
    given = tuple(spelling.text for spelling in _spellings(where, row, "given"))
    if bool(surnames) != bool(given):
        _refuse(where, "surname and given go together", 'give both, or plain "spellings" alone')
    return Entry(
        id=_matching(where, _needed(where, row, "id"), ID, "id", "lower-case words joined by hyphens"),
        name=name,
        kind=kind,
        dates=_text(where, row, "dates"),
        wikidata=_wikidata(where, row),
        spellings=_each_once((Spelling(name), *surnames, *_spellings(where, row, "spellings"))),
        relations=tuple(_relations(where, row)),
        note=_text(where, row, "note"),
        source=_text(where, row, "source") or default_source,
        surnames=tuple(spelling.text for spelling in surnames),
        given=given,
        patronymic=tuple(spelling.text for spelling in _spellings(where, row, "patronymic")),
        common=_flag(where, row, "common"),
    )


def _text(where: str, row: Table, field: str) -> str | None:
    value = row.get(field)
    if value is not None and not (isinstance(value, str) and value.strip()):
        _refuse(where, f'"{field}" is {value!r}', "write a text in quotation marks, or leave the field out")
    return _tidy(value) if value is not None else None


def _tidy(text: str) -> str:
    """Composed letters and single spaces, as clean text has them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _needed(where: str, row: Table, field: str) -> str:
    value = _text(where, row, field)
    if value is None:
        _refuse(where, f'no "{field}"', f'write {field} = "…"')
    return value


def _matching(where: str, value: str, pattern: re.Pattern[str], field: str, form: str) -> str:
    if not pattern.fullmatch(value):
        _refuse(where, f'"{field}" is {value!r}', f"it must be {form}")
    return value


def _wikidata(where: str, row: Table) -> str | None:
    value = _text(where, row, "wikidata")
    return None if value is None else _matching(where, value, WIKIDATA, "wikidata", "Q and a number, or left out")


def _flag(where: str, row: Table, field: str) -> bool:
    value = row.get(field, False)
    if not isinstance(value, bool):
        _refuse(where, f'"{field}" is {value!r}', "write true or false")
    return value


def _items(where: str, row: Table, field: str) -> list[object]:
    value = row.get(field, [])
    if not isinstance(value, list):
        _refuse(where, f'"{field}" is {value!r}', f"write a list: {field} = [ … ]")
    return value


def _spellings(where: str, row: Table, field: str) -> list[Spelling]:
    return [_spelling(where, field, item) for item in _items(where, row, field)]


def _spelling(where: str, field: str, item: object) -> Spelling:
    parts = {"text": item} if isinstance(item, str) else item
    if not isinstance(parts, dict) or not {"text"} <= set(parts) <= {"text", "language", "scheme"}:
        _refuse(where, f'"{field}" holds {item!r}', 'write "text" or {text = "…", language = "…", scheme = "…"}')
    text = parts["text"]
    if not isinstance(text, str) or not any(character.isalnum() for character in text):
        _refuse(where, f'"{field}" holds an empty spelling {text!r}', "write it out or take it away")
    language = _text(where, parts, "language")
    if language is not None:
        _matching(where, language, LANGUAGE, "language", "an ISO 639 code such as ru")
    return Spelling(_tidy(text), language, _text(where, parts, "scheme"))


def _each_once(spellings: Sequence[Spelling]) -> tuple[Spelling, ...]:
    """Each text once, the first of it."""
    return tuple({spelling.text: spelling for spelling in reversed(spellings)}.values())[::-1]


def _relations(where: str, row: Table) -> Iterator[tuple[str, str]]:
    for item in _items(where, row, "relations"):
        if not isinstance(item, dict) or set(item) != {"kind", "id"}:
            _refuse(where, f'"relations" holds {item!r}', 'write {kind = "predecessor", id = "…"}')
        kind, target = _needed(where, item, "kind"), _needed(where, item, "id")
        if kind not in RELATIONS:
            _refuse(where, f'unknown relation "{kind}"', f"write one of {_listed(RELATIONS, kind)}")
        yield kind, target


def _check_relations(entries: Mapping[str, Entry], origins: Mapping[str, str]) -> None:
    for entry in entries.values():
        for kind, target in entry.relations:
            if target not in entries or target == entry.id:
                near = get_close_matches(target, [key for key in entries if key != entry.id], n=1)
                remedy = f'did you mean "{near[0]}"?' if near else "write the id of another entry, or add it"
                _refuse(origins[entry.id], f'the relation "{kind}" leads to "{target}", no other entry', remedy)

"""One entry of an authority file: its fields, checked by themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import NoReturn

from pipeline.entities.shapes import RELATIONS, Entry, Spelling
from pipeline.errors import ConfigError
from pipeline.languages.function_words import function_words
from pipeline.languages.schemes import FOLDER

FIELDS = ("id", "name", "dates", "wikidata", "spellings", "relations", "note", "source")
OWN_FIELDS = {"person": ("surname", "given", "patronymic", "common"), "place": ("also_surname",)}
ADDED = ("extends", "spellings")
PERSON_ADDED = ("surname", "given", "patronymic")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WIKIDATA = re.compile(r"Q[1-9][0-9]*")
LANGUAGE = re.compile(r"[a-z]{2,3}")
DATED = re.compile(r"(?<!\d)\d{3,4}(?!\d)|\d(?:st|nd|rd|th) century")  # a year, or a century, whatever stands beside it
SPAN = re.compile(r"(\d{3,4}) ?[–-] ?(\d{3,4})")

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Extension:
    """What a file adds to an entry that another file has; `where` it stands."""

    where: str
    target: str
    kind: str
    surnames: tuple[Spelling, ...]
    given: tuple[str, ...]
    patronymic: tuple[str, ...]
    spellings: tuple[Spelling, ...]


def refuse(where: str, found: str, remedy: str) -> NoReturn:
    """Raises ConfigError that says where what was found, and what to do."""
    raise ConfigError(f"{where}: {found}; {remedy}")


def nearest_first(known: Sequence[str], found: str) -> str:
    """The known words, the likeliest one first."""
    near = get_close_matches(found, known, n=1)
    return ", ".join(near + [word for word in known if word not in near])


def entry(where: str, kind: str, row: Table, default_source: str | None) -> Entry:
    """A row as an entry. Raises ConfigError."""
    _check_fields(where, row, FIELDS + OWN_FIELDS.get(kind, ()))
    name = _needed(where, row, "name")
    surnames = _spellings(where, row, "surname")
    given = _texts(where, row, "given")
    shared = _spellings(where, row, "also_surname")
    made = Entry(
        id=_matching(where, _needed(where, row, "id"), ID, "id", "lower-case words joined by hyphens"),
        name=name,
        kind=kind,
        dates=_dates(where, row),
        wikidata=_wikidata(where, row),
        spellings=_each_once((Spelling(name), *surnames, *_spellings(where, row, "spellings"), *shared)),
        relations=tuple(_relations(where, row)),
        note=text_of(where, row, "note"),
        source=text_of(where, row, "source") or default_source,
        surnames=tuple(spelling.text for spelling in surnames),
        given=given,
        patronymic=_texts(where, row, "patronymic"),
        common=_flag(where, row, "common"),
        also_surname=tuple(spelling.text for spelling in shared),
    )
    check_name(where, made)
    return made


def extension(where: str, kind: str, row: Table) -> Extension:
    """A row that adds to an entry. Raises ConfigError."""
    _check_fields(where, row, ADDED + PERSON_ADDED if kind == "person" else ADDED)
    return Extension(
        where,
        _needed(where, row, "extends"),
        kind,
        tuple(_spellings(where, row, "surname")),
        _texts(where, row, "given"),
        _texts(where, row, "patronymic"),
        tuple(_spellings(where, row, "spellings")),
    )


def extended(known: Entry, more: Extension) -> Entry:
    """The entry with what is added to it. Raises ConfigError."""
    if known.kind != more.kind:
        refuse(more.where, f'"{known.id}" is a {known.kind}', f"begin the entry with [[{known.kind}]]")
    made = replace(
        known,
        spellings=_each_once((*known.spellings, *more.surnames, *more.spellings)),
        surnames=_both(known.surnames, (spelling.text for spelling in more.surnames)),
        given=_both(known.given, more.given),
        patronymic=_both(known.patronymic, more.patronymic),
    )
    check_name(more.where, made)
    return made


def _both(known: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _check_fields(where: str, row: Table, known: Sequence[str]) -> None:
    for name in row:
        if name not in known:
            refuse(where, f'unknown field "{name}"', f"the fields are {nearest_first(known, name)}")


def check_name(where: str, made: Entry) -> None:
    """Refuses half a person's name, and words that every text is full of."""
    if bool(made.surnames) != bool(made.given):
        refuse(where, "surname and given go together", 'give both, or plain "spellings" alone')
    for spelling in made.spellings:
        if _is_everyday(made, spelling.text):
            refuse(where, f'"{spelling.text}" is a word of any text', "write the name in full, or take it away")


def _is_everyday(made: Entry, spelling: str) -> bool:
    """A single word in small letters is no person's name; `The` is none, but `Will` may be a surname that is common."""
    if len(spelling.split()) > 1 or spelling.lower() == spelling.upper():
        return False
    common = spelling.lower() in everyday()
    if made.kind != "person":
        return common and spelling.islower()
    if spelling.islower():
        return spelling[0] != spelling[0].title()  # Georgian names have no capital
    return common and not (spelling in made.surnames and made.common)


@cache
def everyday() -> frozenset[str]:
    """The function words of all languages that have a list of them."""
    return frozenset(word for words in function_words().values() for word in words)


@cache
def schemes() -> tuple[str, ...]:
    """The names of all romanisation schemes."""
    return tuple(sorted({path.stem.partition("-")[2] for path in FOLDER.glob("*.toml")}))


def text_of(where: str, row: Table, field: str) -> str | None:
    """A text of the row, None where there is none. Raises ConfigError."""
    value = row.get(field)
    if value is not None and not (isinstance(value, str) and value.strip()):
        refuse(where, f'"{field}" is {value!r}', "write a text in quotation marks, or leave the field out")
    return _tidy(value) if value is not None else None


def _tidy(text: str) -> str:
    """Composed letters and single spaces, as clean text has them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _needed(where: str, row: Table, field: str) -> str:
    value = text_of(where, row, field)
    if value is None:
        refuse(where, f'no "{field}"', f'write {field} = "…"')
    return value


def _matching(where: str, value: str, pattern: re.Pattern[str], field: str, form: str) -> str:
    if not pattern.fullmatch(value):
        refuse(where, f'"{field}" is {value!r}', f"it must be {form}")
    return value


def _wikidata(where: str, row: Table) -> str | None:
    value = text_of(where, row, "wikidata")
    return None if value is None else _matching(where, value, WIKIDATA, "wikidata", "Q and a number, or left out")


def _dates(where: str, row: Table) -> str | None:
    value = text_of(where, row, "dates")
    span = SPAN.fullmatch(value or "")
    if value and not DATED.search(value):
        refuse(where, f'"dates" is {value!r}, and has no year', "write years, such as 1878–1953 or from 1917")
    if span and int(span[1]) > int(span[2]):
        refuse(where, f'"dates" is {value!r}, and ends before it begins', "write the earlier year first")
    return value


def _texts(where: str, row: Table, field: str) -> tuple[str, ...]:
    return tuple(spelling.text for spelling in _spellings(where, row, field))


def _flag(where: str, row: Table, field: str) -> bool:
    value = row.get(field, False)
    if not isinstance(value, bool):
        refuse(where, f'"{field}" is {value!r}', "write true or false")
    return value


def _items(where: str, row: Table, field: str) -> list[object]:
    value = row.get(field, [])
    if not isinstance(value, list):
        refuse(where, f'"{field}" is {value!r}', f"write a list: {field} = [ … ]")
    return value


def _spellings(where: str, row: Table, field: str) -> list[Spelling]:
    return [_spelling(where, field, item) for item in _items(where, row, field)]


def _spelling(where: str, field: str, item: object) -> Spelling:
    parts = {"text": item} if isinstance(item, str) else item
    if not isinstance(parts, dict) or not {"text"} <= set(parts) <= {"text", "language", "scheme"}:
        refuse(where, f'"{field}" holds {item!r}', 'write "text" or {text = "…", language = "…", scheme = "…"}')
    text = parts["text"]
    if not isinstance(text, str) or not any(character.isalnum() for character in text):
        refuse(where, f'"{field}" holds an empty spelling {text!r}', "write it out or take it away")
    language = text_of(where, parts, "language")
    if language is not None:
        _matching(where, language, LANGUAGE, "language", "an ISO 639 code such as ru")
    scheme = text_of(where, parts, "scheme")
    if scheme is not None and scheme not in schemes():
        refuse(where, f'"{field}" holds the scheme "{scheme}"', f"the schemes are {nearest_first(schemes(), scheme)}")
    return Spelling(_tidy(text), language, scheme)


def _each_once(spellings: Sequence[Spelling]) -> tuple[Spelling, ...]:
    """Each text once, the first of it."""
    return tuple({spelling.text: spelling for spelling in reversed(spellings)}.values())[::-1]


def _relations(where: str, row: Table) -> Iterator[tuple[str, str]]:
    for item in _items(where, row, "relations"):
        if not isinstance(item, dict) or set(item) != {"kind", "id"}:
            refuse(where, f'"relations" holds {item!r}', 'write {kind = "predecessor", id = "…"}')
        kind, target = _needed(where, item, "kind"), _needed(where, item, "id")
        if kind not in RELATIONS:
            refuse(where, f'unknown relation "{kind}"', f"write one of {nearest_first(RELATIONS, kind)}")
        yield kind, target

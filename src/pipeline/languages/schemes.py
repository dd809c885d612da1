"""Romanisation schemes: one file a scheme under `schemes/`, found by listing the folder, checked on load.

A file has `name`, `language` (ISO 639-1), `title`, `source`, `url`, `tag` (BCP 47; no more than the language and the
script where the scheme has no subtag), and

    letters    for every letter of the alphabet the Latin form that is written, then others accepted when reading:
               `й=ĭ,i`; nothing after `=` or a comma is the empty form
    old        the same for letters of older spelling: written, never guessed when reading
    careless   forms read only where nothing else fits a whole text, such as a soft sign left out
    rules      forms by context, tried in order before `letters`: `cyrillic` is one letter or several, `after` and
               `before` are sets of letters, `at` is start, end or word; `latin` is written as in `letters`
    capitals   capital letters where they are not the usual ones: `i=İ`
    samples    Cyrillic = Latin, at least six, which the scheme gives exactly
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NoReturn

from pipeline.errors import ConfigError

FOLDER = Path(__file__).with_name("schemes")
# The apostrophe is a letter here: it stands inside words and schemes write it in their own ways.
ALPHABETS: Mapping[str, str] = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
    "be": "абвгґдеёжзійклмнопрстуўфхцчшыьэюя'",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
}
TEXTS = ("name", "language", "title", "source", "url", "tag", "letters")
OPTIONAL = ("old", "careless", "capitals", "rules")
RULE = ("cyrillic", "latin", "after", "before", "at")
PLACES = ("", "start", "end", "word")
LEAST_SAMPLES = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """One letter, or several, and its Latin forms in one context; `latin[0]` is what is written."""

    cyrillic: str
    latin: tuple[str, ...]
    careless: tuple[str, ...] = ()
    after: str = ""
    before: str = ""
    at: str = ""
    old: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A checked scheme file; `rules` in the order in which they are tried, then `letters`."""

    name: str
    language: str
    title: str
    source: str
    url: str
    tag: str
    letters: Mapping[str, Unit]
    rules: tuple[Unit, ...]
    samples: Mapping[str, str]
    capitals: Mapping[str, str] = field(default_factory=dict)


def _refuse(where: str, found: str, remedy: str) -> NoReturn:
    raise ConfigError(f"{where}: {found}; {remedy}")


def _forms(text: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", form) for form in text.split(","))


def _pairs(where: str, text: object) -> dict[str, tuple[str, ...]]:
    """`й=ĭ,i ь=` → letter and its forms."""
    if not isinstance(text, str):
        _refuse(where, f"{text!r} is no text", 'write "letter=form,form …" in quotation marks')
    found: dict[str, tuple[str, ...]] = {}
    for item in text.split():
        letter, equals, forms = item.partition("=")
        if not letter or not equals or letter in found:
            _refuse(where, f'"{item}" is no new "letter=form"', "write each letter once, with = and its forms")
        found[letter] = _forms(forms)
    return found


def _check_keys(where: str, table: Mapping[str, object], texts: tuple[str, ...], optional: tuple[str, ...]) -> None:
    known = (*texts, *optional)
    if unknown := [key for key in table if key not in known]:
        _refuse(where, f'nothing is called "{unknown[0]}"', f"known are {', '.join(known)}")
    for key in texts:
        if not isinstance(table.get(key), str) or not table[key]:
            _refuse(where, f'"{key}" is missing or no text', f"add {key} = …")


def _rules(where: str, rows: object, careless: Mapping[str, tuple[str, ...]]) -> Iterator[Unit]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        _refuse(where, '"rules" is not a list of tables', "write rules = [{ cyrillic = …, latin = … }]")
    for number, row in enumerate(rows, 1):
        shown = f"{where}: rule {number}"
        _check_keys(shown, row, RULE[:2], RULE[2:])
        if row.get("at", "") not in PLACES:
            _refuse(shown, f'"at" is {row["at"]!r}', "write start, end or word")
        cyrillic = row["cyrillic"]
        places = {key: row.get(key, "") for key in RULE[2:]}
        yield Unit(cyrillic, _forms(row["latin"]), careless.get(cyrillic, ()), **places)


def _letters(where: str, table: Mapping[str, object], careless: Mapping[str, tuple[str, ...]]) -> dict[str, Unit]:
    """Every letter of the alphabet, then the old ones."""
    alphabet = ALPHABETS[str(table["language"])]
    forms = _pairs(f"{where}: letters", table["letters"])
    old = _pairs(f"{where}: old", table.get("old", ""))
    if missing := [letter for letter in alphabet if letter not in forms]:
        _refuse(f"{where}: letters", f"{' '.join(missing)} missing", "give each letter its Latin form")
    if strange := [letter for letter in forms if letter not in alphabet]:
        _refuse(f"{where}: letters", f"{' '.join(strange)} not in the alphabet", "move them to old, or take them out")
    units = {letter: Unit(letter, forms[letter], careless.get(letter, ())) for letter in alphabet}
    return units | {letter: Unit(letter, latin, old=True) for letter, latin in old.items()}


def _samples(where: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or len(table) < LEAST_SAMPLES:
        _refuse(where, f"fewer than {LEAST_SAMPLES} samples", "add [samples] with lines Cyrillic = Latin")
    return {cyrillic: unicodedata.normalize("NFC", str(latin)) for cyrillic, latin in table.items()}


def load_scheme(path: Path) -> Scheme:
    """One scheme file, checked.

    Raises ConfigError, naming the file and the place, for what is no TOML, a missing, unknown or ill-formed key,
    an unknown language, a letter without form, fewer than six samples, a file not called language-name.toml.
    """
    where = f"schemes/{path.name}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        _refuse(where, f"not readable as TOML: {error}", "mend the line named")
    _check_keys(where, table, TEXTS, (*OPTIONAL, "samples"))
    if table["language"] not in ALPHABETS:
        _refuse(where, f'no alphabet for "{table["language"]}"', f"known are {', '.join(ALPHABETS)}")
    if path.stem != f"{table['language']}-{table['name']}":
        _refuse(where, f"holds {table['language']}-{table['name']}", "call the file after its language and name")
    careless = _pairs(f"{where}: careless", table.get("careless", ""))
    return Scheme(
        **{key: table[key] for key in TEXTS[:6]},
        letters=_letters(where, table, careless),
        rules=tuple(_rules(where, table.get("rules", []), careless)),
        samples=_samples(where, table.get("samples")),
        capitals={low: high[0] for low, high in _pairs(f"{where}: capitals", table.get("capitals", "")).items()},
    )


@cache
def schemes(language: str = "") -> tuple[Scheme, ...]:
    """All schemes, or those of one language, in the order of their file names; read once a process."""
    if not language:
        return tuple(load_scheme(path) for path in sorted(FOLDER.glob("*.toml")))
    return tuple(scheme for scheme in schemes() if scheme.language == language)


def scheme(name: str, language: str = "ru") -> Scheme:
    """The scheme of that name for the language. Raises ConfigError, naming those there are."""
    known = {scheme.name: scheme for scheme in schemes(language)}
    if not known:
        languages = ", ".join(sorted({scheme.language for scheme in schemes()}))
        raise ConfigError(f'no scheme for the language "{language}"; there are schemes for {languages}')
    if name not in known:
        raise ConfigError(f'no scheme "{name}" for the language "{language}"; known are {", ".join(known)}')
    return known[name]

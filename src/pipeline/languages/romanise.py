"""Cyrillic to Latin by a scheme, exactly; and whether a Latin text is a form that a scheme allows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from pipeline.languages.schemes import ALPHABETS, Scheme, Unit
from pipeline.languages.schemes import scheme as named

TIE = "\N{COMBINING DOUBLE INVERTED BREVE}"
LETTER = "[\u0400-\u052f]"
CAPITALS = "".join(filter(str.isupper, map(chr, range(0x400, 0x530))))
APOSTROPHES = "'’ʼ"
LONG = 10_000  # code points; from here on the same words come again often enough to write each once
# й ё ї ў in two code points, as some files have them.
DECOMPOSED = re.compile("[иеіуИЕІУ][\N{COMBINING BREVE}\N{COMBINING DIAERESIS}]")
HALF_TIES = re.compile("\N{COMBINING LIGATURE LEFT HALF}(.)\N{COMBINING LIGATURE RIGHT HALF}")
# One sign each for what typewriters, typesetters and catalogues use; the grave accent stays, it is GOST's own.
SIGNS = str.maketrans(dict.fromkeys("ʹ′’‘ʼ´", "'") | dict.fromkeys("ʺ″”“", '"') | {"ǐ": "ĭ"})
SMALL_DOTTED_I = "İ".lower()  # i and a dot above, which no other i has


class Forms(NamedTuple):
    """What a scheme accepts for a letter or a group of them, normal; when careless, too."""

    careful: tuple[str, ...]
    careless: tuple[str, ...] = ()


class Writer(NamedTuple):
    """A scheme made ready for writing: contexts, capitals that follow or precede capitals, all the rest."""

    scheme: Scheme
    contexts: re.Pattern[str] | None
    units: tuple[Unit, ...]  # by number of the group that matched
    capitals: re.Pattern[str]
    table: dict[int, str]
    accepted: tuple[Forms, ...]  # of the units
    letters: dict[str, Forms]


def either_case(letters: str) -> str:
    """A character class of the letters, small and capital; an apostrophe stands for all of its kinds."""
    spread = letters.replace("'", APOSTROPHES)
    return "[" + re.escape("".join(dict.fromkeys(spread + spread.upper()))) + "]"


def _branch(unit: Unit) -> str:
    """A pattern for the unit just after its first letter was read."""
    first = either_case(unit.cyrillic[0])
    parts = [f"(?<={either_case(unit.after)}{first})"] if unit.after else []
    if unit.at in {"start", "word"}:
        parts.append(f"(?<!{LETTER}{first})(?<!{LETTER}[{APOSTROPHES}]{first})")
    parts += [either_case(letter) for letter in unit.cyrillic[1:]]
    if unit.before:
        parts.append(f"(?={either_case(unit.before)})")
    if unit.at in {"end", "word"}:
        parts.append(f"(?![{APOSTROPHES}]?{LETTER})")
    return "".join(parts) + "(?P<u{}>)"


def _contexts(units: Sequence[Unit]) -> re.Pattern[str] | None:
    """One pattern for all units: first a letter that some begin with, found fast, then those of that letter."""
    branches: dict[str, list[str]] = {}
    for number, unit in enumerate(units):
        branches.setdefault(unit.cyrillic[0], []).append(_branch(unit).format(number))
    if not branches:
        return None
    groups = [f"(?<={either_case(first)})(?:{'|'.join(options)})" for first, options in branches.items()]
    return re.compile(f"{either_case(''.join(branches))}(?:{'|'.join(groups)})")


def _contextual(scheme: Scheme) -> tuple[Unit, ...]:
    """The rules, and the apostrophe, which is a letter only between letters."""
    alphabet = ALPHABETS[scheme.language].replace("'", "")
    marks = [unit for letter, unit in scheme.letters.items() if letter == "'"]
    inside = [Unit("'", unit.latin, unit.careless, after=alphabet, before=alphabet) for unit in marks]
    return (*scheme.rules, *inside)


def raised(form: str, scheme: Scheme, whole: bool) -> str:
    """The form in capitals: the whole, or its first letter, with the second where a tie holds the two together."""
    if not form:
        return form
    end = len(form) if whole else 3 if form[1:2] == TIE else 1
    return "".join(scheme.capitals.get(letter) or letter.upper() for letter in form[:end]) + form[end:]


@cache
def _writer(name: str, language: str) -> Writer:
    scheme = named(name, language)
    units = _contextual(scheme)
    plain = {letter: unit.latin[0] for letter, unit in scheme.letters.items() if letter != "'"}
    long = "".join(letter.upper() for letter, form in plain.items() if len(form) > 1)
    small = {ord(letter): form for letter, form in plain.items()}
    large = {ord(letter.upper()): raised(form, scheme, whole=False) for letter, form in plain.items()}
    pattern = re.compile(f"[{long or '0'}](?:(?=[{CAPITALS}])|(?<=[{CAPITALS}].))")
    letters = {letter: _accepted(unit) for letter, unit in scheme.letters.items() if letter != "'"}
    return Writer(scheme, _contexts(units), units, pattern, small | large, tuple(map(_accepted, units)), letters)


def _shouted(match: re.Match[str]) -> bool:
    """Whether the match stands among capitals: its other letters, or the letter after or before it."""
    text, start, end = match.string, match.start(), match.end()
    around = match[0][1:] or text[end : end + 1] + text[max(0, start - 1) : start]
    return any(letter in CAPITALS for letter in around)


def _accepted(unit: Unit) -> Forms:
    return Forms(tuple(map(normal_latin, unit.latin)), tuple(map(normal_latin, unit.careless)))


def _number(match: re.Match[str]) -> int:
    """Of the unit that matched."""
    return int((match.lastgroup or "u0")[1:])


def _by_context(writer: Writer, match: re.Match[str]) -> str:
    form = writer.units[_number(match)].latin[0]
    return raised(form, writer.scheme, _shouted(match)) if match[0][0].isupper() else form


def _in_capitals(writer: Writer, match: re.Match[str]) -> str:
    return raised(writer.table[ord(match[0].lower())], writer.scheme, whole=True)


def _write(text: str, writer: Writer) -> str:
    if writer.contexts:
        text = writer.contexts.sub(partial(_by_context, writer), text)
    return writer.capitals.sub(partial(_in_capitals, writer), text).translate(writer.table)


def _write_long(text: str, writer: Writer) -> str:
    """As `_write`, each word once: no context reaches over a blank, and no scheme writes one."""
    words = text.split(" ")
    once = list(dict.fromkeys(words))
    written = dict(zip(once, _write(" ".join(once), writer).split(" "), strict=True))
    return " ".join(map(written.__getitem__, words))


def romanise(text: str, scheme: str, language: str = "ru") -> str:
    """The text in Latin letters as the scheme writes it; case, punctuation and what is no Cyrillic are kept.

    A capital stands for a capital and small letters (`Щ` → `Shch`), among capitals for capitals (`ЩИ` → `SHCHI`).
    Letters that the scheme does not know stay. Raises ConfigError for an unknown scheme or language.
    """
    writer = _writer(scheme, language)
    if "\N{COMBINING BREVE}" in text or "\N{COMBINING DIAERESIS}" in text:
        text = DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    return _write_long(text, writer) if len(text) > LONG else _write(text, writer)


def normal_latin(text: str) -> str:
    """Small letters, composed, with one sign for all kinds of apostrophe, double prime, breve and tie."""
    small = unicodedata.normalize("NFC", text.lower().replace(SMALL_DOTTED_I, "i"))
    return HALF_TIES.sub(f"{TIE}\\1", small).translate(SIGNS)


def segments(text: str, scheme: str, language: str) -> Iterator[tuple[str, Forms]]:
    """The pieces of a Cyrillic text in small letters, as the scheme divides it, and the forms that it accepts."""
    writer, position = _writer(scheme, language), 0
    match = writer.contexts.match if writer.contexts else None
    while position < len(text):
        if match and (found := match(text, position)):
            position = found.end()
            yield found[0], writer.accepted[_number(found)]
        else:
            letter = text[position]
            position += 1
            yield letter, writer.letters.get(letter) or Forms((normal_latin(letter),))


def reads(cyrillic: str, latin: str, scheme: str, language: str) -> tuple[bool, bool]:
    """As `fits`, of a Cyrillic text in small letters and a Latin one out of `normal_latin`; and when careless.

    Costs their length.
    """
    careful, careless = {0}, {0}
    for _, forms in segments(cyrillic, scheme, language):
        careless = {
            end + len(form) for end in careless for options in forms for form in options if latin.startswith(form, end)
        }
        if not careless:
            return False, False
        careful = {end + len(form) for end in careful for form in forms.careful if latin.startswith(form, end)}
    return len(latin) in careful, len(latin) in careless


def fits(cyrillic: str, latin: str, scheme: str, language: str = "ru") -> bool:
    """Whether the Latin text is a form of the Cyrillic one that the scheme accepts, case aside.

    Kinds of apostrophe, prime, breve and tie are taken as one, composed and decomposed letters too. Raises
    ConfigError for an unknown scheme or language.
    """
    return reads(unicodedata.normalize("NFC", cyrillic.lower()), normal_latin(latin), scheme, language)[0]

"""Commands on lines of text: their language and romanisation, Cyrillic to Latin, Latin back to Cyrillic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from pipeline import console
from pipeline.lines import Lines, answer, json_line


def detect(file: Lines = "-") -> None:
    """Language, script and romanisation of every line, as JSON."""
    from pipeline.languages.identify import identify

    names = ("language", "script", "schemes", "tag", "confidence", "evidence")
    answer(file, lambda lines: (json_line({name: getattr(found, name) for name in names}) for found in identify(lines)))


def romanise(
    file: Lines = "-",
    scheme: Annotated[str | None, typer.Option(metavar="NAME", help="One of --list.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="ru, uk, be or kk. Default: ru.")] = None,
    schemes: Annotated[bool, typer.Option("--list", help="Name the schemes, all or those of --language.")] = False,
) -> None:
    """Cyrillic to Latin letters by a scheme, line by line."""
    from pipeline.languages.romanise import romanise
    from pipeline.languages.schemes import scheme as named

    code = "ru" if language is None else language
    names = _names(code)
    if schemes:
        _list(language or "")
    elif scheme is None:
        raise typer.BadParameter(f"give --scheme: {', '.join(names)}; --list says more")
    else:
        name = named(scheme, code).name
        answer(file, lambda lines: (romanise(line, name, code) for line in lines))


def cyrillise(
    file: Lines = "-",
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="ru, uk, be or kk. Default: what each line looks like, else ru.")
    ] = None,
    scheme: Annotated[
        str | None, typer.Option(metavar="NAME", help="One of romanise --list. Default: all, together.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Readings, best first, with scores and schemes.")] = False,
) -> None:
    """Romanised text back to Cyrillic letters, line by line."""
    from pipeline.languages.cyrillise import cyrillise

    choices = _choices(language, scheme)

    def answers(lines: list[str]) -> Iterator[str]:
        for line, code in zip(lines, _languages(lines, choices), strict=True):
            readings = cyrillise(line, code, scheme, count=5 if as_json else 1)
            candidates = [reading._asdict() for reading in readings]
            found = {"text": line, "language": code, "candidates": candidates}
            yield json_line(found) if as_json else readings[0].text

    answer(file, answers)


def _list(language: str) -> None:
    from pipeline.languages.schemes import schemes

    rows = [[each.name, each.language, each.title, each.source] for each in schemes(language)]
    console.table(["name", "language", "title", "source"], rows)


def _names(language: str) -> tuple[str, ...]:
    """The names of the language's schemes. Raises ConfigError where there are none."""
    from pipeline.languages.schemes import scheme, schemes

    return tuple(each.name for each in schemes() if each.language == language) or (scheme("", language).name,)


def _choices(language: str | None, scheme: str | None) -> list[str]:
    """The languages that a line may be in, the one to suppose first. Raises ConfigError where there is none."""
    from pipeline.languages.schemes import ALPHABETS
    from pipeline.languages.schemes import scheme as named

    known = {each: _names(each) for each in (ALPHABETS if language is None else [language])}
    found = [each for each, names in known.items() if scheme is None or scheme in names]
    return found or [named(scheme or "", next(iter(known))).language]


def _languages(lines: list[str], choices: list[str]) -> list[str]:
    """The language to read each line in."""
    if len(choices) == 1:
        return choices * len(lines)
    from pipeline.languages.identify import identify

    return [found.language if found.language in choices else choices[0] for found in identify(lines)]

"""Commands on lines of text: their language and romanisation, Cyrillic to Latin, Latin back to Cyrillic.

A line in, a line out, as UTF-8, line feed only. Lines are taken as they come, so that a pipe is answered as it goes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BufferedReader
from pathlib import Path
from typing import Annotated, cast

import typer

from pipeline import console
from pipeline.errors import PipelineError

AT_ONCE = 1 << 14  # bytes: some hundred titles, so many as the model is quickest on together
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

Lines = Annotated[str, typer.Argument(metavar="[FILE|-]", help="Lines of text; - for standard input.")]


def detect(file: Lines = "-") -> None:
    """Language, script and romanisation of every line, as JSON."""
    from pipeline.languages.identify import identify

    names = ("language", "script", "schemes", "tag", "confidence", "evidence")
    _answer(file, lambda lines: (_json({name: getattr(found, name) for name in names}) for found in identify(lines)))


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
        _answer(file, lambda lines: (romanise(line, name, code) for line in lines))


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
            yield _json(found) if as_json else readings[0].text

    _answer(file, answers)


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _answer(file: str, answers: Callable[[list[str]], Iterable[str]]) -> None:
    """Writes an answer for every line of a file, each batch at once. Raises PipelineError, ReaderLeft."""
    with _opened(file) as source, console.output() as out:
        for lines in _batches(source):
            out.writelines(f"{answer}\n".encode() for answer in answers(lines))
            out.flush()


def _opened(file: str) -> AbstractContextManager[BufferedReader]:
    if file == "-":
        return nullcontext(cast("BufferedReader", sys.stdin.buffer))
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise PipelineError(f"{file}: {error.strerror}; give a file, or - for standard input") from error


def _batches(source: BufferedReader) -> Iterator[list[str]]:
    """Whole lines, as many as have come; the last may lack its end."""
    begun: list[bytes] = []
    while piece := source.read1(AT_ONCE):
        whole, feed, rest = piece.rpartition(b"\n")
        if feed:
            yield _lines(b"".join([*begun, whole]))
            begun.clear()
        begun.append(rest)
    if last := b"".join(begun):
        yield _lines(last)


def _lines(data: bytes) -> list[str]:
    """Without line ends and byte order marks, of which files put together have one in the middle, too."""
    lines = data.decode("utf-8", "replace").split("\n")
    return [line.removeprefix(BOM).removesuffix("\r") for line in lines]

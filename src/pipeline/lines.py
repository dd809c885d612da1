"""Commands on lines: a line in, a line out, as UTF-8, line feed only.

Lines are taken as they come, so that a pipe is answered as it goes.
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
ESCAPED = 0xDC00
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

Lines = Annotated[str, typer.Argument(metavar="[FILE|-]", help="Lines of text; - for standard input.")]


def json_line(value: object) -> str:
    """A value as one line."""
    return json.dumps(value, ensure_ascii=False)


def strange(line: str) -> str:
    """The first byte of a line that was no UTF-8, as `answer` hands it over when it is `strict`."""
    return next((f"0x{ord(sign) - ESCAPED:02x}" for sign in line if 0x80 <= ord(sign) - ESCAPED <= 0xFF), "")


def answer(file: str, answers: Callable[[list[str]], Iterable[str]], strict: bool = False) -> None:
    """Writes an answer for every line of a file, each batch at once. Raises PipelineError, ReaderLeft.

    Bytes that are no UTF-8 are replaced, or, if `strict`, handed over escaped (PEP 383): see `strange`.
    """
    errors = "surrogateescape" if strict else "replace"
    with _opened(file) as source, console.output() as out:
        for lines in _batches(source, errors):
            out.writelines(f"{answer}\n".encode() for answer in answers(lines))
            out.flush()


def _opened(file: str) -> AbstractContextManager[BufferedReader]:
    if file == "-":
        return nullcontext(cast("BufferedReader", sys.stdin.buffer))
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise PipelineError(f"{file}: {error.strerror}; give a file, or - for standard input") from error


def _batches(source: BufferedReader, errors: str) -> Iterator[list[str]]:
    """Whole lines, as many as have come; the last may lack its end."""
    begun: list[bytes] = []
    while piece := source.read1(AT_ONCE):
        whole, feed, rest = piece.rpartition(b"\n")
        if feed:
            yield _lines(b"".join([*begun, whole]), errors)
            begun.clear()
        begun.append(rest)
    if last := b"".join(begun):
        yield _lines(last, errors)


def _lines(data: bytes, errors: str) -> list[str]:
    """Without line ends and byte order marks, of which files put together have one in the middle, too."""
    lines = data.decode("utf-8", errors).split("\n")
    return [line.removeprefix(BOM).removesuffix("\r") for line in lines]

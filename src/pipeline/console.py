"""What commands write and say. With `meter.py` the only place that imports rich.

Results go to standard output as bytes, messages to standard error.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pipeline.explain_text import Stroke
    from pipeline.tables import Column

LONG = 1_000
"""A table of more rows is not made to fit a terminal: that takes a millisecond a row."""

# Control characters out of a document must not reach the terminal: ESC is shown as its sign.
_VISIBLE = {code: 0x2400 + code for code in range(32) if code != ord("\n")} | {0x7F: 0x2421}

# How a change is painted: each family of rules has its colour, readable on dark and on light ground.
_COLOURS = {
    "letters": "cyan",
    "spacing": "bright_blue",
    "furniture": "magenta",
    "markup": "blue",
    "callouts": "red",
    "notes": "bright_red",
    "hyphens": "green",
    "paragraphs": "bright_magenta",
    "words": "yellow",
}
_MANNERS = {
    "removed": "strike dim",
    "inserted": "bold underline",
    "remark": "italic",
    "doubt": "reverse",
    "heading": "bold",
    "found": "bold underline",
}


class ReaderLeft(Exception):  # noqa: N818 - no error
    """Nobody reads standard output any more: `| head` has seen enough."""


@contextmanager
def output() -> Iterator[BinaryIO]:
    """Standard output as bytes. Raises ReaderLeft."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or the interpreter complains at its end
        raise ReaderLeft from None


def write(data: bytes | Iterable[bytes]) -> None:
    """To standard output, in pieces where they come so. Raises ReaderLeft."""
    with output() as out:
        out.writelines([data] if isinstance(data, bytes) else data)


def lines(lines: Iterable[str]) -> None:
    """To standard output."""
    write("".join(f"{line}\n" for line in lines).encode())


def json(value: object) -> None:
    """To standard output as JSON; moments as ISO 8601."""
    from json import dumps

    write(dumps(value, ensure_ascii=False, indent=1, default=str).encode() + b"\n")


def say(message: str, level: str = "info", **facts: object) -> None:
    """A message to standard error: a line for a person, or, by `logs.format`, a JSON object with its facts."""
    if _Said.as_json:
        from datetime import UTC, datetime
        from json import dumps

        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = dumps({"time": moment, "level": level, "message": message, **facts}, ensure_ascii=False)
    else:
        line = f"pipeline: {'error: ' if level == 'error' else ''}{message}"
    print(line, file=sys.stderr)


def fail(message: str, **facts: object) -> None:
    """What went wrong, to standard error."""
    say(message, "error", **facts)


def remark(remarks: Iterable[str]) -> None:
    """What is allowed, and may not be what somebody wants, to standard error."""
    for words in remarks:
        say(words, "warning")


def logs(format: str) -> None:
    """How messages are written from now on, those of our modules' loggers, too."""
    _Said.as_json = format == "json"
    if _Said.as_json:
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER", "json")
    logger = logging.getLogger("pipeline")
    logger.handlers, logger.propagate = [_Said()], False


class _Said(logging.Handler):
    as_json = False

    def emit(self, record: logging.LogRecord) -> None:
        say(record.getMessage(), record.levelname.lower(), logger=record.name)


def hush(message: str) -> None:
    """Said to nobody."""


def near(path: Path) -> Path:
    """The path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal; into a pipe or a file, or when very long, as wide as its rows, a line each."""
    rows = [[cell.translate(_VISIBLE) for cell in row] for row in rows]
    shown = _fitting(columns, rows) if sys.stdout.isatty() and len(rows) <= LONG else _wide(columns, rows)
    write(f"{line.rstrip()}\n".encode() for line in shown)


def _fitting(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console()
    with console.capture() as text:
        console.print(table)
    return text.get().splitlines()


def _wide(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    from rich.cells import cell_len

    lines = [columns, *([cell.replace("\n", "␊") for cell in row] for row in rows)]
    widths = [max(map(cell_len, cells)) for cells in zip(*lines, strict=True)]
    for number, cells in enumerate(lines):
        yield "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
        if number == 0:
            yield "─" * (sum(widths) + 2 * (len(widths) - 1))


def strokes(shown: Iterable[Stroke]) -> None:
    """Text with its changes: painted on a terminal that has colours, else between plain marks."""
    paint = _paint()
    with output() as out:
        for stroke in shown:
            out.write(paint(stroke).encode())


def _paint() -> Callable[[Stroke], str]:
    from rich.color import ColorSystem
    from rich.console import Console
    from rich.style import Style

    from pipeline.explain_text import marked

    console = Console()
    if console.no_color or console.color_system is None:
        return marked

    @cache
    def style(manner: str, family: str) -> Style:
        return Style.parse(f"{_MANNERS.get(manner, '')} {_COLOURS.get(family, '')}".strip() or "none")

    return lambda stroke: style(stroke.manner, stroke.family).render(stroke.text, color_system=ColorSystem.STANDARD)


def described(columns: Iterable[Column]) -> Iterator[str]:
    """Lines of the data dictionary."""
    for (name, kind, about), group in groupby(columns, key=lambda column: column[:3]):
        yield f"{name} ({kind}): {about}\n"
        for column in group:
            yield f"    {column.column:15} {column.type:11} {column.comment}\n"
        yield "\n"


def value(value: object) -> str:
    """A setting's value in words."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)

"""What several commands share: options, the configuration they load, the input they read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline import console
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.document import Extraction
    from pipeline.state import State

ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Default: pipeline.toml, if it is there.")
]
Warehouse = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Default: as configured, else warehouse/corpus.duckdb.")
]


def _folder(name: str) -> Path:
    if not name:
        raise typer.BadParameter("is empty; give the name of a folder")
    return Path(name)


def folder(words: str) -> Any:
    """An argument that names a folder, and not by accident the working directory."""
    return typer.Argument(metavar="DIR", parser=_folder, help=words)


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
Kind = Annotated[
    Literal["text", "md", "html", "docx", "epub", "pdf"] | None,
    typer.Option("--type", help="What it is. Default: by the ending of its name, else text."),
]


def load(file: Path | None, warehouse: Path | None = None, **flags: object) -> Config:
    """The configuration; `flags` are settings by `section_key`, None where not given."""
    from pipeline import config

    named = {key.replace("_", ".", 1): value for key, value in flags.items()}
    settings = config.load(file, flags={**named, "run.warehouse": warehouse})
    console.logs(settings.logs.format)
    return settings


def passed_on(context: typer.Context, **given: object) -> None:
    """What was given to a group is the default of its commands' options: what is given to a command itself wins."""
    commands: Any = context.command
    defaults = {name: value for name, value in given.items() if value is not None}
    context.default_map = dict.fromkeys(commands.commands, defaults)


def open_state(settings: Config) -> State:
    """The open state of what was run. Raises PipelineError where nothing was."""
    from pipeline.state import State

    if not settings.run.state.exists():
        raise PipelineError(f"{settings.run.state}: nothing was run yet; `pipeline run` does")
    return State.open(settings.run.state)


@contextmanager
def written_state(settings: Config) -> Iterator[State]:
    """The open state to write to, while no run and no other command changes it: waits for them, and says so.

    Raises PipelineError where nothing was run, BusyError after ten minutes.
    """
    from pipeline.runs import journal

    open_state(settings).close()  # before a lock is made
    with journal.alone(settings, console.say), open_state(settings) as state:
        yield state


def read(file: str, kind: str | None) -> Extraction:
    """One input as its reader gives it; `kind` None goes by the ending of its name."""
    from pipeline.sources import read_bytes
    from pipeline.sources.shapes import MEDIA_TYPES

    suffix = f".{kind}" if kind else Path(file).suffix.lower()
    return read_bytes(read_input(file), file, MEDIA_TYPES.get(suffix))


def read_input(file: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises PipelineError."""
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise PipelineError(f"{file}: {error.strerror}; give a file, or - for standard input") from error

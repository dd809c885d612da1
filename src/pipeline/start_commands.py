"""First contact: what to do next, and a folder to try everything on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import console
from pipeline.options import folder, load


def _version(asked: bool) -> None:
    if asked:
        from importlib import metadata

        from pipeline.runs.versions import DISTRIBUTION

        console.write(f"{metadata.version(DISTRIBUTION)}\n".encode())
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="Say it, and end.")]


def start(context: typer.Context, version: Version = False) -> None:
    """Messy scholarly texts in; clean text and an audited DuckDB warehouse out."""
    if context.invoked_subcommand is None:
        from pipeline.first_contact import next_steps

        console.lines(next_steps(load(None)))


def demo(directory: Annotated[Path, folder("A new or an empty folder.")]) -> None:
    """A new folder with a small corpus, a configuration and ten queries to try."""
    from pipeline import demonstration
    from pipeline.first_contact import demonstrated

    demonstration.make(directory)
    console.lines(demonstrated(directory))

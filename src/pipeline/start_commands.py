"""First contact: what to do next, and a folder to try everything on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import console
from pipeline.options import load


def start(context: typer.Context) -> None:
    """Messy scholarly texts in; clean text and an audited DuckDB warehouse out."""
    if context.invoked_subcommand is None:
        from pipeline.first_contact import next_steps

        console.lines(next_steps(load(None)))


def demo(directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or an empty folder.")]) -> None:
    """A new folder with a small corpus, a configuration and ten queries to try."""
    from pipeline import demonstration
    from pipeline.first_contact import demonstrated

    demonstration.make(directory)
    console.lines(demonstrated(directory))

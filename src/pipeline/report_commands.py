"""The command that writes the corpus as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pipeline import console, meter
from pipeline.options import ConfigFile, Quiet, Verbose, Warehouse, folder, load


def report(
    directory: Annotated[Path, folder("New, empty, or a report written before.")],
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """The corpus as a static site: open DIR/index.html, from disk, without a server or a network.

    A page for the corpus, each document, each entity and each rule, and a search. What is as it should be is not
    written again. After each published run: [[exports]] with format = "report" in pipeline.toml.
    """
    from pipeline import report
    from pipeline.sources import refuse_among

    settings = load(config_file, warehouse)
    refuse_among(settings.sources.paths, directory, settings)
    with meter.progress(quiet, verbose) as progress:
        written = report.write(settings.run.warehouse, directory, progress)
    if not quiet:
        sorts = zip(("document", "entity", "rule"), ("documents", "entities", "rules"), written[:3], strict=True)
        pages = ", ".join(f"{n} {one if n == 1 else many}" for one, many, n in sorts)
        console.say(f"{console.near(written.start)}: pages of {pages}")

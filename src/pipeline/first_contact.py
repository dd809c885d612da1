"""What somebody who types `pipeline` alone might do next, from what is here: documents, a warehouse, a quarantine."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pipeline.config import Config
from pipeline.console import near

Step = tuple[str, str]
"""A command to type, and what it does."""

_NOTHING: tuple[Step, ...] = (
    ("pipeline demo DIR", "a new folder with a few broken documents, a configuration and ten queries to try"),
    ("pipeline run FOLDER", "your own documents: all in that folder, into a warehouse"),
    ("pipeline clean FILE", "one document to clean text, without a warehouse"),
)
_DOCUMENTS: tuple[Step, ...] = (
    ("pipeline run", "cleans them into a warehouse"),
    ("pipeline run --plan", "says what that would do, and does nothing"),
)
_WAREHOUSE: tuple[Step, ...] = (
    ('pipeline query "SELECT title, words FROM documents"', "asks it; `pipeline tables` says what there is"),
    ("pipeline search WORDS", "finds paragraphs, names in any spelling"),
    ("pipeline report DIR", "pages to read: every document, edit and name"),
    ("pipeline export DIR --format F", "files for other programs: text, TEI, Parquet and more"),
)
_AGAIN: Step = ("pipeline run", "takes in what is new or has changed")


def next_steps(config: Config) -> Iterator[str]:
    """Lines for a person: what is here, what can be done with it, and where to read on. Raises WarehouseError."""
    yield from _told(_here(config), [*_steps(config), *_troubles(config)])
    yield ""
    yield "`pipeline --help` lists all commands, `pipeline COMMAND --help` says what one takes."


def demonstrated(directory: Path) -> Iterator[str]:
    """Lines for a person: what is in the new folder of a demonstration, and what can be done there."""
    documents, queries = (sorted((directory / name).iterdir()) for name in ("documents", "queries"))
    here = f"{directory} has {len(documents)} broken documents, pipeline.toml and {len(queries)} queries. In it:"
    steps = (
        (f"cd {shlex.quote(str(directory))}", "goes there"),
        ("pipeline explain documents/railway.txt", "shows what is wrong with a document, and what is done about it"),
        ("pipeline run", "cleans all into a warehouse"),
        ("pipeline query < queries/02-spellings.sql", "asks it: whose name is spelt how, and where?"),
        ("pipeline report site", "pages to read: open site/index.html"),
    )
    yield from _told(here, steps)


def _told(here: str, steps: Sequence[Step]) -> Iterator[str]:
    wide = max(len(command) for command, _ in steps)
    yield from (here, "", *(f"  {command:{wide}}  {what}" for command, what in steps))


def _here(config: Config) -> str:
    warehouse = config.run.warehouse
    if warehouse.is_file():
        written = datetime.fromtimestamp(warehouse.stat().st_mtime)
        return f"There is a warehouse, {near(warehouse)}, of {written:%Y-%m-%d %H:%M}."
    if _sources(config):
        return f"There are documents to take in ({', '.join(_sources(config))}), and no warehouse yet."
    missing = ", ".join(str(near(path)) for path in config.sources.paths if isinstance(path, Path))
    named = config.origins.get("sources.paths")
    whose = f", which {named} names as sources" if named else ""
    return f"There is no warehouse here, and no documents to make one of: no {missing}{whose}."


def _steps(config: Config) -> tuple[Step, ...]:
    if config.run.warehouse.is_file():
        return (*_WAREHOUSE, _AGAIN) if _sources(config) else _WAREHOUSE
    return _DOCUMENTS if _sources(config) else _NOTHING


def _troubles(config: Config) -> Iterator[Step]:
    """What asks for somebody: documents that failed, a last run that did."""
    from pipeline.state import State

    if not config.run.state.exists():
        return
    with State.open(config.run.state) as state:
        failed, last = {row.document_id for row in state.quarantined()}, state.runs(1)
    if failed:
        yield "pipeline quarantine", f"says why {len(failed)} document{'s' * (len(failed) != 1)} failed, and what to do"
    if last and last[0].status in ("failed", "interrupted"):
        yield "pipeline status", f"has the last run, which {_ENDS[last[0].status]}"


_ENDS = {"failed": "failed", "interrupted": "was stopped before its end"}


def _sources(config: Config) -> list[str]:
    """The configured sources that are there; of a store nobody is asked."""
    return [str(near(path) if isinstance(path, Path) else path) for path in config.sources.paths if _there(path)]


def _there(path: object) -> bool:
    return not isinstance(path, Path) or path.exists()

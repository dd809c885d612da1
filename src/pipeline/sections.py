"""The settings, section by section: the fields are the keys of the configuration, their values the defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.places import Place
from pipeline.settings import (
    a_language,
    is_command,
    is_cron,
    is_language,
    is_no_folder,
    is_scheduler,
    is_timezone,
    is_web_address,
)

BESIDE = Path("(beside the warehouse)")
OUTPUTS = ("text", "jsonl", "parquet", "tei", "annotations", "chunks")
"""What `[[exports]]` and `pipeline export` write; `[[exports]]` a report, too."""

A_FILE = {"check": is_no_folder, "want": "the name of a file, and a folder is there; give another"}


@dataclass(frozen=True)
class Sources:
    """Which documents are read: files, and folders with everything below them that matches `include`.

    Both may be in a store, by URL. Patterns are matched against a file's name, or, where they have a `/`, against its
    path below the folder.
    """

    paths: tuple[Place, ...] = (Path("seeds"),)
    include: tuple[str, ...] = ("*.txt", "*.md", "*.html", "*.htm", "*.docx", "*.epub", "*.pdf")
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class MetadataConfig:
    """Author, title, year, URL and rights: one CSV for all documents without a sidecar of their own."""

    table: Path | None = None


@dataclass(frozen=True)
class Languages:
    """The language of documents that do not show theirs, and how much of a text is looked at."""

    default: str | None = field(default=None, metadata={"check": is_language, "want": a_language})
    sample_characters: int = field(default=2000, metadata={"least": 100})


@dataclass(frozen=True)
class Entities:
    """Users' authority files, added to the shipped ones."""

    authority: tuple[Path, ...] = ()


@dataclass(frozen=True)
class LexiconConfig:
    """Where the corpus lexicon is: in force where the file exists, written by `pipeline lexicon build` alone."""

    path: Path = Path("warehouse/lexicon.tsv")


@dataclass(frozen=True)
class Limits:
    """The largest document, and how many seconds of computing and bytes of memory reading and cleaning one may take.

    Also how many bytes of documents make one task, how many old warehouses are kept, and how long a run on a cluster
    waits for new workers when all are lost.
    """

    max_bytes: int = field(default=200_000_000, metadata={"least": 1})
    seconds_per_document: int = field(default=900, metadata={"least": 1})
    memory_per_document: int = field(default=4_000_000_000, metadata={"least": 500_000_000})
    batch_bytes: int = field(default=4_000_000, metadata={"least": 1})
    keep_warehouses: int = field(default=1, metadata={"least": 0})
    seconds_without_workers: int = field(default=600, metadata={"least": 1})


@dataclass(frozen=True)
class Run:
    """Where the main job writes, and by how many workers. `state` is `state.sqlite` beside the warehouse.

    `scheduler` is Dask's, which has workers of its own; without one Dask starts `workers` processes here. `staging`
    is where workers and run hand over rows, a folder or URL that all of them reach: default beside the warehouse.
    """

    warehouse: Path = field(default=Path("warehouse/corpus.duckdb"), metadata=A_FILE)
    state: Path = field(default=BESIDE, metadata=A_FILE)
    workers: int = field(default=1, metadata={"least": 1})
    runner: str = field(default="threads", metadata={"choices": ("threads", "processes", "dask")})
    scheduler: str | None = field(
        default=None, metadata={"check": is_scheduler, "want": "an address such as 'tcp://10.0.0.1:8786'"}
    )
    staging: Place | None = None

    def __post_init__(self) -> None:
        if self.state == BESIDE:
            object.__setattr__(self, "state", self.warehouse.with_name("state.sqlite"))


@dataclass(frozen=True)
class SearchConfig:
    """When the index of `pipeline search` is made: by the first search that wants it, or after each published run."""

    build: str = field(default="when-asked", metadata={"choices": ("when-asked", "after-run")})


@dataclass(frozen=True)
class Schedule:
    """When `serve` runs the main job."""

    cron: str = field(
        default="0 3 * * *",
        metadata={
            "check": is_cron,
            "want": "five fields, minute, hour, day, month and day of the week, such as '0 3 * * *'",
        },
    )
    timezone: str = field(default="UTC", metadata={"check": is_timezone, "want": "a time zone such as 'Asia/Almaty'"})


@dataclass(frozen=True)
class Notify:
    """Who is told of a run that failed, as JSON: a command on its standard input, a web address by POST."""

    command: str | None = field(
        default=None,
        metadata={
            "check": is_command,
            "want": "a command such as 'mail -s failed me@example.org'; it is run without a shell, so that what needs"
            " one (>, |, &&) has to be: sh -c '…'",
        },
    )
    webhook: str | None = field(
        default=None,
        metadata={"check": is_web_address, "want": "an address such as 'https://example.org/hook'"},
    )


@dataclass(frozen=True)
class Logs:
    """How messages on standard error are written: lines of text, or a JSON object a line."""

    format: str = field(default="text", metadata={"choices": ("text", "json")})


@dataclass(frozen=True)
class Export:
    """One `[[exports]]` entry: written to `directory` after each publishing; `where` is SQL on documents."""

    format: str = field(metadata={"choices": (*OUTPUTS, "report")})
    directory: Path
    where: str | None = None


SECTIONS: dict[str, type] = {
    "sources": Sources,
    "metadata": MetadataConfig,
    "languages": Languages,
    "entities": Entities,
    "lexicon": LexiconConfig,
    "limits": Limits,
    "run": Run,
    "search": SearchConfig,
    "schedule": Schedule,
    "notify": Notify,
    "logs": Logs,
}

"""The commands. The only place that imports typer; a command imports what it needs when it runs.

A PipelineError ends a command with its one message and its exit status.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline import console
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.document import Extraction
    from pipeline.state import Quarantined, State

READER_LEFT = 128 + 13  # what a shell says of a program that SIGPIPE ended
SHOWN_ROWS = 1000
SHOWN_RUNS = 10

app = typer.Typer(
    name="pipeline",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help and errors in plain lines: nothing to load, nothing in boxes
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Messy scholarly texts in; clean text and an audited DuckDB warehouse out.",
)
quarantine = typer.Typer(help="Documents that failed: why, and another try.", invoke_without_command=True)
config = typer.Typer(help="The configuration.", no_args_is_help=True)

ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Default: pipeline.toml, if it is there.")
]
Warehouse = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Default: as configured, else warehouse/corpus.duckdb.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
Kind = Annotated[
    Literal["text", "md", "html", "docx", "epub", "pdf"] | None,
    typer.Option("--type", help="What it is. Default: by the ending of its name, else text."),
]
Rows = Annotated[Literal["table", "csv", "json", "parquet"], typer.Option(help="How to write the rows.")]
Output = Annotated[Literal["text", "jsonl", "parquet"], typer.Option(help="What to write.")]


def main() -> None:
    """The entry point: run a command, tell an expected error in one message, end with its exit status."""
    try:
        app()
    except console.ReaderLeft:
        sys.exit(READER_LEFT)
    except PipelineError as error:
        console.say(f"error: {error}")
        sys.exit(error.exit_status)
    except OSError as error:
        console.say(f"error: {error.filename or 'cannot go on'}: {error.strerror or error}")
        sys.exit(3)


@app.command()
def run(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Default: the configured sources.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be done and why; do nothing.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Do everything again, whatever is known.")] = False,
    workers: Annotated[int | None, typer.Option(metavar="N", help="How many work at a time.")] = None,
    runner: Annotated[Literal["threads", "processes"] | None, typer.Option(help="What a worker is.")] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """The main job: documents in, a published warehouse out."""
    from pipeline import runs

    settings = _load(config_file, warehouse, run_workers=workers, run_runner=runner)
    start = time.perf_counter()
    with console.progress(quiet, verbose) as progress:
        report = runs.run(settings, paths=paths or (), plan=plan, full=full, progress=progress)
    console.tell(report, time.perf_counter() - start, quiet, verbose)
    raise typer.Exit(report.exit_status)


@app.command()
def clean(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A document; - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Text, edits, notes, pages, doubts and all.")] = False,
    kind: Kind = None,
) -> None:
    """One document to clean text on standard output."""
    from pipeline import cleaning

    extraction = _read(file, kind)
    cleaned = cleaning.clean(extraction.raw, extraction.hints)
    if as_json:
        from pipeline.exports import document_json

        console.write(document_json.dumps(document_json.as_json(extraction, cleaned)))
    else:
        console.write(cleaned.text.encode())


@app.command()
def restore(
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="What clean --json wrote.")] = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="A document of the warehouse.")] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """What a document was made from, back byte for byte."""
    if (file is None) == (document is None):
        raise typer.BadParameter("give either FILE (- for standard input) or --document ID")
    if file is not None:
        from pipeline.exports import document_json

        console.write(document_json.restore(document_json.loads(_bytes(file))))
    elif document is not None:
        from pipeline.corpus import Corpus

        with Corpus.open(_load(config_file, warehouse).run.warehouse) as corpus:
            console.write(corpus.raw_bytes(document))


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT; see pipeline tables.")],
    format: Rows = "table",
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """Read-only SQL on the published warehouse."""
    from pipeline.query import connect, select, shown, write

    with connect(_load(config_file, warehouse).run.warehouse) as connection, console.output() as out:
        rows = select(connection, sql)
        if format == "table":
            cells, more = shown(rows, SHOWN_ROWS)
            console.table(rows.schema.names, cells)
            if more:
                console.say(f"only {SHOWN_ROWS} rows are shown; --format csv, json or parquet gives all")
        elif format == "parquet" and out.isatty():
            raise PipelineError("query: parquet is not for a terminal; send it to a file: > rows.parquet")
        else:
            write(rows, format, out)


@app.command()
def tables(warehouse: Warehouse = None, config_file: ConfigFile = None) -> None:
    """The data dictionary of the warehouse."""
    from pipeline.query import connect
    from pipeline.tables import dictionary

    with connect(_load(config_file, warehouse).run.warehouse) as connection:
        console.write("".join(console.described(dictionary(connection))).encode())


@app.command()
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Made if it is not there.")],
    format: Output = "text",
    where: Annotated[str | None, typer.Option(metavar="SQL", help="Condition on the table documents.")] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """The documents of the warehouse as files in a folder."""
    from pipeline.exports import export

    files = export(_load(config_file, warehouse).run.warehouse, directory, format, where)
    if not quiet:
        console.say(f"{directory}: {len(files)} file{'s' * (len(files) != 1)}")


@app.command()
def serve(
    cron: Annotated[str | None, typer.Option(help="Five fields, such as '0 3 * * *'.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Such as Asia/Almaty.")] = None,
    once: Annotated[bool, typer.Option("--once", help="One scheduled run, and out.")] = False,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """The main job by cron, until it is told to stop."""
    from pipeline import schedule

    settings = _load(config_file, warehouse, schedule_cron=cron, schedule_timezone=timezone)
    raise typer.Exit(schedule.serve(settings, once=once, say=console.hush if quiet else console.say))


@app.command()
def status(warehouse: Warehouse = None, config_file: ConfigFile = None) -> None:
    """The last runs, and the next."""
    settings = _load(config_file, warehouse)
    with _state(settings) as state:
        found, failed = state.runs(SHOWN_RUNS), state.quarantined()
    console.table(
        ["started (UTC)", "run", "status", "documents", "seconds"],
        [
            [
                *(f"{each.started:%F %T}", each.run_id, each.status, each.message or ""),
                f"{(each.finished - each.started).total_seconds():.1f}" if each.finished else "",
            ]
            for each in found
        ],
    )
    published = settings.run.warehouse
    console.write(
        f"\nwarehouse   {console.near(published) if published.exists() else 'none is published'}\n"
        f"quarantine  {len(failed)}\nnext run    {_next_run(settings)}\n".encode()
    )


@quarantine.callback()
def quarantine_list(context: typer.Context, warehouse: Warehouse = None, config_file: ConfigFile = None) -> None:
    """Documents that failed: why, and another try. Alone, it lists them."""
    if context.invoked_subcommand is None:
        listed(warehouse, config_file)


@quarantine.command("list")
def listed(warehouse: Warehouse = None, config_file: ConfigFile = None) -> None:
    """Every document in quarantine, and why."""
    with _state(_load(config_file, warehouse)) as state:
        rows = state.quarantined()
    if not rows:
        console.say("no document is in quarantine")
    else:
        console.table(["document", "source", "reason"], [[row.document_id, row.source, row.reason] for row in rows])


@quarantine.command()
def show(
    document: Annotated[str, typer.Argument(metavar="ID")],
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """All that is known of one document in quarantine, and what to do about it."""
    with _state(_load(config_file, warehouse)) as state:
        rows = _quarantined(state, [document])
    for row in rows:
        names = ("document_id", "source", "sha256", "reason", "remedy", "run_id", "since")
        console.write("".join(f"{name:12} {getattr(row, name)}\n" for name in names).encode())


@quarantine.command()
def retry(
    documents: Annotated[list[str], typer.Argument(metavar="ID...")],
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Run again, and try these documents as if they were new."""
    from pipeline import runs
    from pipeline.sources import discover

    settings = _load(config_file, warehouse)
    with _state(settings) as state:
        wanted = {row.source for row in _quarantined(state, documents)}
        found = {source.name for source in discover(settings.sources.paths, settings)}
        if missing := sorted(wanted - found):
            raise PipelineError(
                f"quarantine: {', '.join(missing)}: not among the configured sources; `pipeline run PATH` with the"
                " folder that holds it tries it again once it has changed, with --full in any case"
            )
        state.release(wanted)
    start = time.perf_counter()
    with console.progress(quiet, verbose) as progress:
        report = runs.run(settings, progress=progress)
    console.tell(report, time.perf_counter() - start, quiet, verbose)
    raise typer.Exit(report.exit_status)


@config.command()
def check(config_file: ConfigFile = None) -> None:
    """Every setting in force, and where it came from."""
    from pipeline.config import explain

    settings = _load(config_file)
    console.table(["setting", "value", "from"], [[s.key, console.value(s.value), s.origin] for s in explain(settings)])


app.add_typer(quarantine, name="quarantine")
app.add_typer(config, name="config")


def _load(file: Path | None, warehouse: Path | None = None, **flags: object) -> Config:
    """The configuration; `flags` are settings by `section_key`, None where not given."""
    from pipeline.config import load

    named = {key.replace("_", ".", 1): value for key, value in flags.items()}
    return load(file, flags={**named, "run.warehouse": warehouse})


def _state(settings: Config) -> State:
    from pipeline.state import State

    if not settings.run.state.exists():
        raise PipelineError(f"{settings.run.state}: nothing was run yet; `pipeline run` does")
    return State.open(settings.run.state)


def _quarantined(state: State, documents: Iterable[str]) -> list[Quarantined]:
    rows = {row.document_id: row for row in state.quarantined()}
    if missing := sorted(set(documents) - rows.keys()):
        raise PipelineError(f"quarantine: {', '.join(missing)}: not there; `pipeline quarantine` lists what is")
    return [row for row in state.quarantined() if row.document_id in documents]


def _next_run(settings: Config) -> str:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from cronsim import CronSim, CronSimError

    cron, zone = settings.schedule.cron, settings.schedule.timezone
    try:
        moment = next(CronSim(cron, datetime.now(ZoneInfo(zone))))
    except CronSimError:
        return f"when '{cron}' ({zone}) says, where `pipeline serve` runs"
    return f"{moment:%F %R} ({zone}), where `pipeline serve` runs"


def _read(file: str, kind: str | None) -> Extraction:
    from pipeline.sources import read_bytes
    from pipeline.sources.shapes import MEDIA_TYPES

    suffix = f".{kind}" if kind else Path(file).suffix.lower()
    return read_bytes(_bytes(file), file, MEDIA_TYPES.get(suffix))


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise PipelineError(f"{file}: {error.strerror}; give a file, or - for standard input") from error

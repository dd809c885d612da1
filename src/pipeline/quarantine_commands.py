"""Commands on documents that failed: which, why, and another try."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import console, meter, run_summary
from pipeline.errors import PipelineError
from pipeline.options import ConfigFile, Quiet, Verbose, Warehouse, load, open_state, passed_on, written_state

if TYPE_CHECKING:
    from pipeline.state import State
    from pipeline.state_records import Quarantined

quarantine = typer.Typer(help="Documents that failed: why, and another try.", invoke_without_command=True)


@quarantine.callback()
def quarantine_list(context: typer.Context, warehouse: Warehouse = None, config_file: ConfigFile = None) -> None:
    """Documents that failed: why, and another try. Alone, it lists them."""
    passed_on(context, warehouse=warehouse, config_file=config_file)
    if context.invoked_subcommand is None:
        listed(warehouse, config_file)


@quarantine.command("list")
def listed(warehouse: Warehouse = None, config_file: ConfigFile = None) -> None:
    """Every document in quarantine, and why."""
    with open_state(load(config_file, warehouse)) as state:
        rows = state.quarantined()
    if not rows:
        console.say("no document is in quarantine")
    else:
        console.table(["document", "source", "reason"], [[row.document_id, row.source, row.reason] for row in rows])


@quarantine.command()
def show(
    document: Annotated[str, typer.Argument(metavar="ID", help="As `pipeline quarantine` lists it.")],
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """All that is known of one document in quarantine, and what to do about it."""
    with open_state(load(config_file, warehouse)) as state:
        rows = _quarantined(state, [document])
    for row in rows:
        names = ("document_id", "source", "sha256", "reason", "remedy", "run_id", "since")
        console.write("".join(f"{name:12} {getattr(row, name)}\n" for name in names).encode())


@quarantine.command()
def retry(
    documents: Annotated[list[str], typer.Argument(metavar="ID...", help="As `pipeline quarantine` lists them.")],
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Run again, and try these documents as if they were new."""
    from pipeline import runs
    from pipeline.sources import discover

    settings = load(config_file, warehouse)
    with written_state(settings) as state:
        wanted = {row.source for row in _quarantined(state, documents)}
        found = {source.name for source in discover(settings.sources.paths, settings)}
        if missing := sorted(wanted - found):
            raise PipelineError(
                f"quarantine: {', '.join(missing)}: not among the configured sources; `pipeline run PATH` with the"
                " folder that holds it tries it again once it has changed, with --full in any case"
            )
        state.release(wanted)
    start = time.perf_counter()
    with meter.progress(quiet, verbose) as progress:
        report = runs.run(settings, progress=progress)
    run_summary.tell(report, time.perf_counter() - start, quiet, verbose)
    raise typer.Exit(report.exit_status)


def _quarantined(state: State, documents: Iterable[str]) -> list[Quarantined]:
    rows = {row.document_id: row for row in state.quarantined()}
    if missing := sorted(set(documents) - rows.keys()):
        raise PipelineError(f"quarantine: {', '.join(missing)}: not there; `pipeline quarantine` lists what is")
    return [row for row in state.quarantined() if row.document_id in documents]

"""Commands that run the main job, now or by schedule."""

from __future__ import annotations

import time
from typing import Annotated, Literal

import typer

from pipeline import console, interrupts, meter, run_summary
from pipeline.options import ConfigFile, Quiet, Verbose, Warehouse, load


def run(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Default: the configured sources.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be done and why; do nothing.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Do everything again, whatever is known.")] = False,
    workers: Annotated[int | None, typer.Option(metavar="N", help="How many work at a time.")] = None,
    runner: Annotated[Literal["threads", "processes", "dask"] | None, typer.Option(help="What a worker is.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask's, such as tcp://10.0.0.1:8786; implies --runner dask.")
    ] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """The main job: documents in, a published warehouse out."""
    from pipeline import runs
    from pipeline.places import place
    from pipeline.runs.versions import authority

    runner = runner or ("dask" if scheduler else None)
    settings = load(config_file, warehouse, run_workers=workers, run_runner=runner, run_scheduler=scheduler)
    start = time.perf_counter()
    with interrupts.remembered(), meter.progress(quiet, verbose) as progress:
        report = runs.run(
            settings, paths=[place(path) for path in paths or ()], plan=plan, full=full, progress=progress
        )
    if not quiet:
        console.remark(authority(settings.entities.authority).remarks)
    run_summary.tell(report, time.perf_counter() - start, quiet, verbose)
    raise typer.Exit(report.exit_status)


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

    settings = load(config_file, warehouse, schedule_cron=cron, schedule_timezone=timezone)
    raise typer.Exit(schedule.serve(settings, once=once, say=console.hush if quiet else console.say))

"""Commands of whoever looks after a corpus: how runs went, what they changed, the way back, back-ups, forgetting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline import console
from pipeline.errors import PipelineError
from pipeline.options import ConfigFile, Quiet, Warehouse, load, open_state

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.runs.diff import Diff
    from pipeline.state_records import Run

SHOWN_RUNS = 10
SHOWN_ROWS = 20
MEGABYTE = 1_000_000

AsJson = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


def status(
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many runs.")] = SHOWN_RUNS,
    as_json: AsJson = False,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """The last runs, and the next."""
    settings = load(config_file, warehouse)
    with open_state(settings) as state:
        found, failed, forgotten = state.runs(limit + 1), state.quarantined(), state.forgotten()
    about = _about(settings, len({row.document_id for row in failed}), len({each for each, _ in forgotten.values()}))
    older: list[Run | None] = [*found[1:], None]
    shown = [_run(run, before) for run, before in zip(found, older, strict=True)][:limit]
    if as_json:
        console.json({**about, "runs": shown})
        return
    columns = ["started (UTC)", "run", "status", "documents", "seconds", "peak MB", "changed"]
    console.table(columns, [_cells(run, told) for run, told in zip(found, shown, strict=False)])
    console.write(
        f"\nwarehouse   {about['warehouse'] or 'none is published'}\nby run      {about['run'] or 'none'}\n"
        f"kept        {', '.join(about['kept']) or 'none'}\nquarantine  {about['quarantined']}\n"
        f"next run    {_next(about)}\n".encode()
    )


def diff(
    before: Annotated[
        str | None, typer.Argument(metavar="RUN", help="Default: that of the last kept warehouse.")
    ] = None,
    after: Annotated[str | None, typer.Argument(metavar="RUN", help="Default: that of the published one.")] = None,
    as_json: AsJson = False,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """What one run changed against another."""
    from pipeline.runs.diff import diff, last_two

    settings = load(config_file, warehouse)
    open_state(settings).close()
    if before is None or after is None:
        if before is not None:
            raise PipelineError("diff: one run is given; give two, or none for the last two that published")
        before, after = last_two(settings)
    found = diff(settings, before, after)
    if as_json:
        console.json(found.plain())
    else:
        _show(found)


def rollback(warehouse: Warehouse = None, config_file: ConfigFile = None, quiet: Quiet = False) -> None:
    """The previous warehouse back in its place."""
    from pipeline.runs.rollback import rollback

    settings, say = load(config_file, warehouse), console.hush if quiet else console.say
    open_state(settings).close()
    done = rollback(settings, say)
    say(f"run {done.withdrawn} is withdrawn, the warehouse of run {done.published} is published again")
    say("the next run does again what differs from it: put right before what was wrong, or stop the schedule")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What is written, or with --restore read.")],
    restore: Annotated[bool, typer.Option("--restore", help="Put back what the file has.")] = False,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """State and warehouse in one file, and back."""
    from pipeline.runs import backup

    settings, say = load(config_file, warehouse), console.hush if quiet else console.say
    if restore:
        run_id = backup.restore(settings, file, say)
        say(f"state and warehouse are as {file} has them; the published run is {run_id}")
    else:
        size = backup.backup(settings, file, say)
        say(f"{file}: {size / MEGABYTE:.1f} MB")


def forget(
    documents: Annotated[list[str], typer.Argument(metavar="ID...", help="Documents, by their ids.")],
    undo: Annotated[bool, typer.Option("--undo", help="Let the next run take them in again.")] = False,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """Purge documents everywhere, for good."""
    from pipeline.runs.forget import forget, remember

    settings, say = load(config_file, warehouse), console.hush if quiet else console.say
    open_state(settings).close()
    if undo:
        remember(settings, documents, say)
        say("the next run takes them in again, where their files are still there")
        return
    done = forget(settings, documents, say)
    say(f"forgotten: {', '.join(done.documents)}; no run takes them in again (`pipeline forget --undo ID` lets it)")
    say(f"not touched: the files themselves ({', '.join(done.sources)}), back-ups, exports that were written by hand")
    if settings.lexicon.path.exists():
        say(f"{console.near(settings.lexicon.path)}: may know their words; `pipeline lexicon build` counts anew")


def _about(settings: Config, quarantined: int, forgotten: int) -> dict[str, Any]:
    """What is published, and what is to come."""
    from pipeline.schedule import next_run
    from pipeline.warehouse import kept, read_meta

    target = settings.run.warehouse
    meta = read_meta(target)
    return {
        "warehouse": str(console.near(target)) if meta else None,
        "run": meta.run_id if meta else None,
        "bytes": target.stat().st_size if meta else None,
        "kept": [each.run_id for path in kept(target)[1:] if (each := read_meta(path))],
        "quarantined": quarantined,
        "forgotten": forgotten,
        "cron": settings.schedule.cron,
        "timezone": settings.schedule.timezone,
        "next_run": next_run(settings).isoformat(timespec="minutes"),
    }


def _run(run: Run, before: Run | None) -> dict[str, Any]:
    """One run as JSON has it; `changed` are the parts of the program that were not as in the run before."""
    from pipeline.runs.planning import changed_parts

    return {
        "run_id": run.run_id,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "status": run.status,
        "message": run.message,
        "documents": run.counts,
        "seconds": run.seconds,
        "bytes": run.bytes,
        "peak_memory": run.peak_memory,
        "versions": run.versions,
        "changed": changed_parts(before.versions, run.versions) if before else [],
    }


def _cells(run: Run, told: dict[str, Any]) -> list[str]:
    return [
        *(f"{run.started:%F %T}", run.run_id, run.status, run.message or ""),
        f"{(run.finished - run.started).total_seconds():.1f}" if run.finished else "",
        f"{run.peak_memory / MEGABYTE:.0f}" if run.peak_memory else "",
        ", ".join(told["changed"]),
    ]


def _next(about: dict[str, Any]) -> str:
    day, time = about["next_run"][:16].split("T")
    return f"{day} {time} ({about['timezone']}), where `pipeline serve` runs"


def _show(found: Diff) -> None:
    """Counts first, then what they are made of, as much as one looks at."""
    for name, (was, now) in found.versions.items():
        console.write(f"{name:12}{was or 'none'} → {now or 'none'}\n".encode())
    if found.why_not:
        for run in (found.before, found.after):
            console.write(f"{run.run_id}  {run.status}  {run.message or ''}\n".encode())
        console.say(found.why_not)
    elif not any(found.tables.values()):
        console.write(b"no row differs\n")
    for name, rows in found.tables.items():
        if rows:
            console.write(f"\n{name}\n".encode())
            console.table(list(rows[0]), [list(map(_cell, row.values())) for row in rows[:SHOWN_ROWS]])
        if len(rows) > SHOWN_ROWS:
            console.write(f"… and {len(rows) - SHOWN_ROWS} more; --json gives all\n".encode())


def _cell(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)

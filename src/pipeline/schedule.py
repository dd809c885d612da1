"""`pipeline serve`: the flow by cron, on a Prefect server of this machine or the one that PREFECT_API_URL names.

The schedule is a deployment on that server and stays there when `serve` ends. One process serves a state at a time,
and runs one flow at a time, each in a child process. Of all runs that were missed meanwhile one is made up for.
"""

from __future__ import annotations

import asyncio
import contextvars
import multiprocessing
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pipeline import locks, prefect_local
from pipeline.config import KEYS, Config
from pipeline.errors import ConfigError
from pipeline.places import Url
from pipeline.runs import beforehand
from pipeline.runs.report import exit_status
from pipeline.sections import Schedule
from pipeline.settings import fires
from pipeline.state import State
from pipeline.state_records import Run

if TYPE_CHECKING:
    from prefect.runner import Runner

DEPLOYMENT = "refresh"
POLL_SECONDS = 2.0
RUNNER_POLL_SECONDS = 5.0
END_SECONDS = 5.0

Say = Callable[[str], None]


def serve(
    config: Config,
    *,
    cron: str | None = None,
    timezone: str | None = None,
    once: bool = False,
    say: Say = print,
) -> int:
    """Runs the flow whenever the schedule says, until SIGTERM or SIGINT; gives the exit status.

    `once`: waits for the next scheduled run, does it, and gives its exit status. Raises ConfigError for a schedule
    that is none and for what every run would refuse, BusyError where another process serves this state already.
    """
    wanted = Schedule(cron or config.schedule.cron, timezone or config.schedule.timezone)
    config = replace(config, schedule=wanted)
    beforehand.refuse(config)
    first, home = next_run(config), prefect_local.home(config.run.state)
    try:
        with (
            _terminable(),
            locks.held(home / "serve.lock", "the schedule"),
            prefect_local.connected(home, "scheduling") as url,
        ):
            say(f"Prefect's server is {url}; the first run is at {first:%F %T %Z}; Control-C ends this")
            return _in_thread(partial(_main, config, once, say))
    except KeyboardInterrupt:
        return 0


def parameters(config: Config) -> dict[str, Any]:
    """What a scheduled run loads this configuration by: the file, read anew each time, and what wins over it."""
    default = Config(config.file.parent if config.file else Path.cwd())
    settings = {}
    for key in KEYS:
        section, name = key.split(".")
        value, origin = getattr(getattr(config, section), name), config.origins.get(key)
        changed = value != getattr(getattr(default, section), name)
        if origin != str(config.file) and (origin or changed):
            settings[key] = _plain(value)
    return {"config": str(config.file) if config.file else None, "settings": settings}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path | Url) else value


def next_run(config: Config) -> datetime:
    """When the schedule of the configuration fires next, in its time zone. Raises ConfigError."""
    cron, now = config.schedule.cron, datetime.now(ZoneInfo(config.schedule.timezone))
    try:
        return fires(cron, now)
    except ValueError as error:
        raise ConfigError(
            f"schedule.cron: '{cron}' is no schedule ({error}); write five fields, minute, hour,"
            " day, month and day of the week, such as '0 3 * * *'"
        ) from error


async def _main(config: Config, once: bool, say: Say, stop: asyncio.Event) -> int:
    from prefect.runner import Runner

    runner = Runner(name="pipeline", pause_on_shutdown=False, limit=1, query_seconds=RUNNER_POLL_SECONDS)
    work = asyncio.create_task(_work(config, runner, once))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if work.done():
        return work.result()
    say("ending")
    await asyncio.to_thread(_end_children)
    if runner.started:
        await runner.astop()
    work.cancel()
    await asyncio.wait({work})
    return 0


async def _work(config: Config, runner: Runner, once: bool) -> int:
    from flows.refresh import refresh
    from prefect.schedules import Cron

    when = Cron(config.schedule.cron, timezone=config.schedule.timezone)
    deployment = await runner.aadd_flow(refresh, name=DEPLOYMENT, schedule=when, parameters=parameters(config))
    if once:
        return await _once(config, runner, deployment)
    await _due(deployment)  # before the runner looks
    await asyncio.gather(runner.start(), _skip_missed(deployment))
    return 0


def _end_children() -> None:
    """Ends the flow's process, which tidies up; the runner would look every three seconds whether it did."""
    running = multiprocessing.active_children()
    for process in running:
        process.terminate()
    for process in running:
        process.join(END_SECONDS)


async def _skip_missed(deployment: UUID) -> None:
    while True:
        await _due(deployment)
        await asyncio.sleep(POLL_SECONDS)


async def _once(config: Config, runner: Runner, deployment: UUID) -> int:
    """Waits for a run that is due, does it, and gives its exit status from the journal."""
    while not await _due(deployment):
        await asyncio.sleep(POLL_SECONDS)
    before = _last_run(config)
    await runner.start(run_once=True)
    last = _last_run(config)
    return 3 if last is None or last == before else exit_status(last.status, last.counts)


async def _due(deployment: UUID) -> bool:
    """Whether a run's time has come; all such runs but the latest are taken off, they would find nothing new."""
    from prefect import get_client

    now = datetime.now(UTC)
    async with get_client() as client:
        runs = await client.get_scheduled_flow_runs_for_deployments([deployment], now)
        runs.sort(key=lambda run: run.expected_start_time or now)
        for missed in runs[:-1]:
            await client.delete_flow_run(missed.id)
    return bool(runs)


def _last_run(config: Config) -> Run | None:
    with State.open(config.run.state) as state:
        return next(iter(state.runs(1)), None)


def _in_thread(main: Callable[[asyncio.Event], Coroutine[Any, Any, int]]) -> int:
    """Runs `main` to its end; Control-C in this thread sets the event. Prefect takes the signals of the main thread."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(contextvars.copy_context().run, loop.run_until_complete, main(stop))
        try:
            return result.result()
        except KeyboardInterrupt:
            loop.call_soon_threadsafe(stop.set)
            return result.result()
        finally:
            loop.close()


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM does what Control-C does, where this is the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

"""`pipeline serve`: its schedule, its runs, its end."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from pipeline import schedule
from pipeline.config import load
from pipeline.errors import ConfigError
from pipeline.sections import Schedule


def serve(desk: Desk, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "pipeline", "serve", *arguments],
        cwd=desk.root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def family(process: int) -> set[int]:
    """A process and all below it."""
    found = {process}
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        found |= family(int(child))
    return found


@pytest.mark.parametrize("cron", ["", "nonsense", "* * * *", "61 * * * *", "0 0 1 1 * *", "0 0 31 2 *"])
def test_what_is_no_schedule_is_refused(empty_desk: Desk, cron: str) -> None:
    config = replace(empty_desk.config, schedule=Schedule(cron=cron))
    with pytest.raises(ConfigError, match=r"schedule\.cron"):
        schedule.next_run(config)


@pytest.mark.parametrize(
    ("cron", "timezone", "hour", "offset"), [("0 3 * * *", "UTC", 3, 0), ("30 4 * * 1-5", "Asia/Almaty", 4, 5)]
)
def test_the_next_run_is_in_the_schedules_time_zone(
    empty_desk: Desk, cron: str, timezone: str, hour: int, offset: int
) -> None:
    when = schedule.next_run(replace(empty_desk.config, schedule=Schedule(cron, timezone)))
    assert (when.hour, when.utcoffset()) == (hour, timedelta(hours=offset))
    assert datetime.now(UTC) < when < datetime.now(UTC) + timedelta(days=4)


def test_a_scheduled_run_loads_the_configuration_that_was_served(
    empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_desk.root / "pipeline.toml").write_text('[languages]\ndefault = "ru"\n[run]\nworkers = 3\n')
    monkeypatch.chdir(empty_desk.root)
    config = load(flags={"run.workers": 2, "run.warehouse": Path("w.duckdb")}, env={"PIPELINE_SOURCES_PATHS": "texts"})
    given: dict[str, Any] = schedule.parameters(config)
    here = str(empty_desk.root)
    assert given["settings"] == {
        "run.workers": 2,
        "run.warehouse": f"{here}/w.duckdb",
        "run.state": f"{here}/state.sqlite",
        "sources.paths": [f"{here}/texts"],
    }
    monkeypatch.chdir("/")
    assert load(Path(given["config"]), flags=given["settings"], env={}) == config


@pytest.mark.flow
def test_of_all_missed_runs_the_latest_is_made_up_for(prefect: None) -> None:
    from prefect import flow, get_client
    from prefect.states import Scheduled

    @flow
    def nothing() -> None: ...

    async def missed() -> tuple[bool, bool, list[str]]:
        deployment = await (await nothing.ato_deployment("missed")).aapply()
        async with get_client() as client:
            early = await schedule._due(deployment)
            for hours in (3, 1, 2, -1):
                state: Any = Scheduled(scheduled_time=datetime.now(UTC) - timedelta(hours=hours))
                await client.create_flow_run_from_deployment(deployment, state=state, name=f"{hours} hours ago")
            late = await schedule._due(deployment)
            left = await client.read_flow_runs()
        return early, late, sorted(run.name for run in left if run.deployment_id == deployment)

    assert asyncio.run(missed()) == (False, True, ["-1 hours ago", "1 hours ago"])


@pytest.mark.worker
def test_serve_once_does_the_next_scheduled_run_and_ends_with_its_status(
    empty_desk: Desk, outside: dict[str, str]
) -> None:
    empty_desk.put(alpha__txt="The herds were counted.\n", beta__docx=b"no document")
    (empty_desk.root / "pipeline.toml").write_text('[sources]\npaths = ["documents"]\n')
    process = serve(empty_desk, outside, "--cron", "* * * * *", "--once")
    out, _ = process.communicate(timeout=150)
    assert process.returncode == 1, out
    assert empty_desk.rows("SELECT count(*) FROM documents") == [(1,)]


@pytest.mark.worker
def test_serve_ends_at_once_leaves_nobody_behind_and_there_is_one_of_it(
    empty_desk: Desk, outside: dict[str, str]
) -> None:
    here = outside | {"PREFECT_HOME": str(empty_desk.root / "prefect")}  # the other test serves from the shared one
    process = serve(empty_desk, here)
    assert process.stdout is not None
    assert "first run" in process.stdout.readline()
    second = serve(empty_desk, here)
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 3
    assert f"held by process {process.pid}" in said

    everybody = family(process.pid)
    assert len(everybody) >= 2
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0  # two seconds, where nobody else works
    process.stdout.close()
    assert not [each for each in everybody if Path(f"/proc/{each}").exists()]

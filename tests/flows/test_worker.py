"""`prefect.yaml` with a Prefect server, a work pool and a process worker: `pytest -m worker`."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from desk import Desk

PROJECT = Path(__file__).parents[2]


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def until(what: Callable[[], bool], seconds: float, log: Path) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)


@pytest.mark.worker
@pytest.mark.usefixtures("heeded_interrupts")
def test_a_worker_runs_the_deployment_by_its_schedule(empty_desk: Desk) -> None:
    shutil.copytree(PROJECT / "seeds", empty_desk.documents, dirs_exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    url, logs = f"http://127.0.0.1:{port}/api", empty_desk.root
    environment = {
        **os.environ, "PREFECT_HOME": str(logs / "prefect"), "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1",
    }  # fmt: skip
    settings = {"run.warehouse": str(empty_desk.warehouse), "sources.paths": [str(empty_desk.documents)]}
    command = [sys.executable, "-m", "prefect"]

    def answers() -> bool:
        with suppress(OSError):
            return bool(urllib.request.urlopen(f"{url}/health", timeout=5).status == 200)
        return False

    def prefect(*arguments: str) -> None:
        subprocess.run([*command, *arguments], cwd=PROJECT, env=environment, check=True, capture_output=True)

    server = [*command, "server", "start", "--no-ui", "--host", "127.0.0.1", "--port", port]
    given = f"settings={json.dumps(settings)}"
    with running(server, environment, logs / "server.log"):
        until(answers, 120, logs / "server.log")
        prefect("work-pool", "create", "--type", "process", "pipeline")
        prefect("--no-prompt", "deploy", "--name", "nightly", "--cron", "* * * * *", "--param", given)
        with running([*command, "worker", "start", "--pool", "pipeline"], environment, logs / "worker.log"):
            until(empty_desk.warehouse.exists, 180, logs / "worker.log")
    assert empty_desk.rows("SELECT count(*) FROM documents") == [(5,)]
    assert empty_desk.rows("SELECT status FROM runs") == [("published",)]

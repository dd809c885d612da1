"""A Dask scheduler and its workers, as processes of this machine, and a store as S3 is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

BUCKET = "s3://bucket"
HOST = "127.0.0.1"


@dataclass
class Cluster:
    """Workers have one thread each and no nanny: one that is killed does not come back."""

    folder: Path
    environment: dict[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "scheduler.json").read_text())["address"])

    def start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *options, "--no-dashboard"]
        with (self.folder / f"{program}.log").open("ab") as log:
            environment = {**os.environ, **self.environment, "PYTHONPATH": os.pathsep.join(sys.path)}
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, env=environment)

    def add_worker(self) -> None:
        options = ["--host", HOST, "--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder)]
        self.workers.append(self.start("worker", self.address, *options))

    def lose_worker(self) -> None:
        worker = self.workers.pop(0)
        worker.kill()
        worker.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Its workers reach the store, and no Prefect server."""
    made = Cluster(
        folder, {"http_proxy": f"http://{HOST}:9", "no_proxy": os.environ["AWS_ENDPOINT_URL"].partition("//")[2]}
    )
    scheduler = made.start(
        "scheduler", "--host", HOST, "--port", "0", "--scheduler-file", str(folder / "scheduler.json")
    )
    try:
        until((folder / "scheduler.json").exists)
        for _ in range(2):
            made.add_worker()
        yield made
    finally:
        for process in (*made.workers, scheduler):
            process.kill()
            process.wait()


@contextmanager
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An S3 with an empty bucket; this process and those it starts find it by their environment."""
    import fsspec
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(HOST, 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
        fsspec.filesystem("s3").mkdir("bucket")
        yield
    finally:
        server.stop()


def until(what: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)

"""What is made once for all tests of a session and all its workers: the seeds, published, and a Prefect server."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pytest

from pipeline import prefect_local

SEEDS = Path(__file__).parents[1] / "seeds"


@dataclass(frozen=True)
class Published:
    """A folder with `seeds/` and `warehouse/` as `pipeline run` left them, and what it printed. Not to be changed."""

    root: Path
    output: str

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse" / "corpus.duckdb"


def pipeline(
    *arguments: str | Path, folder: Path, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The command itself, in a process of its own that knows no settings but those given."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PIPELINE_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=folder, input=stdin, capture_output=True, env={**known, **env}, check=False,
    )  # fmt: skip


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder of all workers of a session."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def publish(factory: pytest.TempPathFactory, server: str) -> Published:
    """Runs the main job on a copy of the seeds, or finds that another worker has; it talks to that Prefect server."""
    root, said = shared(factory) / "published", shared(factory) / "published.txt"
    with locked(said):
        if not said.exists():
            shutil.copytree(SEEDS, root / "seeds")
            done = pipeline("run", folder=root, PREFECT_API_URL=server)
            assert done.returncode == 0, done.stderr.decode()
            said.write_bytes(done.stdout)
    return Published(root, said.read_text("utf-8"))


@contextmanager
def served(factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect server, which is this worker's or another's, and ends when nobody uses it any more."""
    said, users = shared(factory) / "server.txt", shared(factory) / "users"
    with locked(users, fcntl.LOCK_SH) as using, ExitStack() as stack:
        with locked(said):
            if not said.exists():
                said.write_text(stack.enter_context(prefect_local.server(shared(factory) / "server")))
                stack.callback(fcntl.flock, using, fcntl.LOCK_EX)  # waits for the others
                stack.callback(said.unlink)
        yield said.read_text()


@contextmanager
def locked(name: Path, how: int = fcntl.LOCK_EX) -> Iterator[TextIO]:
    """Among all workers."""
    with name.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, how)
        yield lock

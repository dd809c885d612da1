"""The seeds taken through the real main job, once for all tests of a session and all its workers."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

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


def publish(factory: pytest.TempPathFactory) -> Published:
    """Runs the main job on a copy of the seeds, or finds that another worker has."""
    workers = "PYTEST_XDIST_WORKER" in os.environ
    shared = factory.getbasetemp().parent if workers else factory.getbasetemp()
    root, said = shared / "published", shared / "published.txt"
    with (shared / "published.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            shutil.copytree(SEEDS, root / "seeds")
            done = pipeline("run", folder=root)
            assert done.returncode == 0, done.stderr.decode()
            said.write_bytes(done.stdout)
    return Published(root, said.read_text("utf-8"))

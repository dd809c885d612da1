"""How fast whole runs are, beside what a user writes in an afternoon (`afternoon.py`): `make bench`.

`python runs.py DOCUMENTS` (default 200; 2,000 are the 100 MB of the goal). Runs and yardstick share one machine, one
corpus and one running Prefect server; MB/s are of all stages, as the run's row in the journal has it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import varied

from pipeline import prefect_local

HERE = Path(__file__).parent
SAMPLE = 20  # documents for the yardstick, which takes a second for each


def command(*arguments: str, folder: Path) -> tuple[float, str]:
    """Seconds that a command of the program took, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, done.stdout


def last(folder: Path) -> dict[str, Any]:
    """The last run's row."""
    runs: list[dict[str, Any]] = json.loads(command("status", "--json", folder=folder)[1])["runs"]
    return runs[0]


def full(folder: Path, megabytes: float, *options: str) -> float:
    """MB/s of a full run, start-up aside."""
    command("run", "documents", "--full", *options, folder=folder)
    run = last(folder)
    spent = sum(run["seconds"].values())
    by_stage = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in run["seconds"].items())
    print(f"full run, {' '.join(options)}: {megabytes / spent:.2f} MB/s; {by_stage} s; {run['peak_memory'] >> 20} MB")
    return megabytes / spent


def afternoon(folder: Path) -> float:
    """MB/s of the yardstick on some of the documents."""
    some = folder / "some"
    megabytes = varied.write(some, SAMPLE) / 1e6
    arguments = [sys.executable, HERE / "afternoon.py", some, folder / "afternoon.duckdb"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    print(f"afternoon: {megabytes / float(done.stdout):.3f} MB/s")
    return megabytes / float(done.stdout)


def main(documents: int) -> None:
    """Prints a line for each figure."""
    with tempfile.TemporaryDirectory() as name, prefect_local.server(Path(name) / "prefect"):
        folder = Path(name)
        megabytes = varied.write(folder / "documents", documents) / 1e6
        yardstick = afternoon(folder)
        one = full(folder, megabytes, "--workers", "1")
        two = full(folder, megabytes, "--workers", "2")
        print(f"one worker / afternoon: {one / yardstick:.1f}; two workers / one: {two / one:.2f}")
        print(f"nothing changed: {command('run', 'documents', folder=folder)[0]:.1f} s")
        with (folder / "documents" / "00000.txt").open("a") as file:
            file.write("\nOne line more.\n")
        print(f"one document changed: {command('run', 'documents', folder=folder)[0]:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)

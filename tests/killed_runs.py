"""Runs of the real flow that are killed, process group and all, at a write or after a while.

`python killed_runs.py` imports all that a run does, once, and forks a process of a session of its own for each request,
a JSON object a line: `folder`, and `write` (it is killed at its n-th write), `seconds` (after that time) or `room` (no
file may be longer, in bytes: what is written beyond that fails as on a full disk). The answer has its exit `status`,
None where it was killed, and how many `writes` and `seconds` there were. It talks to the server of `PREFECT_API_URL`.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from desk import Desk
from moments import before_each_statement, before_each_write
from three_runs import ALPHA, MORE, copied, files, planned, statuses

from pipeline import quality, query
from pipeline.config import load
from pipeline.runs import auditing, isolation, processing
from pipeline.runs.isolation import Child, Crew

TESTS = Path(__file__).parent
LIMIT_SECONDS = 300.0
OF_A_RUN = {"checks", "meta", "runs"}
OF_THE_STATE = ("runs", "checks", "quarantine")
"""What the audit counts in these is of earlier runs, too, those that were killed among them."""
BUT = {"documents": "EXCLUDE (run_id, first_seen)", "quarantine": "EXCLUDE (run_id, since)"}
Tables = dict[str, list[tuple[Any, ...]]]


def take_away(desk: Desk) -> None:
    """After `three_runs`: one document less."""
    (desk.documents / "beta.txt").unlink(missing_ok=True)


def change(desk: Desk) -> None:
    """After `three_runs`: one document changed, one gone, one mended, one new, one that cannot be read."""
    take_away(desk)
    desk.put(alpha__txt=ALPHA + MORE * 2, delta__txt="Igor  Zvantsov answered.\n", epsilon__docx=b"no document")
    (desk.documents / "gamma.meta.toml").unlink()


def tables(desk: Desk) -> Tables:
    """Every row of the published warehouse, but for the run's own name and hours, and how long the journal is."""
    with query.connect(desk.warehouse) as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql).fetchall()

        names = {name for (name,) in rows("SELECT table_name FROM duckdb_tables()")}
        found = {name: rows(f"SELECT * {BUT.get(name, '')} FROM {name}") for name in sorted(names - OF_A_RUN)}
        this = "WHERE run_id = (SELECT run_id FROM meta)"
        checks = f"SELECT * EXCLUDE run_id FROM checks {this} AND table_name NOT IN {OF_THE_STATE}"
        return {**found, "checks": rows(checks), "runs": rows(f"SELECT status, counts, message FROM runs {this}")}


def differing(found: Tables, wanted: Tables) -> dict[str, tuple[list[Any], list[Any]]]:
    """Rows that one has and the other has not, by their table; of equal rows in another order, all."""
    return {name: (rows, wanted[name]) for name, rows in found.items() if rows != wanted[name]}


def exported(desk: Desk) -> dict[str, bytes]:
    """What stands in the folders of the exports."""
    folders = (desk.root / "texts", desk.root / "lines")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".txt", ".jsonl"}]
    return {path.name: path.read_bytes() for path in files}


def paths(desk: Desk) -> set[str]:
    """All files and folders."""
    return {str(path.relative_to(desk.root)) for path in desk.root.rglob("*")}


@dataclass(frozen=True)
class Ended:
    """How a run ended, and what it said; `status` and `writes` only of one that was not killed."""

    status: int | None
    seconds: float
    writes: int
    said: str


class Runs:
    """What starts them; a context of `started`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, folder: Path, **moment: float) -> Ended:
        """A run over a folder; when it gives the answer nobody is left of it."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"folder": str(folder), **moment}), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "what starts the runs has ended"
        said = _log(folder).read_text()
        _log(folder).unlink()
        return Ended(**json.loads(answer), said=said)


@contextmanager
def started(url: str) -> Iterator[Runs]:
    """Runs that talk to the Prefect server of this address."""
    environment = {**os.environ, "PREFECT_API_URL": url, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    with subprocess.Popen(
        [sys.executable, __file__], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        yield Runs(process)
        process.stdin.close()


@dataclass(frozen=True)
class Undisturbed:
    """What was published before the run, what is after it, and how long it took."""

    old: Tables
    new: Tables
    kept: list[str]
    desk: Desk
    ended: Ended

    @classmethod
    def of(cls, base: Desk, folder: Path, runs: Runs) -> Undisturbed:
        """Lets a copy of `base` have its run."""
        desk = copied(base, folder)
        ended = runs.run(desk.root)
        assert ended.writes, ended.said
        return cls(tables(base), tables(desk), files(base), desk, ended)

    def at_writes(self, count: int) -> list[dict[str, float]]:
        """Moments at the first write, the last, and some between."""
        return [{"write": (self.ended.writes - 1) * number // (count - 1)} for number in range(count)]

    def while_time_goes_by(self, count: int) -> list[dict[str, float]]:
        """Moments as far from each other as from beginning and end."""
        return [{"seconds": self.ended.seconds * (number + 0.5) / count} for number in range(count)]

    def check_killed(self, desk: Desk) -> None:
        """What readers meet is old or new, and so is what is kept."""
        found = tables(desk)
        assert found in (self.old, self.new), differing(found, self.old)
        assert set(files(desk)[1:]) <= set(self.kept), files(desk)

    def check_mended(self, desk: Desk) -> None:
        """After the next run there is nothing that says that one was killed, but for its row in the journal."""
        found = differing(tables(desk), self.new)
        assert not found, found
        assert exported(desk) == exported(self.desk)
        assert paths(desk) == paths(self.desk), paths(desk) ^ paths(self.desk)
        assert planned(desk) == planned(self.desk), planned(desk)
        assert files(desk)[1:] == self.kept[:-1], files(desk)
        assert "running" not in statuses(desk), statuses(desk)


def _answer(
    folder: Path, write: int | None = None, seconds: float = LIMIT_SECONDS, room: int | None = None
) -> dict[str, object]:
    crews = _crews() if room is None else []  # children have the limits of those who started them
    start, before = time.monotonic(), working(folder)
    with _log(folder).open("wb") as log, subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log) as cat:
        assert cat.stdin
        if not (child := os.fork()):
            _run(folder, cat.stdin.fileno(), write, room)
        cat.stdin.close()
        status = _ended(child, start + seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    took = time.monotonic() - start
    while working(folder) - before:
        assert time.monotonic() < start + LIMIT_SECONDS, f"{folder}: somebody is left"
        time.sleep(0.02)
    for crew in crews:
        crew._idle.pop().end()
    told = _told(folder)
    writes, *modules = told.read_text().split() if told.exists() else "0"
    told.unlink(missing_ok=True)
    _import(modules)
    return {"status": status, "seconds": took, "writes": int(writes)}


def _crews() -> list[Crew]:
    """With a child each, which is ready for the run, and not one of its process group."""
    found = {isolation.documents: partial(processing.prepare, load(env={})), auditing.judges: quality.prepare}
    for crew, prepare in found.items():
        crew._idle.append(Child(crew._made(prepare)))
    return list(found)


def _log(folder: Path) -> Path:
    return _elsewhere(folder, ".log")


def _told(folder: Path) -> Path:
    """Where a run leaves how many writes there were, and what it imported."""
    return _elsewhere(folder, ".told")


def _elsewhere(folder: Path, suffix: str) -> Path:
    """A file that has room where the folder's own file system is full."""
    return Path(tempfile.gettempdir(), hashlib.sha256(os.fsencode(folder)).hexdigest()[:16] + suffix)


def _ended(child: int, deadline: float) -> int | None:
    """The exit status of a child, None where it was killed; where it takes too long it and its group are."""
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _run(folder: Path, log: int, write: int | None, room: int | None) -> None:
    """In the child: the command itself; never comes back."""
    os.setsid()
    os.chdir(folder)
    for crew in (isolation.documents, auditing.judges):
        crew._template = None
    Crew.release = Crew.rest = lambda crew: None  # type: ignore[method-assign]  # its children are another's
    for stream in (1, 2):
        os.dup2(log, stream)
    writes = 0

    def count() -> None:
        nonlocal writes
        if writes == write:
            os.killpg(0, signal.SIGKILL)
        writes += 1

    from pipeline import cli

    before_each_write(count)
    before_each_statement(count)
    if room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    sys.argv = ["pipeline", "run", "--quiet"]
    status: Any = 0
    try:
        cli.main()
    except SystemExit as exit:
        status = exit.code
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    _told(folder).write_text("\n".join([str(writes), *sys.modules]))
    os._exit(status or 0)


def working(folder: Path) -> set[int]:
    """The processes that are at work in this folder."""
    found = set()
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (each / "cwd").readlink() == folder:
                found.add(int(each.name))
    return found


def _import(modules: Iterable[str]) -> None:
    """What a run imported, so that the next has it already."""
    for name in {*modules} - sys.modules.keys():
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def main() -> None:
    """Answers until its standard input ends."""
    from flows import refresh  # noqa: F401

    processing.prepare(load(env={}))  # what a run loads besides, where it resolves
    for line in sys.stdin:
        print(json.dumps(_answer(**{**(given := json.loads(line)), "folder": Path(given["folder"])})), flush=True)


if __name__ == "__main__":
    main()

"""The soak of runs: killed, out of room, read without a pause, and a folder of 100,000 files. `make soak`.

By hand `tests/soak_faults.py kills --count 200`. One Prefect server runs for all; half an hour on two quiet cores.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import killed_runs
import readers
from desk import Desk
from killed_runs import Runs, Undisturbed, change, differing, tables
from three_runs import ALPHA, copied, files, make

from pipeline import prefect_local
from pipeline.errors import PipelineError
from pipeline.runs import auditing, isolation

PUBLISHES = 50
FILES = 100_000
CONTENTS = 100
SHOWN = 2_000
ROOM = 5_000_000
"""Bytes that a run needs."""


def kills(base: Desk, runs: Runs, count: int) -> None:
    """Killed at moments spread over the run: half of them at its writes, half as time goes by."""
    change(base)
    undisturbed = Undisturbed.of(base, base.root.with_name("undisturbed"), runs)
    moments = [*undisturbed.at_writes(count // 2), *undisturbed.while_time_goes_by(count - count // 2)]
    random.Random(1).shuffle(moments)
    killed = old = failed = 0
    for number, moment in enumerate(moments, 1):
        desk = copied(base, base.root.with_name("killed"))
        ended = runs.run(desk.root, **moment)
        killed += ended.status is None
        try:
            undisturbed.check_killed(desk)
            old += tables(desk) == undisturbed.old
            desk.run()
            undisturbed.check_mended(desk)
        except (AssertionError, PipelineError) as error:
            failed += 1
            print(f"{moment}: {error}"[:SHOWN])
        shutil.rmtree(desk.root)
        _progress(number, count)
    print(f"killed {killed} times of {count}, {old} left the old warehouse; {failed} next runs ended otherwise")
    assert not failed


def full(base: Desk, runs: Runs, count: int) -> None:
    """No file longer than so many bytes; and, where this user may mount one, a file system that is full."""
    change(base)
    before, kept = tables(base), files(base)
    for number in range(count):
        desk = copied(base, base.root.with_name("full"))
        ended = runs.run(desk.root, room=ROOM * number // count)
        assert ended.status == 3, ended.said
        assert "room" in ended.said, ended.said
        _check_old(desk, before, kept)
    print(f"{count} runs without room: each said so, with status 3, and the next one published")
    with _small(base.root.with_name("small")) as folder:
        if folder is None:
            print("no file system can be mounted here: none was filled")
            return
        for number in range(count):
            desk = copied(base, folder / "desk")
            _fill(folder / "filled", ROOM * number // count)
            ended = runs.run(desk.root)
            assert ended.status in (1, 3), ended.said
            (folder / "filled").unlink()
            if ended.status == 3:
                _check_old(desk, before, kept)
            else:
                shutil.rmtree(desk.root)
    print(f"{count} runs on a full disk: the same")


def _check_old(desk: Desk, before: killed_runs.Tables, kept: list[str]) -> None:
    assert differing(tables(desk), before) == {}
    assert files(desk) == kept
    assert desk.run().status == "partial"
    shutil.rmtree(desk.root)


@contextmanager
def _small(folder: Path) -> Iterator[Path | None]:
    """A file system of some megabytes in memory."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "none", folder]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)


def _fill(path: Path, left: int) -> None:
    """Leaves so many bytes."""
    path.write_bytes(bytes(max(shutil.disk_usage(path.parent).free - left, 0)))


def reading(base: Desk, runs: Runs, count: int) -> None:
    """Four readers while the corpus changes and is published again and again."""
    with readers.reading(base.warehouse, 4) as found:
        for number in range(count):
            base.put(alpha__txt=ALPHA + f"\nIt was counted in {1900 + number}.\n" * (number % 7 + 1))
            assert base.run().documents["changed"] == 1
            _progress(number + 1, count)
    queries, seen = sum(each["queries"] for each in found), {run for each in found for run in each["runs"]}
    print(f"{queries} queries of 4 readers through {count} publishes met {len(seen)} warehouses, each of them whole")


def many(base: Desk, runs: Runs, count: int) -> None:
    """A folder of 100,000 files, a hundred documents: looked through, published, looked through again."""
    desk = Desk(base.root.with_name("many"))
    desk.documents.mkdir(parents=True)
    (desk.root / "pipeline.toml").touch()
    for number in range(count):
        (desk.documents / f"{number:06}.txt").write_text(f"The herds were counted in {number % CONTENTS + 1900}.\n")
    for what, options in (("run --plan", {"plan": True}), ("first run", {}), ("nothing changed", {})):
        start = time.monotonic()
        status = desk.run(**options).status
        print(f"{count} files, {what}: {status}, {time.monotonic() - start:.1f} s")
    assert desk.rows("SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM sources)") == [(CONTENTS, count)]


def _progress(done: int, of: int) -> None:
    print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


FAULTS: dict[str, tuple[Callable[[Desk, Runs, int], None], int]] = {
    "kills": (kills, 200),
    "full": (full, 20),
    "reading": (reading, PUBLISHES),
    "many": (many, FILES),
}


def main() -> None:
    """Ends with an AssertionError where something was lost, half or not told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"of {', '.join(FAULTS)}; default: all")
    parser.add_argument("--count", type=int, help="how many, of each")
    given = parser.parse_args()
    isolation.Crew.release, release = (lambda crew: None), isolation.Crew.release  # children for all, as in the tests
    with tempfile.TemporaryDirectory() as name, prefect_local.connected(Path(name) / "prefect") as url:
        three = Path(name) / "three"
        three.mkdir()
        make(three)
        with killed_runs.started(url) as runs:
            for fault in given.faults or FAULTS:
                act, count = FAULTS[fault]
                act(copied(Desk(three), Path(name) / fault / "base"), runs, given.count or count)
    release(isolation.documents)
    release(auditing.judges)


if __name__ == "__main__":
    main()

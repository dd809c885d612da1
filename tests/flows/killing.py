"""Does something to copies of a folder, and is killed at its first write, a later one, and so on until it is done.

`python killing.py FOLDER COPIES STEP ACTION ARGUMENT` kills at every STEP-th write, and leaves `COPIES/0` and so on
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from desk import Desk
from moments import before_each_write
from three_runs import copied

from pipeline import quality
from pipeline.config import Config, load
from pipeline.runs import backup, forget, processing, rollback


def act(config: Config, action: str, argument: str) -> None:
    if action == "rollback":
        rollback.rollback(config)
    elif action == "forget":
        forget.forget(config, [argument])
    else:
        backup.restore(config, Path(argument))


def killed_at(number: int) -> None:
    """From here on this process ends itself just before it writes for the `number`th time."""
    left = iter(range(number))

    def count() -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    before_each_write(count)


def main(folder: Path, copies: Path, step: int, action: str, argument: str) -> None:
    processing.prepare(load(env={}))  # before the children are made, so that each need not
    quality.audit(folder / "warehouse" / "corpus.duckdb", ())
    for number in count(step=step):
        desk = copied(Desk(folder), copies / str(number))
        if not (child := os.fork()):
            os.chdir(desk.root)
            killed_at(number)
            act(desk.config, action, argument)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])

"""Several files change places as one: state and warehouses are the old ones or the new ones, whatever ends the process.

The new files are made in a folder beside the warehouse. Giving the folder its last name decides: from then on they
go to their places, and where the process ends on the way, the next that takes the lock goes on with it.

In the folder a file is called as beside the warehouse, the new state `state`, its own name with `.gone` what is to
go, and `exported.gone` names other files that are to go, one a line.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import places
from pipeline.config import Config
from pipeline.errors import WarehouseError
from pipeline.paths import sync
from pipeline.places import Place, Url
from pipeline.search.index import withdrawn

DECIDED = ".exchange"
PREPARED = ".exchange.part"
STAGING = ".staging-"
STATE = "state"
GONE = ".gone"
EXPORTED = "exported" + GONE


@contextmanager
def exchanged(config: Config) -> Iterator[Path]:
    """A folder to make the new files in; they take their places as the context ends, or nothing changes if it fails.

    To be used while `journal.alone`. Raises WarehouseError where files cannot be written or moved.
    """
    folder = config.run.warehouse.with_name(PREPARED)
    try:
        with _telling(folder):
            folder.mkdir(parents=True)
        yield folder
        with _telling(folder):
            for path in (*folder.iterdir(), folder):
                sync(path)
            os.replace(folder, folder.with_name(DECIDED))
            sync(folder.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finish(config)


def finish(config: Config) -> None:
    """Brings to its end what was decided, and clears what a killed process left. Raises WarehouseError, StorageError.

    To be used while `journal.alone`: nobody else prepares or stages anything then.
    """
    folder = config.run.warehouse.with_name(DECIDED)
    shutil.rmtree(folder.with_name(PREPARED), ignore_errors=True)
    for left in staged(config):
        if isinstance(left, Url):
            places.remove(left)
        else:
            shutil.rmtree(left, ignore_errors=True)
    if not folder.is_dir():
        return
    with _telling(folder), withdrawn(config.run.warehouse):
        for path in sorted(folder.iterdir()):
            _take(path, config)
    with _telling(folder):
        sync(folder.parent)
        folder.rmdir()


def staged(config: Config) -> Iterator[Place]:
    """The staging folders that are there, beside the warehouse and where `run.staging` says. Raises StorageError."""
    yield from config.run.warehouse.parent.glob(f"{STAGING}*")
    place = config.run.staging
    if isinstance(place, Url):
        yield from (each for each in places.below(place) if each.name.startswith(STAGING))
    elif place:
        yield from place.glob(f"{STAGING}*")


def drop(folder: Path, path: Path) -> None:
    """A file beside the warehouse is to go."""
    (folder / (path.name + GONE)).touch()


def drop_exported(folder: Path, paths: Iterable[Path]) -> None:
    """Files outside the warehouse's folder are to go."""
    (folder / EXPORTED).write_bytes(b"".join(os.fsencode(path) + b"\n" for path in paths))


def second_name(path: Path, name: Path) -> None:
    """A file to be that stays where it is, too, until its new place is decided."""
    try:
        os.link(path, name)
    except OSError:
        shutil.copyfile(path, name)


def _take(path: Path, config: Config) -> None:
    beside = config.run.warehouse.with_name
    if path.name == EXPORTED:
        for name in path.read_bytes().splitlines():
            Path(os.fsdecode(name)).unlink(missing_ok=True)
        path.unlink()
    elif path.suffix == GONE:
        beside(path.stem).unlink(missing_ok=True)
        path.unlink()
    elif path.name == STATE:
        state = config.run.state
        # Of the file that goes: left there, it would be played back into the one that comes.
        state.with_name(state.name + "-journal").unlink(missing_ok=True)
        _move(path, state)
    else:
        _move(path, beside(path.name))


def _move(path: Path, target: Path) -> None:
    """Atomically, also to another file system."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.stat().st_dev != target.parent.stat().st_dev:
        near = target.with_name(target.name + ".part")
        shutil.copyfile(path, near)
        sync(near)
        os.replace(near, target)
        path.unlink()
    else:
        os.replace(path, target)
        path.unlink(missing_ok=True)  # still there where both are names of one file
    sync(target.parent)


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WarehouseError(
            f"{error.filename or folder}: {error.strerror}; see that the folder can be written and has room"
        ) from error

"""State and warehouse in one file, and back: a tar of `manifest.json`, `state.sqlite` and `corpus.duckdb`.

The manifest has the size and SHA-256 of the others, so that a damaged back-up is refused before anything is touched.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import operator_state
from pipeline.config import Config
from pipeline.errors import PipelineError, WarehouseError
from pipeline.paths import sync
from pipeline.runs import journal, publishing
from pipeline.runs.exchange import STAGING, STATE, drop, exchanged, second_name
from pipeline.runs.forget import forget_again
from pipeline.warehouse import kept, previous_path, read_meta

FORMAT = 1
MANIFEST, STATE_FILE, WAREHOUSE_FILE = "manifest.json", "state.sqlite", "corpus.duckdb"
Waiting = Callable[[str], None]


def backup(config: Config, file: Path, waiting: Waiting | None = None) -> int:
    """Writes state and published warehouse, as of one moment, into `file`, whole or not at all; gives its bytes.

    An earlier back-up of that name is replaced. Raises WarehouseError where there is nothing to keep or the file
    cannot be written, PipelineError where it is there and no back-up.
    """
    if file.exists() and not _is_backup(file):
        raise PipelineError(f"{file}: is there, and no back-up; give another name")
    if not config.run.warehouse.exists() or not config.run.state.exists():
        raise WarehouseError(f"{config.run.warehouse}: nothing is published yet; `pipeline run` does")
    with journal.alone(config, waiting), _staged(config) as folder, _telling(file):
        operator_state.copy(config.run.state, folder / STATE_FILE)
        unfinished = file.with_name(file.name + ".part")
        try:
            _write(unfinished, {STATE_FILE: folder / STATE_FILE, WAREHOUSE_FILE: config.run.warehouse})
            os.replace(unfinished, file)
            sync(file.absolute().parent)
        finally:
            unfinished.unlink(missing_ok=True)
    return file.stat().st_size


def restore(config: Config, file: Path, waiting: Waiting | None = None) -> str:
    """State and warehouse as the back-up has them; gives the run that is published again.

    What was published goes the way of an older warehouse, unless none is kept. Documents forgotten since the back-up
    stay forgotten. Raises PipelineError where the file is no whole back-up, WarehouseError where it is of a newer
    program, or cannot be put in place: all is as it was then.
    """
    if not file.is_file():
        raise PipelineError(f"{file}: no such file; give a back-up that `pipeline backup FILE` wrote")
    with journal.alone(config, waiting), _staged(config) as staged:
        _read(file, staged)
        meta = read_meta(staged / WAREHOUSE_FILE)
        with exchanged(config) as folder:
            shutil.move(staged / WAREHOUSE_FILE, folder / config.run.warehouse.name)
            _keep_last(config, folder)
            with operator_state.changed(staged / STATE_FILE, folder / STATE) as state:
                forget_again(config, folder, state, staged / "again")
                if meta:
                    state.note(publishing.EXPORTED, None)
        if meta:
            publishing.follow(config, meta.run_id)
    return meta.run_id if meta else ""


def _keep_last(config: Config, folder: Path) -> None:
    """What is published now becomes the one older warehouse; those before it belong to another state."""
    target = config.run.warehouse
    last = previous_path(target)
    keep = target.exists() and config.limits.keep_warehouses > 0
    if keep:
        second_name(target, folder / last.name)
    for path in kept(target):
        if path != target and not (keep and path == last):
            drop(folder, path)


def _write(target: Path, files: dict[str, Path]) -> None:
    with target.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            _add(tar, MANIFEST, _manifest(files))
            for name, path in files.items():
                with path.open("rb") as content:
                    tar.addfile(_entry(name, path.stat().st_size), content)
        out.flush()
        os.fsync(out.fileno())


def _manifest(files: dict[str, Path]) -> bytes:
    said = {
        "pipeline": "backup",
        "format": FORMAT,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {name: {"bytes": path.stat().st_size, "sha256": _digest(path)} for name, path in files.items()},
    }
    return json.dumps(said, indent=1).encode()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(_entry(name, len(content)), io.BytesIO(content))


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(datetime.now(UTC).timestamp())
    return entry


def _is_backup(file: Path) -> bool:
    try:
        with tarfile.open(file, "r:") as tar:
            return _said(tar).get("pipeline") == "backup"
    except (tarfile.TarError, ValueError, KeyError, OSError):
        return False


def _said(tar: tarfile.TarFile) -> dict[str, Any]:
    """The manifest. Raises ValueError where it is none."""
    member = tar.extractfile(MANIFEST)
    said = json.loads(member.read()) if member else None
    if not isinstance(said, dict):
        raise ValueError(f"{MANIFEST} is no manifest")
    return said


def _read(file: Path, folder: Path) -> None:
    """The files of a back-up into the folder, each held against the manifest."""
    try:
        with tarfile.open(file, "r:") as tar:
            said = _said(tar)
            if said["format"] > FORMAT:
                raise WarehouseError(f"{file}: written by a newer program; use that one")
            for name in (STATE_FILE, WAREHOUSE_FILE):
                _extract(tar, name, folder / name)
                if _digest(folder / name) != said["files"][name]["sha256"]:
                    raise ValueError(f"{name} is not what the manifest says")
    except (tarfile.TarError, ValueError, KeyError, TypeError, OSError) as error:
        raise PipelineError(
            f"{file}: no back-up, or a damaged one ({error}); nothing was changed; give another"
        ) from error


def _extract(tar: tarfile.TarFile, name: str, target: Path) -> None:
    member = tar.extractfile(name)
    if member is None:
        raise ValueError(f"{name} is no file")
    with member, _telling(target), target.open("wb") as out:
        shutil.copyfileobj(member, out)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _staged(config: Config) -> Iterator[Path]:
    """A folder beside the warehouse that goes in any case; the next run clears what a killed one left."""
    parent = config.run.warehouse.parent
    with _telling(parent):
        parent.mkdir(parents=True, exist_ok=True)
        staged = tempfile.TemporaryDirectory(dir=parent, prefix=STAGING)
    with staged as folder:
        yield Path(folder)


@contextmanager
def _telling(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WarehouseError(
            f"{file}: {error.strerror or error}; see that the folder can be written and has room"
        ) from error

"""A folder that holds what an export says: new and changed units are written, those that are gone are removed.

What was written is on record in `.<format>.export` in that folder, one line a unit in the order of the keys, so that
two exports are compared line by line, whatever the size of the corpus. A file is left alone when its unit's
fingerprint, the code of the exports and the file's size and time are those on record. What an export began that was
killed is in `.<format>.begun`: the next one ends it.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

import duckdb

from pipeline import corpus as limits
from pipeline.errors import PipelineError
from pipeline.exports.options import Options

Batches = tuple[tuple[str, ...], ...]
_T = TypeVar("_T")

_WEIGHT = 4  # of a document that is read with all its rows
_UNFINISHED = re.compile(r"\..+\.(\d{1,9})\.part")
_LEAST = 100  # characters that a document counts for at least, so that no batch is of endlessly many empty ones


class Unit(NamedTuple):
    """What is written at once: documents, in batches whose texts fit in memory.

    `key` sorts units and names one from export to export; `stem` names its files and belongs to no other key;
    `characters` says how much is to be read.
    """

    key: str
    stem: str
    batches: Batches
    characters: int
    fingerprint: str


class Exported(NamedTuple):
    """Files that are in the folder now, and how many of them were written, and how many others removed."""

    files: int
    written: int
    removed: int


class _Entry(NamedTuple):
    """A line of the record; `stamps` are size and time of each file."""

    key: str
    stem: str
    fingerprint: str
    stamps: str

    def line(self) -> bytes:
        return ("\t".join(self) + "\n").encode()


Put = Callable[[Sequence[BinaryIO]], object]
"""Puts one unit into its open files, one an ending."""


class Output(NamedTuple):
    """What an export writes: endings of the files of each unit, the units in the order of their keys, and how.

    `write` reads some units together, and gives of each in turn what puts it into its files; `finish` comes when all
    are written.
    """

    suffixes: Sequence[str]
    units: Iterable[Unit]
    write: Callable[[Sequence[Unit]], Iterator[Put]]
    finish: Callable[[], object] = lambda: None


def mirror(folder: Path, format: str, options: Options, output: Output) -> Exported:
    """Bring the folder's files of this format in line with the units.

    Raises OSError, and PipelineError where a file that no export wrote stands in the way of one.
    """
    path, made_by = folder / f".{format}.export", _made_by(options)
    files = written = removed = 0
    with _begun(folder / f".{format}.begun") as (stray, begin):
        with replaced(path) as file:
            file.write(_Entry("", format, made_by, "").line())
            pairs = _side_by_side(_known(path, made_by), output.units)
            for some in in_batches(pairs, lambda pair: _WEIGHT * pair[1].characters if pair[1] else 0):
                gone = [old.stem for old, unit in some if old and not (unit and unit.stem == old.stem)]
                removed += sum(_remove(_paths(folder, stem, output)) for stem in gone)
                new = [unit.stem for old, unit in some if unit and not (old and unit.stem == old.stem)]
                _refuse_others([path for stem in new if stem not in stray for path in _paths(folder, stem, output)])
                units = [unit for _, unit in some if unit]
                stray.difference_update(unit.stem for unit in units)
                stale = [unit for old, unit in some if unit and not _is_current(old, unit, folder, output)]
                for unit, put in zip(stale, output.write(stale) if stale else (), strict=True):
                    begin(unit.stem)
                    written += _written(_paths(folder, unit.stem, output), put)
                for unit in units:
                    paths = _paths(folder, unit.stem, output)
                    file.write(_Entry(unit.key, unit.stem, unit.fingerprint, _stamps(paths)).line())
                    files += len(paths)
        removed += sum(_remove(_paths(folder, stem, output)) for stem in stray)
        output.finish()
    return Exported(files, written, removed)


def in_batches(things: Iterable[_T], characters: Callable[[_T], int]) -> Iterator[list[_T]]:
    """The same, as many at once as have about `BATCH_CHARACTERS` together; never none."""
    batch, size = list[_T](), 0
    for thing in things:
        batch.append(thing)
        size += characters(thing) + _LEAST
        if size >= limits.BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@contextmanager
def _begun(path: Path) -> Iterator[tuple[set[str], Callable[[str], object]]]:
    """The stems that exports began to write and that no record has, as they did not end; and how to begin one more."""
    stray = set[str]()
    if path.is_file():
        stray.update(path.read_text("utf-8").split("\n")[:-1])
        clear_unfinished(path.parent)
    with path.open("ab", buffering=0) as file:
        ended = False
        try:
            yield stray, lambda stem: file.write(f"{stem}\n".encode())
            ended = True
        finally:
            if ended or not file.tell():
                path.unlink()


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when all is written, unless it is the same to the last byte."""
    written = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with written.open("wb") as file:
            yield file
        if not (path.is_file() and filecmp.cmp(written, path, shallow=False)):
            written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def clear_unfinished(folder: Path) -> None:
    """Removes what `replaced` left there in processes that were killed."""
    for path in folder.iterdir():
        if (found := _UNFINISHED.fullmatch(path.name)) and not _lives(int(found[1])):
            path.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another's
        return True
    return True


def _is_current(old: _Entry | None, unit: Unit, folder: Path, output: Output) -> bool:
    if old is None or (old.stem, old.fingerprint) != (unit.stem, unit.fingerprint):
        return False
    return old.stamps == _stamps(_paths(folder, unit.stem, output))


def _refuse_others(paths: Iterable[Path]) -> None:
    """Raises PipelineError where there is a file that none of ours wrote."""
    if found := next((path for path in paths if os.path.lexists(path)), None):
        raise PipelineError(f"{found}: is there, and no export wrote it; move it away, or export to another folder")


def _written(paths: Sequence[Path], put: Put) -> int:
    """How many of the unit's files are other than they were."""
    before = _stamps(paths).split(" ")
    with ExitStack() as stack:
        put([stack.enter_context(replaced(path)) for path in paths])
    return sum(a != b for a, b in zip(before, _stamps(paths).split(" "), strict=True))


def _remove(paths: Sequence[Path]) -> int:
    there = [path for path in paths if path.is_file()]
    for path in there:
        path.unlink()
    return len(there)


def _paths(folder: Path, stem: str, output: Output) -> list[Path]:
    return [folder / f"{stem}{suffix}" for suffix in output.suffixes]


def _stamps(paths: Sequence[Path]) -> str:
    """Size in bytes and time in nanoseconds of each file, `-` where there is none."""
    states = [path.stat() if path.is_file() else None for path in paths]
    return " ".join(f"{state.st_size}.{state.st_mtime_ns}" if state else "-" for state in states)


def _side_by_side(old: Iterator[_Entry], new: Iterable[Unit]) -> Iterator[tuple[_Entry | None, Unit | None]]:
    """What was written beside what is to be, both in the order of their keys."""
    entry = next(old, None)
    for unit in new:
        while entry and entry.key < unit.key:
            yield entry, None
            entry = next(old, None)
        same = entry if entry and entry.key == unit.key else None
        yield same, unit
        entry = next(old, None) if same else entry
    while entry:
        yield entry, None
        entry = next(old, None)


def _known(path: Path, made_by: str) -> Iterator[_Entry]:
    """What is on record; made by other code or with other options, it is known without fingerprints."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="\n") as lines:
            rows = (_Entry(*line.rstrip("\n").split("\t")) for line in lines)
            current = next(rows).fingerprint == made_by
            yield from (row if current else row._replace(fingerprint="") for row in rows)


def _made_by(options: Options) -> str:
    """The code, the options, and DuckDB, whose hashes differ from version to version."""
    return hashlib.sha256(f"{_code()} {duckdb.__version__} {options}".encode()).hexdigest()[:16]


@cache
def _code() -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in (*sorted(here.glob("*.py")), here.parent / "elements.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()

"""A folder is what its units say, whatever was there before, and whatever breaks off."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest
from folders import data, files
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exports import Exported, Options
from pipeline.exports.mirror import Output, Unit, mirror, replaced
from pipeline.exports.units import one_after_another

UNITS = st.dictionaries(st.sampled_from("abcdefgh"), st.text("xyz", max_size=2), max_size=6)


def output(units: dict[str, str], fails: str = "") -> Output:
    def put(unit: Unit, files: Sequence[BinaryIO]) -> None:
        files[0].write(unit.fingerprint.encode())
        if unit.key == fails:
            raise ZeroDivisionError

    wanted = [Unit(key, f"u-{key}", ((key,),), 1, text) for key, text in sorted(units.items())]
    return Output((".txt",), wanted, one_after_another(put))


@given(st.lists(st.tuples(UNITS, st.sampled_from(["", "a", "d", "h"])), min_size=1, max_size=5))
def test_the_folder_is_what_was_asked_for_last(
    tmp_path_factory: pytest.TempPathFactory, exports: list[tuple[dict[str, str], str]]
) -> None:
    """Some exports fail midway: then every file is as it was or as it was going to be, and the next one mends all."""
    folder = tmp_path_factory.mktemp("mirror")
    for units, fails in exports:
        before = files(folder)
        try:
            mirror(folder, "text", Options(), output(units, fails))
        except ZeroDivisionError:
            wanted = {f"u-{key}.txt": text.encode() for key, text in units.items()}
            now = {name: files(folder)[name] for name in data(folder)}
            assert all(text in (before.get(name), wanted.get(name)) for name, text in now.items())
        else:
            assert {name: files(folder)[name] for name in data(folder)} == {
                f"u-{key}.txt": text.encode() for key, text in units.items()
            }
    units = exports[-1][0]
    mirror(folder, "text", Options(), output(units))
    assert set(files(folder)) == {".text.export", *(f"u-{key}.txt" for key in units)}
    assert mirror(folder, "text", Options(), output(units)) == Exported(len(units), 0, 0)


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def die() -> None:
        with replaced(path) as file:
            file.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        die()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_what_killed_exports_left_goes_and_what_others_write_stays(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    names = {f".u-a.txt.{ended.pid}.part", f".u-a.txt.{os.getppid()}.part", ".text.begun", "mine.12.part"}
    for name in names:
        (tmp_path / name).touch()
    mirror(tmp_path, "text", Options(), output({"a": "one"}))
    assert {*os.listdir(tmp_path)} == {".text.export", "u-a.txt", f".u-a.txt.{os.getppid()}.part", "mine.12.part"}

"""Publishing: one atomic replace, readers undisturbed, the old one kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipeline import tables, warehouse
from pipeline.errors import WarehouseError


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a small warehouse of a run."""

    def made(run_id: str) -> Path:
        path = tmp_path / f"{run_id}.tmp"
        with duckdb.connect(path) as connection:
            tables.create_tables(connection)
            connection.execute("INSERT INTO meta VALUES (?, ?)", [tables.SCHEMA_VERSION, run_id])
        return path

    return made


def run_of(path: Path) -> str:
    meta = warehouse.read_meta(path)
    return meta.run_id if meta else ""


@pytest.mark.parametrize(
    ("keep", "kept"), [(0, ["", ""]), (1, ["r4", ""]), (2, ["r4", "r3"])], ids=["none", "one", "two"]
)
def test_a_set_number_of_older_ones_stays(
    tmp_path: Path, make: Callable[[str], Path], keep: int, kept: list[str]
) -> None:
    target = tmp_path / "corpus.duckdb"
    for number in range(1, 6):
        warehouse.publish(make(f"r{number}"), target, keep=2 if number < 5 else keep)
    assert run_of(target) == "r5"
    assert [run_of(warehouse.previous_path(target, n)) for n in (1, 2)] == kept
    assert len(list(tmp_path.iterdir())) == 1 + keep


def test_the_previous_one_has_a_name_of_its_own(tmp_path: Path) -> None:
    target = tmp_path / "corpus.duckdb"
    assert warehouse.previous_path(target).name == "corpus.previous.duckdb"
    assert warehouse.previous_path(target, 2).name == "corpus.previous-2.duckdb"


def test_a_reader_of_the_old_file_goes_on(tmp_path: Path, make: Callable[[str], Path]) -> None:
    target = tmp_path / "corpus.duckdb"
    warehouse.publish(make("r1"), target)
    with duckdb.connect(":memory:") as reader:
        reader.execute(f"ATTACH '{target}' AS corpus (READ_ONLY)")
        for number in range(2, 6):
            warehouse.publish(make(f"r{number}"), target)
            assert reader.execute("SELECT run_id FROM corpus.meta").fetchall() == [("r1",)]
            assert run_of(target) == f"r{number}"


def test_where_there_is_nothing_to_publish_the_old_one_stays(tmp_path: Path, make: Callable[[str], Path]) -> None:
    target = tmp_path / "corpus.duckdb"
    warehouse.publish(make("r1"), target)
    with pytest.raises(WarehouseError, match=r"corpus\.duckdb.*nothing was published"):
        warehouse.publish(tmp_path / "none.tmp", target)
    assert run_of(target) == "r1"


@pytest.mark.parametrize("spoil", ["newer", "foreign"])
def test_what_is_not_ours_is_not_replaced(tmp_path: Path, make: Callable[[str], Path], spoil: str) -> None:
    target = tmp_path / "corpus.duckdb"
    if spoil == "newer":
        warehouse.publish(make("r1"), target)
        with duckdb.connect(target) as connection:
            connection.execute("UPDATE meta SET schema_version = 99")
    else:
        target.write_text("somebody's diary", "utf-8")
    before = target.read_bytes()
    with pytest.raises(WarehouseError, match=r"use the newer program|move it away"):
        warehouse.publish(make("r2"), target)
    assert target.read_bytes() == before

"""What is to be done and why, without a run; what is planned is not done."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Metadata
from pipeline.errors import ConfigError
from pipeline.runs.batching import batches
from pipeline.runs.planning import Work, plan
from pipeline.runs.report import exit_status
from pipeline.runs.versions import fingerprint, versions
from pipeline.sources import Source

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def work(name: str, size: int) -> Work:
    return Work("d", Source(name, Path(name), "text/plain", size), (name,), "", Metadata(), "", NOW, "new", "")


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 100)), st.integers(1, 150), st.integers(1, 3))
def test_batches_hold_all_work_in_order_and_no_more_than_they_may(sizes: dict[str, int], most: int, many: int) -> None:
    found = list(batches([work(name, size) for name, size in sizes.items()], most, many))
    assert [each.source.name for batch in found for each in batch] == sorted(sizes)
    assert all(batch for batch in found)
    assert all(len(batch) == 1 or sum(each.source.size for each in batch) <= most for batch in found)


@pytest.mark.parametrize(("workers", "sizes"), [(1, [80, 80]), (2, [20] * 8), (3, [13, 14, 13] * 4)])
def test_workers_have_as_much_to_do_each(workers: int, sizes: list[int]) -> None:
    documents = [work(f"{number:03}", 50_000) for number in range(160)]
    assert [len(batch) for batch in batches(documents, 4_000_000, workers)] == sizes


def test_a_plan_says_what_and_why_and_writes_nothing(empty_desk: Desk) -> None:
    empty_desk.put(alpha__txt="one", beta__txt="two", gamma__txt="one")
    before = sorted(empty_desk.root.rglob("*"))
    report = empty_desk.run(plan=True)
    assert (report.status, report.exit_status, report.documents["new"]) == ("planned", 0, 2)
    assert [(step.action, Path(step.source).stem, step.reason) for step in report.planned] == [
        ("new", "alpha", "not in the warehouse"),
        ("new", "beta", "not in the warehouse"),
    ]
    assert sorted(empty_desk.root.rglob("*")) == before


def test_the_same_bytes_under_two_names_are_one_document(empty_desk: Desk) -> None:
    empty_desk.put(alpha__txt="one", gamma__txt="one")
    (only,) = plan(empty_desk.config).work
    assert [Path(name).stem for name in only.names] == ["alpha", "gamma"]


@pytest.mark.flow
def test_a_document_with_two_names_rests_in_quarantine_with_both(desk: Desk) -> None:
    desk.put(**dict.fromkeys(("alpha__docx", "beta__docx"), b"no document"), gamma__txt="one")
    desk.put(**{"beta.meta__toml": "year = 1932"})
    assert desk.run().documents["quarantined"] == 1
    again = desk.run()
    assert (again.status, len(again.quarantined)) == ("unchanged", 2)


def fifo(path: Path) -> None:
    os.mkfifo(path)


def bad_sidecar(path: Path) -> None:
    path.write_text("text")
    path.with_suffix(".meta.toml").write_text("year = \n")


@pytest.mark.parametrize("make", [fifo, bad_sidecar])
def test_what_is_wrong_with_one_source_is_its_own_fault(empty_desk: Desk, make: object) -> None:
    empty_desk.put(alpha__txt="one")
    make(empty_desk.documents / "beta.txt")  # type: ignore[operator]
    drawn = plan(empty_desk.config, [empty_desk.documents, empty_desk.documents / "beta.txt"])
    assert [Path(each.source.name).stem for each in drawn.work] == ["alpha"]
    (fault,) = drawn.faults
    assert fault.sha256 is None
    assert fault.reason
    assert fault.remedy


def test_a_wrong_metadata_table_is_everybodys(empty_desk: Desk) -> None:
    empty_desk.put(alpha__txt="one")
    (empty_desk.root / "table.csv").write_text("nonsense\n1\n")
    (empty_desk.root / "pipeline.toml").write_text('[metadata]\ntable = "table.csv"\n')
    with pytest.raises(ConfigError, match=r"table\.csv"):
        plan(empty_desk.config)


def test_the_fingerprint_follows_the_parts_and_the_settings_that_count(empty_desk: Desk) -> None:
    usual = fingerprint(versions(empty_desk.config))
    empty_desk.settings = {"run.workers": 3, "schedule.cron": "1 1 * * *"}
    assert fingerprint(versions(empty_desk.config)) == usual
    empty_desk.settings = {"languages.default": "ru"}
    assert fingerprint(versions(empty_desk.config)) != usual


@pytest.mark.parametrize(
    ("status", "quarantined", "expected"),
    [
        ("published", 0, 0),
        ("partial", 2, 1),
        ("unchanged", 0, 0),
        ("unchanged", 1, 1),
        ("planned", 1, 0),
        ("failed", 0, 3),
        ("interrupted", 1, 3),
    ],
)
def test_exit_status(status: str, quarantined: int, expected: int) -> None:
    assert exit_status(status, {"quarantined": quarantined}) == expected

"""How far a run is, as people and programs are told, and what it says at its end."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from published import pipeline
from small_corpus import Small

from pipeline import meter, run_summary
from pipeline.runs import progress
from pipeline.runs.report import RunReport
from pipeline.state_records import Quarantined

PACES = {
    "nobody knows of how many": ((0, 0, 10), ""),
    "not begun": ((0, 5, 0), "0 of 5 documents"),
    "no time yet": ((1, 5, 0), "1 of 5 documents"),
    "on its way": ((30, 90, 10), "30 of 90 documents, 3.0 documents/s, 0:20 left"),
    "for hours": ((1, 3601, 2), "1 of 3601 documents, 0.5 documents/s, 2:00:00 left"),
    "done": ((90, 90, 30), "90 of 90 documents, 3.0 documents/s"),
}


@pytest.mark.parametrize(("told", "words"), PACES.values(), ids=PACES)
def test_pace(told: tuple[int, int, float], words: str) -> None:
    assert meter.pace(*told) == words


STAGES = [("discover", 0, 0), ("clean", 0, 4), ("clean", 2, 4), ("clean", 4, 4), ("publish", 0, 0)]


def lines(capsys: pytest.CaptureFixture[str], seconds: float, stages: bool) -> list[str]:
    told = meter.Lines(seconds, stages)
    for stage in STAGES:
        told(*stage)
    return [re.sub(r", [\d.]+ documents/s.*", ", …", line) for line in capsys.readouterr().err.splitlines()]


def test_a_short_run_says_nothing_where_nobody_sits(capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, 3600, stages=False) == []


def test_a_long_one_says_something_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    said = lines(capsys, 0, stages=False)
    assert said[0] == "pipeline: discover"
    assert said[2] == "pipeline: clean: 2 of 4 documents, …"


def test_each_stage_is_a_line_where_more_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, 3600, stages=True) == [
        "pipeline: discover", "pipeline: clean: 0 of 4 documents", "pipeline: publish"
    ]  # fmt: skip


def test_nobody_is_told_where_it_is_to_be_quiet() -> None:
    with meter.progress(quiet=True, verbose=True) as told:
        assert told is None


def on_a_terminal(*arguments: str, folder: Path) -> tuple[str, str]:
    """Standard output, and what a terminal shows of standard error."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
        assert process.stdout
        return process.stdout.read().decode(), shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side is closed
        return b""


def test_a_terminal_shows_documents_rate_and_stage(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for n in range(3):
        (tmp_path / "seeds" / f"{n}.txt").write_text("The herds of the steppe were counted.\n")
    output, shown = on_a_terminal("lexicon", "build", folder=tmp_path)
    assert re.search(r"count .*2 of 3 documents, [\d.]+ documents/s, 0:\d\d left", shown)
    assert "documents/s" not in output
    assert on_a_terminal("lexicon", "build", "--quiet", folder=tmp_path) == ("", "")


# Documents of batches


def test_each_document_counts_once_whatever_is_done_again() -> None:
    told: list[tuple[str, int, int]] = []
    with progress.telling(lambda *stage: told.append(stage)), progress.batches("clean", [3, 2]) as reached:
        for number, documents in [(0, 0), (0, 1), (0, 2), (0, 0), (0, 1), (1, 2), (0, 3), (0, 3)]:
            progress.reached(number, documents)
        reached(1, 2)
    progress.reached(0, 3)  # nobody counts any more
    assert told == [("clean", done, 5) for done in (1, 2, 4, 5)]


# The end


@pytest.fixture
def report(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunReport:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(small.path, tmp_path / "corpus.duckdb")
    seconds = {"discover": 0.5, "clean": 2.0, "audit": 1.25}
    taken = {"discover": 3_000_000, "clean": 5_000, "audit": 7}
    return RunReport("r2", "published", {"new": 2}, seconds, tmp_path / "corpus.duckdb", bytes=taken)


ENDING = """\
published: 2 new
documents              2
paragraphs             6
edits                 10
footnotes              2
mentions               4
entities               1
doubts                 2
quarantine             0
seconds              4.0
  discover           0.5   3.0 MB, 6.0 MB/s
  clean              2.0   5.0 kB, 2.5 kB/s
  audit              1.2
  start, end         0.2
corpus.duckdb
"""


def test_a_run_ends_with_a_table_and_the_path(report: RunReport, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run_summary.tell(report, 4, quiet=False, verbose=False)
    assert capfdbinary.readouterr().out.decode() == ENDING
    run_summary.tell(report, 4, quiet=True, verbose=False)
    assert capfdbinary.readouterr() == (b"", b"")


def test_files_of_one_document_in_quarantine_are_told_apart(
    report: RunReport, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    rows = [
        Quarantined("d1", source, "1", "broken", "mend it", "r2", datetime.now(UTC))
        for source in ("one.txt", "same.txt")
    ]
    told = replace(report, documents={"new": 2, "quarantined": 1}, quarantined=rows)
    run_summary.tell(told, 4, quiet=False, verbose=False)
    assert b"\nquarantine             2   files\n" in capfdbinary.readouterr().out


def test_it_says_what_changed_against_the_warehouse_before(
    report: RunReport, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = tmp_path / "corpus.previous.duckdb"
    shutil.copyfile(report.warehouse, before)
    with duckdb.connect(str(before)) as connection:
        connection.execute("DELETE FROM paragraphs WHERE document_id = (SELECT min(document_id) FROM paragraphs)")
    run_summary.tell(report, 4, quiet=False, verbose=False)
    assert re.findall(r"^(\w+) .*[+-](\d+)$", capfdbinary.readouterr().out.decode(), re.M) == [("paragraphs", "3")]


def test_a_document_in_quarantine_is_told_with_its_remedy(
    report: RunReport, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    row = Quarantined("d1", "a.docx", None, "no zip", "mend it", "r2", datetime.now(UTC))
    run_summary.tell(replace(report, quarantined=[row], status="partial"), 4, quiet=False, verbose=False)
    output, said = capfdbinary.readouterr()
    assert re.search(rb"^quarantine +1$", output, re.M)
    assert said == b"pipeline: in quarantine: a.docx: no zip; mend it\n"


def test_numbers_are_grouped_where_they_are_long() -> None:
    assert [run_summary.number(n) for n in (0, 9999, 10000, 1234567)] == ["0", "9999", "10,000", "1,234,567"]
    assert [run_summary.size(n) for n in (0, 999_999, 1_000_000)] == ["0.0 kB", "1000.0 kB", "1.0 MB"]


def test_a_run_without_a_terminal_says_nothing_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("The herds.\n")
    planned = pipeline("run", "--plan", folder=tmp_path)
    assert (planned.returncode, planned.stderr) == (0, b"")

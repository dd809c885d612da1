"""Everything that may lie in a folder, in one run: what is bad is named, what is odd is read, nothing hangs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk import Desk
from zoo import bad, odd

from pipeline.runs.report import RunReport
from pipeline.state_records import Quarantined

pytestmark = pytest.mark.flow

LIMITS = {"limits.seconds_per_document": 10, "limits.memory_per_document": 700_000_000, "run.workers": 2}
GOOD = {f"good-{number}.txt": f"The railway of the year {number} was not built.\n" for number in range(5)}


@contextmanager
def growing(path: Path) -> Iterator[None]:
    """A file to which something is added a hundred times a second."""
    end = threading.Event()

    def grow() -> None:
        with path.open("w") as file:
            while not end.wait(0.01):
                file.write("And so on.\n")
                file.flush()

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def fill(desk: Desk) -> None:
    for folder, contents, files in (("bad", bad.CONTENTS, bad.FILES), ("odd", odd.CONTENTS, odd.FILES)):
        (desk.documents / folder).mkdir()
        for name, (content, _) in contents.items():
            (desk.documents / folder / name).write_bytes(content() if callable(content) else content)
        for name, (make, _) in files.items():
            make(desk.documents / folder / name)
    desk.put(**{name.replace(".", "__"): text for name, text in GOOD.items()})


@pytest.fixture
def zoo(desk: Desk) -> tuple[Desk, RunReport]:
    desk.settings = dict(LIMITS)
    fill(desk)
    with growing(desk.documents / "bad" / "growing.txt"):
        return desk, desk.run()


def test_the_zoo(zoo: tuple[Desk, RunReport]) -> None:
    desk, report = zoo
    assert (report.status, report.exit_status) == ("partial", 1)
    told = {Path(row.source).name: row for row in report.quarantined}
    wanted = {name: words for name, (_, words) in (bad.CONTENTS | bad.FILES).items()}
    wanted["growing.txt"] = "it changed while the run was reading it"
    assert len(wanted) >= 60
    assert {row.source: row.reason for row in report.quarantined if "/bad/" not in row.source} == {}
    assert wanted.keys() - told.keys() == set()
    assert {name: told[name].reason for name, words in wanted.items() if not helps(told[name], words)} == {}

    published = {source for (source,) in desk.rows("SELECT source FROM sources")}
    names = {source.removeprefix("documents/") for source in published}
    assert {f"odd/{name}" for name in odd.CONTENTS} <= names
    assert {f"odd/{name}" for _, name in odd.FILES.values()} <= names
    assert names >= GOOD.keys()
    assert not [name for name in names if name.startswith("bad/")]
    assert words_missing(desk) == []


def helps(row: Quarantined, words: str) -> bool:
    """It says what was found, and what to do, in words that a terminal and a table can show."""
    return words in row.reason and len(row.remedy) > 10 and (row.source + row.reason + row.remedy).isprintable()


def words_missing(desk: Desk) -> list[str]:
    rows = desk.rows("SELECT source, clean_text FROM documents JOIN sources USING (document_id)")
    texts = {Path(source).name: text for source, text in rows if "/odd/" in source}
    return [name for name, (_, words) in odd.CONTENTS.items() if words not in texts[name]]

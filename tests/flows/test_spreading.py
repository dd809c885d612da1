"""Work of a run in other processes is what `map` makes of it; what happens to such a process is told."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from desk import Desk

from pipeline.config import Config, load
from pipeline.entity_tables import told
from pipeline.errors import WarehouseError
from pipeline.runs import forking, isolation, publishing, spreading
from pipeline.runs.isolation import StartError

SPELLINGS = [["Иванов", "Ocherki istorii"], ["Goloshchekin"], [], ["Kirov", "Ivan Petrov"]]


@pytest.fixture
def config() -> Iterator[Config]:
    loaded = load(env={})
    yield replace(loaded, run=replace(loaded.run, workers=2))
    isolation.documents.release()


def test_processes_give_what_map_gives_and_end(config: Config) -> None:
    assert list(spreading.each(config, told, SPELLINGS)) == list(map(told, SPELLINGS))
    one, other = (set(spreading.each(config, _process, range(3))) for _ in range(2))
    assert os.getpid() not in one
    assert one.isdisjoint(other)
    assert isolation.documents._idle == []
    with pytest.raises(WarehouseError, match=r"corpus.duckdb: the names .*: .*status 3\); start the run again"):
        list(spreading.each(config, os._exit, [3]))
    with pytest.raises(WarehouseError, match="no such names"):
        list(spreading.each(config, _fail, ["no such names", "nor these"]))


def test_where_no_process_can_be_started_that_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(forking, "Pipe", refuse)
    with pytest.raises(StartError, match=r"no process for the names could be started: .*open files; start the run"):
        list(spreading.each(config, _process, [0]))


def test_a_run_counts_the_memory_of_its_processes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(isolation, "release", lambda: said.append("ended"))
    monkeypatch.setattr(publishing, "peak_memory", lambda: said.append("counted") or 1)  # type: ignore[func-returns-value]
    desk.put(alpha__txt="The herds were counted.\n")
    assert desk.run().status == "published"
    assert said[:2] == ["ended", "counted"]


def _process(_: int) -> int:
    return os.getpid()


def _fail(words: str) -> None:
    raise WarehouseError(words)

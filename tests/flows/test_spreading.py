"""Work of a run in other processes is what `map` makes of it; what happens to such a process is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.config import Config, load
from pipeline.entity_tables import told
from pipeline.errors import WarehouseError
from pipeline.runs import isolation, spreading

SPELLINGS = [["Иванов", "Ocherki istorii"], ["Goloshchekin"], [], ["Kirov", "Ivan Petrov"]]


@pytest.fixture
def config() -> Iterator[Config]:
    loaded = load(env={})
    yield replace(loaded, run=replace(loaded.run, workers=2))
    isolation.documents.release()


def test_processes_give_what_map_gives_and_are_new_for_every_call(config: Config) -> None:
    assert list(spreading.each(config, told, SPELLINGS)) == list(map(told, SPELLINGS))
    used = {child.process for child in isolation.documents._idle}
    assert 1 <= len(used) <= 2
    assert os.getpid() not in spreading.each(config, _process, range(3))
    assert used.isdisjoint(child.process for child in isolation.documents._idle)
    with pytest.raises(WarehouseError, match=r"corpus.duckdb: the names .*: .*status 3\); start the run again"):
        list(spreading.each(config, os._exit, [3]))
    with pytest.raises(WarehouseError, match="no such names"):
        list(spreading.each(config, _fail, ["no such names"]))


def _process(_: int) -> int:
    return os.getpid()


def _fail(words: str) -> None:
    raise WarehouseError(words)

"""The search index follows the warehouse: made after runs where configured, and gone with what is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from three_runs import SETTINGS, Runs, files, holding, names

from pipeline.runs import backup, forget, rollback
from pipeline.search import ready, search

pytestmark = pytest.mark.flow


def index(desk: Desk) -> Path:
    return desk.warehouse.with_name("corpus_search.duckdb")


def after_run(desk: Desk) -> None:
    (desk.root / "pipeline.toml").write_text(SETTINGS + '[search]\nbuild = "after-run"\n')


def test_a_forgotten_document_is_not_in_the_index(here: Desk) -> None:
    assert search(here.warehouse, "Qrstuvw")
    left = index(here).with_name(f".{index(here).name}.part")
    left.mkdir()
    (left / "scratch").write_bytes(b"qrstuvw")  # of one that was killed
    assert {path.name for path in index(here).parent.iterdir()} >= {index(here).name, left.name}
    forget.forget(here.config, [names(here)["beta"]])
    assert not index(here).exists()
    assert holding(here.warehouse.parent, "Qrstuvw") == holding(here.warehouse.parent, "qrstuvw") == set()
    assert search(here.warehouse, "Qrstuvw") == []
    assert search(here.warehouse, "herds")
    assert holding(here.warehouse.parent, "qrstuvw") == set()


def test_rollback_and_restoring_take_the_index_with_them(here: Desk) -> None:
    backup.backup(here.config, here.root / "b.tar")
    for act in (lambda: rollback.rollback(here.config), lambda: backup.restore(here.config, here.root / "b.tar")):
        ready(here.warehouse)
        act()
        assert not index(here).exists()


def test_where_configured_it_is_made_after_whatever_publishes(here: Desk, three_runs: Runs) -> None:
    after_run(here)
    assert not index(here).exists()
    assert here.run().status == "unchanged"
    said: list[str] = []
    ready(here.warehouse, said.append)
    here.put(delta__txt="The Zephyrine caravan came late in the winter.\n")
    assert here.run().status == "partial"
    assert index(here).exists()
    assert search(here.warehouse, "zephyrine", say=said.append)
    forget.forget(here.config, [names(here)["beta"]])
    assert search(here.warehouse, "Qrstuvw", say=said.append) == []
    rollback.rollback(here.config)
    assert files(here)[0] == three_runs[1][2]
    assert search(here.warehouse, "Zephyrine", say=said.append) == []
    assert said == []

"""Back-ups and forgetting: what comes back, what never does, and what a spoilt file changes (nothing)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from three_runs import ALPHA, BETA, MORE, Runs, files, holding, names, planned, statuses

from pipeline.errors import PipelineError
from pipeline.runs import backup, forget, rollback
from pipeline.state import State
from pipeline.warehouse import kept

pytestmark = pytest.mark.flow


# forget


def test_a_forgotten_document_is_nowhere(here: Desk) -> None:
    beta = names(here)["beta"]
    places = [here.root / name for name in ("warehouse", "texts", "lines")]
    assert len(kept(here.warehouse)) == len(files(here)) == 3
    assert all(holding(place, "Qrstuvw") for place in places)
    assert all(b"Qrstuvw" in path.read_bytes() for path in kept(here.warehouse))
    done = forget.forget(here.config, [beta])
    assert (done.documents, [Path(source).name for source in done.sources]) == ((beta,), ["beta.txt"])
    assert [holding(place, word) for place in places for word in ("Qrstuvw", "beta.txt")] == [set()] * 6
    assert names(here).keys() == {"alpha"}
    with State.open(here.config.run.state) as state:
        assert beta not in {known.document_id for run in state.runs() for known in state.known(run.run_id).values()}
    with pytest.raises(PipelineError, match="no such document"):
        forget.forget(here.config, [beta])


def test_a_forgotten_document_comes_back_when_asked_and_not_before(here: Desk) -> None:
    beta = names(here)["beta"]
    forget.forget(here.config, [beta])
    assert planned(here) == {"alpha": "unchanged", "beta": "forgotten", "gamma": "quarantined"}
    (here.documents / "beta.txt").rename(here.documents / "delta.txt")
    here.put(beta__txt=BETA + MORE)
    assert {name for name, action in planned(here).items() if action == "forgotten"} == {"beta", "delta"}
    with pytest.raises(PipelineError, match="d0: not forgotten"):
        forget.remember(here.config, ["d0"])
    forget.remember(here.config, [beta])
    assert planned(here)["beta"] == planned(here)["delta"] == "new"
    rollback.rollback(here.config)
    assert names(here).keys() == {"alpha", "gamma"}


def test_a_document_in_quarantine_is_forgotten_too(here: Desk) -> None:
    with State.open(here.config.run.state) as state:
        (row,) = state.quarantined()
    forget.forget(here.config, [row.document_id])
    assert here.rows("FROM quarantine") == []
    assert holding(here.warehouse.parent, "railway") == holding(here.warehouse.parent, "gamma.txt") == set()
    assert planned(here)["gamma"] == "forgotten"


def test_names_of_nobody_else_go_and_ids_stay(here: Desk) -> None:
    ids = dict(here.rows("SELECT name, entity_id FROM entities"))
    beta = names(here)["beta"]
    forget.forget(here.config, [beta])
    left = dict(here.rows("SELECT name, entity_id FROM entities"))
    assert left.items() <= ids.items()
    with State.open(here.config.run.state) as state:
        registry = state.entity_registry()
    assert not [text for text in (*registry.members, *registry.seeds.values()) if "Qrstuvw" in text]


# backup


def test_a_back_up_brings_all_back(here: Desk, tmp_path: Path, three_runs: Runs) -> None:
    file, rows = tmp_path / "b.tar", here.rows("FROM paragraphs")
    assert backup.backup(here.config, file) == file.stat().st_size
    assert backup.backup(here.config, file) == file.stat().st_size  # over an earlier one
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "here"]
    shutil.rmtree(here.warehouse.parent)
    assert backup.restore(here.config, file) == three_runs[1][2]
    assert here.rows("FROM paragraphs") == rows
    assert statuses(here) == ["partial", "published", "published"]
    assert here.run().status == "unchanged"


def test_what_was_published_is_kept_when_a_back_up_takes_its_place(here: Desk, three_runs: Runs) -> None:
    _, second, third = three_runs[1]
    backup.backup(here.config, here.root / "b.tar")
    rollback.rollback(here.config)
    assert backup.restore(here.config, here.root / "b.tar") == third
    assert files(here) == [third, second]


def test_a_back_up_does_not_bring_back_what_was_forgotten_since(here: Desk) -> None:
    backup.backup(here.config, here.root / "b.tar")
    forget.forget(here.config, [names(here)["beta"]])
    backup.restore(here.config, here.root / "b.tar")
    assert names(here).keys() == {"alpha"}
    assert holding(here.warehouse.parent, "Qrstuvw") == set()
    assert planned(here)["beta"] == "forgotten"


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-300_000])


def turned(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def newer(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"format": 1', b'"format": 2'))


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (cut, "damaged"),
    "a bit turned": (turned, "damaged"),
    "no back-up": (lambda file: file.write_text("text"), "no back-up"),
    "not there": (Path.unlink, "no such file"),
    "newer": (newer, "newer program"),
}


@pytest.mark.parametrize(("spoil", "words"), SPOILT.values(), ids=SPOILT)
def test_a_back_up_that_is_none_changes_nothing(here: Desk, spoil: Callable[[Path], object], words: str) -> None:
    file = here.root / "b.tar"
    backup.backup(here.config, file)
    spoil(file)
    before = here.files()
    with pytest.raises(PipelineError, match=words):
        backup.restore(here.config, file)
    assert {**here.files(), "warehouse/state.sqlite.lock": None} == {**before, "warehouse/state.sqlite.lock": None}


def test_a_back_up_never_takes_the_place_of_something_else(here: Desk) -> None:
    with pytest.raises(PipelineError, match="no back-up; give another name"):
        backup.backup(here.config, here.documents / "alpha.txt")
    assert (here.documents / "alpha.txt").read_text() == ALPHA + MORE

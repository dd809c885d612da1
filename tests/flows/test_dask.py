"""The main job on a Dask cluster, with folders and with a store: the rows of one process, whoever is lost."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from cluster import BUCKET, Cluster, cluster, store
from desk import Desk

from pipeline import places
from pipeline.errors import ConfigError, StorageError
from pipeline.places import Url
from pipeline.runs import handing
from pipeline.runs.processing import Job

SEEDS = Path(__file__).parents[2] / "seeds"
DOCUMENTS = 6
ONE = "The herds  of Joseph Stalin were counted in the winter of {}, and Qwertin was told of it.\n"
AUTHORITY = '[[person]]\nid = "qwertin"\nname = "Qwertin"\n'
OWN = {"runs", "checks", "meta", "quarantine"}

pytestmark = [pytest.mark.flow, pytest.mark.worker]


@pytest.fixture
def runners(prefect: None) -> ModuleType:
    """Imported only now: Prefect has to know its server as it is loaded."""
    from flows import runners

    return runners


@pytest.fixture(scope="module")
def steady() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def s3(steady: pytest.MonkeyPatch) -> Iterator[None]:
    with store(steady):
        yield


@pytest.fixture(scope="module")
def dask(prefect: None, s3: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers, which know the store."""
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


def fill(desk: Desk) -> None:
    """A batch a document."""
    text = next(SEEDS.glob("003_*")).read_text("utf-8")
    desk.put(**{f"number{n}__txt": ONE.format(1920 + n) + text[n * 2_000 :] for n in range(DOCUMENTS)})
    desk.put(**{"number1.meta__toml": 'title = "The census"\n', "a::b__txt": "Nothing was heard of it.\n"})
    desk.settings["limits.batch_bytes"] = 1


def contents(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """All tables of the corpus without what belongs to the run."""
    names = [name for (name,) in desk.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'corpus'")]
    every = {"documents": "SELECT * EXCLUDE (run_id, first_seen) FROM documents"}
    return {name: desk.rows(every.get(name, f"FROM {name}")) for name in names if name not in OWN}


def alone(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """What one process makes of it, for the first time."""
    assert desk.run().documents["new"] == DOCUMENTS + 1
    found = contents(desk)
    shutil.rmtree(desk.warehouse.parent)
    return found


def on(dask: Cluster) -> dict[str, object]:
    return {"run.runner": "dask", "run.scheduler": dask.address}


def run_and_lose_a_worker(desk: Desk, dask: Cluster) -> None:
    """One that is at work: it has a batch, and others wait."""
    told: list[int] = []

    def lose(stage: str, done: int, of: int) -> None:
        if stage == "clean" and done:
            told.append(done)
            if len(told) == 1:
                dask.lose_worker()

    report = desk.run(progress=lose)
    dask.add_worker()
    assert (report.status, report.documents["new"]) == ("published", DOCUMENTS + 1)
    assert told == [*range(1, DOCUMENTS + 2)]


def test_a_worker_that_is_killed_costs_time_alone(desk: Desk, dask: Cluster) -> None:
    fill(desk)
    expected = alone(desk)
    desk.settings |= on(dask)
    run_and_lose_a_worker(desk, dask)
    assert contents(desk) == expected
    assert desk.run().status == "unchanged"


def test_documents_and_rows_may_be_in_a_store(desk: Desk, dask: Cluster) -> None:
    docs, staging = Url(f"{BUCKET}/docs"), Url(f"{BUCKET}/staging")
    fill(desk)
    for path in desk.documents.iterdir():
        places.write(docs / path.name, path.read_bytes())
    desk.settings["sources.paths"] = [str(docs)]
    expected = alone(desk)
    desk.settings |= on(dask) | {"run.staging": str(staging)}
    places.write(staging / ".staging-killed/rows/documents/000000.parquet", b"of a run that was killed")
    run_and_lose_a_worker(desk, dask)
    assert contents(desk) == expected
    assert (f"{docs}/a::b.txt",) in desk.rows("SELECT source FROM sources")
    assert places.below(staging) == []
    assert desk.run().status == "unchanged"

    (desk.root / "people.toml").write_text(AUTHORITY)
    (desk.root / "pipeline.toml").write_text('[entities]\nauthority = ["people.toml"]\n')
    report = desk.run()
    assert (report.documents["changed"], report.quarantined) == (DOCUMENTS + 1, [])
    assert desk.rows("SELECT count(*) FROM mentions WHERE surface = 'Qwertin'") == [(DOCUMENTS,)]
    assert len(desk.rows("SELECT DISTINCT run_id FROM documents")) == 1
    assert desk.rows("SELECT DISTINCT run_id FROM documents") != [(report.run_id,)]


def test_a_bucket_that_is_not_there_is_not_made(s3: None) -> None:
    for _ in range(2):
        with pytest.raises(StorageError, match=r"s3://no-such-bucket/x: FileNotFoundError"):
            places.write(Url("s3://no-such-bucket/x"), b"")


def test_without_a_scheduler_dask_starts_processes_here(desk: Desk) -> None:
    desk.put(alpha__txt=ONE)
    desk.settings = {"run.runner": "dask"}
    assert desk.run().documents["new"] == 1


def test_without_a_cluster_nothing_is_published(
    desk: Desk, runners: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runners, "ANSWER_SECONDS", 2)
    desk.put(alpha__txt=ONE)
    desk.settings = {"run.runner": "dask", "run.scheduler": "tcp://127.0.0.1:9"}
    with pytest.raises(runners.ClusterError, match=r"answers at tcp://127.0.0.1:9 .*; start them"):
        desk.run()
    assert not desk.warehouse.exists()


def test_where_all_workers_are_lost_the_run_waits_for_a_while(
    desk: Desk,
    dask: Cluster,
    runners: ModuleType,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(desk)
    desk.settings |= on(dask) | {"limits.seconds_without_workers": 3}
    monkeypatch.setattr(logging.getLogger("pipeline"), "handlers", [caplog.handler])  # Prefect takes away the root's

    def lose(stage: str, done: int, of: int) -> None:
        while stage == "clean" and done and dask.workers:
            dask.lose_worker()

    with pytest.raises(runners.ClusterError, match=r"were lost, and for 3 seconds .* no new one came; see their logs"):
        desk.run(progress=lose)
    assert "all workers of the Dask cluster are lost; waiting 3 seconds for new ones" in caplog.text
    assert not desk.warehouse.exists()
    for _ in range(2):
        dask.add_worker()
    desk.settings |= {"limits.seconds_without_workers": 600}
    assert desk.run().documents["new"] == DOCUMENTS + 1


def test_without_dask_it_is_said_what_to_install(
    empty_desk: Desk, runners: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    empty_desk.settings = {"run.runner": "dask"}
    words = r"pip install 'scholarly-text-pipeline\[cluster\]'"
    with pytest.raises(ConfigError, match=words), runners.started(empty_desk.config, 1):
        pass


def test_a_machine_with_another_program_is_refused(empty_desk: Desk) -> None:
    job = Job(empty_desk.config, "r1", datetime.now(UTC), "another", empty_desk.root)
    with pytest.raises(ConfigError, match="has another program, authority or lexicon than the run"):
        handing.refuse_another_program(job)

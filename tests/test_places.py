"""Documents and staged rows in a store: fsspec's own in memory, which no address, network or package is needed for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import fsspec
import pyarrow as pa
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline import places, sources
from pipeline.config import Config
from pipeline.document import Metadata
from pipeline.errors import ConfigError, PipelineError, StorageError, UnreadableError, WarehouseError
from pipeline.places import Url, place
from pipeline.runs import exchange, handing, planning
from pipeline.runs.looking import look
from pipeline.runs.processing import Job
from pipeline.sections import Limits, Run
from pipeline.sections import Sources as Which

DOCS = Url("memory://docs")
FILES = {
    "a.txt": b"The herds were counted.",
    "sub/b.MD": b"# Census",
    "sub/b.meta.toml": b"year = 1932",
    "c #%20?.txt": b"",
    "turned\N{RIGHT-TO-LEFT OVERRIDE}.txt": b"x",
    "drafts/e.txt": b"x",
    "picture.png": b"x",
    ".hidden/f.txt": b"x",
    "sub/.g.txt": b"x",
}


@pytest.fixture(autouse=True)
def store() -> Iterator[None]:
    for name, data in FILES.items():
        places.write(DOCS / name, data)
    yield
    fsspec.filesystem("memory").store.clear()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    run = Run(tmp_path / "corpus.duckdb", staging=Url("memory://staging"))
    return Config(tmp_path, sources=Which(exclude=("drafts/*",)), limits=Limits(max_bytes=30), run=run)


@pytest.fixture
def job(config: Config) -> Job:
    return Job(config, "r1", datetime.now(UTC), "f", config.root / ".staging-r1")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("texts", Path("texts")),
        ("s3://bucket/docs//", Url("s3://bucket/docs")),
        ("file:///srv/texts", Path("/srv/texts")),
        (Path("a"), Path("a")),
        (Url("s3://b"), Url("s3://b")),
    ],
)
def test_a_place_is_a_path_or_an_address(text: str, found: Path | Url) -> None:
    assert place(text) == found


def test_an_address_is_taken_apart_as_a_path_is() -> None:
    url = DOCS / "sub" / "b.tar.gz"
    assert (str(url), url.name, url.stem, url.suffix) == ("memory://docs/sub/b.tar.gz", "b.tar.gz", "b.tar", ".gz")
    assert url.with_name("c") == DOCS / "sub/c"


def test_documents_in_a_store_are_found_as_in_a_folder(config: Config) -> None:
    found = sources.discover([DOCS], config)
    assert [source.name.removeprefix("memory://docs/") for source in found] == [
        "a.txt",
        "c #%20?.txt",
        "sub/b.MD",
        "turned\\u202e.txt",
    ]
    assert [sources.load(source, 30) for source in found] == [FILES["a.txt"], b"", FILES["sub/b.MD"], b"x"]
    assert [source.media_type for source in found[1:3]] == ["text/plain", "text/markdown"]
    assert [sources.metadata_for(source, config) for source in found[1:3]] == [Metadata(), Metadata(year=1932)]
    (named,) = sources.discover([DOCS / "sub/b.MD"], config)
    assert (named.name, sources.metadata_for(named, config).year) == ("memory://docs/sub/b.MD", 1932)
    assert sources.digest(named, 30) == hashlib.sha256(FILES["sub/b.MD"]).hexdigest()


def test_what_was_there_the_last_time_is_forgotten(config: Config) -> None:
    before = sources.discover([DOCS], config)
    places.remove(DOCS / "a.txt")
    assert len(sources.discover([DOCS], config)) == len(before) - 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("memory://nothing", "memory://nothing: no such file or folder"),
        ("colour://x", "Protocol not known: colour; correct the address, or install what reads it"),
    ],
)
def test_what_is_not_there_is_not_gone(address: str, words: str, config: Config) -> None:
    with pytest.raises(ConfigError, match=words):
        sources.discover([Url(address)], config)


def test_a_documents_trouble_is_its_own(config: Config) -> None:
    large, gone = sources.discover([DOCS / "a.txt", DOCS / "sub/b.MD"], config)
    places.remove(DOCS / "sub/b.MD")
    with pytest.raises(UnreadableError, match=r"larger than limits\.max_bytes"):
        sources.load(large, 10)
    seen = look(gone, config)
    assert seen.fault
    assert seen.fault[0].startswith("cannot be read")


def test_a_store_that_does_not_answer_is_everybodys(config: Config) -> None:
    (source,) = sources.discover([DOCS / "a.txt"], config)
    with pytest.raises(StorageError, match="see that the store answers") as caught:
        look(replace(source, path=Url("http://127.0.0.1:9/a.txt")), config)
    assert caught.value.exit_status == 3


def test_documents_of_a_store_are_looked_at_side_by_side(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answers only once another is asked for, too."""
    two, answer = Barrier(2, timeout=30), MemoryFileSystem.cat_file

    def slow(store: MemoryFileSystem, path: str) -> bytes:
        if path.endswith((".txt", ".MD")):
            two.wait()
        return answer(store, path)

    monkeypatch.setattr(MemoryFileSystem, "cat_file", slow)
    drawn = planning.plan(config, [DOCS])
    names = [work.source.name for work in drawn.work]
    assert names == [source.name for source in sources.discover([DOCS], config)]
    assert [work.metadata.year for work in drawn.work] == [None, None, 1932, None]


def test_rows_go_through_a_store_and_come_back(job: Job) -> None:
    rows = {"documents": pa.table({"document_id": ["d1"]}), "paragraphs": pa.table({"document_id": ["d1", "d1"]})}
    files = handing.over(job, "000000-000000-000001", rows)
    handing.over(job, "000001-000000-000001", rows)  # by a worker that was lost before it could say so
    handing.back(job, files)
    assert [path.name for path in job.stage.tables()["documents"]] == ["000000-000000-000001.parquet"]
    places.remove(Url("memory://staging/.staging-r1/rows/documents"))
    with pytest.raises(WarehouseError, match="was staged and cannot be had") as caught:
        handing.back(job, files)
    assert isinstance(caught.value, PipelineError)


def test_rows_in_a_folder_are_only_those_of_finished_batches(job: Job, config: Config) -> None:
    job = replace(job, config=replace(config, run=replace(config.run, staging=config.root / "shared")))
    files = handing.over(job, "000000", {"documents": pa.table({"document_id": ["d1"]})})
    handing.over(job, "000001", {"documents": pa.table({"document_id": ["d1"]})})
    handing.back(job, files)
    (path,) = job.stage.tables()["documents"]
    assert path == config.root / "shared" / ".staging-r1" / "rows" / "documents" / "000000.parquet"
    path.unlink()
    with pytest.raises(WarehouseError, match=r"was staged and is gone \(1 in all\), so that nothing was published"):
        handing.back(job, files)


def test_what_killed_runs_left_is_cleared_and_nothing_else(job: Job, config: Config) -> None:
    places.write(Url("memory://staging/mine.txt"), b"x")
    handing.over(job, "000000", {"documents": pa.table({"document_id": ["d1"]})})
    exchange.finish(config)
    assert places.below(Url("memory://staging")) == [Url("memory://staging/mine.txt")]

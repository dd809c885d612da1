"""The real flow on Prefect's test server, and a desk to work at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import killed_runs
import pytest
from desk import Desk
from published import shared
from three_runs import Runs, copied, make

from pipeline.runs import auditing, isolation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `--dist loadgroup`, a file's flows stay together: what they start from is made once for all of a worker."""
    for item in items:
        if {"prefect", "three_runs"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def prefect(server: str) -> Iterator[None]:
    """Prefect in this process, and the server."""
    from pipeline import prefect_local

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_API_URL", server)
        with prefect_local.connected(Path("unused")):
            yield
    isolation.documents.release()
    auditing.judges.release()


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a command that knows no server; Prefect's database is made once for all of a session."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PIPELINE_"))}
    return {**known, "PREFECT_HOME": str(shared(tmp_path_factory) / "prefect")}


@pytest.fixture
def empty_desk(tmp_path: Path) -> Desk:
    """No document yet, and no server."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "pipeline.toml").touch()
    return Desk(tmp_path)


def keep_children(patch: pytest.MonkeyPatch) -> None:
    """Runs leave their children to the next one: their start takes longer than all else in a small run."""
    patch.setattr(isolation.Crew, "release", lambda crew: None)


@pytest.fixture
def desk(prefect: None, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """No document yet."""
    keep_children(monkeypatch)
    return empty_desk


@pytest.fixture(scope="session")
def three_runs(prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Not to be changed."""
    with pytest.MonkeyPatch.context() as patch:
        keep_children(patch)
        return make(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="session")
def starter(server: str) -> Iterator[killed_runs.Runs]:
    """Runs that are killed, or have no room, in processes of their own: all that they import is there already."""
    with killed_runs.started(server) as runs:
        yield runs


@pytest.fixture
def here(three_runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A copy of these, that a test may change; commands find its configuration."""
    keep_children(monkeypatch)
    desk = copied(three_runs[0], tmp_path / "here")
    monkeypatch.chdir(desk.root)
    return desk

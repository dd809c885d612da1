"""The real flow on Prefect's test server, and a desk to work at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk


@pytest.fixture(scope="session")
def prefect() -> Iterator[None]:
    """Prefect's own server for tests, once a session: ten seconds and more."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def empty_desk(tmp_path: Path) -> Desk:
    """No document yet, and no server."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "pipeline.toml").touch()
    return Desk(tmp_path)


@pytest.fixture
def desk(prefect: None, empty_desk: Desk) -> Desk:
    """No document yet."""
    return empty_desk

"""Settings that all tests share, and the small corpus that many need."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings
from published import Published, publish, served
from small_corpus import SEEN, Small, build_small

from pipeline.state import State

settings.register_profile("steady", deadline=None)  # models load on first use; nothing here is timed
settings.load_profile("steady")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A built warehouse of two documents. Not to be changed: copy the file."""
    folder = tmp_path_factory.mktemp("small")
    state = State.open(folder / "state.sqlite")
    state.start_run("r1", started=SEEN, fingerprint="f", versions={"cleaning": "1"})
    return build_small(folder, state, {"a.txt": "Collective", "b.txt": "State"})


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, server: str) -> Published:
    """The seeds in a warehouse, by the main job itself: some ten seconds, once a session."""
    return publish(tmp_path_factory, server)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Prefect's server for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_LOGGING_TO_API_ENABLED", "false")  # nobody reads there what runs say
        with served(tmp_path_factory) as url:
            yield url


@pytest.fixture
def heeded_interrupts() -> Iterator[None]:
    """Of this process and those that it starts: a shell's background jobs ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)

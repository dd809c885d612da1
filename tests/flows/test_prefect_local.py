"""Which Prefect server is talked to, and where its own one keeps its things."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from pipeline import prefect_local

STATE = Path("warehouse/state.sqlite")


def test_prefects_database_is_beside_the_state_or_where_the_user_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    assert prefect_local.home(STATE) == Path("warehouse/prefect")
    monkeypatch.setenv("PREFECT_HOME", "/elsewhere")
    assert prefect_local.home(STATE) == Path("/elsewhere")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "bogus"])
def test_a_server_that_does_not_answer_is_told_at_once(
    empty_desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)
    with pytest.raises(prefect_local.ServerError, match=f"names {url}, where no Prefect server answers") as error:
        empty_desk.run()
    assert error.value.exit_status == 3
    assert not empty_desk.warehouse.exists()


@pytest.mark.parametrize("variable", [*prefect_local.QUIET, *prefect_local.LOCAL])
def test_prefect_still_knows_the_settings(variable: str, prefect: None) -> None:
    from prefect.settings import Settings
    from prefect.settings.legacy import _get_settings_fields

    assert variable == "DO_NOT_TRACK" or variable in _get_settings_fields(Settings)

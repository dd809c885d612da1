"""The report that a run writes where the configuration wants one."""

from __future__ import annotations

import pytest
from desk import Desk

pytestmark = pytest.mark.flow

CONFIG = '[[exports]]\nformat = "report"\ndirectory = "site"\n'


def test_a_published_run_writes_it(desk: Desk) -> None:
    desk.put(a__txt="The eco-\nnomic crisis of the economic system.\n")
    (desk.root / "pipeline.toml").write_text(CONFIG, "utf-8")
    desk.run()
    (page,) = (desk.root / "site" / "documents").iterdir()
    assert "eco" in page.read_text("utf-8")

"""The report that a run writes where the configuration wants one."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import pipeline

pytestmark = pytest.mark.flow

CONFIG = '[[exports]]\nformat = "report"\ndirectory = "site"\n'


def test_a_published_run_writes_it(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("The eco-\nnomic crisis of the economic system.\n", "utf-8")
    (tmp_path / "pipeline.toml").write_text(CONFIG, "utf-8")
    done = pipeline("run", folder=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    (page,) = (tmp_path / "site" / "documents").iterdir()
    assert "eco" in page.read_text("utf-8")

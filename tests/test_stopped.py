"""Control-C, wherever it falls: DuckDB makes an error of its own of it while a statement runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from small_corpus import Small

from pipeline.connections import in_memory, telling

LONG = "SELECT count(*) FROM range(100_000_000) AS a(i), range(8) AS b(j) WHERE hash(i * j) % 7 = 3"


@pytest.mark.usefixtures("heeded_interrupts")
def test_a_statement_that_is_interrupted_is_no_failure() -> None:
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt), telling(Path("corpus.duckdb"), "…"), in_memory() as connection:
        connection.execute(LONG)


@pytest.mark.usefixtures("heeded_interrupts")
def test_a_command_that_is_interrupted_says_so_in_one_line(small: Small, tmp_path: Path) -> None:
    own = tmp_path / "temporary"
    own.mkdir()
    query = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "query", LONG, "--warehouse", str(small.path)],
        cwd=tmp_path, env={**os.environ, "TMPDIR": str(own)}, stderr=subprocess.PIPE,
    )  # fmt: skip
    while query.poll() is None and not any(own.iterdir()):  # it has begun when it has a folder there
        time.sleep(0.05)
    query.send_signal(signal.SIGINT)
    said = query.communicate(timeout=60)[1].decode()
    assert (query.returncode, said.count("\n")) == (130, 1), said
    assert "Control-C" in said

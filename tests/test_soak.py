"""The soak itself: its documents are always the same, and what it prints is small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import soak


def test_a_number_is_always_the_same_document() -> None:
    documents = [soak.document(7, n) for n in range(40)]
    assert documents == [soak.document(7, n) for n in range(40)]
    assert len(set(documents)) == 40
    assert documents != [soak.document(8, n) for n in range(40)]


def test_a_failing_document_is_made_small() -> None:
    assert soak.smaller("a long x text with y in it", lambda text: "x" in text and "y" in text) == "xy"


def test_no_process_and_no_batch_changes_what_is_found() -> None:
    command = [sys.executable, Path(soak.__file__), "--seed", "3", "--first", "11", "--count", "12"]
    one, two = (
        subprocess.run([*command, "--processes", n], capture_output=True, check=False, text=True) for n in ("1", "2")
    )
    assert one.returncode == two.returncode == 0, one.stdout
    assert one.stdout == two.stdout == "12 documents of seed 3, from 11 on: all laws hold\n"
    assert "12 of 12" in one.stderr

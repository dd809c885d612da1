"""The tables of names beside this file."""

from __future__ import annotations

from pathlib import Path


def table(name: str) -> list[tuple[str, str]]:
    """The pairs of a table: a line each, parted by a bar; what follows a # is a heading."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(a, b) for a, b in pairs]

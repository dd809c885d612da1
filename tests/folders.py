"""What exports left in a folder."""

from __future__ import annotations

from pathlib import Path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def data(folder: Path) -> set[str]:
    return {name for name in files(folder) if name != "README.md" and not name.startswith(".")}

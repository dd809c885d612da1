"""Where shipped data files are: expectations, schema, views, the flow; and that a file is on disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]
_INSTALLED = Path(sys.prefix) / "share" / "pipeline"


def data(*parts: str) -> Path:
    """The shipped file or folder `parts`, counted from the project folder.

    `data("warehouse", "schema")` is that folder of the checkout, or of `share/pipeline` where the package was
    installed without its checkout. Raises FileNotFoundError where neither has it.
    """
    roots = [_CHECKOUT] if (_CHECKOUT / "pyproject.toml").is_file() else []
    for root in (*roots, _INSTALLED):
        if (found := root.joinpath(*parts)).exists():
            return found
    raise FileNotFoundError(f"{Path(*parts)} is missing from {_INSTALLED}: install pipeline again")


def sync(path: Path) -> None:
    """A file or folder is on disk when it returns. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

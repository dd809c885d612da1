"""What Great Expectations imports and no suite asks for: half of the seconds that its import takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

LATER = ("altair", "scipy.stats")
"""Plots and statistics: loaded when something asks them for anything."""
STORES = ("boto3", "sqlalchemy")
"""What reaches stores of rows: it does without where they are not installed."""


@contextmanager
def sparing() -> Iterator[None]:
    """While it is imported."""
    sys.meta_path.insert(0, _Later())
    sys.meta_path.insert(0, absent := _Absent())
    try:
        yield
    finally:
        sys.meta_path.remove(absent)


class _Later(MetaPathFinder):
    """Has a module of `LATER` loaded when something asks it for anything."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module's own, with `importlib`'s lazy loader; None for all others."""
        spec = PathFinder.find_spec(name, path, target) if name in LATER else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


class _Absent(MetaPathFinder):
    """Says of a module of `STORES` that there is none."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Nothing for all others. Raises ModuleNotFoundError."""
        if name in STORES:
            raise ModuleNotFoundError(name, name=name)

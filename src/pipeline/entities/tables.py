"""The word tables of this folder, `tables/*.toml`, as sets and patterns; the only place that knows their form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("tables")


@cache
def _tables(name: str) -> Mapping[str, str]:
    tables: Mapping[str, str] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return tables


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The words of a table as they are written there."""
    return frozenset(_tables(name)[key].split())


@cache
def patterns(name: str, key: str) -> re.Pattern[str]:
    """The expressions of a table, joined: one of them, in any case."""
    return re.compile("|".join(_tables(name)[key].split()), re.IGNORECASE)


@cache
def choice(name: str, key: str) -> str:
    """The expressions of a table as alternatives, the longest first; `_` stands for a blank."""
    expressions = sorted(_tables(name)[key].split(), key=len, reverse=True)
    return "|".join(expressions).replace("_", " ")

"""Names of places in several languages: Kyiv and Kiev, Lwów and Lviv."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.names.families import Families, index, rows


@cache
def _places() -> Families:
    return index(rows("places.toml", "places"))


@lru_cache(maxsize=1 << 13)
def place(text: str) -> frozenset[int]:
    """The numbers of the places that a word names, none where it names no known one."""
    return _places().of(text)

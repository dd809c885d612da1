"""Ranked full-text search over the clean paragraphs of a warehouse, in DuckDB.

A paragraph is found by its words, by the names of the entities in it, in every spelling of one word, and by the
Cyrillic reading of what is romanised in it. Words are compared without case and accents, ё as е. There is no stemmer
and there are no stop words: each is right for one language, and wrong for names; `famin*` finds all that begins so. A
paragraph has to have all the words; where none has, those with some are found. They are ranked by BM25.

`index.py` makes the index; the SQL beside it says of what, and how it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.connections import Connection
from pipeline.errors import PipelineError
from pipeline.query import connect
from pipeline.search.index import ready
from pipeline.statements import explained, refuse_bytes

_ONE_LETTER = re.compile(r"(?<!\w)\w\*")
__all__ = ["Hit", "opened", "ready", "search"]


class Hit(NamedTuple):
    """A paragraph that was found, as the columns of the macro `search` say it.

    `score` is BM25's; `whole` says that the paragraph has all the words. `part` is 0 for the body, else `note` is the
    label. `start_char` is where the marked words of the snippet begin in the clean text of the part, in code points;
    `page` counts from 0, `folio` is the printed number.
    """

    score: float
    whole: bool
    document_id: str
    title: str | None
    source: str
    part: int
    note: str | None
    paragraph: int
    kind: str
    start_char: int
    page: int | None
    folio: str | None
    snippet: str


def search(
    warehouse: Path, words: str, most: int = 10, mark: str = "**", say: Callable[[str], None] | None = None
) -> list[Hit]:
    """The best paragraphs, `mark` on either side of what was found; `say` is told where the index has to be made.

    Raises PipelineError where there is no word, WarehouseError where there is no warehouse, or no index can be made.
    """
    with opened(warehouse, words, say) as connection, explained():
        found = connection.execute("FROM search(?, most := ?, mark := ?)", [words, most, mark])
        return [Hit(*row) for row in found.fetchall()]


def opened(warehouse: Path, words: str, say: Callable[[str], None] | None = None) -> Connection:
    """A closed connection to the warehouse in which `search` is there for these words; errors as of `search`."""
    refuse_bytes("search", words)
    if not any(map(str.isalnum, words)):
        raise PipelineError(f"search: {words!r} has no word in it; give letters or figures")
    if short := _ONE_LETTER.search(words):
        raise PipelineError(f"search: {short[0]}: a beginning has two letters or more; give another")
    return connect(warehouse, index=ready(warehouse, say), threads=1)  # several lose more than they win

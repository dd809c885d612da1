"""The corpus as a static site: pages that are opened from disk and load nothing from elsewhere.

A page a document (`documents.py`), a page an entity (`entities.py`), a page a rule (`rules.py`), the corpus page
(`overview.py`) and a search that works from disk (`search_index.py`). `site.py` is the folder that they go to.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.corpus import Corpus

Progress = Callable[[str, int, int], None]


class Written(NamedTuple):
    """How many pages of each sort the report has, and the page to begin with."""

    documents: int
    entities: int
    rules: int
    start: Path


def write(warehouse: Path, directory: Path, progress: Progress | None = None) -> Written:
    """The report of a published warehouse in `directory`; pages that are as they should be are left alone.

    Raises WarehouseError where there is no warehouse, PipelineError where the folder holds other files or cannot be
    written.
    """
    from pipeline.report import colours, documents, entities, overview
    from pipeline.report.names import title
    from pipeline.report.rows import documents as rows_of
    from pipeline.report.rules import Rulebook
    from pipeline.report.search_index import SearchIndex
    from pipeline.report.site import Site

    with Corpus.open(warehouse) as corpus:
        used = [rule for (rule,) in corpus.rows("SELECT DISTINCT unnest(rules) FROM edits")]
        site = Site(directory, [*used, *(rule for (rule,) in corpus.rows("SELECT DISTINCT rule FROM doubts"))])
        total = next(int(n) for (n,) in corpus.rows("SELECT count(*) FROM documents"))
        titles: dict[str, str] = {}
        rulebook, index = Rulebook(), SearchIndex()
        for rows in rows_of(corpus):
            titles[rows.document.document_id] = title(rows.document)
            documents.write(site, rows)
            rulebook.add(rows)
            index.add(site, rows)
            if progress:
                progress("documents", len(titles), total)
        named = entities.write(site, corpus, titles)
        rulebook.write(site, titles)
        index.write(site, named)
        overview.write(site, corpus, titles, len(named))
        site.assets()
        site.file("assets/rules.css", colours.style(site.classes))
        site.file("assets/rules.js", colours.table(site))
        site.sweep()
    return Written(len(titles), len(named), len(site.rules), directory / "index.html")

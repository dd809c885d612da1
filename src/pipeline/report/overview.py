"""The corpus page: what there is, what was damaged and repaired, what is doubtful, how the runs went."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from pipeline.corpus import Corpus
from pipeline.report import plots
from pipeline.report.site import Site

RUNS = 30
DOUBTS = 50

Row = tuple[Any, ...]

_DOCUMENTS = """
WITH changed AS (SELECT document_id, count(*) AS edits FROM edits GROUP BY ALL),
doubted AS (SELECT document_id, count(*) AS doubts FROM doubts GROUP BY ALL),
noted AS (
    SELECT document_id, count(part) AS notes, count(*) FILTER (part IS NULL OR callout_offset IS NULL) AS loose
    FROM footnotes GROUP BY ALL
)
SELECT document_id, author, year, language, words, pages, coalesce(edits, 0), coalesce(doubts, 0),
    coalesce(notes, 0), coalesce(loose, 0)
FROM documents LEFT JOIN changed USING (document_id) LEFT JOIN doubted USING (document_id)
LEFT JOIN noted USING (document_id)
ORDER BY document_id"""
_DAMAGE = """
SELECT rule, sum(edits)::INTEGER, count(*), sum(characters_before)::BIGINT, sum(characters_after)::BIGINT
FROM changes GROUP BY ALL ORDER BY 2 DESC, rule"""
_SPANS = """
SELECT tag, count(*) AS spans, count(DISTINCT document_id), sum(end_char - start_char)::INTEGER
FROM spans GROUP BY ALL ORDER BY spans DESC, tag"""
_LANGUAGES = "SELECT language, count(*), sum(words)::BIGINT FROM documents GROUP BY ALL ORDER BY 2 DESC, 1"
_DOUBTS = f"SELECT document_id, rule, text, why FROM doubts ORDER BY rule, document_id, raw_start LIMIT {DOUBTS}"
_QUARANTINE = "SELECT source, reason, remedy, since FROM quarantine ORDER BY source"
_CHECKS = """
SELECT table_name, claim, success, observed, failing_rows FROM checks
WHERE run_id = (SELECT run_id FROM checks JOIN runs USING (run_id) ORDER BY started DESC LIMIT 1)
ORDER BY success, table_name, claim"""
_RUNS = f"""
SELECT run_id, started, status, counts, seconds, message FROM runs ORDER BY started DESC, run_id LIMIT {RUNS}"""
_FIGURES = ("documents", "paragraphs", "edits", "footnotes", "mentions", "doubts", "quarantine")


def write(site: Site, corpus: Corpus, titles: dict[str, str], entities: int) -> None:
    """`index.html`, and the search page."""
    documents = [(titles[row[0]], *row) for row in corpus.rows(_DOCUMENTS)]
    documents.sort(key=lambda row: (row[0], row[1]))
    damage, spans, runs = list(corpus.rows(_DAMAGE)), list(corpus.rows(_SPANS)), list(corpus.rows(_RUNS))
    site.page(
        "index.html",
        "index.html",
        figures=[(name, _count(corpus, name)) for name in _FIGURES] + [("entities", entities)],
        documents=documents,
        damage=damage,
        spans=spans,
        languages=list(corpus.rows(_LANGUAGES)),
        doubts=list(corpus.rows(_DOUBTS)),
        titles=titles,
        quarantine=list(corpus.rows(_QUARANTINE)),
        checks=list(corpus.rows(_CHECKS)),
        runs=[(*run[:3], json.loads(run[3]), json.loads(run[4]), run[5]) for run in runs],
        plots=_plots(documents, damage, spans, runs),
    )
    site.page("search.html", "search.html")


def _plots(documents: list[Row], damage: list[Row], spans: list[Row], runs: list[Row]) -> dict[str, Markup]:
    rates = [row[7] / row[5] * 1000 for row in documents if row[5]]
    stages = [
        (number, stage, seconds)
        for number, run in enumerate(reversed(runs), 1)
        for stage, seconds in json.loads(run[4]).items()
    ]
    drawn = {
        "damage": plots.bars([(row[0], row[1]) for row in damage], "edits", "rule"),
        "rates": plots.histogram(rates, "edits per 1,000 words", "documents"),
        "spans": plots.bars([(row[0], row[1]) for row in spans[:20]], "stretches", "language or romanisation"),
        "runs": plots.stacked(stages, "run", "seconds", "stage"),
    }
    return {name: Markup(svg) for name, svg in drawn.items()}


def _count(corpus: Corpus, table: str) -> int:
    return next(int(number) for (number,) in corpus.rows(f"SELECT count(*) FROM {table}"))

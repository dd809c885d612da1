"""The pages of entities: spellings by document and scheme, mentions in their sentences, who meets whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.corpus import Corpus
from pipeline.report.names import page_name
from pipeline.report.sentences import AROUND, around
from pipeline.report.site import Site

SHOWN = 1000  # mentions on one page: some of every document first
MET = 40  # persons met that are shown

Row = tuple[Any, ...]

_ENTITIES = """
SELECT entity_id, kind, name, dates, wikidata, mentions, documents
FROM entities WHERE mentions > 0 ORDER BY entity_id"""
_SPELLINGS = """
WITH known AS (
    SELECT entity_id, alias, string_agg(DISTINCT language, ', ' ORDER BY language) AS languages,
        string_agg(DISTINCT scheme, ', ' ORDER BY scheme) AS schemes, any_value(cyrillic) AS cyrillic
    FROM aliases GROUP BY ALL
)
SELECT s.entity_id, surface, languages, schemes, cyrillic, sum(s.mentions)::INTEGER AS total,
    list({'id': s.document_id, 'mentions': s.mentions} ORDER BY s.mentions DESC, s.document_id)
FROM spellings AS s LEFT JOIN known ON known.entity_id = s.entity_id AND alias = surface
GROUP BY ALL ORDER BY s.entity_id, total DESC, surface"""
_MENTIONS = f"""
WITH counted AS (
    SELECT *, row_number() OVER (PARTITION BY entity_id, document_id ORDER BY part, start_char) AS nth FROM mentions
),
chosen AS (
    SELECT * FROM counted
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY nth, document_id) <= {SHOWN}
)
SELECT entity_id, chosen.document_id, paragraph, place.part,
    substring(text, greatest(chosen.start_char - place.start_char - {AROUND}, 0) + 1,
        least(chosen.start_char - place.start_char, {AROUND})),
    surface, substring(text, chosen.end_char - place.start_char + 1, {AROUND}), confidence, why
FROM chosen
ASOF JOIN (SELECT document_id, part, start_char, paragraph, text FROM paragraphs) AS place
    ON place.document_id = chosen.document_id AND place.part = chosen.part AND place.start_char <= chosen.start_char
ORDER BY entity_id, chosen.document_id, chosen.part, chosen.start_char"""
_MEETINGS = f"""
SELECT person_id, meets_id, meets, sum(paragraphs)::INTEGER AS paragraphs, count(*) AS documents
FROM meetings GROUP BY person_id, meets_id, meets
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY sum(paragraphs) DESC, meets, meets_id) <= {MET}
ORDER BY person_id, paragraphs DESC, meets, meets_id"""
_RELATIONS = """
SELECT r.entity_id, relation, other_id, name, mentions FROM entity_relations r JOIN entities e ON e.entity_id = other_id
UNION ALL
SELECT other_id, relation || ' of', r.entity_id, name, mentions
FROM entity_relations r JOIN entities e ON e.entity_id = r.entity_id
ORDER BY ALL"""


class Mentioned(NamedTuple):
    """A mention in its sentence."""

    document_id: str
    paragraph: int
    in_note: bool
    before: str
    surface: str
    after: str
    confidence: float
    why: str


class Grouped:
    """Rows that are sorted by their first column, taken key by key."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._row = next(rows, None)

    def of(self, key: str) -> list[Row]:
        """The rows of this key without it; keys must be asked for in order."""
        found: list[Row] = []
        while self._row is not None and self._row[0] <= key:
            if self._row[0] == key:
                found.append(self._row[1:])
            self._row = next(self._rows, None)
        return found


def write(site: Site, corpus: Corpus, titles: dict[str, str]) -> list[Row]:
    """A page for every entity that is mentioned, and their list; gives the rows of that list, most mentioned first."""
    spellings, mentions, meetings, relations = (
        Grouped(corpus.rows(sql)) for sql in (_SPELLINGS, _MENTIONS, _MEETINGS, _RELATIONS)
    )
    listed: list[Row] = []
    for row in corpus.rows(_ENTITIES):
        key = row[0]
        spelt = spellings.of(key)
        site.page(
            f"entities/{page_name(key)}.html",
            "entity.html",
            **dict(zip(("entity_id", "kind", "name", "dates", "wikidata", "mentions", "documents"), row, strict=True)),
            spellings=spelt,
            sentences=[_mentioned(*found) for found in mentions.of(key)],
            meetings=meetings.of(key),
            relations=relations.of(key),
            titles=titles,
        )
        listed.append((*row, [s[0] for s in spelt], [s[3] for s in spelt if s[3]]))
    listed.sort(key=lambda row: (-row[5], row[2], row[0]))
    site.page("entities/index.html", "entities.html", entities=listed)
    return listed


def _mentioned(
    document_id: str, paragraph: int, part: int, before: str, surface: str, after: str, confidence: float, why: str
) -> Mentioned:
    head, tail = around(before, after)
    return Mentioned(document_id, paragraph, bool(part), head, surface, tail, confidence, why)

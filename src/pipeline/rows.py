"""One processed document as rows: the only place that knows which field of a document fills which column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from pipeline import tables
from pipeline.document import Cleaned, Extraction

if TYPE_CHECKING:
    from pipeline.entities import Found
    from pipeline.languages import Identity


@dataclass(frozen=True, slots=True)
class PartSpan:
    """A stretch of the clean text of a part that is not in the document's language."""

    part: int
    start: int
    end: int
    identity: Identity


@dataclass(frozen=True, slots=True)
class ProcessedDocument:
    """All that a run knows of one document.

    `paragraph_languages[i]` is (language, script) of `cleaned.paragraphs[i]`; `mentions[i]` are those in part i;
    `first_seen` is aware or UTC.
    """

    document_id: str
    run_id: str
    first_seen: datetime
    sources: tuple[str, ...]
    extraction: Extraction
    cleaned: Cleaned
    language: str
    paragraph_languages: Sequence[tuple[str, str]]
    mentions: Sequence[Sequence[Found]] = ()
    spans: Sequence[PartSpan] = ()


Row = tuple[Any, ...]


def document_rows(doc: ProcessedDocument) -> dict[str, pa.Table]:
    """The rows of one document, a table for each of `DOCUMENT_TABLES`, in the schema of the warehouse."""
    found = {name: _table(name, doc.document_id, list(rows(doc))) for name, rows in _ROWS.items()}
    return {**found, "edits": _edits(doc)}


def readings(document_id: str, mentions: Sequence[Sequence[Found]]) -> pa.Table:
    """The rows of the table of that name for one document; `mentions[i]` are those in part i."""
    return _table("readings", document_id, list(_readings(mentions)))


def merge(several: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """The rows of several documents in one table each; a document may lack tables."""
    empty = {name: tables.schemas()[name].empty_table() for name in DOCUMENT_TABLES}
    return {
        name: pa.concat_tables([none, *(one[name] for one in several if name in one)]) for name, none in empty.items()
    }


def _documents(doc: ProcessedDocument) -> Iterator[Row]:
    extraction, text = doc.extraction, doc.cleaned.text
    about = extraction.metadata
    yield (
        extraction.sha256,
        *(about.title, about.author, about.year, about.url, about.rights),
        *(extraction.media_type, extraction.encoding, doc.language),
        *(len(text), len(text.split()), len(doc.cleaned.pages), text),
        *(_utc(doc.first_seen), doc.run_id),
    )


def _sources(doc: ProcessedDocument) -> Iterator[Row]:
    yield from ((source,) for source in sorted(doc.sources))


def _raw_documents(doc: ProcessedDocument) -> Iterator[Row]:
    is_text = doc.extraction.media_type == "text/plain"
    yield doc.extraction.data, None if is_text else doc.extraction.raw


def _paragraphs(doc: ProcessedDocument) -> Iterator[Row]:
    texts = [part.clean for part in doc.cleaned.parts]
    known = zip(doc.cleaned.paragraphs, doc.paragraph_languages, strict=True)
    for number, (p, (language, script)) in enumerate(known):
        text = texts[p.part][p.start : p.end]
        yield p.part, number, p.kind, p.level, p.start, p.end, text, language, script


def _footnotes(doc: ProcessedDocument) -> Iterator[Row]:
    """First the callouts in the order of the text, then the notes that nothing calls."""
    cleaned = doc.cleaned
    places = [(p.start, number) for number, p in enumerate(cleaned.paragraphs) if p.part == 0]
    for c in cleaned.callouts:
        before = bisect_right(places, (c.offset, len(cleaned.paragraphs)))
        paragraph = places[before - 1][1] if before else None
        text = None if c.part is None else cleaned.parts[c.part].clean
        yield c.label, c.offset, paragraph, c.part, text
    called = {c.part for c in cleaned.callouts}
    for note in cleaned.notes:
        if note.part not in called:
            yield note.label, None, None, note.part, cleaned.parts[note.part].clean


def _furniture(doc: ProcessedDocument) -> Iterator[Row]:
    yield from ((f.kind, f.raw_start, f.raw_end, f.text) for f in doc.cleaned.furniture)


def _pages(doc: ProcessedDocument) -> Iterator[Row]:
    yield from ((number, p.offset, p.raw_start, p.folio) for number, p in enumerate(doc.cleaned.pages))


def _emphasis(doc: ProcessedDocument) -> Iterator[Row]:
    yield from ((e.part, e.start, e.end, e.kind) for e in doc.cleaned.emphasis)


def _spans(doc: ProcessedDocument) -> Iterator[Row]:
    texts = [part.clean for part in doc.cleaned.parts]
    for s in doc.spans:
        found = s.identity
        place = (s.part, s.start, s.end, texts[s.part][s.start : s.end])
        evidence = "; ".join(found.evidence) or f"script {found.script}"
        about = (found.language, found.script, list(found.schemes), found.tag, found.cyrillic or None)
        yield *place, *about, found.confidence, evidence


def _readings(mentions: Sequence[Sequence[Found]]) -> Iterator[Row]:
    for part, found in enumerate(mentions):
        for m in found:
            yield part, m.start, m.end, m.surface, m.kind, m.name, m.authority_id, m.confidence, m.why


def _doubts(doc: ProcessedDocument) -> Iterator[Row]:
    yield from ((d.raw_start, d.raw_end, d.rule, d.text, d.why) for d in doc.cleaned.doubts)


# What each builder yields are the columns behind document_id, in the order of warehouse/schema/<table>.sql.
_ROWS: dict[str, Callable[[ProcessedDocument], Iterator[Row]]] = {
    "documents": _documents,
    "sources": _sources,
    "raw_documents": _raw_documents,
    "paragraphs": _paragraphs,
    "footnotes": _footnotes,
    "furniture": _furniture,
    "pages": _pages,
    "emphasis": _emphasis,
    "spans": _spans,
    "readings": lambda doc: _readings(doc.mentions),
    "doubts": _doubts,
}

DOCUMENT_TABLES = (*_ROWS, "edits")
"""The tables whose rows belong to one document each."""


def _table(name: str, document_id: str, rows: Sequence[Row]) -> pa.Table:
    schema = tables.schemas()[name]
    columns = [[document_id] * len(rows), *zip(*rows, strict=True)] if rows else [[] for _ in schema]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _edits(doc: ProcessedDocument) -> pa.Table:
    """Column by column: a document of a megabyte may have 40,000 edits."""
    schema, raw = tables.schemas()["edits"], doc.cleaned.raw
    parts = [part.columns for part in doc.cleaned.parts]
    starts, ends = (np.concatenate([getattr(e, name) for e in parts]) for name in ("starts", "ends"))
    signatures = list(dict.fromkeys(names for e in parts for names in e.signatures))
    number = {names: n for n, names in enumerate(signatures)}
    rules = np.concatenate([np.array([number[names] for names in e.signatures])[e.rule] for e in parts])
    columns = (
        pa.repeat(doc.document_id, len(starts)),
        np.repeat(np.arange(len(parts)), [len(e) for e in parts]),
        starts,
        ends,
        [raw[s:e] for s, e in zip(starts.tolist(), ends.tolist(), strict=True)],
        [text for e in parts for text in e.texts()],
        pa.array(signatures, pa.list_(pa.string())).take(pa.array(rules)),
    )
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment

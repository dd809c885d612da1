"""All rows of the warehouse that are about one document, fetched for a batch of documents at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.corpus import Corpus, Document, Note, Paragraph
from pipeline.document import Doubt, Furniture, Page
from pipeline.edits import Edit
from pipeline.sources.decoding import decode


class Mention(NamedTuple):
    """A name in the clean text of a part, and who is meant; `cyrillic` is its reading, where it is romanised."""

    part: int
    start: int
    end: int
    entity_id: str
    name: str
    kind: str
    why: str
    cyrillic: str | None


class Span(NamedTuple):
    """A stretch in another language, or romanised; `cyrillic` is its reading, where it has one."""

    part: int
    start: int
    end: int
    tag: str
    cyrillic: str | None
    evidence: str


class Emphasis(NamedTuple):
    """A stretch that the raw text set off: `kind` is emphasis or strong."""

    part: int
    start: int
    end: int
    kind: str


@dataclass(slots=True)
class DocumentRows:
    """One document: its raw text and what the warehouse has of it, each list in the order of the text."""

    document: Document
    raw: str
    edits: dict[int, list[Edit]] = field(default_factory=lambda: defaultdict(list))
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)

    def texts(self) -> dict[int, str]:
        """The clean text of every part."""
        notes = {note.part: note.text or "" for note in self.notes if note.part is not None}
        return {0: self.document.clean_text, **notes}


_ALL = "WHERE list_contains(?, document_id) ORDER BY document_id"
_RAW = f"SELECT document_id, bytes, extracted_text FROM raw_documents {_ALL}"
_EDITS = f"""SELECT document_id, part, raw_start, raw_end, "before", "after", rules
FROM edits {_ALL}, part, raw_start, raw_end"""
_PARAGRAPHS = f"""SELECT document_id, part, paragraph, kind, level, start_char, end_char, text, language, script
FROM paragraphs {_ALL}, paragraph"""
_NOTES = f"""SELECT document_id, label, callout_offset, paragraph, part, text
FROM footnotes {_ALL}, callout_offset NULLS LAST, part"""
_FURNITURE = f"SELECT document_id, kind, raw_start, raw_end, text FROM furniture {_ALL}, raw_start"
_PAGES = f"SELECT document_id, start_char, raw_start, folio FROM pages {_ALL}, page"
_DOUBTS = f"SELECT document_id, raw_start, raw_end, rule, text, why FROM doubts {_ALL}, raw_start, raw_end, rule"
_MENTIONS = f"""
WITH read AS (SELECT entity_id, alias, min(cyrillic) AS cyrillic FROM aliases GROUP BY ALL)
SELECT document_id, part, start_char, end_char, mentions.entity_id, name, kind, why, cyrillic
FROM mentions JOIN entities ON entities.entity_id = mentions.entity_id
LEFT JOIN read ON read.entity_id = mentions.entity_id AND alias = surface {_ALL}, part, start_char, end_char"""
_SPANS = f"SELECT document_id, part, start_char, end_char, tag, cyrillic, evidence FROM spans {_ALL}, part, start_char"
_EMPHASIS = f"SELECT document_id, part, start_char, end_char, kind FROM emphasis {_ALL}, part, start_char"


def documents(corpus: Corpus) -> Iterator[DocumentRows]:
    """Every document in the order of the ids; memory holds one batch."""
    for batch in corpus.batches():
        yield from read(corpus, batch).values()


def read(corpus: Corpus, batch: Sequence[str]) -> dict[str, DocumentRows]:
    """These documents, all known, by their ids."""
    raw = {
        name: extracted if extracted is not None else decode(bytes(data)).text
        for name, data, extracted in corpus.rows(_RAW, [batch])
    }
    found = {document.document_id: DocumentRows(document, raw[document.document_id]) for document in corpus.read(batch)}
    for name, part, start, end, before, after, rules in corpus.rows(_EDITS, [batch]):
        found[name].edits[part].append(Edit(start, end, before, after, tuple(rules)))
    for row in corpus.rows(_PARAGRAPHS, [batch]):
        found[row[0]].paragraphs.append(Paragraph(*row))
    for row in corpus.rows(_NOTES, [batch]):
        found[row[0]].notes.append(Note(*row))
    for name, *values in corpus.rows(_FURNITURE, [batch]):
        found[name].furniture.append(Furniture(*values))
    for name, *values in corpus.rows(_PAGES, [batch]):
        found[name].pages.append(Page(*values))
    for name, *values in corpus.rows(_DOUBTS, [batch]):
        found[name].doubts.append(Doubt(*values))
    for name, *values in corpus.rows(_MENTIONS, [batch]):
        found[name].mentions.append(Mention(*values))
    for name, *values in corpus.rows(_SPANS, [batch]):
        found[name].spans.append(Span(*values))
    for name, *values in corpus.rows(_EMPHASIS, [batch]):
        found[name].emphasis.append(Emphasis(*values))
    return found

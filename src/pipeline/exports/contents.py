"""All that the warehouse knows of each of some documents, as outputs that mark them up or annotate them need it.

Offsets are code points, half-open: those called `raw_…` in the raw text, the others in the clean text of the part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline.corpus import WANTED, Corpus, Document, Note, Paragraph, wanted
from pipeline.exports.alignment import aligned
from pipeline.sources import decode
from pipeline.sources.shapes import TEXT


class Emphasis(NamedTuple):
    """Text that was set off; `kind` is emphasis or strong."""

    part: int
    start: int
    end: int
    kind: str


class Span(NamedTuple):
    """A stretch in another language or romanised; `tag` is BCP 47, `cyrillic` its reading."""

    part: int
    start: int
    end: int
    tag: str
    script: str
    cyrillic: str | None
    evidence: str


class Mention(NamedTuple):
    """A place where an entity is named; `kind`, `name` and `wikidata` are the entity's."""

    part: int
    start: int
    end: int
    entity_id: str
    kind: str
    name: str
    wikidata: str | None
    why: str


class Page(NamedTuple):
    """Where a page of the body begins; `folio` is its printed number."""

    at: int
    folio: str | None


class Edit(NamedTuple):
    """A change from raw to clean text, signed by its rules."""

    part: int
    raw_start: int
    raw_end: int
    before: str
    after: str
    rules: list[str]


class Doubt(NamedTuple):
    """What a rule saw and left alone."""

    raw_start: int
    raw_end: int
    rule: str
    text: str
    why: str


@dataclass(frozen=True)
class Contents:
    """One document; of tables that were not asked for there are no rows."""

    document: Document
    raw: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @cached_property
    def texts(self) -> dict[int, str]:
        """Clean text by part."""
        notes = {note.part: note.text or "" for note in self.notes if note.part is not None}
        return {0: self.document.clean_text, **notes}

    @cached_property
    def undone_line_ends(self) -> list[tuple[int, int]]:
        """Part and offset of every line end that stood inside a word, its hyphen undone or kept."""
        return [(edit.part, at) for edit, at in zip(self.edits, self._behind, strict=False) if _in_word(edit)]

    @cached_property
    def cells(self) -> list[Cell]:
        """Where cells of tables begin that are not the first of their row: readers of formats put tabs between them."""
        if self.document.media_type == TEXT:
            return []
        tabs = [(edit, at, edit.before.count("\t")) for edit, at in zip(self.edits, self._behind, strict=False)]
        return [Cell(e.part, at, len(e.after), n - 1) for e, at, n in tabs if n and not e.before.strip("\t ")]

    @cached_property
    def _behind(self) -> list[int]:
        return aligned(self.raw, self.edits, self.texts)


class Cell(NamedTuple):
    """A cell begins at `start`, so many blanks behind the one before and as many empty ones."""

    part: int
    start: int
    blanks: int
    empty: int


class _Table(NamedTuple):
    """What a row becomes, and the columns, rows and order that are asked for."""

    row: Callable[..., Any]
    columns: str
    origin: str
    order: str


def _columns(row: type[Paragraph | Note]) -> str:
    return ", ".join(each.name for each in fields(row))


# Paragraphs: of the body, then of the notes. Notes: in the order of their callouts, then those that nothing calls.
_TABLES = {
    "raw": _Table(
        lambda data, extracted: decode(data).text if extracted is None else extracted,
        "CASE WHEN extracted_text IS NULL THEN bytes END, extracted_text", "raw_documents", "document_id",
    ),
    "paragraphs": _Table(Paragraph, _columns(Paragraph), "paragraphs", "part, paragraph"),
    "notes": _Table(Note, _columns(Note), "footnotes", "callout_offset NULLS LAST, part, label"),
    "pages": _Table(Page, "start_char, folio", "pages", "page"),
    "emphasis": _Table(Emphasis, "part, start_char, end_char, kind", "emphasis", "ALL"),
    "spans": _Table(Span, "part, start_char, end_char, tag, script, cyrillic, evidence", "spans", "ALL"),
    "mentions": _Table(
        Mention, "part, start_char, end_char, entity_id, kind, name, wikidata, why",
        "mentions JOIN entities USING (entity_id)", "ALL",
    ),
    "edits": _Table(
        Edit, 'part, raw_start, raw_end, "before", "after", rules', "edits", "raw_start, raw_end, part"
    ),
    "doubts": _Table(Doubt, "raw_start, raw_end, rule, text, why", "doubts", "ALL"),
}  # fmt: skip
TABLES = tuple(_TABLES)


def read(corpus: Corpus, document_ids: Sequence[str], tables: Collection[str] = TABLES) -> Iterator[Contents]:
    """These documents, which are in the order of their ids, one query a table; their rows are in order, too."""
    rows = {name: _ByDocument(corpus, document_ids, _TABLES[name]) for name in tables}
    for document in corpus.read(document_ids):
        found: dict[str, Any] = {name: table.of(document.document_id) for name, table in rows.items()}
        if "raw" in found:
            (found["raw"],) = found["raw"]
        yield Contents(document, **found)


class _ByDocument:
    """The rows of a table, document by document, in the order of their ids."""

    def __init__(self, corpus: Corpus, document_ids: Sequence[str], table: _Table) -> None:
        order = "ALL" if table.order == "ALL" else f"document_id, {table.order}"
        sql = f"SELECT document_id AS id, {table.columns} FROM {table.origin} {WANTED} ORDER BY {order}"
        self._row = table.row
        self._groups = groupby(corpus.rows(sql, wanted(document_ids)), key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, document_id: str) -> list[Any]:
        if self._next is None or self._next[0] != document_id:
            return []
        found = [self._row(*values) for _, *values in self._next[1]]
        self._next = next(self._groups, None)
        return found


def _in_word(edit: Edit) -> bool:
    hyphen = "hyphens.join" in edit.rules or "hyphens.keep" in edit.rules
    return hyphen and len(edit.before.splitlines()) + edit.before.endswith(("\n", "\r", "\f")) > 1

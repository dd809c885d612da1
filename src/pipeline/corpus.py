"""The published warehouse as Python objects: documents, paragraphs, notes, entities. Reads only.

Fields are named as the warehouse's columns are (`pipeline tables`); offsets are code points, half-open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from pipeline.errors import PipelineError
from pipeline.query import connect, explained

if TYPE_CHECKING:
    from unstructured.documents.elements import Element

# A batch of documents is as many as have about this much clean text together, whatever the corpus holds.
BATCH_CHARACTERS = 4_000_000
_ROWS = 500


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its metadata (None where nobody said), its figures, and the clean text of its body."""

    document_id: str
    sha256: str
    title: str | None
    author: str | None
    year: int | None
    url: str | None
    rights: str | None
    media_type: str
    encoding: str | None
    language: str
    characters: int
    words: int
    pages: int
    clean_text: str
    first_seen: datetime
    run_id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of `part` (0: the body), numbered through its document.

    `text` is that part's clean text from `start_char` to `end_char`.
    """

    document_id: str
    part: int
    paragraph: int
    kind: str
    level: int | None
    start_char: int
    end_char: int
    text: str
    language: str
    script: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: where the body calls it (offset, number of the paragraph) and the note's part and text.

    `callout_offset` and `paragraph` are None where nothing calls the note, `part` and `text` where a callout
    has no note.
    """

    document_id: str
    label: str
    callout_offset: int | None
    paragraph: int | None
    part: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of an entity, and how often it is written so."""

    alias: str
    language: str | None
    scheme: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place, work or term: how often mentioned, in how many documents, how spelt."""

    entity_id: str
    kind: str
    name: str
    dates: str | None
    wikidata: str | None
    mention_count: int
    document_count: int
    aliases: tuple[Alias, ...]


_Row = TypeVar("_Row", Paragraph, Note)

_DOCUMENTS = """
SELECT {columns},
       (SELECT list(source ORDER BY source) FROM sources WHERE sources.document_id = documents.document_id)
FROM documents {wanted} ORDER BY document_id"""

WANTED = """
SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS document_id) USING (document_id) WHERE document_id BETWEEN $2 AND $3"""
"""The rows of some documents: tables are in the order of their ids, so the two ends spare reading the others."""

_ENTITIES = """
SELECT entity_id, kind, name, dates, wikidata, mentions, documents,
       (SELECT list({{'alias': alias, 'language': language, 'scheme': scheme, 'mentions': aliases.mentions}}
                    ORDER BY aliases.mentions DESC, alias, language, scheme)
        FROM aliases WHERE aliases.entity_id = entities.entity_id)
FROM entities {where} ORDER BY mentions DESC, name, entity_id"""

_NAMED = """
WHERE entity_id = $1 OR lower(name) = lower($1)
  OR entity_id IN (SELECT entity_id FROM entity_redirects WHERE old_id = $1)
  OR entity_id IN (SELECT entity_id FROM aliases WHERE lower(alias) = lower($1))"""


class Corpus:
    """A published warehouse, open for reading; what is published meanwhile is seen when it is opened again.

    >>> with Corpus.open("warehouse/corpus.duckdb") as corpus:  # doctest: +SKIP
    ...     for document in corpus.documents():
    ...         print(document.title, len(list(corpus.notes(document.document_id))))
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: str | Path, memory_limit: str | None = None) -> Corpus:
        """`memory_limit`, such as `500MB`, is DuckDB's. Raises WarehouseError where there is no readable warehouse."""
        return cls(Path(path), connect(Path(path), memory_limit))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def batches(self, where: str | None = None) -> Iterator[list[str]]:
        """Ids of the documents for which the SQL condition holds, in order; a batch's texts fit in memory."""
        chosen = f"SELECT document_id, characters FROM documents WHERE ({where or 'true'}\n) ORDER BY 1"
        batch: list[str] = []
        size = 0
        for document_id, characters in self.rows(chosen):
            batch.append(document_id)
            size += characters
            if size >= BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def documents(self, where: str | None = None) -> Iterator[Document]:
        """Documents in the order of their ids; `where` is a condition on the table `documents`."""
        for batch in self.batches(where):
            yield from self.read(batch)

    def read(self, document_ids: Sequence[str]) -> Iterator[Document]:
        """These documents, in the order of their ids; unknown ids are passed over."""
        columns = ", ".join(f.name for f in fields(Document)[:-1])
        for row in self.rows(_DOCUMENTS.format(columns=columns, wanted=WANTED), wanted(document_ids)):
            yield Document(*(*row[:-1], tuple(row[-1] or ())))

    def document(self, document_id: str) -> Document:
        """One document. Raises PipelineError where there is none of that id."""
        for document in self.read([document_id]):
            return document
        raise self._unknown(document_id)

    def raw_bytes(self, document_id: str) -> bytes:
        """The bytes that the document was read from. Raises PipelineError where there is none of that id."""
        for (data,) in self.rows("SELECT bytes FROM raw_documents WHERE document_id = ?", [document_id]):
            return bytes(data)
        raise self._unknown(document_id)

    def paragraphs(self, document_id: str | None = None) -> Iterator[Paragraph]:
        """Paragraphs of one document or of all, body first, then its notes."""
        return self._of(Paragraph, "paragraphs", document_id, "part, paragraph")

    def notes(self, document_id: str | None = None) -> Iterator[Note]:
        """Footnotes of one document or of all, in the order in which they are called; uncalled ones last."""
        return self._of(Note, "footnotes", document_id, "callout_offset NULLS LAST, part")

    def entities(self) -> Iterator[Entity]:
        """Entities, the most mentioned first."""
        return map(_entity, self.rows(_ENTITIES.format(where="")))

    def entity(self, name: str) -> Entity:
        """The entity of this id, name or spelling; case does not matter.

        Raises PipelineError where there is none, or where several are spelled so.
        """
        found = list(map(_entity, self.rows(_ENTITIES.format(where=_NAMED), [name])))
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{entity.entity_id} ({entity.name}, {entity.kind})" for entity in found)
            raise PipelineError(f"{self.path}: {name!r} is a spelling of {several}; ask for one by its id")
        raise PipelineError(f"{self.path}: no entity is called {name!r}; the table `aliases` lists spellings")

    def elements(self, document_id: str) -> list[Element]:
        """The document as `unstructured` elements, for its chunking and for loaders that take them."""
        from pipeline.elements import elements

        return elements(self, document_id)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of any SELECT; each call has a cursor of its own, so calls may be nested in loops."""
        with explained(), self._connection.cursor() as cursor:
            cursor.execute("USE corpus")
            cursor.execute(sql, list(parameters))
            while rows := cursor.fetchmany(_ROWS):
                yield from rows

    def _of(self, row: type[_Row], table: str, document_id: str | None, order: str) -> Iterator[_Row]:
        columns = ", ".join(f.name for f in fields(row))
        chosen, parameters = ("", []) if document_id is None else ("WHERE document_id = ?", [document_id])
        sql = f"SELECT {columns} FROM {table} {chosen} ORDER BY document_id, {order}"
        return (row(*values) for values in self.rows(sql, parameters))

    def _unknown(self, document_id: str) -> PipelineError:
        return PipelineError(f"{self.path}: no document {document_id!r}; the table `sources` lists documents")


def wanted(document_ids: Sequence[str]) -> list[object]:
    """What `WANTED` is to be told."""
    return [list(document_ids), min(document_ids, default=""), max(document_ids, default="")]


def _entity(row: tuple[Any, ...]) -> Entity:
    aliases = tuple(Alias(**alias) for alias in row[-1] or ())
    return Entity(*(*row[:-1], aliases))

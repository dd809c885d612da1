"""The published warehouse from Python: documents, paragraphs, notes, names, and whatever SQL asks for. Reads only.

What it gives is in `records.py`. In the examples `corpus` is an open `Corpus` of two documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa

from pipeline.errors import PipelineError
from pipeline.query import connect, execute, select
from pipeline.records import Alias, Document, Entity, Mention, Note, Paragraph
from pipeline.statements import explained, refuse_no_condition

if TYPE_CHECKING:
    import polars
    from unstructured.documents.elements import Element

    from pipeline.text import Text

__all__ = ["WANTED", "Alias", "Corpus", "Document", "Entity", "Mention", "Note", "Paragraph", "wanted"]

# A batch of documents is as many as have about this much clean text together, whatever the corpus holds.
BATCH_CHARACTERS = 4_000_000
_ROWS = 500

_Row = TypeVar("_Row", Paragraph, Note, Mention)

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

    >>> with Corpus.open("warehouse/corpus.duckdb") as corpus:
    ...     for document in corpus.documents():
    ...         print(document.title, [note.text for note in corpus.notes(document.document_id)])
    The Collective Farms ['So says Stalin.']
    The State Farms ['So says Stalin.']
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: str | Path, memory_limit: str | None = None) -> Corpus:
        """`memory_limit`, such as `500MB`, is DuckDB's. Raises WarehouseError where there is no readable warehouse.

        >>> Corpus.open("elsewhere.duckdb")
        Traceback (most recent call last):
        pipeline.errors.WarehouseError: elsewhere.duckdb: no warehouse; `pipeline run` makes one, or name another
        """
        return cls(Path(path), connect(Path(path), memory_limit))

    def close(self) -> None:
        """Let go of the file; `with` does so at its end.

        >>> opened = Corpus.open("warehouse/corpus.duckdb")
        >>> opened.close()
        """
        self._connection.close()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def batches(self, where: str | None = None) -> Iterator[list[str]]:
        """Ids of the documents for which the SQL condition holds, in order; a batch's texts fit in memory.

        >>> for batch in corpus.batches("year < 2000"):
        ...     print(batch, sum(document.words for document in corpus.read(batch)))
        ['d18b7cb099a9e', 'dffa0da5d885f'] 20
        """
        refuse_no_condition(where or "true")
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
        """Documents in the order of their ids; `where` is a condition on the table `documents`.

        >>> [document.title for document in corpus.documents("title LIKE '%State%'")]
        ['The State Farms']
        """
        for batch in self.batches(where):
            yield from self.read(batch)

    def read(self, document_ids: Sequence[str]) -> Iterator[Document]:
        """These documents, in the order of their ids; unknown ids are passed over.

        >>> [document.title for document in corpus.read(["dffa0da5d885f", "d0"])]
        ['The State Farms']
        """
        columns = ", ".join(f.name for f in fields(Document)[:-1])
        for row in self.rows(_DOCUMENTS.format(columns=columns, wanted=WANTED), wanted(document_ids)):
            yield Document(*(*row[:-1], tuple(row[-1] or ())))

    def document(self, document_id: str) -> Document:
        """One document. Raises PipelineError where there is none of that id.

        >>> corpus.document("dffa0da5d885f").clean_text
        'The State Farms\\n\\nIn 1932 the economic crisis. Stalin left.\\n'
        """
        for document in self.read([document_id]):
            return document
        raise self._unknown(document_id)

    def raw_bytes(self, document_id: str) -> bytes:
        """The bytes that the document was read from. Raises PipelineError where there is none of that id.

        >>> corpus.raw_bytes("dffa0da5d885f")[:39]
        b'The State Farms\\n\\nIn 1932 the eco-\\nnomic'
        """
        for (data,) in self.rows("SELECT bytes FROM raw_documents WHERE document_id = ?", [document_id]):
            return bytes(data)
        raise self._unknown(document_id)

    def text(self, document_id: str, part: int = 0) -> Text:
        """A part of a document as raw text and edits, which leads offsets from the one to the other.

        Raises PipelineError where there is no such document or part.

        >>> text, mention = corpus.text("dffa0da5d885f"), next(corpus.mentions("dffa0da5d885f"))
        >>> start, end = text.to_raw([mention.start_char, mention.end_char]).tolist()
        >>> text.raw[start:end], (mention.start_char, start)
        ('Stalin', (46, 49))
        """
        from pipeline.report import rebuilt, rows

        self.document(document_id)
        parts = rebuilt.parts(rows.read(self, [document_id])[document_id]) or {}
        if part not in parts:
            raise PipelineError(f"{self.path}: document {document_id} has no part {part}; the view `parts` lists them")
        return parts[part]

    def paragraphs(self, document_id: str | None = None) -> Iterator[Paragraph]:
        """Paragraphs of one document or of all, body first, then its notes.

        >>> [paragraph.kind for paragraph in corpus.paragraphs("dffa0da5d885f")]
        ['heading', 'body', 'body']
        """
        return self._of(Paragraph, "paragraphs", "part, paragraph", document_id=document_id)

    def notes(self, document_id: str | None = None) -> Iterator[Note]:
        """Footnotes of one document or of all, in the order in which they are called; uncalled ones last.

        >>> [(note.label, note.text) for note in corpus.notes("dffa0da5d885f")]
        [('1', 'So says Stalin.')]
        """
        return self._of(Note, "footnotes", "callout_offset NULLS LAST, part", document_id=document_id)

    def mentions(self, document_id: str | None = None, entity_id: str | None = None) -> Iterator[Mention]:
        """Names in one document or in all, of one entity or of all, in the order of the texts.

        >>> [(mention.part, mention.start_char, mention.surface) for mention in corpus.mentions("dffa0da5d885f")]
        [(0, 46, 'Stalin'), (1, 8, 'Stalin')]
        """
        return self._of(Mention, "mentions", "part, start_char", document_id=document_id, entity_id=entity_id)

    def entities(self) -> Iterator[Entity]:
        """Entities, the most mentioned first.

        >>> [(entity.name, entity.kind, entity.mention_count) for entity in corpus.entities()]
        [('Joseph Stalin', 'person', 4)]
        """
        return map(self._entity, self.rows(_ENTITIES.format(where="")))

    def entity(self, name: str) -> Entity:
        """The entity of this id, name or spelling; case does not matter.

        Raises PipelineError where there is none, or where several are spelled so.

        >>> corpus.entity("STALIN").name, len(corpus.entity("Сталин").mentions)
        ('Joseph Stalin', 4)
        """
        found = list(map(self._entity, self.rows(_ENTITIES.format(where=_NAMED), [name])))
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{entity.entity_id} ({entity.name}, {entity.kind})" for entity in found)
            raise PipelineError(f"{self.path}: {name!r} is a spelling of {several}; ask for one by its id")
        raise PipelineError(f"{self.path}: no entity is called {name!r}; the table `aliases` lists spellings")

    def elements(self, document_id: str) -> list[Element]:
        """The document as `unstructured` elements, for its chunking and for loaders that take them.

        >>> [(element.category, element.text) for element in corpus.elements("dffa0da5d885f")][::2]
        [('Title', 'The State Farms'), ('Footer', 'So says Stalin.')]
        """
        from pipeline.elements import elements

        return elements(self, document_id)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of any SELECT; each call has a cursor of its own, so calls may be nested in loops.

        >>> list(corpus.rows("SELECT surface, count(*) FROM mentions WHERE part = ? GROUP BY ALL", [0]))
        [('Stalin', 2)]
        """
        with self._cursor() as cursor:
            execute(cursor, sql, parameters)
            while rows := cursor.fetchmany(_ROWS):
                yield from rows

    def record_batches(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[pa.RecordBatch]:
        """What any SELECT gives as Arrow, some thousand rows at a time, so that memory does not grow with the corpus.

        >>> for batch in corpus.record_batches("SELECT text FROM paragraphs WHERE kind = 'heading' ORDER BY text DESC"):
        ...     print(batch.num_rows, batch.to_pydict())
        2 {'text': ['The State Farms', 'The Collective Farms']}
        """
        with self._cursor() as cursor:
            yield from select(cursor, sql, parameters)

    def arrow(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        """What any SELECT gives as one Arrow table; of a whole table `FROM mentions`.

        >>> corpus.arrow("FROM mentions").num_rows, corpus.arrow("SELECT title FROM documents").column_names
        (4, ['title'])
        """
        with self._cursor() as cursor:
            return select(cursor, sql, parameters).read_all()

    def polars(self, sql: str, parameters: Sequence[object] = ()) -> polars.DataFrame:
        """What any SELECT gives as a polars frame. Raises PipelineError where polars is not installed.

        >>> corpus.polars("FROM documents").filter(title="The State Farms")["words"].to_list()
        [10]
        """
        try:
            import polars
        except ImportError as error:
            raise PipelineError(
                "polars is not installed; `pip install 'scholarly-text-pipeline[polars]'` does, or take arrow()"
            ) from error
        frame = polars.from_arrow(self.arrow(sql, parameters))
        return frame if isinstance(frame, polars.DataFrame) else frame.to_frame()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with explained(), self._connection.cursor() as cursor:
            cursor.execute("USE corpus")
            yield cursor

    def _of(self, row: type[_Row], table: str, order: str, **equal: str | None) -> Iterator[_Row]:
        columns = ", ".join(f.name for f in fields(row))
        chosen = " AND ".join(f"{column} = ?" for column, value in equal.items() if value is not None) or "true"
        sql = f"SELECT {columns} FROM {table} WHERE {chosen} ORDER BY document_id, {order}"
        return (row(*values) for values in self.rows(sql, [value for value in equal.values() if value is not None]))

    def _entity(self, row: tuple[Any, ...]) -> Entity:
        aliases = tuple(Alias(**alias) for alias in row[-1] or ())
        return Entity(*(*row[:-1], aliases, self))

    def _unknown(self, document_id: str) -> PipelineError:
        return PipelineError(f"{self.path}: no document {document_id!r}; the table `sources` lists documents")


def wanted(document_ids: Sequence[str]) -> list[object]:
    """What `WANTED` is to be told."""
    return [list(document_ids), min(document_ids, default=""), max(document_ids, default="")]

"""A document as loaders of training data expect it: its columns, with what they mean."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.corpus import Corpus, Document
from pipeline.exports.duplicates import groups
from pipeline.exports.mirror import Unit
from pipeline.exports.units import Chosen, chosen, sharded

SPLITS = (("train", 0.8), ("validation", 0.9), ("test", 1.0))
"""The splits, and the share of groups of near-duplicates up to which each goes."""


class Column(NamedTuple):
    """A column of the data set."""

    name: str
    type: pa.DataType
    about: str


COLUMNS = (
    Column("id", pa.string(), "The document; stays the same as long as its source does"),
    Column("text", pa.string(), "Clean text of the body: paragraphs with a blank line between them"),
    Column("title", pa.string(), "Title, as the user gave it; null where nobody did"),
    Column("author", pa.string(), "Author, so too"),
    Column("year", pa.int32(), "Year, so too"),
    Column("url", pa.string(), "Address, so too"),
    Column("rights", pa.string(), "Rights; null: nothing is said of them"),
    Column("language", pa.string(), "ISO 639-1, or und"),
    Column("media_type", pa.string(), "What kind of file was read"),
    Column("sha256", pa.string(), "SHA-256 of its bytes"),
    Column("version", pa.string(), "Program and cleaner that made the text"),
    Column("characters", pa.int64(), "Length of the text in code points"),
    Column("words", pa.int64(), "Words of the text, as white space parts them"),
    Column("pages", pa.int64(), "Pages found, 0 where the document shows none"),
    Column("sources", pa.list_(pa.string()), "Files that it was read from"),
    Column("edits_per_1000_words", pa.float64(), "Repairs, notes included: how damaged the source was"),
    Column("doubts_per_1000_words", pa.float64(), "Places that a rule was not sure of and left alone"),
    Column("callouts_without_note", pa.int64(), "Footnote numbers whose note was not found"),
    Column("foreign_share", pa.float64(), "Share of the text that is in other languages or romanised, 0 to 1"),
    Column("replacement_characters", pa.int64(), "Letters that were lost before the text came here (U+FFFD)"),
    Column("near_duplicates", pa.string(), "The group of nearly equal texts: the id of the one seen first"),
    Column("split", pa.string(), "train, validation or test; near-duplicates are in one"),
)

_SIGNALS = """
WITH wanted AS (SELECT unnest(?::VARCHAR[]) AS document_id),
edits AS (SELECT document_id, count(*) AS n FROM edits SEMI JOIN wanted USING (document_id) GROUP BY 1),
doubts AS (SELECT document_id, count(*) AS n FROM doubts SEMI JOIN wanted USING (document_id) GROUP BY 1),
lost AS (
    SELECT document_id, count(*) AS n FROM footnotes SEMI JOIN wanted USING (document_id)
    WHERE part IS NULL GROUP BY 1
),
foreign_ AS (
    SELECT document_id, sum(end_char - start_char) AS n FROM spans SEMI JOIN wanted USING (document_id)
    WHERE part = 0 GROUP BY 1
),
makers AS (SELECT run_id, concat_ws('+', versions ->> 'pipeline', versions ->> 'cleaning') AS version FROM runs)
SELECT document_id, nullif(version, ''),
    round(1000.0 * coalesce(edits.n, 0) / greatest(words, 1), 3)::DOUBLE,
    round(1000.0 * coalesce(doubts.n, 0) / greatest(words, 1), 3)::DOUBLE,
    coalesce(lost.n, 0), least(round(coalesce(foreign_.n, 0) / greatest(characters, 1), 4), 1)::DOUBLE,
    length(clean_text) - length(replace(clean_text, chr(65533), ''))
FROM documents SEMI JOIN wanted USING (document_id)
LEFT JOIN edits USING (document_id) LEFT JOIN doubts USING (document_id) LEFT JOIN lost USING (document_id)
LEFT JOIN foreign_ USING (document_id) LEFT JOIN makers USING (run_id)"""


@dataclass
class Facts:
    """What a data set holds, counted while it is written: documents, characters, and documents by what they are."""

    documents: int = 0
    characters: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)

    def count(self, each: Chosen, split: str) -> None:
        """One document more."""
        self.documents += 1
        self.characters += each.characters
        self.languages[each.language] += 1
        self.rights[each.rights or "nothing said"] += 1
        self.splits[split] += 1


class Dataset:
    """The rows of one export; near-duplicates are sought in the whole corpus, whatever is chosen of it.

    `hashes` is a file that remembers from export to export what was read for that.
    """

    def __init__(self, corpus: Corpus, hashes: Path) -> None:
        self._corpus = corpus
        self._groups = groups(corpus, hashes)
        self.facts = Facts()

    def shards(self, where: str | None) -> Iterator[Unit]:
        """Units of documents, `documents` the first; the facts are complete when they are."""
        return sharded(self._told(where), "documents")

    def rows(self, document_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        """These documents, in the order of their ids, each with all columns."""
        signals = {key: values for key, *values in self._corpus.rows(_SIGNALS, [list(document_ids)])}
        for document in self._corpus.read(document_ids):
            yield self._row(document, signals[document.document_id])

    def _row(self, document: Document, signals: Sequence[Any]) -> dict[str, Any]:
        known = {
            "id": document.document_id,
            "text": document.clean_text,
            "sources": list(document.sources),
            "near_duplicates": self._group(document.document_id),
            "split": split(self._group(document.document_id)),
            **dict(zip(("version", *(c.name for c in COLUMNS[15:20])), signals, strict=True)),
        }
        return {c.name: known[c.name] if c.name in known else getattr(document, c.name) for c in COLUMNS}

    def _told(self, where: str | None) -> Iterator[Chosen]:
        for each in chosen(self._corpus, where):
            group = self._group(each.document_id)
            self.facts.count(each, split(group))
            yield each._replace(fingerprint=f"{each.fingerprint} {group}")

    def _group(self, document_id: str) -> str:
        return self._groups.get(document_id, document_id)


def split(group: str) -> str:
    """The split of a group of near-duplicates: by its name alone, so that it stays when the corpus grows."""
    share = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2**64
    return next(name for name, below in SPLITS if share < below)

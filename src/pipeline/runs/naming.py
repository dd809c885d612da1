"""The names in a document: in one that was just cleaned, and anew in one whose texts the published warehouse has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import entities
from pipeline.config import Config
from pipeline.document import Cleaned
from pipeline.entities import Found, PartHints
from pipeline.query import connect
from pipeline.resolving import settled
from pipeline.rows import PartSpan
from pipeline.runs.versions import authority

KEPT = {
    "parts": """
        SELECT document_id, 0 AS part, clean_text AS text FROM documents
        UNION SELECT document_id, part, text FROM footnotes WHERE part IS NOT NULL
    """,
    "paragraphs": "SELECT document_id, part, start_char, end_char, kind FROM paragraphs",
    "emphasis": "SELECT document_id, part, start_char, end_char FROM emphasis",
    "spans": "SELECT document_id, part, start_char, end_char, language, schemes FROM spans",
}
Kept = Mapping[str, Path | pa.Buffer]
"""Where what `take_out` wrote is: files, or what is in them."""


class Texts(NamedTuple):
    """The clean text of each part of a document, and what is known of it beside."""

    parts: Sequence[str]
    hints: Sequence[PartHints]


def find(texts: Texts, config: Config) -> list[list[Found]]:
    """The mentions in each part. Raises ConfigError (authority files)."""
    parts, hints = texts
    return settled(parts, entities.find_in_parts(parts, authority(config.entities.authority), hints))


def of(cleaned: Cleaned, spans: Sequence[PartSpan]) -> Texts:
    """Of a document that was just cleaned."""
    return _texts(
        [part.clean for part in cleaned.parts],
        ((p.part, p.start, p.end, p.kind) for p in cleaned.paragraphs),
        ((e.part, e.start, e.end) for e in cleaned.emphasis),
        ((s.part, s.start, s.end, s.identity.language, s.identity.schemes) for s in spans),
    )


def take_out(warehouse: Path, document_ids: Collection[str], folder: Path) -> None:
    """Writes what `taken_out` reads, a file each of KEPT: workers never touch a warehouse. Raises WarehouseError."""
    folder.mkdir(parents=True, exist_ok=True)
    with connect(warehouse) as connection:
        for name, sql in KEPT.items():
            wanted = f"SELECT * FROM ({sql}) WHERE document_id IN (SELECT unnest($1)) ORDER BY ALL"
            rows = connection.execute(wanted, [sorted(document_ids)]).to_arrow_table()
            pq.write_table(rows, folder / f"{name}.parquet")


def taken_out(kept: Kept, document_id: str) -> Texts:
    """Of a document that was cleaned by an earlier run."""
    parts, *hints = (_rows(kept[name], document_id) for name in KEPT)
    return _texts([text for _, text in parts], *hints)


def _rows(kept: Path | pa.Buffer, document_id: str) -> list[tuple[Any, ...]]:
    file = kept if isinstance(kept, Path) else pa.BufferReader(kept)
    table: pa.Table = pq.read_table(file, filters=[("document_id", "=", document_id)], partitioning=None)
    return [tuple(row.values()) for row in table.drop_columns(["document_id"]).to_pylist()]


def _texts(
    parts: Sequence[str],
    paragraphs: Iterable[tuple[Any, ...]],
    emphasis: Iterable[tuple[Any, ...]],
    spans: Iterable[tuple[Any, ...]],
) -> Texts:
    """The annotations begin with their part, start and end."""
    by_kind = [_by_part(rows) for rows in (paragraphs, emphasis, spans)]
    return Texts(parts, [PartHints(*(tuple(rows[n]) for rows in by_kind)) for n in range(len(parts))])


def _by_part(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for part, *row in rows:
        found[part].append(tuple(tuple(value) if isinstance(value, list) else value for value in row))
    return found

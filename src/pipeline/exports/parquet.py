"""Parquet: one document a row, as `datasets.load_dataset("parquet", …)` and polars read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corpus import Corpus
from pipeline.exports import replaced, row

SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in ("id", "text", "title", "author")),
        pa.field("year", pa.int32()),
        *(pa.field(name, pa.string()) for name in ("url", "rights", "language", "media_type", "sha256")),
        *(pa.field(name, pa.int64()) for name in ("characters", "words", "pages")),
        pa.field("sources", pa.list_(pa.string())),
    ]
)


def write(corpus: Corpus, where: str | None, folder: Path) -> Iterator[Path]:
    """`documents.parquet`, in the order of the ids; a row group is what fits into memory."""
    path = folder / "documents.parquet"
    with replaced(path) as file, pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for batch in corpus.batches(where):
            writer.write_table(pa.Table.from_pylist([row(read) for read in corpus.read(batch)], SCHEMA))
    yield path

"""Parquet: one document a row, as `datasets.load_dataset` and polars read it; columns as in `jsonl`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corpus import Corpus
from pipeline.exports import card
from pipeline.exports.dataset import COLUMNS, Dataset
from pipeline.exports.mirror import Output, Unit
from pipeline.exports.options import Options
from pipeline.exports.units import one_after_another

SCHEMA = pa.schema([pa.field(column.name, column.type) for column in COLUMNS])


def output(corpus: Corpus, where: str | None, folder: Path, options: Options) -> Output:
    """`documents.parquet` and, of a large corpus, `documents_<id>.parquet`, in the order of the ids; and a card.

    A row group is what fits into memory.
    """
    card.check(folder, "parquet")
    dataset = Dataset(corpus, folder / ".parquet.minhash")

    def write(unit: Unit, files: Sequence[BinaryIO]) -> None:
        with pq.ParquetWriter(files[0], SCHEMA, compression="zstd") as writer:
            for batch in unit.batches:
                writer.write_table(pa.Table.from_pylist(list(dataset.rows(batch)), SCHEMA))

    finish = partial(card.write, folder, "parquet", dataset.facts)
    return Output((".parquet",), dataset.shards(where), one_after_another(write), finish)

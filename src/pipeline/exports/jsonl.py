"""JSON Lines: one document a line, with `id`, `text`, metadata, signals of quality, near-duplicates and split."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pipeline.corpus import Corpus
from pipeline.exports import card
from pipeline.exports.dataset import Dataset
from pipeline.exports.mirror import Output, Unit
from pipeline.exports.options import Options
from pipeline.exports.units import one_after_another


def output(corpus: Corpus, where: str | None, folder: Path, options: Options) -> Output:
    """`documents.jsonl` and, of a large corpus, `documents_<id>.jsonl`, in the order of the ids; and a card."""
    card.check(folder, "jsonl")
    dataset = Dataset(corpus, folder / ".jsonl.minhash")

    def write(unit: Unit, files: Sequence[BinaryIO]) -> None:
        for batch in unit.batches:
            for row in dataset.rows(batch):
                files[0].write(json.dumps(row, ensure_ascii=False).encode() + b"\n")

    finish = partial(card.write, folder, "jsonl", dataset.facts)
    return Output((".jsonl",), dataset.shards(where), one_after_another(write), finish)

"""JSON Lines: one document a line, with `id`, `text` and metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.corpus import Corpus
from pipeline.exports import replaced, row


def write(corpus: Corpus, where: str | None, folder: Path) -> Iterator[Path]:
    """`documents.jsonl`, in the order of the ids."""
    path = folder / "documents.jsonl"
    with replaced(path) as file:
        for document in corpus.documents(where):
            file.write(json.dumps(row(document), ensure_ascii=False).encode() + b"\n")
    yield path

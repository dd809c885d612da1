"""Clean text: one UTF-8 file a document, body only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pipeline.corpus import WANTED, Corpus, wanted
from pipeline.exports.mirror import Output, Put, Unit
from pipeline.exports.options import Options
from pipeline.exports.units import keys, one_by_one

_TEXTS = f"SELECT clean_text FROM documents {WANTED} ORDER BY document_id"


def output(corpus: Corpus, where: str | None, folder: Path, options: Options) -> Output:
    """`<source>-<document id>.txt`."""

    def write(units: Sequence[Unit]) -> Iterator[Put]:
        for (text,) in corpus.rows(_TEXTS, wanted(keys(units))):
            yield partial(_write, text)

    return Output((".txt",), one_by_one(corpus, where), write)


def _write(text: str, files: Sequence[BinaryIO]) -> None:
    files[0].write(text.encode())

"""Clean text: one UTF-8 file a document, body only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.corpus import Corpus
from pipeline.exports import file_name, replaced


def write(corpus: Corpus, where: str | None, folder: Path) -> Iterator[Path]:
    """One `<source>-<document id>.txt` a document."""
    for document in corpus.documents(where):
        path = folder / file_name(document, ".txt")
        with replaced(path) as file:
            file.write(document.clean_text.encode())
        yield path

"""The corpus as files: one module an output, each written whole or not at all.

An output is a module of this folder named in `FORMATS`, with `write(corpus, where, folder)`: the paths of the
files that it wrote into `folder` for the documents for which the SQL condition `where` holds.
"""

from __future__ import annotations

import filecmp
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from pipeline.corpus import Corpus, Document
from pipeline.errors import PipelineError

FORMATS = ("text", "jsonl", "parquet")

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 50  # code points; with id and suffix below the 255 bytes that file systems take


def export(warehouse: Path, directory: Path, format: str, where: str | None = None) -> list[Path]:
    """Write the documents of the warehouse into `directory`; gives the files, new or found as they should be.

    Raises PipelineError for an unknown format, a condition that is no SQL or a folder that cannot be written,
    WarehouseError where there is no warehouse.
    """
    if format not in FORMATS:
        raise PipelineError(f"export: no format {format!r}; there are {', '.join(FORMATS)}")
    with Corpus.open(warehouse) as corpus:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            return list(import_module(f"pipeline.exports.{format}").write(corpus, where, directory))
        except OSError as error:
            raise PipelineError(f"export: {directory}: cannot write: {error}; give another folder") from error


def row(document: Document) -> dict[str, object]:
    """A document as loaders of training data expect it: `id`, `text`, then the metadata."""
    return {
        "id": document.document_id,
        "text": document.clean_text,
        "title": document.title,
        "author": document.author,
        "year": document.year,
        "url": document.url,
        "rights": document.rights,
        "language": document.language,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "characters": document.characters,
        "words": document.words,
        "pages": document.pages,
        "sources": list(document.sources),
    }


def file_name(document: Document, suffix: str) -> str:
    """A name that a person knows again, that no two documents share, and that cannot leave its folder."""
    source = document.sources[0].rsplit("/", 1)[-1].rsplit(".", 1)[0] if document.sources else ""
    parts = (_UNSAFE.sub("_", part).strip(".")[:_LONGEST_NAME] for part in (source, document.document_id))
    return "-".join(part for part in parts if part) + suffix


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when all is written, unless it is the same to the last byte."""
    written = path.with_name(f".{os.getpid()}.part")
    try:
        with written.open("wb") as file:
            yield file
        if not (path.is_file() and filecmp.cmp(written, path, shallow=False)):
            written.replace(path)
    finally:
        written.unlink(missing_ok=True)

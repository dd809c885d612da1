"""Chunks for retrieval: `unstructured`'s chunking by title, a chunk a line, with the place that it was taken from.

Where chunks begin and end is `unstructured`'s; their text is ours, so that `text` is the clean text of the part from
`start_char` to `end_char` and nothing else. A chunk is of one part: of the body, or of one note.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np

from pipeline.corpus import Corpus
from pipeline.exports.contents import Contents, read
from pipeline.exports.mirror import Output, Unit
from pipeline.exports.options import Options
from pipeline.exports.units import chosen, one_after_another, sharded

if TYPE_CHECKING:
    from unstructured.documents.elements import Element

_TOLD = ("paragraphs", "notes", "pages")
_HEADS = ("title", "heading")
_BLANKS = np.array([code for code in range(0x3001) if chr(code).isspace()], np.uint32)


def output(corpus: Corpus, where: str | None, folder: Path, options: Options) -> Output:
    """`chunks.jsonl` and, of a large corpus, `chunks_<id>.jsonl`, in the order of documents and places."""

    def write(unit: Unit, files: Sequence[BinaryIO]) -> None:
        for batch in unit.batches:
            for contents in read(corpus, batch, _TOLD):
                for chunk in chunks(contents, options):
                    files[0].write(json.dumps(chunk, ensure_ascii=False).encode() + b"\n")

    return Output((".jsonl",), sharded(chosen(corpus, where), "chunks"), one_after_another(write))


def chunks(contents: Contents, options: Options) -> Iterator[dict[str, Any]]:
    """The chunks of a document, body first, then its notes."""
    from pipeline.elements import elements_of

    document = contents.document
    elements = elements_of(document, contents.paragraphs, contents.notes, [page.at for page in contents.pages])
    notes = {note.part: note for note in contents.notes if note.part is not None}
    heads = [p for p in contents.paragraphs if p.part == 0 and p.kind in _HEADS]
    for part, group in groupby(elements, key=lambda element: cast(int, element.metadata.part)):
        note = notes.get(part)
        for start, end in ranges(contents.texts[part], list(group), options):
            at = start if part == 0 else note.callout_offset if note else None
            head = _last([p.start_char for p in heads], at)
            page = _last([page.at for page in contents.pages], at)
            yield {
                "id": f"{document.document_id}-{part}-{start}",
                "document_id": document.document_id,
                "part": part,
                "start_char": start,
                "end_char": end,
                "text": contents.texts[part][start:end],
                "heading": None if head is None else heads[head].text,
                "page": None if page is None else page + 1,
                "folio": None if page is None else contents.pages[page].folio,
                "note": note.label if note else None,
                "callout_offset": note.callout_offset if note else None,
                "title": document.title,
                "author": document.author,
                "year": document.year,
                "rights": document.rights,
                "language": document.language,
                "sources": list(document.sources),
            }


def ranges(text: str, elements: Sequence[Element], options: Options) -> Iterator[tuple[int, int]]:
    """Where the chunks of one part begin and end in its clean text.

    `unstructured` writes blanks anew but keeps all other characters in their order: counting those finds the place.
    """
    from unstructured.chunking.title import chunk_by_title

    places = np.flatnonzero(~np.isin(np.frombuffer(text.encode("utf-32-le"), np.uint32), _BLANKS))
    written = "".join(text.split())
    at = 0
    for chunk in chunk_by_title(
        elements,
        max_characters=options.max_characters,
        overlap=options.overlap,
        include_orig_elements=False,
        skip_table_chunking=False,
    ):
        signs = "".join(chunk.text.split())
        back = options.overlap if chunk.metadata.is_continuation else 0
        first = written.index(signs, max(at - back, at + 1 - len(signs), 0))
        at = first + len(signs)
        yield int(places[first]), int(places[at - 1]) + 1


def _last(starts: Sequence[int], at: int | None) -> int | None:
    """The number of the last that begins at or before `at`."""
    return None if at is None or at < (starts or [at + 1])[0] else bisect_right(starts, at) - 1

"""A document's paragraphs and notes as `unstructured` elements: the only place that knows both vocabularies.

What takes elements (chunking, staging, other people's loaders) takes these. Every element's metadata says
where it stands in the warehouse: `document_id`, `part`, `start_char`, `end_char`, and our `kind`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from unstructured.documents.elements import (
    DataSourceMetadata,
    Element,
    ElementMetadata,
    FigureCaption,
    Footer,
    ListItem,
    NarrativeText,
    Table,
    Text,
    Title,
)

from pipeline.corpus import Corpus, Document, Note, Paragraph

CLASSES: dict[str, type[Text]] = {
    "title": Title,
    "heading": Title,
    "body": NarrativeText,
    "quote": NarrativeText,
    "verse": NarrativeText,
    "list": ListItem,
    "table": Table,
    "caption": FigureCaption,
    "bibliography": ListItem,
}

_PAGES = "SELECT start_char FROM pages WHERE document_id = ? ORDER BY page"


def elements(corpus: Corpus, document_id: str) -> list[Element]:
    """The body's paragraphs in their order, then those of the notes, as unstructured's `Footer`.

    A note's metadata has its `label`, and as `parent_id` the paragraph that calls it. Ids stay the same as
    long as the paragraph keeps its number. Raises PipelineError where there is no such document.
    """
    starts = [start for (start,) in corpus.rows(_PAGES, [document_id])]
    notes, paragraphs = corpus.notes(document_id), corpus.paragraphs(document_id)
    return elements_of(corpus.document(document_id), paragraphs, notes, starts)


def elements_of(
    document: Document, paragraphs: Iterable[Paragraph], notes: Iterable[Note], starts: Sequence[int]
) -> list[Element]:
    """The same of what was read before; `starts` are the offsets at which pages begin."""
    parts = {note.part: note for note in notes if note.part is not None}
    return [_element(document, paragraph, parts.get(paragraph.part), starts) for paragraph in paragraphs]


def _element(document: Document, paragraph: Paragraph, note: Note | None, pages: Sequence[int]) -> Element:
    source = PurePosixPath(document.sources[0]) if document.sources else PurePosixPath()
    metadata = ElementMetadata(
        filename=source.name,
        file_directory=str(source.parent),
        filetype=document.media_type,
        url=document.url,
        # Kept by chunks, which forget the fields below.
        data_source=DataSourceMetadata(
            url=document.url, version=document.sha256, record_locator={"document_id": document.document_id}
        ),
        languages=[paragraph.language],
        page_number=_page(pages, paragraph, note),
        category_depth=(paragraph.level or 1) - 1 if CLASSES[paragraph.kind] is Title else None,
        parent_id=_id(document, note.paragraph) if note and note.paragraph is not None else None,
    )
    # ElementMetadata keeps any further field and gives it back from JSON.
    for name in ("document_id", "part", "paragraph", "start_char", "end_char", "kind", "script"):
        setattr(metadata, name, getattr(paragraph, name))
    if note:
        metadata.kind, metadata.label = "footnote", note.label
    kind = Footer if paragraph.part else CLASSES[paragraph.kind]
    return kind(
        text=paragraph.text,
        element_id=_id(document, paragraph.paragraph),
        metadata=metadata,
    )


def _id(document: Document, paragraph: int) -> str:
    return f"{document.document_id}-{paragraph}"


def _page(starts: Sequence[int], paragraph: Paragraph, note: Note | None) -> int | None:
    """The page on which the paragraph begins, counted from 1; for a note, the page on which it is called."""
    at = paragraph.start_char if paragraph.part == 0 else note.callout_offset if note else None
    return bisect_right(starts, at) or None if at is not None else None

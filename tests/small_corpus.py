"""A small corpus that many tests need: two documents, a note each, every table of documents filled but spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipeline import rows, warehouse
from pipeline.document import (
    Callout,
    Cleaned,
    Doubt,
    Emphasis,
    Extraction,
    Furniture,
    Metadata,
    Note,
    Page,
    Paragraph,
)
from pipeline.entities import Authority, Entry, Found, Spelling
from pipeline.rows import ProcessedDocument
from pipeline.staging import Stage
from pipeline.state import State
from pipeline.text import Edits, Proposal, Text

SEEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
RAW = "The {} Farms\n\nIn 1932 the eco-\nnomic crisis.1 Stalin left.\n12\n\n1 So says  Stalin.\n"
AUTHORITY = Authority(
    (
        Entry("stalin", "Joseph Stalin", "person", "1878–1953", "Q855", (Spelling("Stalin"), Spelling("Сталин", "ru"))),
        Entry("trotsky", "Leon Trotsky", "person", spellings=(Spelling("Trotsky"),)),
    ),
    "test",
)


def found(start: int, surface: str, kind: str, authority_id: str | None = None, name: str | None = None) -> Found:
    """A mention as it is found in a text."""
    why = "spelt so in the authority"
    return Found(start, start + len(surface), surface, kind, authority_id, name or surface, None, 0.9, why)


def processed(source: str, word: str, document_id: str, run_id: str = "r1") -> ProcessedDocument:
    """A document as the cleaner would leave it: heading, paragraph with a callout, folio, and a note."""
    raw = RAW.format(word)
    at = raw.index
    proposals = [
        Proposal(at("-\n"), at("-\n") + 2, "", "hyphens.join"),
        Proposal(at("1 Stalin"), at("1 Stalin") + 1, "", "footnotes.callout"),
        Proposal(at("\n12\n"), at("1 So"), "", "furniture.folio"),
        Proposal(at("1 So"), at("So"), "", "footnotes.label"),
        Proposal(at("  Stalin"), at("  Stalin") + 2, " ", "spacing.one"),
    ]
    note = (at("1 So"), len(raw) - 1)
    body, footnote = Text.plain(raw).fold(Edits.propose(proposals)).split([[note]])
    heading, second = body.clean.index("\n"), body.clean.index("In ")
    cleaned = Cleaned(
        raw,
        [body, footnote],
        [
            Paragraph(0, 0, heading, "heading", 1),
            Paragraph(0, second, len(body.clean) - 1),
            Paragraph(1, 0, len(footnote.clean)),
        ],
        [Emphasis(0, second, second + 2, "emphasis")],
        [Callout("1", body.clean.index(" Stalin"), 1)],
        [Note("1", 1, (note,))],
        [Furniture("folio", at("12\n"), at("12\n") + 2, "12")],
        [Page(0, 0, "12")],
        [Doubt(at("Farms"), at("Farms") + 5, "words.split", "Farms", "not in the lexicon")],
    )
    starts = (body.clean.index("Stalin"), footnote.clean.index("Stalin"))
    mentions = [[found(start, "Stalin", "person", "stalin")] for start in starts]
    extraction = Extraction(
        source, raw.encode(), sha256(raw.encode()).hexdigest(), "text/plain", raw, "text", "utf-8",
        metadata=Metadata(title=f"The {word} Farms", year=1999),
    )  # fmt: skip
    languages = [("en", "Latn")] * len(cleaned.paragraphs)
    return ProcessedDocument(document_id, run_id, SEEN, (source,), extraction, cleaned, "en", languages, mentions)


@dataclass(frozen=True)
class Small:
    """The built warehouse, the state it was built with, and the documents that are in it."""

    path: Path
    state: State
    documents: list[ProcessedDocument]


def build_small(folder: Path, state: State, sources: dict[str, str], run_id: str = "r1") -> Small:
    """Builds `folder/corpus.duckdb.tmp` from documents whose titles are the values of `sources`."""
    contents = {name: sha256(RAW.format(word).encode()).hexdigest() for name, word in sources.items()}
    ids = state.document_ids(contents)
    documents = [processed(name, word, ids[name], run_id) for name, word in sources.items()]
    stage = Stage(folder / "stage")
    stage.write("batch-0", rows.merge([rows.document_rows(document) for document in documents]))
    path = folder / "corpus.duckdb.tmp"
    assigned = warehouse.build(
        stage, path, previous=None, keep=(), state=state, authority=AUTHORITY, run_id=run_id, since=SEEN
    )
    state.record_entities(assigned, SEEN)
    return Small(path, state, documents)

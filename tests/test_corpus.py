"""The Python API: what `from pipeline import …` gives, and that it says what the warehouse says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest
from published import Published
from small_corpus import Small
from unstructured.chunking.title import chunk_by_title
from unstructured.documents.elements import Footer, NarrativeText, Title
from unstructured.staging.base import elements_from_json, elements_to_json

import pipeline
from pipeline import corpus as module
from pipeline import tables
from pipeline.corpus import Alias, Corpus, Document, Mention, Note, Paragraph
from pipeline.document import ParagraphKind
from pipeline.elements import CLASSES
from pipeline.errors import PipelineError, WarehouseError


@pytest.fixture
def corpus(small: Small) -> Iterator[Corpus]:
    with Corpus.open(small.path) as opened:
        yield opened


@pytest.fixture
def changed(small: Small, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the warehouse at `tmp_path/corpus.duckdb`, open for writing."""
    shutil.copyfile(small.path, tmp_path / "corpus.duckdb")
    with duckdb.connect(str(tmp_path / "corpus.duckdb")) as connection:
        yield connection


def test_public_names_are_exactly_all() -> None:
    names = (
        "Alias Cleaned Corpus Document Edit Entity Extraction Mention Note Paragraph PipelineError Text"
        " UnreadableError WarehouseError as_json clean read_bytes restore"
    ).split()
    assert pipeline.__all__ == names == dir(pipeline)
    assert all(getattr(pipeline, name) is not None for name in names)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pipeline.nothing  # noqa: B018


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = ("numpy", "duckdb", "unstructured", "typer")
    program = f"import sys, pipeline; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_cleaning_needs_no_files() -> None:
    assert pipeline.clean("The eco-\nnomic crisis.\n").text == "The economic crisis.\n"


@pytest.mark.parametrize(
    ("row", "table", "extra"),
    [
        (Document, "documents", ["sources"]),
        (Paragraph, "paragraphs", []),
        (Note, "footnotes", []),
        (Mention, "mentions", []),
    ],
)
def test_fields_are_the_columns(row: type, table: str, extra: list[str]) -> None:
    assert [f.name for f in fields(row)] == [*tables.schemas()[table].names, *extra]


def test_documents(small: Small, corpus: Corpus) -> None:
    found = list(corpus.documents())
    expected = {document.document_id: document for document in small.documents}
    assert [document.document_id for document in found] == sorted(expected)
    for document in found:
        made = expected[document.document_id]
        assert document.clean_text == made.cleaned.text
        assert document.sources == made.sources
        assert (document.title, document.author, document.year) == (made.extraction.metadata.title, None, 1999)
        assert corpus.document(document.document_id) == document
        assert corpus.raw_bytes(document.document_id) == made.extraction.data


def test_a_condition_chooses_documents(corpus: Corpus) -> None:
    assert [document.title for document in corpus.documents("title LIKE 'State%' -- or any")] == []
    assert [document.title for document in corpus.documents("title LIKE '%State%' -- or any")] == ["The State Farms"]
    with pytest.raises(PipelineError, match='"title"'):
        list(corpus.documents("titel = ''"))


@pytest.mark.parametrize(("characters", "number"), [(1, 2), (10_000, 1)])
def test_batches_hold_every_document_once(
    corpus: Corpus, characters: int, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_CHARACTERS", characters)
    batches = list(corpus.batches())
    assert len(batches) == number
    assert [document_id for batch in batches for document_id in batch] == [
        document.document_id for document in corpus.documents()
    ]


def test_paragraphs_stand_where_they_say(corpus: Corpus) -> None:
    for document in corpus.documents():
        paragraphs = list(corpus.paragraphs(document.document_id))
        assert [(p.part, p.kind) for p in paragraphs] == [(0, "heading"), (0, "body"), (1, "body")]
        for p in paragraphs[:2]:
            assert document.clean_text[p.start_char : p.end_char] == p.text
    assert len(list(corpus.paragraphs())) == 6
    assert not list(corpus.paragraphs("no such document"))


def test_notes_come_as_they_are_called(small: Small, tmp_path: Path, changed: duckdb.DuckDBPyConnection) -> None:
    document_id = small.documents[0].document_id
    rows = [(document_id, "2", 40, 1, None, None), (document_id, "9", None, None, 2, "Nobody calls me.")]
    changed.executemany("INSERT INTO footnotes VALUES (?, ?, ?, ?, ?, ?)", rows)
    changed.close()
    with Corpus.open(tmp_path / "corpus.duckdb") as corpus:
        notes = list(corpus.notes(document_id))
    called = [note.callout_offset for note in notes]
    assert called == [*sorted(offset for offset in called[:-1] if offset is not None), None]
    assert (notes[-1].label, notes[-1].paragraph) == ("9", None)
    assert next(note for note in notes if note.label == "2").text is None
    assert next(note for note in notes if note.label == "1").text == "So says Stalin."


def test_entities_and_their_spellings(corpus: Corpus) -> None:
    (stalin,) = corpus.entities()
    assert (stalin.name, stalin.kind, stalin.mention_count, stalin.document_count) == ("Joseph Stalin", "person", 4, 2)
    assert Alias("Stalin", None, None, 4) in stalin.aliases
    assert Alias("Сталин", "ru", None, 0) in stalin.aliases


def test_an_entity_is_found_by_id_name_or_any_spelling(corpus: Corpus) -> None:
    (stalin,) = corpus.entities()
    for name in (stalin.entity_id, "Joseph Stalin", "joseph stalin", "STALIN", "Сталин", "сталин"):
        assert corpus.entity(name) == stalin, name
    with pytest.raises(PipelineError, match="no entity is called 'Trotsky'"):
        corpus.entity("Trotsky")


def test_an_entity_knows_its_mentions(small: Small, corpus: Corpus) -> None:
    mentions = corpus.entity("Stalin").mentions
    assert [(each.document_id, each.part, each.start_char) for each in mentions] == sorted(
        (document.document_id, part, text.clean.index("Stalin"))
        for document in small.documents
        for part, text in enumerate(document.cleaned.parts)
    )
    assert list(mentions) == list(corpus.mentions())
    assert {each.surface for each in mentions} == {"Stalin"}


@pytest.mark.parametrize("part", [0, 1])
def test_a_part_leads_offsets_to_the_raw_text_and_back(small: Small, corpus: Corpus, part: int) -> None:
    for document in small.documents:
        text, made = corpus.text(document.document_id, part), document.cleaned.parts[part]
        assert (text.clean, text.raw, text.segments) == (made.clean, made.raw, made.segments)
        offsets = range(len(text) + 1)
        assert text.to_raw(offsets).tolist() == made.to_raw(offsets).tolist()


def test_every_part_of_the_seeds_is_there_with_its_edits(published: Published) -> None:
    with Corpus.open(published.warehouse) as corpus:
        for document_id, part, words in corpus.rows("SELECT document_id, part, text FROM parts"):
            if part < 3:  # the others are no other
                assert corpus.text(document_id, part).clean == words


def test_a_part_that_is_not_there_is_an_error(small: Small, corpus: Corpus) -> None:
    with pytest.raises(PipelineError, match="has no part 2; the view `parts` lists them"):
        corpus.text(small.documents[0].document_id, 2)


SQL = "SELECT title, year FROM documents WHERE year = ? ORDER BY title"


def test_any_select_comes_as_rows_arrow_and_polars(corpus: Corpus) -> None:
    rows = [("The Collective Farms", 1999), ("The State Farms", 1999)]
    assert list(corpus.rows(SQL, [1999])) == rows
    assert corpus.polars(SQL, [1999]).rows() == rows
    table = corpus.arrow(SQL, [1999])
    assert (table.to_pylist(), table.schema.names) == ([{"title": t, "year": y} for t, y in rows], ["title", "year"])
    assert corpus.arrow(SQL, [1]).num_rows == 0 == corpus.polars(SQL, [1]).height
    assert corpus.polars("SELECT 1 AS n").columns == ["n"]


def test_every_table_comes_as_a_frame(corpus: Corpus) -> None:
    for name, schema in tables.schemas().items():
        assert corpus.arrow(f"FROM {name}").schema == schema
        assert corpus.polars(f"FROM {name}").columns == schema.names


def test_record_batches_are_bounded_and_may_be_nested(corpus: Corpus) -> None:
    sizes = [batch.num_rows for batch in corpus.record_batches("SELECT i FROM range(25000) AS t(i)")]
    assert (sum(sizes), max(sizes) <= 20_000, len(sizes) > 1) == (25_000, True, True)
    pairs = [
        (outer["i"], inner["i"])
        for batch in corpus.record_batches("SELECT i FROM range(2) AS t(i)")
        for outer in batch.to_pylist()
        for inner_batch in corpus.record_batches("SELECT i FROM range(2) AS t(i)")
        for inner in inner_batch.to_pylist()
    ]
    assert pairs == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize("ask", ["arrow", "polars", "record_batches", "rows"])
@pytest.mark.parametrize("sql", ["SELECT titel FROM documents", "FROM no_table"])
def test_wrong_sql_is_one_error_that_says_where_to_look(corpus: Corpus, ask: str, sql: str) -> None:
    with pytest.raises(PipelineError, match="`pipeline tables`"):
        list(getattr(corpus, ask)(sql))


def test_a_closed_corpus_says_so(small: Small) -> None:
    with Corpus.open(small.path) as closed:
        pass
    with pytest.raises(PipelineError, match="closed!; open it again"):
        list(closed.documents())


@pytest.mark.parametrize("where", ["title =", "1) or (1=1", "true; DROP TABLE documents"])
def test_a_condition_is_one(corpus: Corpus, where: str) -> None:
    with pytest.raises(PipelineError, match="is no condition on the table documents"):
        list(corpus.documents(where))


def test_without_polars_it_is_said_what_to_do(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)  # as where it is not installed
    with pytest.raises(PipelineError, match=r"pip install 'scholarly-text-pipeline\[polars\]'"):
        corpus.polars("FROM documents")


def test_an_ambiguous_name_and_an_old_id(small: Small, tmp_path: Path, changed: duckdb.DuckDBPyConnection) -> None:
    changed.execute("INSERT INTO entities VALUES ('e2', 'place', 'Stalin', NULL, NULL, 1, 1)")
    changed.execute("INSERT INTO entity_redirects VALUES ('e9', 'e2', TIMESTAMP '2026-01-01', 'the same')")
    changed.close()
    with Corpus.open(tmp_path / "corpus.duckdb") as corpus:
        with pytest.raises(PipelineError, match=r"e2 \(Stalin, place\); ask for one by its id"):
            corpus.entity("Stalin")
        assert corpus.entity("e9").kind == "place"


def test_reading_may_be_nested(corpus: Corpus) -> None:
    found = [(d.document_id, n.label) for d in corpus.documents() for n in corpus.notes(d.document_id)]
    assert len(found) == 2


@pytest.mark.parametrize("read", ["document", "raw_bytes", "elements"])
def test_an_unknown_document_is_an_error(corpus: Corpus, read: str) -> None:
    with pytest.raises(PipelineError, match="no document 'd0'"):
        getattr(corpus, read)("d0")


def test_no_warehouse_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse"):
        Corpus.open(tmp_path / "corpus.duckdb")


def test_every_kind_of_paragraph_has_a_class() -> None:
    assert tuple(CLASSES) == ParagraphKind.__args__  # type: ignore[attr-defined]


def test_elements_say_where_they_stand(small: Small, corpus: Corpus) -> None:
    document = corpus.document(small.documents[0].document_id)
    heading, body, note = corpus.elements(document.document_id)
    assert [type(e) for e in (heading, body, note)] == [Title, NarrativeText, Footer]
    assert [e.text for e in (heading, body, note)] == [p.text for p in corpus.paragraphs(document.document_id)]
    at = body.metadata
    assert document.clean_text[at.start_char : at.end_char] == body.text
    assert (at.document_id, at.part, at.kind, at.page_number) == (document.document_id, 0, "body", 1)
    assert (note.metadata.kind, note.metadata.label, note.metadata.parent_id) == ("footnote", "1", body.id)
    assert heading.metadata.category_depth == 0
    assert len({e.id for e in (heading, body, note)}) == 3
    assert [e.id for e in corpus.elements(document.document_id)] == [heading.id, body.id, note.id]


def test_elements_are_taken_by_chunking_and_survive_json(small: Small, corpus: Corpus) -> None:
    document_id = small.documents[0].document_id
    elements = corpus.elements(document_id)
    again = elements_from_json(text=elements_to_json(elements))
    assert [e.to_dict() for e in again] == [e.to_dict() for e in elements]
    chunks = chunk_by_title(elements, combine_text_under_n_chars=0)
    assert "\n\n".join(chunk.text for chunk in chunks) == "\n\n".join(e.text for e in elements)
    assert all(chunk.metadata.data_source.record_locator == {"document_id": document_id} for chunk in chunks)

"""The views: plain nouns that say what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from small_corpus import Small

from pipeline import tables

PARAGRAPH = (
    "First one here. The farms of I. V. Stalin were big.” They grew (see Smith) a lot of grain in 1932!"
    " Then hunger came"
)
SENTENCES = {
    "here.": "First one here.",
    "First": "First one here.",
    "The farms": "The farms of I. V. Stalin were big.”",
    "Stalin": "The farms of I. V. Stalin were big.”",
    "big.": "The farms of I. V. Stalin were big.”",
    "big.”": "The farms of I. V. Stalin were big.”",
    "Smith": "They grew (see Smith) a lot of grain in 1932!",
    "1932!": "They grew (see Smith) a lot of grain in 1932!",
    "came": "Then hunger came",
}


def select(small: Small, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(small.path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize(("before", "sentence"), SENTENCES.items())
def test_a_footnote_stands_with_its_sentence(before: str, sentence: str) -> None:
    offset = PARAGRAPH.index(before) + len(before)
    with duckdb.connect(":memory:") as connection:
        tables.create_tables(connection)
        tables.create_views(connection)
        paragraph = "INSERT INTO paragraphs VALUES ('d', 0, 0, 'body', NULL, 10, 99, ?, 'en', 'Latn')"
        connection.execute(paragraph, [PARAGRAPH])
        connection.execute("INSERT INTO footnotes VALUES ('d', '1', ?, 0, 1, 'note')", [offset + 10])
        connection.execute("INSERT INTO footnotes VALUES ('d', '2', NULL, NULL, 2, 'lost')")
        found = connection.execute("SELECT label, sentence, note FROM footnotes_in_context").fetchall()
    assert found == [("1", sentence, "note"), ("2", None, "lost")]


def test_spellings_say_who_is_spelt_how_and_where(small: Small) -> None:
    found = select(small, "SELECT entity, surface, document_id, mentions FROM spellings")
    ids = sorted(document.document_id for document in small.documents)
    assert found == [("Joseph Stalin", "Stalin", document_id, 2) for document_id in ids]


def test_changes_count_edits_by_rule_and_document(small: Small) -> None:
    sums = "sum(edits), sum(characters_before), sum(characters_after)"
    found = select(small, f"SELECT rule, {sums} FROM changes GROUP BY rule")
    assert set(found) == {
        ("hyphens.join", 2, 4, 0),
        ("footnotes.callout", 2, 2, 0),
        ("furniture.folio", 2, 10, 0),
        ("footnotes.label", 2, 4, 0),
        ("spacing.one", 2, 4, 2),
    }


def test_parts_are_the_texts_that_offsets_count_in(small: Small) -> None:
    found = {(document_id, part): text for document_id, part, text in select(small, "FROM parts")}
    assert found == {
        (document.document_id, n): part.clean
        for document in small.documents
        for n, part in enumerate(document.cleaned.parts)
    }


NAMED = [
    ("d", 0, 4, 10, "Stalin", "e1"), ("d", 0, 15, 22, "Molotow", "e2"), ("d", 0, 41, 48, "Trotsky", "e3"),
    ("d", 1, 0, 9, "Moskau is", "e4"), ("d", 1, 10, 16, "Stalin", "e1"),
]  # fmt: skip


@pytest.fixture
def named() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two paragraphs of the body and a note in which four entities are named."""
    with duckdb.connect(":memory:") as connection:
        tables.create_tables(connection)
        tables.create_views(connection)
        paragraphs = [
            ("d", 0, 0, 0, "But Stalin and Molotow went."), ("d", 0, 1, 30, "Who is it? Trotsky."),
            ("d", 1, 2, 0, "Moskau is Stalin"), ("d", 1, 3, 20, "None."),
        ]  # fmt: skip
        for document_id, part, number, start, text in paragraphs:
            row = [document_id, part, number, "body", None, start, start + len(text), text, "en", "Latn"]
            connection.execute("INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.executemany("INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, 1, 'test')", NAMED)
        entities = [("e1", "person", "Joseph Stalin"), ("e2", "person", "V. Molotov"), ("e3", "person", "L. Trotsky")]
        for entity_id, kind, name in [*entities, ("e4", "place", "Moscow")]:
            connection.execute("INSERT INTO entities VALUES (?, ?, ?, NULL, NULL, 1, 1)", [entity_id, kind, name])
        yield connection


def test_persons_meet_in_a_paragraph(named: duckdb.DuckDBPyConnection) -> None:
    found = named.execute("SELECT person, meets, document_id, paragraphs FROM meetings").fetchall()
    assert found == [("Joseph Stalin", "V. Molotov", "d", 1), ("V. Molotov", "Joseph Stalin", "d", 1)]


def test_a_normalised_paragraph_has_the_names_of_the_entities(named: duckdb.DuckDBPyConnection) -> None:
    found = named.execute("SELECT part, start_char, text FROM normalised_paragraphs").fetchall()
    assert found == [
        (0, 0, "But Joseph Stalin and V. Molotov went."),
        (0, 30, "Who is it? L. Trotsky."),
        (1, 0, "Moscow Joseph Stalin"),
        (1, 20, "None."),
    ]
    (names,) = named.execute("SELECT names FROM normalised_paragraphs WHERE paragraph = 1").fetchone() or ((),)
    assert names == [{"start_char": 41, "end_char": 48, "entity_id": "e3", "name": "L. Trotsky"}]

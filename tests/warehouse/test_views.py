"""The views: plain nouns that say what they say."""

from __future__ import annotations

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
        ("furniture.folio", 2, 8, 0),
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

"""Documents into rows: what stands in which column, and that offsets lead back to the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import processed

from pipeline import rows, tables
from pipeline.cleaning import clean
from pipeline.document import Callout, Cleaned, Extraction, Note, Paragraph
from pipeline.rows import ProcessedDocument
from pipeline.text import Edits, Proposal, Text

DOC = processed("a.txt", "State", "d1")


def listed(doc: ProcessedDocument, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows.document_rows(doc)[table].to_pylist()
    return found


def test_every_table_of_documents_has_the_schema_of_the_warehouse() -> None:
    found = rows.document_rows(DOC)
    assert set(found) == set(rows.DOCUMENT_TABLES)
    for name, table in found.items():
        assert table.schema.equals(tables.schemas()[name])
        assert set(table.column("document_id").to_pylist()) <= {"d1"}


def test_a_document_is_one_row() -> None:
    (row,) = listed(DOC, "documents")
    text = "The State Farms\n\nIn 1932 the economic crisis. Stalin left.\n"
    expected = {"clean_text": text, "characters": len(text), "words": 10, "pages": 1, "title": "The State Farms"}
    assert {key: row[key] for key in expected} == expected
    assert (row["author"], row["year"], row["encoding"], row["language"]) == (None, 1999, "utf-8", "en")


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        (datetime(2026, 1, 2, 3), datetime(2026, 1, 2, 3)),
        (datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=3))), datetime(2026, 1, 2)),
    ],
    ids=["naive is UTC", "aware is made UTC"],
)
def test_times_are_utc(moment: datetime, kept: datetime) -> None:
    assert listed(replace(DOC, first_seen=moment), "documents")[0]["first_seen"] == kept


def test_the_same_bytes_twice_are_one_document_with_two_sources() -> None:
    found = listed(replace(DOC, sources=("b.txt", "a.txt")), "sources")
    assert [row["source"] for row in found] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(("media_type", "extracted"), [("text/plain", None), ("text/html", DOC.extraction.raw)])
def test_extracted_text_is_kept_where_the_bytes_are_not_the_text(media_type: str, extracted: str | None) -> None:
    found = listed(replace(DOC, extraction=replace(DOC.extraction, media_type=media_type)), "raw_documents")
    assert found == [{"document_id": "d1", "bytes": DOC.extraction.data, "extracted_text": extracted}]


def test_edits_lead_from_the_raw_text_to_the_parts() -> None:
    found = listed(DOC, "edits")
    assert [(row["part"], row["before"], row["after"], row["rules"]) for row in found] == [
        (0, "-\n", "", ["hyphens.join"]),
        (0, "1", "", ["footnotes.callout"]),
        (0, "\n12\n\n", "", ["furniture.folio"]),
        (1, "1 ", "", ["footnotes.label"]),
        (1, "  ", " ", ["spacing.one"]),
    ]
    for row in found:
        assert DOC.extraction.raw[row["raw_start"] : row["raw_end"]] == row["before"]


def test_edits_of_one_place_carry_all_their_rules() -> None:
    text = Text.plain("a-\nb").fold(Edits.propose([Proposal(1, 3, "-", "hyphens.keep")]))
    text = text.fold(Edits.propose([Proposal(1, 2, "", "hyphens.join")]))
    cleaned = Cleaned("a-\nb", [text], [Paragraph(0, 0, 2)])
    found = listed(replace(DOC, cleaned=cleaned, paragraph_languages=[("en", "Latn")], mentions=()), "edits")
    assert [row["rules"] for row in found] == [["hyphens.keep", "hyphens.join"]]


# The body is "one two\n\nthree\n": two paragraphs, 0-7 and 9-14.
BODY = Text.plain("one two\n\nthree\n")
NOTE = Text.plain("note")
FOOTNOTES = {
    "tied": ([Callout("1", 3, 1)], [("1", 3, 0, 1, "note")]),
    "at the end of a paragraph": ([Callout("1", 7, 1)], [("1", 7, 0, 1, "note")]),
    "in the second": ([Callout("1", 9, 1)], [("1", 9, 1, 1, "note")]),
    "called twice": ([Callout("*", 3, 1), Callout("*", 14, 1)], [("*", 3, 0, 1, "note"), ("*", 14, 1, 1, "note")]),
    "callout without note": ([Callout("2", 3, None)], [("2", 3, 0, None, None), ("1", None, None, 1, "note")]),
    "note without callout": ([], [("1", None, None, 1, "note")]),
}


@pytest.mark.parametrize(("callouts", "expected"), FOOTNOTES.values(), ids=FOOTNOTES.keys())
def test_every_callout_and_note_has_a_row(callouts: list[Callout], expected: list[tuple[Any, ...]]) -> None:
    cleaned = Cleaned(
        BODY.raw,
        [BODY, NOTE],
        [Paragraph(0, 0, 7), Paragraph(0, 9, 14), Paragraph(1, 0, 4)],
        callouts=callouts,
        notes=[Note("1", 1, ((0, 4),))],
    )
    doc = replace(DOC, cleaned=cleaned, paragraph_languages=[("en", "Latn")] * 3, mentions=())
    columns = ("label", "callout_offset", "paragraph", "part", "text")
    assert [tuple(row[column] for column in columns) for row in listed(doc, "footnotes")] == expected


def test_a_callout_in_a_body_without_paragraphs_has_no_paragraph() -> None:
    cleaned = Cleaned("", [Text.plain("")], callouts=[Callout("1", 0, None)])
    doc = replace(DOC, cleaned=cleaned, paragraph_languages=[], mentions=())
    assert listed(doc, "footnotes")[0]["paragraph"] is None


def test_nothing_in_is_a_document_without_rows() -> None:
    cleaned = Cleaned("", [Text.plain("")])
    found = rows.document_rows(replace(DOC, cleaned=cleaned, paragraph_languages=[], mentions=()))
    assert {name for name, table in found.items() if len(table)} == {"documents", "sources", "raw_documents"}


def test_a_language_is_needed_for_every_paragraph() -> None:
    with pytest.raises(ValueError, match="zip"):
        rows.document_rows(replace(DOC, paragraph_languages=[("en", "Latn")]))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_what_the_cleaner_found_is_what_the_rows_say(raw: str) -> None:
    cleaned = clean(raw)
    extraction = Extraction("a.txt", raw.encode(), "0" * 64, "text/plain", raw, "text", "utf-8")
    languages = [("und", "Zyyy")] * len(cleaned.paragraphs)
    doc = replace(DOC, extraction=extraction, cleaned=cleaned, paragraph_languages=languages, mentions=())
    for row in listed(doc, "paragraphs"):
        assert cleaned.parts[row["part"]].clean[row["start_char"] : row["end_char"]] == row["text"]
    for row in listed(doc, "edits"):
        assert raw[row["raw_start"] : row["raw_end"]] == row["before"] != row["after"]
    assert listed(doc, "documents")[0]["clean_text"] == cleaned.text


def test_merge_keeps_the_order_and_the_schema() -> None:
    other = replace(DOC, document_id="d2")
    merged = rows.merge([rows.document_rows(DOC), rows.document_rows(other)])
    assert merged["documents"].column("document_id").to_pylist() == ["d1", "d2"]
    assert {name: len(table) for name, table in rows.merge([]).items()} == dict.fromkeys(rows.DOCUMENT_TABLES, 0)

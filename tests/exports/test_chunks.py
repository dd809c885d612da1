"""Chunks: every one is its place in the document, together they are all of it, none is too long."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_documents import Made, Part, contents, documents
from published import Published

from pipeline.corpus import Corpus
from pipeline.errors import PipelineError
from pipeline.exports import Options, export
from pipeline.exports.chunks import chunks


def of(document: Made, options: Options) -> list[dict[str, Any]]:
    with contents(document) as opened:
        return list(chunks(opened, options))


def bare(text: str) -> str:
    return "".join(text.split())


@example(Made((Part((("title", None, "<"), *[("body", None, "<")] * 3)),)), 1, 3)
@given(documents(), st.integers(1, 60), st.integers(0, 10))
@settings(max_examples=50)
def test_chunks_are_their_places_and_all_of_the_text(document: Made, most: int, overlap: int) -> None:
    found = of(document, Options(most + overlap, overlap))
    assert len({chunk["id"] for chunk in found}) == len(found)
    for n, part in enumerate(document.parts):
        mine = [chunk for chunk in found if chunk["part"] == n]
        for chunk in mine:
            assert chunk["text"] == part.text[chunk["start_char"] : chunk["end_char"]]
            assert len(bare(chunk["text"])) <= most + overlap
        read = 0
        for chunk in mine:
            assert bare(part.text[read : chunk["start_char"]]) == ""
            assert chunk["end_char"] > read
            read = chunk["end_char"]
        assert bare(part.text[read:]) == ""


def test_what_a_chunk_says_of_its_place() -> None:
    body = (("heading", 1, "First"), ("body", None, "One."), ("heading", 1, "Second"), ("body", None, "Two. Three."))
    note = Part((("body", None, "See there."),))
    document = Made((Part(body), note), (("7", 25, 1),), ((0, "84"), (13, "85")), title="Farms", rights="free")
    one, two, see = of(document, Options(20))
    keys = ("id", "text", "heading", "page", "folio", "note", "callout_offset", "title", "rights", "sources")
    assert [one[key] for key in keys] == [
        "d1-0-0", "First\n\nOne.", "First", 1, "84", None, None, "Farms", "free", ["a.txt"],
    ]  # fmt: skip
    assert [two[key] for key in keys[:6]] == ["d1-0-13", "Second\n\nTwo. Three.", "Second", 2, "85", None]
    assert [see[key] for key in keys[:7]] == ["d1-1-0", "See there.", "Second", 2, "85", "7", 25]


def test_what_is_divided_overlaps_as_asked() -> None:
    words = " ".join(f"word{n}" for n in range(40))
    found = of(Made((Part((("body", None, words),)),)), Options(100, 20))
    assert len(found) > 2
    for before, after in pairwise(found):
        assert 0 < before["end_char"] - after["start_char"] <= 20


@pytest.mark.parametrize(("most", "overlap"), [(0, 0), (-1, 0), (10, 10), (10, -1)])
def test_sizes_that_cannot_be(most: int, overlap: int) -> None:
    with pytest.raises(PipelineError, match="shorter than a chunk"):
        Options(most, overlap)


def test_seeds(published: Published, tmp_path: Path) -> None:
    export(published.warehouse, tmp_path, "chunks", options=Options(800))
    found = [json.loads(line) for line in (tmp_path / "chunks.jsonl").read_bytes().splitlines()]
    with Corpus.open(published.warehouse) as corpus:
        texts = {(key, part): text for key, part, text in corpus.rows("SELECT document_id, part, text FROM parts")}
    assert {(chunk["document_id"], chunk["part"]) for chunk in found} == set(texts)
    for chunk in found:
        assert texts[chunk["document_id"], chunk["part"]][chunk["start_char"] : chunk["end_char"]] == chunk["text"]
        assert len(chunk["text"]) <= 800
    assert export(published.warehouse, tmp_path, "chunks", options=Options(400)).written == 1

"""Web Annotations: in the shape of the W3C's model, and every one resolves to its quote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from made_documents import Made, Part, contents, documents
from published import Published

from pipeline.corpus import Corpus
from pipeline.exports import export
from pipeline.exports.annotations import items
from pipeline.exports.contents import Contents, read

# https://www.w3.org/TR/annotation-model/#motivation-and-purpose
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}


def bodies(item: dict[str, Any]) -> list[Any]:
    return item["body"] if isinstance(item["body"], list) else [item["body"]]


def told(page: list[dict[str, Any]]) -> dict[str, str]:
    """The texts that the page itself tells, by their address."""
    named = (body for item in page for body in bodies(item) if isinstance(body, dict) and "id" in body)
    return {body["id"]: body["value"] for body in named}


def check(page: list[dict[str, Any]], texts: dict[str, str]) -> int:
    """How many targets resolve by position to their quote, and stand where the quote says; all have to."""
    texts, found = {**texts, **told(page)}, 0
    for item in page:
        target = item["target"]
        if isinstance(target, str):
            assert target in texts
            continue
        position, quote = target["selector"]
        text, start, end = texts[target["source"]], position["start"], position["end"]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        found += 1
    return found


def shaped(page: list[dict[str, Any]]) -> None:
    assert len({item["id"] for item in page}) == len(page)
    for item in page:
        assert item["type"] == "Annotation"
        assert item["motivation"] in MOTIVATIONS
        assert {body["purpose"] for body in bodies(item) if isinstance(body, dict)} <= MOTIVATIONS
        assert {body["type"] for body in bodies(item) if isinstance(body, dict)} <= {"TextualBody", "SpecificResource"}


@pytest.fixture(scope="session")
def exported(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("annotations")
    export(published.warehouse, folder, "annotations")
    return folder


def test_seeds_resolve_from_the_files_alone(exported: Path, published: Published) -> None:
    counted: dict[str, int] = {}
    for path in exported.glob("*.json"):
        page = json.loads(path.read_bytes())
        assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
        assert unquote(page["id"]) == path.name
        shaped(page["items"])
        sources = {item["target"]["source"] for item in page["items"] if isinstance(item["target"], dict)}
        files = {name: (exported / unquote(name)).read_bytes().decode() for name in sources if name[0] != "#"}
        assert check(page["items"], files) > 0
        for item in page["items"]:
            kind = item["id"][1:].split("-")[0]
            counted[kind] = counted.get(kind, 0) + 1
    with Corpus.open(published.warehouse) as corpus:
        tables = {"edit": "edits", "doubt": "doubts", "emphasis": "emphasis", "note": "footnotes"}
        tables |= {"span": "spans", "mention": "mentions"}
        for kind, table in tables.items():
            ((rows,),) = corpus.rows(f"SELECT count(*) FROM {table}")
            assert counted.get(kind, 0) == rows, table


@given(documents())
@settings(max_examples=50)
def test_every_document_resolves(document: Made) -> None:
    with contents(document) as opened:
        page = list(items(opened, "a"))
    shaped(page)
    check(page, {"a.clean.txt": document.text, "a.raw.txt": document.text})


def one(opened: Contents, kind: str) -> dict[str, Any]:
    (item,) = (item for item in items(opened, "a") if item["id"].startswith(f"#{kind}"))
    return item


def test_a_note_is_the_body_of_its_callout_and_the_target_of_what_is_in_it() -> None:
    note = Part((("body", None, "So says Stalin."),), (("person", 8, 14),))
    with contents(Made((Part((("body", None, "In 1932 the crisis. He left."),)), note), (("1", 19, 1),))) as opened:
        tied, mention = one(opened, "note"), one(opened, "mention")
    assert tied["target"]["selector"][1]["exact"] == "crisis."
    assert tied["body"][0] == {
        "id": "#part-1", "type": "TextualBody", "value": "So says Stalin.", "format": "text/plain",
        "purpose": "commenting",
    }  # fmt: skip
    assert mention["target"]["source"] == "#part-1"
    assert [body.get("value") or body["source"] for body in mention["body"]] == [
        "person", "e-person", "http://www.wikidata.org/entity/Q855",
    ]  # fmt: skip


def test_edits_are_signed_by_their_rules_and_speak_of_the_raw_text(published: Published) -> None:
    with Corpus.open(published.warehouse) as corpus:
        known = "document_id IN (SELECT document_id FROM sources WHERE source LIKE '%/000_%')"
        document = next(corpus.documents(known))
        (opened,) = read(corpus, [document.document_id])
        page = items(opened, "a")
        edit = next(item for item in page if {"type": "Software", "name": "hyphens.join"} in item.get("creator", []))
    assert edit["motivation"] == "editing"
    assert edit["target"]["source"] == "a.raw.txt"
    assert (edit["target"]["selector"][1]["exact"], edit["body"]["value"]) == ("-\n", "")

"""`clean --json` has the shape that users were promised, and gives its input back."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Callout, Cleaned, Doubt, Emphasis, Extraction, Furniture, Note, Page, Paragraph
from pipeline.errors import PipelineError
from pipeline.exports.document_json import as_json, loads, restore, stream
from pipeline.text import Edits, Proposal, Text

KEYS = {
    "": (
        "source sha256 encoding bom undecodable raw_length text edits paragraphs emphasis callouts notes "
        "furniture pages doubts"
    ),
    "undecodable": "offset hex",
    "edits": "part raw_start raw_end before after rules",
    "paragraphs": "part start end kind level",
    "emphasis": "part start end kind",
    "callouts": "label offset part",
    "notes": "label text part segments",
    "furniture": "kind raw_start raw_end text",
    "pages": "offset raw_start folio",
    "doubts": "raw_start raw_end rule text why",
}


def read(data: bytes) -> Extraction:
    from pipeline.sources import read_bytes

    return read_bytes(data, "a.txt")


def cleaned_by_hand() -> tuple[Extraction, Cleaned]:
    """A body of two pieces with a note between them, one hyphen undone, one letter that could not be read."""
    extraction = read(b"\xef\xbb\xbfGreat eco-\nnomic1 text\n1 A  note.\n\x0cgoes on.\n\xff\n")
    note, raw = (23, 34), extraction.raw
    edits = Edits.propose([
        Proposal(9, 11, "", "hyphens.join"), Proposal(16, 17, "", "notes.callout"),
        Proposal(22, 23, " ", "paragraphs.join"), Proposal(23, 25, "", "notes.label"),
        Proposal(27, 28, "", "spacing.blanks"), Proposal(34, 35, "", "furniture.page"),
    ])  # fmt: skip
    cleaned = Cleaned(
        raw=raw,
        parts=Text.plain(raw).fold(edits).split([[note]]),
        paragraphs=[Paragraph(0, 0, 29), Paragraph(1, 0, 7)],
        emphasis=[Emphasis(0, 0, 5, "strong")],
        callouts=[Callout("1", 14, 1), Callout("2", 20, None)],
        notes=[Note("1", 1, (note,))],
        furniture=[Furniture("folio", 34, 35, "\x0c")],
        pages=[Page(0, 0, None), Page(20, 35, "7")],
        doubts=[Doubt(0, 5, "hyphens.join", "Great", "may be two words")],
    )
    return extraction, cleaned


def test_keys_and_their_order_are_the_promised_ones() -> None:
    result = as_json(*cleaned_by_hand())
    assert list(result) == KEYS[""].split()
    for key, columns in KEYS.items():
        if key:
            assert result[key], f"{key}: the example has none"
            assert all(list(row) == columns.split() for row in result[key]), key


def test_the_example_says_what_was_done() -> None:
    result = as_json(*cleaned_by_hand())
    assert result["text"].startswith("Great economic text goes on.\n")
    assert result["notes"] == [{"label": "1", "text": "A note.\n", "part": 1, "segments": [[23, 34]]}]
    assert result["edits"][3] == {
        "part": 1, "raw_start": 23, "raw_end": 25, "before": "1 ", "after": "", "rules": ["notes.label"],
    }  # fmt: skip
    assert result["undecodable"] == [{"offset": 44, "hex": "ff"}]


def test_json_gives_the_input_back() -> None:
    extraction, cleaned = cleaned_by_hand()
    assert restore(loads(b"".join(stream(extraction, cleaned)))) == extraction.data


@pytest.mark.parametrize("media_type", ["text/html", "application/pdf"])
def test_of_other_types_the_bytes_are_kept(media_type: str) -> None:
    data = b"<p>\xff\x00</p>"
    found = Extraction("a.html", data, hashlib.sha256(data).hexdigest(), media_type, "x", "html 1")
    result = as_json(found, Cleaned("x", [Text.plain("x")]))
    assert list(result)[-2:] == ["media_type", "bytes"]
    assert restore(loads(json.dumps(result).encode())) == data


def _set(result: dict[str, Any], path: str, value: object) -> None:
    *way, last = path.split(".")
    for step in way:
        result = result[int(step)] if isinstance(result, list) else result[step]
    result[last] = value


DAMAGE: dict[str, tuple[str, object, str]] = {
    "text changed": ("text", "Great ecological text", "damaged"),
    "a letter changed": ("text", "Great economic tixt goes on.\n�\n", "SHA-256"),
    "text not a string": ("text", None, "damaged"),
    "edits gone": ("edits", [], "damaged"),
    "edit moved": ("edits.0.raw_start", 7, "damaged"),
    "edit of a part that is not there": ("edits.0.part", 3, "damaged"),
    "note changed": ("notes.0.text", "A note", "damaged"),
    "segment moved": ("notes.0.segments", [[20, 30]], "damaged"),
    "no letters lost": ("undecodable", [], "SHA-256"),
    "length wrong": ("raw_length", 3, "damaged"),
    "encoding unknown": ("encoding", "klingon", "damaged"),
    "another checksum": ("sha256", "00", "SHA-256"),
    "bytes no base64": ("bytes", "?", "damaged"),
}


@pytest.mark.parametrize(("path", "value", "said"), DAMAGE.values(), ids=DAMAGE)
def test_damaged_json_is_refused(path: str, value: object, said: str) -> None:
    result = copy.deepcopy(as_json(*cleaned_by_hand()))
    _set(result, path, value)
    with pytest.raises(PipelineError, match=said):
        restore(result)


@pytest.mark.parametrize("key", KEYS[""].split())
def test_a_missing_key_is_named_or_not_needed(key: str) -> None:
    extraction, cleaned = cleaned_by_hand()
    result = as_json(extraction, cleaned)
    del result[key]
    needed = {"source", "sha256", "encoding", "bom", "undecodable", "raw_length", "text", "edits", "notes"}
    if key in needed:
        with pytest.raises(PipelineError, match=f"no '{key}'"):
            restore(result)
    else:
        assert restore(result) == extraction.data


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff", b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(data: bytes) -> None:
    with pytest.raises(PipelineError, match="JSON"):
        loads(data)


@st.composite
def cut_and_edited(draw: st.DrawFn) -> tuple[bytes, Cleaned]:
    """Any text, cut into pieces: body, note 1, body, note 2, body; some are empty, all may have edits."""
    data = draw(st.text(max_size=40)).encode()
    raw = read(data).raw
    ends = [*sorted(draw(st.lists(st.integers(0, len(raw)), min_size=4, max_size=4))), len(raw)]
    segments: list[list[tuple[int, int]]] = [[], [], []]
    proposals = []
    start = 0
    for part, end in zip((0, 1, 0, 2, 0), ends, strict=True):
        segments[part].extend([(start, end)] if start < end else [])
        for _ in range(draw(st.integers(0, 2))):
            a, b = sorted((draw(st.integers(start, end)), draw(st.integers(start, end))))
            proposals.append(Proposal(a, b, draw(st.text("xy", max_size=2)), "r.r"))
        start = end
    # Where two notes touch, an insertion on their border would be the body's, which has nothing there.
    touching = {ends[0], ends[1]} if ends[1] == ends[2] else set()
    proposals = [p for p in proposals if p.start < p.end or p.start not in touching]
    edits = Edits.propose(p for p in proposals if raw[p.start : p.end] != p.after)
    parts = Text.plain(raw).fold(edits).split(segments[1:])
    notes = [Note(str(n), n, tuple(segments[n])) for n in (1, 2)]
    return data, Cleaned(raw, parts, notes=notes)


@given(cut_and_edited())
def test_law_any_parts_and_edits_give_the_bytes_back(case: tuple[bytes, Cleaned]) -> None:
    data, cleaned = case
    assert restore(json.loads(b"".join(stream(read(data), cleaned)))) == data


any_bytes = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(str.encode),
    st.text(max_size=60).map(lambda text: text.encode("utf-16")),
    st.lists(st.sampled_from([b"Foo-\nbar", b"1 ", b"\n", b"\r\n", b"\x0c", b"text.1", b"\xc2\xa0"])).map(b"".join),
)


@given(any_bytes)
def test_law_cleaning_loses_no_byte(data: bytes) -> None:
    from pipeline.cleaning import clean

    extraction = read(data)
    assert restore(loads(b"".join(stream(extraction, clean(extraction.raw, extraction.hints))))) == data


def test_the_stream_is_the_whole_object() -> None:
    """Lists longer than what is written at once, empty ones, and text between them."""
    extraction = read("A\tb \u00a0c.\n".encode() * 1500)
    from pipeline.cleaning import clean

    cleaned = clean(extraction.raw)
    pieces = list(stream(extraction, cleaned))
    assert json.loads(b"".join(pieces)) == json.loads(json.dumps(as_json(extraction, cleaned)))
    assert max(map(len, pieces)) < 200_000

"""One cleaned document as JSON, and its input back from that JSON, byte for byte."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from pipeline.document import Cleaned, Extraction, Undecodable
from pipeline.errors import PipelineError
from pipeline.sources import encode
from pipeline.text import Edit, Text

_BATCH = 1000  # rows of a list that are written at once
_REMEDY = "give the whole output of `pipeline clean --json`, unchanged"


def as_json(extraction: Extraction, cleaned: Cleaned) -> dict[str, Any]:
    """All that is known of one document, ready for `json.dumps`; offsets are code points, half-open.

    Where the bytes are not the text (html, docx, epub, pdf), `media_type` and `bytes` (base64) come last, or
    nothing could give them back.

    >>> extraction = read_bytes(b"The eco-\\nnomic crisis", "a.txt")
    >>> result = as_json(extraction, clean(extraction.raw, extraction.hints))
    >>> result["text"], len(result["edits"])
    ('The economic crisis\\n', 2)
    """
    return {
        name: list(value) if isinstance(value, Iterator) else value for name, value in _members(extraction, cleaned)
    }


def stream(extraction: Extraction, cleaned: Cleaned) -> Iterator[bytes]:
    """The same as one line of UTF-8, line feed included, in pieces: the rows of a list are never all in memory."""
    for n, (name, value) in enumerate(_members(extraction, cleaned)):
        yield (", " if n else "{").encode() + f"{json.dumps(name)}: ".encode()
        if isinstance(value, Iterator):
            yield from _list(value)
        else:
            yield json.dumps(value, ensure_ascii=False).encode()
    yield b"}\n"


def _list(rows: Iterator[Any]) -> Iterator[bytes]:
    opening = "["
    while batch := list(islice(rows, _BATCH)):
        yield (opening + json.dumps(batch, ensure_ascii=False)[1:-1]).encode()
        opening = ", "
    yield b"]" if opening == ", " else b"[]"


def _members(extraction: Extraction, cleaned: Cleaned) -> Iterator[tuple[str, Any]]:
    """The members of the object in order; lists as iterators."""
    yield from (
        ("source", extraction.source),
        ("sha256", extraction.sha256),
        ("encoding", extraction.encoding),
        ("bom", extraction.bom),
        ("undecodable", _rows(extraction.undecodable)),
        ("raw_length", len(cleaned.raw)),
        ("text", cleaned.text),
        ("edits", _edits(cleaned.parts)),
        ("paragraphs", _rows(cleaned.paragraphs)),
        ("emphasis", _rows(cleaned.emphasis)),
        ("callouts", _rows(cleaned.callouts)),
        ("notes", _notes(cleaned)),
        ("furniture", _rows(cleaned.furniture)),
        ("pages", _rows(cleaned.pages)),
        ("doubts", _rows(cleaned.doubts)),
    )
    if extraction.media_type != "text/plain":
        yield "media_type", extraction.media_type
        yield "bytes", base64.b64encode(extraction.data).decode("ascii")


def loads(data: bytes) -> dict[str, Any]:
    """What `stream` wrote. Raises PipelineError where it is no JSON object."""
    try:
        result = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PipelineError(f"restore: the input is not JSON ({error}); {_REMEDY}") from error
    if not isinstance(result, dict):
        raise PipelineError(f"restore: the input is a JSON {type(result).__name__}, not an object; {_REMEDY}")
    return result


def restore(result: Mapping[str, Any]) -> bytes:
    """The bytes that were cleaned, rebuilt from `as_json`'s result alone.

    Raises PipelineError where the JSON is incomplete, contradicts itself, or gives bytes of another checksum.

    >>> extraction = read_bytes(b"The eco-\\nnomic crisis", "a.txt")
    >>> restore(as_json(extraction, clean(extraction.raw, extraction.hints)))
    b'The eco-\\nnomic crisis'
    """
    try:
        data = base64.b64decode(result["bytes"], validate=True) if "bytes" in result else _rebuilt(result)
        expected, source = str(result["sha256"]), result["source"]
    except KeyError as error:
        raise PipelineError(f"restore: the JSON has no {error}; {_REMEDY}") from error
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise PipelineError(f"restore: the JSON is damaged ({error}); {_REMEDY}") from error
    if (found := hashlib.sha256(data).hexdigest()) != expected:
        raise PipelineError(f"restore: {source}: the bytes have SHA-256 {found}, not {expected}; {_REMEDY}")
    return data


_Range = tuple[int, int]


class _Step(NamedTuple):
    """A stretch of raw text that the part's clean text does not have as it is."""

    start: int
    end: int
    before: str
    after: str


class _Piece(NamedTuple):
    """Raw text that begins at raw offset `start`."""

    start: int
    text: str


def _rows(things: Sequence[Any]) -> Iterator[dict[str, Any]]:
    names = [f.name for f in fields(things[0])] if things else []
    return ({name: getattr(thing, name) for name in names} for thing in things)


def _edits(parts: Sequence[Text]) -> Iterator[dict[str, Any]]:
    rows = (_ordered(n, part) for n, part in enumerate(parts))
    return ({"part": n, **edit._asdict(), "rules": list(edit.rules)} for *_, n, edit in merge(*rows))


def _ordered(n: int, part: Text) -> Iterator[tuple[int, int, int, Edit]]:
    return ((edit.raw_start, edit.raw_end, n, edit) for edit in part.edits())


def _notes(cleaned: Cleaned) -> Iterator[dict[str, Any]]:
    return (
        {
            "label": note.label,
            "text": cleaned.parts[note.part].clean,
            "part": note.part,
            "segments": [list(segment) for segment in note.segments],
        }
        for note in cleaned.notes
    )


def _rebuilt(result: Mapping[str, Any]) -> bytes:
    raw, expected = _raw_text(result), result["raw_length"]
    if len(raw) != expected:
        raise ValueError(f"{len(raw)} characters can be rebuilt of {expected}")
    lost = [Undecodable(int(row["offset"]), str(row["hex"])) for row in result["undecodable"]]
    return encode(raw, str(result["encoding"]), bool(result["bom"]), lost)


def _raw_text(result: Mapping[str, Any]) -> str:
    """Every part gives the pieces of raw text that are its own; in order of offsets they are the whole."""
    length = int(result["raw_length"])
    ranges = {int(note["part"]): [(int(a), int(b)) for a, b in note["segments"]] for note in result["notes"]}
    texts = {int(note["part"]): str(note["text"]) for note in result["notes"]}
    body = list(_gaps((segment for part in ranges.values() for segment in part), length))
    edits: dict[int, list[_Step]] = {part: [] for part in (0, *ranges)}
    for row in result["edits"]:
        if row["part"] not in edits:
            raise ValueError(f"an edit of part {row['part']}, which is not there")
        edits[row["part"]].append(_Step(row["raw_start"], row["raw_end"], row["before"], row["after"]))
    pieces = list(_pieces(result["text"], body, edits[0], length))
    for part, segments in ranges.items():
        pieces.extend(_pieces(texts[part], segments, edits[part], length))
    return "".join(piece.text for piece in sorted(pieces, key=lambda piece: piece.start))


def _gaps(segments: Iterable[_Range], length: int) -> Iterator[_Range]:
    at = 0
    for start, end in sorted(segments):
        if start > at:
            yield at, start
        at = end
    if at < length:
        yield at, length


def _pieces(clean: str, segments: Iterable[_Range], edits: Iterable[_Step], length: int) -> Iterator[_Piece]:
    """Walk one part's clean text and give its raw text: what no edit names is the same in both."""
    elsewhere = [_Step(start, end, "", "") for start, end in _gaps(segments, length)]
    at = read = 0
    for step in sorted([*edits, *elsewhere], key=lambda step: (step.start, step.end)):
        kept = step.start - at
        if kept < 0 or clean[read + kept : read + kept + len(step.after)] != step.after:
            raise ValueError(f"the edit at raw offset {step.start} does not fit the text")
        yield _Piece(at, clean[read : read + kept])
        yield _Piece(step.start, step.before)
        at, read = step.end, read + kept + len(step.after)
    yield _Piece(at, clean[read:])

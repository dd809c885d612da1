"""W3C Web Annotations: one page of annotations a document, with the texts that they speak of beside it.

`<name>.json` is an AnnotationPage (JSON-LD, https://www.w3.org/TR/annotation-model/). Its targets are
`<name>.clean.txt`, the clean text of the body, `<name>.raw.txt`, the raw text, and within the page the notes, whose
texts are bodies of those annotations that tie them to their callouts. Every target but a whole note has a
TextPositionSelector, in code points, and a TextQuoteSelector with what stands there and 32 characters on both sides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from pipeline.corpus import Corpus
from pipeline.exports.contents import Contents, read
from pipeline.exports.mirror import Output, Put, Unit
from pipeline.exports.options import Options
from pipeline.exports.units import keys, one_by_one

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_TOLD = "part, start_char, end_char, entity_id, kind, name, wikidata, why"

Json = dict[str, Any]


def output(corpus: Corpus, where: str | None, folder: Path, options: Options) -> Output:
    """A page, the clean text and the raw text of each document."""

    def write(units: Sequence[Unit]) -> Iterator[Put]:
        for unit, contents in zip(units, read(corpus, keys(units)), strict=True):
            yield partial(_write, contents, quote(unit.stem))

    return Output((".json", ".clean.txt", ".raw.txt"), one_by_one(corpus, where, _TOLD), write)


def _write(contents: Contents, stem: str, files: Sequence[BinaryIO]) -> None:
    _page(files[0], contents, stem)
    files[1].write(contents.document.clean_text.encode())
    files[2].write(contents.raw.encode())


def _page(file: BinaryIO, contents: Contents, stem: str) -> None:
    """An annotation a line."""
    whole = {"id": "#all", "type": "AnnotationCollection", "first": f"{stem}.json"}
    head = {"@context": CONTEXT, "id": f"{stem}.json", "type": "AnnotationPage", "partOf": whole, "startIndex": 0}
    file.write(_bytes(head)[:-1] + b', "items": [')
    separator = b"\n"
    for item in items(contents, stem):
        file.write(separator + _bytes(item))
        separator = b",\n"
    file.write(b"\n]}\n")


def items(contents: Contents, stem: str) -> Iterator[Json]:
    """The annotations of a document, those of one kind together; `stem` begins the addresses of its texts."""

    def clean(part: int, start: int, end: int) -> Json:
        source = f"#part-{part}" if part else f"{stem}.clean.txt"
        return _target(source, contents.texts[part], start, end)

    def raw(start: int, end: int) -> Json:
        return _target(f"{stem}.raw.txt", contents.raw, start, end)

    yield from _footnotes(contents, clean)
    for e in contents.emphasis:
        body = _text(e.kind, "tagging")
        yield _annotation(f"{e.kind}-{e.part}-{e.start}-{e.end}", "tagging", body, clean(e.part, e.start, e.end))
    yield from _spans(contents, clean)
    yield from _mentions(contents, clean)
    for n, edit in enumerate(contents.edits):
        place = raw(edit.raw_start, edit.raw_end)
        rules = [{"type": "Software", "name": rule} for rule in edit.rules]
        yield _annotation(f"edit-{n}", "editing", _text(edit.after, "editing"), place) | {"creator": rules}
    for n, doubt in enumerate(contents.doubts):
        place, rule = raw(doubt.raw_start, doubt.raw_end), {"type": "Software", "name": doubt.rule}
        yield _annotation(f"doubt-{n}", "questioning", _text(doubt.why, "questioning"), place) | {"creator": rule}


_Place = Callable[[int, int, int], Json]


def _footnotes(contents: Contents, clean: _Place) -> Iterator[Json]:
    """A note at the word that its callout stood behind; called again, it is named by its address."""
    told: set[int] = set()
    for n, note in enumerate(contents.notes):
        target: Json | str = f"#part-{note.part}"
        if note.callout_offset is not None:
            target = clean(0, _word(contents.texts[0], note.callout_offset), note.callout_offset)
        body: Json | str | None = None if note.part is None else f"#part-{note.part}"
        if note.part is not None and note.part not in told:
            told.add(note.part)
            body = {"id": body, **_text(note.text or "", "commenting")}
        label = _text(note.label, "tagging")
        yield _annotation(f"note-{n}", "commenting", [label] if body is None else [body, label], target)


def _spans(contents: Contents, clean: _Place) -> Iterator[Json]:
    for span in contents.spans:
        bodies = [_text(span.tag, "classifying")]
        if span.cyrillic:
            bodies.append(_text(span.cyrillic, "describing") | {"language": f"{span.tag.split('-')[0]}-Cyrl"})
        name = f"span-{span.part}-{span.start}-{span.end}"
        yield _annotation(name, "classifying", bodies, clean(span.part, span.start, span.end))


def _mentions(contents: Contents, clean: _Place) -> Iterator[Json]:
    for mention in contents.mentions:
        bodies = [_text(mention.name, "identifying"), _text(mention.entity_id, "tagging")]
        if mention.wikidata:
            source = f"http://www.wikidata.org/entity/{quote(mention.wikidata)}"
            bodies.append({"type": "SpecificResource", "source": source, "purpose": "identifying"})
        name = f"mention-{mention.part}-{mention.start}-{mention.end}"
        yield _annotation(name, "identifying", bodies, clean(mention.part, mention.start, mention.end))


def _annotation(name: str, motivation: str, body: Json | list[Json | str] | list[Json], target: Json | str) -> Json:
    return {"id": f"#{name}", "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def _text(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(source: str, text: str, start: int, end: int) -> Json:
    return {
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(start - _AROUND, 0) : start],
                "suffix": text[end : end + _AROUND],
            },
        ],
    }


def _word(text: str, end: int) -> int:
    """Where the word begins that ends at `end`."""
    start = end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    return start


def _bytes(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

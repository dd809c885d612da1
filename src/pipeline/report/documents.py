"""The page of a document: raw text beside clean text, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from pipeline.report.annotated import Annotated, Mark, attribute
from pipeline.report.lines import Line, Lines
from pipeline.report.margin import Margin
from pipeline.report.marks import Kinds, annotated
from pipeline.report.names import page_name, title
from pipeline.report.rebuilt import parts
from pipeline.report.rows import DocumentRows
from pipeline.report.site import Site
from pipeline.text import Text

CHUNK = 1500  # elements of a chunk, about
AT_ONCE = 20_000  # elements that a page may have in the document; beyond, chunks wait until they are near
FIRST = 2  # chunks that never wait


class Chunk(NamedTuple):
    """Rows as HTML, the numbers of the first and the last line, and the CSS classes of the rules in them."""

    html: Markup
    first: int
    last: int
    rows: int
    classes: str
    waits: bool


@dataclass(slots=True)
class _Rows:
    """Rows of a chunk that is being filled."""

    html: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    elements: int = 0


def write(site: Site, rows: DocumentRows) -> None:
    """The page of one document."""
    texts = parts(rows)
    found = Counter(rule for edits in rows.edits.values() for edit in edits for rule in edit.rules)
    site.page(
        f"documents/{page_name(rows.document.document_id)}.html",
        "document.html",
        title=title(rows.document),
        document=rows.document,
        edits=sum(map(len, rows.edits.values())),
        notes=sum(note.part is not None for note in rows.notes),
        rules=[(rule, site.classes[rule], found[rule]) for rule in site.rules if found[rule]],
        doubts=rows.doubts,
        chunks=_chunks(site, rows, texts) if texts else [],
        paragraphs=[] if texts else rows.paragraphs,
    )


def _chunks(site: Site, rows: DocumentRows, texts: dict[int, Text]) -> list[Chunk]:
    filled = list(_filled(site, rows, texts))
    waits = sum(chunk.elements for chunk in filled) > AT_ONCE
    return [
        Chunk(
            Markup("".join(chunk.html)),
            chunk.numbers[0] if chunk.numbers else 1,
            chunk.numbers[-1] if chunk.numbers else 1,
            len(chunk.html),
            " ".join(sorted(site.classes[rule] for rule in chunk.rules)),
            waits and n >= FIRST,
        )
        for n, chunk in enumerate(filled)
    ]


def _filled(site: Site, rows: DocumentRows, texts: dict[int, Text]) -> Iterator[_Rows]:
    raw = Annotated(Mark(d.raw_start, d.raw_end, f'<mark title="{attribute(d.why)}">', "</mark>") for d in rows.doubts)
    margin, kinds = Margin(rows, texts), Kinds(rows)
    chunk = _Rows()
    for line in Lines(texts, raw, annotated(rows), site.classes):
        beside = margin.until(line.end)
        chunk.html.append(_row(line, beside, kinds.of(line)))
        chunk.numbers += [line.number] if line.number else []
        chunk.rules |= line.rules
        chunk.elements += 5 + line.raw.count("</") + line.clean.count("</") + beside.count("</")
        if chunk.elements > CHUNK:
            yield chunk
            chunk = _Rows()
    if beside := margin.rest():
        chunk.html.append(f'<tr><th></th><td></td><td></td><td class="m">{beside}</td></tr>')
    yield chunk


def _row(line: Line, beside: str, classes: str) -> str:
    number = "" if line.number is None else line.number
    named = f' class="{classes}"' if classes else ""
    cells = f'<th scope="row">{number}</th><td class="a">{line.raw}</td><td class="b">{line.clean}</td>'
    return f'<tr{named}>{cells}<td class="m">{beside}</td></tr>\n'

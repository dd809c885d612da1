"""What a page says of its notes: which numbers call them, by raised letters and links, and where they stand."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pipeline.sources.marks import CLOSE, OPEN

BLOCKS = frozenset({"article", "aside", "blockquote", "dd", "div", "dl", "footer", "li", "ol", "p", "section", "ul"})
_WHOLE = ("article", "section")  # no note
_NOTE_REFERENCE = re.compile(r"(doc-)?(foot|end)?-?note-?ref|fnref", re.IGNORECASE)
_CALLOUT = re.compile(r"[\[(]?\s*(\d{1,4}|[*†‡§‖¶]{1,3}|[a-z])\s*[\])]?")  # as a link reads
_WORD_BEFORE = re.compile(r"[^\W\d_]\s*$|[.,;:!?\"'”’»)\]]\s*$")
_BACK_LINK = re.compile(r"(doc-)?(foot|end)?-?note-?back(ref|link)?|doc-backlink", re.IGNORECASE)
_ARROW = re.compile("[↑↩⇑▲⮌^\ufe0e\ufe0f]+")
_Node = Any  # lxml's elements have no types


def called(root: _Node) -> None:
    """What links of callouts lead to, further down, is a note, and is said to be one."""
    links: set[str] = set()
    for node in root.iter(etree.Element):
        names = {node.get("id"), node.get("name") if node.tag == "a" else None}
        if names & links and (block := _opened_by(node)) is not None and block.tag not in _WHOLE:
            block.set("class", f"{block.get('class', '')} footnote".strip())
        if node.tag == "a" and node.get("href", "").startswith("#") and _is_callout(node):
            links.add(node.get("href")[1:])


def _is_callout(link: _Node) -> bool:
    """It is named so, or is a label behind a word: in a table of contents a number stands before."""
    if any(map(_NOTE_REFERENCE.fullmatch, tokens(link))):
        return True
    return bool(_CALLOUT.fullmatch("".join(link.itertext()).strip())) and bool(_WORD_BEFORE.search(_before(link)))


def _before(node: _Node) -> str:
    """The text right before an element inside its block."""
    while node.tag not in BLOCKS and (outer := node.getparent()) is not None:
        other = node.getprevious()
        text = outer.text if other is None else other.tail or "".join(other.itertext())
        if other is not None or (text and text.strip()):
            return text or ""
        node = outer
    return ""


def _opened_by(node: _Node) -> _Node | None:
    """The block that this is, or that it opens."""
    while node is not None and node.tag not in BLOCKS:
        before, outer = node.getprevious(), node.getparent()
        first = before is None and outer is not None and not (outer.text or "").strip()
        node = outer if first else None
    return node


def callouts(root: _Node) -> None:
    """Marks around superscripts and references to notes; the arrows that lead back from notes go."""
    for link in list(root.iter("a")):
        named = tokens(link)
        if any(map(_BACK_LINK.fullmatch, named)) or _ARROW.fullmatch("".join(link.itertext()).strip()):
            link.text = ""
            del link[:]
        elif any(map(_NOTE_REFERENCE.fullmatch, named)) and not link.xpath("ancestor::sup | descendant::sup"):
            enclose(link, OPEN, CLOSE)
    for sup in root.iter("sup"):
        enclose(sup, OPEN, CLOSE)


def tokens(node: _Node) -> list[str]:
    """One by one, what class, id, role and epub:type say of an element."""
    return [token for key in ("class", "id", "role", "epub:type") for token in node.get(key, "").split()]


def enclose(node: _Node, before: str, behind: str) -> None:
    """Signs around all that stands in an element."""
    node.text = before + (node.text or "")
    if len(node):
        node[-1].tail = (node[-1].tail or "") + behind
    else:
        node.text += behind

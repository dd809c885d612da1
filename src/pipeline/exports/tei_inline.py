"""Text with what is marked in it, as TEI: ranges become elements that nest, places become empty elements and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

NAMESPACE = "http://www.tei-c.org/ns/1.0"
ID, LANG = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("id", "lang"))

# XML 1.0, production 2.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Mark(NamedTuple):
    """A range of a part's clean text and the element that it is."""

    start: int
    end: int
    rank: int
    tag: str
    attributes: Mapping[str, str]


class Place(NamedTuple):
    """An offset of a part's clean text, and what stands there."""

    at: int
    put: Callable[[etree._Element], object]


def element(parent: etree._Element | None, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """A TEI element, the last of `parent`; signs that XML has no way to write become U+FFFD."""
    name = f"{{{NAMESPACE}}}{tag}"
    made = etree.Element(name) if parent is None else etree.SubElement(parent, name)
    for name, value in attributes.items():
        made.set(name, _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))
    made.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text) or None
    return made


def write(
    parent: etree._Element, text: str, start: int, end: int, marks: Sequence[Mark], places: Sequence[Place]
) -> None:
    """`text[start:end]` into `parent`; every mark and place lies in it, and marks cross none."""
    opening = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.rank))
    stops = {start, end, *(p.at for p in places), *(edge for m in opening for edge in (m.start, m.end))}
    waiting, behind = iter(sorted(places, key=lambda place: place.at)), start
    stack, place, mark = [(parent, end + 1)], next(waiting, None), 0
    for at in sorted(stops):
        _append(stack[-1][0], text[behind:at])
        behind = at
        while stack[-1][1] <= at:
            stack.pop()
        while place and place.at == at:
            place.put(stack[-1][0])
            place = next(waiting, None)
        while mark < len(opening) and opening[mark].start == at:
            stack.append((_opened(stack[-1][0], opening[mark]), opening[mark].end))
            mark += 1


def _opened(parent: etree._Element, mark: Mark) -> etree._Element:
    return element(parent, mark.tag, **mark.attributes)


def _append(parent: etree._Element, text: str) -> None:
    """Text behind what `parent` has; a sign that XML has no way to write becomes `g`, which says its number."""
    done = 0
    for sign in _NOT_XML.finditer(text):
        _add(parent, text[done : sign.start()])
        element(parent, "g", type=f"U+{ord(sign[0]):04X}")
        done = sign.end()
    _add(parent, text[done:])


def _add(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text

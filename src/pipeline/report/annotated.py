"""Text as HTML with stretches and points marked in it, wherever edits and line ends cut it into pieces.

Marks may overlap: a piece is cut at every border, and each fragment carries all marks that hold there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import NamedTuple

from pipeline.explain import visible


class Mark(NamedTuple):
    """HTML around the text from `start` to `end`, in code points."""

    start: int
    end: int
    opening: str
    closing: str


class Point(NamedTuple):
    """HTML in front of the code point at `offset`."""

    offset: int
    html: str


class Annotated:
    """The marks and points of one text, told to its pieces in the order of the text."""

    def __init__(self, marks: Iterable[Mark] = (), points: Iterable[Point] = ()) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
        self._points = sorted(points, key=lambda point: point.offset)
        self._borders = sorted({edge for mark in self._marks for edge in mark[:2]} | {p.offset for p in self._points})
        self._open: list[Mark] = []
        self._next_mark = self._next_point = 0

    def html(self, start: int, text: str) -> str:
        """The piece that begins at `start`, escaped and marked, in front of it what stands between two pieces."""
        if not text:
            return ""
        end = start + len(text)
        first = bisect_right(self._borders, start)
        if not self._open and (first == len(self._borders) or self._borders[first] >= end) and not self._due(start):
            return shown(text)
        inner = self._borders[first : bisect_right(self._borders, end - 1)]
        edges = [start, *inner, end]
        return "".join(self._fragment(a, text[a - start : b - start]) for a, b in pairwise(edges))

    def around(self, start: int, end: int, html: str) -> str:
        """HTML of a stretch that is no text any more, inside the last mark that it meets."""
        before = bisect_left(self._marks, (end,))
        if not before or self._marks[before - 1].end <= start:
            return html
        return f"{self._marks[before - 1].opening}{html}{self._marks[before - 1].closing}"

    def rest(self) -> str:
        """The points behind the last piece."""
        left = self._points[self._next_point :]
        self._next_point = len(self._points)
        return "".join(point.html for point in left)

    def _due(self, at: int) -> bool:
        marks, points = self._marks, self._points
        return (self._next_mark < len(marks) and marks[self._next_mark].start <= at) or (
            self._next_point < len(points) and points[self._next_point].offset <= at
        )

    def _fragment(self, at: int, text: str) -> str:
        points = self._reached(at)
        self._open = [mark for mark in self._open if mark.end > at]
        while self._next_mark < len(self._marks) and self._marks[self._next_mark].start <= at:
            self._open.append(self._marks[self._next_mark])
            self._next_mark += 1
        if not (holding := [mark for mark in self._open if mark.end > at]) or not text.strip():
            return points + shown(text)
        opening, closing = "".join(m.opening for m in holding), "".join(m.closing for m in reversed(holding))
        return f"{points}{opening}{shown(text)}{closing}"

    def _reached(self, at: int) -> str:
        first = self._next_point
        while self._next_point < len(self._points) and self._points[self._next_point].offset <= at:
            self._next_point += 1
        return "".join(point.html for point in self._points[first : self._next_point])


def shown(text: str) -> str:
    """Text that stayed, for HTML: line feeds go, since lines are rows; controls have signs."""
    text = text.strip("\r\n")
    return escape(text if text.isprintable() else visible(text, staying=True), quote=False)


def attribute(text: str) -> str:
    """Text for the inside of a quoted attribute: no control gets there."""
    return escape(visible(text, staying=True).replace("\n", " "))

"""What is marked in the clean text of a document: names, foreign stretches, emphasis, paragraphs, callouts."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from pipeline.report.annotated import Annotated, Mark, Point, attribute
from pipeline.report.lines import Line
from pipeline.report.names import page_name
from pipeline.report.rows import DocumentRows


def annotated(rows: DocumentRows) -> dict[int, Annotated]:
    """The marks and points of each part."""
    marks, points = defaultdict[int, list[Mark]](list), defaultdict[int, list[Point]](list)
    for s in rows.spans:
        about = attribute(": ".join(filter(None, [s.tag, s.cyrillic])))
        span = f'<span class="s" lang="{attribute(s.tag)}" title="{about}">'
        marks[s.part].append(Mark(s.start, s.end, span, "</span>"))
    for e in rows.emphasis:
        tag = "strong" if e.kind == "strong" else "em"
        marks[e.part].append(Mark(e.start, e.end, f"<{tag}>", f"</{tag}>"))
    for m in rows.mentions:
        about = attribute(f"{m.name} ({m.kind}): {m.why}")
        link = f'<a class="m" href="../entities/{page_name(m.entity_id)}.html" title="{about}">'
        marks[m.part].append(Mark(m.start, m.end, link, "</a>"))
    for p in rows.paragraphs:
        points[p.part].append(Point(p.start_char, f'<i class="p" id="p{p.paragraph}"></i>'))
    points[0] += callouts(rows)
    return {part: Annotated(marks[part], points[part]) for part in rows.texts()}


def callouts(rows: DocumentRows) -> list[Point]:
    """Where the body called its notes, each with a link to its note."""
    return [
        Point(note.callout_offset, _callout(n, note.label, note.part))
        for n, note in enumerate(rows.notes)
        if note.callout_offset is not None
    ]


def _callout(n: int, label: str, part: int | None) -> str:
    shown = attribute(label)
    if part is None:
        return f'<sup class="c" id="call-{n}" title="callout {attribute(label)}: its note was not found">{shown}</sup>'
    return f'<sup class="c"><a id="call-{n}" href="#note-{part}" aria-label="note {attribute(label)}">{shown}</a></sup>'


class Kinds:
    """What kind of paragraph each line is in, as CSS classes of its row."""

    def __init__(self, rows: DocumentRows) -> None:
        self._places = defaultdict[int, list[tuple[int, int, str]]](list)
        for p in rows.paragraphs:
            self._places[p.part].append((p.start_char, p.end_char, p.kind))

    def of(self, line: Line) -> str:
        """n: a note; v: nothing of the line is in the clean text; w: it was blank; the kind, where it is not body."""
        found = ["n"] if line.part else []
        if not line.clean.strip():
            return " ".join([*found, "v" if line.raw.strip() else "v w"])
        places = self._places[line.part]
        at = bisect_right(places, line.at, key=lambda place: place[0]) - 1
        if at >= 0 and line.at < places[at][1] and places[at][2] != "body":
            found.append(places[at][2])
        return " ".join(found)

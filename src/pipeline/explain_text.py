"""A document with its changes in place, as strokes: stretches of text, each in a manner.

The manners are painted on a terminal (`console.py`); elsewhere they stand between marks, as wdiff writes them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Literal, NamedTuple

from pipeline.cleaning.rules import RULES, described
from pipeline.document import Cleaned
from pipeline.errors import PipelineError
from pipeline.explain import Explanation, Piece, counts, doubted, fold, title, visible

BESIDE = 60  # so many characters of its line are shown on either side of an edit
LINE_END = re.compile("\r\n?|\n")

Manner = Literal["same", "removed", "inserted", "remark", "doubt", "heading", "found"]


class Stroke(NamedTuple):
    """A stretch of what is shown; `family` is that of the rule behind it."""

    text: str
    manner: Manner = "same"
    family: str = ""


MARKS: dict[Manner, tuple[str, str]] = {
    "same": ("", ""),
    "removed": ("[-", "-]"),
    "inserted": ("{+", "+}"),
    "remark": ("{:", ":}"),
    "doubt": ("{?", "?}"),
    "heading": ("== ", " =="),
    "found": ("**", "**"),
}


def marked(stroke: Stroke) -> str:
    """A stroke in plain characters: `[-removed-]`, `{+inserted+}`, `{:remark:}`, `{?doubt?}`."""
    begin, end = MARKS[stroke.manner]
    return f"{begin}{stroke.text}{end}"


def whole(cleaned: Cleaned) -> Iterator[Stroke]:
    """The body, then each note, then a count for every rule. A line feed that was written follows its sign."""
    explanation = Explanation(cleaned)
    for piece in explanation.pieces(0):
        yield from _strokes(piece)
    for note in cleaned.notes:
        yield from (Stroke("\n"), Stroke(visible(title(note)), "heading"), Stroke("\n"))
        for piece in explanation.pieces(note.part):
            yield from _strokes(piece)
        yield Stroke("\n")
    yield from _summary(cleaned)


def _strokes(piece: Piece) -> Iterator[Stroke]:
    family = piece.family
    if piece.kind == "same":
        yield Stroke(visible(piece.before, staying=True))
    elif piece.kind == "doubt":
        yield Stroke(visible(f"{piece.before}: {piece.remark}"), "doubt", family)
    else:
        if piece.before:
            yield Stroke(visible(fold(piece.before)), "removed", family)
        if piece.remark:
            yield Stroke(visible(piece.remark), "remark", family or "notes")
        if piece.after:
            yield Stroke(piece.after if piece.after == " " else visible(piece.after), "inserted", family)
            if "\n" in piece.after:
                yield Stroke("\n" * piece.after.count("\n"))


def _summary(cleaned: Cleaned) -> Iterator[Stroke]:
    found = counts(cleaned)
    width = max((len(rule) for rule, _ in found), default=0)
    yield from (Stroke("\n"), Stroke("edits by rule", "heading"), Stroke("\n"))
    for rule, count in found:
        yield Stroke(f"{count:7}  {rule:{width}}  {described(rule).repairs}\n", "same", rule.partition(".")[0])
    yield Stroke(f"{len(cleaned.doubts):7}  doubt{'s' * (len(cleaned.doubts) != 1)}\n")


def known(name: str) -> str:
    """The name of a rule or of a family. Raises PipelineError with what it could have meant."""
    names = [*RULES, *dict.fromkeys(rule.partition(".")[0] for rule in RULES)]
    if name not in names:
        close = get_close_matches(name, names, 1)
        meant = f"did you mean '{close[0]}'? " if close else ""
        raise PipelineError(f"explain: no rule '{name}'; {meant}`pipeline rules` lists them")
    return name


def of_rule(cleaned: Cleaned, name: str) -> Iterator[Stroke]:
    """The edits of one rule, or of a family, and its doubts: each with the raw line it is in and that line's number."""
    rows = [
        (edit.raw_start, edit.raw_end, Piece("change", edit.before, edit.after, edit.rules))
        for part in cleaned.parts
        for edit in part.edits()
        if any(_named(rule, name) for rule in edit.rules)
    ]
    rows += [(doubt.raw_end, doubt.raw_end, doubted(doubt)) for doubt in cleaned.doubts if _named(doubt.rule, name)]
    lines = [0, *(m.end() for m in LINE_END.finditer(cleaned.raw))]
    for start, end, piece in sorted(rows, key=lambda row: row[:2]):
        number = bisect_right(lines, start)
        yield Stroke(f"{number}: ")
        yield Stroke(visible(cleaned.raw[max(lines[number - 1], start - BESIDE) : start], staying=True))
        yield from (stroke for stroke in _strokes(piece) if stroke.text.strip("\n"))
        following = cleaned.raw[end : end + BESIDE]
        yield Stroke(visible(LINE_END.split(following, maxsplit=1)[0], staying=True) + "\n")


def _named(rule: str, name: str) -> bool:
    return rule == name or rule.partition(".")[0] == name

"""A document line by line: each line of the raw text with what the cleaner made of it, as HTML.

Every code point of the raw text stands in one line. An edit is told in the line where it begins; what it removed over
several lines is told in each of them. A word that the cleaner made whole stands in the line where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape

from pipeline.edits import Edit
from pipeline.explain import visible
from pipeline.report.annotated import Annotated
from pipeline.text import Text

LONGEST = 2000  # code points of a row; a longer line goes on in the next
HELD = 200  # rows that wait for the rest of a word: a page of notes may stand between
_LINES = re.compile(f"[^\r\n]{{0,{LONGEST}}}(?:\r\n?|\n)|[^\r\n]{{1,{LONGEST}}}")


@dataclass(slots=True)
class Line:
    """One row: its raw text from `start` to `end`, the part that it begins in and where in that part's clean text.

    `number` is None where a long line goes on; `rules` are those of its edits.
    """

    start: int
    end: int
    part: int
    at: int
    number: int | None
    raw: str = ""
    clean: str = ""
    rules: set[str] = field(default_factory=set)


class Lines:
    """The rows of one document, told once. `raw` marks the raw text, `clean[part]` the clean text of each part.

    `classes` names the CSS class of each rule.
    """

    def __init__(
        self, parts: Mapping[int, Text], raw: Annotated, clean: Mapping[int, Annotated], classes: Mapping[str, str]
    ) -> None:
        self._parts, self._raw, self._clean = parts, raw, clean
        self._named = cache(lambda rules: " ".join(classes[rule] for rule in rules))
        self._edits = {part: text.edits() for part, text in parts.items()}
        self._read = dict.fromkeys(parts, 0)
        self._line: Line | None = None
        self._number = 1
        self._goes_on = False
        self._torn: Line | None = None
        self._held: list[Line] = []

    def __iter__(self) -> Iterator[Line]:
        """All rows in the order of the raw text."""
        waiting = {part: next(edits, None) for part, edits in self._edits.items()}
        for start, end, part in sorted((a, b, part) for part, text in self._parts.items() for a, b in text.segments):
            at = start
            while (edit := waiting[part]) is not None and edit.raw_end <= end:
                yield from self._kept(part, at, edit.raw_start)
                yield from self._changed(part, edit)
                at, waiting[part] = edit.raw_end, next(self._edits[part], None)
            yield from self._kept(part, at, end)
        yield from self._mended()
        last = self._row(len(self._parts[0].raw), 0)
        last.clean += "".join(annotated.rest() for annotated in self._clean.values())
        yield last

    def _kept(self, part: int, start: int, end: int) -> Iterator[Line]:
        for found in _LINES.finditer(self._parts[0].raw, start, end):
            line, text = self._row(found.start(), part), found[0]
            line.raw += self._raw.html(found.start(), text)
            if self._torn and self._torn.part == part:
                text = self._mend(self._torn, text)
                yield from self._mended() if text else ()
            line.clean += self._clean[part].html(self._read[part], text)
            self._read[part] += len(text)
            yield from self._ended(line, found)

    def _changed(self, part: int, edit: Edit) -> Iterator[Line]:
        line, classes = self._row(edit.raw_start, part), self._named(edit.rules)
        if edit.after:
            yield from self._mended() if self._torn and self._torn.part == part else ()
            after = self._clean[part].html(self._read[part], edit.after)
            broken = "¶" if "\n" in edit.after and "\n" not in edit.before.replace("\r", "\n") else ""
            line.clean += f'<ins class="e {classes}">{after}{broken}</ins>'
            line.rules.update(edit.rules)
        self._read[part] += len(edit.after)
        for found in _LINES.finditer(self._parts[0].raw, edit.raw_start, edit.raw_end):
            line = self._row(found.start(), part)
            line.rules.update(edit.rules)
            removed = f'<del class="e {classes}">{_removed(found[0])}</del>'
            line.raw += self._raw.around(found.start(), found.end(), removed)
            yield from self._ended(line, found, torn=not edit.after and bool(line.clean))

    def _row(self, start: int, part: int) -> Line:
        """The row that is being written, begun here where there is none."""
        if self._line is None:
            self._line = Line(start, start, part, self._read[part], None if self._goes_on else self._number)
        return self._line

    def _mend(self, torn: Line, text: str) -> str:
        """Gives a word that another line goes on with back to the line where it begins; gives what follows it."""
        word = text.split(None, 1)[0] if text[:1].strip() else ""
        head = word + " " if text[len(word) : len(word) + 1] == " " else word
        torn.clean += self._clean[torn.part].html(self._read[torn.part], head)
        self._read[torn.part] += len(head)
        return text[len(head) :]

    def _mended(self) -> Iterator[Line]:
        """The rows that waited for the rest of a word."""
        held, self._torn, self._held = self._held, None, []
        return iter(held)

    def _ended(self, line: Line, found: re.Match[str], torn: bool = False) -> Iterator[Line]:
        """The row, where its line ends or has become too long; `torn` where its last word may go on in the next."""
        line.end = found.end()
        broken = found[0][-1] in "\r\n"
        if not broken and line.end - line.start < LONGEST:
            return
        self._line, self._goes_on = None, not broken
        self._number += broken
        if torn and broken and self._torn is None:
            self._torn = line
        if self._torn is None:
            yield line
        else:
            self._held.append(line)
            yield from self._mended() if len(self._held) > HELD else ()


@lru_cache(10_000)
def _removed(text: str) -> str:
    return escape(visible(text), quote=False)

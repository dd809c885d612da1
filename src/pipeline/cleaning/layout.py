"""The one picture of a text's lines and pages that furniture, notes, hyphens and paragraphs decide on together.

Made once a round, from text whose letters and spacing are settled: one space between words, none at line ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from pipeline.cleaning.spacing import BLANKS

SOURCE_BREAK = re.compile("[\n\r\f\x0b\x85\u2028\u2029]")
BREAK = re.compile("[\n\f]")
INNER = re.compile(f"[{BLANKS}]{{4,}}")
WORD = re.compile(r"[^\W\d_]+(?:[-'’ʹʼ][^\W\d_]+)*")
TRAILING_CALLOUT = re.compile(
    r"(?:<sup>[^<]{1,6}</sup>|\[\d{1,3}\]|[⁰¹²³⁴-⁹]+|(?<=[^\W\d]|[.,;:!?\"'”’»)\]%])\d{1,3})$"
)
CLOSERS = "\"'”’»“)]}*_"
OPENERS = "\"'“‘«„‚([{*_¿¡"
SENTENCE_END = ".!?…"


@dataclass(slots=True)
class Line:
    """One line, `text[start:end]` without its line end, and what was decided about it.

    `indent` counts the blanks that stood before it, `gap` those of its widest inner run, as they were in the source;
    `role` is what it belongs to: "body", "blank", "furniture", "note", "raised"; `kind` says it closer, `rule` decided
    it; `note` is the index of
    its note, -1 outside notes.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    page: int
    role: str
    kind: str = ""
    rule: str = ""
    level: int | None = None
    note: int = -1

    @property
    def blank(self) -> bool:
        """Nothing is on it."""
        return not self.text

    @property
    def bare(self) -> str:
        """The text without a callout at its end."""
        tail = TRAILING_CALLOUT.search(self.text, max(0, len(self.text) - 20))
        return self.text[: tail.start()] if tail else self.text

    @property
    def ends_sentence(self) -> bool:
        """Its last word closes a sentence."""
        last = self.bare[-20:].rstrip(CLOSERS)[-1:]
        return not last or last in SENTENCE_END

    @property
    def starts_lower(self) -> bool:
        """Its first letter is a small one: it goes on with what stood before."""
        return self.text[:20].lstrip(OPENERS)[:1].islower()


@dataclass
class Layout:
    """All lines of a text. `width` is the length of a full line; `wrapped` says that lines end where they are full.

    Notes are set smaller than the body: once they are known, `measure` tells their width from the body's.
    """

    text: str
    lines: list[Line]
    width: int
    wrapped: bool
    note_width: int = 0

    @staticmethod
    def of(text: str, source: str) -> Layout:
        """The picture of `text`; `source` is the same text before its spacing was settled, line for line."""
        lines = list(_lines(text, source))
        width, wrapped = _width(lines)
        return Layout(text, lines, width, wrapped)

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in the text, hyphenated ones whole, in small letters."""
        return Counter(word.lower() for word in WORD.findall(self.text))

    @cached_property
    def paged(self) -> bool:
        """Form feeds tell where pages end."""
        return "\f" in self.text.strip("\f\n")

    @cached_property
    def page_marks(self) -> set[int]:
        """Lines that open a page in a text without form feeds: the few with just one blank before them."""
        if self.paged or not self.wrapped:
            return set()
        marked = [n for n, line in enumerate(self.lines) if line.text and line.indent == 1]
        plain = sum(line.text != "" and line.indent == 0 for line in self.lines)
        return set(marked) if len(marked) * 8 < plain else set()

    def opens_page(self, n: int) -> bool:
        """Line `n` is the first of a page."""
        return n in self.page_marks or (n > 0 and self.lines[n].page != self.lines[n - 1].page)

    def short(self, n: int, following: str) -> bool:
        """Line `n` ends before it is full: the first word of what follows would have fitted."""
        word = following.split(" ", 1)[0] if following else ""
        width = self.note_width if self.lines[n].role == "note" else self.width
        return len(self.lines[n].text) + 1 + len(word) < width * 0.93

    def measure(self) -> None:
        """Full lines of the body and of notes, each by themselves; lines of one kind that follow each other count."""
        for role, name in (("body", "width"), ("note", "note_width")):
            inner = [len(a.text) for a, b in pairwise(self.lines) if a.role == b.role == role]
            setattr(self, name, int(np.quantile(inner, 0.9)) if inner else self.width)

    def neighbour(self, n: int, step: int, roles: tuple[str, ...] = ("body",)) -> int | None:
        """The nearest line before (`step` -1) or after (1) line `n` with one of these roles."""
        n += step
        while 0 <= n < len(self.lines):
            if self.lines[n].role in roles:
                return n
            n += step
        return None


def _lines(text: str, source: str) -> Iterator[Line]:
    page, at = 0, 0
    sources = SOURCE_BREAK.split(source.replace("\r\n", "\n"))
    breaks = [m.start() for m in BREAK.finditer(text)]
    for before, end in zip(sources, [*breaks, len(text)], strict=True):
        content = text[at:end]
        yield Line(at, end, content, *_blanks(before), page, "body" if content else "blank")
        page += text[end : end + 1] == "\f"
        at = end + 1


def _blanks(line: str) -> tuple[int, int]:
    """The blanks before a line and its widest inner run of four or more."""
    inner = line.strip(BLANKS)
    gap = (
        max((m.end() - m.start() for m in INNER.finditer(inner)), default=0) if "  " in inner or "\t\t" in inner else 0
    )
    return len(line) - len(line.lstrip(BLANKS)), gap


def _width(lines: list[Line]) -> tuple[int, bool]:
    """The length of a full line and whether most of the text stands in such lines."""
    inner = np.array([len(a.text) for a, b in pairwise(lines) if a.text and b.text], np.int64)
    total = sum(len(line.text) for line in lines)
    if not len(inner):
        return max(total, 1), False
    width = int(np.quantile(inner, 0.9))
    full = inner[inner >= 0.6 * width]
    wrapped = 30 <= width <= 200 and full.sum() >= 0.5 * total and len(full) >= 0.5 * len(inner)
    return width, bool(wrapped)

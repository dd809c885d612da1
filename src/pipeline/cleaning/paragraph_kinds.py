"""What kind each paragraph is: said by the layout or a reader, or told by its look."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.cleaning.assemble import Findings
from pipeline.cleaning.characters import CLOSERS, SENTENCE_END
from pipeline.cleaning.kinds import LIST_ITEM
from pipeline.document import Hint, Paragraph
from pipeline.text import Text

BIBLIOGRAPHY = re.compile(
    r"(?:select(?:ed)? )?(?:bibliograph(?:y|ie)|bibliografi[aei]|references|works cited|sources"
    r"|literatur(?:verzeichnis)?"
    r"|quellen(?: und literatur)?|использованная литература|литература|библиография|источники(?: и литература)?"
    r"|список литературы|література|джерела|(?:použitá )?literatura|prameny(?: a literatura)?|źródła)\W*",
    re.I,
)
CAPTION = re.compile(
    r"(?:tab(?:le|elle|leau|ulka|ela|la|\.)|tafel|таблица|таблиця|табл\.|fig(?:ure|\.)|abb(?:ildung|\.)|obr(?:ázek|\.)"
    r"|rys(?:unek|\.)|рис(?:унок|\.)|map|karte|carte|mapa|карта|plate|graph|chart|diagram)\s?(?:\d{1,3}|[IVX]{1,5})\b",
    re.I,
)
NUMBERED = re.compile(r"(?:\d{1,3}|[IVXLC]{1,5})\. \W?[^\W\d_]")
CAPTION_LENGTH = 300
HEADING_LENGTH = 120
NAMED = ("heading", "title", "list", "table", "verse", "caption", "quote")

Said = tuple[str, int | None]  # kind and level


class Known:
    """Kinds that the layout or a reader named, by raw offset."""

    def __init__(self, rounds: Sequence[Findings], hints: Sequence[Hint]) -> None:
        rows = {at: (kind, level) for found in rounds for at, kind, level in found.kinds if kind in NAMED}
        named = [(hint.start, (hint.kind, hint.level)) for hint in hints if hint.kind in NAMED]
        self.rows: list[tuple[int, Said]] = sorted([*sorted(rows.items()), *named], key=lambda row: row[0])
        self.starts = [at for at, _ in self.rows]
        self.headings = any(hint.kind == "heading" for hint in hints)
        """The reader says which paragraphs are headings."""

    def within(self, start: int, end: int) -> Said | None:
        """The first kind named in a raw range."""
        at = bisect_left(self.starts, start)
        return self.rows[at][1] if at < len(self.rows) and self.starts[at] < end else None


def paragraphs(n: int, part: Text, known: Known) -> list[Paragraph]:
    """The paragraphs of part `n` and their kinds."""
    text = part.clean
    spans = [*_spans(text)]
    if n == 0:
        return _numbered_headings(text, [*_kinds(text, spans, part, known)])
    whole = (part.segments[0][0], part.segments[-1][1]) if part.segments else (0, 0)
    said = known.within(*whole)
    looks = (said or _look(text, *span) or ("body", None) for span in spans)
    return [Paragraph(n, *span, *look) for span, look in zip(spans, looks, strict=True)]  # type: ignore[arg-type]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where lines stand that no blank line parts."""
    start = at = 0
    while at < len(text):
        if text[at] == "\n":
            if start < at:
                yield start, at - 1
            start = at = at + 1
        else:
            end = text.find("\n", at)
            at = end + 1 if end >= 0 else len(text)
    if start < at:
        yield start, at - text.endswith("\n")


def _kinds(text: str, spans: Sequence[tuple[int, int]], part: Text, known: Known) -> Iterator[Paragraph]:
    """The paragraphs of the body; the first heading is the title, what stands under `References` a bibliography."""
    ends = part.to_raw_end([end for _, end in spans]).tolist()
    last = spans[-1][1] if spans else 0
    after, titled, in_bibliography = 0, False, False
    for (start, end), raw_end in zip(spans, ends, strict=True):
        kind, level = known.within(after, raw_end) or _look(text, start, end) or ("body", None)
        short = kind == "body" and end - start <= HEADING_LENGTH and end != last
        if short and not known.headings and _is_heading(text[start:end]):
            kind = "heading"
        if kind in ("heading", "title"):
            in_bibliography = bool(BIBLIOGRAPHY.fullmatch(text, start, end))
            kind = kind if titled else "title"
        elif in_bibliography and kind == "body":
            kind = "bibliography"
        yield Paragraph(0, start, end, kind, level)  # type: ignore[arg-type]
        after, titled = raw_end, True


def _look(text: str, start: int, end: int) -> Said | None:
    """The kind that the shape of a paragraph tells."""
    if LIST_ITEM.match(text, start, end):
        return "list", None
    if end - start <= CAPTION_LENGTH and CAPTION.match(text, start, end):
        return "caption", None
    return ("verse", None) if text.find("\n", start, end) >= 0 else None


def _is_heading(text: str) -> bool:
    """Begun like a sentence and not ended like one."""
    if text[:1].islower():
        return False
    return text.rstrip(f"{CLOSERS} ")[-1:] not in f"{SENTENCE_END};," and (text[-1] != ":" or _title_case(text))


def _title_case(text: str) -> bool:
    """Most of its longer words have capitals."""
    words = [word for word in text.split() if len(word) > 3]
    return 2 * sum(word[:1].isupper() for word in words) > len(words)


def _numbered_headings(text: str, found: list[Paragraph]) -> list[Paragraph]:
    """`II. The railway` alone between paragraphs is a heading; with others of its kind beside it, an item of a list."""
    kinds = [None, *(p.kind for p in found), None]
    for i, p in enumerate(found):
        alone = p.kind == "list" and "list" not in (kinds[i], kinds[i + 2]) and kinds[i + 2] is not None
        if alone and p.end - p.start <= HEADING_LENGTH and _is_numbered(text[p.start : p.end]):
            found[i] = replace(p, kind="heading")
    return found


def _is_numbered(line: str) -> bool:
    return "\n" not in line and NUMBERED.match(line) is not None and line[-1] not in ".;,:"

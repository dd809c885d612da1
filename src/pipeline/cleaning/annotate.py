"""From findings in raw offsets to the annotations of the finished parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.cleaning.assemble import Findings
from pipeline.cleaning.characters import CLOSERS, SENTENCE_END
from pipeline.cleaning.kinds import LIST_ITEM
from pipeline.document import Callout, Cleaned, Emphasis, Furniture, Hint, Note, Page, Paragraph
from pipeline.text import Text

FOLIO = re.compile(r"^\d+|\d+$")
PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
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


def annotate(body: Text, rounds: Sequence[Findings], hints: Sequence[Hint]) -> Cleaned:
    """The result of all rounds; hints decide the kind of a paragraph where the cleaner has nothing to say."""
    named = sorted(
        (note for found in rounds for note in found.notes),
        key=lambda note: note[1].segments[0][0] if note[1].segments else 0,
    )
    parts = [body, *(text for _, text in named)]
    notes = [Note(label, n, tuple(text.segments)) for n, (label, text) in enumerate(named, 1)]
    furniture = sorted((f for found in rounds for f in found.furniture), key=lambda f: f.raw_start)
    return Cleaned(
        raw=body.raw,
        parts=parts,
        paragraphs=[p for n, part in enumerate(parts) for p in _paragraphs(n, part, rounds, hints)],
        emphasis=list(_emphasis(parts, rounds)),
        callouts=_callouts(body, rounds, notes),
        notes=notes,
        furniture=furniture,
        pages=_pages(body, rounds, furniture),
        doubts=sorted((d for found in rounds for d in found.doubts), key=lambda d: d.raw_start),
    )


def _paragraphs(n: int, part: Text, rounds: Sequence[Findings], hints: Sequence[Hint]) -> list[Paragraph]:
    spans = [m.span() for m in PARAGRAPH.finditer(part.clean)]
    known = sorted({at: (kind, level) for found in rounds for at, kind, level in found.kinds}.items())
    known += [(hint.start, (hint.kind, hint.level)) for hint in hints]
    known.sort(key=lambda row: row[0])
    ends = part.to_raw_end([end for _, end in spans]).tolist()
    found, in_bibliography = list[Paragraph](), False
    after = part.segments[0][0] if part.segments else 0
    for (start, end), raw_end in zip(spans, ends, strict=True):
        text = part.clean[start:end]
        kind, level = _kind(known, after, raw_end, text, n, end == spans[-1][1])
        if kind in ("heading", "title"):
            in_bibliography = bool(BIBLIOGRAPHY.fullmatch(text))
            kind = "title" if not found and n == 0 else kind
        elif in_bibliography and kind == "body":
            kind = "bibliography"
        found.append(Paragraph(n, start, end, kind, level))  # type: ignore[arg-type]
        after = raw_end
    return _numbered_headings(part.clean, found) if n == 0 else found


def _numbered_headings(text: str, found: list[Paragraph]) -> list[Paragraph]:
    """`II. The railway` alone between paragraphs is a heading; with others of its kind beside it, an item of a list."""
    kinds = [None, *(p.kind for p in found), None]
    for i, p in enumerate(found):
        alone = p.kind == "list" and "list" not in (kinds[i], kinds[i + 2]) and kinds[i + 2] is not None
        line = text[p.start : p.end] if alone else ""
        if (
            line
            and "\n" not in line
            and len(line) <= HEADING_LENGTH
            and NUMBERED.match(line)
            and line[-1] not in ".;,:"
        ):
            found[i] = replace(p, kind="heading")
    return found


def _kind(
    known: Sequence[tuple[int, tuple[str, int | None]]], start: int, end: int, text: str, part: int, last: bool
) -> tuple[str, int | None]:
    """Kind and level of the paragraph in `start:end` of the raw text."""
    first, behind = (bisect_left(known, at, key=lambda row: row[0]) for at in (start, end))
    said = [row for _, row in known[first:behind] if row[0] in NAMED]
    if said:
        return said[0]
    if LIST_ITEM.match(text):
        return "list", None
    if len(text) <= CAPTION_LENGTH and CAPTION.match(text):
        return "caption", None
    if "\n" in text:
        return "verse", None
    closed = text.rstrip(CLOSERS)[-1:] in f"{SENTENCE_END};," or (text[-1] == ":" and not _title_case(text))
    if (
        part == 0
        and not last
        and len(text) <= HEADING_LENGTH
        and not closed
        and "\n" not in text
        and not text[:1].islower()
    ):
        return "heading", None
    return "body", None


def _title_case(text: str) -> bool:
    """Most of its longer words have capitals."""
    words = [word for word in text.split() if len(word) > 3]
    return 2 * sum(word[:1].isupper() for word in words) > len(words)


def _emphasis(parts: Sequence[Text], rounds: Sequence[Findings]) -> Iterator[Emphasis]:
    """Each emphasised stretch in the part whose segments hold it."""
    owners = sorted((start, end, n) for n, part in enumerate(parts) for start, end in part.segments)
    for found in rounds:
        for raw_start, raw_end, kind in found.emphasis:
            at = bisect_left(owners, raw_start, key=lambda row: row[1] - 1)
            if at < len(owners) and owners[at][0] <= raw_start and raw_end <= owners[at][1]:
                part = parts[owners[at][2]]
                start, end = part.to_clean([raw_start, raw_end]).tolist()
                if start < end:
                    yield Emphasis(owners[at][2], start, end, kind)  # type: ignore[arg-type]


def _callouts(body: Text, rounds: Sequence[Findings], notes: Sequence[Note]) -> list[Callout]:
    """Callouts in reading order, each tied to the first note of its label behind it that no other one has."""
    rows = sorted((at, label) for found in rounds for label, at in found.callouts)
    offsets = body.to_clean([at for at, _ in rows]).tolist()
    free: dict[str, deque[Note]] = defaultdict(deque)
    for note in notes:
        free[note.label].append(note)
    tied = []
    for (at, label), offset in zip(rows, offsets, strict=True):
        own = free[label]
        while own and own[0].segments[0][0] <= at:
            own.popleft()
        tied.append(Callout(label, offset, own.popleft().part if own else None))
    return tied


def _pages(body: Text, rounds: Sequence[Findings], furniture: Sequence[Furniture]) -> list[Page]:
    """Where pages begin; their printed numbers are the digits of the first folio on them."""
    starts = sorted({at for found in rounds for at in found.pages})
    if not starts:
        return []
    starts = sorted({min(int(body.to_raw([0])[0]), *(f.raw_start for f in furniture), *starts), *starts})
    folios: dict[int, str] = {}
    for page, line in zip(np.searchsorted(starts, [f.raw_start for f in furniture], "right"), furniture, strict=True):
        digits = FOLIO.search(line.text.strip()) if line.kind != "rule" and page not in folios else None
        if digits:
            folios[int(page)] = digits[0]
    offsets = body.to_clean(starts).tolist()
    return [Page(offset, at, folios.get(n)) for n, (offset, at) in enumerate(zip(offsets, starts, strict=True), 1)]

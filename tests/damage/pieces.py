"""Pieces: what a damaged document is made of. Each says what stands in the raw text and what in the clean one.

The raw text is all `raw` in order; the clean text of a flow is all `clean` of its pieces. So the truth about every
damage is known by construction, to the character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

BODY, OUT = 0, -1  # flows: the body, its notes (1, 2, …), and what belongs to no text


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind` names the damage (`hyphen.join`), empty where nothing is damaged; `flow` is the part that owns it.

    `label` is what a callout, a folio or a furniture line says of itself; `ref` is the note that a callout calls.
    """

    raw: str
    clean: str
    kind: str = ""
    flow: int = BODY
    label: str = ""
    ref: int = 0
    start: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def damaged(self) -> bool:
        return self.raw != self.clean


def plain(text: str) -> Piece:
    return Piece(text, text)


def width(pieces: Iterable[Piece]) -> int:
    return sum(len(piece.raw) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: str | None  # None where the prose does not say
    level: int | None


@dataclass(frozen=True, slots=True)
class Callout:
    """`start` and `end` say where it stands in the raw text."""

    label: str
    offset: int
    note: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """`raw_start` is where the page's first character stands; `slack` says how far blank text reaches before it."""

    offset: int
    raw_start: int
    slack: int
    folio: str | None


@dataclass(frozen=True, slots=True)
class Truth:
    """A damaged document and everything that is true about it. `texts[0]` is the body, `texts[n]` its n-th note."""

    raw: str
    pieces: Sequence[Piece]
    texts: Sequence[str]
    labels: Sequence[str]
    paragraphs: Sequence[Paragraph]
    callouts: Sequence[Callout]
    pages: Sequence[Page]

    @property
    def damages(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.damaged or piece.kind == "hyphen.doubt"]

    @property
    def furniture(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind.startswith("furniture.")]


def assemble(
    pieces: Iterable[Piece], paragraphs: Sequence[Paragraph], labels: Mapping[int, str], newline: str = "\n"
) -> Truth:
    """Pieces laid end to end; note flows that the raw text does not hold are left out of the callouts."""
    rows = list(merged(pieces))
    present = sorted({piece.flow for piece in rows if piece.flow > BODY})
    number = {flow: n for n, flow in enumerate(present, 1)}
    placed, at = list[Piece](), 0
    for row in rows:
        raw, kind = _line_ends(row, newline)
        flow = number.get(row.flow, row.flow)
        placed.append(Piece(raw, row.clean, kind, flow, row.label, number.get(row.ref, 0), at))
        at += len(raw)
    texts = ["".join(p.clean for p in placed if p.flow == flow) for flow in range(len(present) + 1)]
    raw = "".join(piece.raw for piece in placed)
    named = [labels[flow] for flow in present]
    return Truth(raw, placed, texts, ["", *named], paragraphs, _callouts(placed), _pages(placed, raw))


def merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Runs of undamaged pieces as one piece each; empty ones left out, line ends and pages for themselves."""
    run: list[Piece] = []
    for piece in pieces:
        simple = not piece.kind and not piece.damaged and "\n" not in piece.raw
        if run and not (simple and run[0].flow == piece.flow):
            yield replace(run[0], raw=(text := "".join(p.raw for p in run)), clean=text)
            run = []
        if simple:
            run.append(piece)
        elif piece.raw or piece.clean or piece.kind == "page":
            yield piece
    if run:
        yield replace(run[0], raw=(text := "".join(p.raw for p in run)), clean=text)


def _line_ends(piece: Piece, newline: str) -> tuple[str, str]:
    if newline == "\n" or "\n" not in piece.raw:
        return piece.raw, piece.kind
    return piece.raw.replace("\n", newline), piece.kind or "letters.line-end"


def _callouts(placed: Iterable[Piece]) -> list[Callout]:
    found, at = list[Callout](), 0
    for piece in placed:
        if piece.kind.startswith("callout."):
            found.append(Callout(piece.label, at, piece.ref or None, piece.start, piece.end))
        at += len(piece.clean) if piece.flow == BODY else 0
    return found


def _pages(placed: Iterable[Piece], raw: str) -> list[Page]:
    found, at = list[Page](), 0
    for piece in placed:
        if piece.kind == "page":
            first = len(raw) - len(raw[piece.start :].lstrip())
            slack = first - len(raw[: piece.start].rstrip())
            found.append(Page(at, first, slack, piece.label or None))
        at += len(piece.clean) if piece.flow == BODY else 0
    return found

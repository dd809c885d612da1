"""The shapes that travel between the rooms: what a reader gives, what the cleaner gives.

All offsets are code points, half-open. `raw_*` offsets count in the raw text, others in the clean text of the
part that the annotation names: part 0 is the body, parts 1…n are its notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.text import Text

ParagraphKind = Literal["title", "heading", "body", "quote", "verse", "list", "table", "caption", "bibliography"]
FurnitureKind = Literal["running head", "running foot", "folio", "rule", "catchword", "navigation"]


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Bytes that the encoding has no letter for; U+FFFD stands at `offset` of the raw text."""

    offset: int
    hex: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What a reader says of a stretch of raw text. Hints are hints: the cleaner decides."""

    start: int
    end: int
    kind: ParagraphKind | Literal["note", "furniture", "code", "emphasis", "strong"]
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a sidecar or the metadata table says of a document; never guessed."""

    title: str | None = None
    author: str | None = None
    year: int | None = None
    url: str | None = None
    rights: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """One input as a reader gives it: its bytes, and the raw text that was found in them.

    Where the bytes *are* the text (`media_type` is `text/plain`), `pipeline.sources.encode` gives them back from
    `raw`, `encoding`, `bom` and `undecodable`; of all others `data` is kept.

    >>> extraction = read_bytes("Степь".encode("cp1251"), "steppe.txt")
    >>> extraction.raw, extraction.encoding, extraction.media_type
    ('Степь', 'cp1251', 'text/plain')
    """

    source: str
    data: bytes
    sha256: str
    media_type: str
    raw: str
    extractor: str
    encoding: str | None = None
    bom: bool = False
    undecodable: tuple[Undecodable, ...] = ()
    hints: tuple[Hint, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a part: `text.clean[start:end]`, without the line feeds between paragraphs."""

    part: int
    start: int
    end: int
    kind: ParagraphKind = "body"
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Clean text that the raw text set off by markup."""

    part: int
    start: int
    end: int
    kind: Literal["emphasis", "strong"]


@dataclass(frozen=True, slots=True)
class Callout:
    """A footnote number that stood at `offset` of the body; `part` is its note, None where the note is missing."""

    label: str
    offset: int
    part: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note body: the text of `part`, taken from these segments of the raw text."""

    label: str
    part: int
    segments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What belongs to the page and not to the text."""

    kind: FurnitureKind
    raw_start: int
    raw_end: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page begins in the body and in the raw text; `folio` is its printed number."""

    offset: int
    raw_start: int
    folio: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a rule saw and left alone."""

    raw_start: int
    raw_end: int
    rule: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The result of cleaning one raw text. `parts[0]` is the body, `parts[n]` its n-th note.

    >>> cleaned = clean("Nothing was left of the herds.1\\n\\n1 See the census of 1939.\\n")
    >>> cleaned.text, [cleaned.parts[note.part].clean for note in cleaned.notes]
    ('Nothing was left of the herds.\\n', ['See the census of 1939.'])
    >>> [(callout.label, callout.offset, callout.part) for callout in cleaned.callouts]
    [('1', 30, 1)]
    """

    raw: str
    parts: Sequence[Text]
    paragraphs: Sequence[Paragraph] = ()
    emphasis: Sequence[Emphasis] = ()
    callouts: Sequence[Callout] = ()
    notes: Sequence[Note] = ()
    furniture: Sequence[Furniture] = ()
    pages: Sequence[Page] = ()
    doubts: Sequence[Doubt] = ()

    @property
    def text(self) -> str:
        """The clean text of the body.

        >>> clean("The eco-\\nnomic   crisis").text
        'The economic crisis\\n'
        """
        return self.parts[0].clean

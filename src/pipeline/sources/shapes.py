"""What travels between the modules of this package, and which media types there are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.document import Hint, Undecodable
from pipeline.places import Place, Url

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EPUB = "application/epub+zip"
PDF = "application/pdf"

# By the ending of a file's name in lower case; every other file is read as plain text.
MEDIA_TYPES = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".docx": DOCX,
    ".epub": EPUB,
    ".pdf": PDF,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A document where it was found. `name` tells it from all others and is the same on every machine.

    `inside` is the folder that was walked, out of which the path must not lead; None where it was given by name.
    `sidecar` is the one that stands beside a document in a store; beside a local one it is looked for.
    """

    name: str
    path: Place
    media_type: str
    size: int
    inside: Path | None = None
    sidecar: Url | None = None


class Found(NamedTuple):
    """The raw text that a reader found, and what it knows of its stretches."""

    raw: str
    hints: tuple[Hint, ...] = ()
    encoding: str | None = None
    bom: bool = False
    undecodable: tuple[Undecodable, ...] = ()

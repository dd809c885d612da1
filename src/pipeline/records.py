"""The rows of a published warehouse as Python objects, with fields named as its columns are (`pipeline tables`).

Offsets are code points, half-open, in the clean text of the part that a row names: 0 is the body, 1…n are its notes.
In the examples `corpus` is an open `Corpus` of two documents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its metadata (None where nobody said), its figures, and the clean text of its body.

    >>> document = next(corpus.documents())
    >>> document.title, document.author, document.words, document.sources
    ('The Collective Farms', None, 10, ('a.txt',))
    """

    document_id: str
    sha256: str
    title: str | None
    author: str | None
    year: int | None
    url: str | None
    rights: str | None
    media_type: str
    encoding: str | None
    language: str
    characters: int
    words: int
    pages: int
    clean_text: str
    first_seen: datetime
    run_id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of `part` (0: the body), numbered through its document.

    `text` is that part's clean text from `start_char` to `end_char`.

    >>> [(each.part, each.kind, each.text) for each in corpus.paragraphs("d18b7cb099a9e")][1:]
    [(0, 'body', 'In 1932 the economic crisis. Stalin left.'), (1, 'body', 'So says Stalin.')]
    """

    document_id: str
    part: int
    paragraph: int
    kind: str
    level: int | None
    start_char: int
    end_char: int
    text: str
    language: str
    script: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: where the body calls it (offset, number of the paragraph) and the note's part and text.

    `callout_offset` and `paragraph` are None where nothing calls the note, `part` and `text` where a callout
    has no note.

    >>> next(corpus.notes("d18b7cb099a9e"))
    Note(document_id='d18b7cb099a9e', label='1', callout_offset=50, paragraph=1, part=1, text='So says Stalin.')
    """

    document_id: str
    label: str
    callout_offset: int | None
    paragraph: int | None
    part: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the clean text of `part`: as it is written there, whom it means, how surely (0 to 1), and why.

    >>> mention = next(corpus.mentions("d18b7cb099a9e"))
    >>> corpus.document(mention.document_id).clean_text[mention.start_char : mention.end_char], mention.why
    ('Stalin', 'spelt so in the authority')
    """

    document_id: str
    part: int
    start_char: int
    end_char: int
    surface: str
    entity_id: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of an entity, and how often it is written so.

    >>> corpus.entity("Stalin").aliases[0]
    Alias(alias='Stalin', language=None, scheme=None, mentions=4)
    """

    alias: str
    language: str | None
    scheme: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place, work or term: how often mentioned, in how many documents, how spelt.

    >>> entity = corpus.entity("сталин")
    >>> entity.name, entity.dates, entity.mention_count, entity.document_count
    ('Joseph Stalin', '1878–1953', 4, 2)
    """

    entity_id: str
    kind: str
    name: str
    dates: str | None
    wikidata: str | None
    mention_count: int
    document_count: int
    aliases: tuple[Alias, ...]
    corpus: Corpus = field(repr=False, compare=False)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Where it is named, in the order of the documents; read when asked for, while the corpus is open.

        >>> [(each.document_id, each.part, each.surface) for each in corpus.entity("Stalin").mentions][:2]
        [('d18b7cb099a9e', 0, 'Stalin'), ('d18b7cb099a9e', 1, 'Stalin')]
        """
        return tuple(self.corpus.mentions(entity_id=self.entity_id))

"""The shapes of the authority: entities, their spellings and relations, as the files give them."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("person", "organisation", "place", "work", "term")
# How one entity may be tied to another; "predecessor" reads: its predecessor is.
RELATIONS = ("predecessor", "part of", "author")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way of writing an entity; `language` is an ISO 639-1 code, `scheme` the name of a romanisation."""

    text: str
    language: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity of the authority.

    `spellings` holds all that is searched for: the name itself, a person's surnames, and the rest, each text once.
    `surnames`, `given` and `patronymic` are a person's name parts, from which full names are read in the text; a
    `common` surname is taken alone only where the full name stands elsewhere in the document. A place that was named
    after a person has those spellings in `also_surname`: they are the place only where a place must stand.
    """

    id: str
    name: str
    kind: str
    dates: str | None = None
    wikidata: str | None = None
    spellings: tuple[Spelling, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    source: str | None = None
    surnames: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    patronymic: tuple[str, ...] = ()
    common: bool = False
    also_surname: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Authority:
    """All entries, sorted by id; equal fingerprints mean equal entries.

    `remarks` are for whoever wrote the files: what is allowed, and may not be what they want.
    """

    entries: tuple[Entry, ...] = field(compare=False, repr=False)
    fingerprint: str
    remarks: tuple[str, ...] = field(default=(), compare=False, repr=False)

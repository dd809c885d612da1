"""Ids that last: which source belongs to which document, and how a new id is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple


class Registered(NamedTuple):
    """The document that a source belonged to when it was last published, and its bytes then."""

    document_id: str
    sha256: str


def source_mark(source: str) -> str:
    """What is kept of the name of a source that was forgotten: whoever has the name knows it again."""
    return sha256(f"source\0{source}".encode("utf-8", "surrogatepass")).hexdigest()


def mint(prefix: str, name: str, taken: Iterable[str]) -> str:
    """`prefix` and 12 hexadecimal digits made from `name`; the next ones where the id is taken by another."""
    n = 0
    while True:
        salt = f"\0{n}" if n else ""
        minted = prefix + sha256((name + salt).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if minted not in taken:
            return minted
        n += 1


def assign(sources: Mapping[str, str], registry: Mapping[str, Registered]) -> dict[str, str]:
    """The document of every source; `sources` gives the SHA-256 of each, and names all that the corpus holds.

    Sources with equal bytes are one document. A source keeps its document when its bytes change; where two
    that shared one part ways, the one whose bytes stayed keeps it. A new name for known bytes takes over
    their document. All else is minted from the first name, so the order of reading never matters.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for source in sorted(sources):
        groups[sources[source]].append(source)
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for _, digest, document_id in sorted(_claims(groups, registry)):
        if digest not in ids and document_id not in taken:
            ids[digest] = document_id
            taken.add(document_id)
    taken |= {known.document_id for known in registry.values()}
    for digest in sorted(groups.keys() - ids.keys(), key=lambda d: groups[d][0]):
        ids[digest] = mint("d", groups[digest][0], taken)
        taken.add(ids[digest])
    return {source: ids[digest] for source, digest in sources.items()}


def _claims(
    groups: Mapping[str, list[str]], registry: Mapping[str, Registered]
) -> Iterable[tuple[tuple[int, str], str, str]]:
    """((strength, source), digest, document): the strongest claim to a document sorts first."""
    for digest, members in groups.items():
        for source in members:
            if known := registry.get(source):
                yield (0 if known.sha256 == digest else 1, source), digest, known.document_id
    present = {source for members in groups.values() for source in members}
    for source, known in registry.items():
        if source not in present and known.sha256 in groups:
            yield (2, source), known.sha256, known.document_id

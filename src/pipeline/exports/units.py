"""What is to be written: the chosen documents, one by one or in shards, with what changes when they do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO, NamedTuple

from pipeline.corpus import Corpus
from pipeline.exports.mirror import Put, Unit, in_batches

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 50  # code points; with id and suffix below the 255 bytes that file systems take
_SHARD = 500  # documents, about


class Chosen(NamedTuple):
    """A document that is to be written; `fingerprint` changes with its rows."""

    document_id: str
    characters: int
    language: str
    rights: str | None
    source: str | None
    fingerprint: str


# The rows of a document are those of the run that made them; its mentions are made anew by every run.
_CHOSEN = """
WITH chosen AS (
    SELECT document_id, characters, language, rights, concat_ws(' ', run_id, sha256) AS made
    FROM documents WHERE ({where}
)),
named AS (SELECT document_id, min(source) AS source FROM sources GROUP BY document_id),
resolved AS (SELECT document_id, sum(hash({mentions})) AS told FROM {origin} GROUP BY document_id)
SELECT document_id, characters, language, rights, source, concat_ws(' ', made, told)
FROM chosen LEFT JOIN named USING (document_id) LEFT JOIN resolved USING (document_id) ORDER BY document_id"""
_MENTIONS, _NONE = "mentions JOIN entities USING (entity_id)", "documents WHERE false"


def chosen(corpus: Corpus, where: str | None, mentions: str = "") -> Iterator[Chosen]:
    """The documents for which the condition holds, in the order of their ids.

    `mentions` are the columns of mentions and entities that are told of them.
    """
    return (Chosen(*row) for row in corpus.rows(asked(where, mentions)))


def asked(where: str | None, mentions: str = "") -> str:
    """The SQL that `chosen` asks."""
    origin = _MENTIONS if mentions else _NONE
    return _CHOSEN.format(where=where or "true", mentions=mentions or "1", origin=origin)


def one_by_one(corpus: Corpus, where: str | None, mentions: str = "") -> Iterator[Unit]:
    """A unit for every document, its files named after its source and its id."""
    for each in chosen(corpus, where, mentions):
        stem = file_stem(each.source, each.document_id)
        yield Unit(each.document_id, stem, ((each.document_id,),), each.characters, each.fingerprint)


def keys(units: Sequence[Unit]) -> list[str]:
    """The documents of units that are one document each."""
    return [unit.key for unit in units]


def one_after_another(
    write: Callable[[Unit, Sequence[BinaryIO]], object],
) -> Callable[[Sequence[Unit]], Iterator[Put]]:
    """For units that are large enough to be read by themselves."""
    return lambda units: (partial(write, unit) for unit in units)


def sharded(documents: Iterator[Chosen], stem: str) -> Iterator[Unit]:
    """A unit for every few hundred documents: `stem`, then `stem_<id of the first>`, which sorts behind it.

    The ids alone decide where a shard begins, so that a document that comes or goes touches one shard, or two.
    """
    key, shard = "", list[Chosen]()
    for each in documents:
        if shard and _opens_shard(each.document_id):
            yield _shard(key, stem, shard)
            key, shard = each.document_id, []
        shard.append(each)
    yield _shard(key, stem, shard)


def file_stem(source: str | None, document_id: str) -> str:
    """A name that a person knows again, that no two documents share, and that cannot leave its folder."""
    known = (source or "").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    parts = (_UNSAFE.sub("_", part).strip(".")[:_LONGEST_NAME] for part in (known, document_id))
    return "-".join(part for part in parts if part)


def _opens_shard(document_id: str) -> bool:
    return int.from_bytes(hashlib.sha256(document_id.encode()).digest()[:4], "big") % _SHARD == 0


def _shard(key: str, stem: str, shard: list[Chosen]) -> Unit:
    digest = hashlib.sha256()
    for each in shard:
        digest.update(f"{each.document_id} {each.fingerprint}\n".encode())
    name = file_stem(None, f"{stem}_{key}") if key else stem
    batches = in_batches(shard, lambda each: each.characters)
    ids = tuple(tuple(each.document_id for each in batch) for batch in batches)
    return Unit(key, name, ids, sum(each.characters for each in shard), digest.hexdigest()[:16])

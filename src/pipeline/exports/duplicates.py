"""Documents that are nearly the same text, found by MinHash.

The sets compared are those of five words in a row, in small letters. Sixty-four hashes estimate their resemblance
(Broder, On the resemblance and containment of documents, 1997); sixteen bands of four find the pairs worth comparing
(Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4). Memory: a batch of texts, and some bytes a document;
the hashes lie in a file, and only texts that it does not know are read.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.corpus import WANTED, Corpus, wanted
from pipeline.exports.mirror import replaced

ALIKE = 0.8
"""From this estimated resemblance on (shared parts of all parts) two texts are near-duplicates."""

_WORDS = 5
_HASHES, _BANDS = 64, 16

_RECORD = np.dtype([("print", np.uint64), ("hashes", np.uint32, _HASHES)])
_Records = npt.NDArray[Any]

_DOCUMENTS = "SELECT document_id, run_id, sha256 FROM documents WHERE words > 0 ORDER BY document_id"
_TEXTS = f"SELECT clean_text FROM documents {WANTED} ORDER BY document_id"
_AT_ONCE = 100  # documents

_RANDOM = np.random.Generator(np.random.PCG64(1997))
_FACTORS, _ADDENDS = (_RANDOM.integers(0, 2**63, _HASHES, np.uint64) | np.uint64(1) for _ in range(2))
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def groups(corpus: Corpus, path: Path) -> dict[str, str]:
    """For every document that has a near-duplicate: the first of its group, by first sight and id.

    The file at `path` is made to hold the hashes of all documents. Raises OSError.
    """
    documents = [(row[0], _print(*row)) for row in corpus.rows(_DOCUMENTS)]
    with replaced(path) as file:
        for record in _records(corpus, documents, _known(path)):
            file.write(record)
    hashes, first = _known(path)["hashes"], dict[int, int]()
    for a, b in _pairs(hashes):
        one, other = sorted((_root(first, a), _root(first, b)))
        if one != other:
            first[other] = one
    found = {n: _root(first, n) for n in {*first, *first.values()}}
    return _by_age(corpus, {documents[n][0]: documents[root][0] for n, root in found.items()})


def signature(text: str) -> npt.NDArray[np.uint32]:
    """The sixty-four hashes of a text; equal for equal words, whatever the blanks between them."""
    crc = zlib.crc32
    words = np.array([crc(word.encode()) for word in text.lower().split()] or [0], np.uint64)
    width = min(_WORDS, len(words))
    parts = np.zeros(len(words) - width + 1, np.uint64)
    for n in range(width):
        parts = (parts ^ words[n : n + len(parts)]) * _SPREAD
        parts ^= parts >> np.uint64(29)
    parts = np.unique(parts)
    hashes = ((parts * factor + addend) >> np.uint64(32) for factor, addend in zip(_FACTORS, _ADDENDS, strict=True))
    return np.array([values.min() for values in hashes], np.uint32)


def _records(corpus: Corpus, documents: Sequence[tuple[str, int]], known: _Records) -> Iterator[bytes]:
    """What the file is to hold: its version, then a record for each document."""
    rows = {print_: n for n, print_ in enumerate(known["print"].tolist())}
    new = _signatures(corpus, [document_id for document_id, print_ in documents if print_ not in rows])
    yield _record(_version(), np.zeros(_HASHES, np.uint32))
    for _, print_ in documents:
        yield known[rows[print_]].tobytes() if print_ in rows else _record(print_, next(new))


def _signatures(corpus: Corpus, document_ids: Sequence[str]) -> Iterator[npt.NDArray[np.uint32]]:
    for at in range(0, len(document_ids), _AT_ONCE):
        for (text,) in corpus.rows(_TEXTS, wanted(document_ids[at : at + _AT_ONCE])):
            yield signature(text)


def _record(print_: int, hashes: npt.NDArray[np.uint32]) -> bytes:
    return np.array((print_, hashes), _RECORD).tobytes()


def _known(path: Path) -> _Records:
    """The records of the documents in the file; none where there is none, or other code made it."""
    size = path.stat().st_size if path.is_file() else 0
    if size and size % _RECORD.itemsize == 0:
        records = np.memmap(path, _RECORD, "r")
        if records[0]["print"] == _version():
            return records[1:]
    return np.zeros(0, _RECORD)


def _print(*row: str) -> int:
    """What stands for a document as a run left it."""
    return int.from_bytes(hashlib.sha256("\t".join(row).encode()).digest()[:8], "little")


@cache
def _version() -> int:
    return _print(Path(__file__).read_text("utf-8"))


def _pairs(hashes: npt.NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Rows that are alike; of many, each with the first of them and with the one before it."""
    width = _HASHES // _BANDS
    for band in range(0, _HASHES if len(hashes) else 0, width):
        keys = np.zeros(len(hashes), np.uint64)
        for column in range(band, band + width):
            keys = (keys ^ hashes[:, column].astype(np.uint64)) * _SPREAD
        order = np.argsort(keys, kind="stable")
        new = np.append(True, keys[order[1:]] != keys[order[:-1]])
        opening = np.maximum.accumulate(np.where(new, np.arange(len(new)), 0))
        for n in np.flatnonzero(~new).tolist():
            for other in {int(opening[n]), n - 1}:
                a, b = int(order[other]), int(order[n])
                if np.mean(hashes[a] == hashes[b]) >= ALIKE:
                    yield a, b


def _root(first: dict[int, int], n: int) -> int:
    while n in first:
        n = first[n]
    return n


def _by_age(corpus: Corpus, groups: dict[str, str]) -> dict[str, str]:
    """The same groups, named after the document that was seen first: one that comes later renames none."""
    sql = "SELECT document_id FROM documents WHERE list_contains(?, document_id) ORDER BY first_seen, document_id"
    names: dict[str, str] = {}
    for (document_id,) in corpus.rows(sql, [list(groups)]):
        names.setdefault(groups[document_id], document_id)
    return {document_id: names[root] for document_id, root in groups.items()}

"""What is marked in a document, cut so that elements nest: at the ends of blocks and lines, and where marks cross."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, pairwise
from typing import NamedTuple
from urllib.parse import quote

from pipeline.exports.contents import Contents
from pipeline.exports.tei_inline import ID, LANG, Mark

NAMES = {"person": "persName", "organisation": "orgName", "place": "placeName", "work": "title", "term": "term"}
Stretch = tuple[int, int]
"""Start and end of what stands in one element: a block, or a line of one."""


class _Piece(NamedTuple):
    """What is left of the n-th mark in a stretch."""

    mark: Mark
    number: int


def marks(contents: Contents, stretches: Mapping[int, Sequence[Stretch]]) -> dict[tuple[int, int], list[Mark]]:
    """By part and start of each stretch, the marks in it, of which none cross; pieces of one mark name each other."""
    cut: defaultdict[tuple[int, int], list[_Piece]] = defaultdict(list)
    for number, (part, mark) in enumerate(_marks(contents)):
        for start, end in _over(stretches.get(part, ()), mark):
            cut[part, start].append(_Piece(_clipped(mark, start, end), number))
    nested = {stretch: list(_nested(cut[stretch])) for stretch in sorted(cut)}
    linked = _linked([piece for pieces in nested.values() for piece in pieces])
    return {stretch: [next(linked) for _ in pieces] for stretch, pieces in nested.items()}


def _marks(contents: Contents) -> Iterator[tuple[int, Mark]]:
    """Part and mark of all that is marked. Names are never cut but by names, and at the ends of lines."""
    for e in contents.emphasis:
        yield e.part, Mark(e.start, e.end, 0, "hi", {"rend": e.kind})
    for s in contents.spans:
        yield s.part, Mark(s.start, s.end, 1, "foreign", {LANG: s.tag})
    for m in contents.mentions:
        wikidata = {"ref": f"http://www.wikidata.org/entity/{quote(m.wikidata)}"} if m.wikidata else {}
        yield m.part, Mark(m.start, m.end, 2, NAMES[m.kind], {"key": m.entity_id, **wikidata})


def _over(stretches: Sequence[Stretch], mark: Mark) -> Iterator[Stretch]:
    """The stretches that the mark has something of."""
    here = max(bisect_right(stretches, mark.start, key=lambda stretch: stretch[0]) - 1, 0)
    while here < len(stretches) and stretches[here][0] < mark.end:
        if mark.start < stretches[here][1]:
            yield stretches[here]
        here += 1


def _clipped(mark: Mark, start: int, end: int) -> Mark:
    return mark._replace(start=max(mark.start, start), end=min(mark.end, end))


def _nested(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The same pieces in their order, cut where they would cross one of higher rank."""
    kept: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.mark.rank, piece.mark.start, -piece.mark.end)):
        mark = piece.mark
        crossed = [edge for other in kept for edge in _crossings(mark, other.mark)]
        edges = pairwise(sorted({mark.start, mark.end, *crossed}))
        kept.extend(piece._replace(mark=_clipped(mark, start, end)) for start, end in edges)
    return sorted(kept, key=lambda piece: (piece.mark.start, -piece.mark.end, piece.mark.rank))


def _crossings(mark: Mark, other: Mark) -> Iterator[int]:
    if mark.start < other.start < mark.end < other.end:
        yield other.start
    if other.start < mark.start < other.end < mark.end:
        yield other.end


def _linked(pieces: Sequence[_Piece]) -> Iterator[Mark]:
    """The marks of the pieces, each with an id and the ids of its neighbours where it is one of several."""
    siblings: defaultdict[int, list[int]] = defaultdict(list)
    for n, piece in enumerate(pieces):
        siblings[piece.number].append(n)
    numbers = count(1)
    names = {n: f"piece-{next(numbers)}" for several in siblings.values() if len(several) > 1 for n in several}
    links: defaultdict[int, dict[str, str]] = defaultdict(dict, {n: {ID: name} for n, name in names.items()})
    for before, behind in (pair for several in siblings.values() for pair in pairwise(several)):
        links[before]["next"], links[behind]["prev"] = f"#{names[behind]}", f"#{names[before]}"
    for n, piece in enumerate(pieces):
        yield piece.mark._replace(attributes={**piece.mark.attributes, **links[n]})

"""The search index of a report: scripts that a page can load from disk, divided by the first letters of words.

`search/index.js` lists documents and the lengths of their paragraphs, `search/w-….js` tells in which paragraphs each
word stands, `search/p-….js` has the paragraphs of one document. A paragraph is found by its words, by the names of the
entities in it and by the Cyrillic reading of what is romanised in it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain, pairwise
from typing import Any

from pipeline.report.names import page_name, title
from pipeline.report.rows import DocumentRows
from pipeline.report.site import Site

BEGINNING = 2  # code points of a word that choose its file
_WORD = re.compile(r"[^\W_]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Row = tuple[Any, ...]


def words(text: str) -> list[str]:
    """Words without marks and case, as `search.js` folds them.

    >>> words("Очерки ИСТОРИИ; Goloshchëkin’s")
    ['очерки', 'истории', 'goloshchekin', 's']
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_marks())
    return _WORD.findall(text.lower())


@cache
def _marks() -> dict[int, None]:
    """Every combining mark of Unicode, to be removed."""
    planes = chain(range(0x300, 0x20000), range(0xE0100, 0xE01F0))
    return {c: None for c in planes if unicodedata.category(chr(c)).startswith("M")}


class SearchIndex:
    """The index, filled document by document."""

    def __init__(self) -> None:
        self._documents: list[tuple[str, str, int]] = []
        self._lengths: list[int] = []
        self._places: dict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, site: Site, rows: DocumentRows) -> None:
        """One document: its paragraphs are written now, its words are kept until the end."""
        readings = _readings(rows)
        page = page_name(rows.document.document_id)
        self._documents.append((page, title(rows.document), len(self._lengths)))
        told = []
        for n, paragraph in enumerate(rows.paragraphs):
            found = readings[n]
            counted = Counter(words(paragraph.text))
            for _, _, reading in found:
                counted.update(set(words(reading)) - counted.keys())
            for word, times in counted.items():
                self._places[word].extend((len(self._lengths), times))
            self._lengths.append(counted.total())
            told.append([paragraph.paragraph, paragraph.part, paragraph.text, found])
        site.file(f"search/p-{page}.js", f"searchParagraphs({_json(page)},{_json(told)})\n")

    def write(self, site: Site, entities: Iterable[Row]) -> None:
        """Everything but the paragraphs."""
        index: dict[str, object] = {"documents": self._documents, "lengths": " ".join(map(_base36, self._lengths))}
        index["entities"] = [(page_name(e[0]), e[2], e[1], e[5], [*e[7][:12], *e[8][:12]]) for e in entities]
        files = defaultdict[str, dict[str, str]](dict)
        for word in sorted(self._places):
            files[word[:BEGINNING]][word] = _packed(self._places[word])
        index["beginnings"] = " ".join(files)
        site.file("search/index.js", f"searchIndex({_json(index)})\n")
        for beginning, told in files.items():
            name = "-".join(f"{ord(c):x}" for c in beginning)
            site.file(f"search/w-{name}.js", f"searchWords({_json(beginning)},{_json(told)})\n")


def _readings(rows: DocumentRows) -> list[list[tuple[int, int, str]]]:
    """Under what else each paragraph is found, with the place in it that says so."""
    extra = defaultdict[int, list[tuple[int, int, str]]](list)
    for m in rows.mentions:
        extra[m.part].append((m.start, m.end, f"{m.name} {m.cyrillic or ''}".rstrip()))
    for s in rows.spans:
        if s.cyrillic:
            extra[s.part].append((s.start, s.end, s.cyrillic))
    for each in extra.values():
        each.sort(reverse=True)
    found = []
    for p in rows.paragraphs:  # the paragraphs of a part stand in order, so each takes the last ones
        mine, waiting = [], extra[p.part]
        while waiting and waiting[-1][0] < p.end_char:
            start, end, reading = waiting.pop()
            mine.append((max(start - p.start_char, 0), end - p.start_char, reading))
        found.append(mine)
    return found


def _packed(places: array[int]) -> str:
    """Paragraphs as differences in base 36, `:` and how often where it is more than once."""
    numbers = [0, *places[::2]]
    steps = (_base36(b - a) for a, b in pairwise(numbers))
    return " ".join(s if times == 1 else f"{s}:{times}" for s, times in zip(steps, places[1::2], strict=True))


def _base36(number: int) -> str:
    if number < 36:
        return _DIGITS[number]
    return _base36(number // 36) + _DIGITS[number % 36]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

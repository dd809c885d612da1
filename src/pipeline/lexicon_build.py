"""Counts the words of a corpus into a lexicon: only what was sure before any lexicon could help.

Words at line ends don't count, nor do those that a rule for hyphens or words wrote or doubted: a lexicon must
not learn what the cleaner guessed.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, TYPE_CHECKING

import numpy as np

from pipeline import cleaning, sources
from pipeline.config import Config
from pipeline.document import Cleaned
from pipeline.errors import PipelineError
from pipeline.lexicon import Entry, Lexicon
from pipeline.sources import Source
from pipeline.text import IntArray, Text

if TYPE_CHECKING:
    from pipeline.runs import Progress

LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*"
# No hyphen left dangling before or behind: what hangs on it is a piece of a word, or one that is completed later.
WORD = re.compile(rf"(?<![\w-]){LETTERS}(?:[-'’ʹʼ]{LETTERS})*(?![\w-])")
LINE_END = re.compile(r"[\n\r\f\x0b\x85\u2028\u2029]\s*")
HYPHENS = "-\u00ad¬\u2010\u2011\u2e17"
GUESSING = ("hyphens.", "words.")
LONGEST = 64  # what is longer is no word
ENOUGH_DOCUMENTS, ENOUGH_TIMES = 2, 5


@dataclass(frozen=True, slots=True)
class Built:
    """A new lexicon, and a line for each document left out that says why."""

    lexicon: Lexicon
    left_out: tuple[str, ...]


@dataclass
class Counts:
    """The running sums over documents. Pairs of words are many: they wait in a file until the words are known."""

    pairs: IO[str]
    times: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    words: int = 0
    read: int = 0

    def add(self, cleaned: Cleaned) -> None:
        """One document more."""
        words, pairs = counted(cleaned)
        self.times.update(words)
        self.documents.update(words.keys())
        self.words += words.total()
        self.read += 1
        self.pairs.writelines(f"{pair}\t{times}\n" for pair, times in pairs.items())

    def lexicon(self) -> Lexicon:
        """What stands in two documents or five times; of pairs, those that are written as one word as well."""
        kept = dict(_enough(self.times, self.documents))
        times, documents = Counter[str](), Counter[str]()
        self.pairs.seek(0)
        for row in self.pairs:
            pair, number = row.split("\t")
            first, second = pair.split(" ")
            if first + second in kept or f"{first}-{second}" in kept:
                times[pair] += int(number)
                documents[pair] += 1
        return Lexicon.of(kept | dict(_enough(times, documents)), self.words, self.read)


def build(found: Iterable[Source], config: Config, progress: Progress | None = None) -> Built:
    """Counts these documents one by one, equal bytes once. The order makes no difference."""
    found, seen, left_out = list(found), set[str](), list[str]()
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as pairs:
        counts = Counts(pairs)
        for number, source in enumerate(found):
            if progress:
                progress("count", number, len(found))
            try:
                extraction = sources.read(source, config)
                if extraction.sha256 not in seen:
                    counts.add(cleaning.clean(extraction.raw, extraction.hints))
                seen.add(extraction.sha256)
            except Exception as error:  # as in a run: whatever a document does to us, the others count
                known = isinstance(error, PipelineError)  # which names its document
                left_out.append(str(error) if known else f"{source.name}: {type(error).__name__}: {error}")
        return Built(counts.lexicon(), tuple(left_out))


def counted(cleaned: Cleaned) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands inside the lines of a document, and each pair of words without hyphens."""
    words, pairs = Counter[str](), Counter[str]()
    starts, ends = _unsure(cleaned)
    for part in cleaned.parts:
        spans = list(_sure(part, starts, ends))
        texts = [part.clean[start:end].lower() for start, end in spans]
        words.update(texts)
        pairs.update(
            f"{first} {second}"
            for (first, second), ((_, end), (start, _)) in zip(pairwise(texts), pairwise(spans), strict=True)
            if start == end + 1 and part.clean[end] == " " and "-" not in first + second
        )
    return words, pairs


def _sure(part: Text, starts: IntArray, ends: IntArray) -> Iterator[tuple[int, int]]:
    """Words of a part that touch none of the raw ranges."""
    spans = [m.span() for m in WORD.finditer(part.clean) if m.end() - m.start() <= LONGEST]
    raw_starts = part.to_raw([start for start, _ in spans])
    raw_ends = part.to_raw_end([end for _, end in spans])
    begun = np.searchsorted(starts, raw_ends, side="right")
    over = np.searchsorted(ends, raw_starts, side="left")
    for span, sure in zip(spans, (begun == over).tolist(), strict=True):
        if sure:
            yield span


def _unsure(cleaned: Cleaned) -> tuple[IntArray, IntArray]:
    """Raw ranges whose words don't count, as sorted starts and sorted ends."""
    edits = (edit for part in cleaned.parts for edit in part.edits())
    ranges = [
        *_line_ends(cleaned.raw),
        *((e.raw_start, e.raw_end) for e in edits if any(rule.startswith(GUESSING) for rule in e.rules)),
        *((doubt.raw_start, doubt.raw_end) for doubt in cleaned.doubts),
    ]
    columns = np.array(ranges, np.int64).reshape(-1, 2)
    return np.sort(columns[:, 0]), np.sort(columns[:, 1])


def _line_ends(raw: str) -> Iterator[tuple[int, int]]:
    """Where lines end, with the blanks around and a hyphen before."""
    for match in LINE_END.finditer(raw):
        start = match.start()
        while start and raw[start - 1].isspace():
            start -= 1
        yield start - (start > 0 and raw[start - 1] in HYPHENS), match.end()


def _enough(times: Counter[str], documents: Counter[str]) -> Iterator[tuple[str, Entry]]:
    for word, number in times.items():
        if documents[word] >= ENOUGH_DOCUMENTS or number >= ENOUGH_TIMES:
            yield word, Entry(number, documents[word])

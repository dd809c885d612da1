"""The corpus lexicon: how often a word stands in the corpus, frozen in a file with a version.

It helps where a document's own evidence is thin. `lexicon_build.py` counts, only when it is asked to; the file is
a table to look into: a head, then `word, times, documents` a line, sorted by the bytes of the words.
"""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ConfigError

FORMAT = 1
HEAD = "# pipeline lexicon, format {}: version {}, {} words, {} documents"
NUMBER = r"(\d{1,18})"
HEAD_PATTERN = re.compile((HEAD.format(NUMBER, "(none|[0-9a-f]{16})", NUMBER, NUMBER) + "\n").encode())
FORMAT_PATTERN = re.compile(HEAD.partition(":")[0].format(NUMBER).encode())
MOST_ODDS = 2.5
MOST_A_DOCUMENT = 5  # what one document can teach, however often it says the same
REMEDY = "`pipeline lexicon build` makes it anew"


class Entry(NamedTuple):
    """How often a word stands in the corpus, and in how many of its documents."""

    times: int
    documents: int


@dataclass(frozen=True)
class Lexicon:
    """Words in small letters, hyphenated ones whole, and forms of two words that are also written as one.

    `words` of `documents` documents were counted; `rows` are the words that were kept, as the file has them.

    >>> lexicon = Lexicon.of({"railway": Entry(7, 3), "rail-way": Entry(2, 2)}, words=900, documents=4)
    >>> lexicon.count("Railway"), lexicon.documents_with("rail-way"), lexicon.count("rail way")
    (7, 2, 0)
    """

    rows: bytes
    words: int
    documents: int

    @staticmethod
    def none() -> Lexicon:
        """The lexicon that knows nothing: cleaning with it is cleaning without."""
        return NONE

    @staticmethod
    def of(entries: Mapping[str, Entry], words: int, documents: int) -> Lexicon:
        """The same for equal entries in whatever order. The words are in small letters, without tabs and line ends."""
        rows = sorted((_bytes(word), *entry) for word, entry in entries.items())
        return Lexicon(b"".join(b"%b\t%d\t%d\n" % row for row in rows), words, documents)

    @staticmethod
    def load(path: Path) -> Lexicon:
        """What `save` wrote. Raises ConfigError where the file is missing, damaged or of a newer format."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ConfigError(f"{path}: the lexicon cannot be read: {error.strerror}; {REMEDY}") from error
        return _parsed(data, path)

    def save(self, path: Path) -> None:
        """Writes the file whole or not at all. Raises ConfigError."""
        head = HEAD.format(FORMAT, self.version, self.words, self.documents)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(head.encode() + b"\n" + self.rows)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        except OSError as error:
            remedy = "see that the folder can be written, or give --output another file"
            raise ConfigError(f"{path}: the lexicon cannot be written: {error.strerror}; {remedy}") from error
        finally:
            with suppress(OSError):
                unfinished.unlink()

    @cached_property
    def version(self) -> str:
        """A fingerprint of all that is in it; "none" where it knows no word."""
        if not self.rows:
            return "none"
        digest = hashlib.sha256(b"%d\t%d\n" % (self.words, self.documents))
        digest.update(self.rows)
        return digest.hexdigest()[:16]

    def count(self, word: str) -> int:
        """How often the word stands in the corpus; 0 for one that was not kept."""
        return self._entry(word).times

    def documents_with(self, word: str) -> int:
        """In how many documents it stands."""
        return self._entry(word).documents

    def odds(self, one: str, other: str) -> float:
        """Log odds for one spelling against another, damped: from -2.5 to 2.5, 0.0 where neither is known.

        No document counts for more than five times, so that one bad document does not decide.
        """
        found = log((self._weight(one) + 1) / (self._weight(other) + 1))
        return max(-MOST_ODDS, min(MOST_ODDS, found))

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """All words that were kept, sorted."""
        for row in self._table:
            word, times, documents = row.split(b"\t")
            yield word.decode("utf-8", "surrogatepass"), Entry(int(times), int(documents))

    def __len__(self) -> int:
        """How many words were kept."""
        return len(self._table)

    @cached_property
    def _table(self) -> list[bytes]:
        return self.rows.split(b"\n")[:-1]

    def _weight(self, word: str) -> int:
        entry = self._entry(word)
        return min(entry.times, MOST_A_DOCUMENT * entry.documents)

    def _entry(self, word: str) -> Entry:
        key = _bytes(word.lower())
        n = bisect_left(self._table, key + b"\t")  # a tab sorts before all that can stand in a word
        found, times, documents = self._table[n].split(b"\t") if n < len(self._table) else (b"", 0, 0)
        return Entry(int(times), int(documents)) if found == key else ABSENT


ABSENT = Entry(0, 0)
NONE = Lexicon(b"", 0, 0)


def in_force(path: Path) -> Lexicon:
    """The lexicon at the configured path, read once as long as the file does not change; none where there is no file.

    Raises ConfigError for a file that is there and cannot be used.
    """
    try:
        known = path.stat()
    except FileNotFoundError:
        return NONE
    except OSError as error:
        raise ConfigError(f"{path}: the lexicon cannot be read: {error.strerror}; {REMEDY}") from error
    return _loaded(path, (known.st_ino, known.st_mtime_ns, known.st_size))


@lru_cache(maxsize=2)
def _loaded(path: Path, state: tuple[int, ...]) -> Lexicon:
    return Lexicon.load(path)


def _parsed(data: bytes, path: Path) -> Lexicon:
    said = FORMAT_PATTERN.match(data)
    if said and int(said[1]) > FORMAT:
        raise ConfigError(
            f"{path}: is of format {int(said[1])}, this program knows {FORMAT}; use the newer program, or {REMEDY}"
        )
    head = HEAD_PATTERN.match(data)
    if head is None:
        raise ConfigError(f"{path}: is not a lexicon; take it away, or {REMEDY}")
    found = Lexicon(data[head.end() :], int(head[3]), int(head[4]))
    if found.version != head[2].decode():
        raise ConfigError(f"{path}: is damaged: its words are not those that were counted; {REMEDY}")
    return found


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")

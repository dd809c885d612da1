"""The bytes of a source: from a store, or from files that may be anything, pipes, devices, links, growing ones."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline import places
from pipeline.errors import UnreadableError
from pipeline.places import Url
from pipeline.sources.shapes import Source

_PIECE = 1 << 20


def load(source: Source, limit: int) -> bytes:
    """All bytes. Raises UnreadableError where they cannot be had, or are more than `limit`; StorageError."""
    if isinstance(source.path, Url):
        return _fetched(source.name, source.path, source.size, limit)
    with _opened(source, source.path, limit) as (file, _):
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(source.name, limit)
    return data


def digest(source: Source, limit: int) -> str:
    """The SHA-256 of the file as long as it is when it is opened. Raises UnreadableError, StorageError."""
    if isinstance(source.path, Url):
        return hashlib.sha256(load(source, limit)).hexdigest()
    sha256 = hashlib.sha256()
    with _opened(source, source.path, limit) as (file, left):
        while piece := file.read(min(left, _PIECE)):
            sha256.update(piece)
            left -= len(piece)
    return sha256.hexdigest()


def _fetched(name: str, url: Url, size: int, limit: int) -> bytes:
    """Only what is wrong with this document is its own; that a store does not answer is everybody's."""
    if size > limit:
        raise _too_large(name, limit)
    try:
        data = places.read(url)
    except OSError as error:
        raise UnreadableError(name, f"cannot be read: {error}", "see that it may be read, or leave it out") from error
    if len(data) > limit:
        raise _too_large(name, limit)
    return data


@contextmanager
def _opened(source: Source, path: Path, limit: int) -> Iterator[tuple[BinaryIO, int]]:
    """The file and its size; whatever goes wrong while it is read is told as well."""
    name = source.name
    try:
        _refuse_links_out(source, path)
        # Before opening: a pipe without a writer would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError(name, "not a regular file", "give a file that holds the document")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise _too_large(name, limit)
            yield file, size
    except OSError as error:
        if path.is_symlink() and not path.exists():
            reason = f"a link to {os.fspath(path.readlink())!r}, which is not there"
            raise UnreadableError(name, reason, "mend the link, or take it away") from error
        reason = f"cannot be opened: {error.strerror}"
        raise UnreadableError(name, reason, "make the file readable, or leave it out") from error


def _refuse_links_out(source: Source, path: Path) -> None:
    if not source.inside or not path.is_symlink():
        return
    target = os.path.realpath(path)
    if not Path(target).is_relative_to(os.path.realpath(source.inside)):
        remedy = "put the document itself there, or name it or its folder among the sources"
        raise UnreadableError(source.name, f"a link that leads out of the folder, to {target!r}", remedy)


def _too_large(name: str, limit: int) -> UnreadableError:
    reason = f"larger than limits.max_bytes, {limit:,} bytes"
    return UnreadableError(name, reason, "raise that limit, or divide the document")

"""Where documents and staged rows are: on this machine, or in a store that fsspec knows (S3, Google, Azure, SFTP, …).

A place is a `Path` or a `Url`. What a local path can do `pathlib` does; the functions below are for stores. fsspec
and the package of a store are imported when a URL is met. Credentials and addresses of stores come from the
environment and fsspec's own configuration, never from here, so that children and cluster workers have theirs.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import ConfigError, StorageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

LOCAL = frozenset({"file", "local"})
BUCKETS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci"})
"""Stores without folders: what is missing there is the bucket, which nobody wants made for a slip of the pen."""
_REMEDY = "see that the store answers, and that address and credentials are in the environment"


@dataclass(frozen=True, slots=True)
class Url:
    """An address in a store, such as `s3://bucket/docs`, without a slash at its end."""

    address: str

    def __str__(self) -> str:
        return self.address

    def __truediv__(self, below: str) -> Url:
        return Url(f"{self.address}/{below}")

    @property
    def name(self) -> str:
        """The last part."""
        return self.address.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The last part without its ending."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of the last part, with its full stop."""
        return PurePosixPath(self.name).suffix

    def with_name(self, name: str) -> Url:
        """A neighbour."""
        return Url(f"{self.address.rpartition('/')[0]}/{name}")


Place = Path | Url


def place(text: str | Path | Url) -> Place:
    """What somebody wrote. Raises ConfigError for an address that says a password, which would stand in tables."""
    if isinstance(text, Path | Url) or "://" not in text:
        return text if isinstance(text, Url) else Path(text)
    protocol, _, rest = text.partition("://")
    if protocol in LOCAL:
        return Path(rest)
    if urlsplit(text).password is not None:
        raise ConfigError(
            f"{protocol}://…: a password stands in this address; give it to the store's own configuration"
        )
    return Url(text.rstrip("/"))


def files(url: Url) -> dict[Url, int]:
    """Every file below the address, or that one, with its size in bytes; none where there is nothing.

    Hidden ones, and what the store calls a link, are not among them. Raises StorageError.
    """
    with _store(url) as (store, path):
        store.invalidate_cache()  # or it tells what was there the last time
        found = store.find(path, detail=True)
    root = path.rstrip("/")
    below = {name.removeprefix(root).strip("/"): each for name, each in found.items()}
    return {
        url / name if name else url: int(each.get("size") or 0)
        for name, each in below.items()
        if each.get("type", "file") == "file" and not any(part.startswith(".") for part in name.split("/"))
    }


def exists(url: Url) -> bool:
    """Whether there is a file. Raises StorageError."""
    with _store(url) as (store, path):
        return bool(store.isfile(path))


def read(url: Url) -> bytes:
    """The whole file. Raises FileNotFoundError and PermissionError for this one, StorageError for all else."""
    with _store(url, FileNotFoundError, PermissionError) as (store, path):
        return bytes(store.cat_file(path))


def write(url: Url, data: bytes) -> None:
    """The whole file, in the place of one that is there. Raises StorageError."""
    with _store(url) as (store, path):
        try:
            store.pipe_file(path, data)
        except FileNotFoundError:
            if url.address.partition("://")[0] in BUCKETS:
                raise
            store.makedirs(path.rpartition("/")[0], exist_ok=True)
            store.pipe_file(path, data)


def below(url: Url) -> list[Url]:
    """What is directly below the address; nothing where it is not there. Raises StorageError."""
    with _store(url) as (store, path):
        store.invalidate_cache()
        try:
            found = store.ls(path, detail=False)
        except FileNotFoundError:
            return []
    return [url / name.rstrip("/").rpartition("/")[2] for name in found]


def remove(url: Url) -> None:
    """Takes away all that is below the address. Raises StorageError."""
    with _store(url) as (store, path):
        store.invalidate_cache()
        if store.exists(path):
            store.rm(path, recursive=True)


@contextmanager
def _store(url: Url, *known: type[OSError]) -> Iterator[tuple[AbstractFileSystem, str]]:
    """The store and the path in it; what goes wrong there, but for the `known` errors, is a StorageError.

    The address is not taken apart by fsspec, to which a name with `::` would say more than one.
    """
    protocol = url.address.partition("://")[0]
    try:
        kind = importlib.import_module("fsspec").get_filesystem_class(protocol)
    except (ImportError, ValueError) as error:
        remedy = "correct the address, or install what reads it: the extra `cluster` has s3fs"
        raise ConfigError(f"{url}: {error}; {remedy}") from error
    try:
        yield kind(**kind._get_kwargs_from_urls(url.address)), kind._strip_protocol(url.address)
    except known:
        raise
    except Exception as error:  # every store has its own
        raise StorageError(f"{url}: {type(error).__name__}: {error}; {_REMEDY}") from error

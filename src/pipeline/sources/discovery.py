"""Which documents there are: files given by name, and what folders hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

from pipeline import places
from pipeline.errors import ConfigError
from pipeline.places import Place, Url
from pipeline.sources.shapes import MEDIA_TYPES, TEXT, Source

if TYPE_CHECKING:
    from pipeline.config import Config

SIDECAR = ".meta.toml"
_P = TypeVar("_P", Path, Url)
_UNSEEN = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def discover(paths: Sequence[Place], config: Config) -> list[Source]:
    """The documents under `paths`, each once, sorted by name.

    A folder is walked to the bottom for files that match the configured patterns (capitals make no
    difference), without hidden files and sidecars, and without following links to folders; a file given by name
    is taken whatever its ending. What turns out to be no document (a pipe, a link that leads out of the folder or
    nowhere) is among them: whoever reads it says so. Relative paths count from the working directory. Raises
    ConfigError for a path that does not exist or a folder that cannot be listed, and for exports among the sources,
    StorageError for a store that does not answer: a missing document must never pass for a removed one.
    """
    refuse_exports_among(paths, config)
    found: dict[str, Source] = {}
    for path in paths:
        for source in _in_store(path, config) if isinstance(path, Url) else _here(path, config):
            found[source.name] = source
    return [found[name] for name in sorted(found)]


def refuse_exports_among(paths: Sequence[Place], config: Config) -> None:
    """Raises ConfigError that names the entry, where an export's files would be found by `discover`."""
    for number, export in enumerate(config.exports, 1):
        try:
            refuse_among(paths, export.directory, config)
        except ConfigError as error:
            raise ConfigError(f"{config.entry(number)}, directory: {error}") from error


def refuse_among(paths: Sequence[Place], folder: Path, config: Config) -> None:
    """Raises ConfigError where what is written into `folder` would be found by `discover`."""
    target = Path(os.path.abspath(folder))
    for top in (Path(os.path.abspath(path)) for path in paths if isinstance(path, Path)):
        if target.is_relative_to(top):
            below = target.relative_to(top)
            hidden = any(part.startswith(".") for part in below.parts)
            if not hidden and any(_wanted(below / f"x{ending}", config) for ending in (".txt", *MEDIA_TYPES)):
                raise ConfigError(
                    f"{folder}: is in the source folder {top}, and the next run would take what is written there for"
                    " documents; choose a folder outside of it, or leave this one out by sources.exclude"
                )


def sidecars(path: _P) -> tuple[_P, _P]:
    """The two names that a document's sidecar may have, the one that goes first."""
    return path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR)


def _here(path: Path, config: Config) -> Iterator[Source]:
    top = Path(os.path.abspath(path))
    if not top.exists():
        raise _missing(path)
    folder = top if top.is_dir() else None
    for file in _walk(top, config) if folder else [top]:
        yield Source(_name(file, config.root), file, _media_type(file), _size(file), folder)


def _in_store(top: Url, config: Config) -> Iterator[Source]:
    """Sidecars are found by the one listing of a folder: to ask for each would be two questions a document."""
    found = places.files(top)
    if not found:
        raise _missing(top)
    for file, size in found.items():
        if file == top:
            beside = filter(places.exists, sidecars(file))
        elif _wanted(PurePath(str(file).removeprefix(f"{top}/")), config):
            beside = filter(found.__contains__, sidecars(file))
        else:
            continue
        yield Source(_plain(str(file)), file, _media_type(file), size, sidecar=next(beside, None))


def _missing(path: Place) -> ConfigError:
    return ConfigError(
        f"{path}: no such file or folder; correct the path, or sources.paths of the configuration;"
        " `pipeline run FOLDER` takes documents from elsewhere, `pipeline demo DIR` makes some to try"
    )


def _walk(top: Path, config: Config) -> Iterator[Path]:
    for folder, folders, files in os.walk(top, onerror=_unlisted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = PurePath(os.path.relpath(folder, top))
        yield from (Path(folder, name) for name in files if _wanted(below / name, config))


def _unlisted(error: OSError) -> None:
    raise ConfigError(f"{error.filename}: {error.strerror}; make the folder readable, or leave it out") from error


def _wanted(path: PurePath, config: Config) -> bool:
    name = path.name.lower()
    if name.startswith(".") or name.endswith(SIDECAR):
        return False
    return _matches(path, config.sources.include) and not _matches(path, config.sources.exclude)


def _matches(path: PurePath, patterns: Sequence[str]) -> bool:
    whole = path.as_posix().lower()
    return any(fnmatchcase(whole if "/" in p else path.name.lower(), p.lower()) for p in patterns)


def _name(file: Path, root: Path) -> str:
    """Posix path from the root, where the file is below it."""
    root = Path(os.path.abspath(root))
    path = file.relative_to(root) if file.is_relative_to(root) else file
    return _plain(path.as_posix())


def _plain(name: str) -> str:
    """Bytes that are no UTF-8, control characters and what turns the direction of writing are spelt out, and so is the
    backslash that this takes: names stand in tables, logs and terminals.
    """
    plain = _UNSEEN.sub(lambda m: m[0].encode("unicode_escape").decode(), name)
    return os.fsencode(plain).decode("utf-8", "backslashreplace")


def _size(file: Path) -> int:
    """Bytes; of a link to nowhere its own."""
    try:
        return file.stat().st_size
    except OSError:
        return file.lstat().st_size


def _media_type(file: Place) -> str:
    return MEDIA_TYPES.get(file.suffix.lower(), TEXT)

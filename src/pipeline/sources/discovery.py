"""Which documents there are: files given by name, and what folders hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.sources.shapes import MEDIA_TYPES, TEXT, Source

if TYPE_CHECKING:
    from pipeline.config import Config

SIDECAR = ".meta.toml"


def discover(paths: Sequence[Path], config: Config) -> list[Source]:
    """The documents under `paths`, each once, sorted by name.

    A folder is walked to the bottom for files that match the configured patterns (capitals make no
    difference), without hidden files, sidecars and links that lead out of it; a file given by name is taken
    whatever its ending. Relative paths count from the working directory. Raises ConfigError for a path that
    does not exist or a folder that cannot be listed: a missing document must never pass for a removed one.
    """
    found: dict[str, Source] = {}
    for path in paths:
        top = Path(os.path.abspath(path))
        if not top.exists():
            raise ConfigError(
                f"{path}: no such file or folder; correct the path, or sources.paths of the configuration"
            )
        for file in _walk(top, config) if top.is_dir() else [top]:
            name = _name(file, config.root)
            found[name] = Source(name, file, _media_type(file), file.stat().st_size)
    return [found[name] for name in sorted(found)]


def _walk(top: Path, config: Config) -> Iterator[Path]:
    home = top.resolve()
    for folder, folders, files in os.walk(top, onerror=_unlisted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            file = Path(folder, name)
            if _wanted(file.relative_to(top), config) and file.is_file() and file.resolve().is_relative_to(home):
                yield file


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
    """Posix path from the root, where the file is below it. Bytes that are no UTF-8 are spelt out."""
    root = Path(os.path.abspath(root))
    path = file.relative_to(root) if file.is_relative_to(root) else file
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _media_type(file: Path) -> str:
    return MEDIA_TYPES.get(file.suffix.lower(), TEXT)

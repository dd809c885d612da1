"""What the user says of a document: title, author, year, URL, rights. Never guessed from the text.

A sidecar `name.meta.toml` (or `name.txt.meta.toml`) beside the document wins over the one CSV table of the
configuration, which has a column `source` or `file` and any of the five.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import places
from pipeline.document import Metadata
from pipeline.errors import ConfigError
from pipeline.places import Place, Url
from pipeline.sources.discovery import sidecars
from pipeline.sources.shapes import Source

if TYPE_CHECKING:
    from pipeline.config import Config

KEYS = tuple(f.name for f in fields(Metadata))


def metadata_for(source: Source, config: Config) -> Metadata:
    """What sidecar or table say of this document, else an empty Metadata.

    Raises ConfigError that names file and line.
    """
    if sidecar := _beside(source):
        return _from_sidecar(sidecar)
    if config.metadata.table is None:
        return Metadata()
    rows = metadata_table(config.metadata.table)
    return rows.get(source.name) or rows.get(source.path.name) or Metadata()


def metadata_table(path: Path) -> Mapping[str, Metadata]:
    """What the table says, by source or file. Raises ConfigError that names file and line."""
    return _table(path, *_stamp(path))


def _beside(source: Source) -> Place | None:
    """The document's sidecar, None where it has none."""
    if isinstance(source.path, Url):
        return source.sidecar
    return next((each for each in sidecars(source.path) if each.is_file()), None)


def _from_sidecar(path: Place) -> Metadata:
    text = _text(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: cannot be read as TOML: {error}; mend it there") from error
    for key, value in values.items():
        line = re.search(rf"^[ \t\[\"']*{re.escape(key)}\b", text, re.MULTILINE)
        where = f"{path}, line {text.count(chr(10), 0, line.start()) + 1 if line else 1}"
        if key not in KEYS:
            raise ConfigError(f"{where}: unknown key {key}; known are {', '.join(KEYS)}")
        if type(value) is not (int if key == "year" else str):
            want = "a whole number" if key == "year" else "text in quotes"
            raise ConfigError(f"{where}: {key} is {value!r}; it has to be {want}")
    return Metadata(**values)


def _stamp(table: Path) -> tuple[int, int]:
    """Time and size of the table: it is read again only when they change."""
    try:
        status = table.stat()
    except OSError as error:
        raise ConfigError(f"{table}: {error.strerror}; correct metadata.table of the configuration") from error
    return status.st_mtime_ns, status.st_size


@functools.lru_cache(maxsize=4)
def _table(table: Path, mtime_ns: int, size: int) -> Mapping[str, Metadata]:
    """Name of a source, or of its file, → what the table says of it."""
    reader = csv.DictReader(io.StringIO(_text(table).removeprefix("\ufeff"), newline=""), strict=True)
    rows: dict[str, Metadata] = {}
    try:
        column = next((name for name in ("source", "file") if name in (reader.fieldnames or ())), None)
        if column is None:
            raise ConfigError(f"{table}, line 1: no column source or file, found {reader.fieldnames}; add one")
        for row in reader:
            where = f"{table}, line {reader.line_num}"
            if None in row or None in row.values():
                raise ConfigError(f"{where}: not as many fields as the first line has; mend the row")
            name = row[column].strip()
            if name in rows:
                raise ConfigError(f"{where}: {name} has a row already; keep one of them")
            rows[name] = _row(row, where)
    except csv.Error as error:
        raise ConfigError(f"{table}, line {reader.reader.line_num}: {error}; mend it there") from error
    return rows


def _row(row: Mapping[str, str], where: str) -> Metadata:
    texts = {key: row[key].strip() or None for key in KEYS if key in row and key != "year"}
    year = row.get("year", "").strip()
    try:
        return Metadata(**texts, year=int(year) if year else None)
    except ValueError as error:
        raise ConfigError(f"{where}: year is {year!r}; it has to be a whole number") from error


def _text(path: Place) -> str:
    try:
        return places.read(path).decode() if isinstance(path, Url) else path.read_text("utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: cannot be read as UTF-8: {error}; save it as UTF-8") from error

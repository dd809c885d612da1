"""What somebody wrote → a value of the right kind, or a ConfigError: where it was, and what is wanted."""

from __future__ import annotations

import difflib
import json
import os
import re
import shlex
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipeline.errors import ConfigError
from pipeline.paths import data
from pipeline.places import Place, Url, place

FIELDS = 5  # of cron, what all who read it agree on; a sixth is seconds to one and something else to another
_OF_A_SHELL = re.compile(r"(?:[|&;]|\d*[<>]).*|.*;")
_QUOTED = re.compile(r"""\\.|'[^']*'|"(?:\\.|[^"\\])*\"""", re.DOTALL)
_T = TypeVar("_T")


class Given(NamedTuple):
    """A value, the file, variable or flag it was found in, and the folder its relative paths count from."""

    value: object
    origin: str
    base: Path


def checked(key: str, kind: object, rules: Mapping[str, Any], given: Given) -> Any:
    """The value as `kind`, a key of KINDS. `rules` are `least`, `choices`, or `check` and `want`.

    `want` says in words what is wanted, or is asked for them with the wrong value.
    """
    want, convert = KINDS[kind]
    value = convert(given.value, given.base)
    if value is not None and "least" in rules and value < rules["least"]:
        value, want = None, f"a whole number, {rules['least']} or more"
    if value is not None and "choices" in rules and value not in rules["choices"]:
        value, want = None, " or ".join(map(repr, rules["choices"]))
    if value is not None and "check" in rules and not rules["check"](value):
        value, want = None, rules["want"](value) if callable(rules["want"]) else rules["want"]
    if value is None:
        found = str(given.value) if isinstance(given.value, Path) else given.value
        raise ConfigError(f"{given.origin}: {key} is {found!r}; it has to be {want}")
    return value


def parsed(text: str, kind: object) -> object:
    """A variable's text as the file would have it; a list is a TOML array, or divided as PATH is."""
    if kind is int:
        return int(text) if text.strip().removeprefix("-").isdecimal() else text
    if kind not in (tuple[str, ...], tuple[Path, ...], tuple[Place, ...]):
        return text
    if not text.lstrip().startswith("["):
        return [item for item in re.split(f"{os.pathsep}(?!//)", text) if item]
    try:
        return tomllib.loads(f"list = {text}")["list"]
    except tomllib.TOMLDecodeError:
        return text


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: the known one that was meant, or all that are known."""
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"


def is_timezone(name: str) -> bool:
    """Whether this machine knows the time zone."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def fires(cron: str, after: datetime) -> datetime:
    """When a schedule comes next. Raises ValueError for what is none, and for one that never comes."""
    from cronsim import CronSim, CronSimError

    if (fields := len(cron.split())) != FIELDS:
        raise ValueError(f"{fields} fields")
    try:
        return next(CronSim(cron, after))
    except (CronSimError, StopIteration) as error:
        raise ValueError(str(error) or "it never comes") from error


def is_cron(line: str) -> bool:
    """Whether it is a schedule that comes at some time."""
    try:
        fires(line, datetime.now(UTC))
    except ValueError:
        return False
    return True


def is_no_folder(path: Path) -> bool:
    """Whether a file is there, or can be."""
    return not path.is_dir()


def is_language(code: str) -> bool:
    """Whether the audit takes it for a language."""
    return code.split("-")[0] in _languages()


def a_language(code: str) -> str:
    """What is wanted where `code` is no language."""
    near = [known for known in _languages() if known[0] == code[:1].lower()]
    return "a code of ISO 639-1 such as 'ru'" + (f" (with {near[0][0]} there are {', '.join(near)})" if near else "")


@cache
def _languages() -> tuple[str, ...]:
    """The codes that the expectations of documents list."""
    suite = json.loads(data("expectations", "documents.json").read_text("utf-8"))
    about = [each["kwargs"] for each in suite["expectations"]]
    return tuple(next(kwargs["value_set"] for kwargs in about if kwargs.get("column") == "language_code"))


def is_command(line: str) -> bool:
    """Whether it can be taken apart as a shell would do it, names a program, and asks for nothing that a shell does.

    What a shell would do is known by how words begin, and by a semicolon at their end: `grep '|'` is a command,
    `grep x | sort`, `grep x 2>&1` and `grep x; date` are none.
    """
    try:
        return bool(shlex.split(line)) and not any(map(_OF_A_SHELL.fullmatch, _QUOTED.sub("_", line).split()))
    except ValueError:
        return False


def is_web_address(address: str) -> bool:
    """Whether something can be sent there over HTTP."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def is_scheduler(address: str) -> bool:
    """Whether a Dask scheduler can be there."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("tcp", "tls") and bool(parts.hostname and parts.port)
    except ValueError:
        return False


def _whole(value: object, base: Path) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: object, base: Path) -> str | None:
    return value if isinstance(value, str) else None


def _path(value: object, base: Path) -> Path | None:
    good = isinstance(value, str | Path) and str(value) and "\0" not in str(value)
    return Path(os.path.abspath(base / os.path.expanduser(str(value)))) if good else None


def _place(value: object, base: Path) -> Place | None:
    found = place(value) if isinstance(value, str) and "://" in value else value
    return found if isinstance(found, Url) else _path(found, base)


def _list(one: Callable[[object, Path], _T | None]) -> Callable[[object, Path], tuple[_T, ...] | None]:
    def convert(value: object, base: Path) -> tuple[_T, ...] | None:
        if not isinstance(value, list | tuple):
            return None
        items = [item for each in value if (item := one(each, base)) is not None]
        return tuple(items) if len(items) == len(value) else None

    return convert


KINDS: dict[object, tuple[str, Callable[[object, Path], Any]]] = {
    int: ("a whole number", _whole),
    str: ("text in quotes", _text),
    str | None: ("text in quotes", _text),
    Path: ("a path in quotes", _path),
    Path | None: ("a path in quotes", _path),
    Place | None: ("a path or a URL in quotes", _place),
    tuple[str, ...]: ('a list such as ["*.txt", "*.md"]', _list(_text)),
    tuple[Path, ...]: ('a list of paths such as ["texts", "more/texts"]', _list(_path)),
    tuple[Place, ...]: ('a list of paths and URLs such as ["texts", "s3://bucket/texts"]', _list(_place)),
}

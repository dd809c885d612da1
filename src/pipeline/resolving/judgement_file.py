"""Judgements as a plain file that can be versioned: TOML, an entry a judgement, in the order of the names."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.resolving.judging import VERDICTS, Judgement

HEAD = "# What people said of pairs of names: `pipeline review --import` reads it, `--export` writes it.\n"


def write(path: Path, judgements: Iterable[Judgement]) -> None:
    """Writes a file that `read` reads. Raises ConfigError."""
    entries = [HEAD]
    for judgement in sorted(judgements, key=lambda each: (each.one, each.other)):
        rows = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in asdict(judgement).items())
        entries.append(f"[[judgement]]\n{rows}")
    try:
        path.write_text("\n".join(entries), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; choose a file that can be written") from error


def read(path: Path) -> list[Judgement]:
    """The judgements of a file. Raises ConfigError, which names file, entry and remedy, before anything is taken."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: no file of judgements: {error}; `pipeline review --export` writes one") from error
    rows = tables.get("judgement", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or set(tables) - {"judgement"}:
        raise ConfigError(f"{path}: {', '.join(tables)} found; begin each entry with [[judgement]], and nothing else")
    return [_judgement(f"{path}, judgement {number}", row) for number, row in enumerate(rows, 1)]


def _judgement(where: str, row: Mapping[str, object]) -> Judgement:
    known = [field.name for field in fields(Judgement)]
    texts = {key: value for key, value in row.items() if key in known and isinstance(value, str)}
    if texts != row or not set(known[:-1]) <= set(row):
        raise ConfigError(f"{where}: {', '.join(row)} found; give {', '.join(known)} as texts, all but the last always")
    if texts["verdict"] not in VERDICTS:
        raise ConfigError(f"{where}: the verdict is {texts['verdict']!r}; write one of {', '.join(VERDICTS)}")
    one, other = sorted((_tidy(texts["one"]), _tidy(texts["other"])))
    if one == other:
        raise ConfigError(f"{where}: {one!r} is compared with itself; write two names")
    return Judgement(one, other, texts["verdict"], texts["who"], texts["at"], texts.get("why", ""))


def _tidy(name: str) -> str:
    """Composed letters and single spaces, as clean text has them."""
    return " ".join(unicodedata.normalize("NFC", name).split())

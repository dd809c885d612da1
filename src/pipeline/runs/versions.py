"""What did the work: versions of the parts of the program, and a fingerprint of them, stage by stage.

A run redoes every document that was done under another fingerprint; where only what finds names differs, it finds
the names anew and cleans nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from pipeline import cleaning, entities, languages, lexicon, sources
from pipeline.config import Config
from pipeline.paths import data

DISTRIBUTION = "scholarly-text-pipeline"
# Files whose content decides what the rows of a document are, beside the parts with a version of their own.
_HERE = Path(__file__).parents[1]
OF_NAMES = frozenset({"entities", "names", "resolving", "authority"})
"""The versions that decide only what names are found in a clean text."""
_CODE = (_HERE / "rows.py", _HERE / "document.py", *(_HERE / "runs" / name for name in ("processing.py", "naming.py")))


def versions(config: Config) -> dict[str, str]:
    """Every part that decides what a document's rows are, with its version.

    Raises ConfigError (authority files, the lexicon).
    """
    return {
        "pipeline": metadata.version(DISTRIBUTION),
        "sources": digest(sources.version(kind).encode() for kind in sorted(set(sources.MEDIA_TYPES.values()))),
        "cleaning": cleaning.VERSION,
        "languages": languages.VERSION,
        "entities": entities.VERSION,
        "names": _package("names"),
        "resolving": _package("resolving"),
        "lexicon": lexicon.in_force(config.lexicon.path).version,
        "authority": authority(config.entities.authority).fingerprint,
        "tables": _tables(),
        "settings": digest([json.dumps(asdict(config.languages)).encode()]),
    }


def fingerprint(made_by: Mapping[str, str]) -> str:
    """All versions as one: those of the texts, a dash, those of the names in them."""
    texts = {part: version for part, version in made_by.items() if part not in OF_NAMES}
    return f"{_digested(texts)}-{_digested({part: made_by[part] for part in sorted(OF_NAMES)})}"


def same_texts(one: str, other: str) -> bool:
    """Whether two fingerprints differ in what finds names at most."""
    return one.partition("-")[0] == other.partition("-")[0]


def _digested(made_by: Mapping[str, str]) -> str:
    return digest([json.dumps(dict(made_by), sort_keys=True).encode()])


def authority(extra: Sequence[Path]) -> entities.Authority:
    """The authority, read again only when a file of it changes. Raises ConfigError."""
    return _authority(tuple(extra), tuple(path.stat().st_mtime_ns for path in extra if path.exists()))


@lru_cache(maxsize=4)
def _authority(extra: tuple[Path, ...], changed: tuple[int, ...]) -> entities.Authority:
    return entities.load_authority(extra)


def _package(name: str) -> str:
    """Of the code and tables of a part."""
    files = sorted(path for path in (_HERE / name).iterdir() if path.suffix in {".py", ".toml"})
    return digest(piece for path in files for piece in (path.name.encode(), path.read_bytes()))


def _tables() -> str:
    """Schema, views, expectations and the code between them and a document."""
    shipped = [
        *data("warehouse", "schema").glob("*.sql"),
        *data("warehouse", "views").glob("*.sql"),
        *data("expectations").glob("*.json"),
    ]
    return digest(path.read_bytes() for path in (*sorted(shipped), *_CODE))


def digest(pieces: Iterable[bytes]) -> str:
    """One short fingerprint of all pieces in their order."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(len(piece).to_bytes(8, "little") + piece)
    return found.hexdigest()[:12]

"""Who and what a text names: mentions found by the authority files, each with its entity and its reason.

The authority is data, one TOML file a kind under `authority/`; users add files of the same form. What it does not
list is not found, and a name that could be two entities is left alone: a false merge is worse than a miss.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pipeline.entities.load import load_authority
from pipeline.entities.mentions import Found, find, find_in_parts
from pipeline.entities.shapes import Authority, Entry, Spelling

__all__ = ["VERSION", "Authority", "Entry", "Found", "Spelling", "find", "find_in_parts", "load_authority"]


def _fingerprint() -> str:
    """Of the code and tables in this folder; the authority has a fingerprint of its own."""
    digest = sha256()
    for file in sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in {".py", ".toml"}):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


VERSION = _fingerprint()

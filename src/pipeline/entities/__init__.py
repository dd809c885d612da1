"""Who and what a text names: mentions of persons, organisations, places, works and terms, each with its reason.

`listed` finds what the authority has, one TOML file a kind under `authority/` (users add files of the same form); the
other rules read names off the text itself: capitals and what stands beside them, definitions, citations. A mention
gets the id of an entry only where it is that one beyond doubt in its document: a false merge is worse than a miss.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pipeline.entities.found import Found, Hints, PartHints
from pipeline.entities.load import load_authority
from pipeline.entities.mentions import find, find_in_parts
from pipeline.entities.shapes import Authority, Entry, Spelling

__all__ = [
    "VERSION", "Authority", "Entry", "Found", "Hints", "PartHints", "Spelling", "find", "find_in_parts",
    "load_authority",
]  # fmt: skip


def _fingerprint() -> str:
    """Of the code and tables in this folder and of the word lists; the authority has a fingerprint of its own."""
    digest = sha256(version("wordfreq").encode())
    folder = Path(__file__).parent
    for file in sorted([*folder.glob("*.py"), *folder.glob("*.toml"), *folder.glob("tables/*.toml")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


VERSION = _fingerprint()

"""Which language and script a text is in: the script first, langdetect for running text, `und` where unsure.

What langdetect cannot answer (single words, Kazakh) is `und` or, for a paragraph, its document's language at
low confidence. That Latin letters are a romanisation is not seen here: running text of that kind is misread.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pipeline.languages.detector import Guess, detect
from pipeline.languages.paragraphs import paragraph_languages
from pipeline.languages.scripts import script

__all__ = ["VERSION", "Guess", "detect", "paragraph_languages", "script"]


def _fingerprint() -> str:
    """Of the code and tables in this folder and of the detector's release: what an answer depends on."""
    files = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in {".py", ".toml"})
    digest = sha256(version("langdetect").encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


VERSION = _fingerprint()

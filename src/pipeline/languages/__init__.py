"""Languages, scripts and romanisations: of documents, paragraphs, lines, and of stretches inside them.

`identify` answers for any text, however short; `find_spans` for the foreign stretches of a longer one; `romanise` and
`cyrillise` write Russian, Ukrainian, Belarusian and Kazakh in the other letters, by the schemes in `schemes/`.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pipeline.languages.cyrillise import cyrillise
from pipeline.languages.detector import Guess, detect
from pipeline.languages.identify import Identity, identify
from pipeline.languages.model import load
from pipeline.languages.paragraphs import paragraph_languages
from pipeline.languages.romanise import romanise
from pipeline.languages.scripts import script
from pipeline.languages.spans import Span, find_spans
from pipeline.languages.wordlist import word_list

__all__ = [
    "VERSION", "Guess", "Identity", "Span", "cyrillise", "detect", "find_spans", "identify", "paragraph_languages",
    "prepare", "romanise", "script",
]  # fmt: skip
LIBRARIES = ("langdetect", "pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk", "wordfreq")


def prepare() -> None:
    """Builds the model and the word lists, if that was not done yet: half a minute at set-up, else at first need."""
    load()
    for language in ("be", "kk", "ru", "uk"):
        word_list(language)


def _fingerprint() -> str:
    """Of the code and tables in this folder and of the libraries: what an answer depends on."""
    digest = sha256(" ".join(map(version, LIBRARIES)).encode())
    for file in sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in {".py", ".toml", ".txt"}):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


VERSION = _fingerprint()

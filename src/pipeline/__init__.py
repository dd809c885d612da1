"""Messy scholarly texts in, clean text and an audited warehouse out.

The cleaner alone, without files, and what `pipeline run` published:

>>> from pipeline import Corpus, clean
>>> clean("The eco-\\nnomic crisis").text
'The economic crisis\\n'
>>> with Corpus.open("warehouse/corpus.duckdb") as corpus:
...     corpus.entity("Stalin").mentions[0].surface
'Stalin'

The names of `__all__` are the public ones, each loaded when it is first used: importing `pipeline` is fast.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.cleaning import clean
    from pipeline.corpus import Corpus
    from pipeline.document import Cleaned, Extraction
    from pipeline.errors import PipelineError, UnreadableError, WarehouseError
    from pipeline.exports.document_json import as_json, restore
    from pipeline.records import Alias, Document, Entity, Mention, Note, Paragraph
    from pipeline.sources import read_bytes
    from pipeline.text import Edit, Text

__all__ = [
    "Alias",
    "Cleaned",
    "Corpus",
    "Document",
    "Edit",
    "Entity",
    "Extraction",
    "Mention",
    "Note",
    "Paragraph",
    "PipelineError",
    "Text",
    "UnreadableError",
    "WarehouseError",
    "as_json",
    "clean",
    "read_bytes",
    "restore",
]

_HOMES = {
    **dict.fromkeys(("Alias", "Document", "Entity", "Mention", "Note", "Paragraph"), "pipeline.records"),
    **dict.fromkeys(("Edit", "Text"), "pipeline.text"),
    **dict.fromkeys(("PipelineError", "UnreadableError", "WarehouseError"), "pipeline.errors"),
    **dict.fromkeys(("as_json", "restore"), "pipeline.exports.document_json"),
    **dict.fromkeys(("Cleaned", "Extraction"), "pipeline.document"),
    "Corpus": "pipeline.corpus",
    "clean": "pipeline.cleaning",
    "read_bytes": "pipeline.sources",
}

# Some libraries below us report to their makers when they are merely imported, unless told not to.
for _name, _value in {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "UNSTRUCTURED_DISABLE_NOTICE": "1",
}.items():
    os.environ.setdefault(_name, _value)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__

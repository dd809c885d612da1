"""Messy scholarly texts in, clean text and an audited warehouse out.

    from pipeline import Corpus, clean
    clean("eco-\\nnomic").text                      # the cleaner alone, without files
    Corpus.open("warehouse/corpus.duckdb")         # what `pipeline run` published

The names of `__all__` are the public ones, each loaded when it is first used: importing `pipeline` is fast.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.cleaning import clean
    from pipeline.corpus import Corpus
    from pipeline.document import Cleaned
    from pipeline.errors import PipelineError
    from pipeline.exports.document_json import as_json, restore
    from pipeline.text import Text

__all__ = ["Cleaned", "Corpus", "PipelineError", "Text", "as_json", "clean", "restore"]

_HOMES = {
    "Cleaned": "pipeline.document",
    "Corpus": "pipeline.corpus",
    "PipelineError": "pipeline.errors",
    "Text": "pipeline.text",
    "as_json": "pipeline.exports.document_json",
    "clean": "pipeline.cleaning",
    "restore": "pipeline.exports.document_json",
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

"""The card of a data set: `README.md` with the head that `datasets` reads, and what a person wants to know."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow as pa

from pipeline.errors import PipelineError
from pipeline.exports.dataset import COLUMNS, Column, Facts
from pipeline.exports.duplicates import ALIKE
from pipeline.exports.mirror import replaced

NAME = "README.md"
_OPENING = "---\n# written by pipeline export, format {}\n"
_DTYPES = {pa.float64(): "float64"}  # where `datasets` has another name than Arrow
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def check(folder: Path, format: str) -> None:
    """Raises PipelineError where there is a card of something else: `datasets` reads one format in a folder."""
    path = folder / NAME
    if path.is_file() and not path.read_bytes().startswith(_OPENING.format(format).encode()):
        raise PipelineError(f"export: {path}: is no card of {format}, and is kept; give {format} a folder of its own")


def write(folder: Path, format: str, facts: Facts) -> None:
    """The card, beside the data."""
    with replaced(folder / NAME) as file:
        file.write("".join([*_head(format, facts), *_body(facts)]).encode())


def _head(format: str, facts: Facts) -> list[str]:
    """YAML; values are written as JSON, which is YAML, too."""
    size = next((name for below, name in _SIZES if facts.documents < below), "n>1M")
    known = sorted(language for language in facts.languages if language != "und")
    licence = "unknown" if set(facts.rights) <= {"nothing said"} else "other"
    return [
        _OPENING.format(format),
        f"language: {json.dumps(known)}\n",
        f"license: {licence}\n",
        "pretty_name: Clean texts of a corpus\n",
        f"size_categories: {json.dumps([size])}\n",
        'task_categories: ["text-generation"]\n',
        f'configs:\n- config_name: default\n  data_files: "documents*.{format}"\n',
        "dataset_info:\n  config_name: default\n  features:\n",
        *map(_feature, COLUMNS),
        "---\n",
    ]


def _feature(column: Column) -> str:
    """A column's type, said once: of a file of JSON whose values are all null, `datasets` could not tell it."""
    if pa.types.is_list(column.type):
        return f"  - name: {column.name}\n    list: {column.type.value_type}\n"
    return f"  - name: {column.name}\n    dtype: {_DTYPES.get(column.type, str(column.type))}\n"


def _body(facts: Facts) -> list[str]:
    return [
        "\n# Clean texts of a corpus\n\n",
        f"{facts.documents} documents, {facts.characters} characters, one a row. Hyphens of line ends, running heads,",
        " page numbers and footnotes are out of the text; spelling and names are the authors'.\n\n",
        '`datasets.load_dataset("<this folder>")` reads it; the column `split` says what is for training.\n',
        "\n## Columns\n\n| column | type | is |\n| --- | --- | --- |\n",
        *(f"| `{c.name}` | {c.type} | {c.about} |\n" for c in COLUMNS),
        *_counts("Languages", facts.languages),
        *_counts("Rights", facts.rights),
        *_counts("Splits", facts.splits),
        "\n## Near-duplicates and splits\n\n",
        f"Texts are of one group where at least {ALIKE:.0%} of their runs of five words are the same, as MinHash",
        " estimates it (64 hashes). A group is named after the document that was seen first, and its split follows",
        " from that name: a document that is added moves no other one, unless it joins two groups.\n",
    ]


def _counts(title: str, counts: Counter[str]) -> list[str]:
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = (f"| {_cell(name)} | {n} |\n" for name, n in rows)
    return [f"\n## {title}\n\n| {title.lower()} | documents |\n| --- | --- |\n", *lines]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

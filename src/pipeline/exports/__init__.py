"""The corpus as files: one module an output, each file written whole or not at all, and only where it changed.

An output is a module of this folder named in `sections.OUTPUTS`, with `output(corpus, where, folder, options)`: what
is to be written of the documents for which the SQL condition `where` holds, unit by unit (`mirror.Output`).

`mirror.py` keeps a folder as the units say: it writes what is new or changed and removes what is gone.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from pipeline.corpus import Corpus
from pipeline.errors import PipelineError
from pipeline.exports.mirror import Exported, mirror
from pipeline.exports.options import Options
from pipeline.sections import OUTPUTS
from pipeline.statements import refuse_no_condition

__all__ = ["FORMATS", "Exported", "Options", "export"]

FORMATS = OUTPUTS

MEMORY_LIMIT = "500MB"
"""Of DuckDB: much more than a batch of documents needs; without it, all that is read would stay in memory."""


def export(
    warehouse: Path, directory: Path, format: str, where: str | None = None, options: Options | None = None
) -> Exported:
    """Make `directory` hold the documents for which the SQL condition `where` holds, and no others; counts files.

    Files that no earlier export of this format wrote there are left alone. Raises PipelineError for an unknown
    format, sizes that cannot be, a condition that is no SQL or a folder that cannot be written, WarehouseError
    where there is no warehouse.
    """
    if format not in FORMATS:
        raise PipelineError(f"export: no format {format!r}; there are {', '.join(FORMATS)}")
    refuse_no_condition(where or "true")
    options = options or Options()
    with Corpus.open(warehouse, MEMORY_LIMIT) as corpus:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            output = import_module(f"pipeline.exports.{format}").output(corpus, where, directory, options)
            return mirror(directory, format, options, output)
        except OSError as error:
            raise PipelineError(f"export: {directory}: cannot write: {error}; give another folder") from error

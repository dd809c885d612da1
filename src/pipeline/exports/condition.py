"""Whether a condition on documents is one, told by the schema alone: there need not be a warehouse yet."""

from __future__ import annotations

import duckdb

from pipeline.errors import PipelineError
from pipeline.exports.units import asked
from pipeline.query import connect_empty
from pipeline.statements import refuse_no_condition


def refuse(where: str) -> None:
    """Raises PipelineError for a condition that no export could go by, whatever the documents are.

    It is asked as exports ask it, of a document of which nothing is known: what is wrong in the condition itself, such
    as a year that is no number, DuckDB says only where there is a row.
    """
    refuse_no_condition(where)
    with connect_empty() as connection:
        try:
            connection.execute(asked(where)).fetchall()
        except duckdb.Error as error:
            words = " ".join(str(error).strip().split("\n\n")[0].split())
            raise PipelineError(
                f"{where!r} cannot be asked of the table documents: {words}; `pipeline tables` lists what SQL can name"
            ) from error

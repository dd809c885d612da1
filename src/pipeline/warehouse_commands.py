"""Commands that read the published warehouse: ask it, describe it, write it out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline import console
from pipeline.errors import PipelineError
from pipeline.options import ConfigFile, Quiet, Warehouse, load

SHOWN_ROWS = 1000

Rows = Annotated[Literal["table", "csv", "json", "parquet"], typer.Option(help="How to write the rows.")]
Output = Annotated[Literal["text", "jsonl", "parquet"], typer.Option(help="What to write.")]


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT; see pipeline tables.")],
    format: Rows = "table",
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """Read-only SQL on the published warehouse."""
    from pipeline.query import connect, select, shown, write

    with connect(load(config_file, warehouse).run.warehouse) as connection, console.output() as out:
        rows = select(connection, sql)
        if format == "table":
            cells, more = shown(rows, SHOWN_ROWS)
            console.table(rows.schema.names, cells)
            if more:
                console.say(f"only {SHOWN_ROWS} rows are shown; --format csv, json or parquet gives all")
        elif format == "parquet" and out.isatty():
            raise PipelineError("query: parquet is not for a terminal; send it to a file: > rows.parquet")
        else:
            write(rows, format, out)


def tables(warehouse: Warehouse = None, config_file: ConfigFile = None) -> None:
    """The data dictionary of the warehouse."""
    from pipeline.query import connect
    from pipeline.tables import dictionary

    with connect(load(config_file, warehouse).run.warehouse) as connection:
        console.write("".join(console.described(dictionary(connection))).encode())


def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Made if it is not there.")],
    format: Output = "text",
    where: Annotated[str | None, typer.Option(metavar="SQL", help="Condition on the table documents.")] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """The documents of the warehouse as files in a folder."""
    from pipeline.exports import export

    files = export(load(config_file, warehouse).run.warehouse, directory, format, where)
    if not quiet:
        console.say(f"{directory}: {len(files)} file{'s' * (len(files) != 1)}")

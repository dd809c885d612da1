"""Commands that read the published warehouse: ask it, describe it, write it out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline import console
from pipeline.errors import PipelineError
from pipeline.options import ConfigFile, Quiet, Warehouse, folder, load, read_input

SHOWN_ROWS = 1000

Rows = Annotated[Literal["table", "csv", "json", "parquet"], typer.Option(help="How to write the rows.")]
Output = Annotated[
    Literal["text", "jsonl", "parquet", "tei", "annotations", "chunks"], typer.Option(help="What to write; see above.")
]
Characters = Annotated[
    int | None, typer.Option("--max-characters", metavar="N", help="Of chunks: the most that one has; else 1500.")
]
Overlap = Annotated[
    int | None, typer.Option(metavar="N", help="Of chunks: how much of a divided paragraph is repeated; else none.")
]


def query(
    sql: Annotated[
        str | None, typer.Argument(metavar="[SQL|-]", help="One SELECT; see pipeline tables. Default: standard input.")
    ] = None,
    format: Rows = "table",
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """Read-only SQL on the published warehouse; FROM search('words') asks as pipeline search does."""
    from pipeline.query import connect, select, shown, write
    from pipeline.search.index import asked_for

    sql = _typed(sql)
    published = load(config_file, warehouse).run.warehouse
    index = asked_for(published, sql, console.say)
    with connect(published, index=index) as connection, console.output() as out:
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
    directory: Annotated[Path, folder("Made if it is not there.")],
    format: Output = "text",
    where: Annotated[str | None, typer.Option(metavar="SQL", help="Condition on the table documents.")] = None,
    max_characters: Characters = None,
    overlap: Overlap = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """The documents of the warehouse as files in a folder.

    text: the clean text of the body, one UTF-8 file a document.

    jsonl, parquet: one document a row with metadata, signals of quality, near-duplicates and split; and a card.

    tei: TEI P5, one XML file a document: divisions, notes at their callouts, pages, names, foreign words.

    annotations: W3C Web Annotations of edits, doubts, emphasis, notes, spans and mentions, with the texts.

    chunks: pieces for retrieval, one a line, with their place in the document.

    Only what changed is written again; files of documents that are no longer chosen are removed.
    """
    from pipeline.exports import Options, export
    from pipeline.sources import refuse_among

    sizes = {"max_characters": max_characters, "overlap": overlap}
    given = {name: size for name, size in sizes.items() if size is not None}
    if given and format != "chunks":
        raise typer.BadParameter(f"--max-characters and --overlap are for --format chunks, not {format}")
    settings = load(config_file, warehouse)
    refuse_among(settings.sources.paths, directory, settings)
    done = export(settings.run.warehouse, directory, format, where, Options(**given))
    if not quiet:
        files = f"{done.files} file{'s' * (done.files != 1)}"
        console.say(f"{directory}: {files}, {done.written} written, {done.removed} removed")


def _typed(sql: str | None) -> str:
    """The statement, from standard input where it is not an argument. Raises typer's error for usage, PipelineError."""
    from pipeline.statements import only_reads

    if sql is None and sys.stdin.isatty():
        raise typer.BadParameter('give SQL, such as "FROM documents", or a file: pipeline query < FILE')
    if sql is None or sql == "-":
        sql = read_input("-").decode("utf-8", "replace")
        only_reads(sql)
    return sql

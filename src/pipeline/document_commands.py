"""Commands on one document, without a warehouse: clean it, explain that, give it back; the rules that clean it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline import console
from pipeline.errors import PipelineError
from pipeline.options import ConfigFile, Kind, Warehouse, load, read, read_input

if TYPE_CHECKING:
    from pipeline.document import Cleaned, Extraction


def clean(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A document; - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Text, edits, notes, pages, doubts and all.")] = False,
    kind: Kind = None,
    config_file: ConfigFile = None,
) -> None:
    """One document to clean text on standard output."""
    extraction, cleaned = _cleaned(file, kind, config_file)
    if as_json:
        from pipeline.exports import document_json

        console.write(document_json.stream(extraction, cleaned))
    else:
        console.write(cleaned.text.encode())


def restore(
    file: Annotated[str | None, typer.Argument(metavar="FILE|-", help="What clean --json wrote.")] = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="A document of the warehouse.")] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """What a document was made from, back byte for byte."""
    if (file is None) == (document is None):
        raise typer.BadParameter("give either FILE (- for standard input) or --document ID")
    if file is not None:
        from pipeline.exports import document_json

        console.write(document_json.restore(document_json.loads(read_input(file))))
    elif document is not None:
        from pipeline.corpus import Corpus

        with Corpus.open(load(config_file, warehouse).run.warehouse) as corpus:
            console.write(corpus.raw_bytes(document))


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A document; - for standard input.")],
    rule: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the edits of this rule or family, by raw line.")
    ] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Write a page for the browser there; - for standard output.")
    ] = None,
    kind: Kind = None,
    config_file: ConfigFile = None,
) -> None:
    """The document with every change in place, and a count per rule; FORCE_COLOR paints into pipes, too."""
    from pipeline import explain_html, explain_text

    if rule is not None and html is not None:
        raise typer.BadParameter("give either --rule or --html")
    name = explain_text.known(rule) if rule is not None else None
    _, cleaned = _cleaned(file, kind, config_file)
    if html is not None:
        _save(html, explain_html.page(file, cleaned), file)
    else:
        console.strokes(explain_text.of_rule(cleaned, name) if name else explain_text.whole(cleaned))


def rules(
    format: Annotated[Literal["table", "markdown"], typer.Option(help="How to write them.")] = "table",
) -> None:
    """Every rule: what it repairs, what it leaves."""
    from pipeline.cleaning.rules import markdown, table

    if format == "markdown":
        console.write(markdown().encode())
    else:
        console.table(["rule", "repairs", "leaves"], table())


def _cleaned(file: str, kind: str | None, config_file: Path | None) -> tuple[Extraction, Cleaned]:
    from pipeline import cleaning, lexicon

    extraction, words = read(file, kind), lexicon.in_force(load(config_file).lexicon.path)
    return extraction, cleaning.clean(extraction.raw, extraction.hints, words)


def _save(target: str, pieces: Iterator[str], source: str) -> None:
    """A page to a file or to standard output, never over the document that it explains."""
    if target == "-":
        with console.output() as out:
            out.writelines(piece.encode() for piece in pieces)
        return
    if source != "-" and Path(target).exists() and Path(target).samefile(source):
        raise PipelineError(f"{target}: is the document itself; give --html another file")
    try:
        with Path(target).open("wb") as file:
            file.writelines(piece.encode() for piece in pieces)
    except OSError as error:
        raise PipelineError(f"{target}: {error.strerror}; give --html a file that can be written") from error

"""`pipeline search`: ranked full-text search over the clean paragraphs of the published warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline import console
from pipeline.errors import PipelineError
from pipeline.options import ConfigFile, Quiet, Warehouse, load

if TYPE_CHECKING:
    from pipeline.explain_text import Stroke
    from pipeline.search import Hit

MOST = 1_000_000_000
_MARK = "\N{START OF TEXT}"  # in no clean text, unlike `**`


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="A * behind a word: all that begins so.")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=MOST, help="How many paragraphs at most.")] = 10,
    format: Annotated[Literal["text", "csv", "json", "parquet"], typer.Option(help="How to write them.")] = "text",
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
) -> None:
    """Paragraphs of the published warehouse with these words, best first.

    Words are found as they are written, whatever their case and accents; by the names of the entities that are meant,
    in every spelling; and by the Cyrillic reading of what is romanised: Очерки finds Ocherki. A paragraph has to have
    all the words; where none has, those with some are shown. A beginning has two letters or more.

    The index is a file beside the warehouse, made when it is not there or of another warehouse; after each published
    run: build = "after-run" under [search] in pipeline.toml. In SQL: pipeline query "FROM search('words')".
    """
    from pipeline.query import select, write
    from pipeline.search import opened, search

    published, asked = load(config_file, warehouse).run.warehouse, " ".join(words)
    say = console.hush if quiet else console.say
    if format == "text":
        found = search(published, asked, limit + 1, _MARK, say)
        console.strokes(_strokes(found[:limit]))
        if remark := _remark(found, limit, asked):
            say(remark)
        return
    with opened(published, asked, say) as connection, console.output() as out:
        if format == "parquet" and out.isatty():
            raise PipelineError("search: parquet is not for a terminal; send it to a file: > found.parquet")
        write(select(connection, "FROM search(?, most := ?)", [asked, limit]), format, out)


def _remark(found: Sequence[Hit], limit: int, asked: str) -> str:
    """What the paragraphs themselves do not say."""
    if not found:
        return f"nothing is found for {asked!r}; fewer words or beginnings of them (famin*) find more"
    several = len(found) > limit
    some = [] if found[0].whole else ["no paragraph has all the words; these have some"]
    return "; ".join([*some, *(["more are found; --limit N shows them"] if several else [])])


def _strokes(found: Sequence[Hit]) -> Iterator[Stroke]:
    """Two lines a paragraph, and an empty one between."""
    from pipeline.explain import visible
    from pipeline.explain_text import Stroke

    for number, hit in enumerate(found):
        yield Stroke("\n" * bool(number) + visible(f"{_place(hit)}\n", staying=True))
        for n, text in enumerate(hit.snippet.split(_MARK)):
            if text:
                yield Stroke(visible(text, staying=True), "found" if n % 2 else "same")
        yield Stroke("\n")


def _place(hit: Hit) -> str:
    """The document, and where in it."""
    page = f"p. {hit.folio}" if hit.folio else f"page {hit.page + 1}" if hit.page is not None else None
    note = f"note {hit.note}" if hit.part else None
    where = [hit.source, page, note, f"at {hit.start_char}"]
    return f"{', '.join(filter(None, where))} ({hit.document_id})"

"""`pipeline names`: compare names line by line, and search the warehouse for the entities that a name could be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Annotated

import typer

from pipeline import console
from pipeline.errors import PipelineError
from pipeline.lines import Lines, answer, json_line, strange
from pipeline.options import ConfigFile, Warehouse, load

names = typer.Typer(help="Names across scripts and romanisations.", no_args_is_help=True)


@names.command()
def compare(file: Lines = "-") -> None:
    """Whether two names on a line, with a tab between them, are one: score and reason, as JSON."""
    from pipeline.names import compare

    numbers = count(1)

    def answers(lines: list[str]) -> Iterator[str]:
        for number, line in zip(numbers, lines):  # noqa: B905  # as many as have come
            if bad := strange(line):
                raise PipelineError(f"line {number}: byte {bad} is not UTF-8; save the names as UTF-8")
            pair = line.split("\t")
            if len(pair) != 2:
                raise PipelineError(f"line {number}: {line[:80]!r} is no pair; write two names with a tab between them")
            found = compare(*pair)
            yield json_line({"a": pair[0], "b": pair[1], "same": found.same, "score": found.score, "why": found.why})

    answer(file, answers, strict=True)


@names.command()
def search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in any script and romanisation.")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="How many entities at most.")] = 10,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """Entities of the warehouse that the name could be, best first, with the reason."""
    from pipeline.corpus import Corpus
    from pipeline.name_search import search

    with Corpus.open(load(config_file, warehouse).run.warehouse) as corpus:
        found = search(corpus, name)[:limit]
    if not found:
        raise PipelineError(
            f"no entity of the warehouse could be {name!r}; `pipeline query` and the table aliases list all"
        )
    rows = [
        [f"{hit.score:.2f}", hit.entity_id, hit.kind, hit.name, hit.alias, str(hit.mentions), hit.why] for hit in found
    ]
    console.table(["score", "id", "kind", "name", "spelling", "mentions", "why"], rows)

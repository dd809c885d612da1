"""`pipeline review`: a person judges names that may be one; the next run obeys."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import console
from pipeline.options import ConfigFile, Warehouse, load, open_state

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.corpus import Corpus
    from pipeline.resolving import Doubt, Judgement
    from pipeline.state import State

KEYS = {"s": "same", "d": "different", "u": "unsure"}
ASKED = "[s]ame, [d]ifferent, [u]nsure, take [b]ack the last, [q]uit? "
CONTEXTS, AROUND = 2, 60  # places shown of each name, and characters before and behind it
_PLACES = """
    SELECT source, substring(text, greatest(1, start_char + 1 - {around}), least(start_char, {around})), surface,
        substring(text, end_char + 1, {around})
    FROM readings JOIN parts USING (document_id, part)
    JOIN (SELECT document_id, min(source) AS source FROM sources GROUP BY ALL) USING (document_id)
    WHERE kind = 'person' AND name = ? ORDER BY document_id, part, start_char LIMIT {contexts}
"""


def review(
    list_only: Annotated[bool, typer.Option("--list", help="Only show the pairs, most useful first.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last judgement back.")] = False,
    export_file: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write all judgements.")] = None,
    import_file: Annotated[Path | None, typer.Option("--import", metavar="FILE", help="Take over judgements.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who judges. Default: the user's name.")] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """Names that may be one person's: same, different or unsure. The next run obeys."""
    from pipeline.resolving import judging

    config = load(config_file, warehouse)
    with open_state(config) as state:
        if undo:
            _take_back(state)
        elif export_file:
            judging.write(export_file, state.judgements())
        elif import_file:
            found = judging.read(import_file)
            state.judge(found)
            console.say(f"{len(found)} judgements taken over; `pipeline run` obeys them")
        else:
            _review(config, state, by or getpass.getuser(), list_only)


def _review(config: Config, state: State, who: str, list_only: bool) -> None:
    from pipeline.corpus import Corpus

    with Corpus.open(config.run.warehouse) as corpus:
        pairs = _doubts(corpus, config, state.judgements())
        if list_only:
            rows = [[pair.one, pair.other, str(pair.mentions), pair.why] for pair in pairs]
            console.table(["one", "other", "mentions", "why"], rows)
        elif not pairs:
            console.say("no doubtful pair is left")
        else:
            _ask(corpus, state, pairs, who)


def _doubts(corpus: Corpus, config: Config, judged: Sequence[Judgement]) -> list[Doubt]:
    from pipeline.entity_tables import READINGS
    from pipeline.resolving import Reading, doubts, persons_in, told
    from pipeline.runs.versions import authority

    readings = (Reading(*row) for row in corpus.rows(READINGS))
    return doubts(persons_in(readings, authority(config.entities.authority), told(judged)), judged)


def _ask(corpus: Corpus, state: State, pairs: Sequence[Doubt], who: str) -> None:
    number = 0
    while number < len(pairs):
        console.write("".join(_shown(corpus, pairs[number], number, len(pairs))).encode())
        answer = input(ASKED).strip().lower()[:1]
        if answer == "q":
            return
        if answer == "b" and number:
            number -= 1
            _take_back(state)
        elif answer in KEYS:
            state.judge([_judgement(pairs[number], KEYS[answer], who)])
            number += 1
    console.say("that was the last pair; `pipeline run` obeys the judgements")


def _judgement(doubt: Doubt, verdict: str, who: str) -> Judgement:
    from pipeline.resolving import Judgement

    return Judgement(doubt.one, doubt.other, verdict, who, datetime.now(UTC).isoformat())


def _take_back(state: State) -> None:
    last = state.judgements()[-1:]
    for judgement in last:
        state.take_back(judgement)
        console.say(f"taken back: {judgement.one} and {judgement.other} are {judgement.verdict}")
    if not last:
        console.say("there is no judgement to take back")


def _shown(corpus: Corpus, doubt: Doubt, number: int, count: int) -> Iterator[str]:
    yield f"\n{number + 1} of {count}: {doubt.one} and {doubt.other}, {doubt.mentions} mentions; {doubt.why}\n"
    for name in (doubt.one, doubt.other):
        yield f"  {name}\n"
        yield from _places(corpus.rows(_PLACES.format(around=AROUND, contexts=CONTEXTS), [name]))


def _places(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    for source, before, surface, behind in rows:
        text = " ".join(f"…{before}>>{surface}<<{behind}…".split())
        yield f"    {text}  ({source})\n"

"""`pipeline review`: a person judges names that may be one; the next run obeys."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import console
from pipeline.errors import WarehouseError
from pipeline.options import ConfigFile, Warehouse, load, open_state, written_state

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.corpus import Corpus
    from pipeline.entities import Authority
    from pipeline.resolving import Doubt, Judgement

KEYS = {"s": "same", "d": "different", "u": "unsure"}
ASKED = "[s]ame, [d]ifferent, [u]nsure, take [b]ack the last, [q]uit? "
ASKED_WHY = "why (Enter: no reason)? "
NO_KEY = "{!r} is no answer; type s, d, u, b or q"
NOW = {True: "one", False: "two"}
CONTEXTS, AROUND = 2, 60  # places shown of each name, and characters before and behind it
_PLACE = """
    SELECT source, substring(text, greatest(1, start_char + 1 - {around}), least(start_char, {around})), surface,
        substring(text, end_char + 1, {around})
    FROM {table} JOIN parts USING (document_id, part)
    JOIN (SELECT document_id, min(source) AS source FROM sources GROUP BY ALL) USING (document_id)
    WHERE kind = $1 AND ({name} = $2 OR surface = $2) AND surface <> $3
    ORDER BY surface <> $2, document_id, part, start_char LIMIT {contexts}
"""
_READ = _PLACE.format(table="readings", name="readings.name", around=AROUND, contexts=CONTEXTS)
_MEANT = _PLACE.format(
    table="mentions JOIN entities USING (entity_id)", name="entities.name", around=AROUND, contexts=CONTEXTS
)


def review(
    list_only: Annotated[bool, typer.Option("--list", help="Only show the pairs, most useful first.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last judgement back.")] = False,
    export_file: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write all judgements.")] = None,
    import_file: Annotated[Path | None, typer.Option("--import", metavar="FILE", help="Take over judgements.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who judges. Default: the user's name.")] = None,
    warehouse: Warehouse = None,
    config_file: ConfigFile = None,
) -> None:
    """Names that are or may be one's: same, different or unsure, and why. The next run obeys."""
    from pipeline.resolving import judgement_file

    config = load(config_file, warehouse)
    given = _given(config)
    if undo:
        _take_back(config, given[-1:])
    elif export_file:
        judgement_file.write(export_file, given)
    elif import_file:
        _import(config, judgement_file.read(import_file))
    else:
        _review(config, given, by or getpass.getuser(), list_only)


def _given(config: Config) -> list[Judgement]:
    """What was judged so far. The state is not kept open: other commands put another file in its place."""
    with open_state(config) as state:
        return state.judgements()


def _import(config: Config, found: Sequence[Judgement]) -> None:
    """Keeps all of them, and says which of them the next run would not know what to do with."""
    from pipeline.corpus import Corpus
    from pipeline.runs.versions import authority

    listed = authority(config.entities.authority)
    with written_state(config) as state:
        state.judge(found)
    console.say(f"{len(found)} judgements taken over; `pipeline run` obeys them")
    try:
        with Corpus.open(config.run.warehouse) as corpus:
            _say_unheard(corpus, _given(config), listed)
    except WarehouseError:
        console.say("nothing is published yet that they could be held against", "warning")


def _say_unheard(corpus: Corpus, given: Sequence[Judgement], listed: Authority) -> None:
    from pipeline.readings import resolved

    for judgement, why in resolved(corpus.rows, listed, given).unheard:
        console.say(f"kept, but changes nothing now: that {judgement.claim}; {why}", "warning")


def _review(config: Config, given: Sequence[Judgement], who: str, list_only: bool) -> None:
    from pipeline.corpus import Corpus
    from pipeline.readings import questions
    from pipeline.runs.versions import authority

    listed = authority(config.entities.authority)
    with Corpus.open(config.run.warehouse) as corpus:
        pairs = questions(corpus.rows, listed, given)
        if list_only:
            _say_unheard(corpus, given, listed)
            rows = [[pair.one, pair.other, NOW[pair.merged], str(pair.mentions), pair.why] for pair in pairs]
            console.table(["one", "other", "now", "mentions", "why"], rows)
        elif not pairs:
            console.say("no doubtful pair is left")
        else:
            _ask(config, corpus, pairs, who)


def _ask(config: Config, corpus: Corpus, pairs: Sequence[Doubt], who: str) -> None:
    """Asks until there is no pair left, or nobody to answer: what was judged till then is kept."""
    given: list[Judgement] = []
    try:
        while len(given) < len(pairs) and _answered(config, corpus, pairs, given, who):
            pass
    except (EOFError, KeyboardInterrupt):
        console.write(b"\n")
    left = len(pairs) - len(given)
    ended = f"{left} pair{'s are' if left > 1 else ' is'} left" if left else "that was the last pair"
    console.say(f"{ended}; `pipeline run` obeys the {len(given)} judgements" if given else ended)


def _answered(config: Config, corpus: Corpus, pairs: Sequence[Doubt], given: list[Judgement], who: str) -> bool:
    """One question and its answer; whether there is to be another."""
    pair = pairs[len(given)]
    console.write("".join(_shown(corpus, pair, len(given), len(pairs))).encode())
    while True:
        answer = input(ASKED).strip().lower()
        match answer[:1]:
            case "q":
                return False
            case "b" if given:
                _take_back(config, [given.pop()])
                return True
            case "b":
                console.say("nothing was judged yet; `pipeline review --undo` takes back what was judged before")
            case key if key in KEYS:
                _judge(config, pair, KEYS[key], who, given)
                return True
            case _:
                console.say(NO_KEY.format(answer))


def _judge(config: Config, pair: Doubt, verdict: str, who: str, given: list[Judgement]) -> None:
    """The judgement is kept at once: also where nobody comes to say why."""
    from pipeline.resolving import Judgement

    judgement = Judgement(pair.one, pair.other, verdict, who, datetime.now(UTC).isoformat())
    with written_state(config) as state:
        state.judge([judgement])
    given.append(judgement)
    if why := " ".join(input(ASKED_WHY).split()):
        given[-1] = replace(judgement, why=why)
        with written_state(config) as state:
            state.judge(given[-1:])


def _take_back(config: Config, last: Sequence[Judgement]) -> None:
    for judgement in last:
        with written_state(config) as state:
            state.take_back(judgement)
        console.say(f"taken back: {judgement.who}'s judgement that {judgement.claim}")
    if not last:
        console.say("there is no judgement to take back")


def _shown(corpus: Corpus, doubt: Doubt, number: int, count: int) -> Iterator[str]:
    now = "taken for one" if doubt.merged else "taken for two"
    yield f"\n{number + 1} of {count}: {doubt.one} and {doubt.other}, {now}, {doubt.mentions} mentions; {doubt.why}\n"
    for name, other in ((doubt.one, doubt.other), (doubt.other, doubt.one)):
        yield f"  {name}\n"
        given = [doubt.kind, name, other]
        yield from _places(list(corpus.rows(_READ, given)) or corpus.rows(_MEANT, given))


def _places(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    for source, before, surface, behind in rows:
        text = " ".join(f"…{before}>>{surface}<<{behind}…".split())
        yield f"    {text}  ({source})\n"

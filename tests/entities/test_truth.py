"""What is found in the seeds and what it is taken for, held against the labels; names, against the pairs."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from labels import TRUTH, b_cubed, read

from pipeline import cleaning, config, lexicon
from pipeline.entities import Found, find_in_parts, load_authority
from pipeline.names import compare
from pipeline.resolving import Reading, entities_of, settled

SEEDS = Path(__file__).parents[2] / "seeds"
PAIRS = Path(__file__).parents[1] / "names" / "pairs.tsv"
Place = tuple[str, int, int, int, str]


class Measured(NamedTuple):
    """Mentions by place, labelled and found, and the entity of each."""

    true: dict[Place, str]
    found: dict[Place, Found]
    entities: dict[Place, int]


@cache
def measured() -> Measured:
    """All seeds at once: their entities are one corpus's."""
    authority, true, found = load_authority(), {}, {}
    for path in sorted(TRUTH.glob("*.txt")):
        texts, labels = read(path)
        true |= {(path.stem, label.part, label.start, label.end, label.kind): label.entity for label in labels}
        for part, mentions in enumerate(settled(texts, find_in_parts(texts, authority))):
            found |= {(path.stem, part, m.start, m.end, m.kind): m for m in mentions}
    readings = Counter((m.kind, m.name, m.authority_id) for m in found.values())
    entities = entities_of([Reading(*reading, times) for reading, times in readings.items()], authority)
    number = {reading[:3]: n for n, entity in enumerate(entities) for reading, _ in entity.readings}
    return Measured(true, found, {place: number[m.kind, m.name, m.authority_id] for place, m in found.items()})


def test_the_labels_are_of_the_clean_texts() -> None:
    words = lexicon.in_force(config.load(None, env={}).lexicon.path)
    for path in sorted(SEEDS.glob("*.txt")):
        texts, _ = read(TRUTH / f"{path.name[:3]}.txt")
        raw = path.read_bytes().decode("utf-8")
        parts = [part.clean.strip("\n") for part in cleaning.clean(raw, (), words).parts]
        assert parts == [text.strip("\n") for text in texts]


def test_mentions_are_found() -> None:
    true, found, _ = measured()
    both = len(true.keys() & found.keys())
    assert both / len(found) >= 0.93
    assert both / len(true) >= 0.93


def test_mentions_mean_their_entities() -> None:
    true, _, entities = measured()
    kinds = {place: (place[-1], entity.rstrip("?")) for place, entity in true.items()}
    precision, recall = b_cubed(entities, kinds)
    assert precision >= 0.98
    assert recall >= 0.95


def test_names_are_compared() -> None:
    rows = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines()]
    verdicts = Counter((compare(a, b).same, truth == "same") for a, b, truth, _ in rows)
    assert verdicts[True, True] / (verdicts[True, True] + verdicts[True, False]) >= 0.99
    assert verdicts[True, True] / (verdicts[True, True] + verdicts[False, True]) >= 0.92

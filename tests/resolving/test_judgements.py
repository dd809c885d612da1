"""What people said of names is obeyed, whatever had brought these together or kept them apart, and of every kind."""

from __future__ import annotations

from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities import Authority, Entry, Spelling
from pipeline.paths import data
from pipeline.readings import Resolved, Rows, questions, resolved
from pipeline.resolving import Entity, Judgement

Row = tuple[str, str, str, str | None]  # kind, surface, name, entry
Pairs = list[tuple[str, str, str]]  # one, other, verdict

SHEBOLDAEV = Entry(
    "sheboldaev", "Boris Sheboldaev", "person", surnames=("Sheboldaev",), given=("Boris",),
    spellings=(Spelling("Boris Sheboldaev"), Spelling("Sheboldaev"), Spelling("Scheboldajew")),
)  # fmt: skip
ARMY = Entry("army", "Red Army", "organisation", spellings=(Spelling("Red Army"), Spelling("RKKA")))
AUTHORITY = Authority((ARMY, SHEBOLDAEV), "for tests")

# what it is about, readings, judgements, names that are one afterwards (all others are by themselves)
OBEYED: list[tuple[str, list[Row], Pairs, list[set[str]]]] = [
    (
        "organisations that nothing else joins",
        [("organisation", "KVS", "KVS", None), ("organisation", "VPU", "VPU", None)],
        [("KVS", "VPU", "same")],
        [{"KVS", "VPU"}],
    ),
    (
        "an organisation and an entry",
        [("organisation", "KVS", "KVS", None), ("organisation", "RKKA", "RKKA", "army")],
        [("KVS", "Red Army", "same")],
        [{"KVS", "RKKA"}],
    ),
    (
        "organisations of the same words",
        [("organisation", "State Bank", "State Bank", None), ("organisation", "STATE BANK", "STATE BANK", None)],
        [("STATE BANK", "State Bank", "different")],
        [],
    ),
    (
        "what a document says of a short form",
        [("organisation", "KVS", "State Bank", None), ("organisation", "State Bank", "State Bank", None)],
        [("KVS", "State Bank", "different")],
        [],
    ),
    (
        "a spelling of an entry",
        [("person", "Boris Sheboldaev", "Boris Sheboldaev", "sheboldaev"),
         ("person", "Scheboldajew", "Scheboldajew", "sheboldaev"),
         ("person", "Sheboldaev", "Sheboldaev", "sheboldaev")],
        [("Boris Sheboldaev", "Scheboldajew", "different")],
        [{"Boris Sheboldaev", "Sheboldaev"}],
    ),
    (
        "a name that the text shows to be an entry's",
        [("person", "Boris Scheboldajew", "Boris Scheboldajew", "sheboldaev"),
         ("person", "Sheboldaev", "Sheboldaev", "sheboldaev")],
        [("Boris Scheboldajew", "Boris Sheboldaev", "different")],
        [],
    ),
    (
        "a name that would join the entry by itself",
        [("person", "B. Sheboldaev", "B. Sheboldaev", None), ("person", "Sheboldaev", "Sheboldaev", "sheboldaev")],
        [("B. Sheboldaev", "Boris Sheboldaev", "different")],
        [],
    ),
    (
        "a surname that its document reads as a fuller name",
        [("person", "Kindler", "Robert Kindler", None), ("person", "Robert Kindler", "Robert Kindler", None)],
        [("Kindler", "Robert Kindler", "different")],
        [],
    ),
    (
        "a link more, and none less",
        [("person", "Lossizkis Bericht", "Lossizkis Bericht", None), ("person", "P. Lossizki", "P. Lossizki", None),
         ("person", "Pavel Ignatievich Lositskii", "Pavel Ignatievich Lositskii", None)],
        [("Lossizkis Bericht", "Pavel Ignatievich Lositskii", "same")],
        [{"Lossizkis Bericht", "P. Lossizki", "Pavel Ignatievich Lositskii"}],
    ),
    (
        "a name that could be two persons'",
        [("person", name, name, None) for name in ("Ivan Petrov", "Igor Petrov", "I. Petrov")],
        [("I. Petrov", "Igor Petrov", "same")],
        [{"I. Petrov", "Igor Petrov"}],
    ),
    (
        "a name that can be only one when it is not the other",
        [("person", name, name, None) for name in ("Ivan Petrov", "Igor Petrov", "I. Petrov")],
        [("I. Petrov", "Igor Petrov", "different")],
        [{"I. Petrov", "Ivan Petrov"}],
    ),
    (
        "one link behind another",
        [("place", "Alma", "Alma", None), ("place", "Verny", "Verny", None), ("place", "Almaty", "Almaty", None)],
        [("Alma", "Verny", "same"), ("Almaty", "Verny", "same")],
        [{"Alma", "Almaty", "Verny"}],
    ),
    ("unsure", [("term", "aul", "aul", None), ("term", "ail", "ail", None)], [("ail", "aul", "unsure")], []),
]  # fmt: skip


def said(pairs: Pairs) -> list[Judgement]:
    days = (f"2026-01-{day:02}T00:00:00+00:00" for day in range(1, 32))
    return [
        Judgement(min(a, b), max(a, b), verdict, "Ada", day, "her book")
        for (a, b, verdict), day in zip(pairs, days, strict=False)
    ]


def run(rows: list[Row], pairs: Pairs) -> Resolved:
    return resolved(readings(rows), AUTHORITY, said(pairs))


def readings(rows: list[Row]) -> Rows:
    """A database in which a document says so."""
    database().execute("DELETE FROM readings")
    values = ", ".join(["('d', 0, 0, 1, ?, ?, ?, ?, 1, 'because; in this document it is')"] * len(rows))
    given = [value for kind, surface, name, entry in rows for value in (surface, kind, name, entry)]
    database().execute(f"INSERT INTO readings VALUES {values}", given)
    return lambda sql, parameters: database().execute(sql, parameters).fetchall()


@cache
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(data("warehouse", "schema", "readings.sql").read_text("utf-8"))
    return connection


def names(found: Resolved) -> list[set[str]]:
    return [{reading.name for reading, _ in entity.readings} for entity in found.entities]


@pytest.mark.parametrize(("what", "rows", "pairs", "together"), OBEYED, ids=[row[0] for row in OBEYED])
def test_people_are_obeyed(what: str, rows: list[Row], pairs: Pairs, together: list[set[str]]) -> None:
    found = run(rows, pairs)
    assert [each for each in names(found) if len(each) > 1] == together
    assert {surface for _, surface, _, _ in rows} == {name for each in names(found) for name in each}
    assert found.unheard == []


def entity(found: Resolved, name: str) -> Entity:
    return next(each for each in found.entities if name in {reading.name for reading, _ in each.readings})


def test_a_mention_says_who_judged_when_and_why() -> None:
    _, rows, pairs, _ = OBEYED[0]
    told = {reading.name: words for reading, words in entity(run(rows, pairs), "KVS").judged.items()}
    assert told == dict.fromkeys(["KVS", "VPU"], "Ada judged on 2026-01-01 that KVS and VPU are the same: her book")


def test_the_entry_is_what_a_name_was_judged_to_be_also_where_no_text_names_it() -> None:
    found = run([("organisation", "KVS", "KVS", None)], [("KVS", "Red Army", "same")])
    assert [(each.name, each.authority_id) for each in found.entities] == [("Red Army", "army")]


def test_what_was_parted_from_an_entry_is_no_spelling_of_it_any_more() -> None:
    _, rows, pairs, _ = OBEYED[4]
    found = run(rows, pairs)
    assert (entity(found, "Scheboldajew").authority_id, found.left) == (None, {("sheboldaev", "Scheboldajew")})


def test_a_common_surname_alone_is_asked_about_a_rare_one_is_taken() -> None:
    rows: list[Row] = [
        ("person", name, name, None) for name in ("Nikolai Stepanov", "Stepanov", "Ada Kindler", "Kindler")
    ]
    assert names(run(rows, [])) == [{"Ada Kindler", "Kindler"}, {"Nikolai Stepanov"}, {"Stepanov"}]
    assert entity(run(rows, []), "Stepanov").could_be == ("Nikolai Stepanov",)
    assert {"Nikolai Stepanov", "Stepanov"} in names(run(rows, [("Nikolai Stepanov", "Stepanov", "same")]))
    assert entity(run(rows, [("Nikolai Stepanov", "Stepanov", "different")]), "Stepanov").could_be == ()


def test_initials_that_a_document_keeps_apart_stay_apart_in_the_corpus() -> None:
    names_of = ["Heinrich Meyer", "G. Meyer", "G. Meyer", "H. Meyer", "V. Danilov", "W. Danilow"]
    found = run([("person", name, name, None) for name in names_of], [])
    assert [{"Heinrich Meyer", "H. Meyer"}, {"V. Danilov", "W. Danilow"}] == [e for e in names(found) if len(e) > 1]


UNHEARD = [
    ("a name of nobody", [("KVX", "VPU", "same")], "no text and no entry of the authority has the name 'KVX'"),
    ("a place and an organisation", [("Alma", "VPU", "same")], "Alma is a name of kind place, VPU of kind organisat"),
    (
        "what was judged different",
        [("I. Petrov", "Ivan Petrov", "different"), ("I. Petrov", "Petrow", "same"), ("Ivan Petrov", "Petrow", "same")],
        "have names that were judged different",
    ),
    ("a name of several", [("Kindler", "Ivan Petrov", "same")], "'Kindler' could mean Anna Kindler or Robert Kindler"),
]
CORPUS: list[Row] = [
    ("organisation", "VPU", "VPU", None), ("place", "Alma", "Alma", None), ("person", "Petrow", "Petrow", None),
    ("person", "Ivan Petrov", "Ivan Petrov", None), ("person", "I. Petrov", "I. Petrov", None),
    ("person", "Kindler", "Robert Kindler", None), ("person", "Kindler", "Anna Kindler", None),
]  # fmt: skip


@pytest.mark.parametrize(("what", "pairs", "words"), UNHEARD, ids=[row[0] for row in UNHEARD])
def test_what_cannot_be_done_is_said(what: str, pairs: Pairs, words: str) -> None:
    (unheard,) = run(CORPUS, pairs).unheard
    assert words in unheard.why


def test_judged_pairs_are_asked_no_more_and_merges_are_asked_about_too() -> None:
    rows = [*CORPUS, ("person", "Petrov", "Ivan Petrov", None)]

    def asked(*pairs: tuple[str, str, str]) -> list[tuple[str, str, bool]]:
        return [each[1:4] for each in questions(readings(rows), AUTHORITY, said([*pairs]))]

    assert ("Ivan Petrov", "Petrov", True) in asked()
    assert ("Ivan Petrov", "Petrow", False) in asked()
    assert ("Ivan Petrov", "Petrov", True) not in asked(("Ivan Petrov", "Petrov", "same"))


POOL = ["Ivan Petrov", "Igor Petrov", "I. Petrov", "Petrov", "Petrow", "B. Sheboldaev", "Boris Sheboldaev"]
PEOPLE = st.lists(st.sampled_from([*POOL, "Sheboldaev"]), unique=True, min_size=2).map(
    lambda found: [("person", name, name, "sheboldaev" if name == "Sheboldaev" else None) for name in found]
)
PAIR = st.lists(st.sampled_from(POOL), unique=True, min_size=2, max_size=2)


def together(found: Resolved) -> set[frozenset[str]]:
    return {frozenset((a, b)) for each in names(found) for a in each for b in each if a != b}


@settings(max_examples=40)
@given(PEOPLE, PAIR)
def test_a_judgement_that_two_are_the_same_takes_nothing_away(rows: list[Row], pair: list[str]) -> None:
    found = run(rows, [(pair[0], pair[1], "same")])
    assert together(run(rows, [])) <= together(found)
    assert frozenset(pair) in together(found) or {*pair} - {name for _, _, name, _ in rows}


@settings(max_examples=40)
@given(PEOPLE, PAIR, PAIR)
def test_what_was_judged_different_is_never_one(rows: list[Row], pair: list[str], other: list[str]) -> None:
    found = run(rows, [(pair[0], pair[1], "different"), (other[0], other[1], "same")])
    assert frozenset(pair) not in together(found)
    assert sorted(name for _, _, name, _ in rows) == sorted(name for each in names(found) for name in each)


@settings(max_examples=40)
@given(PEOPLE, PAIR, st.sampled_from(["same", "different"]), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(rows: list[Row], pair: list[str], verdict: str, random) -> None:  # type: ignore[no-untyped-def]
    pairs = [(pair[0], pair[1], verdict)]
    assert together(run(rows, pairs)) == together(run(random.sample(rows, len(rows)), pairs))

"""Names into persons: who is one, who stays two, who could be either; whatever the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities import Authority
from pipeline.resolving import Bearer, Person, Reading, doubts, entities_of, persons_of
from pipeline.resolving.common import is_common
from pipeline.resolving.persons import Told
from pipeline.resolving.slips import is_slip

ONE = [
    ["Goloshchekin", "Goloshchyokin", "Gološčekin", "Goloschtschokin", "Голощёкин", "Filipp Goloshchekin"],
    ["Yezhov", "Ezhov", "Jeschow", "Iejov", "Ježov", "Ежов", "N. I. Ezhov", "Nikolai Ivanovich Yezhov"],
    ["Robert Kindler", "Kindler, Robert", "Kindler"],
    ["V. M. Molotov", "Vyacheslav Molotov", "Viacheslav Mikhailovich Molotov", "Molotov, V. M.", "Molotow"],
    ["Ju. N. Afanasjev", "Iurii Nikolaevich Afanas'ev", "Yu. Afanasyev"],
]
TWO = [
    ["A. V. Afanasiev", "Ju. N. Afanasjev"],
    ["L. P. Petrovsky", "Petr Petrovsky"],
    ["Mikhail Kaganovich", "Lazar Kaganovich"],
    ["Isaev", "Isaevich"],
    ["Ivan Petrov", "Anna Petrova"],
    ["Ivan Ivanovich Petrov", "Ivan Sergeevich Petrov"],
]


def names(persons: list[Person]) -> set[frozenset[str]]:
    return {frozenset(bearer.name for bearer in person.bearers) for person in persons}


def of(*wanted: str, known: Told | None = None) -> list[Person]:
    return persons_of([Bearer(name) for name in wanted], known=known)


@pytest.mark.parametrize("spellings", ONE, ids=lambda names: names[0])
def test_spellings_of_one_name_are_one_person(spellings: list[str]) -> None:
    assert names(of(*spellings)) == {frozenset(spellings)}


@pytest.mark.parametrize("others", TWO, ids=lambda names: names[0])
def test_two_stay_two(others: list[str]) -> None:
    assert names(of(*others)) == {frozenset([name]) for name in others}


def test_a_name_that_fits_two_joins_neither_and_says_so() -> None:
    found = {person.name: person.could_be for person in of("Ivan Petrov", "Igor Petrov", "I. Petrov", "Petrow")}
    assert found["I. Petrov"] == ("Igor Petrov", "Ivan Petrov")
    assert names(of("Ivan Petrov", "Igor Petrov", "Petrov", "Petrow")) == {
        frozenset(["Ivan Petrov"]), frozenset(["Igor Petrov"]), frozenset(["Petrov", "Petrow"]),
    }  # fmt: skip


def test_the_same_letter_counts_more_than_a_kin_one() -> None:
    assert names(of("Georg Meyer", "Heinrich Meyer", "G. Meyer", "H. Meyer", "Г. Мейер")) == {
        frozenset(["Georg Meyer", "G. Meyer"]), frozenset(["Heinrich Meyer", "H. Meyer"]), frozenset(["Г. Мейер"]),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("surname", "answer"),
    [
        ("Stepanov", True), ("Stepanow", True), ("Степанов", True), ("Smith", True), ("Fischer", True),
        ("Petrov", True), ("Ivanova", True), ("Kuznetsov", True), ("Kuznecov", True), ("Rimsky-Korsakov", False),
        ("O'Brien", True), ("Danilov", False), ("Kaganovich", False), ("Голощёкин", False), ("Ohayon", False),
    ],
)  # fmt: skip
def test_surnames_that_many_bear(surname: str, answer: bool) -> None:
    assert is_common(surname) == answer
    together = names(of(f"I. {surname}", surname, known=Told(is_common=is_common)))
    assert len(together) == (2 if answer else 1)


def test_no_bridge_joins_two_that_disagree() -> None:
    joined = names(of("Ivan Sergeevich Petrov", "Ivan Petrov", "Ivan Pavlovich Petrov"))
    assert joined == {frozenset([name]) for name in ("Ivan Sergeevich Petrov", "Ivan Petrov", "Ivan Pavlovich Petrov")}


def test_a_surname_goes_to_the_bearer_whom_the_texts_name() -> None:
    listed = {"lazar": ["Lazar Kaganovich"], "mikhail": ["Mikhail Kaganovich"]}
    found = persons_of([Bearer("L. M. Kaganovich"), Bearer("Kaganovich")], listed)
    assert [(person.authority_id, len(person.bearers)) for person in found] == [("lazar", 2)]


def test_names_told_apart_stay_apart() -> None:
    assert len(of("V. Petrov", "Petrov", known=Told(apart=[frozenset(["V. Petrov", "Petrov"])]))) == 2


@pytest.mark.parametrize(
    ("slip", "name", "is_one"),
    [
        ("Tomsy", "Tomsky", True), ("Khleniuk", "Khlevniuk", True), ("Slepikov", "Slepkov", True),
        ("Belov", "Beglov", False), ("Ulanov", "Uglanov", False), ("Danilov", "Danilin", False), ("Li", "Lin", False),
    ],
)  # fmt: skip
def test_a_slip_is_what_no_list_knows(slip: str, name: str, is_one: bool) -> None:
    assert is_slip(slip, name) == is_slip(name, slip) == is_one
    assert len(of(slip, name, known=Told(is_slip=is_slip))) == (1 if is_one else 2)


def test_doubtful_pairs_come_with_the_most_mentions_times_doubt_first() -> None:
    mentions = {"Petrov": 9, "Vladimir Danilov": 2, "Danilov": 2}
    names = ["Ivan Petrov", "Igor Petrov", "Khlevniuk", "Khleniuk", *mentions]
    entities = entities_of([Reading("person", name, None, mentions.get(name, 1)) for name in names], Authority((), ""))
    asked = [(doubt.one, doubt.other, doubt.merged, doubt.mentions) for doubt in doubts(entities)]
    assert asked == [
        ("Igor Petrov", "Petrov", False, 9), ("Ivan Petrov", "Petrov", False, 9),
        ("Danilov", "Vladimir Danilov", True, 2), ("Khleniuk", "Khlevniuk", False, 1),
    ]  # fmt: skip


POOL = sorted({name for group in ONE + TWO for name in group} | {"I. Petrov", "Petrov", "Petrow", "Igor Petrov"})


@given(st.lists(st.sampled_from(POOL), unique=True, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(wanted: list[str], random) -> None:  # type: ignore[no-untyped-def]
    assert names(of(*random.sample(wanted, len(wanted)))) == names(of(*wanted))


@given(st.lists(st.text(max_size=30), unique=True, max_size=8))
def test_any_text_whatever_is_somebody(wanted: list[str]) -> None:
    found = of(*wanted)
    assert sorted(name for person in found for name in [b.name for b in person.bearers]) == sorted(wanted)

"""What one document says of its own mentions: the fullest name, the long form, the whole title."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_corpus import found

from pipeline.entities import Found
from pipeline.resolving import settled


def one(*mentions: Found, text: str = "") -> dict[str, Found]:
    """The mentions of a document of one part, settled, by their surface."""
    (part,) = settled([text or " " * 200], [list(mentions)])
    return {mention.surface: mention for mention in part}


def test_a_surname_is_read_as_the_full_name_and_says_why() -> None:
    read = one(found(0, "Robert Kindler", "person"), found(20, "Kindler", "person"))["Kindler"]
    assert (read.name, read.confidence) == ("Robert Kindler", 0.81)
    assert read.why.startswith("spelt so in the authority; in this document surnames: both Kindler")


def test_what_the_authority_knows_needs_no_other_reason() -> None:
    read = one(found(0, "Stalin", "person", "stalin"), found(20, "I. V. Stalin", "person", "stalin"))["Stalin"]
    assert (read.name, read.confidence, read.why) == ("I. V. Stalin", 0.9, "spelt so in the authority")


def test_two_side_by_side_are_two() -> None:
    text = "V. Petrov, Petrov and others"
    read = one(found(0, "V. Petrov", "person"), found(11, "Petrov", "person"), text=text)
    assert read["Petrov"].name == "Petrov"


# the names of one document, and what those with initials are read as
INITIALS = [
    (["Walter Reuther", "Victor Reuther", "W. Reuther", "V. Reuther"], "Walter Reuther|Victor Reuther"),
    (["William Weber", "Victor Weber", "V. Weber", "W. Weber"], "Victor Weber|William Weber"),
    (["Heinrich Meyer", "Georg Meyer", "H. Meyer", "G. Meyer"], "Heinrich Meyer|Georg Meyer"),
    (["Heinrich Meyer", "G. Meyer", "G. Meyer", "H. Meyer"], "G. Meyer|G. Meyer|Heinrich Meyer"),
    (["H. Meyer", "G. Meyer"], "H. Meyer|G. Meyer"),
    (["J. G. Smith", "I. G. Smith"], "J. G. Smith|I. G. Smith"),
    (["И. Петров", "Е. Петров"], "И. Петров|Е. Петров"),
    # one person's: in another scheme, a digraph, another script, a kin letter where no other has it
    (["V. Danilov", "W. Danilow"], "V. Danilov|V. Danilov"),
    (["V. Radloff", "W. Radloff"], "V. Radloff|V. Radloff"),
    (["Iu. N. Afanasjev", "Yu. Afanasjev"], "Iu. N. Afanasjev|Iu. N. Afanasjev"),
    (["Iurii Afanasjev", "Y. Afanasjev"], "Iurii Afanasjev"),
    (["W. Petrov", "В. Петров"], "W. Petrov|W. Petrov"),
]


@pytest.mark.parametrize(("names", "read"), INITIALS, ids=[" ".join(names) for names, _ in INITIALS])
def test_a_document_writes_one_persons_initial_in_one_way(names: list[str], read: str) -> None:
    (part,) = settled([" " * 200], [[found(20 * n, name, "person") for n, name in enumerate(names)]])
    assert "|".join(mention.name for mention in part if mention.surface[1] == "." or mention.surface[2] == ".") == read


def test_a_short_form_is_read_as_what_it_is_said_to_stand_for() -> None:
    long = replace(found(0, "State Bank", "organisation", "bank"), defines="GB")
    short = replace(found(12, "GB", "organisation"), defines="State Bank")
    read = one(long, short, replace(found(30, "GB", "organisation"), why="elsewhere"))["GB"]
    assert (read.name, read.authority_id) == ("State Bank", "bank")
    assert read.why == "elsewhere; the document says that GB is State Bank"


def test_all_that_a_text_defines_by_one_another_is_one() -> None:
    long = replace(found(0, "Godless Union", "organisation"), defines="Soiuz bezbozhnikov")
    russian = replace(found(20, "Soiuz bezbozhnikov", "organisation"), defines="Godless Union")
    short = replace(found(45, "GU", "organisation"), defines="Godless Union")
    read = one(long, russian, short)
    assert {mention.name for mention in read.values()} == {"Soiuz bezbozhnikov"}


def test_a_definition_does_not_make_two_entries_one() -> None:
    long = replace(found(0, "State Bank", "organisation", "bank"), defines="GB")
    short = replace(found(12, "GB", "organisation"), defines="State Bank")
    other = replace(found(30, "Gold Bank", "organisation", "gold"), defines="GB")
    read = one(long, short, other)
    assert (read["Gold Bank"].authority_id, read["State Bank"].authority_id) == ("gold", "bank")


def test_a_title_in_short_is_the_one_that_begins_so() -> None:
    whole = found(0, "The Broad Plain: A History", "work")
    assert one(whole, found(40, "The Broad Plain", "work"))["The Broad Plain"].name == whole.name
    assert one(whole, found(40, "The Broad", "work"))["The Broad"].name == whole.name
    assert one(whole, found(40, "The", "work"))["The"].name == "The"

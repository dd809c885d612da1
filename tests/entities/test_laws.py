"""Laws of `find`: for any text whatever, and for every spelling of the shipped authority."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities import Authority, Entry, Found, PartHints, Spelling, find, find_in_parts, load_authority
from pipeline.entities.shapes import KINDS
from pipeline.entities.spellings import fold, forms

AUTHORITY = load_authority()
SPELLINGS = sorted({spelling.text for entry in AUTHORITY.entries for spelling in entry.spellings})
GLUE = st.sampled_from(
    [" ", "", "-", "'s ", "’", ". ", ", ", "\n\n", " of ", " V. M. ", "😀", "\u0301", "\ud800", "www.", "://"]
)
PIECES = st.sampled_from(
    """
Ivan|Davies|R. W.|Maslov|I.|Institute|Press|University of|and|Moscow|: Nauka, 1995|(Ithaca, 2018), 14.|“Famine,”|in:
See|, eds.|No. 3|oblast|district|Lake|the newspaper|TsUNKhU|(RKZ)|[the|]|Comrade|Abc, |; |Volume II|(1986)|The
Bibliography|'s|"|’|argues|his book|’s|Republic|Soviet|von|II|Khan|(perelom)|, 1932|p. 5
""".replace("\n", "|").split("|")
)
TEXTS = st.lists(st.one_of(PIECES, st.sampled_from(SPELLINGS), GLUE, st.text(max_size=5)), max_size=16).map("".join)
SPACED = st.lists(st.one_of(PIECES, st.sampled_from(SPELLINGS)), max_size=16).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, SPACED))
def test_mentions_are_sorted_disjoint_pieces_of_the_text(text: str) -> None:
    for mentions in (find(text, AUTHORITY), find_in_parts(["", text], AUTHORITY)[1]):
        check(mentions, text)


def check(mentions: list[Found], text: str) -> None:
    end = 0
    for found in mentions:
        assert found.kind in KINDS
        assert found.name.strip()
        assert end <= found.start < found.end <= len(text)
        assert found.surface == text[found.start : found.end]
        assert 0 < found.confidence <= 1
        assert found.why
        end = found.end


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_parts_say_no_less_together(texts: list[str]) -> None:
    together = find_in_parts(texts, AUTHORITY)
    assert len(together) == len(texts)
    for text, found in zip(texts, together, strict=True):
        spans = [(each.start, each.end) for each in found]
        assert spans == sorted(spans)
        assert all(each.surface in text for each in found)


@settings(max_examples=100, deadline=None)
@given(SPACED, st.lists(st.tuples(st.integers(0, 150), st.integers(0, 150)), max_size=5))
def test_hints_of_any_kind_are_borne(text: str, pairs: list[tuple[int, int]]) -> None:
    inside = [(min(pair), max(pair)) for pair in pairs if max(pair) <= len(text)]
    hint = PartHints(tuple((start, end, "bibliography") for start, end in inside), tuple(inside))
    for mentions in find_in_parts([text, text], AUTHORITY, [hint, hint]):
        check(mentions, text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text_is_read(text: str) -> None:
    find(text, AUTHORITY)


@pytest.mark.parametrize("entry", AUTHORITY.entries, ids=lambda entry: entry.id)
def test_every_spelling_leads_to_its_entry(entry: Entry) -> None:
    for spelling in entry.spellings:
        text = f"{entry.name}. {'He lived in ' * (spelling.text in entry.also_surname)}{spelling.text}."
        assert (len(text) - 1, entry.id) in {(found.end, found.authority_id) for found in find(text, AUTHORITY)}


@given(st.sampled_from(SPELLINGS))
def test_forms_differ_in_signs_only(spelling: str) -> None:
    assert spelling in forms(spelling)
    assert {fold(form) for form in forms(spelling)} == {fold(spelling)}


def test_an_authority_travels_to_other_processes() -> None:
    copy = pickle.loads(pickle.dumps(AUTHORITY))
    assert copy == AUTHORITY
    assert find("Stalin", copy) == find("Stalin", AUTHORITY)


def test_a_hundred_thousand_overlapping_hits_are_read_in_time() -> None:
    entry = Entry("twin", "ab ab", "term", spellings=(Spelling("ab ab"),))
    found = find("ab " * 100_000, Authority((entry,), "twin"))
    assert len(found) == 50_000


# repeated, what rules with repetitions or looks to either side could be slow on
HOSTILE = [
    *("A ", "A.", "A. ", "Ab ", "Bank of ", "Abc and ", "“A", '"A" ', "(A", "(AB) ", "a [b] ", "Stalin, A; "),
    *("Davies, Abc. ", "Ivanov, I. ", "Ivanov I. I./", "for more ", "USSR ", "TsK of the ", "A-", "A'", "Abcskii, "),
    *("Ivanov, I. Abc. Moscow: Abc, 1990, p. 5.\n", "\n", "'", "his book The Abc, ", "(Abc: Abc, 1990) "),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    for mentions in find_in_parts([text, text], AUTHORITY):
        check(mentions, text)

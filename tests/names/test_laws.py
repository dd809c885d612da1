"""Laws of comparing, for any text whatever and for all given names and surnames of the tables."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from names.pairs import table

from pipeline.names import agree, compare, keys, parse

NAMES = sorted({name for file in ("same.txt", "different.txt") for pair in table(file) for name in pair})
WORDS = sorted({word for name in NAMES for word in name.split()})
GLUE = st.sampled_from(
    [" ", ", ", ". ", "-", "'s", "\u0301", "\ud800", "(", ")", "Jr.", "von ", "😀", "Ю.", "\n", "ий", "ow"]
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(NAMES),
    st.lists(st.one_of(st.sampled_from(WORDS), GLUE), max_size=6).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
)


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS)
def test_never_raises_symmetric_and_blocked(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert verdict == compare(b, a)
    assert 0 <= verdict.score <= 1
    assert verdict.same == (verdict.score >= 0.5)
    assert verdict.why
    if verdict.same and any(map(str.isalpha, a)):
        assert keys(parse(a)) & keys(parse(b))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_name_is_itself(name: str) -> None:
    if any(map(str.isalpha, name)):
        assert compare(name, name).same


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_agreement_is_symmetric(a: str, b: str) -> None:
    one, other = agree(parse(a), parse(b)), agree(parse(b), parse(a))
    assert (one.surname, one.given, one.score) == (other.surname, other.given, other.score)
    assert 0 <= one.score <= 1
    assert not (one.conflict and one.score)

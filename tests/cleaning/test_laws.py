"""Laws of cleaning, by property, over arbitrary text and over text that looks like damaged prose."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from laws import check, check_settled

from pipeline.cleaning import clean

WORDS = [
    "The",
    "eco-",
    "nomic",
    "crisis",
    "of",
    "1928.4",
    "aul6”",
    "grain",
    "(1865)1",
    "<sup>7</sup>",
    "self-",
    "[3]",
    "*Kak*",
    "## Head",
    "---",
    "12",
    "1. First",
    "2 See",
    "\u00a0",
    "\t",
    "\u00ad",
    "-\u2010",
    "ﬁnd",
    "and",
    "e\u0301",
    "https://x.org/%D0%B",
    "A%D1",
    "•",
    "Oчерки",
    "Ã©",
    "p. 3",
    "he",
    "\u200b",
    "«так»",
    "на",
    "©",
]
tokens = st.lists(st.sampled_from([*WORDS, "\n", "\n\n", "\n ", "\f", "\r\n", "  "]), max_size=60)
prose = tokens.map(" ".join)
anything = st.text(max_size=200)


@given(anything)
@example("\n")
@example("-\n\n- 5 a")
@example("crisisby slowing pace crisis by slowing paceof crisisbyslowing")
def test_every_text_is_restored(raw: str) -> None:
    check(raw)


@settings(max_examples=300)
@given(prose)
@example("[3] \x0c The")
@example("iet98\n98 e \x00")
@example("<sup>*</sup>\n<sup>*</sup> > \u200d")
@example("\u0447" + "<sup>*</sup>" * 18 + "p")
def test_damaged_prose_is_restored(raw: str) -> None:
    check(raw)


@settings(max_examples=300)
@given(prose)
def test_clean_text_is_a_fixed_point(raw: str) -> None:
    check_settled(raw)


@given(anything)
def test_any_clean_text_has_its_shape_and_is_a_fixed_point(raw: str) -> None:
    check_settled(raw)


def test_nothing_in_nothing_out() -> None:
    assert clean("").text == ""
    assert clean(" \n\t\n").text == ""

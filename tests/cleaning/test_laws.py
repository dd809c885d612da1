"""Laws of cleaning, by property, over arbitrary text and over text that looks like damaged prose."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.cleaning import clean
from pipeline.document import Cleaned

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


def restored(cleaned: Cleaned) -> str:
    """The raw text out of clean parts, edits and segments alone."""
    owners = sorted((s, e, n) for n, part in enumerate(cleaned.parts) for s, e in part.segments)
    edits = {n: list(part.edits()) for n, part in enumerate(cleaned.parts)}
    at = dict.fromkeys(range(len(cleaned.parts)), 0)
    pieces = []
    for start, end, n in owners:
        position = start
        while edits[n] and edits[n][0].raw_end <= end:
            edit = edits[n].pop(0)
            same = edit.raw_start - position
            pieces += [cleaned.parts[n].clean[at[n] : at[n] + same], edit.before]
            at[n] += same + len(edit.after)
            position = edit.raw_end
        pieces.append(cleaned.parts[n].clean[at[n] : at[n] + end - position])
        at[n] += end - position
    return "".join(pieces)


def check(raw: str) -> None:
    cleaned = clean(raw)
    assert restored(cleaned) == raw
    assert sum(e - s for part in cleaned.parts for s, e in part.segments) == len(raw)
    rows = sorted((e for part in cleaned.parts for e in part.edits()), key=lambda e: (e.raw_start, e.raw_end))
    for edit, following in pairwise(rows):
        assert edit.raw_end <= following.raw_start
        assert not edit.raw_start == edit.raw_end == following.raw_start == following.raw_end
    assert all(e.before != e.after and e.rules and "" not in e.rules for e in rows)
    for p in cleaned.paragraphs:
        text = cleaned.parts[p.part].clean[p.start : p.end]
        assert text
        assert text == text.strip()
        assert "\n\n" not in text
    assert all(0 <= c.offset <= len(cleaned.text) for c in cleaned.callouts)
    for e in cleaned.emphasis:
        assert 0 <= e.start < e.end <= len(cleaned.parts[e.part].clean)
    for f in cleaned.furniture:
        assert cleaned.raw[f.raw_start : f.raw_end] == f.text


def check_shape(text: str) -> None:
    assert not any(c in text for c in "\t\r\f\u00a0\u00ad\u200b\ufeff")
    assert "  " not in text
    assert "\n\n\n" not in text
    assert not any(line != line.strip(" ") for line in text.split("\n"))
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n") and not text.startswith("\n"))


@given(anything)
@example("\n")
@example("-\n\n- 5 a")
def test_every_text_is_restored(raw: str) -> None:
    check(raw)


@settings(max_examples=300)
@given(prose)
def test_damaged_prose_is_restored(raw: str) -> None:
    check(raw)


@given(anything)
def test_clean_text_has_its_shape(raw: str) -> None:
    check_shape(clean(raw).text)


@settings(max_examples=300)
@given(prose)
def test_clean_text_is_a_fixed_point(raw: str) -> None:
    once = clean(raw).text
    check_shape(once)
    assert clean(once).text == once


@given(anything)
def test_any_clean_text_is_a_fixed_point(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


def test_nothing_in_nothing_out() -> None:
    assert clean("").text == ""
    assert clean(" \n\t\n").text == ""

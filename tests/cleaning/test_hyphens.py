"""Words at line ends, in prose of their language whose lines were hyphenated: `|` is the line's end."""

from __future__ import annotations

from functools import cache

import pytest
from damage.corpus import Case

from pipeline.cleaning import clean

# The hyphen stands at the line's end and again before the rest of the word.
TWICE = {
    "pl": [
        ("Północno-|-wschodnia", "Północno-wschodnia"),
        ("(Wąchała-|-Wnęk", "(Wąchała-Wnęk"),
        ("20-|-letni", "20-letni"),
    ],
    "fr": [("disse-|-lhes", "disse-lhes"), ("luso-|-espanhola", "luso-espanhola")],
}


@cache
def prose(language: str) -> tuple[str, str]:
    """Hyphenated prose, and words enough for a line of it."""
    raw = Case("wrapped, blank lines", language, 1).truth().raw
    full = max(raw.split("\n"), key=len)
    return raw.rstrip("\n"), " ".join([word for word in full.split() if word.isalpha()] * 3)


def set_in(language: str, word: str) -> str:
    """The clean text of a paragraph that a word stands in, over a line's end."""
    raw, words = prose(language)
    width = max(map(len, raw.split("\n")))
    left, right = word.split("|")
    full = words[:width].rsplit(" ", 1)[0]
    before, behind = words[: width - len(left) - 1], words[: width - len(right) - 1].rsplit(" ", 1)[0]
    rows = [full, full, f"{before} {left}", f"{right} {behind}", full, f"{full[: width // 2]}."]
    return clean(f"{raw}\n\n" + "\n".join(rows) + "\n").text.rstrip("\n").rsplit("\n", 1)[-1]


@pytest.mark.parametrize(("language", "word", "whole"), [(k, *case) for k, cases in TWICE.items() for case in cases])
def test_a_hyphen_on_both_lines_is_one(language: str, word: str, whole: str) -> None:
    assert f" {whole} " in set_in(language, word)


def test_a_speaker_s_dash_is_no_hyphen() -> None:
    assert "mais- -Non" in set_in("fr", "mais-|-Non")
    items = "Lista:\n-jeden-\n-dwa\n-trzy\n"
    assert clean(items).text == items

"""What a word is, and which words are one: tables, and the law that what is found can be marked."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

SAME = [
    ("Очерки", "ОЧЕРКИ"),
    ("Голощёкин", "голощекин"),
    ("Голощёкин", "голоще\N{COMBINING DIAERESIS}кин"),
    ("го\N{COMBINING ACUTE ACCENT}лод", "голод"),
    ("Советский", "советскии"),  # a romanisation does not tell
    ("Goloshchëkin", "goloshchekin"),
    ("Gołoszczokin", "Goloszczokin"),
    ("Džugašvili", "dzugasvili"),
    ("Saint-Étienne", "SAINT-ETIENNE"),
    ("Straße", "STRASSE"),
    ("Øst", "ost"),
    ("cœur", "coeur"),
    ("i\N{COMBINING DOUBLE INVERTED BREVE}a", "ia"),
    ("i\N{COMBINING LIGATURE LEFT HALF}a\N{COMBINING LIGATURE RIGHT HALF}", "ia"),
    ("oblast\N{MODIFIER LETTER PRIME}", "oblast"),
    ("Λόγος", "λογοσ"),
    ("İstanbul", "istanbul"),
]
OTHER = [("голод", "город"), ("қала", "кала"), ("ғ", "г"), ("і", "и"), ("Stalin", "Stalins"), ("1932", "1933")]
PARTED = {
    "sel\N{RIGHT SINGLE QUOTATION MARK}skoe": ["sel", "skoe"],
    "1932-3": ["1932", "3"],
    "67,1 mls.": ["67", "1", "mls"],
    "«Правда»—№5": ["правда", "5"],
    "a\N{NO-BREAK SPACE}b\tc\nd": ["a", "b", "c", "d"],
    "O\N{MODIFIER LETTER APOSTROPHE}zbek": ["ozbek"],
    "m² Ⅳ ½": ["m²", "ⅳ", "½"],
    "… – !": [],
    "a\0b": ["a", "b"],
}


@pytest.fixture(scope="module")
def words() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("ATTACH ':memory:' AS corpus_search; USE corpus_search")
        connection.execute(files("pipeline.search").joinpath("words.sql").read_text("utf-8"))
        yield connection


def folded(words: duckdb.DuckDBPyConnection, text: str) -> str:
    return str(words.execute("SELECT fold(?)", [text]).fetchall()[0][0])


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_one_word(words: duckdb.DuckDBPyConnection, one: str, other: str) -> None:
    assert folded(words, one) == folded(words, other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_these_are_two(words: duckdb.DuckDBPyConnection, one: str, other: str) -> None:
    assert folded(words, one) != folded(words, other)


@pytest.mark.parametrize(("text", "found"), PARTED.items())
def test_words_end_where_no_letter_and_no_figure_is(
    words: duckdb.DuckDBPyConnection, text: str, found: list[str]
) -> None:
    sql = "SELECT regexp_extract_all(fold(?), '[^' || separators() || ']+')"
    assert words.execute(sql, [text]).fetchall() == [(found,)]


@given(text=st.text(st.characters(exclude_categories=["Cs"])) | st.text("aé -ё'й\u0301\u0361\u0338=.ßЁ\n"))
def test_a_text_has_the_words_of_its_pieces(words: duckdb.DuckDBPyConnection, text: str) -> None:
    """The index has the words of a folded text; in a snippet the pieces of the text are folded one by one."""
    whole = "regexp_extract_all(fold($1), '[^' || separators() || ']+')"
    pieces = "regexp_extract_all($1, '[^' || separators() || ']+')"
    one_by_one = f"list_filter(list_transform({pieces}, lambda piece: fold(piece)), lambda word: word <> '')"
    ((indexed, shown),) = words.execute(f"SELECT {whole}, {one_by_one}", [text]).fetchall()
    assert indexed == shown

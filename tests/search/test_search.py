"""What finds what in the seeds, and what must not."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from published import Published

from pipeline.errors import PipelineError, WarehouseError
from pipeline.query import query
from pipeline.search import Hit, ready, search
from pipeline.search.index import _extension

ALL = 1000

# What is asked; then, by seed, what is marked somewhere in the snippets.
FINDS = {
    # as written, whatever the case and the accents
    "sedentarization": [("001", "Sedentarization")],
    "HUNGRY steppe": [("001", "Hungry"), ("001", "Steppe")],
    "Werth": [("003", "Werth")],
    "Перелом": [("000", "perelom")],
    # by the name of the entity, and by its other spellings of one word
    "Goloshchyokin": [("000", "Goloshchekin"), ("001", "Goloshchyokin")],
    "Goloshchekin": [("000", "Goloshchekin"), ("001", "Goloshchyokin")],
    "Filipp Goloshchyokin": [("000", "Goloshchekin")],
    "Goloschtschekin": [("000", "Goloshchekin")],
    "USSR": [("000", "Soviet Union"), ("000", "USSR"), ("004", "Soviet Union")],
    "Nikolai Ezhov": [("003", "Ezhov")],
    "Moskau": [("000", "Moscow")],
    # by the Cyrillic reading: the word, not the whole title
    "Очерки": [("002", "Ocherki")],
    "очерки": [("002", "Ocherki")],
    "Голощёкин": [("000", "Goloshchekin"), ("001", "Goloshchyokin")],
    "голощекин": [("000", "Goloshchekin"), ("001", "Goloshchyokin")],
    "Правда": [("000", "Pravda"), ("003", "Pravda")],
    "Об индустриализации": [("003", "Ob"), ("003", "industrializatsii")],
    "совхозы": [("000", "sovkhozy")],
    "хлебозаготовки": [("000", "grain procurement")],
    # by beginnings
    "nomad*": [("000", "nomadic"), ("001", "Nomads"), ("001", "nomadism")],
    "Очерк*": [("002", "Ocherki")],
    "Голощ* famine": [("001", "famine")],
    # in notes
    "Istoricheskie": [("002", "Istoricheskie")],
}
FINDS_NOT = {
    "a word that is part of others": ("omad", "nomad"),
    "a word of a longer spelling": ("mass", "collectivization"),
    "another word of the title": ("Очерки", "Naseleniye"),
    "a name that looks alike": ("Lenin", "Stalin"),
    "a stem": ("nomad", "nomadic"),
    "an English word by a Russian stem": ("голо", "Goloshchekin"),
    "a star in front": ("*ism", "nomadism"),
}


@pytest.fixture(scope="module")
def warehouse(published: Published) -> Path:
    return published.warehouse


def seed(hit: Hit) -> str:
    return Path(hit.source).name[:3]


def marked(hits: list[Hit]) -> set[tuple[str, str]]:
    return {(seed(hit), words) for hit in hits for words in re.findall(r"\*\*(.+?)\*\*", hit.snippet)}


@pytest.mark.parametrize(("words", "there"), FINDS.items())
def test_finds(warehouse: Path, words: str, there: list[tuple[str, str]]) -> None:
    found = search(warehouse, words, ALL)
    assert all(hit.whole for hit in found)
    assert set(there) <= marked(found)


@pytest.mark.parametrize(("words", "text"), FINDS_NOT.values(), ids=FINDS_NOT)
def test_finds_not(warehouse: Path, words: str, text: str) -> None:
    assert text not in {words for _, words in marked(search(warehouse, words, ALL))}


@pytest.mark.parametrize("words", ["Goloshchekin", "Очерки", "famine", "grain procurement", "1932", "USSR", "the"])
def test_the_place_is_where_the_words_are(warehouse: Path, words: str) -> None:
    parts = {(row["document_id"], row["part"]): row["text"] for row in query(warehouse, "FROM parts").to_pylist()}
    for hit in search(warehouse, words, ALL):
        text = parts[hit.document_id, hit.part][hit.start_char :].replace("\n", " ")
        assert any(text.startswith(words) for words in re.findall(r"\*\*(.+?)\*\*", hit.snippet))
        assert len(hit.snippet.replace("**", "")) <= 304
        plain = hit.snippet.replace("**", "").removeprefix("… ").removesuffix(" …")
        assert plain in parts[hit.document_id, hit.part].replace("\n", " ")


def test_pages_and_notes_are_told(warehouse: Path) -> None:
    pages = query(warehouse, "SELECT document_id, page, start_char, folio FROM pages").to_pylist()
    hits = search(warehouse, "Kazakhstan", ALL)
    for hit in (hit for hit in hits if hit.part == 0):
        before = [p for p in pages if p["document_id"] == hit.document_id and p["start_char"] <= hit.start_char]
        last = max(before, key=lambda page: page["start_char"], default={"page": None, "folio": None})
        assert (hit.page, hit.folio) == (last["page"], last["folio"])
    (note,) = search(warehouse, "Очерки")
    assert (note.part > 0, note.note) == (True, "110")


def test_a_paragraph_has_to_have_all_words_and_where_none_has_some_are_found(warehouse: Path) -> None:
    both = search(warehouse, "famine sedentarization", ALL)
    either = {hit.paragraph for word in ("famine", "sedentarization") for hit in search(warehouse, word, ALL)}
    assert 0 < len(both) < len(either)
    some = search(warehouse, "sedentarization zxqvbnm", ALL)
    assert [hit.whole for hit in some] == [False] * len(search(warehouse, "sedentarization", ALL))
    assert search(warehouse, "zxqvbnm") == []


def test_the_best_come_first_and_as_many_as_are_asked_for(warehouse: Path) -> None:
    found = search(warehouse, "famine", ALL)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert search(warehouse, "famine", 3) == found[:3] == search(warehouse, "famine", 3)
    assert len(search(warehouse, "famine")) == 10


@pytest.mark.parametrize("words", ["famine", "the famine in Kazakhstan", "Goloshchyokin", "grain 1932", "Очерки"])
def test_scores_are_those_of_fts(warehouse: Path, words: str) -> None:
    index = ready(warehouse)
    with duckdb.connect(":memory:") as connection:
        connection.load_extension(str(_extension()))
        connection.execute(f"ATTACH '{index}' AS corpus_search (READ_ONLY)")
        connection.execute("""
            CREATE TABLE texts AS SELECT id, corpus_search.fold(concat_ws(' ', any_value(text),
                string_agg(words, ' '))) AS words
            FROM corpus_search.paragraphs LEFT JOIN corpus_search.readings USING (id) GROUP BY id
        """)
        ignored = connection.execute("SELECT corpus_search.separators()").fetchall()[0][0]
        options = f"stemmer = 'none', stopwords = 'none', strip_accents = 0, ignore = '[{ignored}]+'"
        connection.execute(f"PRAGMA create_fts_index('texts', 'id', 'words', {options})")
        theirs = connection.execute(
            "SELECT paragraph, ln(10) * fts_main_texts.match_bm25(id, corpus_search.fold(?), conjunctive := 1) AS score"
            " FROM corpus_search.paragraphs WHERE score IS NOT NULL ORDER BY score DESC",
            [words],
        ).fetchall()
    ours = search(warehouse, words, ALL)
    assert sorted(hit.paragraph for hit in ours) == sorted(paragraph for paragraph, _ in theirs)
    assert [hit.score for hit in ours] == pytest.approx([score for _, score in theirs], abs=0.01)


@pytest.mark.parametrize("words", ["", "  ", "…!", "*"])
def test_no_word_is_an_error(warehouse: Path, words: str) -> None:
    with pytest.raises(PipelineError, match="has no word in it; give letters or figures"):
        search(warehouse, words)


@pytest.mark.parametrize("words", ["n*", "famine 1*"])
def test_one_letter_is_no_beginning(warehouse: Path, words: str) -> None:
    with pytest.raises(PipelineError, match=r"[n1]\*: a beginning has two letters or more"):
        search(warehouse, words)


def test_no_warehouse_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse; `pipeline run` makes one"):
        search(tmp_path / "corpus.duckdb", "famine")
    assert list(tmp_path.iterdir()) == []

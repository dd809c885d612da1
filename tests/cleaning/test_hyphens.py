"""Words at line ends, in prose of their language whose lines were hyphenated: `|` is the line's end."""

from __future__ import annotations

from functools import cache

import pytest
from damage.corpus import Case

from pipeline.cleaning import clean
from pipeline.document import Cleaned

# Compounds that grammar writes with a hyphen, some with more than one.
KEPT = {
    "en": "Twenty-|five thirty-|two ninety-|ninth self-|made self-|esteem vis-|à-vis ne'er-|do-well Tête-|à-tête"
    " No-|one well-|being passers-|by NATO-|led hors-|d'oeuvre mother-|in-law p-|value t-|test",
    "fr": "Donnez-|moi Est-|ce Celui-|ci Moi-|même chef-|d'œuvre là-|bas au-|dessus petit-|fils belle-|mère grand-|mère"
    " Viendra-t-|elle Viendra-|t-elle Allez-|vous-en Allez-vous-|en Allons-|y Tête-|à-tête peut-|être dit-|il homme-|là"
    " vingt-|deux vice-|président",
    "de": "Ding-|an-sich NS-|Zeit DDR-|geführten sowjetisch-|deutsche deutsch-|polnischen",
    "ru": "По-|моему По-|русски По-|прежнему во-|вторых Давай-|ка Иди-|ка вице-|президент чуть-|чуть давным-|давно"
    " что-|то какой-|нибудь из-|за советско-|германского",
    "uk": "все-|таки по-|перше іди-|но по-|українськи будь-|який",
    "pl": "czarno-|biały polsko-|niemiecki społeczno-|gospodarczy południowo-|wschodnich",
}
# Words that only look like those.
JOINED = {
    "en": "self-|ish self-|less pre-|sent com-|mon to-|day eco-|nomic more-|over there-|after ferry-|men anti-|quity"
    " no-|thing",
    "fr": "com-|me par-|le vil-|les mai-|son aujour-|d'hui voi-|là passe-|relle quel-|que tem-|po mer-|ci lai-|ton",
    "de": "wirt-|schaft poli-|tischen Roma-|nen",
    "ru": "по-|рядок сам-|ка лам-|па мес-|то поче-|му по-|этому по-|иски стой-|ка эконо-|мика",
    "uk": "по-|рядок силь-|но звичай-|но",
    "pl": "gospo-|darczy wielko-|polski",
}
# Compounds that the lists have joined now and then, too: the hyphen stays, and a doubt.
DOUBTFUL = {
    "en": "long-|term vice-|president short-|lived man-|made decision-|making follow-|up tert-|butyl cis-|isomer",
    "fr": "porte-|parole avant-|garde non-|ingérence",
}
# The hyphen stands at the line's end and again before the rest of the word.
TWICE = {
    "pl": [
        ("Północno-|-wschodnia", "Północno-wschodnia"),
        ("(Wąchała-|-Wnęk", "(Wąchała-Wnęk"),
        ("20-|-letni", "20-letni"),
    ],
    "fr": [("disse-|-lhes", "disse-lhes"), ("luso-|-espanhola", "luso-espanhola")],
}
# The author's spelling outweighs the lexicon.
SPELT = {
    "en": [
        "Datchet-mead all his life, and lost it at Datchet-|mead",
        "was mis-spelt or mis-|spelt",
        "to re-use it and re-|use",
        "in Aldwych-street, at Aldwych-|street",
    ],
    "fr": ["dites-le, Dites-|le", "les sous-marins, les sous-|marins"],
    "de": ["Der See-adler und der See-|adler"],
}
ELIDED = {
    "fr": "qu'|elle jusqu'|à l’|heure aujourd'|hui D'|Alembert",
    "en": "o'|clock",
}
APART = {
    "en": "boys'|house ‘d’|and ‘rules’|of",
    "fr": "‘d’|est",
}


@cache
def prose(language: str) -> tuple[str, str]:
    """Hyphenated prose, and words enough for a line of it."""
    raw = Case("wrapped, blank lines", language, 1).truth().raw
    full = max(raw.split("\n"), key=len)
    return raw.rstrip("\n"), " ".join([word for word in full.split() if word.isalpha()] * 3)


def set_in(language: str, word: str) -> str:
    """The clean text of a paragraph that a word stands in, over a line's end."""
    return cleaned_with(language, word).text.rstrip("\n").rsplit("\n", 1)[-1]


def cleaned_with(language: str, word: str) -> Cleaned:
    """Prose that a word ends, over a line's end, in its last paragraph."""
    raw, words = prose(language)
    width = max(map(len, raw.split("\n")))
    left, right = word.split("|")
    full = words[:width].rsplit(" ", 1)[0]
    before, behind = words[: width - len(left) - 1], words[: width - len(right) - 1].rsplit(" ", 1)[0]
    rows = [full, full, f"{before} {left}", f"{right} {behind}", full, f"{full[: width // 2]}."]
    return clean(f"{raw}\n\n" + "\n".join(rows) + "\n")


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    """The words of a table with their languages."""
    return [(language, word) for language, words in table.items() for word in words.split()]


@pytest.mark.parametrize(("language", "word"), each(KEPT))
def test_compounds_keep_their_hyphen(language: str, word: str) -> None:
    assert f" {word.replace('|', '')} " in set_in(language, word)


@pytest.mark.parametrize(("language", "word"), each(DOUBTFUL))
def test_what_may_be_a_compound_keeps_its_hyphen_and_a_doubt(language: str, word: str) -> None:
    cleaned, left = cleaned_with(language, word), word.partition("|")[0]
    assert f" {word.replace('|', '')} " in cleaned.text
    assert [doubt.rule for doubt in cleaned.doubts if left in doubt.text] == ["hyphens.join"]


@pytest.mark.parametrize(("language", "word"), each(JOINED))
def test_words_that_look_like_compounds_are_joined(language: str, word: str) -> None:
    assert f" {word.replace('-|', '')} " in set_in(language, word)


@pytest.mark.parametrize(("language", "word", "whole"), [(k, *case) for k, cases in TWICE.items() for case in cases])
def test_a_hyphen_on_both_lines_is_one(language: str, word: str, whole: str) -> None:
    assert f" {whole} " in set_in(language, word)


def test_a_speaker_s_dash_is_no_hyphen() -> None:
    assert "mais- -Non" in set_in("fr", "mais-|-Non")
    items = "Lista:\n-jeden-\n-dwa\n-trzy\n"
    assert clean(items).text == items


@pytest.mark.parametrize(("language", "words"), [(k, words) for k, rows in SPELT.items() for words in rows])
def test_the_spelling_is_the_author_s(language: str, words: str) -> None:
    assert words.replace("|", "") in set_in(language, words)


@pytest.mark.parametrize("word", ["an eco-nomic crisis, eco-|nomic", "Kazakh-stan and Kazakh-|stan"])
def test_hyphens_of_lines_that_are_gone_prove_nothing(word: str) -> None:
    assert word.split()[-1].replace("-|", "") in set_in("en", word)


def test_a_reflowed_text_proves_nothing() -> None:
    left_over = "the gov-ernment, the devel-opment, the man-agement, a man-age, and man-|age"
    assert left_over.replace("-|", "") in set_in("en", left_over)


@pytest.mark.parametrize(("language", "word"), each(ELIDED))
def test_elided_words_lean_on_the_next(language: str, word: str) -> None:
    assert f" {word.replace('|', '')} " in set_in(language, word)


@pytest.mark.parametrize(("language", "word"), each(APART))
def test_other_apostrophes_stand_apart(language: str, word: str) -> None:
    assert f" {word.replace('|', ' ')} " in set_in(language, word)

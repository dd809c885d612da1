"""The language of paragraphs: their document's, unless script or two voices say otherwise."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import Guess, detector, paragraph_languages
from pipeline.languages.function_words import function_words
from pipeline.languages.paragraphs import _fits

SAMPLES = tomllib.loads(Path(__file__).with_name("samples.toml").read_text(encoding="utf-8"))["sample"]
PROSE = {entry["language"]: entry["long"] for entry in SAMPLES}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
HEADINGS = [(entry["language"], text) for entry in SAMPLES for text in entry["headings"]]

IN_AN_ENGLISH_DOCUMENT = [
    ("own prose", PROSE["en"], Guess("en", 0.95, "Latn")),
    ("own heading", "Sources and methods", Guess("en", 0.5, "Latn")),
    ("a foreign heading is too short to tell", "Quellen und Methoden", Guess("en", 0.5, "Latn")),
    ("a romanised title", "Pyatiletniy plan razvitiya promyshlennosti v etom godu", Guess("ru", 1.0, "Latn")),
    ("a list of names", "Danilov, Khlevniuk, Vatlin, Kvashonkin, Zelenin", Guess("en", 0.5, "Latn")),
    ("a Cyrillic name is not English", "Голощёкин", Guess("ru", 0.6912, "Cyrl")),
    ("nothing to read", "67,1 — 85,3", Guess("und", 0.0, "Zyyy")),
]


@pytest.mark.parametrize(("why", "text", "expected"), IN_AN_ENGLISH_DOCUMENT)
def test_in_an_english_document(why: str, text: str, expected: Guess) -> None:
    assert paragraph_languages([text], "en") == [expected]


@pytest.mark.parametrize("document_language", ["en", "ru", "und", "kk"])
@pytest.mark.parametrize("language", sorted(PROSE))
def test_prose_keeps_its_own_language(language: str, document_language: str) -> None:
    assert paragraph_languages([PROSE[language]], document_language)[0].language == language


@pytest.mark.parametrize(("language", "text"), HEADINGS)
def test_a_heading_takes_its_documents_language(language: str, text: str) -> None:
    assert paragraph_languages([text], language)[0].language == language


@pytest.mark.parametrize("language", sorted(function_words()))
def test_function_words_take_no_other_languages_prose(language: str) -> None:
    others = [text.split() for code, text in PROSE.items() if code != language]
    pieces = [" ".join(words[i : i + 12]) for words in others for i in range(0, len(words) - 12, 3)]
    assert not [piece for piece in pieces if _fits(piece, language)]


@pytest.mark.parametrize("language", sorted(set(PROSE) & set(function_words())))
def test_prose_of_forty_words_needs_no_detector(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str, script: str) -> tuple[str, float]:
        raise AssertionError("the detector was asked")

    monkeypatch.setattr(detector, "_ask", refuse)
    assert paragraph_languages([PROSE[language]], language)[0].language == language


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY_TEXT, max_size=4), st.sampled_from(["en", "ru", "und", "xx"]))
def test_one_answer_each_and_each_for_itself(texts: list[str], language: str) -> None:
    together = paragraph_languages(texts, language)
    assert together == [paragraph_languages([text], language)[0] for text in texts]

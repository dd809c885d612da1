"""What `detect` and `script` answer, and that they answer alike whatever was asked before."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import langdetect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import VERSION, Guess, detect, script
from pipeline.languages.detector import PROFILES
from pipeline.languages.scripts import sample

SAMPLES = tomllib.loads(Path(__file__).with_name("samples.toml").read_text(encoding="utf-8"))["sample"]
PROSE = {entry["language"]: entry["long"] for entry in SAMPLES}

SCRIPTS = [
    ("The steppe", "Latn"),
    ("Gološčekin, Tätimov, soghïm", "Latn"),
    ("Zinovʹev", "Latn"),
    ("Голощёкин", "Cyrl"),
    ("Қазақстан Республикасы", "Cyrl"),
    ("Το σιτάρι", "Grek"),
    ("საქართველო", "Geor"),
    ("日本の歴史", "Jpan"),
    ("中国历史", "Hani"),
    ("대한민국", "Hang"),
    ("Stalin (Сталин, Иосиф Виссарионович)", "Cyrl"),
    ("аб ab", "Cyrl"),  # a tie goes by the code's alphabet
    ("1932—33: 67,1", "Zyyy"),
    ("ª º µ ʹ 𝐀", "Zyyy"),
    ("ᚠᚢᚦ", "Zzzz"),
    ("", "Zyyy"),
]

UNDETERMINED = [
    ("no letters", "1932-33 — 67,1 (12) 😀", "Zyyy"),
    ("nothing", "", "Zyyy"),
    ("too short to tell", "Golodomor, kolkhoz", "Latn"),
    ("one Russian name", "Голощёкин", "Cyrl"),
    ("Kazakh, which langdetect calls Russian", "Ғылым және білім министрлігі, Қазақстан " * 3, "Cyrl"),
    ("Belarusian", "У гэты год быў дрэнны ўраджай, і сяляне ўжо аддалі насенне, ўсё ўзялі ў калгас", "Cyrl"),
    ("a script without a profile", "ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ ᛇᛈᛉᛋᛏᛒ ᛖᛗᛚᛜᛞᛟ", "Zzzz"),
    ("a run of one letter", "x" * 1_000_000, "Latn"),
    ("encoded data", "dGhlIGhhcnZlc3Qgb2YgdGhhdCB5ZWFyIHdhcyBwb29yLCBhbmQgdGhlIHBlYXNhbnRz", "Latn"),
    ("a lone surrogate", "\ud800", "Zyyy"),
]


@pytest.mark.parametrize(("text", "expected"), SCRIPTS)
def test_script(text: str, expected: str) -> None:
    assert script(text) == expected


@pytest.mark.parametrize(("language", "text"), PROSE.items())
def test_prose_is_known_for_sure(language: str, text: str) -> None:
    guess = detect(text)
    assert guess.language == language
    assert guess.confidence >= 0.9


@pytest.mark.parametrize(("why", "text", "expected"), UNDETERMINED, ids=[why for why, _, _ in UNDETERMINED])
def test_undetermined(why: str, text: str, expected: str) -> None:
    assert detect(text) == Guess("und", 0.0, expected)


def test_capitals_are_read_too() -> None:
    assert detect("THE HISTORY OF THE COLLECTIVE FARMS IN THE STEPPE").language == "en"


def test_short_text_is_less_sure() -> None:
    assert detect("the harvest of that year").confidence < detect(PROSE["en"]).confidence


def test_a_long_text_is_judged_on_windows_over_its_whole_length() -> None:
    foreword, book = PROSE["de"] + "\n", PROSE["en"] + "\n"
    assert detect(foreword * 2 + book * 500).language == "en"


@pytest.mark.parametrize("size", [3, 10, 400, 2000])
def test_a_sample_is_never_longer_than_asked(size: int) -> None:
    assert len(sample("abc " * 10_000, size)) <= max(size, 7)
    assert sample("abc", size) == "abc"


@settings(max_examples=30, deadline=None)
@given(st.permutations(sorted(PROSE)))
def test_the_order_of_questions_does_not_matter(order: list[str]) -> None:
    snippets = {language: PROSE[language][:45] for language in order}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(langdetect.DetectorFactory, "seed", 7)  # another user of the library
        assert {language: detect(text) for language, text in snippets.items()} == FIRST_ANSWERS


FIRST_ANSWERS = {language: detect(text[:45]) for language, text in PROSE.items()}


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80), st.integers(1, 3000))
def test_any_text_has_an_answer(text: str, size: int) -> None:
    guess = detect(text, size)
    codes = PROFILES.get(guess.script, "").split()
    assert guess.language == "und" or guess.language in codes
    assert 0.0 <= guess.confidence <= 1.0
    assert guess == detect(text, size)


def test_profiles_are_loaded_when_first_asked() -> None:
    code = "import sys, pipeline.languages as l; print('langdetect' in sys.modules, l.VERSION)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", VERSION]

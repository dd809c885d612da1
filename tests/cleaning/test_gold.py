"""The five seeds against their hand-made clean text. The truth is never regenerated from the program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from gold_score import ROOT, SEEDS, gold_of, score

from pipeline.cleaning import clean

# The last measured figures; a change that makes one worse must say why.
WORDS_WRONG = {"004_43aa463beda4f31e": 2}  # `ninety-sevenpercent`: nothing in the document proves the split
PARAGRAPH_F1 = {"000_0b244897cc918f2c": 0.98, "003_f1103d371ed89864": 0.96}


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem)
def test_clean_text_is_the_gold_text(seed: Path) -> None:
    found = score(gold_of(seed), clean(read(seed)).text)
    assert found.wrong <= WORDS_WRONG.get(seed.stem, 0)
    assert found.f1 >= PARAGRAPH_F1.get(seed.stem, 0.999)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem)
def test_every_callout_and_note_is_found(seed: Path) -> None:
    truth = json.loads((ROOT / "tests" / "gold" / f"{seed.stem}.json").read_text(encoding="utf-8"))
    cleaned = clean(read(seed))
    assert [c.label for c in cleaned.callouts] == [c["label"] for c in truth["callouts"]]
    notes = {n.label: "".join(cleaned.parts[n.part].clean.split()) for n in cleaned.notes}
    for label, text in truth["notes"].items():
        allowed = [text, *truth.get("alternatives", {}).get(label, [])]
        assert notes[label] in ["".join(t.split()) for t in allowed]
    tied = {c.label for c in cleaned.callouts if c.part is not None}
    assert tied == set(truth["notes"])


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem)
def test_gold_text_comes_back_unchanged(seed: Path) -> None:
    gold = gold_of(seed)
    assert clean(gold).text == gold


NAMES = {"Stalin": "Brandt", "Kazakhstan": "Moldavia", "Kazakh": "Danish", "Bolshevik": "Jacobin", "Soviet": "Polish",
         "Olcott": "Harper", "Goloshchekin": "Wintershaus", "grain": "sugar", "collectiv": "radicaliz",
         "Rykov": "Tellner"}  # fmt: skip


def disguised(text: str) -> str:
    """The same damage on other names and years."""
    for old, new in NAMES.items():
        text = text.replace(old, new)
    return re.sub(r"\b19([0-4])(\d)\b", lambda m: f"18{m[1]}{m[2]}", text)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem)
def test_figures_hold_for_other_names_and_numbers(seed: Path) -> None:
    """Nothing is tuned to the words of these texts: a word of ten thousand may suffer, no more."""
    found = score(disguised(gold_of(seed)), clean(disguised(read(seed))).text)
    assert found.wrong <= WORDS_WRONG.get(seed.stem, 0) + found.words / 2500
    assert found.f1 >= 0.95


def test_no_phrase_of_the_seeds_stands_in_the_code() -> None:
    """Four words in a row of a seed in the code would be an answer, not a rule; authority files hold names."""
    phrases = set()
    for seed in SEEDS:
        words = re.findall(r"\w+", read(seed).lower())
        phrases |= set(zip(words, words[1:], words[2:], words[3:], strict=False))
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".py", ".toml") and "authority" not in path.parts:
            words = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
            shared = phrases.intersection(zip(words, words[1:], words[2:], words[3:], strict=False))
            assert not shared, path.name

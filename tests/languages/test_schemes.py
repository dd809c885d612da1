"""Scheme files: what each must have, what is refused, and every sample in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.languages.cyrillise import cyrillise
from pipeline.languages.romanise import fits, romanise
from pipeline.languages.scheme_answer import schemes_of
from pipeline.languages.schemes import ALPHABETS, FOLDER, Scheme, load_scheme, scheme, schemes

SAMPLES = [
    pytest.param(each, cyrillic, latin, id=f"{each.language}-{each.name}-{cyrillic}")
    for each in schemes()
    for cyrillic, latin in each.samples.items()
]
ISO = (FOLDER / "ru-iso.toml").read_text(encoding="utf-8")
WRONG = [
    ("no TOML", ISO + "\n[", "not readable as TOML"),
    ("a letter without form", ISO.replace("щ=ŝ ", ""), "letters: щ missing"),
    ("a letter of another alphabet", ISO.replace("щ=ŝ", "щ=ŝ ў=ŭ"), "ў not in the alphabet"),
    ("a letter twice", ISO.replace("щ=ŝ", "щ=ŝ щ=š"), '"щ=š" is no new'),
    ("no equals sign", ISO.replace("щ=ŝ", "щŝ"), '"щŝ" is no new'),
    ("an unknown key", 'colour = "red"\n' + ISO, 'nothing is called "colour"'),
    ("no tag", ISO.replace('tag = "', 'tag = ""  # "'), '"tag" is missing'),
    ("an unknown language", ISO.replace('language = "ru"', 'language = "xx"'), 'no alphabet for "xx"'),
    ("the name of another file", ISO.replace('name = "iso"', 'name = "gost"'), "holds ru-gost"),
    ("too few samples", ISO.split("[samples]")[0] + '[samples]\n"а" = "a"\n', "fewer than 6 samples"),
    ("rules that are no list", 'rules = "е"\n' + ISO, "not a list of tables"),
    ("a rule with an unknown key", 'rules = [{ cyrillic = "е", latin = "e", near = "а" }]\n' + ISO, "rule 1"),
    ("a rule at no known place", 'rules = [{ cyrillic = "е", latin = "e", at = "middle" }]\n' + ISO, "'middle'"),
    ("a rule without Latin", 'rules = [{ cyrillic = "е" }]\n' + ISO, '"latin" is missing'),
    ("capitals that are no text", "capitals = 3\n" + ISO, "is no text"),
]


@pytest.mark.parametrize(("each", "cyrillic", "latin"), SAMPLES)
def test_every_sample_holds_in_both_directions(each: Scheme, cyrillic: str, latin: str) -> None:
    assert romanise(cyrillic, each.name, each.language) == latin
    assert fits(cyrillic, latin, each.name, each.language)
    assert cyrillise(latin, each.language, each.name)[0].text == cyrillic


@pytest.mark.parametrize("each", schemes(), ids=lambda each: f"{each.language}-{each.name}")
def test_a_scheme_is_in_the_answer_to_its_samples_together(each: Scheme) -> None:
    assert each.name in schemes_of(" ".join(each.samples.values()), each.language).schemes


@pytest.mark.parametrize("each", schemes(), ids=lambda each: f"{each.language}-{each.name}")
def test_a_scheme_says_where_it_comes_from(each: Scheme) -> None:
    assert each.url.startswith("https://")
    assert each.tag.startswith(f"{each.language}-Latn")
    assert set(ALPHABETS[each.language]) <= set(each.letters)


@pytest.mark.parametrize(("text", "found"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_file_is_refused_with_its_name_and_place(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "ru-iso.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_scheme(path)
    assert "schemes/ru-iso.toml" in str(error.value)
    assert found in str(error.value)


def test_unknown_names_are_answered_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="known are alaloc, bgn"):
        scheme("alalc")
    with pytest.raises(ConfigError, match="be, kk, ru, uk"):
        scheme("iso", "pl")
    with pytest.raises(ConfigError, match="be, kk, ru, uk"):
        cyrillise("mama", "pl")

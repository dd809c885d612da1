"""The space of readings: every scheme's samples meet in it, and the tables it is made of are sound."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest
from names.pairs import table

from pipeline.languages.schemes import schemes
from pipeline.names import compare, parse
from pipeline.names.families import rows
from pipeline.names.given import belongs, gender
from pipeline.names.outline import outline, parted, project
from pipeline.names.reading import weights, word
from pipeline.names.space import space

SAMPLES = [
    (cyrillic, latin)
    for scheme in schemes()
    for cyrillic, latin in scheme.samples.items()
    if cyrillic[0].isupper() and " " not in cyrillic and len(cyrillic) > 3 and cyrillic != "Жаңа"
]


@pytest.mark.parametrize(("cyrillic", "latin"), SAMPLES)
def test_samples_of_the_schemes_meet(cyrillic: str, latin: str) -> None:
    assert compare(cyrillic, latin).same


# a Latin word, its likeliest skeleton
READINGS = [
    ("Goloschtschokin", "голошчекин"),
    ("Golochtchekine", "голошчекин"),
    ("Khrouchtchev", "хрушчев"),
    ("Iejov", "ежев"),
    ("Jdanov", "жданов"),
    ("Chernov", "чернов"),
    ("Czernyszewski", "чернишевски"),
    ("Trozki", "троцки"),
    ("Joukov", "жуков"),
    ("Nabokoff", "набоков"),
]


@pytest.mark.parametrize(("latin", "skeleton"), READINGS)
def test_likeliest_reading(latin: str, skeleton: str) -> None:
    found = weights(word(latin))
    assert max(found, key=found.__getitem__) == skeleton


@pytest.mark.parametrize("word_of_no_scheme", ["სტალინი", "毛泽东", "Σταλιν", "Sta1in"])
def test_what_no_scheme_reads_is_itself(word_of_no_scheme: str) -> None:
    assert set(word(word_of_no_scheme).readings) == {word(word_of_no_scheme).plain}


@pytest.mark.parametrize(
    ("file", "table"), [("given.toml", "male"), ("given.toml", "female"), ("places.toml", "places")]
)
def test_families_are_of_different_names(file: str, table: str) -> None:
    for forms in rows(file, table):
        assert len(forms) == len(set(forms)), forms


FAMILIES = [
    ("Nikolai", "Mykola"),
    ("Nikolaj", "Nicolas"),
    ("Hryhorii", "Grigory"),
    ("Bill", "William"),
    ("Jewgenija", "Eugénie"),
    ("Iosifa", "Joseph"),
    ("Lasar", "Lazar'"),
]


@pytest.mark.parametrize(("a", "b"), FAMILIES)
def test_one_family(a: str, b: str) -> None:
    assert belongs(a) & belongs(b)


@pytest.mark.parametrize(("a", "b"), [("Sergei", "Semen"), ("Ivan", "Igor"), ("Georgii", "Iurii"), ("Marat", "Murat")])
def test_two_families(a: str, b: str) -> None:
    assert belongs(a)
    assert belongs(b)
    assert not belongs(a) & belongs(b)


def test_gender() -> None:
    assert (gender("Ivan"), gender("Anna"), gender("Sasha"), gender("Xyz")) == ("male", "female", "", "")


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, pipeline.names; print(*[m for m in ('numpy', 'pyarrow', 'langdetect') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not found.stdout.strip()


def test_outlines_are_of_all_readings() -> None:
    known = space()
    for readings in (known.table, known.mixed):
        for grapheme, options in readings.items():
            drawn = outline(word(f"ša{grapheme.strip('^$')}aš"))
            assert drawn is None or {project(piece) for piece, _ in options} <= {drawn}, grapheme


@pytest.mark.parametrize(("a", "b"), [*table("same.txt"), *table("different.txt")])
def test_words_of_other_outlines_share_no_reading(a: str, b: str) -> None:
    for one, other in product(map(word, parse(a).words), map(word, parse(b).words)):
        assert not (parted(one, other) and one.readings.keys() & other.readings.keys())

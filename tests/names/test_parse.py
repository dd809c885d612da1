"""The parts of names, from all the ways in which they are written."""

from __future__ import annotations

import pytest

from pipeline.names import parse

# as written, given name, what follows it, surname, particles, suffix
PARTS = [
    ("Joseph Stalin", "Joseph", (), ("Stalin",), (), ""),
    ("Stalin, I. V.", "I.", ("V.",), ("Stalin",), (), ""),
    ("I.V. Stalin", "I.", ("V.",), ("Stalin",), (), ""),
    ("Stalin I.V.", "I.", ("V.",), ("Stalin",), (), ""),
    ("StalinI.V.", "I.", ("V.",), ("Stalin",), (), ""),
    ("Afanasiev JN", "J.", ("N.",), ("Afanasiev",), (), ""),
    ("Afanasiev YuN", "Yu.", ("N.",), ("Afanasiev",), (), ""),
    ("Yu N Afanasiev", "Yu.", ("N.",), ("Afanasiev",), (), ""),
    ("Afanas'ev, Iu.N.", "Iu.", ("N.",), ("Afanas'ev",), (), ""),
    ("Иван Петрович Сидоров", "Иван", ("Петрович",), ("Сидоров",), (), ""),
    ("Сидоров Иван Петрович", "Иван", ("Петрович",), ("Сидоров",), (), ""),
    ("Lazar' Moiseevich Kaganovich", "Lazar'", ("Moiseevich",), ("Kaganovich",), (), ""),
    ("Petrov Ivan", "Ivan", (), ("Petrov",), (), ""),
    ("Danilov Viktor P.", "Viktor", ("P.",), ("Danilov",), (), ""),
    ("Mukhtar Omarkhanuly Auezov", "Mukhtar", ("Omarkhanuly",), ("Auezov",), (), ""),
    ("Comrade Stalin's", "", (), ("Stalin",), (), ""),
    ("akademik I. P. Pavlov", "I.", ("P.",), ("Pavlov",), (), ""),
    ("Bonch-Bruevich, V. D.", "V.", ("D.",), ("Bonch", "Bruevich"), (), ""),
    ("Ludwig van Beethoven", "Ludwig", (), ("Beethoven",), ("van",), ""),
    ("Beethoven, Ludwig van", "Ludwig", (), ("Beethoven",), ("van",), ""),
    ("King, Martin Luther, Jr.", "Martin", ("Luther",), ("King",), (), "jr"),
    ("J. Edgar Hoover", "J.", ("Edgar",), ("Hoover",), (), ""),
    ("Jean-Paul Sartre", "Jean", ("Paul",), ("Sartre",), (), ""),
    ("Stalin, I. V. (Dzhugashvili)", "I.", ("V.",), ("Stalin",), (), ""),
    ("Nazarbaev, Nursultan, 1940-", "Nursultan", (), ("Nazarbaev",), (), ""),
]
NOTHING = ["", "  ", "123", "…", "😀", ","]


@pytest.mark.parametrize(("text", "given", "middle", "surname", "particles", "suffix"), PARTS)
def test_parts(
    text: str, given: str, middle: tuple[str, ...], surname: tuple[str, ...], particles: tuple[str, ...], suffix: str
) -> None:
    name = parse(text)
    found = (name.given, name.middle, name.surname, name.particles, name.suffix)
    assert found == (given, middle, surname, particles, suffix)


@pytest.mark.parametrize("text", ["TsK VKP(b)", "Tsentral'nyi komitet partii", "Central Committee", "Narodnyi sud"])
def test_what_is_no_person(text: str) -> None:
    assert parse(text).kind == "words"


@pytest.mark.parametrize("text", NOTHING)
def test_no_name(text: str) -> None:
    assert not parse(text).surname


def test_initials_and_patronymic() -> None:
    name = parse("V. Petrovich Danilov")
    assert (name.initials, name.patronymic, name.script) == (("V.",), "Petrovich", "Latn")
    assert parse("Данилов").script == "Cyrl"


def test_order_in_doubt() -> None:
    assert not parse("Mao Zedong").sure
    assert parse("Mao, Zedong").sure


def test_initials_alone_are_an_acronym() -> None:
    assert parse("N.K.V.D.").surname == ("NKVD",)

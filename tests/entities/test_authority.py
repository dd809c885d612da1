"""The authority files: what is shipped, what users add, and what is refused with which words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.entities import Spelling, find, load_authority
from pipeline.entities.load import SHIPPED
from pipeline.entities.shapes import KINDS
from pipeline.errors import ConfigError

AUTHORITY = load_authority()
ENTRIES = {entry.id: entry for entry in AUTHORITY.entries}
CERTAIN = {
    "stalin": "Q855",
    "trotsky": "Q33391",
    "zinoviev": "Q207459",
    "yagoda": "Q141869",
    "litvinov": "Q310100",
}

ACCEPTED = """
source = "parish register"

[[person]]
id = "abai"
name = "Abai Kunanbaev"
surname = ["Kunanbaev", {text = "Кунанбаев", language = "ru"}]
given = ["Abai"]

[[place]]
id = "chingistau"
name = "Chingistau"
spellings = ["Shyngystau", {text = "Čingistau", language = "ru", scheme = "scientific"}]
relations = [{kind = "part of", id = "kazakhstan"}]
source = "a map"
"""

TERM = '[[term]]\nid = "x"\nname = "X"\n'
PERSON = '[[person]]\nid = "x"\nname = "X"\n'

# what is wrong, the file, and words that the message must hold
REFUSED = [
    ("no TOML", "[[person]\n", ["not valid TOML", "line 1"]),
    ("an unknown kind", '[[people]]\nid = "x"\n', ['"people"', "person"]),
    ("a kind that is no list", '[person]\nid = "x"\n', ['"person" is not a list', "[[person]]"]),
    ("a stray value", 'person = "x"\n', ['"person" is not a list']),
    ("an unknown field", TERM + "speling = []", ["term 'x'", '"speling"', "spellings"]),
    ("a person's field elsewhere", '[[place]]\nid = "x"\nname = "X"\ngiven = ["Y"]\n', ["place 'x'", '"given"']),
    ("no id", '[[term]]\nname = "X"\n', ["term 1", 'no "id"']),
    ("no name", '[[term]]\nid = "x"\n', ["term 'x'", 'no "name"']),
    ("an empty name", '[[term]]\nid = "x"\nname = " "\n', ["term 'x'", "\"name\" is ' '"]),
    ("an id with blanks", '[[term]]\nid = "x y"\nname = "X"\n', ["lower-case words joined by hyphens"]),
    ("an id used twice", '[[term]]\nid = "kulak"\nname = "X"\n', ["term 'kulak'", "taken by authority/term.toml"]),
    ("an empty spelling", TERM + 'spellings = ["-"]', ["term 'x'", "empty spelling '-'"]),
    ("a spelling of numbers", TERM + "spellings = [1]", ['"spellings" holds 1']),
    ("a spelling with a strange field", TERM + 'spellings = [{text = "Y", lang = "ru"}]', ["lang"]),
    ("a spelling without text", TERM + 'spellings = [{language = "ru"}]', ["{text ="]),
    ("a language by name", TERM + 'spellings = [{text = "Y", language = "Russian"}]', ["'Russian'", "ISO 639"]),
    ("spellings that are no list", TERM + 'spellings = "Y"', ["write a list"]),
    ("a relation to nobody", TERM + 'relations = [{kind = "part of", id = "kulac"}]', ['"kulac"', 'mean "kulak"']),
    ("a relation to itself", TERM + 'relations = [{kind = "part of", id = "x"}]', ["no other entry"]),
    ("an unknown relation", TERM + 'relations = [{kind = "son", id = "kulak"}]', ['"son"', "predecessor"]),
    ("half a relation", TERM + 'relations = [{id = "kulak"}]', ['"relations" holds']),
    ("a surname without given name", PERSON + 'surname = ["X"]', ["surname and given go together"]),
    ("a flag that is a text", PERSON + 'common = "yes"', ["true or false"]),
    ("a Wikidata id used twice", PERSON + 'wikidata = "Q855"', ["Q855 is also authority/person.toml", "'stalin'"]),
    ("an id used twice in one file", TERM + TERM, ["line 4, term 'x'", "line 1, term 'x'", 'extends = "x"']),
    ("an article for a person", '[[person]]\nid = "x"\nname = "the"\n', ['"the" is a word of any text']),
    ("a capital article", PERSON + 'spellings = ["The"]', ['"The" is a word of any text']),
    ("a person in small letters", PERSON + 'spellings = ["stalin"]', ['"stalin" is a word of any text']),
    ("a term of every text", TERM + 'spellings = ["und"]', ['"und" is a word of any text']),
    ("an unknown scheme", TERM + 'spellings = [{text = "Y", scheme = "alalc"}]', ['"alalc"', "are alaloc, bgn"]),
    ("dates that are none", TERM + 'dates = "yesterday"', ["'yesterday', and has no year", "1878–1953"]),
    ("dates from the end", TERM + 'dates = "1953–1878"', ["ends before it begins"]),
    ("an addition to nobody", '[[term]]\nextends = "kulac"\n', ['extends "kulac"', 'mean "kulak"']),
    ("an addition of another kind", '[[place]]\nextends = "kulak"\n', ['"kulak" is a term', "[[term]]"]),
    ("an addition with dates", '[[term]]\nextends = "kulak"\ndates = "1930"', ['unknown field "dates"']),
    ("a Wikidata address", TERM + 'wikidata = "wikidata.org/Q1"', ["Q and a number"]),
]


def added(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_file_holds_its_own_kind(kind: str) -> None:
    tables = tomllib.loads((SHIPPED / f"{kind}.toml").read_text(encoding="utf-8"))
    assert set(tables) == {"source", kind}
    assert {path.stem for path in SHIPPED.iterdir()} == set(KINDS)


def test_wikidata_only_where_certain() -> None:
    assert {entry.id: entry.wikidata for entry in AUTHORITY.entries if entry.wikidata} == CERTAIN


def test_every_entry_says_where_it_is_from() -> None:
    assert all(entry.source for entry in AUTHORITY.entries)


def test_a_predecessor_is_a_relation_not_a_merge() -> None:
    assert ("predecessor", "gpu") in ENTRIES["ogpu"].relations
    assert ENTRIES["gpu"] != ENTRIES["ogpu"]


def test_the_users_file_is_added(tmp_path: Path) -> None:
    authority = load_authority([added(tmp_path, ACCEPTED)])
    mine = {entry.id: entry for entry in authority.entries if entry.id not in ENTRIES}
    assert mine["abai"].source == "parish register"
    assert mine["chingistau"].source == "a map"
    assert mine["abai"].spellings == (
        Spelling("Abai Kunanbaev"),
        Spelling("Kunanbaev"),
        Spelling("Кунанбаев", "ru"),
    )
    assert mine["chingistau"].spellings[-1] == Spelling("Čingistau", "ru", "scientific")
    found = find("Abai Kunanbaev of Shyngystau met Kunanbaev", authority)
    assert [each.authority_id for each in found] == ["abai", "chingistau", "abai"]


def test_the_fingerprint_follows_the_data_not_the_file(tmp_path: Path) -> None:
    first = load_authority([added(tmp_path, ACCEPTED)]).fingerprint
    assert load_authority([added(tmp_path, "# a remark\n" + ACCEPTED)]).fingerprint == first
    assert load_authority([added(tmp_path, ACCEPTED.replace("Shyngystau", "Shynghystau"))]).fingerprint != first
    assert load_authority().fingerprint == AUTHORITY.fingerprint != first


ALLOWED = [
    PERSON + 'surname = ["Will"]\ngiven = ["George"]\ncommon = true',
    PERSON + 'spellings = ["ბერია", "bell hooks"]',
    TERM + 'dates = "12th century"',
    TERM + 'dates = "about 1890 – after 12 March 1953"',
    TERM + 'spellings = ["The", {text = "Y", scheme = "scientific"}]',
]


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed(text: str, tmp_path: Path) -> None:
    assert load_authority([added(tmp_path, text)]).remarks == ()


def test_spellings_are_added_to_an_entry_of_another_file(tmp_path: Path) -> None:
    more = '[[person]]\nextends = "stalin"\nspellings = ["Soselo"]\nsurname = ["Ştalin"]\npatronymic = ["Besarionis"]\n'
    authority = load_authority([added(tmp_path, more)])
    stalin = next(entry for entry in authority.entries if entry.id == "stalin")
    assert stalin.spellings == (*ENTRIES["stalin"].spellings, Spelling("Ştalin"), Spelling("Soselo"))
    assert (stalin.surnames[-1], stalin.patronymic[-1]) == ("Ştalin", "Besarionis")
    assert stalin.given == ENTRIES["stalin"].given
    assert [each.authority_id for each in find("Soselo met I. Ştalin", authority)] == ["stalin", "stalin"]


def test_a_spelling_of_two_is_remarked_upon(tmp_path: Path) -> None:
    mine = '[[organisation]]\nid = "turk"\nname = "Turkestan Committee"\nspellings = ["TsK"]\n'
    (remark,) = load_authority([added(tmp_path, mine)]).remarks
    said = "mine.toml, line 1, organisation 'turk': the spelling \"TsK\" of Turkestan Committee is also that of "
    assert all(words in remark for words in (f"{said}Central Committee (auth", 'extends = "central-committee"'))


def test_surnames_are_told_apart_by_what_stands_beside_them(tmp_path: Path) -> None:
    mine = PERSON + 'surname = ["Stalin"]\ngiven = ["Vasily"]\n'
    assert load_authority([added(tmp_path, mine)]).remarks == ()


def test_a_surname_that_a_town_bears_is_not_remarked_upon(tmp_path: Path) -> None:
    mine = '[[person]]\nid = "aleksei-kirov"\nname = "Aleksei Kirov"\nsurname = ["Kirov"]\ngiven = ["Aleksei"]\n'
    town = '[[place]]\nid = "kirovsk"\nname = "Kirovsk"\nalso_surname = ["Kirov"]\n'
    assert load_authority([added(tmp_path, mine + town)]).remarks == ()


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xef\xbb\xbf" + ACCEPTED.encode())
    assert load_authority([file]).fingerprint == load_authority([added(tmp_path, ACCEPTED)]).fingerprint


@pytest.mark.parametrize(("what", "text", "words"), REFUSED, ids=[what for what, _, _ in REFUSED])
def test_refused(what: str, text: str, words: list[str], tmp_path: Path) -> None:
    file = added(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_authority([file])
    assert all(word in str(caught.value) for word in [str(file), *words])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: the authority file cannot be read"):
        load_authority([tmp_path / "none.toml"])


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes('source = "Голощёкин"'.encode("cp1251"))
    with pytest.raises(ConfigError, match=r"byte 10 is not UTF-8"):
        load_authority([file])

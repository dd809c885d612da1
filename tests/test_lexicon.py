"""The corpus lexicon: what counts, that order makes no difference, that a file is whole or refused."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import pipeline

from pipeline.cleaning import clean
from pipeline.config import load
from pipeline.errors import ConfigError
from pipeline.lexicon import MOST_ODDS, Entry, Lexicon, in_force
from pipeline.lexicon_build import Counts, build, counted
from pipeline.sources import discover

THIN = """\
The cotton-growing towns and the grain-bearing plain had well-kept roads
and long-lost maps, and in the half-empty house by the river the old tolma-
rin was read aloud, though nobody who heard it was sure what it had meant
to those who wrote it down.
"""
ELSEWHERE = "Of every tolma-rin that was sung here, one tolma-rin was kept, and a tolma-rin of {} was lost.\n"

letters = st.text(st.characters(categories=["Ll", "Lo"]), min_size=1, max_size=6)
words = st.tuples(letters, st.sampled_from(["", "-", " "]), letters).map("".join).filter(lambda w: w == w.lower())
entries = st.dictionaries(words, st.builds(Entry, st.integers(1, 10**6), st.integers(1, 999)), max_size=20)
tokens = ["grain-\nhouse", "grain-house", "grainhouse", "Grain house", "steppe", "the", "\n", "1928.4", "степь", "p. 3"]
texts = st.lists(st.lists(st.sampled_from(tokens), max_size=20).map(" ".join), max_size=6)


def counts_of(raws: list[str]) -> Lexicon:
    counts = Counts(io.StringIO())
    for raw in raws:
        counts.add(clean(raw))
    return counts.lexicon()


# Laws


@given(entries, st.randoms(use_true_random=False))
def test_equal_entries_are_one_lexicon(entries: dict[str, Entry], random: object) -> None:
    rows = list(entries.items())
    random.shuffle(rows)  # type: ignore[attr-defined]
    one, other = Lexicon.of(entries, 99, 9), Lexicon.of(dict(rows), 99, 9)
    assert (one, one.version) == (other, other.version)
    assert dict(one.entries()) == entries
    assert len(one) == len(entries)


@given(entries, words)
def test_it_knows_its_words_and_no_others(entries: dict[str, Entry], word: str) -> None:
    lexicon = Lexicon.of(entries, 99, 9)
    for known, entry in entries.items():
        assert (lexicon.count(known), lexicon.documents_with(known)) == entry
        assert lexicon.count(f"{known}\t{entry.times}") == lexicon.count(f"{known}\n") == 0
    assert lexicon.count(word) == entries.get(word, Entry(0, 0)).times
    assert lexicon.count("") == lexicon.count("\ud800") == 0


@given(entries, words, words)
def test_odds_are_damped_and_fair(entries: dict[str, Entry], one: str, other: str) -> None:
    lexicon = Lexicon.of(entries, 99, 9)
    assert -MOST_ODDS <= lexicon.odds(one, other) <= MOST_ODDS
    assert lexicon.odds(one, other) == pytest.approx(-lexicon.odds(other, one))
    assert Lexicon.none().odds(one, other) == 0


@given(entries, st.integers(0, 10**12), st.integers(0, 10**6))
def test_what_is_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, Entry], n: int, m: int
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "new" / "lexicon.tsv"
    lexicon = Lexicon.of(entries, n, m)
    lexicon.save(path)
    assert Lexicon.load(path) == lexicon
    assert os.listdir(path.parent) == ["lexicon.tsv"]


@settings(max_examples=30)
@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_documents_makes_no_difference(raws: list[str], random: object) -> None:
    shuffled = list(raws)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert counts_of(raws) == counts_of(shuffled)


@given(texts)
def test_with_no_lexicon_a_text_is_cleaned_as_without(raws: list[str]) -> None:
    for raw in raws:
        assert clean(raw, (), Lexicon.none()).text == clean(raw).text


def test_it_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Lexicon.none().words = 3  # type: ignore[misc]


def test_one_document_teaches_less_than_two() -> None:
    loud = Lexicon.of({"grain-house": Entry(900, 1), "grainhouse": Entry(8, 2)}, 999, 3)
    assert loud.odds("grainhouse", "grain-house") > 0


# What counts

COUNTED = {
    "words inside a line": ("so the Steppe was dry.", "so the steppe was dry"),
    "hyphenated words whole": ("a well-known and many-sided man.", "a well-known and many-sided man"),
    "letters with marks above": ("im Ma\u0364rz und Fru\u0364hling.", "im ma\u0364rz und fru\u0364hling"),
    "any script": ("из пыльной степи.", "из пыльной степи"),
    "no numbers, nothing glued to one": ("the 10th of 1928, A4 paper.", "the of paper"),
    "no piece that a hyphen hangs on": ("the pre- and post-war years.", "the and post-war years"),
    "no word joined at a line end": ("so the eco-\nnomic crisis, alas.", "so the crisis alas"),
    "no hyphen kept at a line end": ("so the Anglo-\nFrench crisis, alas.", "so the crisis alas"),
    "no word at a line end": ("so the old town\nstood there, alas,\nfor long.", "so the old there alas long"),
    "no word before a hyphen that nothing follows": (
        "so the old eco-\n\nNothing of it, alas.",
        "so the old of it alas",
    ),
    "no word that a rule mended": ("he said “the surplus,”needed now.", "he said the surplus now"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("raw", "expected"), COUNTED.values(), ids=COUNTED)
def test_what_counts(raw: str, expected: str) -> None:
    assert counted(clean(raw))[0] == Counter(expected.split())


def test_notes_count_too() -> None:
    notes = "\n".join(f"{n} See the archive of the town, page {n}." for n in (1, 2))
    raw = f"The herds fled.1 The grain was taken from them.2\n\n___________\n{notes}\n"
    assert counted(clean(raw))[0]["archive"] == 2


def test_pairs_are_of_neighbours_inside_a_line() -> None:
    pairs = counted(clean("a rail way, a rail\nway and a long well-known way."))[1]
    assert pairs == Counter({"a rail": 1, "rail way": 1, "and a": 1, "a long": 1})


# What is kept


def test_what_stands_in_two_documents_or_five_times_is_kept() -> None:
    found = counts_of(["x once, x here, x", "here it was, loud loud loud loud loud it.", "so it is."])
    assert dict(found.entries()) == {"here": Entry(2, 2), "it": Entry(3, 2), "loud": Entry(5, 1)}
    assert (found.words, found.documents) == (17, 3)


def test_pairs_are_kept_where_they_are_also_one_word() -> None:
    found = counts_of(["the grain house, the grain-house, the steppe."] * 2)
    assert [word for word, _ in found.entries() if " " in word] == ["grain house"]


def test_equal_bytes_count_once(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("so the steppe was dry.\n" + ("again.\n" if name == "c" else ""))
    (tmp_path / "d.docx").write_bytes(b"no document")
    config = load(env={}, flags={"sources.paths": [str(tmp_path)]})
    found = discover(config.sources.paths, config)
    built = build(found, config)
    assert built.lexicon.documents == 2
    assert built.lexicon.documents_with("steppe") == 2
    assert [re.search(r"d\.docx", why) is not None for why in built.left_out] == [True]
    assert build(found[::-1], config).lexicon == built.lexicon


# The file

SAVED = Lexicon.of({"grain": Entry(7, 3), "grain-house": Entry(5, 2)}, 99, 9)
BROKEN = {
    "nothing in it": (lambda data: b"", "is not a lexicon"),
    "something else": (lambda data: b"word,count\ngrain,7\n", "is not a lexicon"),
    "cut": (lambda data: data[:-3], "is damaged"),
    "a count altered": (lambda data: data.replace(b"\t7\t", b"\t8\t"), "is damaged"),
    "a total altered": (lambda data: data.replace(b"99 words", b"98 words"), "is damaged"),
    "a newer format": (lambda data: data.replace(b"format 1: version", b"format 2, and more"), "is of format 2"),
}


@pytest.mark.parametrize(("broken", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(tmp_path: Path, broken: object, words: str) -> None:
    path = tmp_path / "lexicon.tsv"
    SAVED.save(path)
    path.write_bytes(broken(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(ConfigError) as caught:
        in_force(path)
    assert all(part in str(caught.value) for part in (str(path), words, "`pipeline lexicon build`"))


def test_in_force_is_what_is_there_now(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    assert in_force(path) == Lexicon.none()
    SAVED.save(path)
    assert in_force(path) is in_force(path)
    assert in_force(path) == SAVED
    Lexicon.of({"grain": Entry(7, 3)}, 99, 9).save(path)
    assert in_force(path).count("grain-house") == 0
    path.unlink()
    assert in_force(path).version == "none"


def test_what_cannot_be_written_leaves_what_was(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be written"):
        SAVED.save(tmp_path / "file" / "lexicon.tsv")
    (tmp_path / "lexicon.tsv").mkdir()
    with pytest.raises(ConfigError, match="cannot be written"):
        SAVED.save(tmp_path / "lexicon.tsv")
    assert sorted(os.listdir(tmp_path)) == ["file", "lexicon.tsv"]
    with pytest.raises(ConfigError, match="cannot be read"):
        in_force(tmp_path / "lexicon.tsv")


# Commands


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    for name in ("salt", "snow", "dust"):
        (tmp_path / "seeds" / f"{name}.txt").write_text(ELSEWHERE.format(name))
    (tmp_path / "thin.txt").write_text(THIN)
    return tmp_path


def said(folder: Path, *arguments: str, status: int = 0) -> str:
    done = pipeline(*arguments, folder=folder)
    assert done.returncode == status, done.stderr.decode()
    return (done.stdout if status == 0 else done.stderr).decode()


def test_the_lexicon_alone_decides_where_a_document_is_thin(folder: Path) -> None:
    assert "old tolmarin was" in said(folder, "clean", "thin.txt")
    assert said(folder, "lexicon", "build").startswith("built\n")
    assert "old tolma-rin was" in said(folder, "clean", "thin.txt")
    assert said(folder, "clean", "thin.txt") == said(folder, "clean", "thin.txt")


def test_build_says_what_changed(folder: Path) -> None:
    first = said(folder, "lexicon", "build")
    version = in_force(folder / "warehouse/lexicon.tsv").version
    assert version in first
    assert first.splitlines()[-1] == "warehouse/lexicon.tsv"
    before = (folder / "warehouse/lexicon.tsv").stat()
    assert said(folder, "lexicon", "build").startswith("nothing changed\n")
    assert (folder / "warehouse/lexicon.tsv").stat() == before
    (folder / "seeds/dust.txt").write_text("A kept song was sung of salt.\n")
    assert re.match(r"built: \d+ new, \d+ gone, \d+ counted otherwise\n", said(folder, "lexicon", "build"))
    assert said(folder, "lexicon", "build", "seeds/salt.txt", "--output", "other.tsv", "-q") == ""
    assert Lexicon.load(folder / "other.tsv").documents == 1


def test_a_broken_lexicon_is_told_and_built_again(folder: Path) -> None:
    (folder / "warehouse").mkdir()
    (folder / "warehouse/lexicon.tsv").write_text("nonsense")
    for command in (["clean", "thin.txt"], ["run", "--plan"], ["lexicon", "show"]):
        assert "lexicon.tsv: is not a lexicon" in said(folder, *command, status=2)
    assert said(folder, "lexicon", "build").startswith("built\n")
    assert said(folder, "clean", "thin.txt")


def test_show(folder: Path) -> None:
    assert "`pipeline lexicon build` makes it anew" in said(folder, "lexicon", "show", status=2)
    said(folder, "lexicon", "build")
    assert in_force(folder / "warehouse/lexicon.tsv").version in said(folder, "lexicon", "show")
    rows = [line.split() for line in said(folder, "lexicon", "show", "Tolma-rin", "tolmarin").splitlines()]
    assert rows[-2:] == [["Tolma-rin", "9", "3"], ["tolmarin", "0", "0"]]


def test_documents_that_cannot_be_read_are_left_out(folder: Path) -> None:
    (folder / "seeds/broken.docx").write_bytes(b"no document")
    assert "left out: seeds/broken.docx" in said(folder, "lexicon", "build", status=1)
    assert in_force(folder / "warehouse/lexicon.tsv").documents == 3
    assert "no lexicon was written" in said(folder, "lexicon", "build", "seeds/broken.docx", status=2)
    assert "no document found" in said(folder, "lexicon", "build", "warehouse", status=2)
    assert in_force(folder / "warehouse/lexicon.tsv").documents == 3


def test_config_check_says_whether_it_is_there(folder: Path) -> None:
    assert re.search(r"lexicon\.path +\S+lexicon\.tsv \(not there", said(folder, "config", "check"))
    said(folder, "lexicon", "build")
    assert re.search(r"lexicon\.path +\S+lexicon\.tsv +default", said(folder, "config", "check"))

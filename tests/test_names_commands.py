"""names compare, names search and review, through their real entry point on the published seeds."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from published import Published, pipeline


def test_compare_answers_a_line_for_a_line(tmp_path: Path) -> None:
    pairs = "Yezhov\tJeschow\nA. V. Afanasiev\tJu. N. Afanasjev\n"
    done = pipeline("names", "compare", folder=tmp_path, stdin=pairs.encode())
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [list(row) for row in found] == [["a", "b", "same", "score", "why"]] * 2
    assert [(row["a"], row["same"]) for row in found] == [("Yezhov", True), ("A. V. Afanasiev", False)]
    assert done.returncode == 0


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    done = pipeline("names", "compare", folder=tmp_path, stdin=b"Stalin\tStalin\nno pair\n")
    assert done.returncode == 2
    assert "line 2: 'no pair' is no pair; write two names with a tab between them" in done.stderr.decode()


def test_a_line_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    done = pipeline("names", "compare", folder=tmp_path, stdin="Ежов\tYezhov\n".encode() + b"Je\xe9\tYezhov\n")
    assert (done.returncode, len(done.stdout.splitlines())) == (2, 1)
    assert "line 2: byte 0xe9 is not UTF-8; save the names as UTF-8" in done.stderr.decode()


def test_search_finds_an_entity_by_a_spelling_that_no_text_has(published: Published) -> None:
    done = pipeline("names", "search", "Goloschtschjokin", folder=published.root)
    assert done.stdout.decode().splitlines()[2].split()[2:5] == ["person", "Filipp", "Goloshchyokin"]
    elsewhere = pipeline("names", "search", "Stalin", "--warehouse", "none.duckdb", folder=published.root)
    assert (elsewhere.returncode, b"none.duckdb" in elsewhere.stderr) == (3, True)
    nobody = pipeline("names", "search", "Zxqvbnm", folder=published.root)
    assert (nobody.returncode, b"could be 'Zxqvbnm'" in nobody.stderr) == (2, True)


@pytest.fixture
def copy(published: Published, tmp_path: Path) -> Path:
    """A folder of one's own with what was published."""
    shutil.copytree(published.root, tmp_path / "copy")
    return tmp_path / "copy"


def test_people_judge_and_the_file_keeps_what_they_said(copy: Path) -> None:
    first = pipeline("review", "--by", "Ada", folder=copy, stdin=b"d\n\nb\nx\nu\nthe papers  differ\nq\n")
    assert "\n1 of " in first.stdout.decode()
    assert "\n2 of " in first.stdout.decode()
    assert "'x' is no answer; type s, d, u, b or q" in first.stderr.decode()
    assert pipeline("review", "--export", "judged.toml", folder=copy).returncode == 0
    (judged,) = tomllib.loads((copy / "judged.toml").read_text("utf-8"))["judgement"]
    assert (judged["verdict"], judged["who"], judged["why"]) == ("unsure", "Ada", "the papers differ")
    pair = [judged["one"], judged["other"]]
    assert pair not in _listed(copy)
    undone = pipeline("review", "--undo", folder=copy).stderr.decode()
    assert f"taken back: Ada's judgement that {pair[0]} and {pair[1]} may be the same or different" in undone
    assert pair in _listed(copy)
    assert b"1 judgements taken over" in pipeline("review", "--import", "judged.toml", folder=copy).stderr


def test_nobody_to_answer_any_more_is_no_error_and_what_was_judged_stays(copy: Path) -> None:
    done = pipeline("review", "--by", "Ada", folder=copy, stdin=b"s\nyes\nd\n")
    assert (done.returncode, done.stderr.decode().strip()[-37:]) == (0, "`pipeline run` obeys the 2 judgements")
    pipeline("review", "--export", "judged.toml", folder=copy)
    judged = tomllib.loads((copy / "judged.toml").read_text("utf-8"))["judgement"]
    assert {(each["verdict"], each["why"]) for each in judged} == {("same", "yes"), ("different", "")}


def test_merges_are_asked_about_and_things_beside_persons_can_be_judged(copy: Path) -> None:
    listed = pipeline("review", "--list", folder=copy).stdout.decode()
    assert re.search(r"\nDanilov +Viktor Danilov +one +3 ", listed)
    (copy / "judged.toml").write_text(THINGS, "utf-8")
    said = pipeline("review", "--import", "judged.toml", folder=copy).stderr.decode()
    assert "2 judgements taken over" in said
    assert "changes nothing now: that KVX and OGPU are the same; no text and no entry of the authority has" in said
    assert "GPU and OGPU" not in said


THINGS = "".join(
    f'[[judgement]]\none = "{one}"\nother = "OGPU"\nverdict = "same"\nwho = "Ada"\nat = "2026-01-02"\n'
    for one in ("GPU", "KVX")
)


def _listed(folder: Path) -> list[list[str]]:
    lines = pipeline("review", "--list", folder=folder).stdout.decode().splitlines()
    return [re.split(" {2,}", line)[:2] for line in lines[2:]]


BROKEN = {
    "[[judgement]]\none = 'A'": "judgement 1: one found; give one, other, verdict, who, at, why as texts",
    "[[judgement]]\none = 'A'\nother = 'B'\nverdict = 'maybe'\nwho = ''\nat = ''": "one of same, different, unsure",
    "[[judgement]]\none = 'A'\nother = 'A'\nverdict = 'same'\nwho = ''\nat = ''": "is compared with itself",
    "[[judgment]]": "judgment found; begin each entry with [[judgement]]",
    "one =": "no file of judgements",
}


@pytest.mark.parametrize(("text", "words"), BROKEN.items(), ids=range(len(BROKEN)))
def test_a_broken_file_of_judgements_is_refused_whole(copy: Path, text: str, words: str) -> None:
    (copy / "judged.toml").write_text(text, "utf-8")
    done = pipeline("review", "--import", "judged.toml", folder=copy)
    assert (done.returncode, words in done.stderr.decode()) == (2, True), done.stderr.decode()

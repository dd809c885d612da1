"""What the README shows is true: its queries run, its configuration loads, its figures stand in the warehouse."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from published import Published, pipeline

from pipeline import Corpus, config
from pipeline.entities import load_authority
from pipeline.query import query
from pipeline.resolving import judgement_file

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


MAY_BE_EMPTY = "p.language <> d.language"


def holding(words: str) -> str:
    """The TOML example with these words."""
    return next(shown for shown in blocks("toml") if words in shown)


@pytest.mark.parametrize("sql", blocks("sql"))
def test_queries_answer(sql: str, published: Published) -> None:
    answer = query(published.warehouse, sql)
    assert answer.num_rows > 0 or MAY_BE_EMPTY in sql


def test_there_are_ten_queries() -> None:
    assert len(blocks("sql")) == 10


def test_shown_output_is_what_comes_out(published: Published) -> None:
    summary, spellings = blocks("text")[0], blocks("text")[1]
    for table, count in re.findall(r"^(documents|paragraphs|footnotes|quarantine) +(\d+)$", summary, re.M):
        assert query(published.warehouse, f"SELECT count(*) AS n FROM {table}").to_pylist() == [{"n": int(count)}]
    shown = [re.split(r" {2,}", line)[:3] for line in spellings.splitlines()[1:]]
    found = query(published.warehouse, blocks("sql")[0]).to_pylist()
    assert sorted(shown) == sorted([r["surface"], r["source"], str(r["mentions"])] for r in found)


def test_python_example_runs(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(published.root)
    exec(compile(blocks("python")[0], "README", "exec"), {})
    with Corpus.open(published.warehouse) as corpus:
        assert corpus.entity("Goloshchekin").name == corpus.entity("Голощёкин").name


def test_searches_find(published: Published) -> None:
    (shown,) = [block for block in blocks("sh") if "pipeline search" in block]
    for line in shown.splitlines():
        done = pipeline(*shlex.split(line, comments=True)[1:], folder=published.root)
        assert done.returncode == 0, done.stderr.decode()
        assert len(done.stdout) > 100, line


def test_configuration_example_loads(tmp_path: Path) -> None:
    file = tmp_path / "pipeline.toml"
    file.write_text(blocks("toml")[0], encoding="utf-8")
    loaded = config.load(file, env={})
    assert loaded.schedule.timezone == "Asia/Almaty"


def test_every_setting_shown_is_one(tmp_path: Path) -> None:
    for number, shown in enumerate(blocks("toml")):
        if "[[judgement]]" not in shown and "[[person]]" not in shown:
            (tmp_path / f"{number}.toml").write_text(shown, encoding="utf-8")
            config.load(tmp_path / f"{number}.toml", env={})


def test_judgement_example_is_read(tmp_path: Path) -> None:
    file = tmp_path / "judged.toml"
    file.write_text(holding("[[judgement]]"), encoding="utf-8")
    assert [(each.one, each.other, each.why) for each in judgement_file.read(file)] == [("KVS", "VPU", "its stamp")]


def test_authority_example_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(holding("[[person]]"), encoding="utf-8")
    found = {entry.id: entry for entry in load_authority([file]).entries}
    assert found["stalin"].spellings[-1].text == "Soselo"
    assert found["turkestan-committee"].spellings[-1].language == "ru"


def test_commands_exist() -> None:
    prose = re.sub(r"```.*?```", "", README, flags=re.S)
    shown = re.findall(r"\bpipeline ([a-z]+)\b", "; ".join([*blocks("sh"), *re.findall(r"`([^`]+)`", prose)]))
    assert len(set(shown)) > 8
    for command in set(shown):
        done = subprocess.run([sys.executable, "-m", "pipeline", command, "--help"], capture_output=True, check=False)
        assert done.returncode == 0, command
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    typed = [*re.findall(r"`make ([a-z-]+)", README), *re.findall(r"^make ([a-z-]+)", "\n".join(blocks("sh")), re.M)]
    assert set(typed) <= targets


def test_the_house_stands_as_drawn() -> None:
    house = blocks("text")[2]
    for name in re.findall(r"^  (\S+)  ", house, re.M):
        assert (ROOT / "src" / "pipeline" / name).exists(), name
    for name in re.findall(r"^(\S+)  ", house, re.M):
        assert (ROOT / name).exists(), name

"""What somebody meets who has never typed `pipeline` before: what to do next, a demonstration, help with mistypes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from published import pipeline
from small_corpus import Small

from pipeline import demonstration
from pipeline.cli import app
from pipeline.config import load
from pipeline.first_contact import next_steps
from pipeline.query import query
from pipeline.state import State
from pipeline.state_records import Quarantined

ROOT = Path(__file__).parents[1]


def commands(said: str) -> set[str]:
    """The commands that lines for a person name."""
    return set(re.findall(r"^  pipeline ([a-z]+)", said, re.M))


# `pipeline` alone


def seeds(folder: Path) -> None:
    (folder / "seeds").mkdir()


def warehouse(folder: Path, small: Small) -> None:
    (folder / "warehouse").mkdir()
    shutil.copyfile(small.path, folder / "warehouse" / "corpus.duckdb")


def quarantine(folder: Path) -> None:
    with State.open(folder / "warehouse" / "state.sqlite") as state:
        state.quarantine([Quarantined("d1", "a.docx", None, "no zip", "mend it", "r1", datetime.now(UTC))])


def test_where_nothing_is_it_tells_of_the_demonstration_and_of_ones_own_documents(tmp_path: Path) -> None:
    done = pipeline(folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert commands(done.stdout.decode()) == {"demo", "run", "clean"}
    assert not os.listdir(tmp_path)


def test_what_it_says_is_what_is_here(tmp_path: Path, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def said() -> str:
        return "\n".join(next_steps(load(env={})))

    seeds(tmp_path)
    assert "documents to take in (seeds), and no warehouse" in said()
    assert commands(said()) == {"run"}
    warehouse(tmp_path, small)
    assert "There is a warehouse, warehouse/corpus.duckdb, of 20" in said()
    assert commands(said()) == {"query", "search", "report", "export", "run"}
    quarantine(tmp_path)
    assert re.search(r"  pipeline quarantine +says why 1 document failed", said())
    (tmp_path / "seeds").rmdir()
    assert "run" not in commands(said())


def test_sources_that_are_not_there_are_named_with_whose_word_it_is(tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text('[sources]\npaths = ["papers"]\n')
    said = pipeline(folder=tmp_path).stdout.decode()
    assert "no papers, which " in said
    assert "pipeline.toml names as sources" in said


def test_a_run_that_failed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    seeds(tmp_path)
    now = datetime.now(UTC)
    with State.open(tmp_path / "warehouse" / "state.sqlite") as state:
        state.start_run("r1", started=now, fingerprint="f", versions={})
        state.finish_run("r1", finished=now, status="failed", counts={}, seconds={}, message="refused")
    assert re.search(r"  pipeline status +has the last run, which failed", "\n".join(next_steps(load(env={}))))


def test_every_command_that_it_tells_of_is_one() -> None:
    known = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}
    known |= {str(each.name) for each in app.registered_groups}
    source = (ROOT / "src" / "pipeline" / "first_contact.py").read_text("utf-8")
    assert set(re.findall(r"[\"'`]pipeline ([a-z]+)", source)) <= known


# What was mistyped

MEANT = {
    "a letter wrong": (["claen"], "Did you mean 'clean'?"),
    "in a group": (["quarantine", "shwo"], "Did you mean 'show'?"),
    "a command of a group": (["compare", "x"], "Did you mean 'pipeline names compare'?"),
    "a file": (["text.txt"], "Did you mean 'pipeline clean text.txt'?"),
    "a folder": (["texts"], "Did you mean 'pipeline run texts'?"),
    "nothing like it": (["xyzzy"], "'pipeline --help' lists all"),
    "an option": (["run", "--wrokers", "2"], "Did you mean '--warehouse' or '--workers'?"),
    "an option of a group": (["quarantine", "list", "--warehose"], "Did you mean '--warehouse'?"),
    "an option too early": (["--workers", "2", "run"], "It goes behind a command: 'pipeline run … --workers'"),
    "an option like none": (["rules", "--xyzzy"], "'pipeline rules --help' lists all"),
    "nothing to read": (["run"], "`pipeline demo DIR` makes some to try"),
}


@pytest.mark.parametrize(("arguments", "said"), MEANT.values(), ids=MEANT)
def test_what_was_mistyped_is_suggested(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "text.txt").write_text("Text.\n")
    (tmp_path / "texts").mkdir()
    done = pipeline(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()


# Completion

ASK = """
eval "$(pipeline --show-completion)"
COMP_WORDS=({words}) COMP_CWORD={last}
_pipeline_completion pipeline
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
COMPLETED = {
    "a command": ("pipeline rol", ["rollback"]),
    "a command of a group": ("pipeline names co", ["compare"]),
    "an option": ("pipeline run --wo", ["--workers"]),
    "a choice": ("pipeline export out --format an", ["annotations"]),
    "a file, which the shell knows": ("pipeline clean se", [""]),
}


@pytest.mark.parametrize(("typed", "completed"), COMPLETED.values(), ids=COMPLETED)
def test_bash_completes(tmp_path: Path, typed: str, completed: list[str]) -> None:
    words = typed.split()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", ASK.format(words=" ".join(words), last=len(words) - 1)],
        cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split("\n")[:-1] == completed


# The demonstration


@pytest.mark.flow
def test_the_demonstration_from_its_folder_to_its_answers(tmp_path: Path, server: str) -> None:
    """As its last lines say: made, entered, run, asked."""
    said = pipeline("demo", "tour", folder=tmp_path)
    assert said.returncode == 0
    tour = tmp_path / "tour"
    explained = re.findall(r"^  pipeline (explain) (\S+)", said.stdout.decode(), re.M)[0]
    assert b"[-" in pipeline(*explained, folder=tour).stdout
    done = pipeline("run", folder=tour, PREFECT_API_URL=server)
    assert (done.returncode, done.stdout.decode().startswith("published: 6 new\n")) == (0, True)
    files = sorted((tour / "queries").glob("*.sql"))
    assert len(files) == 10
    for file in files:
        answer = pipeline("query", "--format", "csv", folder=tour, stdin=file.read_bytes())
        assert len(answer.stdout.splitlines()) > 1, file.name
    found = query(tour / "warehouse" / "corpus.duckdb", (tour / "queries" / "02-spellings.sql").read_text("utf-8"))
    assert {"Goloshchekin", "Goloshchyokin", "Goloschtschokin", "Голощёкине"} <= set(found["surface"].to_pylist())
    assert len(set(found["source"].to_pylist())) == 6
    assert pipeline("run", folder=tour).stdout.startswith(b"nothing changed: 6 unchanged\n")


OCCUPIED = {"a folder with something in it": "full", "a file": "full/file", "below a file": "full/file/below"}


@pytest.mark.parametrize("name", OCCUPIED.values(), ids=OCCUPIED)
def test_the_demonstration_takes_nobodys_place(tmp_path: Path, name: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine\n")
    done = pipeline("demo", name, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"demo: {name}: " in done.stderr.decode()
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["file"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    demonstration.make(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"documents", "documents.csv", "pipeline.toml", "queries"}
    assert load(tmp_path / "pipeline.toml", env={}).sources.paths == (tmp_path / "documents",)


def test_the_demonstration_is_small_and_comes_with_the_package() -> None:
    files = [path for path in demonstration.SHIPPED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 20_000
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    matched = {path for glob in packaged["pipeline"] for path in (ROOT / "src" / "pipeline").glob(glob)}
    assert set(files) <= matched


# SQL on standard input

TYPED = {
    "nothing": (b"", 2, "found 0 statements"),
    "no SQL": (b"no zip", 2, "syntax error"),
    "two": (b"SELECT 1; SELECT 2", 2, "found 2 statements"),
    "writing": (b"CREATE TABLE t (i INT)", 2, "found CREATE"),
    "a comment first": (b"-- one\n/* more */ SELECT 7 AS n;\n", 0, ""),
}


@pytest.mark.parametrize("arguments", [["query"], ["query", "-"]], ids=["no argument", "a dash"])
@pytest.mark.parametrize(("typed", "status", "said"), TYPED.values(), ids=TYPED)
def test_sql_comes_from_standard_input(
    small: Small, tmp_path: Path, arguments: list[str], typed: bytes, status: int, said: str
) -> None:
    done = pipeline(*arguments, "--format", "csv", "--warehouse", small.path, folder=tmp_path, stdin=typed)
    assert done.returncode == status
    assert done.stdout == (b"" if status else b"n\n7\n")
    assert said in done.stderr.decode()

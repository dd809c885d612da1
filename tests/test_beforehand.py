"""What would end a run is told by `config check` and by the run alike, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import pipeline

from pipeline.config import load
from pipeline.errors import ConfigError, PipelineError
from pipeline.exports.condition import refuse
from pipeline.runs import beforehand

ENTRY = "[[exports]]\nformat = 'text'\ndirectory = 'out'\n"
REFUSED = {
    "a column that is none": (f"{ENTRY}where = 'nosuch = 1'", ": exports entry 1, where: 'nosuch = 1' cannot be asked"),
    "the second of two": (f"{ENTRY}{ENTRY}where = 'title ='", ": exports entry 2, where: 'title =' is no condition"),
    "among the sources": (ENTRY.replace("out", "texts/out"), ": exports entry 1, directory: "),
    "no table": ("[metadata]\ntable = 'who.csv'", "who.csv: No such file or directory; correct metadata.table"),
    "no authority": ("[entities]\nauthority = ['who.toml']", "who.toml"),
}
SOURCES = "[sources]\npaths = ['texts']\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("The crisis of 1932.\n", "utf-8")
    return tmp_path


def write(folder: Path, text: str) -> Path:
    file = folder / "pipeline.toml"
    file.write_text(SOURCES + text, "utf-8")
    return file


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_file_and_entry(folder: Path, text: str, said: str) -> None:
    file = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        beforehand.refuse(load(file, env={}))
    assert (f"{file}{said}" if said[0] == ":" else said) in str(caught.value)


@pytest.mark.parametrize("arguments", [["config", "check"], ["run"], ["run", "--plan"], ["serve"]], ids=" ".join)
def test_all_refuse_alike_and_write_nothing(folder: Path, arguments: list[str]) -> None:
    write(folder, f"{ENTRY}where = 'nosuch = 1'")
    before = sorted(folder.rglob("*"))
    done = pipeline(*arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "pipeline.toml: exports entry 1, where: 'nosuch = 1'" in done.stderr.decode()
    assert sorted(folder.rglob("*")) == before


def test_sources_may_come_later(folder: Path) -> None:
    file = write(folder, ENTRY)
    file.write_text("[sources]\npaths = ['papers']\n" + ENTRY, "utf-8")
    beforehand.refuse(load(file, env={}))


GOOD = (
    "rights IS NOT NULL",
    "year BETWEEN 1900 AND 1950 -- the first half",
    "title ILIKE '%farm%' OR language = 'ru'",
    "document_id IN (SELECT document_id FROM mentions JOIN entities USING (entity_id) WHERE name = 'Joseph Stalin')",
    "document_id IN (SELECT document_id FROM sources WHERE source LIKE 'x/%')",
    "split_part(title, ' ', 2)::INTEGER > 3",
    "EXISTS (FROM spellings)",
)
WRONG = {
    "nosuch = 1": '"nosuch" not found',
    "titel = 'x'": '"title"',
    "source = 'x'": '"source" not found',
    "title =": "is no condition",
    "1) or (1=1": "is no condition",
    "year = 'abc'": "Could not convert string 'abc'",
    "count(*) > 1": "aggregates",
    "year = ?": "parameters",
    "document_id IN (FROM search('famine'))": "search",
    "document_id IN (SELECT name FROM read_csv('/etc/passwd'))": "file system operations are disabled",
}


@pytest.mark.parametrize("where", GOOD)
def test_a_condition_that_exports_can_go_by(where: str) -> None:
    refuse(where)


@pytest.mark.parametrize(("where", "said"), WRONG.items())
def test_a_condition_that_no_export_can_go_by(where: str, said: str) -> None:
    with pytest.raises(PipelineError, match="documents") as caught:
        refuse(where)
    assert said in str(caught.value)

"""What sidecars and the table say of documents, and how their faults are named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.document import Metadata
from pipeline.errors import ConfigError
from pipeline.sections import MetadataConfig
from pipeline.sources import discover, metadata_for

FULL = 'title = "The Famine"\nauthor = "A. Author"\nyear = 1999\nurl = "https://x.org"\nrights = "CC0"\n'


def said(root: Path, table: str | None = None) -> Metadata:
    (root / "s").mkdir(exist_ok=True)
    (root / "s/a.txt").write_bytes(b"")
    if table is not None:
        (root / "who.csv").write_text(table, "utf-8")
    config = Config(root, metadata=MetadataConfig(Path("who.csv") if table is not None else None))
    return metadata_for(discover([root / "s/a.txt"], config)[0], config)


def test_nothing_is_guessed(tmp_path: Path) -> None:
    assert said(tmp_path) == Metadata()


@pytest.mark.parametrize("name", ["a.meta.toml", "a.txt.meta.toml"])
def test_a_sidecar_speaks_for_its_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / name).write_text(FULL, "utf-8")
    (tmp_path / "s/b.meta.toml").write_text('title = "Other"', "utf-8")
    assert said(tmp_path) == Metadata("The Famine", "A. Author", 1999, "https://x.org", "CC0")


@pytest.mark.parametrize(
    ("table", "title", "year"),
    [
        ("source,title,year\ns/a.txt,The Famine,1999\n", "The Famine", 1999),
        ("file,title,year\na.txt,The Famine,\n", "The Famine", None),
        ('\ufefffile,title,pages\r\na.txt,"Famine, ""Great""",12\r\n', 'Famine, "Great"', None),
        ("source,title\ns/b.txt,Other\n", None, None),
        ("source\n", None, None),
    ],
)
def test_the_table_speaks_for_documents(tmp_path: Path, table: str, title: str | None, year: int | None) -> None:
    assert said(tmp_path, table) == Metadata(title=title, year=year)


def test_a_sidecar_wins_over_the_table(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s/a.meta.toml").write_text("year = 1999", "utf-8")
    assert said(tmp_path, "file,title\na.txt,Other\n") == Metadata(year=1999)


def test_a_changed_table_is_read_again(tmp_path: Path) -> None:
    assert said(tmp_path, "file,title\na.txt,One\n").title == "One"
    (tmp_path / "who.csv").unlink()
    assert said(tmp_path, "file,title\na.txt,Two\n").title == "Two"
    os.utime(tmp_path / "who.csv", ns=(1, 1))
    assert said(tmp_path, "file,title\na.txt,Six\n").title == "Six"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "x"\nauthors = "y"', "a.meta.toml, line 2: unknown key authors; known are title, author, year"),
        ('\n\nyear = "1999"', "a.meta.toml, line 3: year is '1999'; it has to be a whole number"),
        ("year = true", "line 1: year is True"),
        ("title = 3", "line 1: title is 3; it has to be text in quotes"),
        ("[meta]\ntitle = 'x'", "line 1: unknown key meta"),
        ("title = x", "cannot be read as TOML"),
    ],
)
def test_faults_of_a_sidecar(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s/a.meta.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        said(tmp_path)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("name,title\na.txt,x\n", "who.csv, line 1: no column source or file, found ['name', 'title']"),
        ("", "who.csv, line 1: no column source or file"),
        ("file,year\nb.txt,1999\na.txt,c. 1999\n", "who.csv, line 3: year is 'c. 1999'"),
        ("file,year\na.txt,1999,x\n", "who.csv, line 2: not as many fields"),
        ("file,year\na.txt\n", "who.csv, line 2: not as many fields"),
        ("file,year\na.txt,1\na.txt,2\n", "who.csv, line 3: a.txt has a row already"),
        ('file,year\na.txt,"1\n', "who.csv, line 2: unexpected end"),
    ],
)
def test_faults_of_the_table(tmp_path: Path, table: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        said(tmp_path, table)
    assert words in str(caught.value)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    config = Config(tmp_path, metadata=MetadataConfig(Path("who.csv")))
    with pytest.raises(ConfigError, match=r"who\.csv: No such file.*metadata\.table"):
        metadata_for(discover([tmp_path / "a.txt"], config)[0], config)


def test_text_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s/a.meta.toml").write_bytes(b'title = "caf\xe9"')
    with pytest.raises(ConfigError, match=r"a\.meta\.toml: cannot be read as UTF-8.*save it as UTF-8"):
        said(tmp_path)

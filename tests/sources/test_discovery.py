"""Which documents a folder holds, what they are called, and what is passed over."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.errors import ConfigError, UnreadableError
from pipeline.sections import Export, Sources
from pipeline.sources import discover, read, refuse_among


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"text")


def names(config: Config, *paths: Path) -> list[str]:
    return [source.name for source in discover(paths, config)]


def test_a_folder_is_walked_to_the_bottom_in_order(tmp_path: Path) -> None:
    make(tmp_path, "s/b.txt", "s/a/z.md", "s/C.TXT", "s/a/deep/er/x.pdf", "s/picture.png", "s/noending")
    assert names(Config(tmp_path), tmp_path / "s") == ["s/C.TXT", "s/a/deep/er/x.pdf", "s/a/z.md", "s/b.txt"]


def test_hidden_files_and_sidecars_are_no_documents(tmp_path: Path) -> None:
    make(tmp_path, "s/a.txt", "s/a.meta.toml", "s/.b.txt", "s/.git/c.txt", "s/~d.txt")
    everything = Config(tmp_path, sources=Sources(include=("*",)))
    assert names(everything, tmp_path / "s") == ["s/a.txt", "s/~d.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        (("*.txt",), (), ["s/a.txt", "s/drafts/b.txt"]),
        (("*.txt",), ("drafts/*",), ["s/a.txt"]),
        (("*.txt",), ("B.*",), ["s/a.txt"]),
        (("drafts/*",), (), ["s/drafts/b.txt", "s/drafts/c.md"]),
        ((), (), []),
    ],
)
def test_patterns(tmp_path: Path, include: tuple[str, ...], exclude: tuple[str, ...], found: list[str]) -> None:
    make(tmp_path, "s/a.txt", "s/drafts/b.txt", "s/drafts/c.md")
    assert names(Config(tmp_path, sources=Sources(include=include, exclude=exclude)), tmp_path / "s") == found


def test_a_file_given_by_name_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    make(tmp_path, "a.ocr", "b.HTM")
    sources = discover([tmp_path / "a.ocr", tmp_path / "b.HTM", tmp_path / "a.ocr"], Config(tmp_path))
    assert [(s.name, s.media_type, s.size) for s in sources] == [("a.ocr", "text/plain", 4), ("b.HTM", "text/html", 4)]


def test_what_is_no_document_is_found_and_says_why_when_it_is_read(tmp_path: Path) -> None:
    make(tmp_path, "s/a.txt", "out/b.txt")
    (tmp_path / "s/link.txt").symlink_to(tmp_path / "out/b.txt")
    (tmp_path / "s/folder").symlink_to(tmp_path / "out")
    (tmp_path / "s/inner.txt").symlink_to("a.txt")
    (tmp_path / "s/broken.txt").symlink_to("nowhere.txt")
    os.mkfifo(tmp_path / "s/pipe.txt")
    config = Config(tmp_path)
    wrong = {
        "s/broken.txt": "a link to 'nowhere.txt', which is not there; mend the link",
        "s/link.txt": f"a link that leads out of the folder, to '{tmp_path.resolve()}/out/b.txt'; put the document",
        "s/pipe.txt": "not a regular file; give a file that holds the document",
    }
    found = {source.name: source for source in discover([tmp_path / "s"], config)}
    assert sorted(found) == sorted([*wrong, "s/a.txt", "s/inner.txt"])
    for name, words in wrong.items():
        with pytest.raises(UnreadableError, match=re.escape(f"{name}: {words}")):
            read(found[name], config)
    assert read(found["s/inner.txt"], config).raw == "text"
    (by_name,) = discover([tmp_path / "s/link.txt"], config)
    assert read(by_name, config).raw == "text"


def test_names_outside_the_root_are_whole_and_never_broken_unicode(tmp_path: Path) -> None:
    make(tmp_path, "elsewhere/a.txt")
    (tmp_path / os.fsdecode(b"elsewhere/caf\xe9.txt")).write_bytes(b"")
    found = names(Config(tmp_path / "root"), tmp_path / "elsewhere")
    assert found == [f"{tmp_path.as_posix()}/elsewhere/a.txt", f"{tmp_path.as_posix()}/elsewhere/caf\\xe9.txt"]


def test_control_characters_in_names_are_spelt_out_and_no_two_names_become_one(tmp_path: Path) -> None:
    mark = "\N{RIGHT-TO-LEFT OVERRIDE}"
    make(tmp_path, "a\nb.txt", r"a\nb.txt", "\x1b[31m.txt", f"{mark}txt.exe.txt", "..a..txt", "a..b.txt")
    assert names(Config(tmp_path), tmp_path) == [
        r"\u202etxt.exe.txt", r"\x1b[31m.txt", "a..b.txt", r"a\\nb.txt", r"a\nb.txt",
    ]  # fmt: skip


def test_relative_paths_count_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "s/a.txt")
    monkeypatch.chdir(tmp_path / "s")
    assert names(Config(tmp_path), Path("../s/./a.txt"), Path()) == ["s/a.txt"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"seeds: no such file or folder; correct the path"):
        discover(Config(tmp_path).sources.paths, Config(tmp_path))


def test_the_limit_of_a_pattern_is_its_own_folder(tmp_path: Path) -> None:
    make(tmp_path, "drafts/s/a.txt")
    config = replace(Config(tmp_path), sources=Sources(exclude=("drafts/*",)))
    assert names(config, tmp_path / "drafts/s") == ["drafts/s/a.txt"]


@pytest.mark.parametrize(
    ("folder", "exclude", "refused"),
    [
        ("s", (), True),
        ("s/site", (), True),
        ("s/site", ("site/*",), False),
        ("s/.site", (), False),
        ("site", (), False),
        ("s2", (), False),
    ],
)
def test_nothing_is_exported_among_the_sources(
    tmp_path: Path, folder: str, exclude: tuple[str, ...], refused: bool
) -> None:
    make(tmp_path, "s/a.txt")
    config = Config(tmp_path, sources=Sources((tmp_path / "s",), exclude=exclude))
    exporting = replace(config, exports=(Export("text", tmp_path / folder),))
    for ask in (
        lambda: refuse_among(config.sources.paths, tmp_path / folder, config),
        lambda: discover(exporting.sources.paths, exporting),
    ):
        if refused:
            with pytest.raises(ConfigError, match="is in the source folder"):
                ask()
        else:
            ask()

"""detect, romanise and cyrillise through their real entry point: a line in, a line out, as it comes."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import pipeline

from pipeline import lines
from pipeline.cli import app
from pipeline.languages.schemes import FOLDER, schemes

KEYS = ["language", "script", "schemes", "tag", "confidence", "evidence"]
README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
COMMANDS = [("detect",), ("romanise", "--scheme", "alaloc"), ("cyrillise",), ("cyrillise", "--json")]


Ask = Callable[..., list[str]]


@pytest.fixture
def ask(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Ask:
    """Runs a command in this process, where the model is loaded once, on a file of these lines."""

    def ask(*arguments: str, of: str | bytes = b"") -> list[str]:
        file = tmp_path / "lines.txt"
        file.write_bytes(of.encode() if isinstance(of, str) else of)
        app([*arguments, str(file)], standalone_mode=False)
        out, err = capsysbinary.readouterr()
        assert err == b""
        assert out.endswith(b"\n") or not out
        return out.decode().split("\n")[:-1]

    return ask


# detect

DETECTED = {
    "Ocherki istorii narodnogo khoziaistva SSSR": ("ru", "Latn", ["alaloc"], "ru-Latn-alalc97"),
    "Очерки истории народного хозяйства СССР": ("ru", "Cyrl", [], "ru"),
    "Історія українського селянства": ("uk", "Cyrl", [], "uk"),
    "Қазақ тілі мен әдебиеті": ("kk", "Cyrl", [], "kk"),
    "The history of the collective farms": ("en", "Latn", [], "en"),
    "Die Geschichte der Landwirtschaft": ("de", "Latn", [], "de"),
    "": ("und", "Zyyy", [], "und"),
    "1932–33": ("und", "Zyyy", [], "und"),
}


def test_detect_answers_every_line_in_order(ask: Ask) -> None:
    found = [json.loads(line) for line in ask("detect", of="\n".join(DETECTED) + "\n")]
    assert [list(answer) for answer in found] == [KEYS] * len(DETECTED)
    shown = [tuple(answer[key] for key in KEYS[:4]) for answer in found]
    assert shown == list(DETECTED.values())
    for answer in found:
        assert 0 <= answer["confidence"] <= 1
        assert (answer["language"] == "und") == (not answer["evidence"])


# romanise

ROMANISED = {
    "Russian by default": (["--scheme", "alaloc"], "Очерки о Щорсе", "Ocherki o Shchorse"),
    "Ukrainian": (["--scheme", "national", "--language", "uk"], "Біла Церква", "Bila Tserkva"),
    "Belarusian": (["--scheme", "scientific", "--language", "be"], "Быкаў", "Bykaŭ"),
    "Kazakh": (["--scheme", "bgn", "--language", "kk"], "Қазақстан", "Qazaqstan"),
    "what is no Cyrillic stays": (["--scheme", "gost"], "«Царь», p. 3\t№ 7", "«Czar`», p. 3\t№ 7"),
    "nothing on a line": (["--scheme", "iso"], "", ""),
}


@pytest.mark.parametrize(("options", "cyrillic", "latin"), ROMANISED.values(), ids=ROMANISED)
def test_romanise(ask: Ask, options: list[str], cyrillic: str, latin: str) -> None:
    assert ask("romanise", *options, of=f"{cyrillic}\n") == [latin]


def rows(ask: Ask, *options: str) -> list[list[str]]:
    header, _, *rest = ask("romanise", "--list", *options)
    assert header.split() == ["name", "language", "title", "source"]
    return [re.split(" {2,}", row.strip()) for row in rest]


def test_list_names_every_scheme_file(ask: Ask) -> None:
    found = rows(ask)
    assert sorted(f"{language}-{name}.toml" for name, language, *_ in found) == sorted(p.name for p in FOLDER.iterdir())
    assert all(len(row) == 4 for row in found)
    assert rows(ask, "--language", "uk") == [row for row in found if row[1] == "uk"]


# cyrillise

CYRILLISED = {
    "by the line's language": ([], "Istoriia ukraïns'koho selianstva", "uk", "Історія українського селянства"),
    "Russian where in doubt": ([], "Golod", "ru", "Голод"),
    "in a language given": (["--language", "be"], "Historyja Belarusi", "be", "Гісторыя Беларусі"),
    "by a scheme given": (["--scheme", "gost"], "Czar`", "ru", "Царь"),
    "by a scheme that Russian lacks": (["--scheme", "national"], "Yenakiieve", "uk", "Єнакієве"),
    "Cyrillic stays": ([], "Очерки", "ru", "Очерки"),
    "nothing on a line": ([], "", "ru", ""),
    "no letters": ([], "1932–33.", "ru", "1932–33."),
}


@pytest.mark.parametrize(("options", "latin", "language", "cyrillic"), CYRILLISED.values(), ids=CYRILLISED)
def test_cyrillise(ask: Ask, options: list[str], latin: str, language: str, cyrillic: str) -> None:
    assert ask("cyrillise", *options, of=f"{latin}\n") == [cyrillic]
    answer: dict[str, Any] = json.loads(*ask("cyrillise", "--json", *options, of=f"{latin}\n"))
    assert list(answer) == ["text", "language", "candidates"]
    assert (answer["text"], answer["language"]) == (latin, language)
    first = answer["candidates"][0]
    assert list(first) == ["text", "score", "schemes"]
    assert first["text"] == cyrillic


def test_candidates_are_ranked(ask: Ask) -> None:
    (line,) = ask("cyrillise", "--json", of="Istorii Ural'skikh zavodov\n")
    candidates = json.loads(line)["candidates"]
    assert len({candidate["text"] for candidate in candidates}) == len(candidates) > 1
    names = {scheme.name for scheme in schemes("ru")}
    assert all(names.issuperset(candidate["schemes"]) for candidate in candidates)


# lines

CYRILLIC = "Царь\nГолод\n".encode()
SAME = {
    "Windows line ends": CYRILLIC.replace(b"\n", b"\r\n"),
    "no line end at the end": CYRILLIC.rstrip(b"\n"),
    "a byte order mark": b"\xef\xbb\xbf" + CYRILLIC,
    "a byte order mark in each of two files": "\ufeffЦарь\n\ufeffГолод\n".encode(),
}
STRANGE = {
    "nothing": (b"", 0),
    "one empty line": (b"\n", 1),
    "empty lines": (b"\n\r\n\n", 3),
    "bytes that are no UTF-8": (b"\xff\xfe\xc3\nOcherki \xd0\n\x80", 3),
    "zero bytes and controls": (b"\0\0\n\x1b[31m\x0b\x0c\x1c\n", 2),
    "separators that are no line ends": ("a\u2028b\u0085c\rd\n".encode(), 1),
    "a long line": (b"Ocherki istorii " * 4000, 1),
}


@pytest.mark.parametrize("data", SAME.values(), ids=SAME)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_line_ends_and_marks_make_no_difference(ask: Ask, command: tuple[str, ...], data: bytes) -> None:
    assert ask(*command, of=data) == ask(*command, of=CYRILLIC)


@pytest.mark.parametrize(("data", "count"), STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_answer_for_every_line(ask: Ask, command: tuple[str, ...], data: bytes, count: int) -> None:
    assert len(ask(*command, of=data)) == count


PIECES = [b"\n", b"\r\n", b"a", "щ".encode(), b"\xd1", b"\xff"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join), st.integers(1, 9))
def test_batches_cut_no_line_and_no_letter(data: bytes, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch, io.BufferedReader(io.BytesIO(data)) as source:  # type: ignore[type-var]
        patch.setattr(lines, "AT_ONCE", size)
        found = [line for batch in lines._batches(source, "replace") for line in batch]
    whole = data.decode("utf-8", "replace").split("\n")
    assert found == [line.removesuffix("\r") for line in (whole if whole[-1] else whole[:-1])]


def test_a_file_is_read_like_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "titles.txt"
    file.write_bytes(CYRILLIC)
    for source in ([], ["-"], [file]):
        found = pipeline("romanise", "--scheme", "gost", *source, folder=tmp_path, stdin=CYRILLIC)
        assert (found.stdout, found.stderr, found.returncode) == (b"Czar`\nGolod\n", b"", 0)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_pipe_is_answered_as_it_goes(tmp_path: Path, command: tuple[str, ...]) -> None:
    with started(*command, folder=tmp_path) as process:
        assert process.stdin
        assert process.stdout
        for line in ("Очерки\n", "Ocherki\n"):
            process.stdin.write(line.encode())
            process.stdin.flush()
            assert process.stdout.readline().endswith(b"\n")
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "titles.txt").write_bytes(CYRILLIC * 50_000)
    with started("romanise", "--scheme", "gost", "titles.txt", folder=tmp_path) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"Czar`\n"
        process.stdout.close()
        assert process.wait() == 141
        assert process.stderr.read() == b""


def started(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder)


# errors

NO_LANGUAGE = 'no scheme for the language "en"; there are schemes for be, kk, ru, uk'
ERRORS = {
    "no scheme given": (["romanise"], "give --scheme: alaloc, bgn, czech"),
    "no scheme given for Ukrainian": (["romanise", "--language", "uk"], "german, iso, national"),
    "no such scheme": (["romanise", "--scheme", "none"], 'no scheme "none" for the language "ru"; known are alaloc'),
    "a scheme of another language": (["romanise", "--scheme", "national"], 'no scheme "national" for the language'),
    "no such language": (["romanise", "--scheme", "iso", "--language", "en"], NO_LANGUAGE),
    "no language to list": (["romanise", "--list", "--language", "en"], NO_LANGUAGE),
    "an empty language": (["romanise", "--scheme", "iso", "--language", ""], 'for the language ""'),
    "no language to list, empty": (["romanise", "--list", "--language", ""], 'for the language ""'),
    "no such scheme to read": (["cyrillise", "--scheme", "none"], 'no scheme "none"'),
    "no such language to read": (["cyrillise", "--language", "en"], NO_LANGUAGE),
    "an empty language to read": (["cyrillise", "--language", ""], 'for the language ""'),
    "an empty scheme to read": (["cyrillise", "--scheme", ""], 'no scheme ""'),
    "both wrong": (["cyrillise", "--language", "en", "--scheme", "none"], NO_LANGUAGE),
    "no such file": (["detect", "none.txt"], "none.txt: No such file or directory; give a file, or - for standard"),
    "a folder": (["detect", "."], ".: Is a directory"),
    "two files": (["detect", "-", "-"], "unexpected extra argument"),
}


@pytest.mark.parametrize(("arguments", "said"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_one_message_before_anything_is_read(tmp_path: Path, arguments: list[str], said: str) -> None:
    found = pipeline(*arguments, folder=tmp_path)
    assert (found.returncode, found.stdout) == (2, b"")
    message = re.sub(r"\s+", " ", found.stderr.decode())
    assert said in message
    assert "Traceback" not in message


# what they load, what the README shows


@pytest.mark.parametrize("command", [*COMMANDS, ("--help",)], ids=" ".join)
def test_nothing_is_loaded_that_is_not_needed(tmp_path: Path, command: tuple[str, ...]) -> None:
    run = [sys.executable, "-X", "importtime", "-m", "pipeline", *command]
    found = subprocess.run(run, input=CYRILLIC, capture_output=True, cwd=tmp_path, check=True)
    loaded = set(re.findall(r"\| +(\w+)$", found.stderr.decode(), re.MULTILINE))
    assert not loaded & {"prefect", "duckdb", "pyarrow", "unstructured", "great_expectations", "rich"}
    assert "numpy" not in loaded or command != ("--help",)


def test_the_readme_shows_what_comes_out(tmp_path: Path) -> None:
    section = README.partition("## Languages and romanisations\n")[2].partition("\n## ")[0]
    (block,), (answer,) = (re.findall(rf"```{kind}\n(.*?)```", section, re.S) for kind in ("sh", "json"))
    for line in block.splitlines():
        command, _, shown = line.partition("  # ")
        text, arguments = re.fullmatch(r'echo "(.*)" \| pipeline (.*?) *', command).groups()  # type: ignore[union-attr]
        found = pipeline(*arguments.split(), folder=tmp_path, stdin=f"{text}\n".encode()).stdout.decode()
        assert found == (answer if "JSON" in shown else f"{shown}\n")

"""Every command through its real entry point, in a process of its own."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from published import SEEDS, Published, pipeline
from small_corpus import Small

from pipeline.state import State
from pipeline.state_records import Quarantined

COMMANDS = (
    "run clean restore explain rules detect romanise cyrillise review query tables search export report serve status"
    " diff rollback backup forget demo names quarantine lexicon config"
).split()
README = Path(__file__).parents[1] / "README.md"
TEXT = "The eco-\nnomic  crisis of 1932.\n"
CLEAN = b"The economic crisis of 1932.\n"


def listed(help: str) -> list[str]:
    return re.findall(r"^  ([a-z]+)  ", help.partition("Commands:\n")[2], re.MULTILINE)


def test_the_commands_are_these_and_no_others(tmp_path: Path) -> None:
    help = pipeline("--help", folder=tmp_path).stdout.decode()
    assert listed(help) == COMMANDS
    assert listed(pipeline("quarantine", "-h", folder=tmp_path).stdout.decode()) == ["list", "show", "retry"]
    assert listed(pipeline("names", "-h", folder=tmp_path).stdout.decode()) == ["compare", "search"]
    assert listed(pipeline("lexicon", "-h", folder=tmp_path).stdout.decode()) == ["build", "show"]
    assert listed(pipeline("config", "-h", folder=tmp_path).stdout.decode()) == ["check"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str, tmp_path: Path) -> None:
    help = pipeline(command, "--help", folder=tmp_path).stdout.decode()
    assert len(help.splitlines()[2]) > 10, "no line says what it is for"
    unfolded = re.sub(r"\n {20,}(?=\S)", "  ", help)
    options = re.findall(r"^  (?:-\w, )?--[\w-]+.*$", unfolded, re.MULTILINE)
    assert all(re.search(r"  \S", option.strip()) for option in options), "an option has no help"
    assert f"pipeline {command}" in README.read_text("utf-8"), "the README does not know it"


def test_the_script_and_the_module_are_the_same(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("pipeline")
    found = subprocess.run([script, "clean", "-"], input=TEXT.encode(), capture_output=True, cwd=tmp_path, check=True)
    assert found.stdout == CLEAN == pipeline("clean", "-", folder=tmp_path, stdin=TEXT.encode()).stdout


# clean and restore

CLEANED = {
    "text": (["-"], TEXT.encode(), CLEAN),
    "Windows line ends": (["-"], TEXT.replace("\n", "\r\n").encode(), CLEAN),
    "UTF-16": (["-"], TEXT.encode("utf-16"), CLEAN),
    "nothing": (["-"], b"", b""),
    "letters beyond ASCII": (["-"], "Очерки\u00a0истории\n".encode(), "Очерки истории\n".encode()),
    "html": (["-", "--type", "html"], b"<h1>Farms</h1><p>The  crisis.</p>", b"Farms\n\nThe crisis.\n"),
    "markdown": (["-", "--type", "md"], b"# Farms\n\nThe *crisis*.\n", b"Farms\n\nThe crisis.\n"),
}


@pytest.mark.parametrize(("arguments", "data", "clean"), CLEANED.values(), ids=CLEANED)
def test_clean(tmp_path: Path, arguments: list[str], data: bytes, clean: bytes) -> None:
    whole = pipeline("clean", *arguments, "--json", folder=tmp_path, stdin=data)
    assert (whole.returncode, whole.stderr) == (0, b"")
    assert json.loads(whole.stdout)["text"].encode() == clean
    assert pipeline("restore", "-", folder=tmp_path, stdin=whole.stdout).stdout == data
    assert not os.listdir(tmp_path)


def test_clean_writes_the_text_and_nothing_else(tmp_path: Path) -> None:
    found = pipeline("clean", "-", folder=tmp_path, stdin=TEXT.encode())
    assert (found.stdout, found.returncode, found.stderr) == (CLEAN, 0, b"")


def test_clean_takes_a_file_by_what_its_name_ends_in(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>The  crisis.</p>")
    assert pipeline("clean", "a.html", folder=tmp_path).stdout == b"The crisis.\n"
    assert b"<p>" in pipeline("clean", "a.html", "--type", "text", folder=tmp_path).stdout


@pytest.mark.parametrize("seed", sorted(path.name for path in SEEDS.iterdir()))
def test_every_seed_comes_back_byte_for_byte(tmp_path: Path, seed: str) -> None:
    whole = pipeline("clean", SEEDS / seed, "--json", folder=tmp_path).stdout
    (tmp_path / "whole.json").write_bytes(whole)
    assert pipeline("restore", "whole.json", folder=tmp_path).stdout == (SEEDS / seed).read_bytes()


def test_clean_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    loaded = modules("clean", "-", folder=tmp_path)
    assert "numpy" in loaded
    assert not loaded & {"prefect", "duckdb", "pyarrow", "unstructured", "great_expectations", "rich", "wordfreq"}


def test_query_loads_nothing_that_it_does_not_need(small: Small, tmp_path: Path) -> None:
    loaded = modules("query", "SELECT count(*) FROM documents", "--warehouse", str(small.path), folder=tmp_path)
    assert "duckdb" in loaded
    assert not loaded & {"prefect", "pandas", "unstructured", "great_expectations", "wordfreq"}


def modules(*arguments: str, folder: Path) -> set[str]:
    """The top-level modules that a command imports."""
    found = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipeline", *arguments],
        input=TEXT.encode(), capture_output=True, cwd=folder, check=True,
    )  # fmt: skip
    return set(re.findall(r"\| +(\w+)$", found.stderr.decode(), re.MULTILINE))


# query, tables, export, status


def test_query_as_a_table_and_as_csv_json_parquet(small: Small, tmp_path: Path) -> None:
    def ask(*options: str) -> bytes:
        found = pipeline(
            "query", "SELECT title, year FROM documents ORDER BY title", *options,
            "--warehouse", small.path, folder=tmp_path,
        )  # fmt: skip
        assert (found.returncode, found.stderr) == (0, b"")
        return found.stdout

    header, _, *lines = ask().decode().splitlines()
    assert header.split() == ["title", "year"]
    assert [line.split()[1:] for line in lines] == [["Collective", "Farms", "1999"], ["State", "Farms", "1999"]]
    assert ask("--format", "csv") == b"title,year\nThe Collective Farms,1999\nThe State Farms,1999\n"
    assert json.loads(ask("--format", "json"))[1] == {"title": "The State Farms", "year": 1999}
    assert pq.read_table(io.BytesIO(ask("--format", "parquet"))).num_rows == 2


def test_a_long_cell_is_never_cut_in_a_pipe(small: Small, tmp_path: Path) -> None:
    found = pipeline("query", "SELECT repeat('word ', 2000) AS w", "--warehouse", small.path, folder=tmp_path)
    assert found.stdout.count(b"word") == 2000


def test_a_document_cannot_command_the_terminal(small: Small, tmp_path: Path) -> None:
    found = pipeline("query", "SELECT chr(27) || '[31m' AS w", "--warehouse", small.path, folder=tmp_path)
    assert b"\x1b" not in found.stdout


def test_more_rows_than_a_table_shows(small: Small, tmp_path: Path) -> None:
    found = pipeline("query", "SELECT i FROM range(1001) AS t(i)", "--warehouse", small.path, folder=tmp_path)
    assert len(found.stdout.splitlines()) == 1002
    assert b"only 1000 rows are shown" in found.stderr


def test_a_reader_that_leaves_is_no_error(small: Small, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "query", "SELECT i FROM range(1000000) AS t(i)", "--format", "csv"]
    with subprocess.Popen(
        [*command, "--warehouse", str(small.path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"i\n"
        process.stdout.close()
        assert process.wait() == 141
        assert process.stderr.read() == b""


def test_tables_describes_every_table_and_column(small: Small, tmp_path: Path) -> None:
    from pipeline.tables import schemas

    words = pipeline("tables", "--warehouse", small.path, folder=tmp_path).stdout.decode()
    for name, schema in schemas().items():
        block = words.partition(f"{name} (table): ")[2].partition("\n\n")[0].splitlines()
        assert [line.split()[0] for line in block[1:]] == schema.names
        assert all(len(line.split()) > 2 for line in block[1:]), f"{name}: a column without a meaning"
    assert "spellings (view): " in words


FILES = {"text": 2, "jsonl": 2, "parquet": 2, "tei": 2, "annotations": 6, "chunks": 1}


@pytest.mark.parametrize(("format", "files"), FILES.items())
def test_export(small: Small, tmp_path: Path, format: str, files: int) -> None:
    found = pipeline("export", "out", "--format", format, "--warehouse", small.path, folder=tmp_path)
    assert (found.returncode, found.stdout) == (0, b"")
    assert len([name for name in os.listdir(tmp_path / "out") if name[0] != "."]) == files
    assert " written, 0 removed" in found.stderr.decode()


def test_export_where(small: Small, tmp_path: Path) -> None:
    options = ["--where", "title LIKE '%State%'", "--warehouse", small.path, "--quiet"]
    found = pipeline("export", "out", *options, folder=tmp_path)
    assert (sorted(name[0] == "." for name in os.listdir(tmp_path / "out")), found.stderr) == ([False, True], b"")


def test_restore_of_a_document_of_the_warehouse(small: Small, tmp_path: Path) -> None:
    for document in small.documents:
        found = pipeline("restore", "--document", document.document_id, "--warehouse", small.path, folder=tmp_path)
        assert found.stdout == document.extraction.data


def test_a_broken_authority_is_told_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Stalin met Lenin.\n", "utf-8")
    (tmp_path / "mine.toml").write_text('[[person]]\nid = "x"\nname = "the"\n', "utf-8")
    (tmp_path / "pipeline.toml").write_text('[entities]\nauthority = ["mine.toml"]\n', "utf-8")
    before = sorted(tmp_path.rglob("*"))
    for arguments in (["config", "check"], ["run", "text.txt"], ["run", "--plan", "text.txt"]):
        done = pipeline(*arguments, folder=tmp_path)
        assert done.returncode == 2
        assert "mine.toml, line 1, person 'x': \"the\" is a word of any text; " in done.stderr.decode()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_spelling_of_two_entries_is_remarked_upon(tmp_path: Path) -> None:
    mine = '[[organisation]]\nid = "turk"\nname = "Turkestan Committee"\nspellings = ["TsK"]\n'
    (tmp_path / "mine.toml").write_text(mine, "utf-8")
    (tmp_path / "pipeline.toml").write_text('[entities]\nauthority = ["mine.toml"]\n', "utf-8")
    done = pipeline("config", "check", folder=tmp_path)
    assert (done.returncode, b'the spelling "TsK" of Turkestan Committee is also that of' in done.stderr) == (0, True)


def test_config_check_says_where_each_setting_comes_from(tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text('[run]\nworkers = 3\n[languages]\ndefault = "en"\n', "utf-8")
    found = pipeline("config", "check", folder=tmp_path, PIPELINE_LANGUAGES_DEFAULT="ru").stdout.decode()
    rows = {line.split()[0]: line for line in found.splitlines()[2:]}
    assert re.search(r"3 +.*pipeline\.toml", rows["run.workers"])
    assert re.search(r"ru +environment variable PIPELINE_LANGUAGES_DEFAULT", rows["languages.default"])
    assert rows["run.runner"].split()[1:] == ["threads", "default"]


# errors

ERRORS = {
    "no such command": (["claen"], 2, "Did you mean 'clean'?"),
    "no such option": (["clean", "-", "--jsno"], 2, "--json"),
    "no argument": (["query"], 2, "SQL"),
    "no such file": (["clean", "none.txt"], 2, "none.txt: No such file or directory"),
    "a folder": (["clean", "."], 2, ".: Is a directory"),
    "a damaged docx": (["clean", "-", "--type", "docx"], 2, "-: "),
    "unknown type": (["clean", "-", "--type", "rtf"], 2, "'docx'"),
    "nothing to restore": (["restore"], 2, "--document ID"),
    "two things to restore": (["restore", "-", "--document", "d1"], 2, "--document ID"),
    "no JSON": (["restore", "-"], 2, "not JSON"),
    "no warehouse": (["query", "SELECT 1"], 3, "corpus.duckdb: no warehouse; `pipeline run` makes one"),
    "no warehouse to export": (["export", "out"], 3, "no warehouse"),
    "no warehouse to describe": (["tables"], 3, "no warehouse"),
    "no run yet": (["status"], 2, "nothing was run yet"),
    "no quarantine yet": (["quarantine"], 2, "nothing was run yet"),
    "no run to compare": (["diff"], 2, "nothing was run yet"),
    "no run to take back": (["rollback"], 2, "nothing was run yet"),
    "nothing to forget": (["forget", "d0"], 2, "nothing was run yet"),
    "nothing to back up": (["backup", "b.tar"], 3, "nothing is published yet"),
    "no back-up": (["backup", "--restore", "b.tar"], 2, "b.tar: no such file"),
    "no such configuration": (["config", "check", "--config", "none.toml"], 2, "none.toml: no such"),
    "no such source": (["run", "none"], 2, "none: no such file or folder"),
    "no sources": (["run"], 2, "seeds: no such file or folder"),
    "no folder": (["export", ""], 2, "is empty; give the name of a folder"),
    "half a condition": (["export", "out", "--where", "title ="], 2, "'title =' is no condition"),
    "more than a condition": (["export", "out", "--where", "1) or (1=1"], 2, "is no condition"),
    "sizes of no chunks": (["export", "out", "--overlap", "3"], 2, "are for --format chunks, not text"),
    "no such zone": (["serve", "--timezone", "Nowhere"], 2, "Nowhere"),
}


@pytest.mark.parametrize(("arguments", "status", "said"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_one_message_and_a_status(tmp_path: Path, arguments: list[str], status: int, said: str) -> None:
    found = pipeline(*arguments, folder=tmp_path, stdin=b"no zip")
    message = found.stderr.decode()
    assert found.returncode == status
    assert said in message
    assert "Traceback" not in message
    assert found.stdout == b""


def test_the_version_is_said(tmp_path: Path) -> None:
    assert pipeline("--version", folder=tmp_path).stdout.decode() == f"{version('scholarly-text-pipeline')}\n"


def test_wrong_sql_is_an_error_that_names_what_is_near(small: Small, tmp_path: Path) -> None:
    found = pipeline("query", "SELECT titel FROM documents", "--warehouse", small.path, folder=tmp_path)
    assert (found.returncode, found.stdout) == (2, b"")
    assert b'"title"' in found.stderr
    assert b"`pipeline tables`" in found.stderr


# run, and what there is after it


def figures(output: str) -> dict[str, float]:
    rows = (line.split() for line in output.splitlines())
    return {row[0]: float(row[1]) for row in rows if len(row) == 2 and re.fullmatch(r"[\d.]+", row[1])}


def test_run_ends_with_figures_and_the_warehouse(published: Published) -> None:
    first, *_, last = published.output.splitlines()
    assert (first, last) == ("published: 5 new", "warehouse/corpus.duckdb")
    found = figures(published.output)
    assert (found["documents"], found["quarantine"]) == (5, 0)
    assert min(found[name] for name in ("paragraphs", "edits", "footnotes", "mentions", "entities", "seconds")) > 0


def test_query_counts_the_seeds(published: Published) -> None:
    found = pipeline("query", "select count(*) from documents", "--format", "csv", folder=published.root)
    assert found.stdout.split() == [b"count_star()", b"5"]


def test_the_warehouse_gives_every_seed_back(published: Published, tmp_path: Path) -> None:
    rows = pipeline("query", "FROM sources", "--format", "json", folder=published.root).stdout
    for row in json.loads(rows):
        options = ["--document", row["document_id"], "--warehouse", published.warehouse]
        found = pipeline("restore", *options, folder=tmp_path)
        assert found.stdout == (SEEDS.parent / row["source"]).read_bytes()


@pytest.fixture
def own(published: Published, tmp_path: Path) -> Path:
    """A copy of the published folder that a test may change."""
    shutil.copytree(published.root, tmp_path / "own")
    return tmp_path / "own"


def test_run_again_says_that_nothing_changed_and_writes_nothing(own: Path) -> None:
    before = (own / "warehouse" / "corpus.duckdb").stat()
    found = pipeline("run", folder=own)
    assert found.returncode == 0
    assert found.stdout.decode().startswith("nothing changed: 5 unchanged\n")
    assert found.stderr == b""
    after = (own / "warehouse" / "corpus.duckdb").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert pipeline("run", "--quiet", folder=own).stdout == b""
    status = pipeline("status", folder=own).stdout.decode()
    assert [line.split()[3] for line in status.splitlines()[2:4]] == ["unchanged", "unchanged"]
    assert " published " in status
    assert "warehouse/corpus.duckdb" in status
    assert "03:00 (UTC)" in status


def test_plan_says_what_would_be_done_and_does_nothing(own: Path) -> None:
    (own / "seeds" / "new.txt").write_text(TEXT, "utf-8")
    (own / "seeds" / "004_43aa463beda4f31e.txt").unlink()
    state = (own / "warehouse" / "state.sqlite").read_bytes()
    found = pipeline("run", "--plan", folder=own)
    assert found.returncode == 0
    lines = found.stdout.decode().splitlines()
    steps = {line.split()[2]: line.split()[0] for line in lines[2:4]}
    assert steps == {"seeds/new.txt": "new", "seeds/004_43aa463beda4f31e.txt": "removed"}
    assert "planned: 1 new, 4 unchanged, 1 removed" in lines
    assert (own / "warehouse" / "state.sqlite").read_bytes() == state


@pytest.mark.flow
def test_quarantine_from_failure_to_another_try(own: Path, server: str) -> None:
    (own / "seeds" / "bad.docx").write_bytes(b"no zip")
    found = pipeline("run", folder=own, PREFECT_API_URL=server)
    assert found.returncode == 1
    assert found.stdout.decode().startswith("partial: ")
    assert b"in quarantine: seeds/bad.docx: " in found.stderr
    header, _, row = pipeline("quarantine", folder=own).stdout.decode().splitlines()
    assert header.split() == ["document", "source", "reason"]
    document_id, source = row.split()[:2]
    assert source == "seeds/bad.docx"
    assert pipeline("quarantine", "list", folder=own).stdout.decode().splitlines()[2] == row
    shown = pipeline("quarantine", "show", document_id, folder=own).stdout.decode()
    assert all(re.search(rf"^{name} +\S", shown, re.MULTILINE) for name in ("source", "sha256", "reason", "remedy"))
    again = pipeline("quarantine", "retry", document_id, folder=own, PREFECT_API_URL=server)
    assert again.returncode == 1
    assert b"in quarantine: seeds/bad.docx: " in again.stderr
    unknown = pipeline("quarantine", "show", "d0", folder=own)
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert b"`pipeline quarantine` lists" in unknown.stderr


OF_THE_GROUP = {
    "to the group": (["--warehouse", "a/c.duckdb", "list"], "a/state.sqlite: nothing was run yet"),
    "to the command": (["list", "--warehouse", "a/c.duckdb"], "a/state.sqlite: nothing was run yet"),
    "to both": (["--warehouse", "a/c.duckdb", "list", "--warehouse", "b/c.duckdb"], "b/state.sqlite: "),
    "to show": (["--warehouse", "a/c.duckdb", "show", "d1"], "a/state.sqlite: "),
    "to retry": (["--config", "mine.toml", "retry", "d1"], "own/state.sqlite: "),
    "one to each": (["--config", "mine.toml", "list", "--warehouse", "a/c.duckdb"], "a/state.sqlite: "),
    "a configuration": (["--config", "mine.toml", "list"], "own/state.sqlite: "),
    "none such": (["--config", "none.toml", "list"], "none.toml: no such configuration file"),
}


@pytest.mark.parametrize(("arguments", "said"), OF_THE_GROUP.values(), ids=OF_THE_GROUP)
def test_what_is_given_to_quarantine_is_given_to_its_commands(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "mine.toml").write_text('[run]\nwarehouse = "own/c.duckdb"\n', "utf-8")
    found = pipeline("quarantine", *arguments, folder=tmp_path)
    assert (found.returncode, found.stdout) == (2, b"")
    assert said in found.stderr.decode()


def test_a_retry_never_empties_a_warehouse_of_other_sources(own: Path) -> None:
    """Its run would take the configured sources, and all that is not there would go."""
    now = datetime.now(UTC)
    with State.open(own / "warehouse" / "state.sqlite") as state:
        state.quarantine([Quarantined("d1", "elsewhere/bad.docx", None, "no zip", "mend it", "r1", now)])
    found = pipeline("quarantine", "retry", "d1", folder=own)
    assert (found.returncode, found.stdout) == (2, b"")
    assert b"elsewhere/bad.docx: not among the configured sources" in found.stderr
    assert b"d1" in pipeline("quarantine", folder=own).stdout

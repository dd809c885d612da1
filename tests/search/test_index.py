"""The index as a file: when it is made, that it is made nowhere else, and who can ask it how."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from published import Published, pipeline
from small_corpus import Small
from test_query import READS, REFUSED

from pipeline.errors import PipelineError, WarehouseError
from pipeline.query import connect, query
from pipeline.search import index, ready, search


@pytest.fixture
def warehouse(small: Small, tmp_path: Path) -> Path:
    """A copy in a folder of its own, whose name SQL has to quote."""
    (tmp_path / "it's here").mkdir()
    return Path(shutil.copyfile(small.path, tmp_path / "it's here" / "corpus.duckdb"))


@pytest.fixture(scope="module")
def indexed(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that has its index. Not to be changed."""
    warehouse = Path(shutil.copyfile(small.path, tmp_path_factory.mktemp("indexed") / "corpus.duckdb"))
    ready(warehouse)
    return warehouse


def changed(file: Path, sql: str) -> None:
    """Another file in its place, as publishing does it."""
    shutil.copyfile(file, file.with_name("next"))
    with duckdb.connect(file.with_name("next")) as connection:
        connection.execute(sql)
    file.with_name("next").replace(file)


def test_the_index_is_made_once_beside_the_warehouse_and_nothing_else(warehouse: Path) -> None:
    said: list[str] = []
    made = ready(warehouse, said.append)
    first = made.stat()
    assert ready(warehouse, said.append) == made == warehouse.with_name("corpus_search.duckdb")
    assert (made.stat().st_ino, said) == (first.st_ino, ["corpus_search.duckdb: no search index yet; it is made now"])
    files = {path.name for path in warehouse.parent.iterdir()}
    assert files == {"corpus.duckdb", "corpus_search.duckdb", "corpus_search.duckdb.lock"}


STALE = {
    "another run": ("UPDATE meta SET run_id = 'r2'", "stale: of the warehouse of run r1, published is run r2"),
    "a document less": (
        "DELETE FROM paragraphs WHERE document_id = (SELECT min(document_id) FROM documents);"
        " DELETE FROM documents WHERE document_id = (SELECT min(document_id) FROM documents)",
        "stale: documents were taken out of the warehouse of run r1",
    ),
}


@pytest.mark.parametrize(("sql", "words"), STALE.values(), ids=STALE)
def test_an_index_of_another_warehouse_is_said_to_be_stale_and_made_again(
    warehouse: Path, sql: str, words: str
) -> None:
    before = len(search(warehouse, "crisis"))
    changed(warehouse, sql)
    said: list[str] = []
    assert len(search(warehouse, "crisis", say=said.append)) == before - ("documents" in sql)
    assert said == [f"corpus_search.duckdb: {words}; it is made now"]
    assert search(warehouse, "crisis", say=said.append)
    assert len(said) == 1


def test_an_index_of_another_version_is_made_again(warehouse: Path) -> None:
    changed(ready(warehouse), "UPDATE meta SET version = 99")
    said: list[str] = []
    ready(warehouse, said.append)
    assert said == ["corpus_search.duckdb: made by another version of the program; it is made now"]


def test_a_damaged_index_is_made_again_and_what_a_killed_one_left_goes(warehouse: Path) -> None:
    ready(warehouse).write_bytes(b"no database")
    left = warehouse.with_name(".corpus_search.duckdb.part")
    left.mkdir()
    (left / "index").write_bytes(b"half")
    assert search(warehouse, "crisis")
    assert not left.exists()


def test_a_warehouse_of_that_name_is_nobodys_index(warehouse: Path) -> None:
    other = warehouse.with_name("corpus_search.duckdb")
    shutil.copyfile(warehouse, other)
    with pytest.raises(WarehouseError, match="is there, and is no search index; move it away"):
        search(warehouse, "crisis")
    with index.withdrawn(warehouse):
        pass
    assert other.read_bytes() == warehouse.read_bytes()


def test_where_nothing_can_be_written_an_error_says_so(warehouse: Path) -> None:
    warehouse.with_name("corpus_search.duckdb.lock").mkdir()
    with pytest.raises(WarehouseError, match="lock: Is a directory; see that the folder can be written"):
        search(warehouse, "crisis")


def test_many_ask_for_the_first_time_and_it_is_made_once(warehouse: Path) -> None:
    said: list[str] = []
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: search(warehouse, "crisis", say=said.append), range(4)))
    assert found == [found[0]] * 4
    assert len([words for words in said if "made now" in words]) == 1


def test_an_open_connection_keeps_the_index_it_has(warehouse: Path) -> None:
    with connect(warehouse, index=ready(warehouse)) as connection:
        changed(warehouse, "UPDATE meta SET run_id = 'r2'; DELETE FROM paragraphs")
        assert search(warehouse, "crisis") == []
        assert len(connection.execute("FROM search('crisis')").fetchall()) == 2


# the command and SQL


def test_the_command_with_an_empty_home(published: Published, tmp_path: Path) -> None:
    home, warehouse = tmp_path / "home", tmp_path / "corpus.duckdb"
    home.mkdir()
    shutil.copyfile(published.warehouse, warehouse)
    known = {"HOME": str(home), "XDG_CACHE_HOME": "", "TMPDIR": str(home)}
    done = pipeline("search", "Очерки", "--warehouse", warehouse, folder=tmp_path, **known)
    assert done.returncode == 0, done.stderr.decode()
    place, snippet = done.stdout.decode().splitlines()
    assert place.startswith("seeds/002_507538d25292fa2c.txt, note 110, at ")
    assert "Istoricheskie **Ocherki** (eds.)" in snippet
    assert b"no search index yet; it is made now" in done.stderr
    assert list(home.rglob("*")) == []


TOLD = [
    (["zxqvbnm"], 0, "", "nothing is found for 'zxqvbnm'; fewer words"),
    (["famine", "zxqvbnm", "--limit", "1"], 0, "famine", "no paragraph has all the words; these have some; more are"),
    (["famine", "--quiet"], 0, "famine", ""),
    (["!"], 2, "", "'!' has no word in it"),
    (["a\udcff"], 2, "", "is not UTF-8; set the terminal to UTF-8"),
    (["a", "--limit", str(2**63 - 1)], 2, "", "is not in the range"),
    (["famine", "--warehouse", "none.duckdb"], 3, "", "none.duckdb: no warehouse; `pipeline run` makes one"),
    (["zxqvbnm", "--format", "json", "--quiet"], 0, "[]", ""),
]


@pytest.mark.parametrize(("arguments", "status", "shown", "said"), TOLD)
def test_the_command_tells(published: Published, arguments: list[str], status: int, shown: str, said: str) -> None:
    ready(published.warehouse)
    done = pipeline("search", *arguments, folder=published.root)
    assert (done.returncode, shown in done.stdout.decode().lower()) == (status, True), done.stderr.decode()
    assert said in done.stderr.decode()
    assert said or not done.stderr


def test_json_has_the_fields_of_a_hit(published: Published) -> None:
    done = pipeline("search", "Goloshchyokin", "famine", "--format", "json", folder=published.root)
    found = [tuple(row.values()) for row in json.loads(done.stdout)]
    assert found == [tuple(hit) for hit in search(published.warehouse, "Goloshchyokin famine")]


def test_sql_gives_the_same(published: Published) -> None:
    done = pipeline("query", "FROM search('Очерки')", "--format", "json", folder=published.root)
    assert [row["note"] for row in json.loads(done.stdout)] == ["110"]
    counted = "SELECT count(*) AS n FROM search('famine', most := 100) JOIN documents USING (document_id)"
    assert query(published.warehouse, counted).to_pylist()[0]["n"] > 10


@pytest.mark.parametrize("sql", READS.values(), ids=READS)
def test_reading_is_allowed_as_ever(indexed: Path, sql: str) -> None:
    with connect(indexed, index=ready(indexed)) as connection:
        assert connection.execute(sql).fetchall()


@pytest.mark.parametrize(("sql", "said"), REFUSED.values(), ids=REFUSED)
def test_all_else_is_refused_as_ever(indexed: Path, sql: str, said: str) -> None:
    made = ready(indexed)
    before = indexed.read_bytes(), made.read_bytes()
    with pytest.raises(PipelineError) as caught:
        query(indexed, f"{sql} -- search('crisis')")
    assert said in str(caught.value)
    assert (indexed.read_bytes(), made.read_bytes()) == before


WRITING = ["INSERT INTO corpus_search.meta VALUES (1, 'r', '')", "DROP MACRO TABLE search", "LOAD fts -- search("]


@pytest.mark.parametrize("sql", WRITING)
def test_the_index_cannot_be_written_either(indexed: Path, sql: str) -> None:
    with pytest.raises(PipelineError, match="the warehouse is read-only; give one SELECT"):
        query(indexed, f"{sql} -- search(")


PLAIN = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    connection.execute(f"ATTACH '{sys.argv[2]}' AS corpus_search (READ_ONLY)")
    print(connection.execute("SELECT snippet FROM corpus_search.search('Очерки')").fetchall()[0][0])
    print(connection.execute("SELECT count(*) FROM corpus_search.meta JOIN meta USING (run_id)").fetchall())
"""


def test_any_client_can_ask(published: Published, tmp_path: Path) -> None:
    file = ready(published.warehouse)
    program = [sys.executable, "-c", PLAIN, published.warehouse, file]
    done = subprocess.run(program, cwd=tmp_path, env={"HOME": str(tmp_path)}, capture_output=True, check=True)
    snippet, same = done.stdout.decode().splitlines()
    assert "**Ocherki**" in snippet
    assert same == "[(1,)]"
    assert list(tmp_path.iterdir()) == []

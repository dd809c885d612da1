"""How fast the search answers over many paragraphs, and how fast its index is built: `make bench`.

`python search.py PARAGRAPHS` (default 100,000). The paragraphs are those of the seeds again and again, with mentions,
spans and pages; in each copy every other word has become another word of the same length, of the seeds or made up, so
that offsets hold. A query is one word or several, rare or everyday, a name in another spelling, Cyrillic, the beginning
of words. The yardstick, in the same run, is what one writes without an index: `text ILIKE '%word%'` for each word,
which ranks nothing and finds no other spelling. Milliseconds are those of the processor, of which a search uses one,
and by the clock, which on a busy machine shows the others' work.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from pipeline import query, tables
from pipeline.search import opened, ready

SEEDS = Path(__file__).parents[1] / "seeds"
ROUNDS = 5
SHARE = 0.5  # of the words that become others
MADE_UP = 0.1  # of these
WORD = re.compile(r"[^\W\d_]{4,}")
LETTERS = "aeiou", "bdfgklmnprstvz"
COPIED = "documents sources paragraphs pages footnotes mentions spans".split()
KINDS = {
    "a rare word": "Chimkent nomadism statistician orthographic Sovietisation",
    "a word": "famine grain harvest peasants archive",
    "an everyday word": "the of and in",
    "two words": "grain|procurement livestock|losses party|secretary Kazakh|steppe",
    "a question": "the|famine|in|Kazakhstan collectivization|of|agriculture|in|1932 who|was|to|blame|for|the|crisis",
    "a name": "Goloshchekin Stalin Isaev Mirzoian",
    "a name spelt otherwise": "Goloshchyokin Golochtchekine Dschugaschwili Moskau",
    "Cyrillic": "Очерки Голощёкин колхоз хлебозаготовки Сталин",
    "a beginning": "famin* колхоз* collectivi* nomad*",
    "nothing": "zxqvbnm",
}


def seeds(folder: Path) -> Path:
    """The seeds as the main job publishes them."""
    warehouse = folder / "seeds.duckdb"
    command = [sys.executable, "-m", "pipeline", "run", str(SEEDS), "--warehouse", str(warehouse), "--quiet"]
    subprocess.run(command, cwd=folder, check=True)
    return warehouse


def many(small: Path, folder: Path, count: int) -> Path:
    """A warehouse of that many paragraphs."""
    large = folder / "large.duckdb"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{small}' AS small (READ_ONLY); ATTACH '{large}' AS large; USE large")
        tables.create_tables(connection)
        tables.create_views(connection)
        for name in ("entities", "aliases", "meta"):
            connection.execute(f"INSERT INTO {name} FROM small.{name}")
        paragraphs = connection.execute("FROM small.paragraphs").to_arrow_table()
        copies = range(-(-count // paragraphs.num_rows))
        connection.register("copies", pa.table({"copy": list(copies)}))
        for name in COPIED:
            renamed = "SELECT s.* REPLACE (document_id || '-' || copy AS document_id)"
            connection.execute(f"INSERT INTO {name} BY NAME {renamed} FROM copies, small.{name} AS s")
        varied(connection, paragraphs["text"].to_pylist())
    return large


def varied(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    """Other words in the paragraphs of each copy."""
    chance, words = random.Random(1), defaultdict[int, list[str]](list)
    for word in WORD.findall(" ".join(texts)):
        words[len(word)].append(word)

    def other(found: re.Match[str]) -> str:
        if chance.random() >= SHARE:
            return found[0]
        length = len(found[0])
        if chance.random() >= MADE_UP:
            return chance.choice(words[length])
        return "".join(chance.choice(LETTERS[n % 2]) for n in range(length))

    def change(column: pa.ChunkedArray) -> pa.Array:
        return pa.array([WORD.sub(other, text) for text in column.to_pylist()])

    connection.create_function("varied", change, ["VARCHAR"], "VARCHAR", type="arrow", side_effects=True)
    connection.execute("SET threads = 1; UPDATE paragraphs SET text = varied(text)")


def asked() -> Iterator[tuple[str, str]]:
    """The queries, each with its kind."""
    for kind, queries in KINDS.items():
        for words in queries.split():
            yield kind, words.replace("|", " ")


class Spent(NamedTuple):
    """Milliseconds of one query."""

    processor: float
    clock: float


def timed(ask: Callable[[str], object], rounds: int) -> dict[str, list[Spent]]:
    """What each query took, by kind, and under `all`."""
    spent = defaultdict[str, list[Spent]](list)
    for kind, words in [*asked()] * rounds:
        processor, clock = time.process_time(), time.perf_counter()
        ask(words)
        one = Spent(1000 * (time.process_time() - processor), 1000 * (time.perf_counter() - clock))
        spent[kind].append(one)
        spent["all"].append(one)
    return spent


def main(count: int) -> None:
    """Prints the index's seconds and size, then p50 and p95 of each kind of query and of all."""
    with tempfile.TemporaryDirectory() as name:
        warehouse = many(seeds(Path(name)), Path(name), count)
        start = time.perf_counter()
        file = ready(warehouse)
        seconds, size = time.perf_counter() - start, file.stat().st_size
        with query.connect(warehouse) as scanning, opened(warehouse, "words") as searching:

            def search(words: str) -> object:
                return searching.execute("FROM search(?)", [words]).fetchall()

            def scan(words: str) -> object:
                every = " AND ".join("text ILIKE ?" for _ in words.split())
                patterns = [f"%{word.rstrip('*')}%" for word in words.split()]
                return scanning.execute(f"SELECT count(*) FROM paragraphs WHERE {every}", patterns).fetchall()

            sizes = scanning.execute("SELECT count(*), sum(strlen(text)) / 1e6 FROM paragraphs").fetchall()
            print("{} paragraphs, {:.0f} MB of text".format(*sizes[0]), end=": ")
            print(f"index in {seconds:.0f} s, {size / 1e6:.0f} MB")
            told(timed(search, ROUNDS), timed(scan, 1))


def told(searched: dict[str, list[Spent]], scanned: dict[str, list[Spent]]) -> None:
    """A line a kind."""
    for kind in (*KINDS, "all"):
        processor, clock = (sorted(figures) for figures in zip(*searched[kind], strict=True))
        ratio = statistics.median(one.processor for one in scanned[kind]) / statistics.median(processor)
        p50, p95, by_clock = statistics.median(processor), late(processor), late(clock)
        print(f"{kind:24}p50 {p50:4.0f} ms, p95 {p95:4.0f} ms, by the clock p95 {by_clock:4.0f} ms;", end=" ")
        print(f"scanning / searching {ratio:.1f}")


def late(figures: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(figures, n=20)[-1]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

"""How fast the cleaner is, as ratios against a yardstick measured in the same run: `make bench`.

Y is `re.sub(r"\\s+", " ", text)` on the same text. Each figure is the median of several rounds, taken in turn with Y,
so that a machine that slows down slows both.
"""

from __future__ import annotations

import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.cleaning import clean

ROOT = Path(__file__).resolve().parents[1]
CHARACTERS, ROUNDS = 1_000_000, 5


def corpora() -> dict[str, str]:
    """Undamaged prose, wrapped prose with notes and hyphens, and dense damage, each about `CHARACTERS` long."""
    gold = sorted((ROOT / "tests" / "gold").glob("*.txt"))
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    kinds = {"undamaged": "\n".join(map(read, gold)), "wrapped": read(seeds[0]), "dense": read(seeds[3])}
    return {name: varied(text) for name, text in kinds.items()}


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def varied(text: str) -> str:
    """The text repeated to the wanted length, its capitalised words different each time."""
    copies = []
    for n in range(max(1, CHARACTERS // len(text))):
        copies.append(re.sub(r"\b([A-Z][a-z]{4,})\b", lambda m, n=n: m[1] + "aeiou"[n % 5], text))
    return "\n\n".join(copy.strip("\n") for copy in copies) + "\n"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Prints a row for each kind of text."""
    print(f"{platform.machine()}, Python {platform.python_version()}, median of {ROUNDS}")
    print(f"{'text':12}{'MB':>6}{'clean MB/s':>12}{'Y MB/s':>9}{'ratio':>8}{'edits/KB':>10}")
    clean("the eco-\nnomic word\n")  # loads the word list
    for name, text in corpora().items():
        pairs = [(seconds(partial(clean, text)), seconds(partial(re.sub, r"\s+", " ", text))) for _ in range(ROUNDS)]
        ours, yard = (statistics.median(column) for column in zip(*pairs, strict=True))
        size = len(text) / 1e6
        edits = sum(len(part.columns) for part in clean(text).parts) / len(text) * 1000
        print(f"{name:12}{size:6.2f}{size / ours:12.2f}{size / yard:9.1f}{yard / ours:8.3f}{edits:10.1f}")
    print(f"pipeline clean on 3 KB, start-up included: {start_up():.2f} s")


def start_up() -> float:
    """Median seconds of the command on a small text, as a user would start it, warm."""
    text = read(sorted((ROOT / "seeds").glob("*.txt"))[0])[:3000].encode()
    command = [sys.executable, "-m", "pipeline", "clean", "-"]
    runs = [seconds(lambda: subprocess.run(command, input=text, capture_output=True, check=True)) for _ in range(6)]
    return statistics.median(runs[1:])


if __name__ == "__main__":
    main()

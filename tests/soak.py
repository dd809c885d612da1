"""The soak: many damaged documents against the laws of cleaning. `make soak`; by hand `tests/soak.py --count 2000`.

Document n of a seed is always the same, whatever the number of processes. A failing one is made smaller and printed
as a Python literal, ready for a test.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from laws import check, check_settled

ROOT = Path(__file__).resolve().parents[1]
BATCH = 50
SHOWN = 20  # kinds of failures that are made smaller and printed; the others are counted

HOSTILE = [
    "\f", "\r", "\r\n", "\x0b", "\x85", "\u2028", "\0", "\x1b", "\t", "\u00a0", "\u00ad", "\u200b", "\u200d",
    "\ufeff", "\u2010", "-\u2010", "¬", "-\n", "-\n\n", "\u00ad\n", "\n\n", "\n ", " \n", "\n    ", "<sup>", "</sup>",
    "<sup>7</sup>", "<sup>*</sup>", "[", "]", "[3]", "[12]", "(", ")", "¹²", "7", "4 ", ".4", ",12 ", "”3", "1932-3",
    "\n3\n", "\n4 See ", "\n12\n", "\f12\n", "\n---\n", "\n___\n", "-", "*", "**", "*a*", "_", "# ", "\n## ", "†",
    "•", "\n• ", "\n1. ", "\u0301", "\u0338", "e\u0301", "\u1161", "\ud800", "\udfff", "\U0001f468\u200d\U0001f680",
    "ﬁ", "Ã©", "Ð°", "â€œ", "о", "Oч", "%D0", "https://x.org/%D0%B", " %B2", "”n", "the ", "\u202e", "\u3000",
    "© 1999", "ISSN ", "|", "\\", "'", "«", "…",
]  # fmt: skip


class Failure(NamedTuple):
    """Document `number` broke a law; `said` is what the check found, in one line."""

    number: int
    law: str
    said: str


@cache
def sources() -> list[str]:
    """The seeds, and text set as books, journals and newspapers set it."""
    seeds = [path.read_bytes().decode("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    gold = [path.read_bytes().decode("utf-8") for path in sorted((ROOT / "tests" / "gold").glob("*.txt"))]
    return [*seeds, *seeds, *(typeset(text, width) for text in gold for width in (34, 62))]


def typeset(text: str, width: int) -> str:
    """Prose in lines and pages: hyphens at line ends, heads, folios, callouts and notes."""
    pages, page, notes = list[str](), list[str](), list[str]()
    for n, line in enumerate(line for paragraph in text.split("\n\n") for line in lines(paragraph, width)):
        page.append(f"{line}{n // 9 + 1}" if n % 9 == 5 else line)
        notes += [f"{n // 9 + 1} See the {line[:20].strip()}, p. {n}."] if n % 9 == 5 else []
        if len(page) == 30:
            head = f"A History of Things {len(pages) + 1}" if len(pages) % 2 else f"{len(pages) + 1}  THE AUTHOR"
            pages.append("\n".join([head, "", *page, *notes]))
            page, notes = [], []
    return "\n\f".join([*pages, "\n".join([*page, *notes])])


def lines(paragraph: str, width: int) -> Iterator[str]:
    """A paragraph indented and broken at `width`, long words in two."""
    line = "   "
    for word in paragraph.split():
        if len(line) + len(word) >= width:
            cut = width - len(line) - 1
            if len(word) > 7 and 2 < cut < len(word) - 2:
                yield f"{line} {word[:cut]}-"
                line = word[cut:]
                continue
            yield line
            line = word
        else:
            line = f"{line} {word}"
    yield line


def document(seed: int, number: int) -> str:
    """The piece and its damage that this number means."""
    chance = random.Random(f"{seed}:{number}")
    text = chance.choice(sources())
    length = min(int(200 * 20 ** chance.random()), len(text))
    start = chance.randrange(len(text) - length + 1)
    text = text[start : start + length]
    for _ in range(int(2 ** chance.uniform(0, 5))):
        text = chance.choice(DAMAGE)(chance, text)
    return text


def insert(chance: random.Random, text: str) -> str:
    """A hostile token anywhere."""
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(HOSTILE) * chance.choice([1, 1, 1, 2, 3, 40]) + text[at:]


def sprinkle(chance: random.Random, text: str) -> str:
    """One hostile token at many places."""
    token, pieces = chance.choice(HOSTILE), text.split(" ")
    share = chance.choice([0.02, 0.1, 0.5])
    return "".join(p + (chance.choice([token, f" {token}"]) if chance.random() < share else " ") for p in pieces)


def delete(chance: random.Random, text: str) -> str:
    """Some characters."""
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.choice([1, 1, 2, 5, 30]) :]


def double(chance: random.Random, text: str) -> str:
    """Some characters, twice and more."""
    at, length = chance.randint(0, len(text)), chance.choice([1, 1, 3, 80])
    return text[:at] + text[at : at + length] * chance.choice([2, 3]) + text[at + length :]


def swap(chance: random.Random, text: str) -> str:
    """Two characters for each other."""
    at = chance.randint(0, max(len(text) - 2, 0))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def shuffle_lines(chance: random.Random, text: str) -> str:
    """A line goes, comes twice, or changes places with another."""
    rows = text.split("\n")
    a, b = chance.randrange(len(rows)), chance.randrange(len(rows))
    act = chance.randrange(3)
    if act == 0:
        del rows[a]
    elif act == 1:
        rows.insert(b, rows[a])
    else:
        rows[a], rows[b] = rows[b], rows[a]
    return "\n".join(rows)


def move_block(chance: random.Random, text: str) -> str:
    """A block of text stands elsewhere, or there as well."""
    start = chance.randint(0, len(text))
    end = min(start + chance.randint(1, 400), len(text))
    rest = text if chance.random() < 0.5 else text[:start] + text[end:]
    at = chance.randint(0, len(rest))
    return rest[:at] + text[start:end] + rest[at:]


def unwrap(chance: random.Random, text: str) -> str:
    """Line ends of another kind, or none."""
    return text.replace("\n", chance.choice([" ", "\r\n", "\n\n", "\n\u00a0", "\f", "-\n"]))


DAMAGE: tuple[Callable[[random.Random, str], str], ...] = (
    insert, insert, insert, insert, sprinkle, delete, double, swap, shuffle_lines, shuffle_lines, move_block, unwrap,
)  # fmt: skip


def broken(text: str) -> tuple[str, str] | None:
    """Where the text breaks a law or the cleaner, and what is said there; None where all holds."""
    try:
        check(text)
        check_settled(text)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = (str(error).splitlines() or [""])[0][:300]
        return f"{type(error).__name__} in {place.name}, {Path(place.filename).name}:{place.lineno}", said
    return None


MOST_TRIES = 1500  # texts that are cleaned to make one failure smaller


def smaller(text: str, fails: Callable[[str], bool]) -> str:
    """The text without what its failure does not need: halves, quarters, … are left out as long as it fails."""
    step, tries = max(len(text) // 2, 1), 0
    while True:
        at, before = 0, len(text)
        while at < len(text):
            without, tries = text[:at] + text[at + step :], tries + 1
            if tries > MOST_TRIES:
                return text
            if fails(without):
                text = without
            else:
                at += step
        if step == 1 and len(text) == before:
            return text
        step = max(step // 2, 1)


def soaked(seed: int, numbers: range) -> list[Failure]:
    """The failures among these documents."""
    found = ((number, broken(document(seed, number))) for number in numbers)
    return [Failure(number, *failure) for number, failure in found if failure]


def soak(seed: int, first: int, count: int, processes: int) -> list[Failure]:
    """The failures among `count` documents, with progress on standard error."""
    failures = list[Failure]()
    batches = [range(n, min(n + BATCH, first + count)) for n in range(first, first + count, BATCH)]
    with ProcessPoolExecutor(processes) as pool:
        for n, found in enumerate(pool.map(partial(soaked, seed), batches), 1):
            failures += found
            if n % 20 == 0 or n == len(batches) or found:
                done = min(n * BATCH, count)
                print(f"\r{done} of {count}, {len(failures)} failed", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return failures


def tell(seed: int, failures: list[Failure]) -> None:
    """How often each law was broken, and the first document of each, made smaller."""
    print(
        "failures by law:",
        *(f"  {count:5} {law}" for law, count in Counter(f.law for f in failures).most_common()),
        sep="\n",
    )
    firsts = {failure.law: failure for failure in reversed(failures)}
    for failure in sorted(firsts.values())[:SHOWN]:
        print(f"\n# document {failure.number} of seed {seed}: {failure.law}: {failure.said}")
        print(ascii(smaller(document(seed, failure.number), partial(_breaks, failure.law))))


def _breaks(law: str, text: str) -> bool:
    found = broken(text)
    return found is not None and found[0] == law


def main() -> int:
    """Exit status 1 where a law was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first document")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    failures = soak(given.seed, given.first, given.count, given.processes)
    if failures:
        tell(given.seed, failures)
        return 1
    print(f"{given.count} documents of seed {given.seed}, from {given.first} on: all laws hold")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Documents of a size to be chosen, made from the seeds: stretches of them, with other years and other surnames."""

from __future__ import annotations

import random
import re
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"
STRETCH = 10_000
SHARE = 0.2  # of the capitalised words that become others
YEAR = re.compile(r"\b(1[6-9]\d)\d\b")  # other numbers stay: callouts must count on
NAME = re.compile(r"\b[A-Z][a-z]{4,}(?=ov|ev|in|sky|skii|enko|s\b)")
SYLLABLES = "bar vol gor dem zhar kal lom mor nos pet rog sol tar khar shir yar kru kle ste".split()


def write(folder: Path, count: int, size: int = 50_000) -> int:
    """Writes that many documents of about `size` bytes into the folder; gives their bytes. Always the same ones."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return sum((folder / f"{n:05}.txt").write_bytes(document(seeds, n, size)) for n in range(count))


def document(seeds: list[str], number: int, size: int) -> bytes:
    """The document of that number."""
    chance = random.Random(number)
    stretches, filled = [], 0
    while filled < size:
        text = chance.choices(seeds, [len(seed) for seed in seeds])[0]
        start = text.rfind("\n", 0, chance.randrange(len(text))) + 1
        stretch = text[start : start + STRETCH]
        stretches.append(stretch)
        filled += len(stretch.encode())
    text = YEAR.sub(lambda year: year[1] + str(chance.randrange(10)), "\n\n".join(stretches))
    return NAME.sub(lambda name: _other(name[0], chance), text).encode()[:size].decode("utf-8", "ignore").encode()


def _other(name: str, chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=2)).capitalize() if chance.random() < SHARE else name

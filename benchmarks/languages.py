"""How fast languages and foreign stretches are found, and in how much memory: `make bench`.

`prose` is ordinary English, `names` is prose on Russian history with its names and titles, every capitalised word
different each time, which is more than any text has.
Y is `re.sub(r"\\s+", " ", text)` on the same text. Each figure is the median of several rounds.
"""

from __future__ import annotations

import re
import resource
import statistics
from functools import partial

from clean import CHARACTERS, ROOT, read, seconds, varied

from pipeline.languages import find_spans, identify, paragraph_languages

ROUNDS = 5


def megabytes() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def find_out(text: str) -> None:
    """All that a run asks of a document's languages."""
    language = identify([text])[0].language
    paragraph_languages(text.split("\n\n"), language)
    find_spans(text, language)


def main() -> None:
    """Prints a row for each kind of text."""
    bare = megabytes()
    gold = sorted((ROOT / "tests" / "gold").glob("*.txt"))
    lines = read(ROOT / "tests" / "damage" / "prose" / "en.txt").splitlines()
    prose = "".join(f"{line}\n\n" for line in lines if line[:1].isalpha())
    texts = {"prose": prose * (CHARACTERS // len(prose)), "names": varied("\n".join(map(read, gold)))}
    for text in texts.values():
        find_out(text)  # loads what it needs, and remembers the titles that it has read
    print(f"{'text':12}{'MB':>6}{'MB/s':>8}{'Y MB/s':>9}{'ratio':>8}")
    for name, text in texts.items():
        ours = statistics.median(seconds(partial(find_out, text)) for _ in range(ROUNDS))
        yard = statistics.median(seconds(partial(re.sub, r"\s+", " ", text)) for _ in range(ROUNDS))
        size = len(text) / 1e6
        print(f"{name:12}{size:6.2f}{size / ours:8.2f}{size / yard:9.1f}{yard / ours:8.3f}")
    print(f"memory over a bare interpreter and the texts: {megabytes() - bare:.0f} MB at most")


if __name__ == "__main__":
    main()

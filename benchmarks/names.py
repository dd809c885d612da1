"""How many pairs of names are compared in a second, and how well: `make bench`.

Surnames are put together from syllables, so that nearly each is another one, and written by all Russian schemes; half
of the pairs are one name in two ways. The caches are empty at the start, and a pair counts with its line of JSON as
`pipeline names compare` writes it; seconds are those of the processor.
"""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Iterator

from pipeline.languages import romanise
from pipeline.languages.schemes import schemes
from pipeline.lines import json_line
from pipeline.names import compare

PAIRS = 5_000
STARTS = "Бар Вал Гор Дуб Ер Жур Зел Кар Лом Мор Ник Ост Пах Руд Сав Тур Уш Фил Хар Цып Чер Шел Щер Юр Яр".split()
MIDDLES = "а ан ев ил ич ко лен мар ни об ри се ту ча ше щу жи".split()
ENDS = "ов ев ин ский енко чук ович ян швили баев".split()
GIVEN = "Николай Сергей Юрий Анна Евгения Фёдор Григорий Жанна Алексей Хасан Цецилия Пётр Илья Мария Яков".split()


def surname(chance: random.Random) -> str:
    return chance.choice(STARTS) + chance.choice(MIDDLES) + chance.choice(MIDDLES) + chance.choice(ENDS)


def person(chance: random.Random) -> tuple[str, str]:
    """A given name and a surname, in Cyrillic."""
    return chance.choice(GIVEN), surname(chance)


def written(given: str, family: str, chance: random.Random) -> str:
    """The name by one scheme, in one of the usual orders, sometimes with an initial only."""
    scheme = chance.choice(schemes("ru")).name
    first, last = romanise(given, scheme), romanise(family, scheme)
    return chance.choice([f"{first} {last}", f"{last}, {first}", f"{romanise(given[0], scheme)}. {last}"])


def pairs(count: int) -> Iterator[tuple[str, str]]:
    """Pairs of which every second one is one person."""
    chance = random.Random(1)
    for number in range(count):
        one = person(chance)
        other = one if number % 2 else person(chance)
        yield written(*one, chance), written(*other, chance)


def line(a: str, b: str) -> str:
    """What the command answers for a pair."""
    found = compare(a, b)
    return json_line({"a": a, "b": b, "same": found.same, "score": found.score, "why": found.why})


def megabytes() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Prints pairs a second, the first time and again, the share that is found, and memory."""
    bare = megabytes()
    names = list(pairs(PAIRS))
    start = time.process_time()
    compare("Ivan Petrov", "Иван Петров")  # builds the tables
    print(f"tables in {time.process_time() - start:.2f} s")
    for title in ("each name new", "again"):
        start = time.process_time()
        lines = [line(a, b) for a, b in names]
        print(f"{title:14}{len(names) / (time.process_time() - start):8.0f} pairs/s")
    same = [json.loads(each)["same"] for each in lines]
    print(f"found {sum(same[1::2]) / len(same[1::2]):.3f}, wrongly {sum(same[::2]) / len(same[::2]):.4f}")
    print(f"memory over the schemes and the word lists: {megabytes() - bare:.0f} MB")


if __name__ == "__main__":
    main()

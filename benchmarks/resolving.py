"""How fast names are compared, found by their aliases, and brought to persons, and in how much memory: `make bench`.

The names are made up: stems and endings of Russian surnames, given names, patronymics, romanised by all schemes, with
initials or in full. Y is `str.casefold` and a look into a dictionary for each name.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from functools import partial
from itertools import product

from pipeline.entities import Authority, Entry, Spelling, find
from pipeline.languages.romanise import romanise
from pipeline.languages.schemes import schemes
from pipeline.names import compare
from pipeline.resolving import Bearer, persons_of

SURFACES, PAIRS, ALIASES = 100_000, 20_000, 100_000
STEMS = "Бар Вол Гор Дем Жар Зав Кал Лом Мор Нос Пет Рог Сол Тар Фед Хар Цар Чер Шир Щег Юр Яр Кру Кле Сте".split()
MIDDLES = "а ан ав ар ок ол ун ат еб ев ид ик ил ин ир ош уш".split()
ENDINGS = "ов ев ин ский енко ян баев".split()
GIVEN = "Иван Пётр Николай Сергей Михаил Григорий Юрий Александр Андрей Василий Фёдор Евгений Яков Жуматай".split()
FATHERS = "Иванович Петрович Николаевич Сергеевич Михайлович Юрьевич Ильич Кузьмич".split()


def surfaces(count: int) -> list[str]:
    """That many different names, four or so of a person."""
    chance = random.Random(5)
    surnames = ["".join(parts) for parts in product(STEMS, MIDDLES, ENDINGS)]
    manners = [each.name for each in schemes() if each.language == "ru"]
    found: dict[str, None] = {}
    while len(found) < count:
        given, father, surname = chance.choice(GIVEN), chance.choice(FATHERS), chance.choice(surnames)
        for _ in range(4):
            parts = [romanise(part, chance.choice(manners), "ru") for part in (given, father, surname)]
            short = [f"{parts[0][0]}. {parts[1][0]}.", f"{parts[0]} {parts[1]}", parts[0], f"{parts[0][0]}."]
            found[f"{chance.choice(short)} {parts[2]}"] = None
    return list(found)[:count]


def seconds(run: Callable[[], object]) -> float:
    """How long that takes once."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def look_up(names: list[str]) -> None:
    """The yardstick."""
    table = {name.casefold(): n for n, name in enumerate(names)}
    for name in names:
        table[name.casefold()]


def main() -> None:
    """Prints a row for each measure."""
    names = surfaces(SURFACES)
    yard = seconds(partial(look_up, names))
    half = len(names) // 2
    pairs = list(zip(names[:half], names[half:], strict=True))[:PAIRS]
    taken = seconds(lambda: [compare(a, b) for a, b in pairs])
    print(f"names compared           {len(pairs) / taken:10,.0f} pairs/s")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = seconds(lambda: persons_of([Bearer(name) for name in names]))
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(names):,} names to persons {taken:10.1f} s {more:10.0f} MB more {taken / yard:10.0f} Y")
    listed = [Entry(f"p{n}", name, "person", spellings=(Spelling(name),)) for n, name in enumerate(names[:ALIASES])]
    authority = Authority(tuple(listed), "bench")
    prose = " ".join(["the harvest of the year was brought in before the rain came to the villages"] * 20_000)
    find(prose[:1000], authority)
    print(f"mentions in plain prose  {len(prose) / seconds(partial(find, prose, authority)) / 1e6:10.1f} MB/s")


if __name__ == "__main__":
    main()

"""The floor: the last committed figures, below which none may fall without a commit that says why.

Figures are kept with one digit behind the point, rounded to the safe side, so that noise in the last place of a
division never breaks a build.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from damage.figures import Figures, lower_is_better

HEAD = """\
# The last committed figures of `make quality`: a figure that falls below its line fails the build.
# `benchmarks/quality.py --write-floor` raises lines; `--lower NAME` lets one fall, in a commit that gives the reason.
"""


@dataclass(frozen=True, slots=True)
class Floor:
    """Figures by set (`full`, `small`) and name."""

    sets: Mapping[str, Figures]

    @staticmethod
    def read(path: Path) -> Floor:
        """The committed floor, an empty one where there is no file yet."""
        return Floor(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {})

    def fallen(self, which: str, found: Figures) -> list[str]:
        """A line for each figure that is worse than its floor, and for each that is no longer measured.

        The typeset documents may not be at hand, and a rule may have gone: their figures may be missing.
        """
        rows = self.sets.get(which, {})
        missing = [name for name in rows if name not in found and not name.startswith(("dev:", "rule "))]
        return [
            *(f"missing: {name} is no longer measured, the floor is {rows[name]}" for name in missing),
            *(
                f"fell: {name} is {found[name]:.3f}, the floor is {floor}"
                for name, floor in rows.items()
                if name in found and worse(name, found[name], floor)
            ),
        ]

    def raised(self, which: str, found: Figures, lowered: Iterable[str] = ()) -> Floor:
        """The floor with today's figures where they are no worse; those of the names to be lowered, in any case."""
        lowered = set(lowered)
        rows = {name: value for name, value in self.sets.get(which, {}).items() if name not in lowered}
        for name, value in found.items():
            if name not in rows or not worse(name, value, rows[name]):
                rows[name] = safe(name, value)
        return Floor({**self.sets, which: rows})

    def write(self, path: Path) -> None:
        text = HEAD
        for which, rows in self.sets.items():
            lines = (f"{json.dumps(name, ensure_ascii=False)} = {value}" for name, value in sorted(rows.items()))
            text += "\n".join(["", f"[{which}]", *lines, ""])
        path.write_text(text, encoding="utf-8")


def worse(name: str, value: float, floor: float) -> bool:
    return value > floor if lower_is_better(name) else value < floor


def safe(name: str, value: float) -> float:
    """One digit behind the point, to the side that fails later."""
    return (math.ceil if lower_is_better(name) else math.floor)(round(value * 10, 6)) / 10

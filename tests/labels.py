"""The mentions of the seeds as they were labelled by hand (`entities/truth/`), and what is found held against them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import NamedTuple

TRUTH = Path(__file__).parent / "entities" / "truth"
MARK = re.compile(r"⟦([^⟦⟧|]*)\|([a-z]+):([^⟦⟧]*)⟧")


class Label(NamedTuple):
    """A mention: where it stands in its part, its kind, and the entity that it means."""

    part: int
    start: int
    end: int
    kind: str
    entity: str


def read(path: Path) -> tuple[list[str], list[Label]]:
    """The texts of the parts of a labelled document, and its mentions."""
    texts, labels = [], []
    for part, marked in enumerate(re.split(r"=== part \d+\n", path.read_text("utf-8"))[1:]):
        text, end = "", 0
        for mark in MARK.finditer(marked):
            text += marked[end : mark.start()]
            labels.append(Label(part, len(text), len(text) + len(mark[1]), mark[2], mark[3]))
            text, end = text + mark[1], mark.end()
        texts.append((text + marked[end:]).removesuffix("\n"))
    return texts, labels


def b_cubed(found: Mapping[Hashable, Hashable], true: Mapping[Hashable, Hashable]) -> tuple[float, float]:
    """Precision and recall of clusters over the mentions that both have (Bagga and Baldwin 1998)."""
    common = sorted(found.keys() & true.keys(), key=str)
    together = Counter((found[m], true[m]) for m in common)
    sizes: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for m in common:
        sizes["found"][found[m]] += 1
        sizes["true"][true[m]] += 1
    precision = sum(together[found[m], true[m]] / sizes["found"][found[m]] for m in common)
    recall = sum(together[found[m], true[m]] / sizes["true"][true[m]] for m in common)
    return precision / len(common), recall / len(common)

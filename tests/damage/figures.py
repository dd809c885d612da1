"""From counts to figures: what the quality report prints and the floor holds.

A figure is a share in per cent, or a rate in 10,000 where its name says so. Of rates less is better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeVar

from damage.table import KINDS_OF, family_of

Figures = dict[str, float]
Counts = Mapping[str, int]
Key = TypeVar("Key")
RATES = ("wrong", "harm", "false", "faults", "elsewhere", "wrongly", "distance", "changed")  # the less the better
LETTERS = 10_000


def lower_is_better(name: str) -> bool:
    return any(word in RATES for word in name.rsplit(": ", 1)[-1].replace(",", " ").split())


def share(right: str, *all_of: str) -> Callable[[Counts], float | None]:
    """`right` in per cent of all these counts together."""

    def figure(counts: Counts) -> float | None:
        whole = sum(counts.get(name, 0) for name in all_of)
        return 100 * counts.get(right, 0) / whole if whole else None

    return figure


def rate(some: str, whole: str) -> Callable[[Counts], float | None]:
    """`some` in ten thousand of `whole`."""
    return lambda counts: LETTERS * counts.get(some, 0) / counts[whole] if counts.get(whole) else None


def paragraph_f1(counts: Counts) -> float | None:
    hit, wrong = counts.get("breaks hit", 0), counts.get("breaks missed", 0) + counts.get("breaks false", 0)
    return 200 * hit / (2 * hit + wrong) if hit + wrong else None


# Column → figure; the report prints them in this order.
COLUMNS: dict[str, Callable[[Counts], float | None]] = {
    "words wrong": rate("words wrong", "words"),
    "paragraph F1": paragraph_f1,
    "callout recall": share("callouts right", "callouts"),
    "callout precision": share("callouts right", "callouts right", "callouts false"),
    "note blocks": share("note letters out", "note letters"),
    "note recall": share("notes right", "notes"),
    "note precision": share("notes right", "notes right", "notes false"),
    "notes tied": share("ties right", "ties"),
    "furniture recall": share("furniture right", "furniture"),
    "furniture precision": share("furniture right", "furniture right", "furniture false"),
    "furniture kinds": share("furniture kinds right", "furniture lines"),
    "pages": share("pages right", "pages"),
    "page offsets": share("page offsets right", "pages right"),
    "folios": share("page folios right", "pages right"),
    "paragraph kinds": share("kinds right", "kinds"),
    "heading levels": share("levels right", "levels"),
    "emphasis": share("emphasis right", "emphasis", "emphasis false"),
    "doubts": share("doubts right", "doubts"),
    "doubts elsewhere": rate("doubts elsewhere", "words"),
    "harm": rate("letters harmed", "letters"),
    "damage undone": lambda counts: undone(counts, ""),
}


def undone(counts: Counts, prefix: str) -> float | None:
    """Damages whose kind begins so, undone, in per cent."""
    kinds = [name[7:] for name in counts if name.startswith(f"damage {prefix}")]
    whole = sum(counts[f"damage {kind}"] for kind in kinds)
    return 100 * sum(counts.get(f"undone {kind}", 0) for kind in kinds) / whole if whole else None


def of(counts: Counts) -> Figures:
    """All columns that these counts say something of."""
    found = {name: column(counts) for name, column in COLUMNS.items()}
    return {name: value for name, value in found.items() if value is not None}


def by_rule(counts: Counts) -> dict[str, Figures]:
    """For each rule that signed an edit: precision, recall, harm; and for each family of rules its recall."""
    rows = dict[str, Figures]()
    rules = sorted(name[6:] for name in counts if name.startswith("edits "))
    for rule in sorted({*rules, *KINDS_OF}):
        made = counts.get(f"edits {rule}", 0)
        row = {"edits": float(made), "harm": LETTERS * counts.get(f"harm {rule}", 0) / max(1, counts["letters"])}
        if made:
            row["precision"] = 100 * counts.get(f"right {rule}", 0) / made
        kinds = KINDS_OF.get(rule) or tuple(_kinds(counts, rule.split(".")[0]))
        whole = sum(counts.get(f"damage {kind}", 0) for kind in kinds)
        if whole:
            row["recall"] = 100 * sum(counts.get(f"undone {kind}", 0) for kind in kinds) / whole
        rows[rule] = row
    return rows


def by_kind(counts: Counts) -> dict[str, tuple[int, float]]:
    """For each kind of damage: how many there were, how many of them were undone in per cent."""
    kinds = sorted(name[7:] for name in counts if name.startswith("damage "))
    return {kind: (counts[f"damage {kind}"], undone_of(counts, kind)) for kind in kinds}


def undone_of(counts: Counts, kind: str) -> float:
    return 100 * counts.get(f"undone {kind}", 0) / counts[f"damage {kind}"]


def _kinds(counts: Counts, family: str) -> list[str]:
    kinds = (name[7:] for name in counts if name.startswith("damage "))
    return [kind for kind in kinds if family_of(kind)[0] == family]


def total(groups: Mapping[Key, Counter[str]]) -> Counter[str]:
    whole = Counter[str]()
    for counts in groups.values():
        whole.update(counts)
    return whole

"""Initials of one surname: one text writes one person's in one way, and the same letter counts more than a kin one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from pipeline.names import Name, parse
from pipeline.names.letters import is_cyrillic, plain
from pipeline.names.tokens import is_initial
from pipeline.resolving.parting import Pair

ONE_LETTER = ({"v", "w"}, {"j", "y"})  # with which one text may have one name twice: V. and W. Radloff


def _letters(part: str) -> str:
    return part.rstrip(".").lower() if is_cyrillic(part) else plain(part.rstrip("."))


def surname(name: Name) -> str:
    """The surname as it is written, without marks and capitals."""
    return "-".join(map(_letters, name.surname))


def first_letter(name: Name) -> str:
    """That of the given name or of its initial."""
    return _letters(name.given)[:1]


def are_two(one: Name, other: Name) -> bool:
    """Whether initials in one place are two letters of one script before one surname, as one text has them of two.

    Not so where the surname is written in another way, too (W. Danilow, V. Danilov), nor of two letters that are one
    initial (Yu., Iu., J.).
    """
    return surname(one) == surname(other) and any(map(_differ, one.forenames, other.forenames))


def _differ(one: str, other: str) -> bool:
    if not (is_initial(one) and is_initial(other)) or is_cyrillic(one) != is_cyrillic(other):
        return False
    a, b = _letters(one), _letters(other)
    return len(a) == len(b) == 1 and a != b and {a, b} not in ONE_LETTER


def begins(name: Name, fuller: Name) -> bool:
    """Whether the initial is the very beginning of the other given name, not only of a kin one."""
    return bool(is_initial(name.given) and _letters(fuller.given).startswith(_letters(name.given)))


def apart(of_documents: Iterable[tuple[str, str]]) -> frozenset[Pair]:
    """The names with initials that one document keeps apart; given are (document, name)."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document_id, name in of_documents:
        groups[document_id, surname(parse(name))].add(name)
    pairs = (pair for names in groups.values() for pair in combinations(sorted(names), 2))
    return frozenset(frozenset((a, b)) for a, b in pairs if are_two(parse(a), parse(b)))

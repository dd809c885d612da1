"""Names compared part by part, for those who gather the names of a document."""

from __future__ import annotations

import pytest

from pipeline.names import agree, parse

# two names, how their surnames, given names and patronymics agree
PARTS = [
    ("Nikolai Ezhov", "Mykola Jeschow", "same", "family", "absent"),
    ("N. I. Ezhov", "Nikolai Ivanovich Ezhov", "same", "initial", "initial"),
    ("V. M. Molotovu", "V. M. Molotov", "inflected", "initial", "initial"),
    ("V. M. Molotova", "V. M. Molotov", "feminine", "initial", "initial"),
    ("Oleg Khleniuk", "Oleg Khlevniuk", "near", "same", "absent"),
    ("V. I. Ul'ianov-Lenin", "V. I. Lenin", "part", "initial", "initial"),
    ("Stalin", "Joseph Stalin", "same", "absent", "absent"),
    ("Stalin", "Lenin", "other", "absent", "absent"),
]
CONFLICTS = [
    ("Mikhail Kaganovich", "Lazar Kaganovich", "different given names"),
    ("A. V. Orlov", "B. V. Orlov", "different initials"),
    ("Alexander I", "Alexander III", "different numbers"),
    ("Louis XIV", "Louis XVI", "different numbers"),
    ("N. I. Ezhov", "N. P. Ezhov", "different patronymics"),
    ("Nikolai Ivanovich Ezhov", "Nikolai Petrovich Ezhov", "different patronymics"),
    ("Anna Petrova", "A. Petrov", "a woman, and a surname in the masculine"),
    ("Sasha Ivanovna Orlova", "Sasha I. Orlova", ""),
    ("John Smith, Jr.", "John Smith, Sr.", "jr and sr"),
    ("Ezhov", "N. I. Ezhov", ""),
]


@pytest.mark.parametrize(("a", "b", "surname", "given", "patronymic"), PARTS)
def test_parts_agree(a: str, b: str, surname: str, given: str, patronymic: str) -> None:
    found = agree(parse(a), parse(b))
    assert (found.surname, found.given, found.patronymic) == (surname, given, patronymic), found
    assert found.why


@pytest.mark.parametrize(("a", "b", "conflict"), CONFLICTS)
def test_conflicts(a: str, b: str, conflict: str) -> None:
    found = agree(parse(a), parse(b))
    assert found.conflict.startswith(conflict)
    assert bool(found.conflict) == bool(conflict)
    assert not (found.conflict and found.score)

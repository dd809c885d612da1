"""Names compared: the same, different, and what cannot be told apart yet."""

from __future__ import annotations

import pytest
from names.pairs import table

from pipeline.names import compare, keys, parse


@pytest.mark.parametrize(("a", "b"), table("same.txt"))
def test_one_name(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert verdict.same, verdict
    assert keys(parse(a)) & keys(parse(b))


@pytest.mark.parametrize(("a", "b"), table("different.txt"))
def test_two_names(a: str, b: str) -> None:
    verdict = compare(a, b)
    assert not verdict.same, verdict


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("a", "b"), table("unsolved.txt"))
def test_unsolved(a: str, b: str) -> None:
    assert compare(a, b).same

"""Ids that last: a document belongs to a source, the same bytes are one document, the order never matters."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.registry import Registered, assign, mint

A, B, C = (mint("d", name, ()) for name in "abc")

# What the registry knows (source: document, bytes), what is there now (source: bytes), which documents they are.
CASES = {
    "new": ({}, {"a": "1", "b": "2"}, {"a": A, "b": B}),
    "changed": ({"a": (A, "1")}, {"a": "2"}, {"a": A}),
    "the same bytes twice": ({}, {"b": "1", "a": "1"}, {"a": A, "b": A}),
    "a copy of a known one, though its name comes first": ({"b": (B, "1")}, {"a": "1", "b": "1"}, {"a": B, "b": B}),
    "renamed": ({"a": (A, "1")}, {"b": "1"}, {"b": A}),
    "changed, its old bytes kept under a new name": ({"a": (A, "1")}, {"b": "1", "a": "2"}, {"a": A, "b": B}),
    "gone and back, changed": ({"a": (A, "1")}, {"a": "2", "b": "3"}, {"a": A, "b": B}),
    "parted: the one that stayed keeps the document": (
        {"a": (A, "1"), "b": (A, "1")}, {"a": "2", "b": "1"}, {"a": "other", "b": A}
    ),
    "parted, and both changed": ({"a": (A, "1"), "b": (A, "1")}, {"a": "2", "b": "3"}, {"a": A, "b": B}),
    "changed together": ({"a": (A, "1"), "b": (A, "1")}, {"a": "2", "b": "2"}, {"a": A, "b": A}),
    "become the same": ({"a": (A, "1"), "b": (B, "2")}, {"a": "2", "b": "2"}, {"a": B, "b": B}),
    "exchanged": ({"a": (A, "1"), "b": (B, "2")}, {"a": "2", "b": "1"}, {"a": A, "b": B}),
    "an id that another source has": ({"c": (A, "3")}, {"a": "1", "c": "3"}, {"a": "other", "c": A}),
}  # fmt: skip


@pytest.mark.parametrize(("known", "sources", "expected"), CASES.values(), ids=CASES.keys())
def test_documents_are_found_again(
    known: dict[str, tuple[str, str]], sources: dict[str, str], expected: dict[str, str]
) -> None:
    ids = assign(sources, {source: Registered(*row) for source, row in known.items()})
    assert ids == {source: ids[source] if wanted == "other" else wanted for source, wanted in expected.items()}
    assert all(ids[source] not in (A, B, C) for source, wanted in expected.items() if wanted == "other")


sources = st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("12345"), max_size=7)


@given(st.lists(sources, min_size=1, max_size=4), st.randoms(use_true_random=False))
@example([{"a": "3", "c": "3"}, {"a": "1"}, {"c": "3", "a": "1"}], Random(0))
def test_one_document_for_one_content_and_no_order(history: list[dict[str, str]], random: object) -> None:
    registry: dict[str, Registered] = {}
    for now in history:
        ids = assign(now, registry)
        shuffled = list(now.items())
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        assert assign(dict(shuffled), registry) == ids
        for one in now:
            for other in now:
                assert (ids[one] == ids[other]) == (now[one] == now[other])
        unchanged = [source for source in now if source in registry and registry[source].sha256 == now[source]]
        claimed = {registry[source].document_id for source in unchanged}  # of two that shared one, one may come back
        if len({now[source] for source in unchanged}) == len(unchanged) == len(claimed):
            assert all(ids[source] == registry[source].document_id for source in unchanged)
        registry |= {source: Registered(ids[source], now[source]) for source in now}
        assert assign(now, registry) == ids


def test_an_id_is_made_from_the_name_and_never_twice() -> None:
    assert mint("d", "a", ()) == A
    assert len(A) == 13
    assert mint("d", "a", {A}) not in {A, B}
    assert mint("d", "a", {A}) == mint("d", "a", [A, B])

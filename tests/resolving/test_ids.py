"""Ids of entities: minted once, whatever the order, kept when entities come, go, merge and part."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolving import Registry, assign

MEMBERS = "abcdefgh"


@st.composite
def partitions(draw: st.DrawFn) -> list[frozenset[str]]:
    """Some of the members, in groups, in any order."""
    group = draw(st.lists(st.integers(-1, 4), min_size=len(MEMBERS), max_size=len(MEMBERS)))
    groups = [frozenset(m for m, g in zip(MEMBERS, group, strict=True) if g == n) for n in range(5)]
    return draw(st.permutations([each for each in groups if each]))


def run(entities: list[frozenset[str]], known: Registry) -> tuple[dict[frozenset[str], str], Registry]:
    assigned = assign(entities, known)
    return dict(zip(entities, assigned.ids, strict=True)), assigned.registry


@given(st.lists(partitions(), max_size=4), partitions(), st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order(before: list[list[frozenset[str]]], now: list[frozenset[str]], random) -> None:  # type: ignore[no-untyped-def]
    known = Registry()
    for entities in before:
        _, known = run(entities, known)
    shuffled = random.sample(now, len(now))
    assert run(now, known)[0] == run(shuffled, known)[0]


@given(st.lists(partitions(), max_size=4), partitions(), partitions())
def test_what_comes_back_has_its_ids_again(
    before: list[list[frozenset[str]]], now: list[frozenset[str]], other: list[frozenset[str]]
) -> None:
    known = Registry()
    for entities in before:
        _, known = run(entities, known)
    first, known = run(now, known)
    seeds = {known.seeds[entity_id] for entity_id in first.values()}
    whole = [group for group in now if not seeds.isdisjoint(group)]
    _, known = run(other, known)
    again, _ = run(now, known)
    assert {group: again[group] for group in whole} == {group: first[group] for group in whole}


@given(st.lists(partitions(), max_size=4), partitions())
def test_every_entity_has_an_id_of_its_own(before: list[list[frozenset[str]]], now: list[frozenset[str]]) -> None:
    known = Registry()
    for entities in before:
        _, known = run(entities, known)
    assigned = assign(now, known)
    assert len(set(assigned.ids)) == len(now)
    assert all(target in assigned.ids for target in assigned.redirects.values())
    assert not assigned.redirects.keys() & set(assigned.ids)


def test_a_document_more_changes_no_id() -> None:
    first, known = run([frozenset("ab"), frozenset("c")], Registry())
    second, _ = run([frozenset("abd"), frozenset("c"), frozenset("e")], known)
    assert [*second.values()][:2] == [*first.values()]


def test_when_entities_merge_the_oldest_id_stays_and_the_other_leads_to_it() -> None:
    (old,), known = [*map(list, [run([frozenset("b")], Registry())[0].values()])], run([frozenset("b")], Registry())[1]
    assigned = assign([frozenset("a"), frozenset("b")], known)
    young = assigned.ids[0]
    merged = assign([frozenset("ab")], assigned.registry)
    assert (merged.ids, merged.redirects) == (old, {young: old[0]})


def test_an_id_whose_seed_is_gone_is_lent_to_who_has_none_and_else_rests() -> None:
    first, known = run([frozenset("ab"), frozenset("cd")], Registry())
    assert run([frozenset("b"), frozenset("cd")], known)[0][frozenset("b")] == first[frozenset("ab")]
    merged = assign([frozenset("bcd")], known)
    assert (merged.ids, merged.redirects) == ([first[frozenset("cd")]], {})
    assert run([frozenset("ab"), frozenset("cd")], merged.registry)[0] == first


def test_of_two_that_came_at_once_the_id_of_the_larger_stays() -> None:
    ids, known = run([frozenset("a"), frozenset("bc")], Registry())
    merged = assign([frozenset("abc")], known)
    assert (merged.ids, merged.redirects) == ([ids[frozenset("bc")]], {ids[frozenset("a")]: ids[frozenset("bc")]})


def test_when_one_is_divided_the_id_stays_with_its_seed() -> None:
    whole, known = run([frozenset("ab")], Registry())
    parts, _ = run([frozenset("b"), frozenset("a")], known)
    assert parts[frozenset("a")] == whole[frozenset("ab")] != parts[frozenset("b")]

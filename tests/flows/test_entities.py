"""Entities over several runs: ids stay whatever comes and goes, judgements are obeyed."""

from __future__ import annotations

from desk import Desk

from pipeline.resolving import Judgement
from pipeline.state import State

ONE = "Robert Kindler read V. P. Danilov. Then Kindler met Ivan Zvantsov in the city, and later Igor Zvantsov.\n"
BEARERS = ("N. A. Zvantsov", "N. Zvantsov", "N. B. Zvantsov", "Nikolai Zvantsov")
TWO = "The letters of Viktor Petrovich Danilov were read by I. Zvantsov in the archive of the city.\n"


def people(desk: Desk) -> dict[str, str]:
    """The entity of every name as it stands in a text."""
    found = "SELECT surface, entity_id FROM mentions JOIN entities USING (entity_id) WHERE kind = 'person'"
    return dict(desk.rows(found))


def ids(desk: Desk) -> dict[str, str]:
    """The id of every entity by its name."""
    return dict(desk.rows("SELECT name, entity_id FROM entities"))


def test_ids_stay_whatever_is_added_removed_and_added_again(desk: Desk) -> None:
    desk.put(one__txt=ONE)
    desk.run()
    alone = people(desk)
    desk.put(two__txt=TWO)
    desk.run()
    together, first = people(desk), ids(desk)
    assert alone.items() <= together.items()
    assert together["V. P. Danilov"] == together["Viktor Petrovich Danilov"]
    assert len({together["Ivan Zvantsov"], together["Igor Zvantsov"], together["I. Zvantsov"]}) == 3
    (desk.documents / "one.txt").unlink()
    desk.run()
    assert people(desk)["Viktor Petrovich Danilov"] == together["Viktor Petrovich Danilov"]
    desk.put(one__txt=ONE)
    desk.run()
    assert (people(desk), ids(desk)) == (together, first)


def test_the_next_run_obeys_a_judgement(desk: Desk) -> None:
    desk.put(one__txt=ONE, two__txt=TWO)
    desk.run()
    assert "in the corpus it could be Igor Zvantsov or Ivan Zvantsov" in _why(desk, "I. Zvantsov")
    with State.open(desk.config.run.state) as state:
        state.judge([Judgement("I. Zvantsov", "Ivan Zvantsov", "same", "Ada", "2026-01-02T03:04:05+00:00", "his hand")])
    assert desk.run().status == "published"
    assert people(desk)["I. Zvantsov"] == people(desk)["Ivan Zvantsov"]
    judged = "Ada judged on 2026-01-02 that I. Zvantsov and Ivan Zvantsov are the same: his hand"
    assert _why(desk, "I. Zvantsov").endswith(judged)
    assert desk.run().status == "unchanged"


def test_a_judgement_taken_back_leaves_nothing(desk: Desk) -> None:
    desk.put(one__txt=ONE, two__txt=TWO)
    desk.run()
    before = people(desk)
    judged = Judgement("Igor Zvantsov", "Ivan Zvantsov", "same", "Ada", "2026-01-02T03:04:05+00:00", "")
    with State.open(desk.config.run.state) as state:
        state.judge([judged])
    desk.run()
    assert len(desk.rows("FROM entity_redirects")) == 1
    with State.open(desk.config.run.state) as state:
        state.take_back(judged)
    assert desk.run().status == "published"
    assert (people(desk), desk.rows("FROM entity_redirects")) == (before, [])


def test_a_document_that_is_gone_merges_nobody(desk: Desk) -> None:
    texts = {f"{n}__txt": f"The census of 1926 was the work of {name}.\n" for n, name in enumerate(BEARERS)}
    desk.put(**texts)
    desk.run()
    before = people(desk)
    (desk.documents / "0.txt").unlink()
    assert desk.run().status == "published"
    assert desk.rows("FROM entity_redirects") == []
    desk.put(**texts)
    assert desk.run().status == "published"
    assert people(desk) == before


THREE = "The Commission for Land (KZ) met. Later KZ and VPU wrote to Robert Kindler; Kindler of the VPU came.\n"


def test_judgements_hold_for_things_for_entries_and_for_what_a_document_says(desk: Desk) -> None:
    desk.put(one__txt=THREE)
    desk.run()
    before = dict(desk.rows("SELECT surface, entity_id FROM mentions"))
    assert before["KZ"] == before["Commission for Land"] != before["VPU"]
    assert before["Kindler"] == before["Robert Kindler"]
    at = "2026-01-02T03:04:05+00:00"
    with State.open(desk.config.run.state) as state:
        state.judge([Judgement("Commission for Land", "VPU", "same", "Ada", at, "its stamp")])
        state.judge([Judgement("Kindler", "Robert Kindler", "different", "Ada", at, "his brother")])
    desk.run()
    after = dict(desk.rows("SELECT surface, entity_id FROM mentions"))
    assert after["KZ"] == after["Commission for Land"] == after["VPU"] == before["KZ"]
    assert after["Kindler"] != after["Robert Kindler"] == before["Robert Kindler"]
    assert _why(desk, "Kindler").endswith("that Kindler and Robert Kindler are different: his brother")
    with State.open(desk.config.run.state) as state:
        for judgement in state.judgements():
            state.take_back(judgement)
    desk.run()
    assert dict(desk.rows("SELECT surface, entity_id FROM mentions")) == before


def _why(desk: Desk, surface: str) -> str:
    return str(desk.rows(f"SELECT why FROM mentions WHERE surface = '{surface}'")[0][0])

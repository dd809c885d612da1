"""What one stage depends on sends no document through the stages before it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from desk import Desk

pytestmark = pytest.mark.flow

SEEDS = Path(__file__).parents[2] / "seeds"
HTML = "<h1>The census</h1><p>The <em>Materialy perepisi</em> were lost<sup>1</sup>.</p><p>1. See Qwertin, p. 3.</p>"
AUTHORITY = '[[person]]\nid = "qwertin"\nname = "Qwertin"\n'
TABLES = "documents paragraphs footnotes spans edits readings mentions entities aliases".split()


def contents(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """All rows but for the run that made them."""
    every = {"documents": "FROM (SELECT * EXCLUDE run_id FROM documents)"}
    return {name: desk.rows(f"{every.get(name, f'FROM {name}')} ORDER BY ALL") for name in TABLES}


def test_a_changed_authority_finds_names_anew_and_cleans_nothing(desk: Desk) -> None:
    shutil.copy(next(SEEDS.glob("003_*")), desk.documents / "seed.txt")
    desk.put(census__html=HTML, other__txt="The letter of Qwertin was read in the city.\n")
    first = desk.run()
    (desk.root / "people.toml").write_text(AUTHORITY)
    (desk.root / "pipeline.toml").write_text('[entities]\nauthority = ["people.toml"]\n')
    assert {step.reason for step in desk.run(plan=True).planned} == {
        "the program or its settings changed, so that its names are found anew: authority"
    }
    second = desk.run()
    assert (second.status, second.documents["changed"]) == ("published", 3)
    assert desk.rows("SELECT DISTINCT run_id FROM documents") == [(first.run_id,)]
    assert len(desk.rows("SELECT * FROM mentions WHERE surface = 'Qwertin'")) == 2
    assert desk.run().status == "unchanged"
    found = contents(desk)
    third = desk.run(full=True)
    assert desk.rows("SELECT DISTINCT run_id FROM documents") == [(third.run_id,)]
    assert contents(desk) == found

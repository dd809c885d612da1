"""The flow, run for real: what is published, what is left alone, what goes to quarantine."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from desk import Desk
from documents import packed, pandoc

from pipeline.corpus import Corpus
from pipeline.errors import ConfigError
from pipeline.state import State

pytestmark = pytest.mark.flow

SEEDS = Path(__file__).parents[2] / "seeds"
COUNTS = ("new", "changed", "unchanged", "removed", "quarantined")

ALPHA = "The herds of the steppe were counted in the winter, and counted again in the spring.\n"
BETA = "Nobody knew where the grain had gone, and nobody who knew would say so.\n"
GAMMA = "A short report on the state of the railway, which was not built.\n"


def counted(**documents: int) -> dict[str, int]:
    return dict.fromkeys(COUNTS, 0) | documents


def test_the_seeds_are_published_and_then_left_alone(desk: Desk) -> None:
    shutil.copytree(SEEDS, desk.documents, dirs_exist_ok=True)
    (desk.root / "pipeline.toml").write_text('[[exports]]\nformat = "text"\ndirectory = "texts"\n')
    stages: list[str] = []
    report = desk.run(progress=lambda stage, done, of: stages.append(stage))
    assert (report.status, report.exit_status, report.documents) == ("published", 0, counted(new=5))
    assert set(report.seconds) == {"discover", "clean", "resolve", "audit", "publish"} <= set(stages)
    assert desk.rows("SELECT count(*) FROM documents") == [(5,)]
    assert desk.rows("SELECT bool_and(success), count(*) > 20 FROM checks") == [(True, True)]
    assert desk.rows("SELECT status, run_id FROM runs") == [("published", report.run_id)]
    assert len(list((desk.root / "texts").glob("*.txt"))) == 5

    before = desk.files()
    again = desk.run()
    assert (again.status, again.exit_status, again.documents) == ("unchanged", 0, counted(unchanged=5))
    assert desk.files() == before
    with State.open(desk.config.run.state) as state:
        assert [run.status for run in state.runs()] == ["unchanged", "published"]

    with (desk.root / "pipeline.toml").open("a") as file:
        file.write('[[exports]]\nformat = "jsonl"\ndirectory = "lines"\n')
    shutil.rmtree(desk.root / "texts")
    assert desk.run().status == "unchanged"
    assert len(list((desk.root / "texts").glob("*.txt"))) == 5
    assert len(list((desk.root / "lines").glob("*.jsonl"))) == 1

    told = (desk.root / "pipeline.toml").read_text()
    (desk.root / "pipeline.toml").write_text(told.replace('"texts"', '"texts"\nwhere = "words > 5000"'))
    long = desk.rows("SELECT count(*) FROM documents WHERE words > 5000")[0][0]
    assert 0 < long < 5
    assert desk.run().status == "unchanged"
    assert len(list((desk.root / "texts").glob("*.txt"))) == long


def test_two_warehouses_do_not_share_a_state(desk: Desk) -> None:
    desk.put(alpha__txt=ALPHA)
    first = desk.run().run_id
    other = Desk(desk.root, {"run.warehouse": str(desk.warehouse.with_name("other.duckdb"))})
    with pytest.raises(ConfigError, match=r"state.sqlite: is the state of corpus.duckdb, not of other.duckdb; give"):
        other.run()
    with State.open(desk.config.run.state) as state:
        assert [run.run_id for run in state.runs()] == [first]
    desk.warehouse.rename(other.config.run.warehouse)
    assert other.run().status == "unchanged"


def test_documents_come_change_move_and_go(desk: Desk) -> None:
    def sources() -> dict[str, str]:
        rows = desk.rows("SELECT source, document_id FROM sources")
        return {Path(source).stem: document for source, document in rows}

    desk.put(alpha__txt=ALPHA, beta__txt=BETA)
    assert desk.run().documents == counted(new=2)
    first = sources()
    seen = desk.rows("SELECT document_id, first_seen FROM documents ORDER BY 1")

    desk.put(alpha__txt=ALPHA + "\nA paragraph more.\n")
    assert desk.run().documents == counted(changed=1, unchanged=1)
    assert sources() == first
    assert desk.rows("SELECT document_id, first_seen FROM documents ORDER BY 1") == seen

    (desk.documents / "beta.txt").rename(desk.documents / "gamma.txt")
    assert desk.run().documents == counted(changed=1, unchanged=1)
    assert sources() == {"alpha": first["alpha"], "gamma": first["beta"]}

    desk.put(delta__txt=BETA)
    assert desk.run().documents == counted(changed=1, unchanged=1)
    assert sources() == {"alpha": first["alpha"], "gamma": first["beta"], "delta": first["beta"]}

    desk.put(**{"alpha.meta__toml": 'author = "A. Nonymous"\nyear = 1932\n'})
    assert desk.run().documents == counted(changed=1, unchanged=1)
    assert desk.rows("SELECT author, year FROM documents WHERE year IS NOT NULL") == [("A. Nonymous", 1932)]

    (desk.documents / "alpha.txt").unlink()
    assert desk.run().documents == counted(unchanged=1, removed=1)
    assert desk.rows("SELECT DISTINCT document_id FROM paragraphs") == [(first["beta"],)]

    assert desk.run().status == "unchanged"
    assert desk.run(full=True).documents == counted(changed=1)


def test_a_broken_document_goes_to_quarantine_and_the_others_on(desk: Desk) -> None:
    broken = packed(word__document=b"no document")
    desk.put(alpha__txt=ALPHA, beta__docx=broken)
    report = desk.run()
    assert (report.status, report.exit_status, report.documents) == ("partial", 1, counted(new=1, quarantined=1))
    (row,) = report.quarantined
    assert row.source.endswith("beta.docx")
    assert row.reason
    assert row.remedy
    assert desk.rows("SELECT document_id, reason, remedy, run_id FROM quarantine") == [
        (row.document_id, row.reason, row.remedy, report.run_id)
    ]

    before = desk.files()
    again = desk.run()
    assert (again.status, again.exit_status) == ("unchanged", 1)
    assert again.documents == counted(unchanged=1, quarantined=1)
    assert desk.files() == before

    desk.put(beta__docx=pandoc("docx"))
    assert desk.run().documents == counted(new=1, unchanged=1)
    assert desk.rows("SELECT count(*) FROM quarantine") == [(0,)]

    desk.put(beta__docx=broken)
    assert desk.run().documents == counted(unchanged=1, quarantined=1)
    assert desk.rows("SELECT count(*) FROM documents") == [(1,)]
    (desk.documents / "beta.docx").unlink()
    assert desk.run().documents == counted(unchanged=1)
    assert desk.rows("SELECT count(*) FROM quarantine") == [(0,)]


def test_a_document_that_breaks_an_expectation_is_taken_out(desk: Desk) -> None:
    desk.put(alpha__txt=ALPHA, beta__txt=BETA, gamma__txt=GAMMA, **{"beta.meta__toml": "year = 19322\n"})
    report = desk.run()
    assert (report.status, report.exit_status, report.documents) == ("partial", 1, counted(new=2, quarantined=1))
    (check,) = report.failed_checks
    assert (check.table, check.column, check.success) == ("documents", "year", False)
    (row,) = report.quarantined
    assert "19322" in row.reason or "year" in row.reason
    assert desk.rows("SELECT count(*) FROM paragraphs SEMI JOIN quarantine USING (document_id)") == [(0,)]
    assert desk.rows("SELECT bool_and(success) FROM checks") == [(True,)]

    desk.put(**{"beta.meta__toml": "year = 1932\n"})
    assert desk.run().documents == counted(new=1, unchanged=2)


def test_an_audit_that_fails_publishes_nothing(desk: Desk) -> None:
    desk.put(alpha__txt=ALPHA)
    desk.run()
    before = desk.files()
    desk.put(**dict.fromkeys(("alpha.meta__toml", "beta.meta__toml"), "year = 19322\n"), beta__txt=BETA)
    written = {name for name in desk.files() if name not in before or name.startswith("documents")}
    report = desk.run()
    assert (report.status, report.exit_status) == ("failed", 3)
    (check,) = report.failed_checks
    assert check.claim in report.message
    assert all(row["document_id"] in report.message for row in check.failing_rows)
    assert len(check.failing_rows) == 2
    assert {name: kept for name, kept in desk.files().items() if name not in written} == {
        name: kept for name, kept in before.items() if name not in written
    }
    with State.open(desk.config.run.state) as state:
        failed, published = state.runs()
        assert (failed.status, published.status) == ("failed", "published")
        assert [row["claim"] for row in state.copy()["checks"] if row["run_id"] == failed.run_id] == [check.claim]

    for name in ("alpha", "beta"):
        (desk.documents / f"{name}.meta.toml").unlink()
    assert desk.run().documents == counted(new=1, unchanged=1)


def test_nothing_and_noise_are_published_and_come_back(desk: Desk) -> None:
    contents = {"empty": b"", "noise": random.Random(1).randbytes(5000), "alpha": ALPHA.encode()}
    desk.put(**{f"{name}__txt": content for name, content in contents.items()})
    report = desk.run()
    with Corpus.open(desk.warehouse) as corpus:
        names = {each.document_id: Path(each.sources[0]).stem for each in corpus.documents()}
        found = {name: corpus.raw_bytes(document_id) for document_id, name in names.items()}
    assert found == contents
    assert report.quarantined == []


def test_no_documents_make_an_empty_warehouse_but_do_not_empty_one(desk: Desk) -> None:
    report = desk.run()
    assert (report.status, report.exit_status, report.documents) == ("published", 0, counted())
    assert desk.rows("SELECT count(*) FROM documents") == [(0,)]

    desk.put(alpha__txt=ALPHA)
    desk.run()
    before = desk.files()["warehouse/corpus.duckdb"]
    (desk.documents / "alpha.txt").unlink()
    with pytest.raises(ConfigError, match=r"no document found .* the warehouse holds 1"):
        desk.run()
    assert desk.files()["warehouse/corpus.duckdb"] == before
    assert desk.run(full=True).documents == counted(removed=1)
    assert desk.rows("SELECT count(*) FROM documents") == [(0,)]


def test_the_rows_are_the_same_with_any_number_of_workers(desk: Desk) -> None:
    shutil.copytree(SEEDS, desk.documents, dirs_exist_ok=True)
    desk.run()
    alone = _content(desk)
    for runner in ("threads", "processes"):
        shutil.rmtree(desk.warehouse.parent)
        desk.settings = {"run.workers": 2, "run.runner": runner, "limits.batch_bytes": 50_000}
        desk.run()
        assert _content(desk) == alone, runner


def _content(desk: Desk) -> dict[str, list[object]]:
    """All tables of the corpus without what belongs to the run."""
    names = [name for (name,) in desk.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'corpus'")]
    own = {"runs", "checks", "meta", "quarantine"}
    return {
        name: desk.rows(f"SELECT * EXCLUDE (run_id, first_seen) FROM {name}" if name == "documents" else f"FROM {name}")
        for name in names
        if name not in own
    }

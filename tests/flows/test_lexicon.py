"""The lexicon in runs: part of the fingerprint of the work, and never built by a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from pipeline.lexicon import Lexicon
from pipeline.lexicon_build import build
from pipeline.runs.versions import versions
from pipeline.sources import discover

pytestmark = pytest.mark.flow

THIN = """\
The cotton-growing towns and the grain-bearing plain had well-kept roads
and long-lost maps, and in the half-empty house by the river the old tolma-
rin was read aloud, though nobody who heard it was sure what it had meant
to those who wrote it down.
"""
ELSEWHERE = "Of every tolma-rin that was sung here, one tolma-rin was kept, and a tolma-rin of {} was lost.\n"


def built(desk: Desk, *paths: Path) -> Lexicon:
    found = build(discover(paths, desk.config), desk.config).lexicon
    found.save(desk.config.lexicon.path)
    return found


def test_a_lexicon_cleans_again_once(desk: Desk) -> None:
    desk.put(thin__txt=THIN)
    (desk.root / "corpus").mkdir()
    for name in ("salt", "snow", "dust"):
        (desk.root / "corpus" / f"{name}.txt").write_text(ELSEWHERE.format(name))

    def tolmarin() -> list[tuple[bool]]:
        return desk.rows("SELECT contains(clean_text, 'tolma-rin') FROM documents")

    assert desk.run().documents["new"] == 1
    assert tolmarin() == [(False,)]
    assert not desk.config.lexicon.path.exists()
    assert versions(desk.config)["lexicon"] == "none"

    lexicon = built(desk, desk.root / "corpus")
    assert desk.run().documents["changed"] == 1
    assert tolmarin() == [(True,)]
    assert versions(desk.config)["lexicon"] == lexicon.version
    assert desk.rows(f"SELECT count(*) FROM runs WHERE versions::VARCHAR LIKE '%{lexicon.version}%'") == [(1,)]

    before = desk.files()
    assert desk.run().status == "unchanged"
    built(desk, desk.root / "corpus")  # the same words, written anew
    assert desk.run().status == "unchanged"
    assert desk.files().keys() == before.keys()

    (desk.root / "corpus" / "dust.txt").unlink()
    built(desk, desk.root / "corpus")
    desk.settings = {"run.runner": "processes"}  # which have it from its file
    assert desk.run().documents["changed"] == 1

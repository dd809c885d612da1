"""No committed figure of quality falls: the gold, and the small set of damaged documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from damage.floor import Floor, safe, worse
from damage.measures import small_figures
from gold_score import ROOT

FLOOR = ROOT / "tests" / "quality_floor.toml"


def test_no_figure_fell() -> None:
    """To lower one on purpose: `benchmarks/quality.py --write-floor --lower NAME`, with the reason in the commit."""
    floor = Floor.read(FLOOR)
    assert floor.sets["small"], "no floor is committed"
    assert floor.fallen("small", small_figures()) == []


@pytest.mark.parametrize(
    ("name", "figure", "kept"),
    [
        ("all: paragraph F1", 97.58, 97.5),
        ("all: words wrong", 20.91, 21.0),
        ("all: harm", 0.0, 0.0),
        ("all: pages", 100.0, 100.0),
        ("gold: words wrong in 10,000", 0.8, 0.8),
    ],
)
def test_figures_are_rounded_to_the_safe_side(name: str, figure: float, kept: float) -> None:
    assert safe(name, figure) == kept
    assert not worse(name, figure, kept)


def test_a_fallen_figure_has_a_line_and_a_missing_one_too() -> None:
    floor = Floor({"full": {"all: pages": 90.0, "all: harm": 2.0, "all: folios": 50.0, "dev: x": 1.0}})
    assert floor.fallen("full", {"all: pages": 89.9, "all: harm": 1.0}) == [
        "missing: all: folios is no longer measured, the floor is 50.0",
        "fell: all: pages is 89.900, the floor is 90.0",
    ]


def test_the_floor_rises_by_itself_and_falls_only_by_name(tmp_path: Path) -> None:
    floor = Floor({"full": {"all: pages": 90.0, "all: folios": 50.0}})
    found = {"all: pages": 95.55, "all: folios": 40.0, "all: harm": 1.23}
    assert floor.raised("full", found).sets["full"] == {"all: pages": 95.5, "all: folios": 50.0, "all: harm": 1.3}
    lowered = floor.raised("full", found, ["all: folios"])
    assert lowered.sets["full"]["all: folios"] == 40.0
    lowered.write(tmp_path / "floor.toml")
    assert Floor.read(tmp_path / "floor.toml") == lowered

"""The list of rules: each entry is a function that says what it repairs and leaves, and the README shows them all."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import pipeline

from pipeline.cleaning.rules import RULES, described, table

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_rule_stands_once() -> None:
    assert len(set(RULES)) == len(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_a_function_that_says_what_it_repairs(rule: str) -> None:
    assert described(rule).address == rule
    assert len(described(rule).repairs.split()) > 3


def test_families_stay_together() -> None:
    families = [rule.partition(".")[0] for rule in RULES]
    assert sorted(families, key=list(dict.fromkeys(families)).index) == families


def test_the_readme_shows_what_the_program_prints(tmp_path: Path) -> None:
    """After a change: `pipeline rules --format markdown`, into the README's section."""
    printed = pipeline("rules", "--format", "markdown", folder=tmp_path)
    assert (printed.returncode, printed.stderr) == (0, b"")
    shown = [line for line in section("Rules").splitlines() if line.startswith("|")]
    assert shown == printed.stdout.decode().splitlines()
    assert [line.split("`")[1] for line in shown[2:]] == list(RULES)


def test_the_table_is_readable(tmp_path: Path) -> None:
    printed = pipeline("rules", folder=tmp_path).stdout.decode()
    assert all(rule.address in printed and rule.repairs in printed and rule.leaves in printed for rule in table())


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_it_leaves(rule: str) -> None:
    assert described(rule).leaves, "its docstring wants a paragraph that begins with 'Leaves '"

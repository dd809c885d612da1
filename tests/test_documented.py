"""Nothing that users can type or ask for is without its page: under its own `--help`, and in the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from pipeline.cli import app
from pipeline.exports import FORMATS

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def walked(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of the program with what is typed for it, those of groups, too."""
    for name, command in group.commands.items():
        yield f"{above}{name}", command
        if isinstance(command, TyperGroup):
            yield from walked(command, f"{above}{name} ")


COMMANDS = dict(walked(get_command(app)))


@pytest.mark.parametrize("typed", COMMANDS)
def test_every_command_says_what_it_is_for_and_what_each_argument_is(typed: str) -> None:
    command = COMMANDS[typed]
    assert len((command.help or "").strip()) > 15, "no line says what it is for"
    assert [param.name for param in command.params if not (param.help or "").strip()] == []


@pytest.mark.parametrize("typed", [typed for typed in COMMANDS if " " not in typed])
def test_the_readme_knows_every_command(typed: str) -> None:
    assert f"pipeline {typed}" in README


def test_every_format_can_be_asked_for() -> None:
    (output,) = [param for param in COMMANDS["export"].params if param.name == "format"]
    assert tuple(output.type.choices) == FORMATS


@pytest.mark.parametrize("format", FORMATS)
def test_every_exported_format_has_its_page(format: str) -> None:
    pages = re.findall(r"^([a-z, ]+): \S.{20}", COMMANDS["export"].help, re.M)
    assert format in {name for page in pages for name in page.split(", ")}, "`pipeline export --help` does not tell it"
    assert f"\n| `{format}` | " in README, "the README's table of formats does not have it"

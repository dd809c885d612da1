"""What somebody may have meant who mistyped a command or an option, or took a file for a command."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer
from typer._click.exceptions import NoSuchOption  # has no public name
from typer.core import TyperGroup


class Group(TyperGroup):
    """A group of commands that says of an unknown one what may have been meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is asked for. Raises typer's error for usage, with a suggestion, where there is none."""
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and not name.startswith("-"):
            ctx.fail(f"No such command {name!r}.{_meant(ctx, name)}")
        return super().resolve_command(ctx, args)


def show(error: typer.TyperException) -> None:
    """An error of usage to standard error, with the option that may have been meant."""
    if isinstance(error, NoSuchOption):
        error.message += "." + _option(error)
        error.possibilities = None
    error.show()  # type: ignore[attr-defined]


def _meant(ctx: Any, name: str) -> str:
    """What to type for `name`, to close a message with."""
    near = get_close_matches(name, ctx.command.commands)
    here = ctx.command_path
    if elsewhere := [path for path in _paths(ctx.find_root().command) if path.split()[-1] == name]:
        return f" Did you mean {_either(f'pipeline {path}' for path in elsewhere)}?"
    if near:
        return f" Did you mean {_either(near)}?"
    if ctx.parent is None and Path(name).exists():
        verb = "run" if Path(name).is_dir() else "clean"
        return f" Did you mean '{here} {verb} {name}'?"
    return f" '{here} --help' lists all."


def _option(error: NoSuchOption) -> str:
    """The option that was meant, or, before any command, whose option it is."""
    ctx: Any = error.ctx
    if error.possibilities:
        return f" Did you mean {_either(sorted(error.possibilities))}?"
    if ctx.parent is None and (owners := _owners(ctx, error.option_name)):
        return f" It goes behind a command: 'pipeline {owners[0]} … {error.option_name}'."
    return f" '{ctx.command_path} --help' lists all."


def _owners(ctx: Any, option: str) -> list[str]:
    """The commands that have this option."""
    commands = ctx.command.commands
    return [name for name, each in commands.items() if any(option in param.opts for param in each.params)]


def _paths(group: Any, above: str = "") -> Iterator[str]:
    """Every command inside a group of the program, as it is typed: `names compare`."""
    for name, command in group.commands.items():
        if above:
            yield f"{above}{name}"
        if isinstance(command, TyperGroup):
            yield from _paths(command, f"{above}{name} ")


def _either(words: Any) -> str:
    return " or ".join(f"'{word}'" for word in words)

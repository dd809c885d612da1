"""The list of rules, by the address that they sign their edits with, and what each says of itself.

`hyphens.join` is the function `join` in `cleaning/hyphens.py`. The first paragraph of its docstring says what it
repairs, the one that begins with "Leaves" what it must not touch.
"""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import NamedTuple

# In the order in which the families decide.
RULES = (
    "letters.line_ends",
    "letters.mojibake",
    "letters.controls",
    "letters.ligatures",
    "letters.hyphens",
    "letters.compose",
    "spacing.letters",
    "spacing.blanks",
    "spacing.invisible",
    "spacing.joiners",
    "furniture.mark_hinted",
    "furniture.rules",
    "furniture.specks",
    "furniture.stamps",
    "furniture.page_edges",
    "furniture.running_lines",
    "furniture.counted_pages",
    "furniture.interruptions",
    "markup.headings",
    "markup.emphasis",
    "markup.raised",
    "callouts.chain",
    "notes.label",
    "hyphens.join",
    "hyphens.keep",
    "hyphens.suspend",
    "hyphens.dash",
    "hyphens.soft",
    "paragraphs.join",
    "paragraphs.split",
    "paragraphs.feed",
    "paragraphs.lead",
    "paragraphs.close",
    "words.links",
    "words.elided",
    "words.scripts",
    "words.drop_capitals",
    "words.split",
    "words.fused",
)


class Rule(NamedTuple):
    """One rule: its address, what it repairs and what it leaves, each in one line without line feeds."""

    address: str
    repairs: str
    leaves: str


def described(address: str) -> Rule:
    """What the rule at this address says of itself; KeyError where no function is there."""
    family, _, name = address.partition(".")
    function = vars(import_module(f"pipeline.cleaning.{family}"))[name]
    paragraphs = [" ".join(text.split()) for text in inspect.cleandoc(function.__doc__ or "").split("\n\n")]
    leaves = (text.removeprefix("Leaves ") for text in paragraphs[1:] if text.startswith("Leaves "))
    return Rule(address, paragraphs[0], next(leaves, ""))


def table() -> list[Rule]:
    """All rules, in the order in which their families decide."""
    return [described(address) for address in RULES]


def markdown() -> str:
    """The table as it stands in the README."""
    rows = [("rule", "repairs", "leaves"), ("---",) * 3]
    rows += [(f"`{rule.address}`", _cell(rule.repairs), _cell(rule.leaves)) for rule in table()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

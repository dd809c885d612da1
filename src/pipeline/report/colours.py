"""The style sheet and the table of the rules: a colour for each family, on light ground and on dark."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipeline.explain_html import COLOURS
from pipeline.report.names import rule_page
from pipeline.report.site import Site

QUIET = ("spacing", "paragraphs")  # families whose changes are blanks: a line through or under each would hide the text
_LIGHT, _DARK = 0, 1


def style(classes: Mapping[str, str]) -> str:
    """`--c` is the colour of a rule's family, wherever its class or the family's stands."""
    families = "\n".join(f".{family} {{ --c: var(--{family}) }}" for family in COLOURS)
    rules = "\n".join(f".{name} {{ --c: var(--{_family(rule)}, var(--ink)) }}" for rule, name in classes.items())
    quiet = [name for rule, name in classes.items() if _family(rule) in QUIET]
    drawn = ", ".join(f".e.{name}" for name in quiet)
    return (
        f":root {{ {_colours(_LIGHT)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ {_colours(_DARK)} }} }}\n"
        f":root[data-theme=dark] {{ {_colours(_DARK)} }}\n{families}\n{rules}\n"
        f"{drawn} {{ text-decoration: none }}\n"
    )


def table(site: Site) -> str:
    """A script with what each class stands for: the rule's address, what it repairs, its page."""
    rules = {name: (rule, site.rule(rule).repairs, rule_page(rule)) for rule, name in site.classes.items()}
    return f"const RULES = {json.dumps(rules, ensure_ascii=False)}\n"


def _family(rule: str) -> str:
    return rule.partition(".")[0]


def _colours(ground: int) -> str:
    return " ".join(f"--{family}: {pair[ground]};" for family, pair in COLOURS.items())

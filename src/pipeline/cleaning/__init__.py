"""The cleaner: raw text in, parts with their edits and annotations out.

A round settles letters and spacing, draws one layout, and lets the families of rules decide on it together. Rounds
are repeated on what they leave until nothing changes, so that clean text is a fixed point.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.cleaning.annotate import annotate
from pipeline.cleaning.assemble import Findings, once
from pipeline.cleaning.rules import RULES
from pipeline.document import Cleaned, Hint
from pipeline.lexicon import NONE, Lexicon
from pipeline.text import Text

ROUNDS = 512  # two are usual; in hostile texts each that follows takes a little more away
# The families that choose what a sign or a line is; the others only follow.
CHOOSING = ("callouts", "notes", "furniture", "hyphens", "words", "markup")

__all__ = ["clean", "version"]


def clean(raw: str, hints: Sequence[Hint] = (), lexicon: Lexicon = NONE) -> Cleaned:
    """Cleans one raw text. `hints` are what a reader said of stretches of it, by raw offset; `lexicon` is the corpus's.

    >>> clean("The eco-\\nnomic   crisis").text
    'The economic crisis\\n'
    """
    if not isinstance(raw, str):
        raise TypeError(f"clean takes text, not {type(raw).__name__}; read_bytes makes text of bytes")
    body, findings = _settle(Text.plain(raw), hints, lexicon)
    return annotate(body, findings, hints)


def _settle(text: Text, hints: Sequence[Hint], lexicon: Lexicon) -> tuple[Text, list[Findings]]:
    """Rounds until nothing changes. Where they go in a circle, rules are switched off for this text: those that are
    restless, then all that choose, then all."""
    off: frozenset[str] = frozenset()
    lasting = [hint for hint in hints if hint.kind == "code"]
    for more in (_restless, _choosing, _all, _all):
        body, findings, seen = text, list[Findings](), {text.clean}
        for _ in range(ROUNDS):
            before = body
            body, found = once(body, off, lasting if findings else hints, lexicon)
            findings.append(found)
            if body.clean == before.clean:
                return body, findings
            if body.clean in seen:
                break
            seen.add(body.clean)
        off |= more(before, body)
    return text, []


def _restless(before: Text, after: Text) -> frozenset[str]:
    """The rules that still changed something in the last round."""
    old = {(e.raw_start, e.raw_end, e.after) for e in before.edits()}
    rules = {e.rules[-1] for e in after.edits() if (e.raw_start, e.raw_end, e.after) not in old}
    choices = {rule for rule in rules if rule.split(".")[0] in CHOOSING}
    return frozenset(choices or rules)


def _choosing(before: Text, after: Text) -> frozenset[str]:
    return frozenset(rule for rule in RULES if rule.split(".")[0] in CHOOSING)


def _all(before: Text, after: Text) -> frozenset[str]:
    return frozenset(RULES)


@cache
def version() -> str:
    """A fingerprint of all code, data and libraries that decide what clean text is."""
    from importlib.metadata import version as installed

    here = Path(__file__).parent
    beside = [here.parent / f"{name}.py" for name in ("edits", "folding", "lexicon", "operations", "text")]
    files = [*beside, *sorted(here.glob("*.py"))]
    libraries = [f"{name} {installed(name)}".encode() for name in ("ftfy", "wordfreq")]
    return hashlib.sha256(b"\0".join([*libraries, *(file.read_bytes() for file in files)])).hexdigest()[:16]


def __getattr__(name: str) -> str:
    if name == "VERSION":
        return version()
    raise AttributeError(name)

"""What people said of two names. `parting` and `joining` have the entities obey, `judgement_file` writes it down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

SAME, DIFFERENT, UNSURE = VERDICTS = ("same", "different", "unsure")
DAY = len("2026-01-02")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on two names, `one` before `other` in the alphabet; `at` is ISO 8601 in UTC.

    A name is what people know it by: as it stands in a text, as its document reads it in full, or as the authority has
    it.
    """

    one: str
    other: str
    verdict: str
    who: str
    at: str
    why: str = ""

    @property
    def in_words(self) -> str:
        """Who judged what, when and why."""
        found = f"{self.who} judged on {self.at[:DAY]} that {self.claim}"
        return f"{found}: {self.why}" if self.why else found

    @property
    def claim(self) -> str:
        """What is said of the names."""
        if self.verdict == UNSURE:
            return f"{self.one} and {self.other} may be the same or different"
        return f"{self.one} and {self.other} are {'the same' if self.verdict == SAME else 'different'}"


class Standing(NamedTuple):
    """What mentions that stand so in the texts are read as by their documents, and how many are."""

    kind: str
    surface: str
    name: str
    authority_id: str | None
    mentions: int = 1


class Unheard(NamedTuple):
    """A judgement that changes nothing, and why."""

    judgement: Judgement
    why: str


def judged_names(judgements: Iterable[Judgement]) -> set[str]:
    """All names that somebody said something of."""
    return {name for judgement in judgements for name in (judgement.one, judgement.other)}

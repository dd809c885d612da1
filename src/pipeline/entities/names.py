"""What stands around a surname: given names, patronymics and initials that fit the person, or another's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from pipeline.entities.cases import CYRILLIC, nominatives
from pipeline.entities.shapes import Entry
from pipeline.entities.spellings import fold
from pipeline.names.families import rows
from pipeline.names.given import FEMALE, MALE

SHORTEST = 3  # letters of a given name: shorter ones are words of some language
REACH = 60  # code points before or behind a surname that can hold what else there is of the name

# A digraph counts as one initial: Ju. N., Ya. A., Дж.
SUFFIX = re.compile(r",? (?:(?:Jr|Sr|Jnr|Snr)\b\.?|(?:père|fils|the (?:Elder|Younger))\b)")
SUFFIX_END = re.compile(SUFFIX.pattern + r"\Z")
_INITIAL = r"(?:Dzh|Zh|Kh|Ch|Cz|Sh|Ts|Ya|Ye|Yu|Ia|Ie|Iu|Ja|Je|Ju|Дж|[^\W\d_a-zа-я])\."
_WORD = r"[^\W\d_][^\W\d_'’ʼʹ-]*(?:['’ʼʹ-][^\W\d_]+)*['’ʹ]?"
_GAP = "[ \N{NO-BREAK SPACE}]"  # never a line feed: the next line of a list is no name
_BEFORE = re.compile(rf"(?<![\w.'’ʼʹ-])(?:{_WORD}{_GAP}|{_INITIAL}{_GAP}?)\Z")
_GLUED = re.compile(rf"(?<=[^\W\d_]\.){_INITIAL}{_GAP}?\Z")  # the second of `V.P.Danilov`
_BEHIND = re.compile(
    rf"(?P<comma>,?){_GAP}(?P<first>{_INITIAL}|{_WORD})"
    rf"(?:{_GAP}?(?P<second>{_INITIAL})|{_GAP}(?P<middle>{_WORD}))?"
)
_BETWEEN = re.compile(r"[\s.,]+")
_NEXT_NAME = re.compile(rf"{_GAP}[^\W\d_a-zа-я]")
_PATRONYMIC = re.compile(
    r"(?:[oe][vw]i(?:ch|č|tch|tsch)|[oe]vna|[ое]вич(?:а|у|ем|е)?|ьич(?:а|у|ом|е)?|[ое]вн(?:а|ы|е|у|ой))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A surname in its surroundings: `text[start:end]` with all that fits, and how much that is."""

    start: int
    end: int
    fit: int


ALONE, INITIAL, PROVEN = 0, 1, 2  # nothing beside the surname; one initial; a given name, or both initials


@dataclass(frozen=True, slots=True)
class Person:
    """The name parts of an entry, folded."""

    given: frozenset[str]
    patronymic: frozenset[str]

    @classmethod
    def of(cls, entry: Entry) -> Person:
        """The parts as they are compared."""
        return cls(frozenset(map(fold, entry.given)), frozenset(map(fold, entry.patronymic)))


@cache
def listed_given_names() -> frozenset[str]:
    """Given names that people of the field bear, folded: one of them before a surname can make it another's."""
    return _table("latin") | _table("cyrillic")


@cache
def given_names() -> frozenset[str]:
    """All given names, folded: those of the field, and those of the families of names that are nothing else."""
    families = (*rows("given.toml", MALE), *rows("given.toml", FEMALE))
    others = {fold(form) for forms in families for form in forms if len(form) >= SHORTEST} - _table("ambiguous")
    known = listed_given_names() | others
    return known - {name for name in others if name >= CYRILLIC and _is_case(name, known)}


def _is_case(name: str, known: frozenset[str]) -> bool:
    """Whether a name of the families is another name of them in another case: `Валерия`, of Valerii."""
    return name not in listed_given_names() and not known.isdisjoint(nominatives(name) - {name})


def _table(key: str) -> frozenset[str]:
    tables = tomllib.loads(Path(__file__).with_name("given_names.toml").read_text(encoding="utf-8"))
    return frozenset(map(fold, tables[key].split()))


def _fits(token: str, names: frozenset[str]) -> bool:
    """Whether the token is a name in the list, in whatever case, maybe with soft signs, or the initial of one."""
    folded = fold(token)
    if folded.endswith("."):
        return any(name.startswith(folded[:-1]) for name in names)
    if folded in names or folded.replace("'", "") in names:
        return True
    return folded not in given_names() and not names.isdisjoint(nominatives(folded))


def _tokens_before(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Capitalised words and initials right before the position, nearest first."""
    begin = max(0, start - REACH)
    if text[max(begin, text.rfind(" ", begin, start - 1)) : start].islower():
        return  # nearly always
    while match := _BEFORE.search(text, begin, start) or _GLUED.search(text, begin, start):
        token = match[0].rstrip()
        if not token[0].isupper():
            return
        start = match.start()
        yield start, token


def around(text: str, start: int, end: int, person: Person, known: frozenset[str]) -> Name | None:
    """The surname `text[start:end]` with the name parts beside it; None where they make it another person's.

    `known` are the given names that there are, folded: an unknown capitalised word before a surname says nothing
    (`When Stalin`), a known one that the person does not bear says much (`Vasily Stalin`).
    """
    first = _before(text, start, person, known)
    last = _behind(text, end, person, known) if first == start else end
    if first is None or last is None:
        return None
    return Name(first, last, _fit(text[first:start] + text[end:last], person))


def _fit(beside: str, person: Person) -> int:
    """How much the fitting name parts beside a surname say. `Danilov V. I.` may be anyone if only V. is known."""
    parts = [fold(part) for part in _BETWEEN.split(beside) if part]
    if any(_fits(part, person.given | person.patronymic) for part in parts):
        return PROVEN
    return min(len(parts), PROVEN if person.patronymic else INITIAL)


def _before(text: str, start: int, person: Person, known: frozenset[str]) -> int | None:
    """Where the name begins: the start itself without more of it, None for another person's."""
    tokens = list(islice(_tokens_before(text, start), 2))
    if not tokens:
        return start
    at, near = tokens[0]
    far_at, far = tokens[1] if len(tokens) > 1 else (at, "")
    if not near.endswith(".") and _fits(near, person.given):
        return at
    if near.endswith(".") or _fits(near, person.patronymic) or _PATRONYMIC.search(near):
        if far.endswith(".") or _fits(far, known):
            middle_fits = not person.patronymic or _fits(near, person.patronymic)
            return far_at if middle_fits and _fits(far, person.given) else None
        fitting = person.given if near.endswith(".") else person.patronymic
        return at if _fits(near, fitting) else None
    return None if _fits(near, known) else start


def _behind(text: str, end: int, person: Person, known: frozenset[str]) -> int | None:
    """Where the name ends, as `_before` says where it begins: `Stalin, I. V.`, `Stalin I.V.`, `Stalin, Joseph`."""
    match = _BEHIND.match(text, end, end + REACH)
    if not match or not match["first"][0].isupper():
        return end
    initial = match["first"].endswith(".")
    if not initial and not _fits(match["first"], known):
        return end
    stop = match.end("second") if match["second"] else match.end("first")
    if match["middle"] and _fits(match["middle"], person.patronymic):
        stop = match.end("middle")
    if (match["comma"] or not initial) and _NEXT_NAME.match(text, stop):
        return end  # the next in a list: Stalin, V. Molotov
    middle_fits = not match["second"] or not person.patronymic or _fits(match["second"], person.patronymic)
    return stop if middle_fits and _fits(match["first"], person.given) else None

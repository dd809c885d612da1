"""Names of persons into persons, without chains: a name joins where every name of a person agrees with it.

The fullest names are placed first. One that fits two persons joins neither: it could be either, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from pipeline.names import Agreement, Name, agree, differ, keys, parse
from pipeline.names.tokens import is_initial
from pipeline.resolving.initials import are_two, begins, first_letter, surname
from pipeline.resolving.parting import Pair, entry_key

SAME, INFLECTED, NEAR, ABSENT = "same", "inflected", "near", "absent"  # of Agreement
ONE, ALONE = 0.5, 0.3  # what names score that may be one's: two names, a surname alone
SLIPPED = "a letter is wrong in one of the two surnames, which no word list has"
Order = tuple[bool, int, tuple[int, int, str]]
Fit = tuple[int, str]  # the number of a person, and why the name may be his


class Bearer(NamedTuple):
    """A name as the texts have it, the entry of the authority that it means, and how often it stands there."""

    name: str
    authority_id: str | None = None
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """What is known beside the names: pairs of names or entries that are two persons', what may be a misprint.

    `one_text` says that they are one document's, which writes one person's initial in one way. `is_common` are surnames
    that, standing alone, say nothing of the one full bearer whom another text has.
    """

    apart: Collection[Pair] = ()
    is_slip: Callable[[str, str], bool] | None = None
    one_text: bool = False
    is_common: Callable[[str], bool] | None = None


@dataclass(slots=True)
class Person:
    """Bearers that are one person, each with the reason; where there are several, `could_be` are the names it fits."""

    authority_id: str | None = None
    names: list[str] = field(default_factory=list)
    bearers: dict[Bearer, str] = field(default_factory=dict)
    could_be: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The fullest name, the most used of equally full ones."""
        return min(self.bearers, key=rank).name if self.bearers else self.names[0]


def told(name: Name) -> int:
    """How much a name tells beside the surname: a given name in full 3, an initial 1, what follows it 2 or 1."""
    parts = zip((name.given, name.patronymic), (3, 2), strict=True)
    return sum(1 if part.endswith(".") else full for part, full in parts if part)


def rank(bearer: Bearer) -> tuple[int, int, str]:
    """The fullest name comes first, the most used of equally full ones."""
    return -told(parse(bearer.name)), -bearer.mentions, bearer.name


def _order(bearers: Iterable[Bearer], listed: Iterable[str]) -> Callable[[Bearer], Order]:
    """Who is placed first: entries, full names, initials that a full name begins with, other initials, surnames."""
    names = [*map(parse, listed), *(parse(bearer.name) for bearer in bearers)]
    full = {(surname(name), first_letter(name)) for name in names if name.given and not is_initial(name.given)}

    def order(bearer: Bearer) -> Order:
        name = parse(bearer.name)
        if is_initial(name.given):
            place = 1 if (surname(name), first_letter(name)) in full else 2
        else:
            place = 0 if told(name) else 3
        return bearer.authority_id is None, place, rank(bearer)

    return order


def may_be(agreement: Agreement) -> bool:
    """Whether nothing speaks against it; a surname alone has to be the very same, in whatever scheme or case."""
    if agreement.given == ABSENT:
        return not agreement.conflict and agreement.surname in (SAME, INFLECTED) and agreement.score >= ALONE
    return agreement.score >= ONE


def persons_of(
    bearers: Iterable[Bearer], listed: Mapping[str, Sequence[str]] | None = None, known: Told | None = None
) -> list[Person]:
    """The persons that these names mean; `listed` are the names of the authority's entries by their ids.

    Equal bearers give equal persons, in whatever order they come.
    """
    found, bearers = _Persons(known or Told()), list(bearers)
    for authority_id, names in sorted((listed or {}).items()):
        found.enter(Person(authority_id, list(names)))
    for bearer in sorted(bearers, key=_order(bearers, chain.from_iterable((listed or {}).values()))):
        found.place(bearer)
    return [person for person in found.all if person.bearers]


class _Persons:
    """The persons so far, by the blocking keys of their names."""

    def __init__(self, known: Told) -> None:
        self.all: list[Person] = []
        self._known = known
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_id: dict[str, int] = {}

    def enter(self, person: Person) -> None:
        """A person more, maybe of no bearer yet."""
        number = len(self.all)
        self.all.append(person)
        if person.authority_id:
            self._by_id[person.authority_id] = number
        for name in person.names:
            self._index(number, name)

    def place(self, bearer: Bearer) -> None:
        """A bearer to the person that it means, or to one of its own."""
        if bearer.authority_id:
            if bearer.authority_id not in self._by_id:
                self.enter(Person(bearer.authority_id))
            self._join(self._by_id[bearer.authority_id], bearer, "")
            return
        fits = self._fits(bearer, may_be) or self._slips(bearer)
        fits = [fit for fit in fits if self.all[fit[0]].bearers] or fits  # whom the texts name, too
        fits = [fit for fit in fits if self._begins(bearer, fit[0])] or fits  # the same letter before a kin one
        if len(fits) > 1 or self._is_anybody(bearer, fits):
            likeliest = [fit for fit in fits if self.all[fit[0]].could_be]
        else:
            likeliest = fits
        if len(likeliest) == 1:
            number, why = likeliest[0]
            self._join(number, bearer, why)
        else:
            self.enter(Person(could_be=tuple(sorted(self.all[number].name for number, _ in fits))))
            self._join(len(self.all) - 1, bearer, "")

    def _is_anybody(self, bearer: Bearer, fits: Sequence[Fit]) -> bool:
        """Whether a common surname stands alone, and more than that is known of whom it fits."""
        is_common = self._known.is_common
        if is_common is None or not fits or told(parse(bearer.name)):
            return False
        fuller = any(told(parse(name)) for number, _ in fits for name in self.all[number].names)
        return fuller and is_common(bearer.name)

    def _begins(self, bearer: Bearer, number: int) -> bool:
        return any(begins(parse(bearer.name), parse(name)) for name in self.all[number].names)

    def _join(self, number: int, bearer: Bearer, why: str) -> None:
        person = self.all[number]
        person.bearers[bearer] = why
        if bearer.name not in person.names:
            person.names.append(bearer.name)
            self._index(number, bearer.name)

    def _index(self, number: int, name: str) -> None:
        for key in self._keys(name):
            if number not in self._by_key[key][-1:]:
                self._by_key[key].append(number)

    def _slips(self, bearer: Bearer) -> list[Fit]:
        """The persons whose name may have been misprinted; of two full names the agreement has to say so, too."""
        is_slip = self._known.is_slip
        if is_slip is None:
            return []
        near = self._near(bearer.name)
        if told(parse(bearer.name)):
            near = [
                number for number, _ in self._fits(bearer, lambda found: found.surname == NEAR and not found.conflict)
            ]
        return [(number, SLIPPED) for number in near if is_slip(bearer.name, self.all[number].name)]

    def _near(self, name: str) -> list[int]:
        return sorted({number for key in self._keys(name) for number in self._by_key.get(key, ())})

    def _keys(self, name: str) -> frozenset[str]:
        return keys(parse(name), slips=self._known.is_slip is not None)

    def _fits(self, bearer: Bearer, is_fit: Callable[[Agreement], bool]) -> list[Fit]:
        near = ((number, self._fit(self.all[number], bearer, is_fit)) for number in self._near(bearer.name))
        return [(number, why) for number, why in near if why]

    def _fit(self, person: Person, bearer: Bearer, is_fit: Callable[[Agreement], bool]) -> str:
        """Why the name is this person's; empty where some name of his says that it is not."""
        mine, why = parse(bearer.name), ""
        if any(differ(parse(name), mine) for name in person.names):
            return ""
        if self._is_apart(person, bearer):
            return ""
        for name in person.names:
            agreement = agree(parse(name), mine)
            if not is_fit(agreement):
                return ""
            why = why or agreement.why
        return why

    def _is_apart(self, person: Person, bearer: Bearer) -> bool:
        if self._known.one_text and any(are_two(parse(name), parse(bearer.name)) for name in person.names):
            return True
        known = [*person.names, entry_key(person.authority_id)] if person.authority_id else person.names
        return bool(self._known.apart) and any(frozenset((one, bearer.name)) in self._known.apart for one in known)

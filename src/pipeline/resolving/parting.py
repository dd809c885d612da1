"""Judgements that names are different, obeyed: who is to stay apart, and which mentions are read otherwise for it.

What a document or the authority took for one is divided first: of the two names the one that the authority lists
later, or not at all, or that fewer mentions have, leaves with its mentions and is read as nothing but itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.entities import Authority, Entry
from pipeline.resolving.judging import DIFFERENT, Judgement, Standing, judged_names

AUTHORITY = "authority"  # in the place of a kind, the first word of a member that is an entry
BETWEEN = "\x1f"
Pair = frozenset[str]
Called = Mapping[tuple[str, str], Sequence[Entry]]


def entry_key(authority_id: str) -> str:
    """An entry of the authority among names."""
    return f"{AUTHORITY}{BETWEEN}{authority_id}"


@dataclass(frozen=True, slots=True)
class Parted:
    """Mentions as they are read when people are obeyed.

    `now` has every standing and what it has become; `apart` are names and entries that are two; `called` the entries
    that a judged name (kind, name) is a spelling of and may still mean, `left` the spellings that entries have lost.
    """

    now: Mapping[Standing, Standing] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()
    called: Called = field(default_factory=dict)
    left: frozenset[tuple[str, str]] = frozenset()

    @property
    def reread(self) -> dict[Standing, Standing]:
        """The standings that are read otherwise."""
        return {was: now for was, now in self.now.items() if was != now}


def part(judgements: Sequence[Judgement], standings: Iterable[Standing], authority: Authority) -> Parted:
    """The standings, those of judged names at least, with the names divided that were judged different."""
    found = _Parting(standings, _called(judgements, authority))
    for judgement in judgements:
        if judgement.verdict == DIFFERENT:
            found.part(judgement)
    return Parted(found.now, frozenset(found.apart), found.called, frozenset(found.left))


def _called(judgements: Iterable[Judgement], authority: Authority) -> dict[tuple[str, str], list[Entry]]:
    names, found = judged_names(judgements), defaultdict[tuple[str, str], list[Entry]](list)
    for entry in authority.entries if names else ():
        for text in {spelling.text for spelling in entry.spellings} & names:
            found[entry.kind, text].append(entry)
    return dict(found)


class _Parting:
    """The standings so far, by the words that they are known by."""

    def __init__(self, standings: Iterable[Standing], called: dict[tuple[str, str], list[Entry]]) -> None:
        self.now = {standing: standing for standing in standings}
        self.apart: set[Pair] = set()
        self.left: set[tuple[str, str]] = set()
        self.called = called
        self._entries = {entry.id: entry for entries in called.values() for entry in entries}
        self._known: dict[tuple[str, str], list[Standing]] = defaultdict(list)
        for standing in self.now:
            for name in {standing.surface, standing.name}:
                self._known[standing.kind, name].append(standing)

    def part(self, judgement: Judgement) -> None:
        """Divides what has both names, in every kind, and keeps them from meeting again."""
        names = judgement.one, judgement.other
        for kind in sorted({kind for kind, name in (*self._known, *self.called) if name in names}):
            one, other = (self._hubs(kind, name) for name in names)
            for hub in sorted(one & other):
                stays, leaves = sorted(names, key=lambda name: self._rank(kind, hub, name))
                self._divide(kind, hub, stays, leaves)
            one, other = ({name, *self._hubs(kind, name)} for name in names)
            self.apart |= {frozenset((a, b)) for a in one for b in other if a != b}

    def _hubs(self, kind: str, name: str) -> set[str]:
        """What the name is read as: entries, or other names."""
        entries = {entry_key(entry.id) for entry in self.called.get((kind, name), ())}
        return entries | {_hub(now) for _, now in self._standing(kind, name)}

    def _standing(self, kind: str, name: str) -> list[tuple[Standing, Standing]]:
        """The standings that still have the name, as they were and as they are."""
        known = ((standing, self.now[standing]) for standing in self._known.get((kind, name), ()))
        return [(was, now) for was, now in known if name in (now.surface, now.name)]

    def _rank(self, kind: str, hub: str, name: str) -> tuple[int, int, str]:
        """Who has the better right to stay comes first."""
        entry = self._entries.get(hub.removeprefix(entry_key("")))
        texts = [spelling.text for spelling in entry.spellings] if entry else [hub]
        mentions = sum(now.mentions for _, now in self._standing(kind, name) if _hub(now) == hub)
        return texts.index(name) if name in texts else len(texts), -mentions, name

    def _divide(self, kind: str, hub: str, stays: str, leaves: str) -> None:
        for was, now in self._standing(kind, leaves):
            if _hub(now) == hub and now.surface == stays:
                self.now[was] = now._replace(name=stays)
            elif _hub(now) == hub:
                self.now[was] = now._replace(name=leaves, authority_id=None)
        for entry in self.called.get((kind, leaves), []):
            if entry_key(entry.id) == hub:
                self.left.add((entry.id, leaves))
        self.called[kind, leaves] = [e for e in self.called.get((kind, leaves), []) if (e.id, leaves) not in self.left]


def _hub(standing: Standing) -> str:
    return entry_key(standing.authority_id) if standing.authority_id else standing.name

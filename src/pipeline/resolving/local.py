"""What the mentions of one document call each other: the fullest name of each, before the corpus is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from pipeline.entities import Found
from pipeline.entities.spellings import fold
from pipeline.resolving.parting import Pair
from pipeline.resolving.persons import Bearer, Told, persons_of
from pipeline.resolving.slips import is_slip

LISTED = re.compile(r"(?:,|;|/| and| &| und| et| y| i| и| а)+ ?(?:and |und |et |и )?")
BY_DOCUMENT = 0.9  # what is left of the confidence of a name that another one explains
TWO = 2  # entries of the authority are not made one by a definition
IN_DOCUMENT = "; in this document "  # begins the reason of a name that another one of its document explains
SHORT_TITLE = 2  # words, the fewest that a title is cited by without its subtitle

Key = tuple[str, str, str | None]  # kind, name, entry of the authority
Reading = tuple[str, str | None, float, str]  # name, entry, what is left of the confidence, why


def settled(texts: Sequence[str], found: Sequence[Sequence[Found]]) -> list[list[Found]]:
    """The mentions of each part, each with the fullest name that its document has, and the entry that it means."""
    fuller = dict(chain(_persons(texts, found), _defined(found), _titles(found)))
    return [[_renamed(mention, fuller) for mention in part] for part in found]


def _key(mention: Found) -> Key:
    return mention.kind, mention.name, mention.authority_id


def _renamed(mention: Found, fuller: Mapping[Key, Reading]) -> Found:
    if _key(mention) not in fuller:
        return mention
    name, authority_id, share, why = fuller[_key(mention)]
    confidence = round(mention.confidence * share, 4)
    why = "; ".join(filter(None, (mention.why, why)))
    return replace(mention, name=name, authority_id=authority_id, confidence=confidence, why=why)


def _persons(texts: Sequence[str], found: Sequence[Sequence[Found]]) -> Iterator[tuple[Key, Reading]]:
    counts = Counter((m.name, m.authority_id) for part in found for m in part if m.kind == "person")
    bearers = [Bearer(name, authority_id, times) for (name, authority_id), times in counts.items()]
    apart = {pair for text, part in zip(texts, found, strict=True) for pair in _apart(text, part)}
    for person in persons_of(bearers, known=Told(apart=apart, is_slip=is_slip, one_text=True)):
        for bearer, why in person.bearers.items():
            key = "person", bearer.name, bearer.authority_id
            if bearer.name != person.name or bearer.authority_id != person.authority_id:
                share = BY_DOCUMENT if why else 1.0
                yield key, (person.name, person.authority_id, share, why and f"in this document {why}")


def _apart(text: str, mentions: Sequence[Found]) -> Iterator[Pair]:
    """Names side by side in a list are two persons'."""
    persons = [mention for mention in mentions if mention.kind == "person"]
    for one, other in pairwise(persons):
        if one.name != other.name and LISTED.fullmatch(text[one.end : other.start]):
            yield frozenset((one.name, other.name))


def _defined(found: Sequence[Sequence[Found]]) -> Iterator[tuple[Key, Reading]]:
    """A short form is read as the long one that the document says it stands for; so are its other mentions."""
    mentions = [mention for part in found for mention in part]
    by_name = {(m.kind, m.name): m for m in mentions}
    groups: dict[Key, list[Found]] = {}  # each mention's with all that stand for one thing
    for mention in mentions:
        other = by_name.get((mention.kind, mention.defines or ""))
        if other is None or (mention.authority_id and other.authority_id):
            continue
        group = [*groups.get(_key(mention), [mention]), *groups.get(_key(other), [other])]
        if len({each.authority_id for each in group} - {None}) < TWO:
            groups |= {_key(each): group for each in group}
    for key, group in groups.items():
        long = max(group, key=lambda m: len(m.name))
        authority_id = next((each.authority_id for each in group if each.authority_id), None)
        short = min((each.name for each in group), key=len) if key[1] == long.name else key[1]
        yield key, (long.name, authority_id, 1.0, f"the document says that {short} is {long.name}")


def _titles(found: Sequence[Sequence[Found]]) -> Iterator[tuple[Key, Reading]]:
    """A title cited in short is the one title of the document that begins so."""
    works = sorted({_key(m) for part in found for m in part if m.kind == "work" and not m.authority_id})
    folded = [(fold(key[1]), key) for key in works]
    for short, key in folded:
        fences = (":", ".") if len(short.split()) < SHORT_TITLE else (":", ".", " ")
        longer = {other for title, other in folded if title.startswith(tuple(short + fence for fence in fences))}
        if len(longer) == 1:
            yield key, (longer.pop()[1], None, BY_DOCUMENT, "the one title of the document that begins so")

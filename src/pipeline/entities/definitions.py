"""Definitions in the text itself: `long form (SHORT)`, `SHORT [long form]`, `(long, SHORT)`.

After A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text"
(2003), with two additions: letters of an English abbreviation may stand for Russian words that are not there
(`People's Bank of the Republic (NBR)`), so that a name in capitals before the bracket is enough, unless the letters
are the initials of a longer one (`Gold Coast Convention (GCC)`) or the name is but the place in one (`Committee for
Trade with Turkey (CTT)`); and Ts, Kh, Sh, Iu of a romanised one count as one letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.entities.classes import CLASSES, LETTERS, SURE, rarity
from pipeline.entities.found import WEAK, Guess
from pipeline.entities.shapes import Entry
from pipeline.entities.spellings import fold
from pipeline.entities.tables import words
from pipeline.entities.tokens import Page

BRACKET = re.compile(r"[(\[](?<=[ \n].)[“\"‘']?([^()\[\]\n]{2,90}?)[”\"’']?[)\]]")
SHORT = re.compile(r"(?:or |hereafter |henceforth |further |in Russian,? )?[“\"‘']?([^\W\d_][\w./()-]{1,14})[”\"’']?\Z")
PAIR = re.compile(r"([\w'’ʹ-]{4,40}), ([^\W\d_]\w{1,9})\Z")
ARTICLE = re.compile(r"(?:the|a|an|or|i\.e\.,?|that is,?) ", re.IGNORECASE)
WORDS = re.compile(r"\w[\w'’ʹ-]*")
PIECE = re.compile(r"([^\W\d_]\w*)(?:['’]\w*)?")
SMALL = frozenset("a an and at by de der des di du et for from in la of on the to und with".split())
BEFORE_PLACE = re.compile(r" (?:and|at|for|from|in|of|on|to|with)(?: the)? \Z")
LONGEST_JOINT = 10
STEM = 5  # letters by which words are the same but for their endings
LETTER = re.compile(r"Ts|Kh|Sh|Ch|Zh|Iu|Ia|Yu|Ya|\w")
TRANSLATED = re.compile(
    r"(?:or |hereafter |in )?(?:(?:Rus|Russ|Ukr|Kaz|Pol|Ger|Fr)\.?|Russian|Ukrainian|Kazakh|Polish|German|French)[:,]? "
    r"[“\"‘']?(?P<name>[^\W\d_a-z][^“”\"‘\d;]{2,80}?)[”\"’']?\Z"
)
PIECES = re.compile(r"[^;]+")
GENERIC = frozenset("SSR ASSR SSSR SFSR SFR".split())  # `(ASSR)` behind a republic's name is no name
NOT_NAMES = re.compile(r"\d|\b(?:see|ed|eds|trans|in|was|were|is|are)\b")


class Pair(NamedTuple):
    """The two sides of a definition, and what each is called."""

    long: tuple[int, int]
    short: tuple[int, int]
    kind: str | None


def pairs(page: Page, guesses: Sequence[Guess]) -> Iterator[Pair]:
    """The definitions of a text; `guesses` are the names found so far, by which long forms are known."""
    guesses = [guess for guess in guesses if guess.rank != WEAK]
    ends = {guess.end: guess for guess in sorted(guesses, key=lambda guess: guess.start - guess.end, reverse=True)}
    starts = {guess.start: guess for guess in sorted(guesses, key=lambda guess: guess.end - guess.start)}
    for match in BRACKET.finditer(page.text):
        inside, at, before = match[1], match.start(1), match.start() - 1
        if pair := _inside(inside, at, starts):
            yield pair
        elif before in ends and ";" in inside:
            for piece in PIECES.finditer(inside):
                yield from _piece(page.text, ends[before], piece, at)
        elif before in ends and (pair := _named_again(page, ends[before], inside, at)):
            yield pair
        elif (short := SHORT.match(inside)) and _abbreviation(short[1]):
            yield from _before(page.text, before, (at + short.start(1), at + short.end(1)), ends)
        elif before in ends and not NOT_NAMES.search(inside):
            yield from _behind(page.text, ends[before], at, starts)


def disowned(text: str, defined: Sequence[Pair], guesses: Iterable[Guess]) -> set[str]:
    """Letters that the authority lists for one thing, and the text defines as another's: `Moscow Text Union (MTU)`.

    They must be the initials of English words of which the entry's spellings have none: what is not English may be a
    name of the entry that the authority lacks.
    """
    entries = {(guess.start, guess.end): guess.entry for guess in guesses if guess.entry} if defined else {}
    listed = ((pair, entry) for pair in defined if (entry := entries.get(pair.short)))
    return {text[slice(*pair.short)] for pair, entry in listed if _is_other(text, pair, entry)}


def _is_other(text: str, pair: Pair, entry: Entry) -> bool:
    start, end = pair.long
    long = [word for word in PIECE.findall(text[start:end]) if word not in SMALL]
    if by_initials(text, end, text[slice(*pair.short)]) != start or any(rarity(word) > SURE for word in long):
        return False
    spelled = {fold(word)[:STEM] for spelling in entry.spellings for word in PIECE.findall(spelling.text)}
    return spelled.isdisjoint(fold(word)[:STEM] for word in long)


def _piece(text: str, long: Guess, piece: re.Match[str], at: int) -> Iterator[Pair]:
    """`long form (SHORT; Rus. Dlinnoe imia)`: letters and what it is called elsewhere, each for the long form."""
    inside = piece[0].strip()
    start = at + piece.start() + piece[0].index(inside)
    match = TRANSLATED.match(inside)
    if match and long.kind != "person":
        yield Pair((long.start, long.end), (start + match.start("name"), start + match.end("name")), long.kind)
    elif (short := SHORT.match(inside)) and _abbreviation(short[1]):
        span = (start + short.start(1), start + short.end(1))
        yield from _before(text, long.end, span, {long.end: long})


def _named_again(page: Page, long: Guess, inside: str, at: int) -> Pair | None:
    """`long form [Narkomzem]`, `long form (Russian: Dlinnoe imia)`: a clipped word or a foreign name for it."""
    match = TRANSLATED.match(inside)
    clipped = long.kind == "organisation" and CLASSES[inside] == "C" and inside.isalpha()
    if long.kind == "person" or not (match or clipped):
        return None
    first, last = match.span("name") if match else (0, len(inside))
    return Pair((long.start, long.end), (at + first, at + last), long.kind)


def _abbreviation(word: str) -> bool:
    """At least two capitals, no plain word."""
    return bool(LETTERS.match(word)) or (sum(map(str.isupper, word)) >= 2 and len(word) <= 10)


def _before(text: str, end: int, short: tuple[int, int], ends: dict[int, Guess]) -> Iterator[Pair]:
    """`long form (SHORT)`."""
    if text[short[0] : short[1]] in GENERIC:
        return
    letters, known = text[short[0] : short[1]], ends.get(end)
    if known and known.entry and any(spelling.text == letters for spelling in known.entry.spellings):
        return  # Germany (FRG)
    if known and known.kind != "person":
        first = by_initials(text, end, letters)
        first = _body(text, known, letters, ends) if first is None else first
        if first is not None and first < known.start:
            yield Pair((first, end), short, _kind(text, first, known))
            return
        if known.end - known.start > len(letters) and _may_be_its(text, known, letters):
            yield Pair((known.start, known.end), short, known.kind)
            return
    start = _long_form(text, end, letters)
    if start is not None:
        yield Pair((start, end), short, None)


def _body(text: str, place: Guess, letters: str, ends: dict[int, Guess]) -> int | None:
    """Where the organisation begins whose name ends with a place of other letters: `Trade with Turkey (CTT)`."""
    joint = BEFORE_PLACE.search(text, max(0, place.start - LONGEST_JOINT), place.start)
    body = ends.get(joint.start()) if joint else None
    return body.start if body and body.kind == "organisation" and not _may_be_its(text, place, letters) else None


def _may_be_its(text: str, known: Guess, letters: str) -> bool:
    """A place of one word begins as its letters do: Russia (RSFSR), not Turkey (CTT)."""
    one_word = known.kind == "place" and " " not in text[known.start : known.end]
    return not one_word or letters[0].lower() == text[known.start].lower()


def _kind(text: str, start: int, known: Guess) -> str | None:
    """What a name is that ends as the known one does: a Convention is a party rather than a treaty, if it has letters;
    what a place stands in is none."""
    last = text[known.start : known.end].rsplit(" ", 1)[-1]
    inside = known.kind == "place" and BEFORE_PLACE.search(text, start, known.start)
    return None if inside or last in words("cues", "assemblies") else known.kind


def by_initials(text: str, end: int, short: str) -> int | None:
    """Where the words before `end` begin whose initials are exactly these capitals, but for small words, or None."""
    left = list(short.lower()) if short.isalpha() and short.isupper() else []
    reach = max(0, end - 20 * (len(left) + 4))
    begin = max(text.rfind(sign, reach, end) for sign in ".;:\n(") + 1
    for piece in reversed([*PIECE.finditer(text, max(begin, reach), end)] if left else []):
        if piece[0][0].lower() == left[-1]:
            left.pop()
        elif piece[0] not in SMALL:
            return None
        if not left:
            return piece.start()
    return None


def _behind(text: str, short: Guess, at: int, starts: dict[int, Guess]) -> Iterator[Pair]:
    """`SHORT [the long form]`."""
    if not _abbreviation(text[short.start : short.end]):
        return
    article = ARTICLE.match(text, at)
    known = starts.get(article.end() if article else at)
    if known and known.kind == short.kind:
        yield Pair((known.start, known.end), (short.start, short.end), known.kind)


def _inside(inside: str, at: int, starts: dict[int, Guess]) -> Pair | None:
    """`(raikolkhozsoiuz, RKZ)`: a word and its letters."""
    match = PAIR.match(inside)
    if match is None or not _abbreviation(match[2]) or not _in_order(match[2], match[1]):
        return None
    kind = starts[at].kind if at in starts else None
    return Pair((at, at + match.end(1)), (at + match.start(2), at + match.end(2)), kind)


def _in_order(short: str, long: str) -> bool:
    """Whether the letters stand in the word in this order, the first at its beginning."""
    letters = iter(long.lower())
    return long[:1].lower() == short[:1].lower() and all(letter in letters for letter in short.lower())


def _long_form(text: str, end: int, short: str) -> int | None:
    """Where the long form begins of which the letters are the words' first ones, or None (Schwartz and Hearst)."""
    letters = [found[0] for found in LETTER.findall(short.lower())]
    reach = max(0, end - 20 * min(len(letters) + 5, len(letters) * 2))
    begin = max(text.rfind(sign, reach, end) for sign in ".;:\n(") + 1
    places = [match.start() for match in WORDS.finditer(text, max(begin, reach), end)]
    return _matched(text, places[-min(len(letters) + 5, len(letters) * 2) :], end, letters)


def _matched(text: str, places: list[int], end: int, letters: list[str]) -> int | None:
    """Letters from right to left; the first must begin a word."""
    firsts = set(places)
    at = end
    for number, letter in reversed(list(enumerate(letters))):
        at -= 1
        floor = places[0] if places else end
        while at >= floor and (text[at].lower() != letter or (number == 0 and at not in firsts)):
            at -= 1
        if at < floor:
            return None
    words = [place for place in places if place >= at]
    return at if len(words) >= max(2, len(letters) // 2) and len(words) <= len(letters) + 3 else None

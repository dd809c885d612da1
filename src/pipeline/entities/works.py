"""Works and their publishers in a text: emphasis, quotation marks and citations together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from pipeline.entities.citations import Persons, cited
from pipeline.entities.found import WHOLE, Guess
from pipeline.entities.persons import full
from pipeline.entities.presses import COLON, YEAR
from pipeline.entities.titles import emphasised, in_body, named, of_authors, quoted
from pipeline.entities.tokens import Page

Span = tuple[int, int]

SURE = 0.9  # a person whose name may be parted from a title
PUBLISHER = re.compile(rf"(?:{COLON} |, | )(?P<name>[^\W\d_a-z][^\d():;\n]{{1,60}}?)(?:, | |,){YEAR}(?!\d)")
# The same at a line's end, where the year stands behind the author.
LAST = re.compile(rf"{COLON} (?P<name>[^\W\d_a-z][^\d():;,.\n]{{2,40}})\.?(?:\n|\Z)")
IMPRINT = re.compile(rf"{COLON} (?P<name>[^\W\d_a-z][^\d():;,\n]{{1,60}}), {YEAR}(?!\d)")
BEFORE_IMPRINT = re.compile(
    r"(?:(?P<bracket>\()|[.,] )(?P<place>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)?(?:, [^\W\d_a-z][\w.]{1,5})?)\Z"
)
REACH = 40  # code points of a place of publication
IN_SENTENCE = re.compile(
    r"\b(?:in|on|of|by|the|from|since|until|to|between) *\Z|\b(?:was|were|in|on|from|had|is)\b|"
    r"(?<!Izdat)(?<=\w\w\w)\. [^\W\d_a-z]"
)


def works(
    page: Page, shape: str, note: bool, emphasis: Sequence[Span], bibliography: Sequence[Span]
) -> Iterator[Guess]:
    """The titles in a text, and the authors that they give away. Notes and bibliographies are read as citations."""
    emphasis = sorted(emphasis)
    stretches = [(0, len(page.text))] if note else bibliography
    named_in_full = sorted(guess for guess in full(page, shape) if guess.confidence >= SURE)
    persons = Persons((guess.start, guess.end) for guess in named_in_full)
    for start, end in stretches:
        inside = emphasis[bisect_left(emphasis, (start, start)) : bisect_left(emphasis, (end, end))]
        marked = [guess for first, last in inside for guess in emphasised(page, first, last, persons)]
        yield from marked
        yield from _apart(cited(page, start, end, persons, listed=not note), marked)
    yield from quoted(page, note, bibliography)
    if not note:
        for first, last in emphasis:
            yield from in_body(page, first, last, persons)
    yield from named(page)
    yield from of_authors(page, named_in_full)


def _apart(guesses: Iterable[Guess], marked: Sequence[Guess]) -> Iterator[Guess]:
    """The guesses without titles that overlap those marked by emphasis, which are in order."""
    ends = [each.end for each in marked]
    for guess in guesses:
        n = bisect_right(ends, guess.start)
        if guess.kind != "work" or n == len(marked) or guess.end <= marked[n].start:
            yield guess


def imprints(page: Page) -> Iterator[Guess]:
    """Publishers between place and year, `(Prague: Orbis, 1931)`; unknown places before a press."""
    for n, letter in enumerate(page.classes):
        if letter == "L" and page.text.endswith((", ", ". ", " ("), 0, page.tokens[n].start):
            yield from _publisher(page, PUBLISHER.match(page.text, page.tokens[n].end))
        if letter == "L" and page.text.endswith(". ", 0, page.tokens[n].start):
            yield from _publisher(page, LAST.match(page.text, page.tokens[n].end))
    for match in IMPRINT.finditer(page.text):
        place = BEFORE_IMPRINT.search(page.text, max(0, match.start() - REACH), match.start())
        press = any(page.classes[n] in "Hh" for n in page.within(*match.span("name")))
        if place and (place["bracket"] or press):
            yield Guess(*place.span("place"), "place", 0.8, "a place before a publisher and a year", WHOLE)
            yield from _publisher(page, match)


def _publisher(page: Page, match: re.Match[str] | None) -> Iterator[Guess]:
    first = page.by_start.get(match.start("name")) if match else None
    if match and first is not None and page.classes[first] not in "MDdFL" and not IN_SENTENCE.search(match["name"]):
        yield Guess(*match.span("name"), "organisation", 0.85, "a publisher between place and year", WHOLE)

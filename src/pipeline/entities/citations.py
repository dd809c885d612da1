"""Citations in notes and bibliographies, read as text: authors, then a title, then its imprint or its numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Iterator
from functools import cached_property

from pipeline.entities.editors import editors
from pipeline.entities.found import WHOLE, Guess
from pipeline.entities.presses import UNLISTED, YEAR, is_place, is_press, may_be_place
from pipeline.entities.references import SAME_AUTHOR
from pipeline.entities.tables import choice
from pipeline.entities.titles import BEHIND, LONGEST, PROSE, title, title_end
from pipeline.entities.tokens import Page

Span = tuple[int, int]


class Persons(dict[int, int]):
    """Where persons begin, in order, and where they end."""

    def first(self, start: int, end: int) -> int | None:
        """Where the first one in a stretch begins."""
        n = bisect_left(self.starts, start)
        return self.starts[n] if n < len(self.starts) and self.starts[n] < end else None

    @cached_property
    def starts(self) -> list[int]:
        """Where they begin."""
        return list(self)


# Ends of a citation among others; a full stop that ends an abbreviation or an initial is none.
BOUNDARY = re.compile(
    r";\s+|\s+//\s+|(?<=\S)\.[”\"'’]?\s+(?=[^\W\d_a-z])(?!Vol|No\b|Eds?\b|Pod red)|\n+|\((?=in:)|"
    r",\s+(?=in:\s|(?:also )?see\s+[^\W\d_a-z])"
)
ABBREVIATED = re.compile(rf"\b(?:{choice('citing', 'abbreviations')})\Z", re.IGNORECASE)
LEAD = re.compile(rf"(?:(?:{choice('citing', 'leads')})\b[.:,]*\s+)+", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:,? and|,? et|,? und|,? i|,? &|,|;|/|–|-)\s+|\s*[/–-]\s*")
EDITORS = rf"(?:,? et al\.?)?(?:,? \(?(?:{choice('citing', 'edited_by')})\.?\)?)?"
AFTER_AUTHORS = re.compile(
    rf"{EDITORS}(?:,\s+|\.\s+|,? \(?{YEAR}[a-z]?\)?[.,:]\s+|\s+(?=[“\"«‘])|\s+\((?=[^\W\d_a-z]))|:\s+"
)
SEPARATED = re.compile(rf"{EDITORS}(?:[.,]? (?:\({YEAR}[a-z]?\)[,.:]?|{YEAR}[a-z]?[.:])|[.:])\s+|(?<=\.) ")
QUOTED_WORDS = re.compile(r"[“‘«][^\W\d_a-z][^“”‘’«»\n]{2,60}[”’»](?:: | and | of )")  # a title that begins with some
IN_BOOK = re.compile(r",?\s*\(?[Ii]n:\s|\s+//\s")
# Without an author before it a title needs more behind it.
DATED = re.compile(
    rf"[,.]? \(?(?:\d{{1,2}}\.|\d{{1,2}} [^\W\d_a-z]|{YEAR}|\d{{1,4}}(?:[–-]\d{{1,4}})?(?:[.,;)]|\Z| and \d| a \d))|"
    rf"[,.]? \(?(?:{choice('peoples', 'calendar')}) \d|"
    rf"[,.]? \(?(?:{choice('citing', 'dated')})|[,.]?\s*\(?[Ii]n:\s|,? \((?:[^()]{{2,60}}){YEAR}\)"
)
BEHIND_FORENAME = re.compile(rf"[.,]? \(?{YEAR}|\. |,? (?:and|et|und|i|и|&) |; |{EDITORS}[.:] ")
ARCHIVAL = re.compile(r"[МЛ]\.[,:]|СПб\.|[^,;.]{0,40},? ?\b(?:[FfФф]\.?|[Ff]ond|[Фф]онд|op\.|[Oo]pis|[Оо]п\.) ?\d")


def cited(page: Page, start: int, end: int, persons: Persons, *, listed: bool) -> Iterator[Guess]:
    """Authors and titles of a stretch that cites; `listed` where it is an entry of a bibliography."""
    entry = yield from _entry(page, start, end, persons, listed=listed)
    n = page.by_start.get(start)
    if entry is None and listed and (n is None or not _inverted(page, n, listed=True)):
        # a citation inside a sentence begins with its author
        entry = persons.first(start, end)
    start = entry or start
    segments = list(_segments(page.text, start, end))
    for n, ((first, last), (_, limit)) in enumerate(zip(segments, [*segments[1:], (end, end)], strict=True)):
        imprint = [*_imprint(page.text, first, last)] if n or entry is not None else []
        yield from imprint or _citation(page, first, last, limit, persons)


def _imprint(text: str, start: int, end: int) -> Iterator[Guess]:
    """A place that no list has, and the publisher."""
    match = UNLISTED.match(text, start + text.startswith(" ", start), end)
    if match and may_be_place(match["place"]):
        yield Guess(*match.span("place"), "place", 0.75, "a place before a publisher and a year", WHOLE)
        yield Guess(*match.span("name"), "organisation", 0.8, "a publisher between place and year", WHOLE)


def _segments(text: str, start: int, end: int) -> Iterator[Span]:
    """Citations of a stretch, each with the full stop that ends it."""
    at = start
    for match in BOUNDARY.finditer(text, start, end):
        if match[0][0] == "." and ABBREVIATED.search(text, max(at, match.start() - 12), match.start()):
            continue
        yield at, match.start() + (match[0][0] == ".")
        at = match.end()
    yield at, end


def _citation(page: Page, start: int, end: int, limit: int, persons: Persons) -> Iterator[Guess]:
    text = page.text
    if lead := LEAD.match(text, start, end):
        start = lead.end()
    first, authors = _after_authors(page, start, end, persons)
    named = first > start or bool(lead and lead[0].rstrip().endswith(("in:", "In:")))
    yield from authors
    quoted = QUOTED_WORDS.match(text, first, end) if named else None
    if first >= end or not (text[first].isupper() or quoted) or ARCHIVAL.match(text, first):
        return
    stop = title_end(page, first, end) or _unended(page, first, end, limit, named=named)
    if stop and _acceptable(page, first, stop, named=named, persons=persons):
        why = "a title behind its author" if named else "a title before its date or number"
        yield from title(text, first, stop, 0.85 if named else 0.75, why)
        yield from _imprint(text, stop, limit) if text[stop - 1] in "?!" else ()


def _unended(page: Page, start: int, end: int, limit: int, *, named: bool) -> int | None:
    """The end of a title that fills its segment: before `in:`, a place or a dated journal in the next one."""
    if IN_BOOK.match(page.text, end):
        return end
    if not named or page.text[end - 1 : end] != ".":
        return None
    if is_place(page, end + 1):
        return end - 1
    following = title_end(page, end + 1, limit)
    if following and is_place(page, following + 2):
        return following
    return end - 1 if following and DATED.match(page.text, following) else None


def _acceptable(page: Page, start: int, stop: int, *, named: bool, persons: Persons) -> bool:
    """Behind an author nearly anything is a title; without one it must be no sentence, no name, and dated."""
    inside = page.text[start:stop]
    if named:
        return persons.get(start, 0) < stop
    n = page.by_start.get(start)
    known = n is not None and page.classes[n] in "LSFMT" and page.tokens[n].end == stop
    known = known or is_press(page, start)
    known = known or (is_place(page, start) and page.text[page.tokens[page.by_start[start]].end] in ",: ")
    last = page.within(start, stop)[-1:]
    press = ": " in inside and any(page.classes[each] in "Hh" and page.tokens[each].end == stop for each in last)
    if known or press or start in persons or PROSE.search(inside) or inside.count("(") != inside.count(")"):
        return False
    return bool(DATED.match(page.text, stop) or BEHIND.match(page.text, stop))


def _after_authors(page: Page, start: int, end: int, persons: Persons) -> tuple[int, list[Guess]]:
    """Where a title may begin, and the authors before it: `Davies and Wheatcroft, The Years of Hunger`."""
    if edited := editors(page, start, end, persons):
        return edited
    found: list[Guess] = []
    at = start
    while stop := persons.get(at) or _author(page, at):
        found.append(Guess(at, stop, "person", 0.85, "an author before a title"))
        between = BETWEEN.match(page.text, stop, end)
        if between and (between.end() in persons or (between[0].strip(" ,") and _author(page, between.end()))):
            at = between.end()
            continue
        after = AFTER_AUTHORS.match(page.text, stop, end)
        if after and (after[0][0] != ":" or at in persons):
            return after.end(), found
        break
    return start, []


def _author(page: Page, at: int) -> int | None:
    """The end of a surname, with a given name behind it or alone, where an author stands."""
    n = page.by_start.get(at)
    if n is None or page.classes[n] not in "SWOGd":
        return None
    last = n
    while page.gaps[last] in ("_," if last == n else "_") and page.classes[last + 1] in "IGP":
        last += 1
    end = page.tokens[last].end
    if last > n:
        return end
    alone = page.classes[n] in "SW" and (page.gaps[n] in ",/&" or page.text.startswith(" (", end))
    return end if alone and not DATED.match(page.text, end) else None


def _entry(page: Page, start: int, end: int, persons: Persons, *, listed: bool) -> Generator[Guess, None, int | None]:
    """The head of an entry: `Smith, Ada. The Broad Plain.`, `Smith, A. (2018). The broad plain.`

    Gives where the rest begins, None where it is no such entry. A note is one only if the surname comes first.
    """
    if listed and (begun := _begun(page, start, end, persons)):
        first, authors = begun
        yield from authors
        return (yield from _entitled(page, first, end)) if page.text[first].isupper() else first
    authors = []
    at, joined = start, False  # by `and`
    while (n := page.by_start.get(at)) is not None and (
        stop := (_straight(page, n) if joined else None)
        or _inverted(page, n, listed=listed)
        or (persons.get(at) if listed else None)
    ):
        authors.append(Guess(at, stop, "person", 0.9, "an author before a title", WHOLE))
        between = BETWEEN.match(page.text, stop, end)
        at = between.end() if between else stop
        joined = bool(between and between[0].strip(" ,;/–-"))
    separated = SEPARATED.match(page.text, authors[-1].end, end) if authors else None
    first = separated.end() if separated else end
    if first >= end or not (page.text[first].isupper() or page.text[first] in '“"«„'):
        return None
    yield from authors
    return (yield from _entitled(page, first, end)) if page.text[first].isupper() else first


def _begun(page: Page, start: int, end: int, persons: Persons) -> tuple[int, list[Guess]] | None:
    """Where the rest of an entry begins whose head is editors, or a stroke for whoever wrote the one before."""
    same = SAME_AUTHOR.match(page.text, start, end)
    return (same.end(), []) if same else editors(page, start, end, persons)


def _entitled(page: Page, start: int, end: int) -> Generator[Guess, None, int]:
    """The title of an entry: up to its full stop, or to what stands behind a title."""
    _, sentence = next(_segments(page.text, start, end))
    stop = min(sentence, title_end(page, start, min(end, start + LONGEST)) or end)
    yield from title(page.text, start, stop, 0.85, "a title behind its author")
    yield from _imprint(page.text, stop, end) if page.text[stop - 1] in "?!" else ()
    return stop


def _inverted(page: Page, n: int, *, listed: bool) -> int | None:
    """Where an author ends whose surname comes first; in a note without a comma it must look like a surname."""
    named = page.gaps[n] == "," and page.classes[n + 1 : n + 2] in (["G"], ["I"])
    if page.classes[n] not in ("SWOGLdP" if named else "SWOGLd") or not (
        listed or page.classes[n] == "S" or page.gaps[n] == ","
    ):
        return None
    last = n
    while page.gaps[last] in ("_," if last == n else "_.") and page.classes[last + 1] in ("IGP" if last == n else "IP"):
        last += 1
    if last == n and listed and page.gaps[n] == "," and page.classes[n + 1] in "WSO":
        last = _forenames(page, n + 1)
    elif last == n + 1 and page.classes[last] == "I" and page.gaps[last] == "_" and page.gaps[last + 1] in ",&":
        last += page.classes[last + 1] in "WGO"  # `Smith, J. Arch, and`
    return page.tokens[last].end if last > n else None


def _forenames(page: Page, n: int) -> int:
    """The last token of a given name that no list has, with its initials, before a year, a full stop or an author more;
    the token before it where it is none: `Smith, D'Ann R. 1998.`, `Smith, Golfa & Jones`."""
    last = n
    while page.gaps[last] in "_." and page.classes[last + 1] == "I":
        last += 1
    return last if BEHIND_FORENAME.match(page.text, page.tokens[last].end) else n - 1


def _straight(page: Page, n: int) -> int | None:
    """Where an author ends who stands behind `and` with the given name first."""
    if page.classes[n] not in "WGSOI" or (page.classes[n] not in "GI" and page.classes[n + 1 : n + 2] == ["I"]):
        return None
    last = n
    while page.gaps[last] in "_.p" and page.classes[last + 1] in "WGSOId" and last < n + 3:
        last += 1
    whole = last > n and page.classes[last] != "I" and SEPARATED.match(page.text, page.tokens[last].end)
    return page.tokens[last].end if whole else None

"""Titles of works: what stands around them and ends them; quoted, emphasised and called by name."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.entities.found import WHOLE, Guess
from pipeline.entities.presses import UNLISTED, YEAR, is_imprint, is_place, is_press
from pipeline.entities.tables import choice, words
from pipeline.entities.tokens import Page

LONGEST = 260  # code points of a title
SHORTEST = 3

NUMBERED = rf"(?:{choice('citing', 'numbered')})\b\.?(?=[ :]|\d)"
# What stands behind a title: numbers, brackets, editors, the book or journal it is in.
TAIL = re.compile(
    rf"(?!{YEAR}[–-]\d)\d|[“\"«]|{NUMBERED}|(?:{choice('citing', 'editors')})\.|[Ii]n:|in (?=[^\W\d_a-z])|"
    rf"{choice('citing', 'published')}"
)
BEHIND = re.compile(r",? \(?(?:[Ee]ds?\.?\)|[Ee]ds?\.)| //? ")
IN_BRACKETS = re.compile(rf"[^()\[\]]{{0,90}}{YEAR}|in:|[Ee]ds?\b|[Hh]rsg")
YEARS = re.compile(rf"{YEAR}(?: ?[–-] ?\d{{2,4}})?(?: ?gg?\.)?\)")
STOPPED = re.compile(r"\s+(?:In:?|Pod red|Otv|Sost)\b")
SIGN = re.compile(rf"[,.()“\"\[]|[?!](?= )| //| /(?= (?:{choice('citing', 'made_by')})\b)")
NUMBER_BEHIND = re.compile(r",? (?:(?:No|no|Vol|vol|Volume|Bd|T|t)\.? ?)?(?:\d{1,3}|[IVX]{1,5})(?:/\d{2,4})?\Z")
# What a title keeps behind its last word: the stop of gg., a subtitle of collections.
SUBTITLE = r": (?:[Ss]bornik [^\W\d_]+|[Dd]okumenty(?: i materialy)?)"
KEPT = re.compile(rf"(?<=\d)(?: gg?\.?)?(?: gg?\.|{SUBTITLE})|(?<=\bgg)\.(?:{SUBTITLE})?|(?<=\bg)\.")
NO_TITLE = re.compile(rf"(?:{choice('citing', 'no_titles')})\Z", re.IGNORECASE)
AROUND = ' \n\u00a0\u202f“”"«»„,.;:(‘'

PROSE = re.compile(rf"\b(?:{choice('citing', 'prose')})\b", re.IGNORECASE)
SEPARATOR = re.compile(r"[,.:] ")
CUE = re.compile(
    rf"\b(?:{choice('cues', 'writings')})(?:,| by [\w.]{{2,20}}(?: [\w.]{{2,20}}){{0,2}},?)? ?\(?\Z", re.IGNORECASE
)
PUBLISHED = re.compile(r",? (?:was |were |which was )?(?:published|appeared|printed) in\b")
CITED = re.compile(r",? (?:in|In):? |,? \(|[,.]? [“\"]|,? [^\W\d_a-z]|,? \d|[.,]?\Z")
VERB = re.compile(rf"\b(?:{choice('citing', 'verbs')})\b")
WORD = r"[^\W\d_a-zа-я][\w’'-]*"
BOOK = re.compile(r"[”’\"»]?,? (?:in|In):? (?=[^\W\d_a-z])")
EDITED = re.compile(rf"[^\W\d_a-z][^()“”\"«»;:\n]{{2,80}} \((?:{choice('citing', 'edited_by')})\.?\),? ")
JOURNAL = re.compile(r"[”’\"»],? (?P<name>[^\W\d_a-z][^\d“”\"(),;:\n]{2,90}?)(?=,? (?:\d|\(|[Vv]ol|[Nn]o\b|[Bb]d|№))")
PERIODICALS = tuple(f"{word} " for word in words("cues", "periodicals"))
BOOKS = (*(f"{word} " for word in words("cues", "books")), *(f"{word}, " for word in words("cues", "books_by_comma")))
LONGEST_CUE = 14
JOINT = rf"(?: (?:of|the|and|in|a|an|to|for|from|on|with|under|at|by)){{0,3}} {WORD}"
SERIES = rf"(?:, (?:the )?{WORD}(?:{JOINT}){{0,3}}){{1,3}}, and(?: the)? {WORD}"
BOOK_NAME = re.compile(rf"{WORD}(?:{JOINT}|: {WORD}|{SERIES})+(?:, \d{{4}}[–-]\d{{2,4}})?")
# Emphasised with a title: its editors, the book it is in, its imprint.
WITH_TITLE = re.compile(r", | \((?:in:|[Ee]ds?\b)")
IMPRINT = re.compile(rf"[^\W\d_][\w. -]{{2,20}}?[,:]? (?:[^\d():;\n]{{2,60}}[, ]{{1,2}})?{YEAR}")


def title(text: str, start: int, end: int, confidence: float, why: str) -> Iterator[Guess]:
    """A title without the signs and the number of a volume around it, if it is one by its letters."""
    start, end = _trimmed(text, start, end)
    if number := NUMBER_BEHIND.search(text, start, end):
        start, end = _trimmed(text, start, number.start())
    if kept := KEPT.match(text, end):
        end = kept.end()
    inside = text[start:end]
    if len(inside) >= SHORTEST and inside.lstrip("“«‘")[0].isalnum() and not NO_TITLE.match(inside):
        yield Guess(start, end, "work", confidence, why, WHOLE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without blanks, stops and quotation marks around it that have no partner inside."""
    while start < end and text[start] in AROUND and not _paired(text[start:end], text[start]):
        start += 1
    while end > start and text[end - 1] in AROUND and not _paired(text[start:end], text[end - 1]):
        end -= 1
    return start, end


def _paired(inside: str, sign: str) -> bool:
    """Whether the quotation mark at one end belongs to a stretch inside the title."""
    if sign == '"':
        return inside.count(sign) % 2 == 0 and not (inside[0] == inside[-1] == sign)
    if sign in "“«‘":
        closing = {"“": "”", "«": "»", "‘": "’"}[sign]
        return closing in inside[1:-1] and inside[-1] != closing
    opening = {"”": "“", "»": "«"}.get(sign)
    return opening is not None and inside[0] != opening and opening in inside


def title_end(page: Page, start: int, end: int) -> int | None:
    """Where a title ends, by what follows it; None where nothing shows that it is one."""
    depth = 0
    for match in SIGN.finditer(page.text, start, min(end, start + LONGEST)):
        at, sign = match.start(), match[0]
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or _ends(page, at, sign, end):
            return at + (sign in "?!")
    return None


def _ends(page: Page, at: int, sign: str, end: int) -> bool:
    follows = at + 1 + page.text.startswith(" ", at + 1)
    if sign[0] == " ":  # what it is in or who made it, as Russian writes it
        return True
    if sign in "([":
        return not YEARS.match(page.text, at + 1, end) and bool(IN_BRACKETS.match(page.text, at + 1, end))
    if sign in "?!":
        return is_imprint(page, follows) or bool(UNLISTED.match(page.text, follows, end))
    known = follows in page.works or is_imprint(page, follows)
    if sign in ",." and follows > at + 1 and (known or TAIL.match(page.text, follows, end)):
        return True
    if sign in ",." and follows > at + 1 and is_press(page, follows):
        return True
    return sign == "." and bool(STOPPED.match(page.text, at + 1, end))


def emphasised(page: Page, start: int, end: int, persons: Mapping[int, int]) -> Iterator[Guess]:
    """A title in emphasis, without the author and the imprint that are emphasised with it."""
    first = start
    if separated := SEPARATOR.match(page.text, persons.get(start, end), end):
        first = separated.end()
    end = _imprinted(page, first, end)
    inside = page.text[first:end]
    if inside[:1].isupper() and not _surname(page, first, end) and persons.get(first) != end and not _sentence(inside):
        yield from title(page.text, first, end, 0.9, "a title in emphasis")


def in_body(page: Page, start: int, end: int, persons: Mapping[int, int]) -> Iterator[Guess]:
    """A title in emphasis in running text: several words in title case, or behind a word for writings.

    A person's name in full is a title only behind such a word.
    """
    inside = page.text[start:end].strip(AROUND)
    long = [word for word in inside.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long)
    cued = CUE.search(page.text, max(0, start - 60), start) or page.text.endswith(PERIODICALS, 0, start)
    cased = len(long) > 1 and capitals > len(long) / 2 and not inside.isupper() and persons.get(start) != end
    if inside[:1].isupper() and (cased or cued):
        yield from title(page.text, start, end, 0.8, "a title in emphasis")


def _surname(page: Page, start: int, end: int) -> bool:
    n = page.by_start.get(start)
    return n is not None and page.classes[n] == "S" and page.tokens[n].end == end


def _sentence(inside: str) -> bool:
    """Whether it reads as a sentence: a verb, and few capitals."""
    long = [word for word in inside.split() if len(word) > 3]
    return bool(VERB.search(inside)) and sum(word[0].isupper() for word in long) < len(long) / 2


def _imprinted(page: Page, start: int, end: int) -> int:
    """Where the imprint or the editor begins that is emphasised with a title, or the end."""
    for match in WITH_TITLE.finditer(page.text, start, end):
        if match[0] != ", " or (is_place(page, match.end()) and IMPRINT.match(page.text, match.end())):
            return match.start()
    return end


def quoted(page: Page, note: bool, entries: Sequence[tuple[int, int]]) -> Iterator[Guess]:
    """Quoted titles: behind a word for writings, before `published in`; where the text cites also before a journal."""
    text = page.text
    for start, stop in page.quotations:
        if not text[start].isupper():
            continue
        before, behind = start - 1 - text[start - 1].isspace(), stop + 1 + text[stop].isspace()
        if CUE.search(text, max(0, start - 60), before) or PUBLISHED.match(text, behind):
            yield from title(text, start, stop, 0.85, "a quoted title")
        elif (note and _like_title(text[start:stop]) and CITED.match(text, behind)) or _within(entries, start):
            yield from title(text, start, stop, 0.85, "a quoted title")
            yield from _container(page, behind - 1)


def _within(stretches: Sequence[tuple[int, int]], at: int) -> bool:
    n = bisect(stretches, (at, at)) - 1
    return n >= 0 and at < stretches[n][1]


def _like_title(inside: str) -> bool:
    """Several words that are no sentence, or ended by the comma of American quotation."""
    return " " in inside and inside[-1] != "." and (inside[-1] == "," or not VERB.search(inside))


def _container(page: Page, at: int) -> Iterator[Guess]:
    """The journal or book behind a quoted title: `,” Cahiers du monde russe 45`, `,” in Writing the Stalin Era, ed.`"""
    if match := BOOK.match(page.text, at):
        edited = EDITED.match(page.text, match.end())
        start = edited.end() if edited else match.end()
        if stop := title_end(page, start, min(len(page.text), start + LONGEST)):
            yield from title(page.text, start, stop, 0.85, "a book behind a quoted title")
    elif match := JOURNAL.match(page.text, at):
        yield from title(page.text, *match.span("name"), 0.85, "a journal behind a quoted title")


def named(page: Page) -> Iterator[Guess]:
    """What is called so: `the newspaper Tilshi`, `his book Stalin's Nomads: Power and Famine`, the Munich Agreement."""
    for n, letter in enumerate(page.classes):
        start, end, word = page.tokens[n]
        before = page.text[max(0, start - LONGEST_CUE) : start]
        if letter in "SWODd" and before.endswith(PERIODICALS):
            yield Guess(start, _run(page, n), "work", 0.8, "a name behind a word for periodicals")
        elif before.endswith(BOOKS) and _no_person(page, n):
            if book := BOOK_NAME.match(page.text, start, start + LONGEST):
                yield Guess(start, book.end(), "work", 0.75, "capitalised words behind a word for books", WHOLE)
        elif word in words("cues", "treaties") and page.gaps[n - 1] in "_o" and _names(page, n - 1):
            yield Guess(page.tokens[n - 1].start, end, "work", 0.75, "a name before a word for treaties")


def of_authors(page: Page, persons: Iterable[Guess]) -> Iterator[Guess]:
    """Titles behind their author: `Moshe Lewin's Russian Peasants and Soviet Power`."""
    for person in persons:
        first = person.end + len("'s ")
        if first not in page.by_start or not page.text.startswith(("'s ", "’s "), person.end):
            continue
        book = BOOK_NAME.match(page.text, first, first + LONGEST)
        inside = {page.classes[n] for n in page.within(*book.span())} if book else set()
        if book and not inside & set("HhKANRT") and (book[0].count(" ") > 2 or ":" in book[0]):
            yield Guess(*book.span(), "work", 0.7, "capitalised words behind their author", WHOLE)


def _names(page: Page, n: int) -> bool:
    return n >= 0 and page.classes[n] in "SWLDdO" and not page.begins(n)


def _no_person(page: Page, n: int) -> bool:
    """Whether no author begins there; in `Stalin's Nomads` none does, in `his memoirs Ada Smithenko` one."""
    ended = page.gaps[n] == "_" and page.classes[n + 1] == "S" and page.gaps[n + 1] not in "_s"
    return (page.classes[n] not in "GIS" and not ended) or page.gaps[n] == "s"


def _run(page: Page, n: int) -> int:
    """The end of at most four capitalised words in a row."""
    last = n
    while page.gaps[last] == "_" and page.classes[last + 1] in "SWODd" and last < n + 3:
        last += 1
    return page.tokens[last].end

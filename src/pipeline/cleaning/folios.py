"""Page numbers: how they are printed, and which of the numbers at the edges of pages count the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

NUMBER = r"(\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8}|(?=.?[OolISB]|..[OolISB])[\dOolISB]?\d[\dOolISB]{1,2}|[OolISB]\d{1,3})"
MISREAD = str.maketrans("OolISB", "001158")
WORD = r"(?i:page|pag|seite|стр|стор|сторінка|страница|strona|strana|pg|p|s|с)\.? ?"
TOTAL = r"(?: ?(?i:/|of|von|de|из|з|z) ?\d{1,4})?"
PART = r"(?P<part>[A-Z]|\d{1,2})[-–]"  # of a manual, an appendix, a report: its pages are 3-11, A-11
BARE = re.compile(
    rf"{PART}(\d{{1,3}})|[-–—*~|•·] ?{NUMBER} ?[-–—*~|•·]|[\[(] ?{NUMBER} ?[\])]"
    rf"|[.·]? ?(?:{WORD})?{NUMBER}{TOTAL} ?[.·*]?"
)
START = re.compile(rf"(?:[-–—] ?{NUMBER} ?[-–—]|[\[(]?{NUMBER}[\])|]?) +(?=\S)")
END = re.compile(rf"(?<= )(?:[-–—] ?{NUMBER} ?[-–—]|[\[(|]? ?{NUMBER}[\])]?)$")
TAIL = 16  # no folio behind a head is longer
SKIPPED = 3  # so many pages further the next number is still looked for: pages without one, plates
ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
HUNDREDS = ("", "c", "cc", "ccc")
ROMAN = {c + t + o: n for n, (c, t, o) in enumerate((c, t, o) for c in HUNDREDS for t in TENS for o in ONES)}
del ROMAN[""]

Place = Literal["bare", "start", "end"]


class Reading(NamedTuple):
    """A number that may be a folio: its value, how it is printed, where it stands in its line, what else is there."""

    value: int
    printed: str
    place: Place
    rest: str
    roman: bool = False  # front matter is counted by itself
    part: str = ""  # and so is each part that the number names

    @property
    def kind(self) -> tuple[bool, str]:
        """What is counted together."""
        return self.roman, self.part


def readings(line: str) -> list[Reading]:
    """The numbers that stand alone on a line, or at one of its ends."""
    bare = BARE.fullmatch(line) if len(line) <= 2 * TAIL else None
    if bare:
        return _reading(bare, "bare", "")
    found = []
    if start := START.match(line):
        found += _reading(start, "start", line[start.end() :])
    if end := END.search(line, max(0, len(line) - TAIL)):
        found += _reading(end, "end", line[: end.start()].rstrip())
    return found


def _reading(match: re.Match[str], place: Place, rest: str) -> list[Reading]:
    part = match.groupdict().get("part") or ""
    printed = next(filter(None, match.groups()[bool(part) :]))
    roman = printed.isalpha()
    if roman:
        value = ROMAN.get(printed.lower(), 0) if printed == printed.lower() or printed == printed.upper() else 0
    else:
        printed = printed.translate(MISREAD)
        value = int(printed)
    return [Reading(value, printed, place, rest, roman, part)] if value else []


def is_bare(line: str) -> bool:
    """Nothing but a page number."""
    found = readings(line)
    return bool(found) and found[0].place == "bare" and not found[0].roman


def support(votes: Iterable[tuple[int, Reading]]) -> Mapping[tuple[tuple[bool, str], int], Sequence[int]]:
    """For each difference of number and page, by kind of number, the pages whose numbers differ so, rising."""
    pages: dict[tuple[tuple[bool, str], int], set[int]] = defaultdict(set)
    for page, reading in votes:
        pages[reading.kind, reading.value - page].add(page)
    return {row: sorted(found) for row, found in pages.items()}


class Count:
    """How the pages of a text are counted, by the numbers that stand at their edges."""

    def __init__(self, votes: Iterable[tuple[int, Reading]]) -> None:
        self._runs: dict[tuple[tuple[bool, str], int], dict[int, int]] = {}
        rows = support(votes)
        self._usual = max(rows, key=lambda row: (len(rows[row]), row[1]), default=None)
        self._most = len(rows[self._usual]) if self._usual is not None else 0
        for row, pages in rows.items():
            self._runs[row] = dict(_runs(pages))

    @property
    def nothing(self) -> bool:
        """No two pages agree."""
        return self._most < 2

    def agreeing(self, page: int, reading: Reading) -> int:
        """How many pages are counted alike, this one among them if its number voted."""
        row = (reading.kind, reading.value - page)
        if row == self._usual and self._most >= 3:
            return self._most
        runs = self._runs.get(row, {})
        return max((runs.get(page + step, 0) for step in range(-SKIPPED, SKIPPED + 1)), default=0)

    def nearly(self, page: int, reading: Reading) -> bool:
        """The number is that of the page but for one figure, which was misread."""
        if self._usual is None or self._most < 3 or reading.kind != self._usual[0]:
            return False
        want = str(page + self._usual[1])
        return len(want) == len(reading.printed) >= 2 and sum(map(str.__ne__, want, reading.printed)) == 1


def _runs(pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each page with the length of its run: pages of which none is far from the next."""
    run: list[int] = []
    for page in [*pages, None]:
        if run and (page is None or page - run[-1] > SKIPPED):
            yield from ((each, len(run)) for each in run)
            run = []
        if page is not None:
            run.append(page)


def printed(lines: Sequence[tuple[int, str]]) -> dict[int, str]:
    """The folio of each page, by what its furniture says: pairs of page and line, pages rising."""
    votes = [(page, reading) for page, line in lines for reading in readings(line)]
    count = Count(votes)
    found = {}
    for page, rows in groupby(votes, key=lambda vote: vote[0]):
        ranked = [(count.agreeing(page, r), r.place == "bare", not r.roman, r.printed) for _, r in rows]
        agreeing, bare, arabic, number = max(ranked)
        if agreeing >= 2 or (count.nothing and (bare or arabic)):
            found[page] = number
    return found

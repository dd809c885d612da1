"""Where a text cites by itself, without being a note: bibliographies and lists of notes at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.entities.presses import YEAR, is_place
from pipeline.entities.tables import choice
from pipeline.entities.titles import PROSE
from pipeline.entities.tokens import Page

HEADING = re.compile(rf"(?:\d+\.? )?(?:select(?:ed)? )?(?:{choice('citing', 'headings')})[ .:]*", re.IGNORECASE)
# What stands for whoever wrote the entry before.
SAME_AUTHOR = re.compile(rf"(?:[—–]{{1,6}}|_{{2,}}|-{{2,}})(?:[.,:]| ?\({YEAR}[a-z]?\)[.,:]?| {YEAR}[a-z]?[.,:]) ")
HEAD = rf"(?={SAME_AUTHOR.pattern})|" r"[^\W\d_a-z][\w'’-]+,? (?:[^\W\d_]\.|[^\W\d_a-z])|[^\W\d_]\. ?[^\W\d_]|[“\"]"
CITING = re.compile(rf"(?:\d+[.)]?\s+)?(?:{HEAD})[^\n]{{1,500}}?(?:1[89]|20)\d\d")
# What hardly begins a sentence: a surname and initials, or a given name and a sign behind it.
NAME = r"[^\W\d_a-zа-я][\w'’ʹ-]+"
AUTHORED = re.compile(
    rf"(?:\d+[.)]?\s+)?{NAME}(?:"
    rf",? (?:[^\W\d_a-zа-я]\w?\.[ -]?)+|"
    rf", {NAME}(?: [^\W\d_]\.)*(?=[.,:&/]| \(| \d| (?:and|et|und|i|и|&|/) ))"
)
# Behind an author a year, at once or at the end behind its place; a book or journal as Russian cites it.
PUBLISHED = re.compile(
    rf"\A.{{3,120}}?[.,]? \(?{YEAR}[a-z]?\)?[.,:]? [“\"«„‘]?[^\W\d_a-zа-я]|"
    rf"(?:[,:.] |[^\W\d_a-zа-я][\w.-]+,? ){YEAR}[.,]?(?: ?\d{{2,4}} ?[pcsSс]\.| ?[СS]\. ?\d[\d–-]*\.?)?\Z| // "
)
NUMBER = re.compile(r"\s*(?:\[?\d{1,3}[\].)]?\s+)?")
BRACKET = re.compile(r"\(([^\W\d_][^()\n]{6,250})\)")
IMPRINT = re.compile(r"[^\W\d_][^:,]{2,40}: [^\W\d_][^:]{2,60},? (?:1[89]|20)\d\d\Z")
YEAR_BEHIND = re.compile(r", (?:1[89]|20)\d\d\Z")
SENTENCE = re.compile(r"\n|; |(?<=\w\w\w)[.?!][”’]? ")
CITED = re.compile(r", .*\b(?:pp?|[Vv]ol|[Nn]o)\. ?\d")
REACH = 300  # code points before an imprint in which the author stands
LONGEST = 700
PARAGRAPH = re.compile(r"[^\n]+")
EVIDENCE = re.compile(
    r"\bpp?\. ?\d|\b[Vv]ol\. ?\d|\b[Nn]o\. ?\d|Press\b|\((?:1[89]|20)\d\d\)|: \d+[–-]\d+|Moscow|\bM\.[,:]"
)


def bibliographies(text: str, paragraphs: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text that are citations."""
    marked = {start for start, _, kind in paragraphs if kind == "bibliography"}
    under = False
    for match in PARAGRAPH.finditer(text):
        line = match[0].strip()
        if HEADING.fullmatch(line):
            under = True
        elif match.start() in marked or (len(line) <= LONGEST and _cites(line, under)):
            number = NUMBER.match(text, match.start())
            yield number.end() if number else match.start(), match.end()
        elif len(line) > LONGEST:
            under = False


def in_text(page: Page) -> Iterator[tuple[int, int]]:
    """Citations inside sentences: in brackets, or before a bracket with an imprint."""
    for match in BRACKET.finditer(page.text):
        if IMPRINT.match(match[1]) or (YEAR_BEHIND.search(match[1]) and is_place(page, match.start(1))):
            sentence = [*SENTENCE.finditer(page.text, max(0, match.start() - REACH), match.start())]
            yield sentence[-1].end() if sentence else max(0, match.start() - REACH), match.end()
        elif CITED.search(match[1]):
            yield match.span(1)


def _cites(line: str, under: bool) -> bool:
    if not CITING.match(line):
        return False
    authored = AUTHORED.match(line) and PUBLISHED.search(line) and not PROSE.search(line)
    return under or bool(EVIDENCE.search(line) or authored)

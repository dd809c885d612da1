"""Words: damage inside a line that the document itself proves. Never a guess without evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cleaning.layout import Layout
from pipeline.text import Edits, Proposal

BROKEN_URL = re.compile(r"(?:https?://|www\.)\S*%\S*(?: \S+)+")
CONTINUES = re.compile(r"(?:[0-9A-Fa-f]{0,2}%[0-9A-Fa-f]|[0-9A-Fa-f]{1,2}(?=%|_|$))")
MIXED = re.compile(r"[^\W\d_]+")
TO_LATIN = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјорсух", "ABESIJKMHOPCTXYaesijopcyx")
TO_CYRILLIC = str.maketrans("ABESIJKMHOPCTXYaesijopcyx", "АВЕЅІЈКМНОРСТХУаеѕіјорсух")
LATIN, CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
CYRILLIC_RUN = re.compile("[\u0400-\u04ff]+")
# The common English manner; which scheme a title follows is no business of the repair.
ROMANISED = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            [
                "a",
                "b",
                "v",
                "g",
                "d",
                "e",
                "yo",
                "zh",
                "z",
                "i",
                "y",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
                "u",
                "f",
                "kh",
                "ts",
                "ch",
                "sh",
                "shch",
                "",
                "y",
                "ʹ",
                "e",
                "yu",
                "ya",
            ],
            strict=True,
        )
    )
)
DROPPED = re.compile(r"(?:\A|\n\n+)(?P<word>[a-zà-öø-ÿа-яё]+) (?P<next>\w+)")
CAPITALISED = re.compile(r"(?P<initial>[A-ZÀ-ÖØ-ÞА-ЯЁ])(?P<word>[a-zà-öø-ÿа-яё]+) (?=(?P<next>\w+))")
FUSED = re.compile(r"[^\W\d_][,.;]")
FUSED_QUOTE = re.compile(r"”(?=[^\W\d_]{2})")


def links(layout: Layout) -> Edits:
    """Percent-encoded URLs that blanks broke: joined again for as long as pieces go on with the encoding."""
    return Edits.propose(_link_blanks(layout.text)) if "%" in layout.text else Edits.none()


def _link_blanks(text: str) -> Iterator[Proposal]:
    for url in BROKEN_URL.finditer(text):
        at = text.index(" ", url.start())
        while at < url.end() and "%" in text[url.start() : at] and CONTINUES.match(text, at + 1):
            yield Proposal(at, at + 1, "", "words.links")
            following = text.find(" ", at + 1, url.end())
            at = following if following >= 0 else url.end()


def scripts(layout: Layout) -> Edits:
    """A word that mixes Latin and Cyrillic letters is written in one script.

    Letters that look alike take the script of the others; Cyrillic letters that look like nothing Latin are
    romanised where the words around are Latin. Codes with digits or a hyphen stay.
    """
    text = layout.text
    if text.isascii() or not CYRILLIC.search(text):
        return Edits.none()
    return Edits.propose(_mixed(text))


def _mixed(text: str) -> Iterator[Proposal]:
    """Words in which a run of Cyrillic letters touches a Latin one."""
    at = 0
    for run in CYRILLIC_RUN.finditer(text):
        if run.start() < at or not (
            LATIN.match(text, run.end()) or (run.start() > 0 and LATIN.match(text, run.start() - 1))
        ):
            continue
        start = run.start()
        while start > at and text[start - 1].isalpha():
            start -= 1
        word = MIXED.match(text, start)
        if word:
            at = word.end()
            mended = _one_script(word[0], text[max(0, start - 20) : at + 20])
            if mended != word[0]:
                yield Proposal(start, at, mended, "words.scripts")


def _one_script(word: str, around: str) -> str:
    latin, cyrillic = word.translate(TO_LATIN), word.translate(TO_CYRILLIC)
    is_latin, is_cyrillic = not CYRILLIC.search(latin), not LATIN.search(cyrillic)
    if is_latin != is_cyrillic:
        return latin if is_latin else cyrillic
    surrounded = len(LATIN.findall(around)) > 2 * len(CYRILLIC.findall(around)) + len(word)
    return word.translate(ROMANISED) if surrounded and not is_latin and len(LATIN.findall(word)) > 1 else word


def drop_capitals(layout: Layout) -> Edits:
    """A lost initial: a paragraph that opens with `he mechanisms` where the text says `The mechanisms` elsewhere."""
    return Edits.propose(_initials(layout.text))


def _initials(text: str) -> Iterator[Proposal]:
    lost = list(DROPPED.finditer(text))
    if not lost:
        return
    capitals: dict[tuple[str, str], set[str]] = {}
    for match in CAPITALISED.finditer(text):
        if not text[max(0, match.start() - 1) : match.start()].isalnum():
            capitals.setdefault((match["word"], match["next"]), set()).add(match["initial"])
    for match in lost:
        initials = capitals.get((match["word"], match["next"]), set())
        if len(initials) == 1:
            yield Proposal(match.start("word"), match.start("word"), min(initials), "words.drop_capitals")


def fused(layout: Layout) -> Edits:
    """Two words run together behind a closing quotation mark: `“surplus,”needed`."""
    text = layout.text
    found = [m.end() for m in FUSED_QUOTE.finditer(text) if FUSED.fullmatch(text, max(0, m.start() - 2), m.start())]
    return Edits.of(found, found, " ", "words.fused")


RULES = (links, scripts, drop_capitals, fused)

"""Words: damage inside a line that the document itself proves. Never a guess without evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cleaning.layout import Layout
from pipeline.text import Edits, Proposal

BROKEN_URL = re.compile(r"(?:https?://|www\.)\S*%\S*(?: \S+)+")
CONTINUES = re.compile(r"(?:[0-9A-Fa-f]{0,2}%[0-9A-Fa-f]|[0-9A-Fa-f]{1,2}(?=%|_|$))")
MIXED = re.compile(r"[^\W\d_]*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z])[^\W\d_]*")
TO_LATIN = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјорсух", "ABESIJKMHOPCTXYaesijopcyx")
TO_CYRILLIC = str.maketrans("ABESIJKMHOPCTXYaesijopcyx", "АВЕЅІЈКМНОРСТХУаеѕіјорсух")
LATIN, CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
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
FUSED_QUOTE = re.compile(r"(?<=[^\W\d_][,.;]”)(?=[^\W\d_]{2})")


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
    if layout.text.isascii():
        return Edits.none()
    found = (
        (m, _one_script(m[0], layout.text[max(0, m.start() - 20) : m.end() + 20])) for m in MIXED.finditer(layout.text)
    )
    return Edits.propose(Proposal(*m.span(), word, "words.scripts") for m, word in found if word != m[0])


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
    for match in DROPPED.finditer(text):
        whole = re.compile(rf"(?<!\w)([A-ZÀ-ÖØ-ÞА-ЯЁ]){re.escape(match['word'])} {re.escape(match['next'])}(?!\w)")
        letters = {m[1] for m in whole.finditer(text)}
        if len(letters) == 1:
            yield Proposal(match.start("word"), match.start("word"), letters.pop(), "words.drop_capitals")


def fused(layout: Layout) -> Edits:
    """Two words run together behind a closing quotation mark: `“surplus,”needed`."""
    found = [m.start() for m in FUSED_QUOTE.finditer(layout.text)]
    return Edits.of(found, found, " ", "words.fused")


RULES = (links, scripts, drop_capitals, fused)

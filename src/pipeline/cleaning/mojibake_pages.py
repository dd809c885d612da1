"""UTF-8 that was read as a one-byte code page: what it is decoded with once a text has shown which page it was."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

# As ftfy has them: bytes without a letter stand for themselves.
PAGES = ("sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "sloppy-windows-1254", "iso-8859-2")
SURE = 3  # so many spots that leave no doubt show the page


def page_of(fixed: Sequence[tuple[str, str]]) -> str:
    """The code page that explains most of these damaged and mended words, "" where too few are explained."""
    import ftfy.bad_codecs  # noqa: F401  registers the pages

    found: Counter[str] = Counter()
    for (damaged, mended), times in Counter(fixed).items():
        found.update({page: times for page in PAGES if reread(mended, page) == damaged})
    page = max(PAGES, key=lambda page: found[page])
    return page if found[page] >= SURE else ""


def spots(text: str, page: str) -> Iterator[tuple[int, int, str]]:
    """Everything that is one character of UTF-8 read as this page, and that character."""
    for match in _sequences(page).finditer(text):
        try:
            letter = match[0].encode(page).decode("utf-8")
        except UnicodeError:
            continue
        if unicodedata.category(letter)[0] != "C":
            yield match.start(), match.end(), letter


def reread(text: str, page: str) -> str:
    """A text as it looks when its UTF-8 is read as this page."""
    try:
        return text.encode("utf-8").decode(page)
    except UnicodeError:
        return ""


@cache
def _sequences(page: str) -> re.Pattern[str]:
    """Lead letters with as many continuation letters as they call for."""
    letters = [bytes([byte]).decode(page, "replace") for byte in range(256)]
    goes_on, *leads = (
        "[" + "".join(map(re.escape, letters[a:b])) + "]"
        for a, b in ((0x80, 0xC0), (0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5))
    )
    return re.compile("|".join(f"{lead}{goes_on}{{{n}}}" for n, lead in enumerate(leads, 1)))

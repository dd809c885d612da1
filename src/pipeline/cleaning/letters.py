"""Letters: what a text file does to single characters. Looks at raw text, before there are lines.

Each rule looks only at the spots whose characters it has business with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pipeline.cleaning import mojibake_pages
from pipeline.cleaning.characters import LEAD, MOJIBAKE_LEADS, MOJIBAKE_TRAILS, TRAIL, Scan
from pipeline.edits import IntArray
from pipeline.text import Edits, Proposal

ODD_BREAKS = "\r\x0b\x85\u2028\u2029"
CONTROLS = "".join(map(chr, [*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]))
LIGATURES = "".join(map(chr, range(0xFB00, 0xFB07)))
HYPHEN = re.compile("[\u2010\u2011]+")
QUOTES = ("“", "‘", "«", "„", "‹", '"', "'")
LONGEST_WORD = 40  # characters of a damaged word that are read again in one go; read twice they are some 130
LONGEST_CLUSTER = 64  # more marks on one letter are no spelling, and cost the square of their number
MOJIBAKE = re.compile(f"[{MOJIBAKE_LEADS}][{MOJIBAKE_TRAILS}]\\S{{0,{LONGEST_WORD}}}")


def line_ends(scan: Scan) -> Edits:
    """Every kind of line end (`\\r\\n`, `\\r`, U+2028 …) becomes a line feed.

    Leaves form feeds: they are page breaks.
    """
    at = scan.odd_ones(ODD_BREAKS)
    pair = (scan.codes[at] == 13) & (scan.codes[at + 1] == 10)
    return Edits.of(at, at + 1 + pair, "\n", "letters.line_ends")


def controls(scan: Scan) -> Edits:
    """Control characters have no place in prose: removed.

    Leaves tabs, line ends and form feeds to the rules on spacing and pages.
    """
    at = scan.odd_ones(CONTROLS)
    return Edits.of(at, at + 1, "", "letters.controls")


def ligatures(scan: Scan) -> Edits:
    """Presentation forms of Latin ligatures (`ﬁ`, `ﬄ`, `ﬅ`: U+FB00-FB06) become the letters they stand for.

    Leaves `æ`, `œ` and `ĳ`, which are letters of their languages.
    """
    return Edits.propose(
        Proposal(at, at + 1, unicodedata.normalize("NFKC", scan.text[at]), "letters.ligatures")
        for at in scan.odd_ones(LIGATURES).tolist()
    )


def hyphens(scan: Scan) -> Edits:
    """U+2010, U+2011 and the doubled marks of some PDFs (`-\N{HYPHEN}`) become one `-`.

    Leaves two plain hyphens, which are the author's dash, and dashes of every length.
    """
    text, at = scan.text, 0
    rows: list[tuple[int, int]] = []
    for spot in scan.odd_ones("\u2010\u2011").tolist():
        if spot >= at:
            before = spot > at and text[spot - 1] == "-"
            at = HYPHEN.match(text, spot).end()  # type: ignore[union-attr]
            at += not before and text[at : at + 1] == "-"
            rows.append((spot - before, at))
    return Edits.of([s for s, _ in rows], [e for _, e in rows], "-", "letters.hyphens")


def compose(scan: Scan) -> Edits:
    """Letters and their combining marks are composed (NFC, Unicode Standard Annex 15), at most one edit a letter.

    Leaves what NFC has no letter for (`aͤ` of old prints), and letters that are composed already.
    """
    if scan.astral and not unicodedata.is_normalized("NFC", scan.text):
        return Edits.propose(_compositions(scan.text, range(len(scan.text))))
    return Edits.propose(_compositions(scan.text, scan.odd.tolist()))


def _compositions(text: str, spots: Iterator[int] | range | list[int]) -> Iterator[Proposal]:
    at = 0
    for spot in spots:
        if spot < at or text[spot] < "\u00c0":
            continue
        start, at = spot, spot + 1
        while start > 0 and spot - start < LONGEST_CLUSTER and _continues(text[start]):
            start -= 1
        while at < len(text) and at - start <= LONGEST_CLUSTER and _continues(text[at]):
            at += 1
        composed = unicodedata.normalize("NFC", text[start:at])
        if at - start <= LONGEST_CLUSTER and composed != text[start:at]:
            yield Proposal(start, at, composed, "letters.compose")


def _continues(character: str) -> bool:
    """Marks, and the vowels and finals of Hangul syllables, compose with what stands before them."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def mojibake(scan: Scan) -> Edits:
    """UTF-8 that was read as a one-byte code page (`cafÃ©`) is read again, by ftfy, on the damaged word only; once
    several words have shown the page, letters that would say nothing by themselves (`Ä›`) are too.

    Leaves letters that make sense as they stand: `Â la carte`, `Île`, `Ñandú`.
    """
    if not scan.present & LEAD or not scan.present & TRAIL:
        return Edits.none()
    spots = scan.where(LEAD)
    spots = spots[(scan.flags[spots + 1] & TRAIL) > 0]
    words = [*_reread(scan.text, spots)] if len(spots) else []
    page = mojibake_pages.page_of([(scan.text[p.start : p.end], p.after) for p in words])
    if not page:
        return Edits.propose(words)
    letters = (Proposal(*spot, "letters.mojibake") for spot in mojibake_pages.spots(scan.text, page))
    return Edits.gather([Edits.propose(letters), Edits.propose(words)])


def _reread(text: str, spots: IntArray) -> Iterator[Proposal]:
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        remove_terminal_escapes=False,
    )
    read, at = cache(lambda word: ftfy.fix_encoding(word, config)), 0
    for start in spots.tolist():
        spot = MOJIBAKE.match(text, start) if start >= at else None
        if spot:
            at = spot.end()
            fixed = read(spot[0])
            if fixed == spot[0][1:] and text[start - 1 : start] in QUOTES:
                continue  # `“Â”` speaks of a letter
            if fixed != spot[0] and not any(c == "\ufffd" or unicodedata.category(c) == "Cc" for c in fixed):
                yield Proposal(start, at, fixed, "letters.mojibake")


RULES = (line_ends, mojibake, controls, ligatures, hyphens, compose)

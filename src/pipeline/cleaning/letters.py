"""Letters: what a text file does to single characters. Looks at raw text, before there are lines.

Leaves alone whatever an author could have meant: spelling, quotation marks, dashes, joiners inside Arabic or Indic
words, emoji sequences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.text import Edits, Proposal

LINE_END = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
LIGATURE = re.compile("[\ufb00-\ufb06]")
HYPHEN = re.compile("[\u2010\u2011]+")
COMBINING = re.compile("[^\x00-\u02ff]")
# UTF-8 read as a one-byte code page: a lead byte's letter and what continuation bytes look like.
MOJIBAKE = re.compile("[ÂÃÄÅÆÐÑÎÏâРС][\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™°±µ¶·»јЃѓЊЋЏђ’“”•–—™љ›њќћџЎў]\\S*")


def line_ends(text: str) -> Edits:
    """Every kind of line end becomes a line feed; form feeds stay, they are page breaks."""
    found = [m.span() for m in LINE_END.finditer(text)]
    return Edits.of([s for s, _ in found], [e for _, e in found], "\n", "letters.line_ends")


def controls(text: str) -> Edits:
    """Control characters have no place in prose: removed."""
    found = [m.start() for m in CONTROL.finditer(text)]
    return Edits.of(found, [at + 1 for at in found], "", "letters.controls")


def ligatures(text: str) -> Edits:
    """Presentation forms of Latin ligatures (U+FB00-FB06) become what they stand for; `æ` and `œ` are letters."""
    found = LIGATURE.finditer(text) if not text.isascii() else ()
    return Edits.propose(
        Proposal(m.start(), m.end(), unicodedata.normalize("NFKC", m[0]), "letters.ligatures") for m in found
    )


def hyphens(text: str) -> Edits:
    """U+2010, U+2011 and the doubled marks of some PDFs become one `-`; two plain hyphens are the author's dash."""
    found = [m.span() for m in HYPHEN.finditer(text)] if not text.isascii() else []
    spans = [(s - (text[s - 1 : s] == "-"), e + (text[e : e + 1] == "-" != text[s - 1 : s])) for s, e in found]
    return Edits.of([s for s, _ in spans], [e for _, e in spans], "-", "letters.hyphens")


def compose(text: str) -> Edits:
    """Letters and their combining marks are composed (NFC), only where they are not composed already."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return Edits.none()
    return Edits.propose(_compositions(text))


def _compositions(text: str) -> Iterator[Proposal]:
    """Each cluster of a starter and its marks that is not in NFC, at most one edit a cluster."""
    at = 0
    while found := COMBINING.search(text, at):
        start = found.start()
        while start > 0 and unicodedata.combining(text[start]):
            start -= 1
        end = found.end()
        while end < len(text) and _continues(text[end]):
            end += 1
        if start > 0 and found.start() == start and _continues(text[start]):
            start -= 1
        cluster = text[start:end]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            yield Proposal(start, end, composed, "letters.compose")
        at = end


def _continues(character: str) -> bool:
    """Marks, and the vowels and finals of Hangul syllables, compose with what stands before them."""
    return unicodedata.combining(character) > 0 or "\u1160" <= character <= "\u11ff"


def mojibake(text: str) -> Edits:
    """UTF-8 that was read as a one-byte code page is read again, by ftfy, on the damaged word only."""
    spots = list(MOJIBAKE.finditer(text)) if not text.isascii() else []
    return Edits.propose(_reread(spots)) if spots else Edits.none()


def _reread(spots: list[re.Match[str]]) -> Iterator[Proposal]:
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
    for spot in spots:
        fixed = ftfy.fix_encoding(spot[0], config)
        if fixed != spot[0] and "\n" not in fixed and "\ufffd" not in fixed:
            yield Proposal(spot.start(), spot.end(), fixed, "letters.mojibake")


RULES = (line_ends, mojibake, controls, ligatures, hyphens, compose)

"""Addresses that blanks or line ends broke: where they begin, and what tells that a piece goes on with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress

import numpy as np

from pipeline.cleaning.characters import HYPHENS
from pipeline.cleaning.layout import Layout
from pipeline.edits import IntArray

PIECE = re.compile(r"\S*")
# What an address begins with, as far as it was kept together.
ADDRESS = re.compile(r"(?:.*://|.*www\.\w|.*doi\.org/|(?:.*doi:)?10\.\d{4,}/)", re.I)
ENCODED = re.compile(r"(?:[0-9A-Fa-f]{0,2}%[0-9A-Fa-f]|[0-9A-Fa-f]{1,2}(?=%|_|$))")
# An address that ends so has more to come; one that a piece follows that begins so has, too.
OPEN, GOES_ON = re.compile(r"[/\-_.=?&%#~+]$"), re.compile(r"[/?&=#%_~][\w%]")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# Signs of an address inside a piece; a number or a date has none of its own.
SIGNS, PLAIN = re.compile(r"[/%=_&?#~]|\d|\w{2}\.\w{2}"), re.compile(r"[\d.,/:–-]+$|(?:\w+/)?\w+$|\w+-\w+$")
HAS_DIGIT = re.compile(r"[^\W\d_]\w*\d|\d\w*[^\W\d_]|\d{5}")
CLOSING = ".,;:)]}>\"'”’»"
LONGEST = 3000  # no address is longer


def goes_on(address: str, piece: str) -> bool:
    """The piece, which stands behind a blank or line end, is more of the address."""
    bare = piece.rstrip(CLOSING)
    if not bare or "://" in piece or piece.startswith("www."):
        return False
    if address.endswith("://"):
        return HOST.match(bare) is not None
    if "%" in address and ENCODED.match(piece):
        return True
    if GOES_ON.match(bare):
        return True
    if re.search(r"10\.\d{4,}/$", address):
        return any(c.isdigit() for c in bare)
    signs = len(SIGNS.findall(bare)) if not PLAIN.match(bare) or HAS_DIGIT.search(bare) else 0
    return signs > 0 if OPEN.search(address) else signs > 1 and "/" in bare.strip("/") and "/" in address[8:]


def inside(text: str) -> Iterator[int]:
    """The blanks inside addresses, on their lines."""
    done = 0
    for slash, at in _pieces(text):
        address = text[_start(text, slash) : at] if at > done and text[at : at + 1] == " " else ""
        while address and text[at : at + 1] == " " and len(address) < LONGEST and ADDRESS.match(address):
            end = _end(text, at + 1)
            if not goes_on(address, text[at + 1 : end]):
                break
            yield at
            address, at = address + text[at + 1 : end], end
        done = max(at, done)


def over_ends(layout: Layout, before: IntArray, after: IntArray) -> list[int]:
    """The seams between two lines that an address goes on over."""
    found: list[int] = []
    text, ends, done = layout.text, layout.ends[before], 0
    pieces = [*_pieces(text)]
    stops = np.array([end for _, end in pieces], np.int64)
    for slash, at in compress(pieces, np.append(ends, -1)[np.searchsorted(ends, stops)] == stops):
        seam, address = int(np.searchsorted(ends, at)), text[_start(text, slash) : at]
        while at > done and seam < len(ends) and ends.item(seam) == at and len(address) < LONGEST:
            following = layout.starts.item(after.item(seam))
            at = done = _end(text, following)
            if not ADDRESS.match(address) or not goes_on(address, text[following:at]):
                break
            if address[-1] not in HYPHENS:  # those are the business of the rules on hyphens
                found.append(seam)
            address, seam = address + text[following:at], int(np.searchsorted(ends, at))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The first slash and where ends each piece that has one, as addresses have."""
    at = text.find("/")
    while at >= 0:
        end = _end(text, at)
        yield at, end
        at = text.find("/", end)


def _start(text: str, slash: int) -> int:
    """Where the piece with this slash begins."""
    before = text[max(0, slash - LONGEST) : slash]
    return slash - len(before.rsplit(None, 1)[-1]) if before and not before[-1].isspace() else slash


def _end(text: str, start: int) -> int:
    """Where the next white space is."""
    return PIECE.match(text, start).end()  # type: ignore[union-attr]

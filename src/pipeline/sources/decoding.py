"""Bytes → text → the same bytes, for every byte string.

Nothing is thrown away: a byte that the encoding has no letter for becomes U+FFFD in the text and is kept
beside it. Line ends stay as they are. The text never holds lone surrogates, which JSON and databases refuse.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.document import Undecodable

LAST_RESORT = "latin-1"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SURROGATE = re.compile("[\ud800-\udfff]")

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)


class Decoded(NamedTuple):
    """A text and what is needed beside it to have its bytes back. `undecodable` is sorted by offset."""

    text: str
    encoding: str
    bom: bool
    undecodable: tuple[Undecodable, ...]


def decode(data: bytes) -> Decoded:
    """The text of `data` in the encoding that its byte order mark, zero bytes or letters give evidence of.

    Depends on nothing but `data`, and `encode(*decode(data)) == data` always.
    """
    for encoding, bom in _candidates(data):
        decoded = _decoded(data, encoding, bom)
        if decoded and encode(*decoded) == data:
            return decoded
    return Decoded(data.decode(LAST_RESORT), LAST_RESORT, False, ())


def encode(raw: str, encoding: str, bom: bool = False, undecodable: Sequence[Undecodable] = ()) -> bytes:
    """The bytes that `decode` made this text from.

    Raises ValueError where no bytes give this text: an unknown encoding, a letter that it lacks, or no U+FFFD
    where an undecodable byte should stand.
    """
    pieces = [_mark(encoding)] if bom else []
    done = 0
    try:
        for each in undecodable:
            if raw[each.offset : each.offset + 1] != _REPLACEMENT or each.offset < done:
                raise ValueError(f"no U+FFFD at {each.offset}, where undecodable bytes {each.hex} should stand")
            pieces += [raw[done : each.offset].encode(encoding), bytes.fromhex(each.hex)]
            done = each.offset + 1
        return b"".join([*pieces, raw[done:].encode(encoding)])
    except LookupError as error:
        raise ValueError(str(error)) from error


def _mark(encoding: str) -> bytes:
    for name, mark in _MARKS:
        if name == encoding:
            return mark
    raise ValueError(f"{encoding} has no byte order mark")


def _candidates(data: bytes) -> Iterator[tuple[str, bool]]:
    """Encodings by falling strength of their evidence, and whether a byte order mark is it."""
    yield from ((encoding, True) for encoding, mark in _MARKS if data.startswith(mark))
    if b"\0" in data and (wide := _wide(data)):
        yield wide, False
    yield "utf-8", False
    from pipeline.sources import codepages  # loads word lists

    if page := codepages.guess(data):
        yield page, False


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: zero bytes at even or at odd places only, and hardly anything but the numbers of
    alphabets beside them. These are control characters, if read as single bytes: text has few, fields of ASCII
    with zero bytes between them have none. (Chinese has no such evidence.)
    """
    even, odd = data[0::2], data[1::2]
    encoding, high, low = ("utf-16-le", odd, even) if odd.count(0) > even.count(0) else ("utf-16-be", even, odd)
    zeros, controls = high.count(0), len(high) - len(high.translate(None, bytes(range(32))))
    evident = controls * 10 >= len(high) * 9 and zeros * 50 >= len(high) and zeros >= 4 * low.count(0)
    return encoding if evident else None


def _decoded(data: bytes, encoding: str, bom: bool) -> Decoded | None:
    """`data` in this encoding, each bad byte (of UTF-16: each bad unit) set apart; None where that fails."""
    body = data[len(_mark(encoding)) :] if bom else data
    wide = encoding.startswith("utf-16")
    odd = body[len(body) & ~1 :] if wide else b""
    handler = "surrogatepass" if wide else "surrogateescape"
    try:
        text = body[: len(body) - len(odd)].decode(encoding, handler)
    except UnicodeError:
        return None
    raw, damage = _SURROGATE.subn(_REPLACEMENT, text)
    if damage and not _credible(raw, damage, encoding, bom):
        return None
    bad = [Undecodable(m.start(), m[0].encode(encoding, handler).hex()) for m in _SURROGATE.finditer(text)]
    if odd:
        bad.append(Undecodable(len(raw), odd.hex()))
        raw += _REPLACEMENT
    return Decoded(raw, encoding, bom, tuple(bad))


def _credible(raw: str, damage: int, encoding: str, bom: bool) -> bool:
    """Whether the damage is small against what could be read."""
    if bom or encoding != "utf-8":
        return damage * 2 <= len(raw)
    # Text of a code page is valid UTF-8 by accident only: a few sequences among many bad bytes.
    return damage * 2 <= len(raw) - len(raw.encode("ascii", "ignore"))

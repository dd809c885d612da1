"""Zip packages that no program would write, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from documents import pandoc

CONTAINER = "META-INF/container.xml"
DOCUMENT = "word/document.xml"
WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOMB = b"<!DOCTYPE w:document [<!ENTITY a0 'ha'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
ELSEWHERE = b"<!DOCTYPE w:document [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def package(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(kind: str, members: Mapping[str, bytes | None]) -> bytes:
    """A sound docx or epub with members in place of its own, or without them."""
    with zipfile.ZipFile(io.BytesIO(pandoc(kind))) as archive:
        own: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    return package({name: data for name, data in (own | dict(members)).items() if data is not None})


def body(text: bytes, head: bytes = b"") -> bytes:
    """The main part of a Word document of one paragraph."""
    page = b"<?xml version='1.0'?>%s<w:document %s><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
    return page % (head, WORD, text)


def chapters(head: bytes, text: bytes) -> dict[str, bytes | None]:
    """Members of an epub in place of its first chapter's."""
    page = b"<?xml version='1.0'?>%s<html xmlns='http://www.w3.org/1999/xhtml'><body><p>%s</p></body></html>"
    return {"EPUB/text/ch001.xhtml": page % (head, text)}


def flagged(data: bytes, offset: int, value: int) -> bytes:
    """Every member's header with two bytes changed, counted from where its flags stand."""
    out = bytearray(data)
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = out.find(mark)
        while at >= 0:
            struct.pack_into("<H", out, at + flags + offset, value)
            at = out.find(mark, at + 4)
    return bytes(out)


def understated(size: int) -> bytes:
    """A document that says it unpacks to ten bytes, and unpacks to `size`."""
    honest = package({DOCUMENT: bytes(size)})
    crc = struct.pack("<L", zlib.crc32(bytes(size)))
    return honest.replace(struct.pack("<L", size), struct.pack("<L", 10)).replace(
        crc, struct.pack("<L", zlib.crc32(bytes(10)))
    )


def overlapping(times: int) -> bytes:
    """One packed megabyte that many members say is theirs."""
    honest = package({DOCUMENT: bytes(1_000_000)})
    start, end = honest.index(b"PK\1\2"), honest.index(b"PK\5\6")
    entry = honest[start:end]
    tail = bytearray(honest[end:])
    struct.pack_into("<HHL", tail, 8, times, times, len(entry) * times)
    return honest[:start] + entry * times + bytes(tail)

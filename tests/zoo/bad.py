"""What is no document, whatever its name says: how it is made, and what the quarantine has to say of it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import socket
import tarfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from documents import pandoc, pdf

from zoo.packages import (
    BOMB,
    CONTAINER,
    DOCUMENT,
    ELSEWHERE,
    body,
    changed,
    chapters,
    flagged,
    overlapping,
    package,
    understated,
)  # fmt: skip

NOISE = random.Random(1).randbytes(5000)
LOCKED = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + NOISE
KINDLE = b"A book".ljust(60, b"\0") + b"BOOKMOBI" + NOISE
PROGRAM = b"MZ".ljust(60, b"\0") + b"\x80\0\0\0".ljust(68, b"\0") + b"PE\0\0" + NOISE
HUGE = 300_000_000  # above limits.max_bytes


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


def stream_pdf(content: bytes, packed: bytes) -> bytes:
    """A PDF whose page has this content, packed twice as often as need be."""
    plain = pdf("text")
    start, end = plain.index(b"<</Length"), plain.index(b"\nendstream")
    return (
        plain[:start]
        + b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s" % (len(packed), packed)
        + plain[end:]
    )


def pdf_bomb() -> bytes:
    return stream_pdf(b"", zlib.compress(zlib.compress(b"(a) Tj " * 20_000_000, 9), 9))


# Bytes, by the name of their file.
CONTENTS: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    # Called something else.
    "pdf.txt": (pdf("text"), "called text/plain, but its bytes are those of a PDF"),
    "pdf.html": (pdf("a page"), "bytes are those of a PDF"),
    "pdf.docx": (pdf("a letter"), "bytes are those of a PDF"),
    "docx.txt": (lambda: pandoc("docx", "One more."), "bytes are those of a zip file"),
    "docx.md": (lambda: pandoc("docx", "And one more."), "bytes are those of a zip file"),
    "empty-zip.txt": (package({}) + b"\n", "bytes are those of a zip file"),
    "old-word.txt": (OLD_WORD, "an old or password-protected Office document"),
    "locked-word.docx": (OLD_WORD + b"\0", "an old or password-protected Office document"),
    "rtf.txt": (rb"{\rtf1\ansi\deff0 hello}", "those of RTF"),
    "rtf.docx": (rb"{\rtf1 hello}", "those of RTF"),
    "gzip.txt": (gzip.compress(b"text"), "a packed archive (gzip)"),
    "bzip2.txt": (bz2.compress(b"text"), "a packed archive (bzip2)"),
    "xz.txt": (lzma.compress(b"text"), "a packed archive (xz)"),
    "zstd.txt": (b"\x28\xb5\x2f\xfd\x04\x00" + NOISE, "a packed archive (zstd)"),
    "7z.md": (b"7z\xbc\xaf\x27\x1c\0\4" + NOISE, "a packed archive (7-Zip)"),
    "rar.html": (b"Rar!\x1a\x07\x01\0" + NOISE, "a packed archive (RAR)"),
    "tar.txt": (tarred(), "a packed archive (tar)"),
    "png.txt": (PNG, "a picture (PNG)"),
    "png.docx": (PNG + b"\0", "a picture (PNG)"),
    "jpeg.pdf": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + NOISE, "a picture (JPEG)"),
    "gif.html": (b"GIF89a\x01\0\x01\0\x80\0\0" + NOISE, "a picture (GIF)"),
    "tiff.txt": (b"II*\0\x08\0\0\0" + NOISE, "a picture (TIFF)"),
    "bmp.txt": (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0" + NOISE, "a picture (BMP)"),
    "webp.txt": (b"RIFF\x24\0\0\0WEBPVP8 " + NOISE, "a picture (WebP)"),
    "djvu.pdf": (b"AT&TFORM\0\0\1\0DJVU" + NOISE, "a DjVu scan"),
    "wav.txt": (b"RIFF\x24\0\0\0WAVEfmt " + NOISE, "sound or film"),
    "mp3.txt": (b"ID3\x04\0\0" + NOISE, "sound or film"),
    "mp4.txt": (b"\0\0\0\x20ftypisom" + NOISE, "sound or film"),
    "elf.txt": (b"\x7fELF\x02\x01\x01" + NOISE, "a program (ELF)"),
    "exe.txt": (PROGRAM, "a program (Windows)"),
    "sqlite.txt": (b"SQLite format 3\0" + NOISE, "an SQLite database"),
    "parquet.txt": (b"PAR1\x15\x04" + NOISE, "a Parquet table"),
    "kindle.epub": (KINDLE, "a Kindle book"),
    "font.txt": (b"wOF2\0\1\0\0" + NOISE, "a font"),
    "html.pdf": (b"<html><p>hello</p></html>", "called application/pdf, but it is plain text"),
    "text.docx": (b"hello", "but it is plain text"),
    "text.epub": ("Голод в степи".encode(), "called application/epub+zip, but it is plain text"),
    "epub.docx": (lambda: pandoc("epub", "Another."), "an epub, no Word document"),
    "docx.epub": (lambda: pandoc("docx", "Another."), "a Word document, no epub"),
    "excel.docx": (package({"xl/workbook.xml": b"<x/>"}), "an Excel workbook, no Word document"),
    "slides.docx": (package({"ppt/presentation.xml": b"<x/>"}), "a PowerPoint presentation, no Word document"),
    "odt.docx": (package({"content.xml": b"<x/>", "styles.xml": b"<x/>"}), "an OpenDocument file, no Word document"),
    "jar.epub": (package({"META-INF/MANIFEST.MF": b"x"}), "damaged: there is no META-INF/container.xml in it"),
    "archive.docx": (package({"a.docx": pandoc("docx")}), "a packed archive of documents, no Word document"),
    # Damaged, locked, empty.
    "nothing.docx": (package({}), "damaged: there is no word/document.xml in it"),
    "blank.pdf": (b" ", "damaged: PDFium"),
    "noise.epub": (NOISE, "damaged: File is not a zip file"),
    "half.docx": (lambda: pandoc("docx")[:4000], "damaged: File is not a zip file"),
    "half.pdf": (pdf("text")[:-300], "damaged: PDFium"),
    "flipped.docx": (lambda: flipped(pandoc("docx")), "damaged: "),
    "no-pages.pdf": (pdf(), "damaged: PDFium"),
    "pictures.pdf": (pdf("", ""), "no text on any of its 2 pages"),
    "locked.pdf": (pdf("text", trailer=LOCKED), "protected by a password"),
    "locked.docx": (lambda: flagged(pandoc("docx"), 0, 1), "protected: "),
    "odd-packing.docx": (lambda: flagged(pandoc("docx"), 2, 99), "damaged: That compression method is not supported"),
    "sold.epub": (lambda: changed("epub", {"META-INF/rights.xml": b""}), "locked by its seller"),
    "no-xml.docx": (lambda: changed("docx", {DOCUMENT: b"<w:oops"}), "pandoc cannot read it: "),
    "no-bytes.docx": (lambda: changed("docx", {DOCUMENT: b""}), "pandoc cannot read it: "),
    "bare.docx": (package({DOCUMENT: body(b"hello")}), "pandoc cannot read it: "),
    "no-book.epub": (package({CONTAINER: b"<container/>"}), "pandoc cannot read it: "),
    "no-chapters.epub": (lambda: changed("epub", {"EPUB/content.opf": None}), "pandoc cannot read it: "),
    # Bombs and traps.
    "bomb.docx": (partial(package, {DOCUMENT: bytes(HUGE)}), "unpacks to 300,000,000 bytes, limits.max_bytes is"),
    "bomb.epub": (partial(package, {CONTAINER: bytes(HUGE)}), "unpacks to 300,000,000 bytes, limits.max_bytes is"),
    "understated.docx": (partial(understated, 3_000_000), "pandoc cannot read it: "),
    "overlapping.docx": (partial(overlapping, 1000), "unpacks to 1,000,000,000 bytes"),
    "entities.docx": (
        lambda: changed("docx", {DOCUMENT: body(b"&a9;", BOMB)}),
        "word/document.xml defines entities that grow",
    ),
    "entities.epub": (
        lambda: changed("epub", chapters(BOMB.replace(b"w:document", b"html"), b"&a9;")),
        "ch001.xhtml defines entities that grow",
    ),
    "file-entity.docx": (
        lambda: changed("docx", {DOCUMENT: body(b"&x;", ELSEWHERE)}),
        "entities that grow or stand for other files",
    ),
    "climbing.docx": (lambda: changed("docx", {"../../../evil.txt": b"x"}), "leads out of it: '../../../evil.txt'"),
    "rooted.epub": (lambda: changed("epub", {"/etc/passwd": b"x"}), "leads out of it: '/etc/passwd'"),
    "escape.docx": (lambda: changed("docx", {"word/\x1b[31m.xml": b"x"}), r"control characters: 'word/\x1b[31m.xml'"),
    "bomb.pdf": (pdf_bomb, "no text on any of its 1 pages"),
    "deep.html": (b"<div>" * 5000 + b"hello", "Excessive depth in document"),
    "slow.html": (
        b"<p>The herds of the steppe were counted in the winter.</p>" * 60_000,
        "limits.seconds_per_document",
    ),
    "deep.md": (b"> " * 3000 + b"hello", "unstructured cannot read it"),
}


def flipped(data: bytes) -> bytes:
    """A package with one byte of its contents changed."""
    at = data.index(b"word/document.xml") + 300
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)  # the path of a socket may have a hundred bytes
        try:
            server.bind(path.name)
        finally:
            os.chdir(here)


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def beside(path: Path, sidecar: bytes) -> None:
    path.write_bytes(b"A short text.\n" + path.name.encode())
    path.with_suffix(".meta.toml").write_bytes(sidecar)


# What is no matter of bytes, by name.
FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "pipe.txt": (os.mkfifo, "not a regular file"),
    "socket.txt": (listening, "not a regular file"),
    "device.txt": (lambda path: path.symlink_to("/dev/zero"), "a link that leads out of the folder, to '/dev/zero'"),
    "out.txt": (lambda path: path.symlink_to("/etc/hostname"), "a link that leads out of the folder"),
    "up.txt": (lambda path: path.symlink_to("../../pipeline.toml"), "a link that leads out of the folder"),
    "nowhere.txt": (lambda path: path.symlink_to("gone.txt"), "a link to 'gone.txt', which is not there"),
    "loop.txt": (lambda path: path.symlink_to("loop.txt"), "a link"),
    "huge.txt": (partial(sparse, size=HUGE), "larger than limits.max_bytes"),
    "hungry.txt": (partial(sparse, size=190_000_000), "it needs more memory than limits.memory_per_document"),
    "broken-sidecar.txt": (partial(beside, sidecar=b"year = \n"), "cannot be read as TOML"),
    "latin-sidecar.txt": (partial(beside, sidecar=b'author = "Andr\xe9"\n'), "cannot be read as UTF-8"),
    "odd-key.txt": (partial(beside, sidecar=b"jahr = 1932\n"), "unknown key jahr"),
    "odd-year.txt": (partial(beside, sidecar=b"year = '1932'\n"), "it has to be a whole number"),
    "far-year.txt": (partial(beside, sidecar=b"year = 19322\n"), "year"),
}

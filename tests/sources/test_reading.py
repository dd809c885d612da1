"""What may be read and what is refused, for what reason and with what advice."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from documents import packed, pandoc, pdf

from pipeline.config import Config
from pipeline.document import Metadata
from pipeline.errors import ConfigError, UnreadableError
from pipeline.sections import Limits
from pipeline.sources import Source, discover, encode, read, read_bytes
from pipeline.sources.shapes import DOCX, EPUB, HTML, MARKDOWN, MEDIA_TYPES, PDF, TEXT

NOISE = random.Random(1).randbytes(5000)
LOCKED = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def source(root: Path, name: str, data: bytes = b"") -> Source:
    (root / name).write_bytes(data)
    return discover([root / name], Config(root))[0]


def damaged(data: bytes) -> bytes:
    """A package with one byte of its contents changed."""
    at = data.index(b"word/document.xml") + 300
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


@pytest.mark.parametrize("data", [b"", NOISE, b"%PDF-1.4", pandoc("docx"), OLD_WORD, b"\0" * 99])
def test_everything_is_plain_text_to_who_says_so(data: bytes) -> None:
    found = read_bytes(data, "a.txt")
    assert encode(found.raw, found.encoding or "", found.bom, found.undecodable) == data
    assert (found.source, found.media_type, found.data) == ("a.txt", TEXT, data)


def test_a_files_name_may_lie(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"a\.txt: called text/plain, but its bytes are those of a zip file"):
        read(source(tmp_path, "a.txt", pandoc("docx")), Config(tmp_path))
    for data in (b"%PDF-1.4 is how a PDF begins.", b"{\\it}", b"PK", b"Rar!", b"BZh1", b"MZ", b"GIF89a, so", NOISE):
        assert read(source(tmp_path, "a.txt", data), Config(tmp_path)).data == data


@pytest.mark.parametrize("media_type", [TEXT, MARKDOWN, HTML])
def test_nothing_in_nothing_out(media_type: str) -> None:
    found = read_bytes(b"", "x", media_type)
    assert (found.raw, found.hints) == ("", ())


@pytest.mark.parametrize(
    ("data", "media_type", "words"),
    [
        (
            b"<html><p>hello</p></html>",
            PDF,
            "called application/pdf, but it is plain text; give the file its right ending, or get it anew",
        ),
        (b"", PDF, "damaged: PDFium"),
        (pdf("text")[:-300], PDF, "damaged: PDFium"),
        (pdf("text", trailer=LOCKED), PDF, "protected by a password, or damaged; save it without its password"),
        (pdf("", ""), PDF, "no text on any of its 2 pages, only pictures; run OCR on it first"),
        (b"", DOCX, "damaged: File is not a zip file; get the file anew"),
        (NOISE, EPUB, "damaged: File is not a zip file"),
        (pandoc("docx")[:4000], DOCX, "damaged: File is not a zip file"),
        (damaged(pandoc("docx")), DOCX, "damaged: "),
        (pandoc("epub"), DOCX, "an epub, no Word document; give the file its right ending"),
        (pandoc("docx"), EPUB, "a Word document, no epub"),
        (packed(word__document=b"", **{"word/document.xml": b"<w:oops"}), DOCX, "pandoc cannot read it: "),
        (packed(**{"META-INF/container.xml": b"x", "META-INF/rights.xml": b""}), EPUB, "locked by its seller"),
        (pdf("text"), HTML, "called text/html, but its bytes are those of a PDF; give the file its right ending"),
        (pandoc("docx"), MARKDOWN, "those of a zip file, as docx and epub are"),
        (pdf("text"), DOCX, "those of a PDF"),
        (OLD_WORD, DOCX, "those of an old or password-protected Office document"),
        (b"{\\rtf1 hello}", DOCX, "those of RTF"),
        (b"GIF89a", "image/gif", "no reader for image/gif; known are text/plain, text/markdown"),
    ],
)
def test_what_cannot_be_read(data: bytes, media_type: str, words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "x.bin", media_type)
    assert f"x.bin: {words}" in str(caught.value) or words in str(caught.value), str(caught.value)


def test_a_damaged_pdf_has_the_same_reason_whatever_was_read_before() -> None:
    """PDFium's last error is that of the document before."""
    reasons = []
    for data in (pdf("text", trailer=LOCKED), pdf(), b"%PDF-", pdf()):
        with pytest.raises(UnreadableError) as caught:
            read_bytes(data, "x", PDF)
        reasons.append(caught.value.reason)
    assert reasons[1:] == ["damaged: PDFium cannot open it"] * 3


@pytest.mark.parametrize("kind", ["docx", "epub"])
def test_a_package_that_unpacks_to_too_much_is_not_unpacked(kind: str) -> None:
    bomb = packed(**{"word/document.xml": bytes(3_000_000), "META-INF/container.xml": b""})
    assert len(bomb) < 10_000
    with pytest.raises(UnreadableError, match=r"unpacks to 3,000,000 bytes, limits.max_bytes is 2,000,000; raise"):
        read_bytes(bomb, "x", MEDIA_TYPES[f".{kind}"], max_bytes=2_000_000)


def test_pages_of_a_pdf_are_divided_by_form_feeds() -> None:
    data = pdf("The eco-\nnomic plan of 1932–3 café.\nNext line", "", "Page three")
    found = read_bytes(data, "x", PDF)
    assert found.raw == "The eco-\nnomic plan of 1932–3 café.\nNext line\f\fPage three"
    assert (found.data, found.encoding, found.hints) == (data, None, ())


def test_a_document_that_is_too_large(tmp_path: Path) -> None:
    config = Config(tmp_path, limits=Limits(max_bytes=4))
    assert read(source(tmp_path, "a.txt", b"text"), config).raw == "text"
    with pytest.raises(UnreadableError, match=r"a\.txt: larger than limits\.max_bytes, 4 bytes; raise that limit"):
        read(source(tmp_path, "a.txt", b"texts"), config)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    locked = source(tmp_path, "a.txt", b"text")
    locked.path.chmod(0)
    with pytest.raises(UnreadableError, match=r"a\.txt: cannot be opened: Permission denied; make the file readable"):
        read(locked, Config(tmp_path))


def test_a_file_that_went_away(tmp_path: Path) -> None:
    gone = source(tmp_path, "a.txt", b"text")
    gone.path.unlink()
    with pytest.raises(UnreadableError, match=r"a\.txt: cannot be opened: No such file"):
        read(gone, Config(tmp_path))


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    pipe = discover([tmp_path / "a.txt"], Config(tmp_path))[0]
    with pytest.raises(UnreadableError, match=r"a\.txt: not a regular file; give a file"):
        read(pipe, Config(tmp_path))


def test_metadata_come_with_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.meta.toml").write_text("year = 1999", "utf-8")
    assert read(source(tmp_path, "a.txt"), Config(tmp_path)).metadata == Metadata(year=1999)
    (tmp_path / "a.meta.toml").write_text("jahr = 1999", "utf-8")
    with pytest.raises(ConfigError, match="unknown key jahr"):
        read(source(tmp_path, "a.txt"), Config(tmp_path))


def test_extractions_say_what_made_them() -> None:
    assert read_bytes(b"", "x").extractor.startswith("sources 3, ")
    assert "pypdfium2 " in read_bytes(pdf("a b"), "x", PDF).extractor

"""Bytes → text → the same bytes, for every byte string; and the right letters where there is evidence."""

from __future__ import annotations

import codecs
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.document import Undecodable
from pipeline.sources import Decoded, decode, encode
from pipeline.sources.codepages import PAGES
from pipeline.sources.decoding import _decoded

SAMPLES = tomllib.loads(Path(__file__).with_name("codepages.toml").read_text("utf-8"))["sample"]
CASES = [(sample["text"], page) for sample in SAMPLES for page in sample["pages"]]
MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
ENCODINGS = [*MARKED, *PAGES, "gb18030", "shift_jis", "utf-7", "cp037", "latin-1"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Text in some encoding, with or without a mark, with bytes put in, taken out or changed."""
    encoding = draw(st.sampled_from(ENCODINGS))
    text = draw(st.sampled_from([text for text, _ in CASES]) | st.text())
    data = bytearray(draw(st.sampled_from([b"", *MARKED.values()])) + text.encode(encoding, "ignore"))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data)


@settings(max_examples=300)
@given(st.binary(max_size=300) | damaged())
@example(b"\xff\xfe\x00\x00")
@example(b"\xff\xfe\x00\xd8")
@example(b"\x00\x00\xfe\xff\x00\x11\x00\x00")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example("\N{REPLACEMENT CHARACTER}".encode() * 3 + b"\xff")
@example(bytes(range(256)) * 2)
@example(b"+2AA-")
def test_every_byte_string_comes_back(data: bytes) -> None:
    decoded = decode(data)
    assert encode(*decoded) == data
    decoded.text.encode("utf-8")  # no lone surrogates
    assert all(decoded.text[each.offset] == "\N{REPLACEMENT CHARACTER}" for each in decoded.undecodable)
    assert decode(data) == decoded


@pytest.mark.parametrize("page", PAGES)
def test_every_byte_of_every_code_page_comes_back(page: str) -> None:
    decoded = _decoded(b"text " * 99 + bytes(range(256)), page, False)
    assert decoded is not None
    assert encode(*decoded) == b"text " * 99 + bytes(range(256))


@given(st.text())
def test_utf8_is_read_as_it_is(text: str) -> None:
    """But for what has a mark of its own, or zero bytes as UTF-16 has them."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    assert decode(text.encode()) == Decoded(text, "utf-8", False, ())


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"", Decoded("", "utf-8", False, ())),
        (b"a\r\nb\rc\n\x0c\x1d", Decoded("a\r\nb\rc\n\x0c\x1d", "utf-8", False, ())),
        (b"\xef\xbb\xbfa", Decoded("a", "utf-8", True, ())),
        ("\ufeffсело".encode("utf-16-le"), Decoded("село", "utf-16-le", True, ())),
        ("\ufeffсело".encode("utf-32-be"), Decoded("село", "utf-32-be", True, ())),
        ("A village.".encode("utf-16-le"), Decoded("A village.", "utf-16-le", False, ())),
        ("Село, где был голод.".encode("utf-16-be"), Decoded("Село, где был голод.", "utf-16-be", False, ())),
        (b"name\0place\0year\0", Decoded("name\0place\0year\0", "utf-8", False, ())),
        (
            "село".encode() + b"\xff" + "село".encode()[:-1],
            Decoded("село\ufffdсел\ufffd", "utf-8", False, (Undecodable(4, "ff"), Undecodable(8, "d0"))),
        ),
        (
            "\ufeffab".encode("utf-16-le") + b"\x00\xd8" + "cd".encode("utf-16-le") + b"e",
            Decoded("ab\ufffdcd\ufffd", "utf-16-le", True, (Undecodable(2, "00d8"), Undecodable(5, "65"))),
        ),
        # a byte that the page does not have
        (
            "“Für die große Bevölkerung”".encode("cp1252") + b" \x81",
            Decoded("“Für die große Bevölkerung” \ufffd", "cp1252", False, (Undecodable(28, "81"),)),
        ),
        (b"caf\xe9", Decoded("café", "cp1252", False, ())),
    ],
)
def test_how_bytes_are_read(data: bytes, decoded: Decoded) -> None:
    assert decode(data) == decoded


@pytest.mark.parametrize(("text", "page"), CASES)
def test_code_pages_are_told_by_their_words(text: str, page: str) -> None:
    data = text.encode(page, "ignore")
    assert decode(data).text == data.decode(page)


@pytest.mark.parametrize(("text", "page"), [case for case in CASES if case[1] != "cp850"][:-3])
def test_a_few_such_words_in_a_long_english_text_are_enough(text: str, page: str) -> None:
    data = b"The plan of 1932 was not fulfilled anywhere. " * 500 + text.encode(page, "ignore")[:60]
    assert decode(data).text == data.decode(page)


def test_bytes_without_any_evidence_are_latin_1() -> None:
    data = bytes(range(128, 256)) * 3
    assert decode(data)[1:] == ("latin-1", False, ())


@pytest.mark.parametrize(
    "arguments",
    [
        ("a", "no-such-encoding"),
        ("a", "zlib"),
        ("я", "cp1252"),
        ("a", "cp1252", True),
        ("ab", "utf-8", False, (Undecodable(1, "ff"),)),
        ("\ufffd", "utf-8", False, (Undecodable(0, "xx"),)),
        ("\ufffd\ufffd", "utf-8", False, (Undecodable(1, "ff"), Undecodable(0, "ff"))),
    ],
)
def test_what_no_bytes_give_is_refused(arguments: tuple[str, str, bool, tuple[Undecodable, ...]]) -> None:
    with pytest.raises(ValueError, match=r"."):
        encode(*arguments)


def test_plain_utf8_needs_none_of_the_slow_imports() -> None:
    code = (
        "import sys, pipeline.sources as s; s.read_bytes('село'.encode() + b'\\xff', 'x');"
        "slow = {'unstructured', 'pypdfium2', 'charset_normalizer', 'wordfreq', 'lxml', 'spacy', 'pandas'};"
        "sys.exit(', '.join(slow & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

"""Files that look strange and can be read: none of them may end in quarantine. How they are made, and words of each."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from documents import pandoc, pdf

from zoo.packages import DOCUMENT, body, changed, package

SAID = "The herds were counted in the café, and Голод was the word for it."
PLAIN = "The herds were counted in the winter, and counted again in the spring."
PROSE = f"{PLAIN}\n\nNobody knew where the grain had gone, and nobody who knew would say so.\n"

# Bytes by the name of their file, and words that the clean text has (none: it is no text, and is kept as it is).
CONTENTS: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty.txt": (b"", ""),
    "empty.md": (b"", ""),
    "empty.html": (b"", ""),
    "empty.pdf": (b"", ""),  # one document with four names, three of which tell the truth
    "copy.txt": (pdf("What a copy says."), "What a copy says"),
    "its-original.pdf": (pdf("What a copy says."), "What a copy says"),
    "blanks.txt": (b" \t \n" * 2000, ""),
    "feeds.txt": (b"\f\n\r\f" * 100, ""),
    "one-letter.txt": (b"a", "a"),
    "no-line-end.txt": (PLAIN.encode(), PLAIN),
    "bom.txt": (codecs.BOM_UTF8 + SAID.encode(), SAID),
    "only-bom.txt": (codecs.BOM_UTF8, ""),
    "utf-16.txt": (SAID.encode("utf-16"), SAID),
    "utf-16-be.txt": (codecs.BOM_UTF16_BE + SAID.encode("utf-16-be"), SAID),
    "utf-16-bare.txt": (PLAIN.encode("utf-16-le"), PLAIN),
    "utf-32.txt": (SAID.encode("utf-32"), SAID),
    "odd-utf-16.txt": (PLAIN.encode("utf-16") + b"x", PLAIN),
    "latin-1.txt": (b"The caf\xe9 of the se\xf1or was fran\xe7ais.", "café of the señor"),
    "cp1251.txt": ("Голод в Казахстане был страшный, и скот считали зимой.".encode("cp1251"), "Голод в Казахстане"),
    "koi8.txt": ("Голод в Казахстане был страшный, и скот считали зимой.".encode("koi8-r"), "Голод в Казахстане"),
    "cut-utf-8.txt": (SAID.encode()[:-1] + "ё".encode()[:1], "The herds were counted"),
    "surrogates.txt": (b"One \xed\xa0\x80 two.", "two"),
    "overlong.txt": (b"One \xc0\xaf two.", "two"),
    "crlf.txt": (PROSE.replace("\n", "\r\n").encode(), PLAIN),
    "cr.txt": (PROSE.replace("\n", "\r").encode(), PLAIN),
    "mixed-ends.txt": (f"{PLAIN}\r\n\n\r{PLAIN}\u2028\x85{PLAIN}\v{PLAIN}".encode(), PLAIN),
    "nuls.txt": (b"\0".join(bytes([byte]) for byte in PLAIN.encode()), ""),
    "only-nuls.txt": (bytes(5000), ""),
    "controls.txt": (bytes(range(32)) + PLAIN.encode() + b"\x7f\x1b[31m", "herds were counted"),
    "noise.txt": (random.Random(2).randbytes(5000), ""),
    "noncharacters.txt": (f"\ufdd0\uffff{PLAIN}\ufffe\U0010ffff".encode(), "herds were counted"),
    "private.txt": (f"\ue000\uf8ff {PLAIN}".encode(), PLAIN),
    "marks.txt": (("a" + "\N{COMBINING ACUTE ACCENT}" * 50).encode() * 100, ""),
    "right-to-left.txt": (f"\N{RIGHT-TO-LEFT OVERRIDE}{PLAIN}\N{POP DIRECTIONAL FORMATTING}".encode(), ""),
    "one-line.txt": (" ".join([PLAIN] * 4000).encode(), PLAIN),
    "one-word.txt": (b"a" * 300_000, "aaaa"),
    "line-ends.txt": (b"\n" * 300_000, ""),
    "hyphens.txt": (b"- \n" * 30_000, ""),
    "digits.txt": (b"1\n2\n3\n" * 3_000, ""),
    "sup.txt": (b"<sup>1" * 5_000, ""),
    "brackets.txt": (b"[(" * 20_000, ""),
    "emoji.txt": (("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL} " * 2_000).encode(), ""),
    "about-pdf.txt": (b"%PDF-1.4 is how a PDF begins, and PK is how a zip file does.", "is how a PDF begins"),
    "about-rtf.txt": (b"{\\it hello} is how TeX has it, and {\\rtf} nothing.", "is how TeX has it"),
    "pk.txt": (b"PK was his name, and MZ hers.", "PK was his name"),
    "page.txt": (f"<!DOCTYPE html><p>{PLAIN}</p>".encode(), "herds were counted"),
    "xml.txt": (f"<?xml version='1.0'?><a>{PLAIN}</a>".encode(), "herds were counted"),
    "json.txt": (b'{"text": "The herds were counted."}', "herds were counted"),
    "tags.html": (b"<p>One<p>Two<b><i>Three</b></i><table><tr>Four", "Three"),
    "no-tags.html": (PLAIN.encode(), PLAIN),
    "comment.html": (b"<!-- nothing -->", ""),
    "script.html": (b"<script>alert(1)</script>", ""),
    "false-charset.html": (f"<meta charset=utf-16><p>{SAID}".encode(), SAID),
    "unknown-charset.html": (b"<meta charset=klingon><p>Caf\xe9 of the se\xf1or.", "Café of the señor"),
    "entities.html": (
        b"<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><p>The herds &b; were counted.",
        "were counted",
    ),
    "data-link.html": (b"<p>The herds were counted.<img src='data:image/png;base64,%s'>" % (b"A" * 200_000), "herds"),
    "xhtml.html": (
        f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{PLAIN}</p></body></html>".encode(),
        PLAIN,
    ),
    "open-front.md": (b"---\ntitle: x\n\nThe herds were counted.\n", "herds were counted"),
    "open-fence.md": (b"```\nThe herds were counted.\n", "herds were counted"),
    "stars.md": (b"*" * 3_000 + b"The herds were counted.", "herds were counted"),
    "links.md": (b"[" * 3_000 + b"The herds were counted.", "herds were counted"),
    "book.docx": (partial(pandoc, "docx"), "Peasants fled"),
    "book.epub": (partial(pandoc, "epub"), "Peasants fled"),
    "attached.docx": (
        lambda: changed("docx", {"word/embeddings/a.zip": package({"a.txt": bytes(10_000_000)})}),
        "Peasants fled",
    ),
    "one-line.docx": (lambda: changed("docx", {DOCUMENT: body(PLAIN.encode())}), PLAIN),
    "entity.docx": (
        lambda: changed("docx", {DOCUMENT: body(b"The herds &amp; the grain were counted.")}),
        "herds & the grain",
    ),
    "upper-case.PDF": (pdf(PLAIN), PLAIN),
    "empty-page.pdf": (pdf("", PLAIN), PLAIN),
    "trailing.pdf": (pdf(PLAIN + " And so on.") + b"\n" * 500, "And so on"),
}


def linked(path: Path) -> None:
    path.with_name("linked").mkdir()
    path.with_name("linked").joinpath("target.txt").write_text(PLAIN + " So says what the link leads to.")
    path.symlink_to("linked/target.txt")


def named(path: Path) -> None:
    path.write_text(f"{PLAIN} So says the file {path.name!r}.")


# What is no matter of bytes, by name, and how that name is written in tables.
FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "inner.txt": (linked, "inner.txt"),
    "line\nfeed.txt": (named, r"line\nfeed.txt"),
    "\x1b[31mred.txt": (named, r"\x1b[31mred.txt"),
    "\N{RIGHT-TO-LEFT OVERRIDE}txt.exe.txt": (named, r"\u202etxt.exe.txt"),
    "a..b..txt": (named, "a..b..txt"),
    r"a\..\up.txt": (named, r"a\\..\\up.txt"),
    "caf\udce9.txt": (named, r"caf\xe9.txt"),
    "'; DROP TABLE documents; --.txt": (named, "'; DROP TABLE documents; --.txt"),
    "a" * 200 + ".txt": (named, "a" * 200 + ".txt"),
}

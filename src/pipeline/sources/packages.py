"""What is wrong with a zip package (docx, epub), before anything unpacks it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from pipeline.errors import UnreadableError

_AGAIN = "get the file anew, or save it anew in the program that made it"
_RENAME = "give the file its right ending, or save it in its format anew"
_DISTRUST = "no program writes such files: do not trust it"
# What other packages have in them, and what they are.
_KINDS = (
    ("word/document.xml", "a Word document"),
    ("META-INF/container.xml", "an epub"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)
_WANTED = {"word/document.xml": "no Word document", "META-INF/container.xml": "no epub"}
_DOCUMENTS = re.compile(r"\.(docx?|epub|pdf|zip|txt|html?|rtf)\Z", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Entities that are made of others, which grow tenfold with every line, and those that stand for other files.
_ENTITY = re.compile(
    rb"<!ENTITY\s+(?:%\s+)?[^\s\"'>]+\s+(?:SYSTEM\b|PUBLIC\b|\"[^\"]*[&%][A-Za-z_][^\"]*\"|'[^']*[&%][A-Za-z_][^']*')"
)


def check(data: bytes, name: str, needed: str, max_bytes: int) -> None:
    """Raises UnreadableError unless `data` is a whole zip file with `needed` in it, of `max_bytes` unpacked at most."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, name, needed, max_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise UnreadableError(name, f"damaged: {error}", _AGAIN) from error
    except RuntimeError as error:  # what zipfile raises for encrypted members
        raise UnreadableError(name, f"protected: {error}", "save it without its password") from error


def _check(package: zipfile.ZipFile, name: str, needed: str, max_bytes: int) -> None:
    members = set(package.namelist())
    if needed not in members:
        raise UnreadableError(name, *_something_else(members, needed))
    # The declared sizes are true where the reading below succeeds: it stops at them and compares checksums.
    if (size := sum(member.file_size for member in package.infolist())) > max_bytes:
        reason = f"unpacks to {size:,} bytes, limits.max_bytes is {max_bytes:,}"
        raise UnreadableError(name, reason, "raise that limit if you trust the file")
    for member in members:
        _check_name(member, name)
    for each in package.infolist():
        _check_entities(package.read(each), name, each.filename)
    if "META-INF/rights.xml" in members:
        raise UnreadableError(name, "locked by its seller (DRM)", "get a copy without the lock")


def _something_else(members: set[str], needed: str) -> tuple[str, str]:
    """Reason and remedy of a package without what makes it one of its kind."""
    if kind := next((kind for member, kind in _KINDS if member in members), None):
        return f"{kind}, {_WANTED[needed]}", _RENAME
    if any(map(_DOCUMENTS.search, members)):
        return f"a packed archive of documents, {_WANTED[needed]}", "unpack it, and give the documents themselves"
    return f"damaged: there is no {needed} in it", _AGAIN


def _check_name(member: str, name: str) -> None:
    if member.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member):
        raise UnreadableError(name, f"something in it has a name that leads out of it: {member!r}", _DISTRUST)
    if _CONTROL.search(member):
        raise UnreadableError(name, f"something in it has a name with control characters: {member!r}", _DISTRUST)


def _check_entities(data: bytes, name: str, member: str) -> None:
    """XML, in whatever encoding; what is no XML has none."""
    start = data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<") and (found := _ENTITY.search(data.replace(b"\0", b""))):
        what = found[0][:40].decode("utf-8", "replace")
        raise UnreadableError(name, f"{member} defines entities that grow or stand for other files: {what}", _DISTRUST)

"""What is wrong with a zip package (docx, epub), before anything unpacks it."""

from __future__ import annotations

import io
import zipfile
import zlib

from pipeline.errors import UnreadableError

_AGAIN = "get the file anew, or save it anew in the program that made it"


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
    if needed not in package.namelist():
        raise UnreadableError(name, f"damaged: there is no {needed} in it", _AGAIN)
    # The declared sizes are true where the reading below succeeds: it stops at them and compares checksums.
    if (size := sum(member.file_size for member in package.infolist())) > max_bytes:
        reason = f"unpacks to {size:,} bytes, limits.max_bytes is {max_bytes:,}"
        raise UnreadableError(name, reason, "raise that limit if you trust the file")
    if member := package.testzip():
        raise UnreadableError(name, f"damaged: {member} fails its checksum", _AGAIN)
    if "META-INF/rights.xml" in package.namelist():
        raise UnreadableError(name, "locked by its seller (DRM)", "get a copy without the lock")

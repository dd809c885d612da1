"""What kind of file bytes belong to, by how they begin; asked only of files that say they are something else.

Source of the signatures: the formats' own specifications, as collected in the magic files of file(1).
"""

from __future__ import annotations

import codecs
import re

from pipeline.errors import UnreadableError
from pipeline.sources.shapes import DOCX, EPUB, PDF

_REMEDY = "give the file its right ending, or save it in its format anew"
_OR_ANEW = "give the file its right ending, or get it anew: it may be the page that said why there was no document"
_PACKED = "a packed archive ({})"
_PICTURE = "a picture ({})"
_SOUND = "sound or film ({})"
# Beginning, what it is, and the types that are of this kind. Of letters and digits alone only what no text begins with.
_SIGNATURES: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (rb"%PDF-\d\.\d[\s\S]{0,1024}?\d obj", "a PDF", (PDF,)),
    (rb"PK(?:\x03\x04|\x05\x06\0)", "a zip file, as docx and epub are", (DOCX, EPUB)),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office document", ()),
    (rb"\{\\rtf\d?[\\\s}]", "RTF", ()),
    (rb"\x1f\x8b\x08", _PACKED.format("gzip"), ()),
    (rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", _PACKED.format("bzip2"), ()),
    (rb"\xfd7zXZ\0", _PACKED.format("xz"), ()),
    (rb"\x28\xb5\x2f\xfd", _PACKED.format("zstd"), ()),
    (rb"7z\xbc\xaf\x27\x1c", _PACKED.format("7-Zip"), ()),
    (rb"Rar!\x1a\x07", _PACKED.format("RAR"), ()),
    (rb"[^\0]{1,100}\0[\s\S]{156,255}ustar(?:\x00|  \0)", _PACKED.format("tar"), ()),
    (rb"\x89PNG\r\n\x1a\n", _PICTURE.format("PNG"), ()),
    (rb"\xff\xd8\xff[\xc0-\xfe]", _PICTURE.format("JPEG"), ()),
    (rb"GIF8[79]a[\s\S]{2}[\s\S]{2}[\x80-\xff]", _PICTURE.format("GIF"), ()),
    (rb"II\*\0|MM\0\*", _PICTURE.format("TIFF"), ()),
    (rb"BM[\s\S]{4}\0\0\0\0[\s\S]\0\0\0", _PICTURE.format("BMP"), ()),
    (rb"RIFF[\s\S]{4}WEBP", _PICTURE.format("WebP"), ()),
    (rb"AT&TFORM[\s\S]{4}DJV", "a DjVu scan", ()),
    (rb"RIFF[\s\S]{4}(?:WAVE|AVI )", _SOUND.format("RIFF"), ()),
    (rb"ID3[\x02-\x04]\0|OggS\0|fLaC\0", _SOUND.format("MP3, Ogg or FLAC"), ()),
    (rb"\0\0\0[\x08-\x40]ftyp", _SOUND.format("MP4"), ()),
    (rb"\x7fELF[\x01\x02]", "a program (ELF)", ()),
    (rb"MZ[\s\S]{58}[\s\S]{0,1024}PE\0\0", "a program (Windows)", ()),
    (rb"SQLite format 3\0", "an SQLite database", ()),
    (rb"PAR1\x15", "a Parquet table", ()),
    (rb"[\s\S]{60}BOOKMOBI", "a Kindle book", ()),
    (rb"wOF[F2]|\0\x01\0\0\0[\s\S]\0[\s\S]{5}[A-Za-z/ 0-9]{4}", "a font", ()),
)
_COMPILED = tuple((re.compile(begins), what, types) for begins, what, types in _SIGNATURES)
_PACKED_TYPES = frozenset({DOCX, EPUB, PDF})
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def refuse(data: bytes, name: str, media_type: str) -> None:
    """Raises UnreadableError where the bytes are those of another kind of file."""
    head = data[:4096]
    for begins, what, types in _COMPILED:
        if media_type not in types and begins.match(head):
            raise UnreadableError(name, f"called {media_type}, but its bytes are those of {what}", _REMEDY)
    if media_type in _PACKED_TYPES and _is_text(head):
        raise UnreadableError(name, f"called {media_type}, but it is plain text", _OR_ANEW)


def _is_text(head: bytes) -> bool:
    """Whether these bytes, which a letter may go over the end of, are letters and blanks, as of no packed format."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and "%PDF-" not in text and not _CONTROL.search(text)

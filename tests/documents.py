"""Documents of every type, made on the spot: nothing binary is kept."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pypandoc

BOOK = """\
# The Famine

## A heading

Peasants fled[^1] to Xinjiang, and many died.[^2]

> A quotation from the report.

1. The first thesis
2. The second thesis

| Year | Herds |
|------|-------|
| 1928 | 40    |
| 1932 | 5     |

[^1]: See Conquest, *Harvest*, p. 3.
[^2]: Archive.

    And its second paragraph.
"""


def pandoc(kind: str, text: str = BOOK) -> bytes:
    """`text`, which is Markdown, as a docx or an epub."""
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", kind, "--quiet", "-o", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def packed(**members: bytes) -> bytes:
    """A zip file; `__` in a name stands for `/`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def pdf(*pages: str, trailer: bytes = b"") -> bytes:
    """A PDF with these texts, line by line."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for page in pages:
        lines = b"".join(b"(%s) Tj T* " % line.encode("cp1252") for line in page.split("\n"))
        stream = b"BT /F 12 Tf 14 TL 72 720 Td %sET" % lines
        head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(head + b"/Contents %d 0 R>>" % (len(objects) + 2))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>" % (size, entries, size, trailer)
    return out + b"\nstartxref\n%d\n%%%%EOF" % start

"""TEI P5: one document a file, valid against `tei.rng` beside this module and, what that is a part of, `tei_all`.

Blocks are those of the clean text. The text comes back from them: one block behind the other, each `p` of an `item`
among them, with a blank line between, the lines of `lg`, `list` and `table` with a line feed, the cells of a `row` with
a blank, without `note` elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from pipeline.corpus import Corpus
from pipeline.exports.contents import Contents, read
from pipeline.exports.mirror import Output, Put, Unit
from pipeline.exports.options import Options
from pipeline.exports.tei_body import Blocks
from pipeline.exports.tei_header import header
from pipeline.exports.tei_inline import LANG, NAMESPACE, element
from pipeline.exports.units import keys, one_by_one

_TOLD = "part, start_char, end_char, entity_id, kind, wikidata"
_SPACED = {f"{{{NAMESPACE}}}{name}" for name in ("TEI", "text", "body", "back", "div")}


def output(corpus: Corpus, where: str | None, folder: Path, options: Options) -> Output:
    """`<source>-<document id>.xml`."""

    def write(units: Sequence[Unit]) -> Iterator[Put]:
        for contents in read(corpus, keys(units)):
            yield partial(_write, contents)

    return Output((".xml",), one_by_one(corpus, where, _TOLD), write)


def _write(contents: Contents, files: Sequence[BinaryIO]) -> None:
    files[0].write(etree.tostring(tree(contents), encoding="UTF-8", xml_declaration=True) + b"\n")


def tree(contents: Contents) -> etree._Element:
    """The `TEI` element of a document."""
    root = etree.Element(f"{{{NAMESPACE}}}TEI", {LANG: contents.document.language}, nsmap={None: NAMESPACE})
    root.append(header(contents))
    text = element(root, "text")
    blocks = Blocks(contents)
    blocks.body(text)
    blocks.back(text)
    for parent in root.iter(*_SPACED):
        parent.text = "\n"
        for child in parent:
            child.tail = "\n"
    return root

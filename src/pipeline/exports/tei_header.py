"""What the TEI header says of a document: what it is, where it comes from, what was done to it."""

from __future__ import annotations

from importlib import metadata

from lxml import etree

from pipeline.corpus import Document
from pipeline.exports.contents import Contents
from pipeline.exports.tei_inline import element

_PROGRAM = "scholarly-text-pipeline"


def header(contents: Contents) -> etree._Element:
    """The `teiHeader`."""
    top = element(None, "teiHeader")
    _file(element(top, "fileDesc"), contents.document)
    _encoding(element(top, "encodingDesc"))
    languages = element(element(top, "profileDesc"), "langUsage")
    for tag in sorted({contents.document.language, *(span.tag for span in contents.spans)}):
        element(languages, "language", ident=tag)
    etree.indent(top, "  ")
    return top


def _file(top: etree._Element, document: Document) -> None:
    titles = element(top, "titleStmt")
    element(titles, "title", document.title or next(iter(document.sources), document.document_id))
    if document.author:
        element(titles, "author", document.author)
    element(element(top, "extent"), "measure", f"{document.words} words", unit="words", quantity=str(document.words))
    _publication(element(top, "publicationStmt"), document)
    _source(element(element(top, "sourceDesc"), "bibl"), document)


def _publication(top: etree._Element, document: Document) -> None:
    element(top, "authority", _PROGRAM)
    element(top, "idno", document.document_id, type="document_id")
    availability = element(top, "availability", **({} if document.rights else {"status": "unknown"}))
    element(availability, "p", document.rights or "Nothing is said of rights.")


def _source(bibl: etree._Element, document: Document) -> None:
    if document.title:
        element(bibl, "title", document.title)
    if document.author:
        element(bibl, "author", document.author)
    if document.year is not None:
        when = {"when": f"{document.year:04d}"} if 1 <= document.year <= 9999 else {}
        element(bibl, "date", str(document.year), **when)
    if document.url:
        element(bibl, "idno", document.url, type="url")  # ptr would refuse what is no URI
    for source in document.sources:
        element(bibl, "idno", source, type="file")
    element(bibl, "idno", document.sha256, type="sha256")


def _encoding(top: etree._Element) -> None:
    application = element(element(top, "appInfo"), "application", ident="pipeline", version=metadata.version(_PROGRAM))
    element(application, "label", _PROGRAM)
    practice = element(top, "editorialDecl")
    damage = "Damage of print, scan and conversion is repaired; every change is on record in the warehouse."
    element(element(practice, "correction", method="silent"), "p", damage)
    hyphens = "Hyphens of line ends are undone (lb with break=no marks the place), those of the author kept."
    element(element(practice, "hyphenation", eol="hard"), "p", hyphens)
    furniture = "Running heads and feet, page numbers and rules are left out; pb has the printed number."
    element(element(practice, "normalization"), "p", furniture)

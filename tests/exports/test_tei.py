"""TEI: valid, the text comes back from it, and everything that is marked stands where it did."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from made_documents import MARKS, Made, Part, contents, documents
from published import Published

import pipeline.exports
from pipeline.corpus import Corpus
from pipeline.exports import export
from pipeline.exports.contents import Edit, read
from pipeline.exports.tei import tree

T = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LINES = {f"{T}lg", f"{T}list", f"{T}table"}
SEEDS = sorted(path.stem for path in (Path(__file__).parents[2] / "seeds").glob("*.txt"))


@cache
def profile() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(pipeline.exports.__file__).with_name("tei.rng")))


# What TEI P5 says of these elements in Schematron, beyond its grammar; none of it may be found.
IN_PARAGRAPH = "(ancestor::t:p or ancestor::t:ab) and not(parent::t:item or parent::t:note or parent::t:quote)"
IN_LINE = "(ancestor::t:l or ancestor::t:lg) and not(parent::t:note)"
RULES = (
    f"//t:p[{IN_PARAGRAPH}]|//t:ab[{IN_PARAGRAPH}]",
    f"//t:p[{IN_LINE}]|//t:ab[{IN_LINE}]",
    "//t:l[ancestor::t:l[not(.//t:note//t:l)]]|//t:lg[ancestor::t:l[not(.//t:note//t:lg)]]",
    "//t:lg[not(t:l)]",
)


def errors(root: etree._Element) -> list[str]:
    """What the profile and the rules have against a document."""
    profile().validate(root)
    broken = [rule for rule in RULES if root.xpath(rule, namespaces={"t": T[1:-1]})]
    return [str(error) for error in profile().error_log] + broken


def made(document: Made) -> etree._Element:
    """The document's TEI as it is read again."""
    with contents(document) as opened:
        return etree.fromstring(etree.tostring(tree(opened)))


def inside(element: etree._Element) -> str:
    return (element.text or "") + "".join(map(flat, element))


def flat(element: etree._Element) -> str:
    if element.tag == f"{T}g":
        return chr(int(element.get("type")[2:], 16)) + (element.tail or "")
    return ("" if element.tag == f"{T}note" else inside(element)) + (element.tail or "")


def blocks(element: etree._Element) -> list[str]:
    """As the module's docstring says that text comes back."""
    found: list[str] = []
    for child in element:
        if child.tag == f"{T}div":
            found.extend(blocks(child))
        elif child.find(f"{T}item/{T}p") is not None:
            found.extend(text for item in child for text in blocks(item))
        elif child.tag in LINES:
            found.append("\n".join(inside(line) if len(line) < 2 else cells(line) for line in child))
        elif child.tag not in (f"{T}pb", f"{T}note", f"{T}ptr"):
            found.append(inside(child))
    return found


def cells(line: etree._Element) -> str:
    return " ".join(filter(None, map(inside, line))) if line.tag == f"{T}row" else inside(line)


def body(root: etree._Element) -> str:
    text = "\n\n".join(blocks(root.find(f"{T}text/{T}body")))
    return f"{text}\n" if text else ""


@pytest.fixture(scope="session")
def exported(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tei")
    export(published.warehouse, folder, "tei")
    return folder


@pytest.mark.parametrize("seed", SEEDS)
def test_seeds_are_valid_and_their_text_comes_back(seed: str, exported: Path, published: Published) -> None:
    (path,) = exported.glob(f"{seed}-*.xml")
    root = etree.parse(path).getroot()
    assert errors(root) == []
    with Corpus.open(published.warehouse) as corpus:
        (document,) = corpus.documents(f"document_id = '{root.findtext(f'.//{T}publicationStmt/{T}idno')}'")
        notes = {n.part: n.text for n in corpus.notes(document.document_id) if n.part is not None}
        (known,) = read(corpus, [document.document_id])
        assert len(root.findall(f".//{T}lb")) == len(known.undone_line_ends)
        assert len(root.findall(f".//{T}pb")) == len(known.pages)
        assert len(root.findall(f".//{T}note")) == len(notes)
        assert {mention.entity_id for mention in known.mentions} == {
            element.get("key") for element in root.iter() if element.get("key")
        }
    assert body(root) == document.clean_text
    told = {int(n.get(ID).removeprefix("note-")): "\n\n".join(blocks(n)) for n in root.iter(f"{T}note")}
    assert told == {part: (text or "").rstrip("\n") for part, text in notes.items()}


@given(documents())
@settings(max_examples=60)
def test_every_document_is_valid_and_its_text_comes_back(document: Made) -> None:
    root = made(document)
    assert errors(root) == []
    assert body(root) == document.text
    notes = {int(n.get(ID).removeprefix("note-")): "\n\n".join(blocks(n)) for n in root.iter(f"{T}note")}
    assert notes == {n: part.text for n, part in enumerate(document.parts) if n}
    assert len(root.findall(f".//{T}pb")) == len(document.pages)
    callouts = [e for tag in ("note", "ptr", "anchor") for e in root.findall(f".//{T}body//{T}{tag}")]
    assert sorted(e.get("n") for e in callouts) == sorted(label for label, _, _ in document.callouts)


@given(documents())
@settings(max_examples=30)
def test_what_is_marked_is_all_there_and_pieces_name_each_other(document: Made) -> None:
    root = made(document)
    ids = {element.get(ID): element for element in root.iter() if element.get(ID)}
    assert len(ids) == sum(element.get(ID) is not None for element in root.iter())
    for element in ids.values():
        for here, there in (("next", "prev"), ("prev", "next")):
            if element.get(here):
                assert ids[element.get(here)[1:]].get(there) == f"#{element.get(ID)}"


def paragraph(*marks: tuple[str, int, int], text: str = "In Ocherki of Stalin", **about: object) -> Made:
    return Made((Part((("body", None, text),), marks),), **about)  # type: ignore[arg-type]


INLINE = {
    "nothing": (paragraph(), "In Ocherki of Stalin"),
    "a name": (
        paragraph(("person", 14, 20)),
        'In Ocherki of <persName key="e-person" ref="http://www.wikidata.org/entity/Q855">Stalin</persName>',
    ),
    "a title in a foreign language": (
        paragraph(("work", 3, 10), ("span", 3, 10)),
        'In <foreign xml:lang="ru-Latn"><title key="e-work">Ocherki</title></foreign> of Stalin',
    ),
    "a name is whole, what crosses it is cut": (
        paragraph(("term", 3, 10), ("emphasis", 0, 5)),
        '<hi rend="emphasis" xml:id="piece-1" next="#piece-2">In </hi><term key="e-term">'
        '<hi rend="emphasis" xml:id="piece-2" prev="#piece-1">Oc</hi>herki</term> of Stalin',
    ),
    "a callout stands behind the name": (
        paragraph(("term", 3, 10), callouts=(("1", 10, None),)),
        'In <term key="e-term">Ocherki</term><anchor type="callout" n="1"/> of Stalin',
    ),
    "a page inside a word": (paragraph(pages=((5, "84"),)), 'In Oc<pb n="84" break="no"/>herki of Stalin'),
    "a page between words": (paragraph(pages=((3, None),)), "In <pb/>Ocherki of Stalin"),
    "what XML cannot write": (paragraph(text="a\x01b"), 'a<g type="U+0001"/>b'),
}


@pytest.mark.parametrize(("document", "expected"), INLINE.values(), ids=INLINE)
def test_inline(document: Made, expected: str) -> None:
    (p,) = made(document).iter(f"{T}body")
    xml = etree.tostring(p[0], encoding="unicode").strip().replace(' xmlns="http://www.tei-c.org/ns/1.0"', "")
    assert xml == f"<p>{expected}</p>"


OVER_LINES = {
    "emphasis over paragraphs": (
        (("body", None, "One two"), ("body", None, "three")),
        ("emphasis", 4, 14),
        '<p>One <hi rend="emphasis" xml:id="piece-1" next="#piece-2">two</hi></p>'
        '<p><hi rend="emphasis" xml:id="piece-2" prev="#piece-1">three</hi></p>',
    ),
    "emphasis over lines": (
        (("verse", None, "One\ntwo\nthree"),),
        ("strong", 0, 7),
        '<lg><l><hi rend="strong" xml:id="piece-1" next="#piece-2">One</hi></l>'
        '<l><hi rend="strong" xml:id="piece-2" prev="#piece-1">two</hi></l><l>three</l></lg>',
    ),
    "items that follow each other": (
        (("list", None, "one"), ("list", None, "two"), ("body", None, "three"), ("list", None, "four\nfive")),
        ("term", 0, 3),
        '<list><item><p><term key="e-term">one</term></p></item><item><p>two</p></item></list><p>three</p>'
        "<list><item>four</item><item>five</item></list>",
    ),
}


@pytest.mark.parametrize(("paragraphs", "mark", "expected"), OVER_LINES.values(), ids=OVER_LINES)
def test_blocks(paragraphs: tuple[tuple[str, None, str], ...], mark: tuple[str, int, int], expected: str) -> None:
    root = made(Made((Part(paragraphs, (mark,)),)))
    assert errors(root) == []
    body = root.find(f"{T}text/{T}body")
    found = "".join(etree.tostring(block, encoding="unicode").strip() for block in body)
    assert found.replace(' xmlns="http://www.tei-c.org/ns/1.0"', "") == expected


def test_cells_are_those_of_the_page() -> None:
    raw = "Town\tSouls\tYear\n\t12 000\t\t\n1\t\t\t3\n"
    clean = "Town Souls Year\n12 000\n1 3"
    blanks = [" ", " ", "", "", " "]
    found = zip(re.finditer(r"\t+", raw), blanks, strict=True)
    edits = [Edit(0, m.start(), m.end(), m[0], blank, ["spacing.blanks"]) for m, blank in found]
    with contents(Made((Part((("table", None, clean),), (("place", 5, 10),)),))) as opened:
        document = replace(opened.document, media_type="text/html")
        root = tree(replace(opened, document=document, raw=raw, edits=edits))
    assert errors(etree.fromstring(etree.tostring(root))) == []
    rows = [[inside(cell) for cell in row] for row in root.iter(f"{T}row")]
    assert rows == [["Town", "Souls", "Year"], ["", "12 000", "", ""], ["1", "", "", "3"]]
    assert body(root) == f"{clean}\n"


def heads(element: etree._Element) -> list[object]:
    return [[inside(child.find(f"{T}head")), *heads(child)] for child in element if child.tag == f"{T}div"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 1], [["0"], ["1"]]),
        ([1, 2, 2, 1], [["0", ["1"], ["2"]], ["3"]]),
        ([2, 3, 1], [["0", ["1"]], ["2"]]),
        ([None, None], [["0"], ["1"]]),
        ([1, 3, 2], [["0", ["1"], ["2"]]]),
    ],
)
def test_divisions_follow_the_levels_of_headings(levels: list[int | None], expected: list[object]) -> None:
    document = Made((Part(tuple(("heading", level, str(n)) for n, level in enumerate(levels))),))
    assert heads(made(document).find(f"{T}text/{T}body")) == expected


def test_a_note_called_twice_is_told_once_and_pointed_at() -> None:
    note = Part((("body", None, "See there."),))
    root = made(Made((Part((("body", None, "One. Two."),)), note), (("1", 4, 1), ("1", 9, 1))))
    assert [inside(n) for n in root.iter(f"{T}note")] == ["See there."]
    assert [p.get("target") for p in root.iter(f"{T}ptr")] == ["#note-1"]


REFUSED = {
    "a head behind a paragraph": ("<p>", "<p/><head type='title'/><p>"),
    "a paragraph in a paragraph": ("<p>", "<p><p/>"),
    "a paragraph in a line": ("<p>", "<lg><l><note xml:id='n'><quote><p/></quote></note></l></lg><p>"),
    "a paragraph behind a division": ("<p>", "<div><head type='title'/></div><p>"),
    "an element that TEI has not": ("<p>", "<para/><p>"),
    "an address with a blank": ('entity/Q855"', 'entity/Q 855"'),
    "a language that is no tag": ('xml:lang="ru-Latn"', 'xml:lang="no tag"'),
    "a header without its file": ("<fileDesc>", "<fileDesc n='1'>"),
}


@pytest.mark.parametrize(("old", "new"), REFUSED.values(), ids=REFUSED)
def test_the_profile_refuses_what_tei_refuses(old: str, new: str) -> None:
    root = made(paragraph(("person", 14, 20), ("span", 3, 10)))
    xml = etree.tostring(root, encoding="unicode")
    assert errors(root) == []
    at = xml.index(old, xml.index("<text>")) if old != "<fileDesc>" else xml.index(old)
    assert errors(etree.fromstring(xml[:at] + new + xml[at + len(old) :]))


def test_every_kind_of_mark_has_an_element() -> None:
    text = "abcdefgh"
    root = made(paragraph(*((kind, n, n + 1) for n, kind in enumerate(MARKS)), text=text))
    (p,) = root.find(f"{T}text/{T}body")
    assert [inside(child) for child in p] == list(text)

"""What belongs to the page: heads, feet, folios, catchwords; what looks like them and is text; what tells pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import count

import pytest

from pipeline.cleaning import clean
from pipeline.cleaning.folios import printed, readings
from pipeline.cleaning.heads import Name, Names, alike

SYLLABLES = "ba ber co den el far gol hin is ka lor mun ne op ral sti tor ul ven wes".split()
Setter = Callable[[int], list[str]]


def text(page: int, lines: int = 24) -> list[str]:
    """Full lines in the middle of a sentence, no two alike."""
    chance = random.Random(page)
    return [" ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(8)) for _ in range(lines)]


def book(top: Setter, foot: Setter, mark: str, pages: int = 6) -> str:
    """Pages with these lines above and below their text."""
    return mark.join("\n".join([*top(n), *text(n), *foot(n)]) + "\n" for n in range(pages))


def nothing(_: int) -> list[str]:
    return []


FURNITURE: dict[str, tuple[Setter, Setter]] = {
    "head and folio": (lambda n: [f"The Salt Road {n + 11}"], nothing),
    "left and right": (lambda n: [f"{n + 11} A. N. Author" if n % 2 else f"The Salt Road {n + 11}"], nothing),
    "head alone, folio below": (lambda n: [("The Salt Road", "A. N. Author")[n % 2]][:n], lambda n: [str(n + 1)]),
    "folio above head": (lambda n: [str(n + 31), "THE SALT ROAD"], nothing),
    "folio dressed": (nothing, lambda n: [f"- {n + 11} -"]),
    "folio in brackets": (lambda n: [f"[{n + 11}]"], nothing),
    "folio named": (nothing, lambda n: [f"Page {n + 1} of 6"]),
    "folio roman": (nothing, lambda n: [("v", "vi", "vii", "viii", "ix", "x")[n]]),
    "pages without folio": (nothing, lambda n: [str(n + 11)] if n != 2 else []),
    "folio misread": (nothing, lambda n: ["l4" if n == 3 else str(n + 11)]),
    "head misread": (lambda n: [f"The 5alt Roacl {n + 11}" if n == 3 else f"The Salt Road {n + 11}"], nothing),
    "two lines of notice": (nothing, lambda n: ["Downloaded from 10.0.0.1 in May", "Terms of use apply", str(n + 7)]),
}


@pytest.mark.parametrize("mark", ["\f", "", "\n"], ids=["form feed", "unmarked", "blank line"])
@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_leaves_the_text(name: str, mark: str) -> None:
    top, foot = FURNITURE[name]
    cleaned = clean(book(top, foot, mark))
    assert cleaned.text.split() == [word for n in range(6) for line in text(n) for word in line.split()]
    assert len(cleaned.pages) == 6 or name == "pages without folio"


@pytest.mark.parametrize("mark", ["\f", ""], ids=["form feed", "unmarked"])
def test_folios_are_the_numbers_of_their_pages(mark: str) -> None:
    pages = clean(book(lambda n: [f"The Salt Road {n + 11}"], nothing, mark)).pages
    assert [page.folio for page in pages] == ["11", "12", "13", "14", "15", "16"]


def chapter(title: str, n: int) -> str:
    return "\n".join([title, "", "It was " + text(n)[0], *text(n), "and so it ended there."]) + "\n"


HEADINGS: dict[str, Sequence[str]] = {
    "numbered": [f"Chapter {n}" for n in range(1, 6)],
    "numbered in Roman": ["CHAPTER I", "CHAPTER II", "CHAPTER III", "CHAPTER IV", "CHAPTER V"],
    "numbers alone": list("12345"),
    "alike": ["Chapter One", "Chapter Two", "Chapter Three", "Chapter Four", "Chapter Five"],
}


@pytest.mark.parametrize("mark", ["\f", ""], ids=["form feed", "unmarked"])
@pytest.mark.parametrize("name", HEADINGS)
def test_headings_at_the_top_of_pages_stay(name: str, mark: str) -> None:
    raw = mark.join(chapter(title, n) for n, title in enumerate(HEADINGS[name]))
    assert clean(raw).furniture == []


def test_the_title_stays_though_heads_say_it_again() -> None:
    raw = book(lambda n: [f"The Salt Road {n + 11}"] if n else ["The Salt Road", ""], nothing, "\f")
    cleaned = clean(raw)
    assert cleaned.text.startswith("The Salt Road\n\n")
    assert [line.text for line in cleaned.furniture] == [f"The Salt Road {n}" for n in range(12, 17)]


def test_of_a_head_and_the_title_below_it_the_title_stays() -> None:
    raw = book(lambda n: ["The Salt Road"] if n else ["The Salt Road", "The Salt Road", ""], nothing, "\f")
    assert clean(raw).text.count("The Salt Road") == 1


@pytest.mark.parametrize(
    "lines",
    [
        "Smith, J. The famine in the steppe. Cahiers du monde russe, 45,\n    no. 1, 137–92.\n    doi:10.1000/182",
        "Smith, J. The famine in the steppe. Cahiers du monde russe,\n    © 2004 Blackwell.\n    www.example.org",
        "Smith, J. The famine in the steppe. Cahiers du monde russe,\n    Vol. 45, No. 1,\n    pp. 137–92.",
        "It has dangers of its own. Article 5 of the Regulation is to the same\n"
        "effect. No. 17 of the Rules provides that:\n    (a) he has been given notice in writing within 28 days; and",
        "He had been told that the defeat of the opposition would be of no use to any,\nexcept to Leon Trotsky.\n50\n"
        "that was the opinion of the town of Alma-Ata, of his wife and his son and others\nwho were there.",
    ],
)
def test_what_a_sentence_or_a_reference_goes_on_with_is_no_head(lines: str) -> None:
    assert clean(f"{lines}\n").text.split() == lines.split()


@pytest.mark.parametrize("folio", ["Page {} of 240", "- стр. {} из 240 -", "Seite {} von 240", "Page {}/240"])
def test_pages_that_are_counted_out_are_known_whatever_the_lines(folio: str) -> None:
    rows = [" ".join(text(n)) for n in range(3)]
    raw = "\n\n".join(f"{row}\n\n{folio.format(n + 33)}" for n, row in enumerate(rows))
    assert clean(f"{raw}\n").text.split() == " ".join(rows).split()


@pytest.mark.parametrize("lines", ["Page 33 of 240", "Page 33 of 240|Page 12 of 96", "Page 34 of 240|Page 33 of 240"])
def test_where_a_passage_stands_is_no_folio(lines: str) -> None:
    raw = "\n\n".join(f"{' '.join(text(n))}\n\n{line}" for n, line in enumerate(lines.split("|")))
    assert clean(f"{raw}\n").furniture == []


STAMPS = {
    "an archive's": "This content downloaded from|10.0.0.1 on Mon, 12 Jan 2015 12:3{}:45 UTC|All use subject to terms",
    "a publisher's": "Downloaded from https://press.example.org/core. IP address: 10.0.0.1, on 12 May 2015 at 1:3{}:45,"
    " subject to the terms of use, available at https://press.example.org/core/terms.",
    "a library's": "Generated on 2015-01-12 12:3{} GMT / https://library.example.org/2027|Public Domain / digitized",
    "with whom it was for": "Downloaded from Publisher.com01/12/2015 12:3{}:45PM|via University of Sugar",
    "an e-book's": "Sugar, John. On Salt. 2018. http://e.example.org/?ID=1.|Created from gla on 2015-01-12 1:15:00.",
    "a typesetter's": "9780822965435_sugar.indd {0}                         12/05/2015 14:3{0}",
    "an address": "www.sugar-history.example.org",
    "a year": "© Institute of Sugar, 2015",
    "a browser's": "https://example.org/a/b.html {}/5",
}


@pytest.mark.parametrize("end", ["\n", "\n\f", "\n\n"])
@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
def test_what_is_printed_on_every_page_of_a_copy_is_no_text(stamp: str, end: str) -> None:
    rows = ["\n".join(text(n)) for n in range(5)]
    raw = end.join("\n".join([row, *stamp.format(n + 1).split("|")]) for n, row in enumerate(rows))
    assert clean(f"{raw}\n").text.split() == " ".join(rows).split()


@pytest.mark.parametrize("mark", ["\n", "\n\f"])
@pytest.mark.parametrize(
    "line",
    [
        "Data were downloaded from https://data.example.org on {} May 2015.",
        "Source: the Bank, whose tables we had downloaded from its pages in {}",
        "Reprinted by permission of the publisher",
        "https://example.org/node/{} (accessed 12/05/2015)",
    ],
)
def test_what_is_said_of_tables_is_no_stamp(line: str, mark: str) -> None:
    raw = mark.join("\n".join([*text(n), line.format(n + 1), *text(n + 9)]) for n in range(3))
    edits = [edit for part in clean(f"{raw}\n").parts for edit in part.edits()]
    assert not [edit for edit in edits if "furniture.stamps" in edit.rules]


@pytest.mark.parametrize("mark", ["\n", "\n\f"])
def test_copies_may_say_so_at_both_ends_of_a_page(mark: str) -> None:
    rows, stamp = ["\n".join(text(n)) for n in range(5)], "Digitized by the University of Sugar"
    raw = mark.join(f"{stamp}\n{row}\n{stamp}" for row in rows)
    assert clean(f"{raw}\n").text.split() == " ".join(rows).split()


def test_the_end_of_a_note_is_no_notice_of_the_page() -> None:
    note = "1 Sugar, A. On the Salt Road. Sugar Press,\nDownloaded from https://example.org/3 on 3 May 2015."
    rows = ["\n".join(text(n)) for n in range(3)]
    raw = f"{rows[0]} salt.1\n\n{note}\n\f{rows[1]}\n\f{rows[2]}.\n"
    assert clean(raw).furniture == []


def test_what_a_browser_begins_pages_with_is_no_text() -> None:
    rows = ["\n".join(text(n)) for n in range(5)]
    raw = "\n\f".join(f"12/01/2015, 12:31 On Sugar\n{row}" for row in rows)
    assert clean(f"{raw}\n").text.split() == " ".join(rows).split()


def test_copies_leave_the_folios_of_the_print() -> None:
    rows = [[*text(n), f"{n + 33}", *STAMPS["an archive's"].format(n).split("|")] for n in range(3)]
    pages = clean("\n\f".join("\n".join(row) for row in rows)).pages
    assert [page.folio for page in pages] == ["33", "34", "35"]


@pytest.mark.parametrize("folio", ["34", "xiv", "VIII"])
def test_a_folio_in_a_word_leaves_it_whole(folio: str) -> None:
    lines = [*text(1), "The northern districts of the region had fewer herds by then, and agri-", folio]
    raw = "\n".join([*lines, "culture was poor in all of them, as it had been in the year before.", *text(2)])
    assert "and agriculture was poor" in clean(f"{raw}\n").text


def test_catchwords_and_signatures() -> None:
    def foot(n: int) -> list[str]:
        catchword = [" " * 40 + text(n + 1)[0].split()[0]] if n < 5 else []
        return [*catchword, *(["B 2"] if n == 2 else [])]

    cleaned = clean(book(lambda n: [str(n + 11)], foot, "\f"))
    assert [line.kind for line in cleaned.furniture].count("catchword") == 5
    assert cleaned.text.split() == [word for n in range(6) for line in text(n) for word in line.split()]


def test_a_passage_told_again_is_no_head() -> None:
    told = [*text(40, 4), "The Song of the Barge", *text(41, 4)]
    pages = ["\n".join([*text(n), *told, *text(n + 20, 9)]) for n in range(5)]
    assert clean("\n".join(pages)).furniture == []


def test_years_and_note_labels_are_no_folios() -> None:
    pages = ["\n".join([*text(n), f"{n + 3} Ibid., p. {90 - 7 * n}."]) for n in range(5)]
    assert clean("\f".join(pages)).furniture == []
    assert clean("\f".join("\n".join([f"{1932 + n * n} was a year", *text(n)]) for n in range(5))).furniture == []


READINGS = [
    ("12", [(12, "bare", "")]),
    ("- 12 -", [(12, "bare", "")]),
    ("[12]", [(12, "bare", "")]),
    ("xiv", [(14, "bare", "")]),
    ("S. 12", [(12, "bare", "")]),
    ("4l", [(41, "bare", "")]),
    ("12 The Road", [(12, "start", "The Road")]),
    ("The Road 12", [(12, "end", "The Road")]),
    ("The Road, 1780-1935", []),
    ("46).", []),
    ("30s.", []),
    ("It was 12 poods, and", []),
    ("iiii", []),
]


@pytest.mark.parametrize(("line", "expected"), READINGS)
def test_readings(line: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(found.value, found.place, found.rest) for found in readings(line)] == expected


def test_printed_folios_are_those_that_count_on() -> None:
    lines = [(1, "Downloaded in May 2016"), (2, "12 The Road"), (2, "May 2016"), (3, "The Road 13"), (3, "May 2016")]
    assert printed(lines) == {2: "12", 3: "13"}


def test_like_names_have_one_number_and_numerals_are_equal() -> None:
    assert alike("thesaltroad", "the5altroad")
    assert not alike("thesaltroad", "theoldferry")
    names = [Name.of(text) for text in ("The Salt Road", "The Sa1t Road", "Book II", "Book III")]
    numbers = Names(names)
    assert numbers.number(names[2]) != numbers.number(names[3])
    assert [numbers.number(Name.of(text)) for text in ("a", "12", "")] == [-1, -1, -1]


def test_many_pages_cost_no_more_each() -> None:
    """A hostile text: nothing but numbers and form feeds; it ends, and nothing is lost."""
    raw = "".join(f"{n % 9999}\f" for n, _ in zip(count(), range(20000), strict=False))
    assert clean(raw).raw == raw

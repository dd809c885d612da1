"""Which stretches of a text are foreign, and which are not."""

from __future__ import annotations

import pytest

from pipeline.languages import find_spans

FOUND = [
    ("The annexations were treated as faits accomplis by all.", "en", [("faits accomplis", "fr")]),
    ("See Ocherki istorii Kazakhskoi SSR for more.", "en", [("Ocherki istorii Kazakhskoi SSR", "ru")]),
    ("The so-called pyatiletka and its kolkhoznik.", "en", [("pyatiletka", "ru"), ("kolkhoznik", "ru")]),
    ("Petrov I. I., Istoriya derevni, Moscow, 1996, pp. 10–70.", "en", [("Istoriya derevni", "ru")]),
    ("He called it a turning point (povorot) in a letter.", "en", [("povorot", "ru")]),
    ("L'histoire de la révolution russe was published in Paris.", "en", [("L'histoire de la révolution russe", "fr")]),
    ("The paper Правда wrote so.", "en", [("Правда", "ru")]),
    (
        "Voltaire wrote: “Il faut cultiver notre jardin.” Pushkin wrote «Я помню чудное мгновенье».",
        "en",
        [("Il faut cultiver notre jardin", "fr"), ("Я помню чудное мгновенье", "ru")],
    ),
    ("Он писал, что die Geschichte der Revolution не ждёт.", "ru", [("die Geschichte der Revolution", "de")]),
]
NOTHING = [
    ("He wrote [sic!] that the plan was met.", "en"),
    ("It was, per se, a problem; cf. ibid., p. 3.", "en"),
    ("They met Ivan Petrovich Bardin and Sergei Vinogradskii in Kazan.", "en"),
    ("Stalin, Molotov and Kaganovich signed; so did the Politburo.", "en"),
    ("See https://www.academia.edu/42762344/Istoriya for the text.", "en"),
    ("The Soviet government bought grain in January and in March.", "en"),
    ("", "en"),
    ("1928–1929, 12 %", "en"),
    ("Ocherki istorii", "xx"),
]


@pytest.mark.parametrize(("text", "language", "expected"), FOUND, ids=[row[0][:40] for row in FOUND])
def test_foreign_stretches(text: str, language: str, expected: list[tuple[str, str]]) -> None:
    found = find_spans(text, language)
    assert [(text[span.start : span.end], span.identity.language) for span in found] == expected


@pytest.mark.parametrize(("text", "language"), NOTHING, ids=[row[0][:40] for row in NOTHING])
def test_nothing_foreign(text: str, language: str) -> None:
    assert find_spans(text, language) == []


def test_italics_are_a_fence() -> None:
    text = "In La vie russe Nadezhda wrote of nothing else."
    start, end = text.index("La vie"), text.index(" Nadezhda")
    assert [(span.start, span.end) for span in find_spans(text, "en", [(start, end)])] == [(start, end)]


def test_every_line_stands_for_itself() -> None:
    text = "The plan was met.\n\nOcherki istorii narodnogo khoziaistva\n\nThe plan was not met."
    found = find_spans(text, "en")
    assert [text[span.start : span.end] for span in found] == ["Ocherki istorii narodnogo khoziaistva"]
    assert found[0].identity.schemes == ("alaloc",)
    assert found[0].identity.cyrillic == "Очерки истории народного хозяйства"


HOSTILE = ["a" * 300_000, "kh" * 100_000, "Москва " * 20_000, "(perelom) " * 20_000, "a'" * 90_000, "a@" * 50_000]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:10] for text in HOSTILE])
def test_hostile_texts_end(text: str) -> None:
    marked = [(place, place + 3) for place in range(0, len(text) - 3, 50)]
    spans = find_spans(text, "en", marked)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)

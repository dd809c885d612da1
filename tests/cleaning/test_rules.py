"""Every rule: cases that it changes, cases that it must leave. Each row: rule, raw text, clean text."""

from __future__ import annotations

import importlib

import pytest
from gold_score import SEEDS

from pipeline.cleaning import clean
from pipeline.document import Hint

FULL = "the long line that fills the whole measure of this small page here"  # a full line of wrapped prose


def wrapped(*lines: str) -> str:
    """Lines among enough full ones for the text to be seen as wrapped."""
    return "\n".join([f"It was {FULL[7:]}", FULL, *lines, FULL, FULL[:30] + "."])


CHANGES = [
    ("letters.line_ends", "One.\r\n\r\nTwo.\r\n", "One.\n\nTwo.\n"),
    ("letters.controls", "One\x07 word.\n", "One word.\n"),
    ("letters.ligatures", "The ﬁrst oﬃce.\n", "The first office.\n"),
    ("letters.hyphens", "self\u2010made and All-\u2010Union.\n", "self-made and All-Union.\n"),
    ("letters.compose", "E\u0301tude.\n", "Étude.\n"),
    ("letters.mojibake", "The cafÃ© was full.\n", "The café was full.\n"),
    ("spacing.blanks", "One\t \u00a0word\u00a0\u00a0more.\n", "One word more.\n"),
    ("spacing.invisible", "Kazakh\u00adstan and Turk\u200bestan.\n", "Kazakhstan and Turkestan.\n"),
    ("spacing.joiners", "Turk\u200destan.\n", "Turkestan.\n"),
    ("hyphens.join", "The eco-\nnomic crisis.\n", "The economic crisis.\n"),
    ("hyphens.join", "The eco\u00ad\nnomic crisis.\n", "The economic crisis.\n"),
    (
        "hyphens.keep",
        "Cotton-growing land. It was cotton-\ngrowing.\n",
        "Cotton-growing land. It was cotton-growing.\n",
    ),
    ("hyphens.keep", "The Soviet-\nPolish pact.\n", "The Soviet-Polish pact.\n"),
    ("hyphens.keep", "In 1932-\n33 it fell.\n", "In 1932-33 it fell.\n"),
    ("hyphens.suspend", "In pre-\nand post-war years.\n", "In pre- and post-war years.\n"),
    ("callouts.chain", "It fell.<sup>7</sup> It rose.\n", "It fell. It rose.\n"),
    ("callouts.chain", "First.1 Second,2 as said. Third.”3 End.\n", "First. Second, as said. Third.” End.\n"),
    ("furniture.rules", "One.\n\n---\n\nTwo.\n", "One.\n\nTwo.\n"),
    ("markup.headings", "## A Title\n\nOne.\n", "A Title\n\nOne.\n"),
    ("markup.emphasis", "# T\n\nThe *Sochineniya* of **1930**.\n", "T\n\nThe Sochineniya of 1930.\n"),
    ("markup.raised", "It is 5 km<sup>2</sup> wide.\n", "It is 5 km² wide.\n"),
    ("callouts.chain", "So<sup>*</sup> it was.\n", "So it was.\n"),
    ("words.links", "See https://x.org/%D0%B2_%D 0%BE now.\n", "See https://x.org/%D0%B2_%D0%BE now.\n"),
    ("words.scripts", "Istoricheskie Oчерki o Rossii.\n", "Istoricheskie Ocherki o Rossii.\n"),
    ("words.scripts", "Мoсква и Лeнинград.\n", "Москва и Ленинград.\n"),
    ("words.drop_capitals", "The law was bad.\n\nhe law fell.\n", "The law was bad.\n\nThe law fell.\n"),
    ("words.fused", "The “surplus,”needed there.\n", "The “surplus,” needed there.\n"),
    ("paragraphs.close", "\n\n\nOne.", "One.\n"),
    ("paragraphs.split", "One.\n\n\n\nTwo.\n", "One.\n\nTwo.\n"),
]

MUST_NOT_CHANGE = [
    "One paragraph.\n\nAnother one.\n",
    "In 1932-3 there were 67,1 mls. or 2-3% of 1927/28 (Cameron, 14).\n",
    "See 10.1080/02634937.2016.1221380 and T2T59X.\n",
    "Çedilla, Ångström, naïve, œuvre, Ærø.\n",
    "It was unrealistic-- a 250 percent increase.\n",
    "He said: ‘Yes’ — “no” – «так».\n",
    "می\u200cخواهم\n",
    "👩\u200d🚀 flew.\n",
    "The file foo_bar_baz and 2 * 3 * 4.\n",
    "1. First point.\n2. Second point.\n3. Third point.\n",
    "Pre- and post-war years.\n",
    "Area of 5 m² and 10 km².\n",
    "x = a[1] + b[2]\n",
    "Москва и Ленинград, СССР.\n",
    "Â la carte, Île, Ñandú.\n",
    "The COVID-19 wave; a B-52 and an F-16 flew in 1990s style.\n",
    "Version 2.1 follows 1.9, and 3:16 is a verse.\n",
    "Roses are red,\nViolets are blue,\nSugar is sweet,\nAnd so are you.\n",
]


@pytest.mark.parametrize(("rule", "raw", "expected"), CHANGES)
def test_changes(rule: str, raw: str, expected: str) -> None:
    cleaned = clean(raw)
    assert cleaned.text == expected
    assert rule in {name for part in cleaned.parts for edit in part.edits() for name in edit.rules}


@pytest.mark.parametrize("text", MUST_NOT_CHANGE)
def test_must_not_change(text: str) -> None:
    assert clean(text).text == text


def test_wrapped_lines_are_joined() -> None:
    text = clean(wrapped(FULL, FULL)).text
    assert text.count("\n") == 1


def test_a_short_last_line_ends_a_paragraph() -> None:
    text = clean(wrapped("and there it ended.", "Then it began again " + FULL[20:])).text
    assert text.count("\n\n") == 1


def test_page_foot_notes_leave_the_flow_and_are_tied() -> None:
    page = wrapped("and fell.1 It rose" + FULL[18:], FULL)[:-1] + " and so the story went on\n1 See the archive.\n\f"
    cleaned = clean(page + "until its very end came at last.\n" + wrapped(FULL))
    assert "See the archive" not in cleaned.text
    assert "went on until its" in cleaned.text
    assert [(c.label, c.part) for c in cleaned.callouts] == [("1", 1)]
    assert cleaned.parts[1].clean == "See the archive."


def test_running_heads_and_folios_leave_the_flow() -> None:
    pages = [f"The History of Sugar {n}\n{FULL}\n{FULL}\n{FULL}" for n in range(11, 16)]
    cleaned = clean("\f".join(pages))
    assert "History of Sugar" not in cleaned.text
    assert [f.kind for f in cleaned.furniture] == ["running head"] * 5
    assert [p.folio for p in cleaned.pages] == ["11", "12", "13", "14", "15"]


def test_doubt_keeps_the_hyphen_and_says_so() -> None:
    """All compounds of the text are the author's, yet the joined word is one: the hyphen stays, a person may look."""
    lines = ["a red-hot iron bar and a well-made road to the old town by the sea"] * 20
    cleaned = clean("\n".join([*lines, "where there was once the non-", "judgmental man of the old town by the sea."]))
    assert "non-judgmental" in cleaned.text
    assert [(doubt.rule, doubt.text) for doubt in cleaned.doubts] == [("hyphens.join", "non-")]


def test_every_rule_is_signed_with_the_address_of_a_function() -> None:
    texts = [raw for _, raw, _ in CHANGES] + [seed.read_bytes().decode() for seed in SEEDS]
    signed = {rule for text in texts for part in clean(text).parts for edit in part.edits() for rule in edit.rules}
    assert {rule for rule, _, _ in CHANGES} <= signed
    for rule in signed:
        family, name = rule.split(".")
        function = getattr(importlib.import_module(f"pipeline.cleaning.{family}"), name)
        assert function.__doc__, rule


def test_hints_name_kinds_and_furniture() -> None:
    raw = "Home | About\n\nThe Title\n\nIt fell.\n"
    hints = [Hint(0, 12, "furniture"), Hint(14, 23, "title", 1), Hint(25, 33, "body")]
    cleaned = clean(raw, hints)
    assert cleaned.text == "The Title\n\nIt fell.\n"
    assert [f.text for f in cleaned.furniture] == ["Home | About"]
    assert [(p.kind, p.level) for p in cleaned.paragraphs] == [("title", 1), ("body", None)]


def test_only_verse_lists_and_tables_keep_line_feeds() -> None:
    for raw in ("Dear Sir\nI write to you\n", "Roses are red,\nViolets are blue.\n", "• one\n• two\n"):
        cleaned = clean(raw)
        kinds = {p.kind for p in cleaned.paragraphs if "\n" in cleaned.text[p.start : p.end]}
        assert kinds <= {"verse", "list", "table"}

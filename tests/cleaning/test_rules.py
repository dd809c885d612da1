"""Every rule: cases that it changes, cases that tempt it and that it must leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from gold_score import SEEDS

from pipeline.cleaning import clean
from pipeline.cleaning.rules import RULES
from pipeline.document import Hint

FULL = "the long line that fills the whole measure of this small page here"  # a full line of wrapped prose


def wrapped(*lines: str) -> str:
    """Lines among enough full ones for the text to be seen as wrapped."""
    return "\n".join([f"It was {FULL[7:]}", FULL, *lines, FULL, FULL[:30] + "."])


class Change(NamedTuple):
    """What a rule must repair: its address, raw text, clean text, what the reader says of the raw text."""

    rule: str
    raw: str
    clean: str
    hints: Sequence[Hint] = ()


def lines(*more: str) -> str:
    """Full lines, then these, then the end of the paragraph, each a line."""
    return "\n".join([*[FULL] * 6, *more, f"{FULL[:30]}."])


BEGUN, ENDED = " ".join([FULL] * 6), f"{FULL[:30]}."


def page(n: int) -> list[str]:
    """Twenty full lines in the middle of a sentence, no two alike."""
    words = FULL.split()
    return [" ".join(words[(7 * n + 5 * line + k) % len(words)] for k in range(13)) for line in range(20)]


PAGES = [page(n) for n in range(4)]
STAMP = "This file was downloaded by the University of Sugar on 12 May 2015 at 12:31."
VERSE = ("Roses are red,", "Violets are blue,", "Sugar is sweet,", "And so are you.")

CHAT = (
    "Ann\nI'll be late for the great meeting, sorry\nBen\nok\nAnn\nCan you bring the copies of the tables?\n"
    "Ben\nsure\nAnn\nFourteen should do, but take a few more\nBen\nfine\n"
)
WORKS = (
    "Hindle, Steve. On the Parish? Oxford: Clarendon Press, 2004.",
    "Manning, Roger B. Village Revolts. Oxford: Oxford University Press.",
    "Thirsk, Joan. Regions and Agrarian History. Oxford: Clarendon.",
    "Underdown, David. Revel, Riot, and Rebellion. Oxford: Clarendon.",
)

SONNET = """Shall I compare thee to a summer's day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
And summer's lease hath all too short a date:"""

RIVER = "It was the river that made the town, and the river took it from the men who had come. "

CHANGES = [
    Change("letters.line_ends", "One.\r\n\r\nTwo.\r\n", "One.\n\nTwo.\n"),
    Change("letters.controls", "One\x07 word.\n", "One word.\n"),
    Change("letters.ligatures", "The ﬁrst oﬃce.\n", "The first office.\n"),
    Change("letters.hyphens", "self\u2010made and All-\u2010Union.\n", "self-made and All-Union.\n"),
    Change("letters.compose", "E\u0301tude.\n", "Étude.\n"),
    Change("letters.mojibake", "The cafÃ© was full.\n", "The café was full.\n"),
    Change("spacing.blanks", "One\t \u00a0word\u00a0\u00a0more.\n", "One word more.\n"),
    Change("spacing.invisible", "Kazakh\u00adstan and Turk\u200bestan.\n", "Kazakhstan and Turkestan.\n"),
    Change("spacing.joiners", "Turk\u200destan.\n", "Turkestan.\n"),
    Change("hyphens.join", "The eco-\nnomic crisis.\n", "The economic crisis.\n"),
    Change("hyphens.join", "The eco\u00ad\nnomic crisis.\n", "The economic crisis.\n"),
    Change(
        "hyphens.keep",
        "Cotton-growing land. It was cotton-\ngrowing.\n",
        "Cotton-growing land. It was cotton-growing.\n",
    ),
    Change(
        "hyphens.keep",
        lines("her mother-", "in-law and the state-", "of-the-art man-", "of-war at sea"),
        f"{BEGUN} her mother-in-law and the state-of-the-art man-of-war at sea {ENDED}\n",
    ),
    Change(
        "hyphens.keep",
        lines("he took an X-", "ray of it in the 20-", "е годы"),
        f"{BEGUN} he took an X-ray of it in the 20-е годы {ENDED}\n",
    ),
    Change(
        "hyphens.keep",
        "И это не для него было из-\nза засухи, как XX-\nй съезд\n",
        "И это не для него было из-за засухи, как XX-й съезд\n",
    ),
    Change(
        "hyphens.join",
        "Paxtachilik va bog‘-\ndorchilik, xo‘-\njaligi yuksaldi.\n",
        "Paxtachilik va bog‘dorchilik, xo‘jaligi yuksaldi.\n",
    ),
    Change(
        "paragraphs.split",
        "\n".join([*[FULL] * 6, "in Durham, 1994.", "———. The Uzbeks.", "———. Bukhara.\n"]),
        f"{BEGUN} in Durham, 1994.\n\n———. The Uzbeks.\n\n———. Bukhara.\n",
    ),
    Change("hyphens.keep", "The Soviet-\nPolish pact.\n", "The Soviet-Polish pact.\n"),
    Change("hyphens.keep", "In 1932-\n33 it fell.\n", "In 1932-33 it fell.\n"),
    Change("hyphens.suspend", "In pre-\nand post-war years.\n", "In pre- and post-war years.\n"),
    Change("hyphens.keep", "He is a so-\ncalled man.\n", "He is a so-called man.\n"),
    Change("hyphens.keep", "By mid-\n1929 it fell.\n", "By mid-1929 it fell.\n"),
    Change("hyphens.keep", "The pre- and post-\nwar years.\n", "The pre- and post-war years.\n"),
    Change(
        "paragraphs.join",
        lines(f"{FULL[:50]} at pp. 45–", f"47. It was {FULL[:44]} as No.", "12. It is so,"),
        f"{BEGUN} {FULL[:50]} at pp. 45– 47. It was {FULL[:44]} as No. 12. It is so, {ENDED}\n",
    ),
    Change("hyphens.dash", "The crisis—\nas it was—fell.\n", "The crisis—as it was—fell.\n"),
    Change("callouts.chain", "It fell.<sup>7</sup> It rose.\n", "It fell. It rose.\n"),
    Change("callouts.chain", "First.1 Second,2 as said. Third.”3 End.\n", "First. Second, as said. Third.” End.\n"),
    Change("furniture.rules", "One.\n\n---\n\nTwo.\n", "One.\n\nTwo.\n"),
    Change("markup.headings", "## A Title\n\nOne.\n", "A Title\n\nOne.\n"),
    Change("markup.emphasis", "# T\n\nThe *Sochineniya* of **1930**.\n", "T\n\nThe Sochineniya of 1930.\n"),
    Change("markup.raised", "It is 5 km<sup>2</sup> wide.\n", "It is 5 km² wide.\n"),
    Change("markup.raised", "There were 10<sup>6</sup> grains.\n", "There were 10⁶ grains.\n"),
    Change(
        "markup.raised",
        "E = mc<sup>2</sup>, and a<sup>2</sup> + b<sup>2</sup> = c<sup>2</sup> holds.\n",
        "E = mc², and a² + b² = c² holds.\n",
    ),
    Change("callouts.chain", "First.<sup>1</sup> In U.S.S.R<sup>2</sup> it fell.\n", "First. In U.S.S.R it fell.\n"),
    Change(
        "callouts.chain",
        "It fell.<sup>1</sup> So did x<sup>2</sup> and plan A.<sup>2</sup> It rose.<sup>3</sup>\n",
        "It fell. So did x² and plan A. It rose.\n",
    ),
    Change("callouts.chain", "First.<sup>1</sup> Plan A<sup>2</sup> fell.<sup>3</sup>\n", "First. Plan A fell.\n"),
    Change("callouts.chain", "So<sup>*</sup> it was.\n", "So it was.\n"),
    Change("words.links", "See https://x.org/%D0%B2_%D 0%BE now.\n", "See https://x.org/%D0%B2_%D0%BE now.\n"),
    Change("words.scripts", "Istoricheskie Oчерki o Rossii.\n", "Istoricheskie Ocherki o Rossii.\n"),
    Change("words.scripts", "Мoсква и Лeнинград.\n", "Москва и Ленинград.\n"),
    Change("words.drop_capitals", "The law was bad.\n\nhe law fell.\n", "The law was bad.\n\nThe law fell.\n"),
    Change("words.fused", "The “surplus,”needed there.\n", "The “surplus,” needed there.\n"),
    Change("paragraphs.close", "\n\n\nOne.", "One.\n"),
    Change("paragraphs.split", "One.\n\n\n\nTwo.\n", "One.\n\nTwo.\n"),
    Change("furniture.mark_hinted", "Home | About\n\nIt fell.\n", "It fell.\n", [Hint(0, 12, "furniture")]),
    Change(
        "furniture.page_edges",
        "\f".join(f"The History of Sugar {n}\n{FULL}\n{FULL}" for n in (11, 12, 13)),
        f"{BEGUN}\n",
    ),
    *(
        Change(
            "furniture.page_edges",
            "\f".join("\n".join([*lines, folio(n)]) for n, lines in enumerate([*PAGES[:3], [ENDED]], 11)),
            " ".join([line for lines in PAGES[:3] for line in lines] + [ENDED]) + "\n",
        )
        for folio in ("3-{}".format, "A-{}".format, "{}*".format)
    ),
    Change(
        "furniture.running_lines",
        "\n".join(
            [*(line for n, page in enumerate(PAGES, 11) for line in (*page, f"The History of Sugar {n}")), ENDED]
        ),
        " ".join([*(line for page in PAGES for line in page), ENDED]) + "\n",
    ),
    Change("furniture.stamps", f"\n{STAMP}\n".join(map("\n".join, PAGES)), " ".join(map(" ".join, PAGES)) + "\n"),
    Change("furniture.counted_pages", "It fell.\n\nPage 1 of 9\n\nIt rose.\n\nPage 2 of 9\n", "It fell.\n\nIt rose.\n"),
    Change("furniture.specks", "\n".join([FULL, ". , '", ENDED]), f"{FULL} {ENDED}\n"),
    Change("furniture.interruptions", lines("Journal of Sugar, vol. 4", "ISSN 0000-0000"), f"{BEGUN} {ENDED}\n"),
    Change(
        "notes.label",
        lines("and it fell.1 It rose until it ended.", "1 See the archive.\f" + FULL, FULL),
        f"{BEGUN} and it fell. It rose until it ended. {FULL} {FULL} {ENDED}\n",
    ),
    Change("hyphens.soft", "One\u00ad\n", "One\n"),
    Change(
        "words.elided",
        "Non è che della gente,\nnon sono più dell'\naltro, per una volta.\n",
        "Non è che della gente,\nnon sono più dell'altro, per una volta.\n",
    ),
    Change("paragraphs.join", lines(), f"{BEGUN} {ENDED}\n"),
    Change(
        "paragraphs.feed",
        lines("and so it ended.\n", VERSE[0], f"{VERSE[1]}\f{VERSE[2]}", f"{VERSE[3]}\n", *[FULL] * 6),
        f"{BEGUN} and so it ended.\n\n" + "\n".join(VERSE) + f"\n\n{BEGUN} {ENDED}\n",
    ),
    Change("paragraphs.lead", "\n\nOne.\n", "One.\n"),
    Change(
        "paragraphs.split",
        f"{lines()}\n\nMonsieur,\nIt was {FULL[7:]}\n{lines()}",
        f"{BEGUN} {ENDED}\n\nMonsieur,\n\nIt was {FULL[7:]} {BEGUN} {ENDED}\n",
    ),
    Change("paragraphs.split", lines() + "\n\n" + "\n".join(WORKS), "\n\n".join([f"{BEGUN} {ENDED}", *WORKS]) + "\n"),
    # prose is prose, however many cells and entries stand beside it
    Change(
        "paragraphs.join",
        lines() + "\n\n" + "\n".join(f"Cell {n}\n{n}" for n in range(20, 40)),
        f"{BEGUN} {ENDED}\n\n" + "\n".join(f"Cell {n}\n{n}" for n in range(20, 40)) + "\n",
    ),
    Change("spacing.letters", "Die  T u c h m a c h e r  kamen.\n", "Die Tuchmacher kamen.\n"),
    Change("spacing.letters", "The h o u s e fell.\n", "The house fell.\n"),
    Change("letters.mojibake", "PÅ™Ã­Å¡tÃ­ dÃ©tÃ© cafÃ©, na Varnav\u00c4\u203a.\n", "Příští dété café, na Varnavě.\n"),
    Change("words.split", f"{RIVER}The ri ver fell.\n", f"{RIVER}The river fell.\n"),
    Change(
        "words.split",
        lines(f"{FULL[:-10]} the mea", f"sure {FULL}"),
        f"{BEGUN} {FULL[:-10]} the measure {FULL} {ENDED}\n",
    ),
    Change("words.fused", f"{RIVER}Then theriver fell.\n", f"{RIVER}Then the river fell.\n"),
    Change("words.fused", f"{RIVER}Twenty-sevenmen fell.\n", f"{RIVER}Twenty-seven men fell.\n"),
    Change("words.links", "See https://\nx.org/a_b/ c_d.html now.\n", "See https://x.org/a_b/c_d.html now.\n"),
    Change("words.links", "See 10.1080/ 02634937.2016 now.\n", "See 10.1080/02634937.2016 now.\n"),
    Change("words.drop_capitals", f"{RIVER}\n\nT he men fell.\n", f"{RIVER.strip()}\n\nThe men fell.\n"),
    Change("words.drop_capitals", f"{RIVER}\n\nT\nhe men fell.\n", f"{RIVER.strip()}\n\nThe men fell.\n"),
    Change("words.drop_capitals", f"{RIVER}\n\niver men fell.\n", f"{RIVER.strip()}\n\nRiver men fell.\n"),
]

MUST_NOT_CHANGE = [
    ("letters.line_ends", "The signs \\r\\n and ␍␊ end a line elsewhere.\n"),
    ("letters.mojibake", "Â la carte, Île, Ñandú.\n"),
    ("letters.mojibake", "Ð is eth, Ã is nasal, Â is not; Привет, Рим и Сочи.\n"),
    ("letters.mojibake", "The letter “Â” is rare.\n"),
    ("letters.controls", "The signs ␀, ⏎ and ␛ show what cannot be seen.\n"),
    ("letters.ligatures", "Çedilla, Ångström, naïve, œuvre, Ærø, ĳs, ŉ.\n"),
    ("letters.hyphens", "It was unrealistic-- a 250 percent increase.\n"),
    ("letters.hyphens", "He said: ‘Yes’ — “no” – «так».\n"),
    ("letters.compose", "x\u0304 is a mean, q\u0303 is none, Å is composed.\n"),
    ("spacing.blanks", "The sign ␣ is a blank, ⇥ is a tab, · is neither.\n"),
    ("spacing.invisible", "A sun\u2600\ufe0f shines.\n"),
    ("spacing.joiners", "می\u200cخواهم\n"),
    ("spacing.joiners", "👩\u200d🚀 flew.\n"),
    ("furniture.mark_hinted", "Home | About\n\nIt fell.\n"),
    ("furniture.rules", "It fell.\n\n* * *\n\nIt rose.\n"),
    ("furniture.stamps", "\n\n".join(f"On Sugar.\nDownloaded from sugar.org on {n} May 2015." for n in "12") + "\n"),
    ("furniture.counted_pages", "It fell.\n\nPage 1 of 9\n\nIt rose.\n\nPage 2 of 8\n"),
    ("furniture.specks", "It fell.\n\n. . .\n\nIt rose.\n"),
    ("furniture.page_edges", "The Sugar\n\nIt fell in 11 years.\n\nThe Sugar\n\nIt rose in 12 years.\n"),
    (
        "furniture.page_edges",
        "\n\n".join(f"1.{n} The {what}\n\nIt fell in {n}1 years." for n, what in enumerate(("land", "mill"), 1)) + "\n",
    ),
    ("furniture.running_lines", "\n\n".join("\n".join([*VERSE, f"Love me, love me {n},"]) for n in "abc") + "\n"),
    ("furniture.interruptions", f"{BEGUN}.\n\nSee www.example.org, p. 14.\n\nThen {BEGUN}.\n"),
    ("markup.headings", "#1 of the list is C#, then F# in ## 4 and 5.\n"),
    ("markup.emphasis", "The file foo_bar_baz and 2 * 3 * 4.\n"),
    ("markup.raised", "Area of 5 m² and 10 km².\n"),
    ("callouts.chain", "We know that a² + b² = c² holds.\n"),
    ("callouts.chain", "E = mc² is known, and so are sin² + cos² and CO².\n"),
    ("callouts.chain", "There were 10⁶ grains in 3×10⁴ fields.\n"),
    ("hyphens.dash", "The crisis — as it was —\n\nIt fell.\n"),
    ("callouts.chain", "In 1932-3 there were 67,1 mls. or 2-3% of 1927/28 (Cameron, 14).\n"),
    ("callouts.chain", "See 10.1080/02634937.2016.1221380 and T2T59X.\n"),
    ("callouts.chain", "x = a[1] + b[2]\n"),
    ("callouts.chain", "The COVID-19 wave; a B-52 and an F-16 flew in 1990s style.\n"),
    ("callouts.chain", "Version 2.1 follows 1.9, and 3:16 is a verse.\n"),
    ("notes.label", "1. First point.\n2. Second point.\n3. Third point.\n"),
    ("hyphens.join", "The self-made man; the Anglo-Polish pact; he began to re-\n"),
    ("hyphens.keep", "In 1932-33 and 1934 - 35, at pp. 7-9.\n"),
    ("hyphens.suspend", "Pre- and post-war years.\n"),
    ("hyphens.suspend", "Vor- und Nachteile, ein- oder zweimal.\n"),
    ("hyphens.soft", "The sign ¬ denies.\n"),
    ("words.elided", "Non è che dell' altro: la gente, l' uomo, nell' acqua.\n"),
    ("words.elided", "The boys' house and the letter ‘d’ are of wood.\n"),
    ("paragraphs.join", "One paragraph.\n\nAnother one.\n"),
    ("paragraphs.join", "\n".join(VERSE) + "\n"),
    ("paragraphs.join", f"{SONNET}\n\n{SONNET}\n"),
    ("paragraphs.join", "HAMLET. The air bites.\nHORATIO. It is eager.\nHAMLET. What hour?\nHORATIO. Twelve.\n"),
    ("paragraphs.join", CHAT),
    ("paragraphs.join", "\n".join(wrapped().splitlines()[:1]) + "\n\nAge\n29\nParity (n)\n34\nSex\n12\nTotal\n"),
    ("paragraphs.split", f"{BEGUN}. Then {BEGUN}: “So?” And {BEGUN}.\n"),
    ("paragraphs.feed", "They had (a) land, (b) water and (c) cattle; 1. April came.\n"),
    ("paragraphs.lead", "… and so it began.\n"),
    ("paragraphs.close", "And so it went on …\n"),
    ("words.links", "See https://x.org/a%20b and 50 % of it.\n"),
    ("words.scripts", "Москва и Ленинград, СССР; the letters А and A; T2T59Х.\n"),
    ("words.drop_capitals", "The law was bad.\n\nde Gaulle came.\n\nlaw was all he had.\n"),
    ("words.fused", "The “big”ness of it, the “U.S.”-made car, “so.”\n"),
    ("spacing.letters", "V. M. Molotov wrote a b c d and U S S R on it; I s a w a man.\n"),
    ("words.split", "The Cahiers du monde russe, 10.4000/monderusse.1, www.monderusse.org and x.org/monderusse/.\n"),
    ("words.scripts", "Lith. šimtas and OCS sъto go back to one word, as do dьnь and sъnъ.\n"),
    ("callouts.chain", "Here 2 * 4 = 1 and 3 * 5 = 1, whence *\n\n* is a sign. The unit is one.\n"),
    ("paragraphs.join", f"{BEGUN}.\n\n(a) they must be good;\n(b) they must be fit; and\n(c) they must be there.\n"),
    ("words.split", "The rail way, any one and a sea bass; per cent, post war, we re here, Mc donald.\n"),
    ("words.split", "In the river basin, percent and per cent; the railway and the rail way.\n"),
    ("words.fused", "Forman and Theroux, whereof, sevenfold, andante and cottongrowing; they had cotton.\n"),
    ("words.links", "See https://x.org/ and 12/3/2004, www.x.org. 2.5 million; http://x.org/a/ and/or 1932-3.\n"),
    ("words.drop_capitals", "She had it, and he had it. She had gone.\n\nhe had been fed.\n"),
    ("words.drop_capitals", "A law.\n\nI am here.\n\nX ray men.\n\nE flat was heard.\n"),
]

# What the cleaner gets wrong so far: rule, raw text, what clean text should be.
KNOWN_FAILURES = [
    ("furniture.interruptions", lines("Journal of Sugar, vol. 4", "www.sugar.org", FULL), f"{BEGUN} {FULL} {ENDED}\n"),
]


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case.rule)
def test_changes(case: Change) -> None:
    cleaned = clean(case.raw, case.hints)
    assert cleaned.text == case.clean
    assert case.rule in {name for part in cleaned.parts for edit in part.edits() for name in edit.rules}


@pytest.mark.parametrize(("rule", "text"), MUST_NOT_CHANGE)
def test_must_not_change(rule: str, text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(("rule", "raw", "expected"), KNOWN_FAILURES)
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_known_failures(rule: str, raw: str, expected: str) -> None:
    assert clean(raw).text == expected


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


def test_every_rule_that_signs_an_edit_is_in_the_list_of_rules() -> None:
    raw = [(case.raw, case.hints) for case in CHANGES]
    raw += [(text, ()) for _, text in MUST_NOT_CHANGE] + [(text, ()) for _, text, _ in KNOWN_FAILURES]
    raw += [(seed.read_bytes().decode(), ()) for seed in SEEDS]
    signed = {rule for each in raw for part in clean(*each).parts for edit in part.edits() for rule in edit.rules}
    assert signed == set(RULES), "a rule is not listed, or a listed one never signs"


def test_every_rule_has_a_case_that_it_changes_and_one_that_tempts_it() -> None:
    assert {case.rule for case in CHANGES} == set(RULES)
    assert {rule for rule, _ in MUST_NOT_CHANGE} == set(RULES)
    assert {rule for rule, _, _ in KNOWN_FAILURES} <= set(RULES)


def test_hints_name_kinds_and_furniture() -> None:
    raw = "Home | About\n\nThe Title\n\nIt fell.\n"
    hints = [Hint(0, 12, "furniture"), Hint(14, 23, "title", 1), Hint(25, 33, "body")]
    cleaned = clean(raw, hints)
    assert cleaned.text == "The Title\n\nIt fell.\n"
    assert [f.text for f in cleaned.furniture] == ["Home | About"]
    assert [(p.kind, p.level) for p in cleaned.paragraphs] == [("title", 1), ("body", None)]


def test_what_is_said_is_no_heading() -> None:
    raw = "Il marchait depuis une heure.\n\n« Qui est là ? »\n\n« Moi ! »\n\nLe vieux cracha noir, puis il regarda.\n"
    assert {p.kind for p in clean(raw).paragraphs[1:]} == {"body"}


def test_a_reader_that_knows_headings_knows_all() -> None:
    raw = "Germinal\n\nPremier\n\nIl marchait\n\nIl marchait depuis une heure.\n"
    assert [p.kind for p in clean(raw).paragraphs] == ["title", "heading", "heading", "body"]
    known = clean(raw, [Hint(0, 8, "title", 1), Hint(10, 17, "heading", 2)]).paragraphs
    assert [p.kind for p in known] == ["title", "heading", "body", "body"]


def test_only_verse_lists_and_tables_keep_line_feeds() -> None:
    for raw in ("Dear Sir\nI write to you\n", "Roses are red,\nViolets are blue.\n", "• one\n• two\n"):
        cleaned = clean(raw)
        kinds = {p.kind for p in cleaned.paragraphs if "\n" in cleaned.text[p.start : p.end]}
        assert kinds <= {"verse", "list", "table"}

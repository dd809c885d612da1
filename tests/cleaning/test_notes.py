"""What is a note and what only looks like one: lists, headings, quantities, identifiers beside notes."""

from __future__ import annotations

import pytest

from pipeline.cleaning import clean
from pipeline.sources import read_bytes
from pipeline.sources.shapes import HTML, MARKDOWN

BEGUN = "The values lie close to those of the earlier work, and no error was found in any of them."
ITEMS = "1. The river is free to all who live on it.\n2. The lake is the town's.\n3. The marsh is nobody's.\n"
NOTES = {"1": "Fedchenko, Travels, p. 12.", "2": "Mushketov, Turkestan, p. 35.", "3": "Berg, Aral, p. 98."}
BLOCK = "".join(f"{label} {text}\n" for label, text in NOTES.items())
LISTED = "".join(f"{label}. {text}\n" for label, text in NOTES.items())

# Raw text, its body when it is clean, the notes that its callouts lead to.
NOTED = {
    "numbered headings": (
        f"1. Introduction\n\nThe law was Nier's.1 Libby revised it,2 Berg printed it.3\n\n2. Apparatus\n\n{BEGUN}\n\n"
        f"3. Results\n\n{BEGUN}\n\n{BLOCK}",
        "1. Introduction\n\nThe law was Nier's. Libby revised it, Berg printed it.\n\n2. Apparatus\n\n"
        f"{BEGUN}\n\n3. Results\n\n{BEGUN}\n",
        NOTES,
    ),
    "a list behind the callouts": (
        f"Fedchenko made it.1 Mushketov revised it.2 Berg printed it.3\n\nIt says:\n\n{ITEMS}\n{BEGUN}\n\n{BLOCK}",
        f"Fedchenko made it. Mushketov revised it. Berg printed it.\n\nIt says:\n\n{ITEMS}\n{BEGUN}\n",
        NOTES,
    ),
    "a list between the callouts": (
        f"Fedchenko made it.1 Mushketov revised it.2\n\nIt says:\n\n{ITEMS}\nBerg printed it.3 {BEGUN}\n\n{BLOCK}",
        f"Fedchenko made it. Mushketov revised it.\n\nIt says:\n\n{ITEMS}\nBerg printed it. {BEGUN}\n",
        NOTES,
    ),
    "a list spelt like the notes": (
        f"Fedchenko made it.1 Mushketov revised it.2 Berg printed it.3\n\nIt says:\n\n{ITEMS}\n{BEGUN}\n\n{LISTED}",
        f"Fedchenko made it. Mushketov revised it. Berg printed it.\n\nIt says:\n\n{ITEMS}\n{BEGUN}\n",
        NOTES,
    ),
    "quantities behind the callouts": (
        f"Fedchenko made it.1 Mushketov revised it.2 Berg printed it.3\n\nFor n = 1 or n = 2 it is large.\n\n{BLOCK}",
        "Fedchenko made it. Mushketov revised it. Berg printed it.\n\nFor n = 1 or n = 2 it is large.\n",
        NOTES,
    ),
    "identifiers before the callouts": (
        "The kinase CDK2 was not affected, nor BRCA1. Vitamin B12 was added.\n\nFedchenko made it.1 Mushketov revised"
        f" it.2 Berg printed it.3\n\n{BLOCK}",
        "The kinase CDK2 was not affected, nor BRCA1. Vitamin B12 was added.\n\nFedchenko made it. Mushketov revised"
        " it. Berg printed it.\n",
        NOTES,
    ),
    "a reference to an article": (
        f"He came to Kazakhstan 1 in spring. In Article 2 of the report 2 he asked. Moscow 3\nwas late.\n\n{BLOCK}",
        "He came to Kazakhstan in spring. In Article 2 of the report he asked. Moscow was late.\n",
        NOTES,
    ),
    "numbers that stand together": (
        f"Fedchenko made it.1 Mushketov revised it.2 Berg printed it.3\n\nSee plates 1, 2 and 5.\n\n{BLOCK}",
        "Fedchenko made it. Mushketov revised it. Berg printed it.\n\nSee plates 1, 2 and 5.\n",
        NOTES,
    ),
    "several in brackets": (
        f"Fedchenko made it [1]. Mushketov [2] revised it; as in [3, 4] and in [2]. Berg printed it [3].\n\n{BLOCK}",
        "Fedchenko made it. Mushketov revised it; as in [3, 4] and in [2]. Berg printed it.\n",
        NOTES,
    ),
    "notes of two words, and text behind them": (
        f"Fedchenko made it.1 Mushketov revised it.2\n\n1 Там же\n2 Там же\n\n{BEGUN}\n",
        f"Fedchenko made it. Mushketov revised it.\n\n{BEGUN}\n",
        {"1": "Там же", "2": "Там же"},
    ),
    "a callout behind a line's end": (
        f"Fedchenko set the agen-\nda1. Mushketov revised it.2 Berg printed it.3\n\n{BLOCK}",
        "Fedchenko set the agenda. Mushketov revised it. Berg printed it.\n",
        NOTES,
    ),
    "stars behind blanks": (
        "Fedchenko made * it and Mushketov ** revised it.\n\n* Fedchenko, p. 12.\n** Mushketov, p. 35.\n",
        "Fedchenko made it and Mushketov revised it.\n",
        {"*": "Fedchenko, p. 12.", "**": "Mushketov, p. 35."},
    ),
    "labels on lines of their own": (
        "Fedchenko made it.1 Mushketov revised it.2 Berg printed it.3\n\n"
        + "".join(f"{label}\n{text}\n" for label, text in NOTES.items())
        + f"\f{BEGUN}\n",
        f"Fedchenko made it. Mushketov revised it. Berg printed it.\n\n{BEGUN}\n",
        NOTES,
    ),
    "dates and a list that counts up to the first note": (
        f"It was read on 1 May and on 2 June.[3]\n\nIt says:\n\n1. Land is free.\n2. Water is free.\n\n{BEGUN}\n\n"
        "[3] Bekov, p. 12.\n",
        f"It was read on 1 May and on 2 June.\n\nIt says:\n\n1. Land is free.\n2. Water is free.\n\n{BEGUN}\n",
        {"3": "Bekov, p. 12."},
    ),
    "callouts in parentheses beside quantities": (
        "Ils étaient treize millions.(1) Le 1 novembre on ferma l'école.(2) Il y avait 2 journaux.\n\n"
        "(1) Recensement, p. 4.\n(2) Journal, t. 5, p. 667.\n",
        "Ils étaient treize millions. Le 1 novembre on ferma l'école. Il y avait 2 journaux.\n",
        {"1": "Recensement, p. 4.", "2": "Journal, t. 5, p. 667."},
    ),
    "quantities and a list in Russian": (
        "Закон был оглашен 1 мая и еще раз 2 июня 1931 г.3\n\nОн гласит:\n\n1. Земля свободна.\n2. Вода свободна.\n\n"
        "3 ЦГА РК. Ф. 30. Оп. 6. Д. 12.\n",
        "Закон был оглашен 1 мая и еще раз 2 июня 1931 г.\n\nОн гласит:\n\n1. Земля свободна.\n2. Вода свободна.\n",
        {"3": "ЦГА РК. Ф. 30. Оп. 6. Д. 12."},
    ),
    "a list spelt like the endnotes, and quantities": (
        "The first book is long.1 The second is short.2\n\nTwo rules:\n\n1. Read slowly.\n2. Read twice.\n\n"
        "The third is lost.3 They had 1 horse and 2 cows.\n\n1. Bekov, p. 12.\n2. Ibid.\n3. Lewis, p. 4.\n",
        "The first book is long. The second is short.\n\nTwo rules:\n\n1. Read slowly.\n2. Read twice.\n\n"
        "The third is lost. They had 1 horse and 2 cows.\n",
        {"1": "Bekov, p. 12.", "2": "Ibid.", "3": "Lewis, p. 4."},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "body", "notes"), NOTED.values(), ids=NOTED)
def test_notes(raw: str, body: str, notes: dict[str, str]) -> None:
    cleaned = clean(raw)
    assert cleaned.text == body
    assert {c.label: cleaned.parts[c.part or 0].clean.rstrip("\n") for c in cleaned.callouts} == notes
    assert len(cleaned.notes) == len(notes)


def test_notes_that_nothing_calls_are_notes_of_their_own() -> None:
    notes = [f"{n} See the report of 193{n}.\n" for n in range(1, 5)]
    cleaned = clean(f"The farms were small.1 They were poor.2\n\n{''.join(notes)}")
    assert cleaned.text == "The farms were small. They were poor.\n"
    found = [f"{note.label} {cleaned.parts[note.part].clean}\n" for note in cleaned.notes]
    assert found == notes


# Labels that open no notes, though there is something that looks like callouts: all stays.
NO_NOTES = {
    "marks of authors": (
        f"Anna Kowal1, Peter Brandt2\n\n1 Introduction\n\n{BEGUN}\n\n2 Method\n\n{BEGUN}\n"
    ),
    "a table of contents": (
        "Contents\n\n1. Introduction ....... 1\n1.1 The problem ...... 1\n2. Settlers ....... 14\n\n"
        "1. Introduction\n\nIt fell.\n"
    ),
    "numbered tables": (
        "Table 1.1 Settlers ....... 8\nTable 2.1 Yields ....... 33\n\n"
        f"There are three groups:\n\n{ITEMS}\n{BEGUN}\n"
    ),
    "a list of contents behind callouts": (
        "It joins Asia with Siberia.[1] It starts at Arys.[2]\n\n"
        "Contents\n1 History\n2 In film\n3 See also\n\nHistory\n\nIt is old.\n"
    ),
    "references that are words": (
        "Как показано в работе [1], скот погиб. В работах [2] и [3] это отрицается.\n\n"
        "1. Очерки, 1997.\n2. История, 1991.\n3. Турксиб, 2001.\n"
    ),
    "a list behind callouts whose notes stand elsewhere": (
        "They owed it 3 shillings.1 The rules were printed.2\n\n"
        "1. Members pay.\n2. Members meet.\n3. Members are buried.\n\n" + BEGUN + "\n"
    ),
    "paragraphs of a law": (
        "Under section 2(1) he is liable.(1) It says that he may not sell it(2).\n\n"
        "(1) A person shall not be liable.\n(2) He may be tried.\n"
    ),
    "groups that sentences open with": (
        "He has two duties. (1) He must pay. (2) He must come.\n\n(1) He must pay in spring.\n(2) He must come.\n"
    ),
    "rules between sections": "It was late.\n\n* * *\n\nThe mill was old.\n\n* * *\n\nThe end came.\n",
    "an operator and a year of birth": (
        "Let a * b be the product of f * g, and Anna (* 1899 in Kazan) its author.\n\n* Supported by a grant.\n"
    ),
    "stars of a table": (
        "Remittances 0.021 0.035**\nIncome -1.32*** -1.40***\n\nSource: Authors. * significant at 10 percent;\n"
        "** significant at 5 percent; *** significant at 1 percent.\n"
    ),
    "enumerators inside a sentence": (
        f"There are two causes: 1. the climate; 2. the soil.\n\nWhat must be done?\n\n1. Dig.\n2. Plant.\n\n{BEGUN}\n"
    ),
    "counts before a list": (
        f"Bring 1 lamp, 2 ropes and 3 stakes to the camp.\n\n1. Light the lamp.\n2. Tie them.\n3. Go.\n\n{BEGUN}\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", NO_NOTES.values(), ids=NO_NOTES)
def test_what_opens_no_notes_stays(text: str) -> None:
    cleaned = clean(text)
    assert (cleaned.text, cleaned.notes) == (text, [])


def test_numbers_on_lines_of_their_own_are_the_text_s_where_notes_stand_elsewhere() -> None:
    asked = "Questions\n1\nWho held the best of the fields?\n2\nHow many nomads were there?"
    cleaned = clean(
        f"They held the fields,1 and the nomads few.2\n\n{asked}\n\nNotes\n1. From Ukraine.\n2. Two million.\n"
    )
    assert asked in cleaned.text
    assert [note.label for note in cleaned.notes] == ["1", "2"]


GOING_ON = {
    "a date": "7 October it marched to the border with four hundred men, and was beaten there.",
    "a count": "7 guns were left, and what became of them nobody knows to this very day.",
    "a noun of German": "7 Maschinen waren in Reparatur, und so blieb das Korn auf dem Felde.",
    "Russian": "7 машин были исправны, и уборка хлеба шла очень медленно.",
}


@pytest.mark.parametrize("line", GOING_ON.values(), ids=GOING_ON)
@pytest.mark.parametrize("behind", ["", "Chapter 3: After the Rising\n\nIt was over.\n"])
def test_a_line_that_goes_on_with_the_number_of_a_callout_is_no_note(line: str, behind: str) -> None:
    full = "The third of them had been ordered to halt in the town,7 but on the day that came then"
    cleaned = clean(f"{full.replace('7', '')}\n{full}\n{line}\n\n{behind}")
    assert f"then {line}" in cleaned.text
    assert cleaned.notes == []


def test_a_list_on_a_later_page_is_not_the_notes_of_an_earlier_one() -> None:
    notes = "1 Fear is dealt with in the next chapter.\n2 See p. 5."
    listed = "1. Members pay.\n2. Members meet.\n3. Members are buried."
    cleaned = clean(f"They feared the worst.1 The rules were printed.2\n\n{notes}\n\f{BEGUN} They are:\n\n{listed}\n")
    assert cleaned.text == f"They feared the worst. The rules were printed.\n\n{BEGUN} They are:\n\n{listed}\n"
    assert [note.label for note in cleaned.notes] == ["1", "2"]


def test_a_count_is_no_callout_where_callouts_are_glued() -> None:
    raw = "They lost 120 cows in all.1 In the winter only 2 horses were left there.3\n\n"
    cleaned = clean(f"{raw}1. Report, p. 5.\n2. Ibid.\n3. Letter of 5 May.\n")
    assert cleaned.text == "They lost 120 cows in all. In the winter only 2 horses were left there.\n"
    assert [callout.label for callout in cleaned.callouts] == ["1", "3"]


def test_code_stays_as_it_is() -> None:
    code = "a[1] += **b**\n# end\nreturn x-\n1"
    page = f"<p>Two.<sup>1</sup></p><pre><code>{code}</code></pre><p><sup>1</sup> See Fox.</p>"
    found = read_bytes(page.encode(), "page", HTML)
    cleaned = clean(found.raw, found.hints)
    assert cleaned.text == f"Two.\n\n{code}\n"
    assert [cleaned.parts[c.part or 0].clean for c in cleaned.callouts] == ["See Fox."]


# Numbers that call no note, where there is none.
IDENTIFIERS = [
    "The genes TP53, BRCA1, CDK2 and STAT3 are expressed. Of these BRCA1 is silenced, while CDK2 is not.\n",
    "The furnace was charged with CaCl2 and with NaNO3, and the gas was passed over KMnO4 in a tube.\n",
    "The file has the columns age, item1, item2, item3, and score. Of these item1 and item2 were dropped.\n",
    "The loop reads item[1] and then item[2], and writes the sum to item[3].\n",
    "JOHN1 WHITCOMBE came to Boston. His son JOHN2 WHITCOMBE married; their daughter was SARAH3, who died young.\n",
    "Mandarin has four tones: the syllable yang1 is level, yang2 rises, yang3 dips and yang4 falls.\n",
    "It went on 3. Nc3 Bb4 4. e3 d5 5. a3 Bxc3 6. bxc3 c5 7. cxd5 exd5 8. Bd3 Nxa6.\n",
]


@pytest.mark.parametrize("text", IDENTIFIERS)
def test_numbers_of_identifiers_stay(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize("code", ["x[0] and x[1], then x[2]", "sorted(rows, key=lambda pair: -pair[1])[:10]"])
def test_what_picks_from_a_row_is_no_callout_though_notes_have_its_number(code: str) -> None:
    """A list of works is numbered alike."""
    raw = f"The program reads {code} from the file.\n\n[1] Knuth, Art, p. 5.\n[2] Dijkstra, Discipline, p. 9.\n"
    assert f"{code} from" in clean(raw).text


def test_isotopes_and_powers_keep_their_numbers() -> None:
    text = "It is <sup>12</sup>C or <sup>235</sup>U; <sup>3</sup>He is rare. <sup>14</sup>C is not; 2<sup>10</sup>.\n"
    assert clean(text).text == "It is ¹²C or ²³⁵U; ³He is rare. ¹⁴C is not; 2¹⁰.\n"


STEPS = "<ol><li>Heat the water.</li><li>Add the salt.</li></ol>"
# What a page says of its callouts and notes is not guessed: its own ways to tell them from the rest.
PAGES = {
    "links": (
        HTML,
        f'<p>It fell.<sup><a href="#a">1</a></sup> It rose.<sup><a href="#b">2</a></sup></p>{STEPS}'
        '<h2>Notes</h2><ol><li id="a">Boyle.</li><li id="b">Charles.</li></ol>'
        f"<h2>Steps</h2>{STEPS}<table><tr><td>Sample 1</td><td>2.5</td></tr></table>",
        "It fell. It rose.\n\n1. Heat the water.\n\n2. Add the salt.\n\nNotes\n\nSteps\n\n1. Heat the water.\n\n"
        "2. Add the salt.\n\nSample 1 2.5\n",
    ),
    "Wikipedia's": (
        HTML,
        '<p>It fell.<sup><a href="#cite_note-1">[1]</a></sup> It rose.<sup><a href="#cite_note-2">[2]</a></sup></p>'
        '<ol><li id="cite_note-1"><a href="#cite_ref-1">↑</a> Boyle.</li>'
        f'<li id="cite_note-2"><a href="#cite_ref-2">↑</a> Charles.</li></ol>{STEPS}',
        "It fell. It rose.\n\n1. Heat the water.\n\n2. Add the salt.\n",
    ),
    "Word's": (
        HTML,
        '<p>It fell.<a href="#_ftn1" name="_ftnref1">[1]</a> It rose.<a href="#_ftn2" name="_ftnref2">[2]</a></p>'
        f'{STEPS}<p><a href="#_ftnref1" name="_ftn1">[1]</a> Boyle.</p>'
        '<p><a href="#_ftnref2" name="_ftn2">[2]</a> Charles.</p>',
        "It fell. It rose.\n\n1. Heat the water.\n\n2. Add the salt.\n",
    ),
    "Markdown's": (
        MARKDOWN,
        "It fell.[^a] It rose.[^b]\n\n1. Heat the water.\n2. Add the salt.\n\nWe compare sample 1 with sample 2.\n\n"
        "[^a]: Boyle.\n[^b]: Charles.\n",
        "It fell. It rose.\n\n1. Heat the water.\n\n2. Add the salt.\n\nWe compare sample 1 with sample 2.\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("media_type", "page", "body"), PAGES.values(), ids=PAGES)
def test_pages_say_what_their_notes_are(media_type: str, page: str, body: str) -> None:
    found = read_bytes(page.encode(), "page", media_type)
    cleaned = clean(found.raw, found.hints)
    assert cleaned.text == body
    notes = {c.label: cleaned.parts[c.part or 0].clean.strip() for c in cleaned.callouts}
    assert notes == {"1": "Boyle.", "2": "Charles."}


def test_a_table_of_contents_calls_no_notes() -> None:
    page = (
        '<ul><li><a href="#a">1</a> First</li><li><a href="#b">2</a> Second</li></ul>'
        '<div id="a"><h2>First</h2><p>It fell.</p></div><div id="b"><h2>Second</h2><p>It rose.</p></div>'
    )
    found = read_bytes(page.encode(), "page", HTML)
    assert {hint.kind for hint in found.hints} == {"list", "heading", "body"}

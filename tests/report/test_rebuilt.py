"""The parts of a document, from published rows alone: as the cleaner had them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import SEEDS, Published

from pipeline.cleaning import clean
from pipeline.corpus import Corpus
from pipeline.edits import Edit
from pipeline.report.rebuilt import parts, segments
from pipeline.report.rows import documents


def edit(raw: str, before: str, after: str, rule: str = "notes.label", nth: int = 0) -> Edit:
    at = -1
    for _ in range(nth + 1):
        at = raw.index(before, at + 1)
    return Edit(at, at + len(before), before, after, (rule,))


RAW = "body.\n1 So says\nHEAD\nStalin.\nmore body"

# What the edits are, the clean text → the stretches of RAW.
CASES = {
    "label only": ([edit(RAW, "1 ", "")], "So says", [(6, 15)]),
    "over a gap": ([edit(RAW, "1 ", "")], "So says\nStalin.", [(6, 16), (21, 28)]),
    "a change behind": ([edit(RAW, "1 ", ""), edit(RAW, "lin", "lín")], "So says\nStalín.", [(6, 16), (21, 28)]),
    "text before the first change": ([edit(RAW, "says", "say")], "So say", [(8, 15)]),
    "no change at all": ([], "HEAD", [(16, 20)]),
    "nothing left": ([edit(RAW, "HEAD\n", "")], "", [(16, 21)]),
    "another text": ([edit(RAW, "1 ", "")], "He says", None),
}


@pytest.mark.parametrize(("edits", "text", "expected"), CASES.values(), ids=CASES)
def test_stretches_of_a_note(edits: list[Edit], text: str, expected: list[tuple[int, int]] | None) -> None:
    found = segments(RAW, text, edits)
    assert found == expected


def test_the_seeds_come_back_as_they_were_cleaned(published: Published) -> None:
    with Corpus.open(published.warehouse) as corpus:
        for rows in documents(corpus):
            cleaned = clean((SEEDS.parent / rows.document.sources[0]).read_text("utf-8"))
            rebuilt = parts(rows)
            assert rebuilt is not None
            assert [rebuilt[part].segments for part in sorted(rebuilt)] == [part.segments for part in cleaned.parts]
            assert [rebuilt[part].clean for part in sorted(rebuilt)] == [part.clean for part in cleaned.parts]


@given(
    before=st.text("ab \n", max_size=8),
    head=st.text("ab \n", min_size=1, max_size=8),
    gap=st.text("ab \n", max_size=6),
    tail=st.text("ab \n", max_size=8),
    after=st.text("ab \n", max_size=8),
)
def test_what_is_found_gives_the_clean_text(before: str, head: str, gap: str, tail: str, after: str) -> None:
    raw = f"{before}9 {head}{gap}{tail}{after}"
    label = Edit(len(before), len(before) + 2, "9 ", "", ("notes.label",))
    found = segments(raw, head + tail, [label])
    assert found is not None
    assert "".join(raw[a:b] for a, b in found).removeprefix("9 ") == head + tail

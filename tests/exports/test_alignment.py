"""Where edits stand in clean text, told from the warehouse alone, is where the cleaner put them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cleaning import clean
from pipeline.exports.alignment import aligned
from pipeline.exports.contents import Edit
from pipeline.sources import read_bytes

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_it_is_where_the_cleaner_put_it(path: Path) -> None:
    cleaned = clean(read_bytes(path.read_bytes(), path.name).raw)
    rows = [
        (Edit(part, e.raw_start, e.raw_end, e.before, e.after, list(e.rules)), int(at))
        for part, text in enumerate(cleaned.parts)
        for e, at in zip(text.edits(), text.to_clean([e.raw_end for e in text.edits()]), strict=True)
    ]
    rows.sort(key=lambda row: (row[0].raw_start, row[0].raw_end, row[0].part))
    texts = {part: text.clean for part, text in enumerate(cleaned.parts)}
    found = aligned(cleaned.raw, [edit for edit, _ in rows], texts)
    assert len(found) == len(rows)
    for (edit, at), told, (following, _) in zip(rows, found, [*rows[1:], (None, 0)], strict=True):
        # Of edits that touch, `to_clean` gives what lies behind the second.
        assert told == at or (following and following.raw_start == edit.raw_end)


def edit(part: int, start: int, end: int, after: str = "") -> Edit:
    return Edit(part, start, end, "", after, ["hyphens.join"])


CASES = {
    "nothing": ("abc", [], {0: "abc"}, []),
    "a word": ("eco-\nnomic", [edit(0, 3, 5)], {0: "economic"}, [3]),
    "a note with its label": ("ab\n1 cd\nef", [edit(1, 3, 5), edit(0, 7, 8)], {0: "ab\nef", 1: "cd"}, [0, 3]),
    "text and note in one stretch": ("a-\nb cd e-\nf", [edit(0, 1, 3), edit(1, 9, 11)], {0: "ab ", 1: "cd ef"}, [1, 4]),
    "a replacement": ("aﬁb", [edit(0, 1, 2, "fi")], {0: "afib"}, [3]),
    "what does not fit": ("abc", [edit(0, 1, 2)], {0: "axc"}, []),
    "what is left over": ("abc", [edit(0, 1, 2)], {0: "acd"}, []),
}


@pytest.mark.parametrize(("raw", "edits", "texts", "expected"), CASES.values(), ids=CASES)
def test_cases(raw: str, edits: list[Edit], texts: dict[int, str], expected: list[int]) -> None:
    assert aligned(raw, edits, texts) == expected

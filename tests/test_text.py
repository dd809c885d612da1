"""Laws of the ledger, by property."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text import Edits, Proposal, Text

letters = st.text(alphabet="ab \n-", max_size=30)


@st.composite
def proposals(draw: st.DrawFn, length: int) -> list[Proposal]:
    count = draw(st.integers(0, 6))
    rows = []
    for _ in range(count):
        a, b = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
        rows.append(Proposal(a, b, draw(st.text(alphabet="xy-", max_size=3)), draw(st.sampled_from(["r.a", "r.b"]))))
    return rows


def rewrite(text: str, edits: Edits) -> str:
    pieces, at = [], 0
    for start, end, after in zip(edits.starts.tolist(), edits.ends.tolist(), edits.texts(), strict=True):
        pieces += [text[at:start], after]
        at = end
    return "".join([*pieces, text[at:]])


def restored(text: Text) -> str:
    """Raw text of a whole document out of its clean text and its ledger."""
    pieces, at, clean_at = [], 0, 0
    for edit in text.edits():
        same = edit.raw_start - at
        pieces += [text.clean[clean_at : clean_at + same], edit.before]
        clean_at += same + len(edit.after)
        at = edit.raw_end
    return "".join([*pieces, text.clean[clean_at:]])


def assert_lawful(text: Text) -> None:
    at, inserted = 0, -1
    for edit in text.edits():
        assert 0 <= edit.raw_start <= edit.raw_end <= len(text.raw)
        assert edit.raw_start >= at
        assert edit.before != edit.after
        assert edit.rules
        assert not edit.raw_start == edit.raw_end == inserted
        at, inserted = edit.raw_end, edit.raw_start if edit.raw_start == edit.raw_end else -1


@given(st.data(), letters)
def test_folding_is_applying_one_after_the_other(data: st.DataObject, raw: str) -> None:
    text, plain = Text.plain(raw), raw
    for _ in range(3):
        later = Edits.propose(data.draw(proposals(len(plain))))
        text, plain = text.fold(later), rewrite(plain, later)
        assert text.clean == plain
        assert len(text) == len(plain)
        assert_lawful(text)
        assert restored(text) == raw


@given(st.data(), letters)
def test_offsets_are_monotone_and_the_identity_outside_edits(data: st.DataObject, raw: str) -> None:
    text = Text.plain(raw)
    for _ in range(2):
        text = text.fold(Edits.propose(data.draw(proposals(len(text)))))
    clean = np.arange(len(text) + 1)
    for there in (text.to_raw(clean), text.to_raw_end(clean), text.to_clean(np.arange(len(raw) + 1))):
        assert (np.diff(there) >= 0).all()
    edited = np.zeros(len(text) + 1, bool)
    shift = 0
    for edit in text.edits():
        edited[edit.raw_start - shift : edit.raw_start - shift + len(edit.after)] = True
        shift += len(edit.before) - len(edit.after)
    outside = clean[~edited]
    assert (text.to_clean(text.to_raw(outside)) == outside).all()
    for x in outside[:-1].tolist():
        assert text.clean[x] == raw[int(text.to_raw([x])[0])]


@settings(max_examples=300)
@given(st.data(), letters)
def test_parts_fold_inside_their_segments(data: st.DataObject, raw: str) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(raw)), max_size=4)))
    segments = [*zip(cuts[::2], cuts[1::2], strict=False)]
    whole = Text.plain(raw).split([segments] if segments else [])
    for part in whole:
        folded, plain = part, part.clean
        for _ in range(2):
            later = Edits.propose(data.draw(proposals(len(plain))))
            folded, plain = folded.fold(later), rewrite(plain, later)
            assert folded.clean == plain
            assert_lawful(folded)
            for edit in folded.edits():
                assert any(a <= edit.raw_start and edit.raw_end <= b for a, b in part.segments) or not part.segments


def test_a_later_edit_that_meets_an_earlier_one_is_signed_by_both() -> None:
    text = Text.plain("eco-\t \nnomic").fold(Edits.propose([Proposal(4, 7, "\n", "spacing.blanks")]))
    text = text.fold(Edits.propose([Proposal(3, 5, "", "hyphens.join")]))
    assert [(e.before, e.after, e.rules) for e in text.edits()] == [("-\t \n", "", ("spacing.blanks", "hyphens.join"))]


def test_families_that_overlap_are_settled_by_their_order() -> None:
    first, second = Edits.of([0], [3], "", "a.one"), Edits.of([2, 5], [4, 6], "-", "b.two")
    kept = Edits.gather([first, second])
    assert kept.starts.tolist() == [0, 5]


def test_an_insertion_between_touching_notes_is_in_a_note() -> None:
    text = Text.plain("body one two").fold(Edits.propose([Proposal(9, 9, "!", "r.a")]))
    body, first, second = text.split([[(5, 9)], [(9, 12)]])
    assert (body.clean, first.clean, second.clean) == ("body ", "one ", "!two")

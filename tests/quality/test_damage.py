"""The damage generator itself: its truth is consistent, and the scorer gives a perfect cleaner perfect figures."""

from __future__ import annotations

import pytest
from damage import figures
from damage.corpus import GOLD, LANGUAGES, Case, full, small
from damage.families import FAMILIES
from damage.generate import generate
from damage.pieces import BODY, OUT, Piece, Truth
from damage.prose import Prose, bare, read, read_gold
from damage.scores import score
from damage.setting import Setting
from damage.table import family_of
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Callout, Cleaned, Doubt, Emphasis, Furniture, Note, Page, Paragraph
from pipeline.text import Edits, Proposal, Text

FURNITURE = {"signature": "folio", "notice": "navigation", "noise": "rule"}
cases = st.builds(Case, st.sampled_from(sorted(FAMILIES)), st.sampled_from(LANGUAGES), st.integers(1, 9))


def undamaged(prose: Prose) -> str:
    return "\n\n".join("\n".join(bare(line) for line in block.lines) for block in prose.blocks) + "\n"


@pytest.mark.parametrize("name", [*LANGUAGES, *GOLD])
def test_with_no_damage_switched_on_raw_text_is_clean_text(name: str) -> None:
    prose = read_gold(name) if name in GOLD else read(name)
    truth = generate(prose, Setting(), "1")
    assert truth.raw == truth.texts[BODY] == undamaged(prose)
    assert not [piece for piece in truth.pieces if piece.damaged]


@given(cases)
def test_whatever_the_damage_the_clean_text_is_the_authors(case: Case) -> None:
    truth, prose = case.truth(), case.source()
    assert truth.texts[BODY] == undamaged(prose)
    bodies = [bare(prose.notes[n]) for n in sorted(prose.notes)]
    assert sorted(truth.texts[1:]) in ([], sorted(bodies))


@given(cases)
def test_pieces_are_the_raw_text_and_undoing_them_gives_the_clean_one(case: Case) -> None:
    truth = case.truth()
    assert "".join(piece.raw for piece in truth.pieces) == truth.raw
    assert [truth.raw[p.start : p.end] for p in truth.pieces] == [p.raw for p in truth.pieces]
    for piece in truth.pieces:
        assert piece.flow != OUT or not piece.clean
        assert not piece.damaged or piece.kind


def letters_before(truth: Truth) -> list[int]:
    """Of each callout; one that fell on the next line stands behind the blank."""
    return [len("".join(truth.texts[BODY][: callout.offset].split())) for callout in truth.callouts]


@given(cases)
def test_callouts_stand_where_the_author_put_them(case: Case) -> None:
    truth, prose = case.truth(), case.source()
    reference = generate(prose, Setting(notes="end"), "1")
    assert letters_before(truth) in ([], letters_before(reference))
    for callout in truth.callouts:
        assert callout.note is None or truth.labels[callout.note] == callout.label


def test_equal_arguments_give_equal_documents() -> None:
    assert [case.truth().raw for case in small()[:6]] == [case.truth().raw for case in small()[:6]]


def test_every_family_damages_something_and_every_kind_has_a_rule() -> None:
    kinds = {case: {piece.kind for piece in case.truth().damages} for case in full() if case.prose not in GOLD}
    for family in FAMILIES:
        assert family == "undamaged" or any(found for case, found in kinds.items() if case.family == family), family
    for kind in {kind for found in kinds.values() for kind in found if kind != "page"}:
        assert family_of(kind)


def perfect(truth: Truth) -> Cleaned:
    """What a cleaner that makes no mistake would give."""
    notes = [[(p.start, p.end) for p in truth.pieces if p.flow == n] for n in range(1, len(truth.texts))]
    text = Text(truth.raw, Edits.propose([]), [(0, len(truth.raw))])
    segments = list(map(touching, notes))
    parts = [repaired(part, truth, n) for n, part in enumerate(text.split(segments))]
    return Cleaned(
        raw=truth.raw,
        parts=parts,
        paragraphs=paragraphs(truth),
        emphasis=emphasis(truth),
        callouts=[Callout(c.label, c.offset, c.note) for c in truth.callouts],
        notes=[Note(label, n, tuple(parts[n].segments)) for n, label in enumerate(truth.labels) if n],
        furniture=[Furniture(kind(p), p.start, p.end, p.label) for p in truth.furniture],
        pages=[Page(page.offset, page.raw_start, page.folio) for page in truth.pages],
        doubts=[Doubt(p.start, p.end, "", "", "") for p in truth.pieces if p.kind == "hyphen.doubt"],
    )


def touching(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined = list[tuple[int, int]]()
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def repaired(part: Text, truth: Truth, flow: int) -> Text:
    mine = [p for p in truth.pieces if p.damaged and p.flow in ({BODY, OUT} if flow == BODY else {flow})]
    return Text(part.raw, Edits.propose([Proposal(p.start, p.end, p.clean, "words.mend") for p in mine]), part.segments)


def kind(piece: Piece) -> str:
    name = piece.kind.removeprefix("furniture.")
    return FURNITURE.get(name, name)


def paragraphs(truth: Truth) -> list[Paragraph]:
    found, at = list[Paragraph](), 0
    for text, paragraph in zip(truth.texts[BODY].rstrip("\n").split("\n\n"), truth.paragraphs, strict=True):
        found.append(Paragraph(BODY, at, at + len(text), paragraph.kind or "body", paragraph.level))  # type: ignore[arg-type]
        at += len(text) + 2
    return found


def emphasis(truth: Truth) -> list[Emphasis]:
    marks, at = list[int](), 0
    for piece in (piece for piece in truth.pieces if piece.flow == BODY):
        marks += [at] if piece.kind == "markup.emphasis" else []
        at += len(piece.clean)
    return [Emphasis(BODY, a, b, "emphasis") for a, b in zip(marks[::2], marks[1::2], strict=True)]


@pytest.mark.parametrize("case", small(), ids=lambda case: case.family)
def test_a_perfect_cleaner_has_perfect_figures(case: Case) -> None:
    truth = case.truth()
    cleaned = perfect(truth)
    assert cleaned.text == truth.texts[BODY]
    result = score(truth, cleaned)
    found = figures.of(result.counts)
    assert result.faults == []
    assert {name for name, value in found.items() if value != (0 if figures.lower_is_better(name) else 100)} == set()


def test_a_lost_word_is_harm_and_lowers_the_rule() -> None:
    truth = Case("undamaged", "en", 1).truth()
    at = truth.raw.index("Salt came down")
    text = Text(truth.raw, Edits.propose([Proposal(at, at + 5, "", "words.links")]), [(0, len(truth.raw))])
    counts = score(truth, Cleaned(truth.raw, [text])).counts
    assert (counts["letters harmed"], counts["words wrong"]) == (4, 1)
    assert figures.by_rule(counts)["words.links"]["precision"] == 0

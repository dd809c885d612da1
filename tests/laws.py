"""The laws of cleaning, as checks of one text each: shared by the property tests and the soak.

A check raises AssertionError with what it found.
"""

from __future__ import annotations

from itertools import chain, pairwise

import numpy as np

from pipeline.cleaning import clean
from pipeline.document import Cleaned
from pipeline.text import Text

LONG = 200  # only the removal of a block is a longer edit


def restored(cleaned: Cleaned) -> str:
    """The raw text out of clean parts, edits and segments alone."""
    owners = sorted((s, e, n) for n, part in enumerate(cleaned.parts) for s, e in part.segments)
    edits = {n: list(part.edits())[::-1] for n, part in enumerate(cleaned.parts)}
    at = dict.fromkeys(range(len(cleaned.parts)), 0)
    pieces = []
    for start, end, n in owners:
        position = start
        while edits[n] and edits[n][-1].raw_end <= end:
            edit = edits[n].pop()
            same = edit.raw_start - position
            pieces += [cleaned.parts[n].clean[at[n] : at[n] + same], edit.before]
            at[n] += same + len(edit.after)
            position = edit.raw_end
        pieces.append(cleaned.parts[n].clean[at[n] : at[n] + end - position])
        at[n] += end - position
    return "".join(pieces)


def check_restores(cleaned: Cleaned) -> None:
    """Parts, edits and segments give the raw text back; every character belongs to one part."""
    assert restored(cleaned) == cleaned.raw
    assert sum(e - s for part in cleaned.parts for s, e in part.segments) == len(cleaned.raw)


def check_edits(cleaned: Cleaned) -> None:
    """Edits are sorted, disjoint, inside the raw text, signed; each changes something."""
    for part in cleaned.parts:
        starts = [edit.raw_start for edit in part.edits()]
        assert starts == sorted(starts), "edits are not sorted"
    rows = sorted((e for part in cleaned.parts for e in part.edits()), key=lambda e: (e.raw_start, e.raw_end))
    for edit, following in pairwise(rows):
        assert edit.raw_end <= following.raw_start, (edit, following)
        assert not edit.raw_start == edit.raw_end == following.raw_start == following.raw_end, (edit, following)
    for edit in rows:
        assert 0 <= edit.raw_start <= edit.raw_end <= len(cleaned.raw), edit
        assert cleaned.raw[edit.raw_start : edit.raw_end] == edit.before, edit
        assert edit.before != edit.after, edit
        assert edit.rules, edit
        assert "" not in edit.rules, edit


def check_lengths(cleaned: Cleaned) -> None:
    """No edit is longer than what it is about: only a removed block is long."""
    for edit in chain.from_iterable(part.edits() for part in cleaned.parts):
        assert len(edit.after) <= LONG, ("a long edit writes", edit)
        assert len(edit.before) <= LONG or not edit.after.strip(), ("a long edit replaces", edit)


def check_annotations(cleaned: Cleaned) -> None:
    """Annotations lie inside their parts, in order."""
    lengths = [len(part.clean) for part in cleaned.parts]
    for a, b in pairwise(cleaned.paragraphs):
        assert (a.part, a.end) <= (b.part, b.start), (a, b)
    for p in cleaned.paragraphs:
        text = cleaned.parts[p.part].clean[p.start : p.end]
        assert 0 <= p.start < p.end <= lengths[p.part], p
        assert text == text.strip(), p
        assert "\n\n" not in text, p
    for e in cleaned.emphasis:
        assert 0 <= e.start < e.end <= lengths[e.part], e
    for c in cleaned.callouts:
        assert 0 <= c.offset <= lengths[0], c
        assert c.part is None or cleaned.notes[c.part - 1].label == c.label, c
    assert [note.part for note in cleaned.notes] == list(range(1, len(cleaned.parts)))
    for note in cleaned.notes:
        assert list(note.segments) == list(cleaned.parts[note.part].segments), note


def check_places(cleaned: Cleaned) -> None:
    """What points into the raw text points at what it says; pages go forward."""
    for f in cleaned.furniture:
        assert cleaned.raw[f.raw_start : f.raw_end] == f.text, f
    for a, b in pairwise(cleaned.pages):
        assert (a.raw_start, a.offset) <= (b.raw_start, b.offset), (a, b)
        assert a.raw_start < b.raw_start, (a, b)
    for page in cleaned.pages:
        assert 0 <= page.offset <= len(cleaned.text), page
        assert 0 <= page.raw_start <= len(cleaned.raw), page
    for doubt in cleaned.doubts:
        assert 0 <= doubt.raw_start <= doubt.raw_end <= len(cleaned.raw), doubt


def check_offsets(text: Text) -> None:
    """Offsets map monotonely both ways, and clean → raw → clean is the identity outside edits."""
    clean_at, raw_at = np.arange(len(text.clean) + 1), np.arange(len(text.raw) + 1)
    to_raw, to_clean = text.to_raw(clean_at), text.to_clean(raw_at)
    assert (np.diff(to_raw) >= 0).all(), "to_raw is not monotone"
    assert (np.diff(to_clean) >= 0).all(), "to_clean is not monotone"
    assert (np.diff(text.to_raw_end(clean_at)) >= 0).all(), "to_raw_end is not monotone"
    assert ((to_raw >= 0) & (to_raw <= len(text.raw))).all(), "to_raw leaves the raw text"
    assert ((to_clean >= 0) & (to_clean <= len(text.clean))).all(), "to_clean leaves the clean text"
    at = 0
    for start, end, delta in _kept(text):
        kept = np.arange(start, end)
        assert (to_raw[kept - delta] == kept).all(), ("to_raw errs", start, end)
        assert (to_clean[kept] == kept - delta).all(), ("to_clean errs", start, end)
        at += end - start
    assert at + sum(len(edit.after) for edit in text.edits()) == len(text.clean)


def _kept(text: Text) -> list[tuple[int, int, int]]:
    """The stretches of raw text that no edit touched, and how far they have moved."""
    edits = list(text.edits())[::-1]
    found, delta, position = [], 0, 0
    for start, end in text.segments:
        delta += start - position
        position = start
        while edits and edits[-1].raw_end <= end:
            edit = edits.pop()
            found.append((position, edit.raw_start, delta))
            delta += len(edit.before) - len(edit.after)
            position = edit.raw_end
        found.append((position, end, delta))
        position = end
    return [row for row in found if row[0] < row[1]]


def check(raw: str) -> Cleaned:
    """All laws of one cleaning; its result."""
    cleaned = clean(raw)
    assert cleaned.raw == raw
    for law in (check_restores, check_edits, check_lengths, check_annotations, check_places):
        law(cleaned)
    for part in cleaned.parts:
        check_offsets(part)
    return cleaned


def check_shape(text: str) -> None:
    """Clean text has nothing but what clean text may have."""
    assert not any(c in text for c in "\t\r\f\u00a0\u00ad\u200b\ufeff"), "an unclean character"
    assert "  " not in text, "two spaces"
    assert "\n\n\n" not in text, "two blank lines"
    assert not any(line != line.strip(" ") for line in text.split("\n")), "a space at a line's edge"
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n") and not text.startswith("\n")), "its edges"


def check_settled(raw: str) -> None:
    """Clean text has its shape, and cleaning it again changes nothing."""
    once = clean(raw).text
    check_shape(once)
    assert clean(once).text == once, "cleaned again it changes"

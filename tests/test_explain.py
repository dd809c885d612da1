"""What `pipeline explain` shows: every change in place, nothing else, on a terminal, in a pipe and as a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from published import SEEDS, pipeline

from pipeline.cleaning import clean
from pipeline.document import Cleaned
from pipeline.explain import Explanation, counts, fold, visible
from pipeline.explain_html import COLOURS, page
from pipeline.explain_text import marked, of_rule, whole

FULL = "the long line that fills the whole measure of this small page here"
TEXT = "The eco-\nnomic\t\u00a0crisis.\n"
NOTED = "\n".join([*[FULL] * 6, "and it fell.1 It rose until it ended.", "1 See the archive.\f" + FULL, *[FULL] * 3])
PAGES = "\f".join(f"The History of Sugar {n}\n{FULL}\n{FULL}" for n in (11, 12, 13))
DOUBTFUL = "\n".join(
    ["a red-hot iron bar and a well-made road to the old town by the sea"] * 20
    + ["where there was once the non-", "judgmental man of the old town by the sea."]
)
damaged = st.lists(st.sampled_from([*"ab .-\n\t\f1<&", "\u00a0", "word", "[3]", "<sup>1</sup>", "## "]), max_size=40)


def plain(raw: str) -> str:
    return "".join(map(marked, whole(clean(raw))))


def shown(raw: str) -> html.HtmlElement:
    return html.document_fromstring("".join(page("a.txt", clean(raw))))


def told(cleaned: Cleaned, part: int) -> tuple[str, str]:
    """The raw and the clean text of a part, out of its pieces."""
    pieces = [piece for piece in Explanation(cleaned).pieces(part) if piece.kind in ("same", "change")]
    after = [piece.before if piece.kind == "same" else piece.after for piece in pieces]
    return "".join(piece.before for piece in pieces), "".join(after)


def check_pieces(cleaned: Cleaned) -> None:
    for n, part in enumerate(cleaned.parts):
        before, after = told(cleaned, n)
        assert before == "".join(cleaned.raw[start:end] for start, end in part.segments)
        assert after == part.clean


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=100), damaged.map("".join)))
def test_pieces_are_the_raw_text_and_the_clean_text(raw: str) -> None:
    check_pieces(clean(raw))


@pytest.mark.parametrize(
    "raw", [TEXT, NOTED, PAGES, DOUBTFUL, *(path.read_bytes().decode() for path in SEEDS.iterdir())]
)
def test_every_edit_callout_note_and_doubt_is_told_once(raw: str) -> None:
    cleaned = clean(raw)
    check_pieces(cleaned)
    explanation = Explanation(cleaned)
    pieces = [piece for n in range(len(cleaned.parts)) for piece in explanation.pieces(n)]
    changes = [piece for piece in pieces if piece.kind == "change"]
    assert len(changes) == sum(len(list(part.edits())) for part in cleaned.parts)
    assert sum(count for _, count in counts(cleaned)) == sum(len(piece.rules) for piece in changes)
    assert sum(piece.remark.count("callout ") for piece in changes) == len(cleaned.callouts)
    assert [piece.part for piece in pieces if piece.kind == "gap" and piece.part] == [
        note.part for note in cleaned.notes for _ in note.segments
    ]
    assert sum(piece.kind == "doubt" for piece in pieces) == len(cleaned.doubts)


def test_plain_marks() -> None:
    assert plain(TEXT).splitlines()[0] == "The eco[--⏎-]nomic[-⇥␣-]{+ +}crisis."
    assert plain("One.\n\n\n\nTwo.\n").startswith("One.[-⏎⏎⏎⏎-]{+⏎⏎+}\n\nTwo.\n")


def test_counts_stand_at_the_end() -> None:
    *_, header, join, blanks, doubts = plain(TEXT).splitlines()
    assert header == "== edits by rule =="
    assert join.split()[:2] == ["1", "hyphens.join"]
    assert blanks.split()[:2] == ["1", "spacing.blanks"]
    assert doubts.split() == ["0", "doubts"]


def test_notes_come_after_the_body_as_their_own_parts() -> None:
    body, _, note = plain(NOTED).partition("\n== note 1 (part 1, ")
    assert "it fell.[-1-]{:callout 1: See the archive.:} It rose" in body
    assert "{:note 1:}" in body
    assert "[-1 -]See the archive." in note


def test_furniture_is_named_by_its_kind() -> None:
    assert plain(PAGES).count("[-The History of Sugar 12-]{:running head:}") == 1


def test_a_doubt_is_marked_with_its_reason() -> None:
    assert re.search(r"\{\?non-: .*log odds.*\?\}judgmental", plain(DOUBTFUL))


def test_a_callout_without_a_note_says_so() -> None:
    assert "[-<sup>7</sup>-]{:callout 7, no note:}" in plain("It fell.<sup>7</sup> It rose.\n")


def test_a_long_removed_block_shows_its_first_and_last_words() -> None:
    block = "first word " + "x " * 300 + "last word"
    assert fold(block).startswith("first word x")
    assert fold(block).endswith("x last word")
    assert " characters … " in fold(block)
    assert len(fold(block)) < 140
    assert fold("short") == "short"


VISIBLE = {"a\tb": "a⇥b", "a\u00a0b": "a␣b", "a\f\r\nb": "a␌␍⏎b", "  ": "··", "a\u00adb": "a⟨AD⟩b", "\x1b[31m": "␛[31m",
           "\u202eb": "⟨202E⟩b", "\ud800": "⟨D800⟩", "\x9b": "⟨9B⟩"}  # fmt: skip


@pytest.mark.parametrize(("text", "seen"), VISIBLE.items())
def test_white_space_and_controls_are_visible(text: str, seen: str) -> None:
    assert visible(text) == seen
    assert visible("one line\nanother", staying=True) == "one line\nanother"


def test_a_rule_alone_with_its_lines() -> None:
    raw = "One.\n\nThe eco-\nnomic crisis.\r\nThe poli-\r\ntical one.\n"
    rows = "".join(map(marked, of_rule(clean(raw), "hyphens.join"))).splitlines()
    assert rows == ["3: The eco[--⏎-]nomic crisis.", "5: The poli[--␍⏎-]tical one."]
    assert "".join(map(marked, of_rule(clean(raw), "hyphens"))).splitlines() == rows
    assert not list(of_rule(clean(raw), "words.links"))


def test_a_rule_alone_has_its_doubts() -> None:
    rows = "".join(map(marked, of_rule(clean(DOUBTFUL), "hyphens.join"))).splitlines()
    assert [row[:4] for row in rows if "{?" in row] == ["22: "]


# the page


@pytest.mark.parametrize("raw", [TEXT, NOTED, PAGES, DOUBTFUL, SEEDS.joinpath("002_507538d25292fa2c.txt").read_text()])
def test_the_page_is_whole(raw: str) -> None:
    tree, cleaned = shown(raw), clean(raw)
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= set(ids)
    legend = [(row.xpath("string(th)"), int(row.xpath("string(td[1])"))) for row in tree.xpath("//nav//tr[td]")]
    assert legend == [*counts(cleaned), ("doubts", len(cleaned.doubts))]
    assert set(tree.xpath("//nav//th/a/text()")) == {rule for rule, n in legend if n}
    edits = [edit for part in cleaned.parts for edit in part.edits()]
    assert len(tree.xpath("//ins")) == sum(bool(edit.after) for edit in edits)
    assert len(tree.xpath("//del[not(parent::summary)]")) == sum(bool(edit.before) for edit in edits)
    assert len(tree.xpath("//section")) == len(cleaned.parts)


def test_the_page_is_fit_for_keyboards_and_screen_readers() -> None:
    tree = shown(DOUBTFUL)
    assert tree.get("lang") == "en"
    assert tree.xpath("string(//title)") == "a.txt, explained"
    assert tree.xpath("//a[@class='skip']/@href") == ["#text"]
    assert tree.xpath("//nav/@aria-label")
    assert all(tree.xpath(f"//*[@id='{name}']") for name in tree.xpath("//section/@aria-labelledby"))
    assert tree.xpath("//table/caption")
    assert tree.xpath("//thead//th[@scope='col']")


def test_the_page_runs_and_loads_nothing_and_escapes_everything() -> None:
    text = "".join(page("<b>.txt", clean('<script>alert(1)</script>\t\t& "x" <img src=x>\n')))
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;b&gt;.txt" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not re.search(r"\b(?:src|href)=\"(?!#)", text)
    assert "prefers-color-scheme: dark" in text


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("family", COLOURS)
def test_colours_can_be_read_on_their_ground(family: str) -> None:
    """WCAG 2.2, success criterion 1.4.3; browsers' dark ground is no lighter than #1e1e1e."""
    light, dark = map(luminance, COLOURS[family])
    assert 1.05 / (light + 0.05) >= 4.5
    assert (dark + 0.05) / (luminance("#1e1e1e") + 0.05) >= 4.5


def test_every_family_has_a_colour() -> None:
    from pipeline.cleaning.rules import RULES
    from pipeline.console import _COLOURS

    assert {rule.partition(".")[0] for rule in RULES} == set(COLOURS) == set(_COLOURS)


# the command


def test_explain_in_a_pipe_is_plain_and_on_a_terminal_painted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\x1b[31mThe eco-\nnomic  crisis.\n", "utf-8")
    piped = pipeline("explain", "a.txt", folder=tmp_path)
    painted = pipeline("explain", "a.txt", folder=tmp_path, FORCE_COLOR="1", TERM="xterm-256color")
    refused = pipeline("explain", "a.txt", folder=tmp_path, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert b"\x1b" not in piped.stdout
    assert "eco[--⏎-]nomic[-··-]{+ +}crisis" in piped.stdout.decode()
    assert refused.stdout == piped.stdout
    assert b"\x1b[31mThe" not in painted.stdout
    bare = re.sub(r"\x1b\[[\d;]*m", "", painted.stdout.decode())
    assert "eco-⏎nomic·· crisis" in bare
    assert "\x1b" not in bare


def test_explain_takes_what_clean_takes(tmp_path: Path) -> None:
    found = pipeline("explain", "-", "--type", "html", folder=tmp_path, stdin=b"<p>The  eco-\nnomic crisis.</p>")
    assert found.returncode == 0
    assert "edits by rule" in found.stdout.decode()


def test_explain_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert pipeline("explain", "a.txt", "--html", "a.html", folder=tmp_path).stdout == b""
    written = (tmp_path / "a.html").read_bytes()
    assert written.startswith(b"<!doctype html>")
    assert pipeline("explain", "a.txt", "--html", "-", folder=tmp_path).stdout == written


ERRORS = {
    "no such rule": (["a.txt", "--rule", "hyphen.join"], "did you mean 'hyphens.join'? `pipeline rules` lists them"),
    "a rule and a page": (["a.txt", "--rule", "hyphens.join", "--html", "-"], "either --rule or --html"),
    "over the document": (["a.txt", "--html", "a.txt"], "a.txt: is the document itself"),
    "into no folder": (["a.txt", "--html", "none/a.html"], "none/a.html: No such file or directory"),
    "no such file": (["none.txt"], "none.txt: No such file or directory"),
}


@pytest.mark.parametrize(("arguments", "said"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_one_message(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    found = pipeline("explain", *arguments, folder=tmp_path)
    assert (found.returncode, found.stdout) == (2, b"")
    assert said in " ".join(found.stderr.decode().split())
    assert (tmp_path / "a.txt").read_text("utf-8") == TEXT

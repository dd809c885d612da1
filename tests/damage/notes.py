"""How a document numbers its notes, dresses the callouts, and sets the bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from damage.lines import CALL, Line, Writer
from damage.pieces import BODY, OUT, Piece, plain
from damage.prose import Prose
from damage.setting import Setting

SYMBOLS = "*†‡§‖¶"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WIDTH = 4  # notes are set in small type: so many more characters fit on their lines


def raised(label: str) -> str:
    return label.translate(RAISED)


DRESSES = {
    "glued": "{}",
    "spaced": " {}",
    "sup": "<sup>{}</sup>",
    "bracket": "[{}]",
    "super": "{}",
    "line": "\n{}",
    "next": "{}",
    "paren": "{})",
}


@dataclass(slots=True)
class Notes:
    """Labels as they are given out, page after page; `count` begins again where the setting says so."""

    setting: Setting
    count: int = 0
    labels: dict[int, str] = field(default_factory=dict)

    def number(self, calls: Iterable[int]) -> None:
        for call in calls:
            self.count += 1
            symbols = self.setting.numbering == "symbols"
            self.labels[call] = SYMBOLS[(self.count - 1) % len(SYMBOLS)] if symbols else str(self.count)

    def new_page(self) -> None:
        self.count = 0 if self.setting.numbering in ("page", "symbols") else self.count

    def new_chapter(self) -> None:
        self.count = 0 if self.setting.numbering == "chapter" else self.count

    def dress(self, piece: Piece, at_end: bool) -> Piece:
        """A callout as it is printed."""
        label, dress = self.labels[piece.ref], self.setting.callout
        if dress == "line" and at_end:
            dress = "glued"
        shown = raised(label) if dress == "super" else label
        return Piece(DRESSES[dress].format(shown), "", f"callout.{dress}", label=label, ref=piece.ref)


def dressed(notes: Notes, line: Line, following: Line | None) -> Line:
    """The line with its callouts printed; a raised one may fall on a line of its own or on the next line."""
    pieces, moved = list[Piece](), None
    for n, piece in enumerate(line.pieces):
        last = n == len(line.pieces) - 1
        if piece.kind != CALL:
            pieces.append(piece)
        elif notes.setting.callout == "next" and last and following and not line.last and line.seam.kind == "seam.line":
            moved = notes.dress(piece, last)
        else:
            pieces.append(notes.dress(piece, last))
    if moved and following:
        following.pieces.insert(0, moved)
    return replace(line, pieces=_raised_lines(pieces))


def _raised_lines(pieces: list[Piece]) -> list[Piece]:
    """Behind a callout on a line of its own a new line begins."""
    found = list[Piece]()
    for piece in pieces:
        behind = bool(found) and found[-1].kind == "callout.line"
        if behind and piece.raw == " ":
            piece = Piece("\n", " ", "seam.raised")
        elif behind:
            found.append(Piece("\n", "", "seam.raised"))
        found.append(piece)
    return found


def body_lines(writer: Writer, prose: Prose, call: int, label: str) -> list[list[Piece]]:
    """The lines of a note's body, all of the flow `call`, each with what ends it."""
    setting = writer.setting
    writer.emphatic = False
    measure = setting.width + WIDTH if setting.width else None
    shown = Piece(setting.note_label.format(label), "", "note.label", flow=call, label=label)
    lines = writer.set_text(prose.notes[call], measure)
    lines[-1].seam = Piece("\n", "", "note.end")
    found = []
    for n, line in enumerate(lines):
        seam = replace(line.seam, kind="note.line" if line.seam.kind == "seam.line" else line.seam.kind)
        row = [replace(piece, flow=call) for piece in (*line.pieces, seam)]
        found.append([shown, *row] if n == 0 else row)
    return found


def block(setting: Setting, rows: Sequence[list[Piece]]) -> Iterator[Piece]:
    """A block of note lines with what sets it off from the body."""
    if not rows:
        return
    if setting.note_gap or setting.markdown:
        yield Piece("\n", "", "note.gap", flow=OUT)
    if setting.note_rule:
        yield Piece(setting.note_rule + "\n", "", "furniture.rule", flow=OUT)
    if setting.markdown:
        yield Piece("\n", "", "note.gap", flow=OUT)
    for row in rows:
        yield from row
        if setting.markdown and row[-1].kind == "note.end":
            yield Piece("\n", "", "note.gap", flow=OUT)


__all__ = ["BODY", "Notes", "block", "body_lines", "dressed", "plain"]

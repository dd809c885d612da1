"""From lines to pages: notes at their foot, heads, folios and whatever else a page carries."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from damage import notes as footnotes
from damage.lines import Line, Writer, set_block
from damage.notes import Notes
from damage.pieces import OUT, Piece, plain, width
from damage.prose import Block, Prose, bare
from damage.setting import Setting

FULL = 0.88  # a last line fuller than this does not show that a paragraph ends
BLANKED = {"title", "heading", "quote", "verse", "table", "list", "caption"}
MISREAD = {"e": "c", "o": "0", "i": "l", "l": "1", "n": "u", "а": "я", "и": "н", "S": "5", "B": "8"}
ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv".split()
SPECKS = (". . '", "| ,", "~ .", "· · .", "' ,. ;", "|", "; . : .")


@dataclass(slots=True)
class Press:
    """Prints a document page by page; `pieces` is what stands printed so far."""

    prose: Prose
    writer: Writer
    chance: random.Random
    pieces: list[Piece] = field(default_factory=list)
    waiting: list[list[Piece]] = field(
        default_factory=list
    )  # note lines for the foot of this page or the chapter's end
    carried: list[list[Piece]] = field(default_factory=list)  # note lines that run over to the next page
    page: int = 0
    room: int = 0
    chapter: str = ""
    setting: Setting = field(init=False)
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        self.setting = self.writer.setting
        self.notes = Notes(self.setting)
        self.page = self.setting.first_page
        self.chapter = self.title

    @property
    def title(self) -> str:
        first = bare(self.prose.blocks[0].lines[0])
        return " ".join(first.split(":")[0].split()[:8]).rstrip(",;.")

    def print(self) -> list[Piece]:
        """The whole document."""
        blocks = self.prose.blocks
        lines = [line for n, block in enumerate(blocks) for line in set_block(self.writer, n, block)]
        self._open_page()
        for n, line in enumerate(lines):
            following = lines[n + 1] if n + 1 < len(lines) else None
            self._set_line(line, following)
        self._foot()
        return self.pieces

    def _set_line(self, line: Line, following: Line | None) -> None:
        block = self.prose.blocks[line.block]
        if line.first and block.level == 2:
            self.notes.new_chapter()
            self.chapter = bare(block.lines[0])
        if line.first:
            self.pieces += self._indent(block)
        self.notes.number(line.calls)
        calls = [call for call in line.calls if call in self.prose.notes and self.setting.notes != "missing"]
        rows = [row for call in calls for row in self._note(call)]
        self.waiting += rows
        self.room -= 1 + (len(rows) if self.setting.notes == "foot" else 0)
        printed = footnotes.dressed(self.notes, line, following)
        self.pieces += printed.pieces
        self._close(printed, following)

    def _note(self, call: int) -> list[list[Piece]]:
        return footnotes.body_lines(self.writer, self.prose, call, self.notes.labels[call])

    def _indent(self, block: Block) -> list[Piece]:
        if self.setting.markdown and block.level:
            return [Piece("#" * block.level + " ", "", "markup.heading")]
        wanted = self.setting.paragraph == "indent" and block.kind in ("body", "bibliography", None)
        return [Piece("   ", "", "seam.indent")] if wanted else []

    def _close(self, line: Line, following: Line | None) -> None:
        """The seam behind a line, and a new page where this one is full."""
        if following is None:
            self.pieces.append(plain("\n"))
            return
        chapter_ends = line.last and self.prose.blocks[following.block].level == 2
        turn = self.setting.page_lines is not None and self.room <= 0 and self._may_turn(line)
        noise = not line.last and self.chance.random() < self.setting.noise
        self.pieces.append(self._paragraph_end(line, following, turn) if line.last else self._crossing(line, turn))
        if noise:
            self.pieces.append(Piece(self.chance.choice(SPECKS) + "\n", "", "furniture.noise", flow=OUT))
        if chapter_ends and self.setting.notes == "chapter":
            self._notes_here()
        if turn:
            self._turn(following)

    def _may_turn(self, line: Line) -> bool:
        return self.prose.blocks[line.block].kind not in ("title", "heading", "caption", "table", "verse")

    def _crossing(self, line: Line, turn: bool) -> Piece:
        """The seam inside a paragraph; inside one-line paragraphs there is none."""
        if not turn or not line.seam.kind:
            return line.seam
        return replace(line.seam, kind="seam.page" if line.seam.kind == "seam.line" else f"{line.seam.kind}-page")

    def _paragraph_end(self, line: Line, following: Line, turn: bool) -> Piece:
        kinds = {self.prose.blocks[n].kind for n in (line.block, following.block)}
        gap = bool(kinds & BLANKED) and self.setting.heading_gap
        full = width(line.pieces) >= FULL * (self.setting.width or 10**9)
        if turn:
            shown = self.setting.paragraph == "indent" or not full or bool(kinds & BLANKED)
            return Piece("\n", "\n\n", "seam.page-paragraph" if shown else "seam.blind")
        if gap or self.setting.paragraph == "blank":
            return plain("\n\n")
        shown = self.setting.paragraph == "indent" or not full
        return Piece("\n", "\n\n", f"seam.{self.setting.paragraph}" if shown else "seam.blind")

    def _notes_here(self) -> None:
        self.pieces += footnotes.block(self.setting, self.waiting)
        if self.waiting:
            self.pieces.append(Piece("\n", "", "note.gap", flow=OUT))
        self.waiting = []

    def _turn(self, following: Line) -> None:
        self._foot(following)
        self.page += 1
        self.notes.new_page()
        if self.setting.page_mark:
            self.pieces.append(Piece(self.setting.page_mark, "", "page.mark", flow=OUT))
        self._open_page()

    def _open_page(self) -> None:
        setting = self.setting
        self.room = setting.page_lines or 10**9
        headed = bool(setting.head) and (self.page > setting.first_page or setting.head == "constant")
        if setting.page_lines:
            shown = bool(setting.folio or (headed and setting.head_folio))
            self.pieces.append(Piece("", "", "page", flow=OUT, label=self._number() if shown else ""))
        if headed:
            self._furniture("running head", self._head())
        if setting.folio == "top":
            self._furniture("folio", setting.folio_dress.format(self._number()))
        self.waiting, self.carried = [*self.carried, *self.waiting], []
        self.room -= len(self.waiting) if setting.notes == "foot" else 0

    def _number(self) -> str:
        return ROMAN[self.page - 1] if self.setting.roman else str(self.page)

    def _head(self) -> str:
        left = self.page % 2 == 0
        alternating = {True: self.title, False: self.chapter}
        text = {"constant": self.title, "chapter": self.chapter}.get(self.setting.head, alternating[left])
        text = self._misread(text[: (self.setting.width or 80) - 8].strip())
        if not self.setting.head_folio:
            return text
        return f"{self._number()} {text}" if left else f"{text} {self._number()}"

    def _misread(self, text: str) -> str:
        spots = [n for n, letter in enumerate(text) if letter in MISREAD]
        if not spots or self.chance.random() >= self.setting.fuzz:
            return text
        at = self.chance.choice(spots)
        return text[:at] + MISREAD[text[at]] + text[at + 1 :]

    def _furniture(self, kind: str, text: str) -> None:
        self.pieces.append(Piece(text + "\n", "", f"furniture.{kind}", flow=OUT, label=text))

    def _foot(self, following: Line | None = None) -> None:
        """Notes, then what stands below them; a long last note may run over to the next page."""
        setting = self.setting
        if setting.notes == "foot" or following is None:
            self._carry(following)
            self.pieces += footnotes.block(setting, self.waiting)
            self.waiting = []
        if not setting.page_lines:
            return
        if setting.signature and self.page % 4 == 1:
            self._furniture("signature", f"{'ABCDEFGH'[self.page // 4 % 8]} 2")
        if setting.catchword and following:
            self._furniture("catchword", self._catchword(following))
        if setting.folio == "foot":
            self._furniture("folio", setting.folio_dress.format(self._number()))
        if setting.notice:
            self._furniture("notice", setting.notice)

    def _catchword(self, following: Line) -> str:
        first = "".join(p.raw for p in following.pieces).split() or [""]
        margin = " " * ((self.setting.width or 60) - 12) if self.setting.catchword == "right" else ""
        return margin + first[0]

    def _carry(self, following: Line | None) -> None:
        last = next((n for n in reversed(range(len(self.waiting))) if self.waiting[n][0].kind == "note.label"), None)
        if self.setting.continued and following and last is not None and len(self.waiting) - last >= 2:
            self.carried = self.waiting[last + 1 :]
            self.waiting = self.waiting[: last + 1]

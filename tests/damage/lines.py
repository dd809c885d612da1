"""From a block of prose to its lines: words with their damage, broken at the measure.

A line ends in its seam, the piece between it and the next line of the same flow. Where a word is broken, the seam
holds the mark and says what becomes of it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from damage import words
from damage.pieces import Piece, plain, width
from damage.prose import INLINE, UNSURE, Block, Prose, bare, core
from damage.setting import Setting
from damage.syllables import sites

TOKEN = re.compile(r"\{\d+\}|\*|‧|[^{}*‧]+")
CALL = "call"  # a callout that is not dressed yet
TIGHT = 0.72  # how full a line must be before it may end at an unsure hyphen
DASH = "—"
URL = "http"


@dataclass(slots=True)
class Line:
    pieces: list[Piece]
    seam: Piece
    block: int = 0
    first: bool = False
    last: bool = False

    @property
    def calls(self) -> list[int]:
        return [piece.ref for piece in self.pieces if piece.kind == CALL]


@dataclass(slots=True)
class Writer:
    """What setting the lines of one document needs to know: its words, and the dice."""

    prose: Prose
    setting: Setting
    chance: random.Random
    known: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    emphatic: bool = False

    def __post_init__(self) -> None:
        self.known = self.prose.words
        for block in self.prose.blocks:
            for line in block.lines:
                self.pairs.update(pairwise(bare(line).split()))

    def words_of(self, text: str, opening: bool = False) -> list[list[Piece]]:
        """The words of a text, each with its damage."""
        found = list[list[Piece]]()
        tokens = text.split()
        for n, token in enumerate(tokens):
            following = bare(tokens[n + 1]) if n + 1 < len(tokens) else ""
            found.append(self._word(token, following if opening and n == 0 else None))
        return found

    def _word(self, token: str, following: str | None) -> list[Piece]:
        pieces = list[Piece]()
        for part in TOKEN.findall(token):
            if part == "*":
                self.emphatic = not self.emphatic
                pieces += [Piece("*", "", "markup.emphasis")] if self.setting.markdown else []
            elif part == UNSURE:
                pieces.append(Piece("-", "-", "unsure"))
            elif call := INLINE.fullmatch(part):
                pieces += [Piece("00", "", CALL, ref=int(call[1]))] if self.setting.notes else []
            else:
                pieces += self._damaged(part, following)
        return pieces

    def _damaged(self, text: str, following: str | None) -> list[Piece]:
        rates = dict(self.setting.words)
        if self.emphatic and "letter-spaced" in rates and (spaced := words.letter_spaced(text)):
            return spaced
        if following is not None and "dropped" in rates:
            return words.dropped(text, following, self.known, self.pairs) or [plain(text)]
        for name, rate in rates.items():
            damage = words.DAMAGES.get(name)
            if damage and len(text) > 1 and self.chance.random() < rate:
                struck = damage(text, self.chance, self.known)
                if struck:
                    return struck
        return [plain(text)]

    def blank(self, before: list[Piece], after: list[Piece]) -> Piece:
        """What stands between two words of one line."""
        first, second = ("".join(p.clean for p in word) for word in (before, after))
        fuse = dict(self.setting.words).get("fused", 0.0)
        if self.chance.random() < fuse and (seam := words.fused(first, second, self.known, self.pairs)):
            return seam
        if before[-1].kind == "spacing.letters" or (len(after) > 1 and after[0].kind == "spacing.letters"):
            return Piece("  ", " ", "spacing.wide")
        if self.setting.blanks and self.chance.random() < self.setting.blank_rate:
            return Piece(self.chance.choice(self.setting.blanks), " ", "spacing.blank")
        return plain(" ")

    def set_text(self, text: str, measure: int | None, opening: bool = False) -> list[Line]:
        """The lines of one running text; the seam of the last one is left to the caller."""
        tokens = self.words_of(text, opening)
        lines, line, last = list[Line](), list[Piece](), list[Piece]()
        queue = list(reversed(tokens))
        while queue:
            word = queue.pop()
            gap = [self.blank(last, word)] if line else []
            room = (measure or 10**9) - width(line) - width(gap)
            if width(word) <= room and not self._forced(word, room, measure):
                line, last = [*line, *gap, *word], word
                continue
            cut = self._cut(word, room)
            if cut:
                head, seam, tail = cut
                lines.append(Line([*line, *gap, *head], seam))
                queue.append(tail)
            elif line:
                suspended = line[-1].raw.endswith("-")
                lines.append(Line(line, Piece("\n", " ", "hyphen.suspend" if suspended else "seam.line")))
                queue.append(word)
            else:
                line = last = word
                continue
            line = []
        return [*lines, Line(line, plain("\n"))] if line else lines

    def _forced(self, word: Sequence[Piece], room: int, measure: int | None) -> bool:
        unsure = any(piece.kind == "unsure" for piece in word)
        return bool(measure and unsure and self.setting.mark and room < measure * (1 - TIGHT))

    def _cut(self, word: list[Piece], room: int) -> tuple[list[Piece], Piece, list[Piece]] | None:
        """The word broken as late as the room allows, None where it cannot be."""
        best = None
        for n, at, behind, seam in self._breaks(word):
            piece = word[n]
            head = [*word[:n], *([plain(piece.raw[:at])] if at else [])]
            if width(head) + len(seam.raw) - 1 <= room and head:
                rest = [plain(piece.raw[behind:])] if behind < len(piece.raw) else []
                best = (head, seam, [*rest, *word[n + 1 :]])
                if piece.kind == "unsure":
                    return best
        return best if best and best[2] else None

    def _breaks(self, word: list[Piece]) -> Iterator[tuple[int, int, int, Piece]]:
        """Piece, offset where its head ends, offset where its tail begins, and the seam between."""
        whole = "".join(p.clean for p in word)
        for n, piece in enumerate(word):
            if piece.kind == "unsure" and self.setting.mark:
                yield n, 0, 1, Piece(f"{self._author_mark()}\n", "-", "hyphen.doubt")
            if piece.damaged or piece.kind:
                continue
            yield from ((n, *row) for row in sorted(self._sites(piece.raw, whole), key=lambda row: row[0]))

    def _author_mark(self) -> str:
        return self.setting.mark if "\u2010" in self.setting.mark else "-"

    def _sites(self, text: str, whole: str) -> Iterator[tuple[int, int, Piece]]:
        mark, own = self.setting.mark, self._author_mark()
        if text.startswith(URL) or whole.startswith(URL):
            yield from ((m.end(), m.end(), Piece("\n", "", "words.link")) for m in re.finditer(r"/|%[0-9A-F]{2}", text))
            return
        for m in re.finditer(rf"(?<=\w)[-⸗](?=[\w(])|{DASH}(?=\w)", text):
            if m[0] == DASH:
                yield m.end(), m.end(), Piece("\n", "", "hyphen.dash")
            elif mark and m[0] == "-" and own != "-":
                yield m.start(), m.end(), Piece(f"{own}\n", "-", self._keep(whole))
            else:
                yield m.end(), m.end(), Piece("\n", "", self._keep(whole))
        if mark == "split":
            yield from ((at, at, Piece("\n", "", "words.parted")) for at in self._partings(text))
        elif mark:
            yield from ((at, at, Piece(f"{mark}\n", "", "hyphen.join")) for at in sites(text))

    def _partings(self, text: str) -> list[int]:
        """Where a word may be parted without a mark: it stands whole elsewhere, and its halves are no words."""
        return [
            at
            for at in sites(text)
            if self.known[core(text)] >= 2 and not (self.known[text[:at].lower()] and self.known[text[at:].lower()])
        ]

    def _keep(self, whole: str) -> str:
        recurs = self.known[core(whole)] >= 2
        return "hyphen.keep" if recurs or re.search(r"-[A-ZА-Я\d]", whole) else "hyphen.keep-thin"


def set_block(writer: Writer, n: int, block: Block) -> list[Line]:
    """The lines of a block; only its paragraphs are broken at the measure, a list item too."""
    writer.emphatic = False
    measure = writer.setting.width
    margin = 4 if block.kind in ("quote", "verse") and measure else 0
    lines = list[Line]()
    for text in block.lines:
        unbroken = block.kind in ("verse", "table")
        opening = block.kind == "body"
        item = writer.set_text(text, None if unbroken else (measure - 2 * margin if measure else None), opening)
        item[-1].seam = plain("\n")
        if block.kind == "table" and measure:
            item[0].pieces = _columns(item[0].pieces)
        lines += item
    if margin:
        for line in lines:
            line.pieces.insert(0, Piece(" " * margin, "", "seam.margin"))
    lines[0].first, lines[-1].last = True, True
    for line in lines:
        line.block = n
    return lines


def _columns(pieces: list[Piece]) -> list[Piece]:
    """A table's row with its columns set apart."""
    return [Piece("    ", " ", "spacing.column") if piece.clean == " " else piece for piece in pieces]

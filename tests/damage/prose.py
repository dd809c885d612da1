"""Clean prose with known structure, read from `prose/<language>.txt` or from the gold texts.

Blocks are set apart by blank lines. The first characters of a line say what it is: `# ` title, `## `, `### ` headings,
`> ` block quotation, `| ` verse, `+ ` list, `& ` table, `= ` caption, `@ ` bibliography, `^n ` the body of note n; all
else is a paragraph. In the text `{n}` calls note n, `*…*` is set off, `‧` is a hyphen of which nobody can tell
whether it is the author's.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold"
MARKS = {"# ": "title", "## ": "heading", "### ": "heading", "> ": "quote", "| ": "verse", "+ ": "list", "& ": "table"}
MARKS |= {"= ": "caption", "@ ": "bibliography"}
MARK = re.compile(r"(#{1,3} |[>|+&=@] )?(.*)", re.S)
NOTE = re.compile(r"\^(\d+) (.*)", re.S)
INLINE = re.compile(r"\{(\d+)\}")
UNSURE = "‧"
LONG = 300  # characters of a paragraph that may be repeated: a single line would look like a running head
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4}[.])\s+(?=[^\W\d_a-zà-ÿа-я])")
CORE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as the author wrote it; verse, lists and tables have several lines."""

    kind: str | None
    level: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A document: its blocks, and the bodies of its notes by number."""

    language: str
    blocks: tuple[Block, ...]
    notes: dict[int, str]

    @property
    def words(self) -> Counter[str]:
        """How often each word stands in it, without notes, callouts, markup and punctuation around it."""
        texts = (bare(line) for block in self.blocks for line in block.lines)
        return Counter(core(word) for text in texts for word in text.split())


def core(word: str) -> str:
    """The word without the punctuation around it."""
    return CORE.sub("", word)


def bare(text: str) -> str:
    """The text as it is read, without callouts and markup."""
    return INLINE.sub("", text).replace("*", "").replace(UNSURE, "-")


@cache
def read(name: str) -> Prose:
    """The prose of `prose/<name>.txt`."""
    blocks, notes = list[Block](), dict[int, str]()
    for chunk in (HERE / "prose" / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        lines = chunk.split("\n")
        if lines[0].startswith("^"):
            notes |= {int(m[1]): m[2] for line in lines if (m := NOTE.match(line))}
        else:
            blocks += _blocks(lines)
    return Prose(name, tuple(blocks), notes)


def _blocks(lines: list[str]) -> list[Block]:
    rows = [MARK.match(line) for line in lines]
    marks = [(row[1] or "") if row else "" for row in rows]
    texts = tuple(row[2] if row else "" for row in rows)
    kind = MARKS.get(marks[0], "body")
    if kind == "bibliography":
        return [Block(kind, None, (text,)) for text in texts]
    level = len(marks[0].strip()) if kind in ("title", "heading") else None
    return [Block(kind, level, texts)]


def lengthened(prose: Prose, words: int) -> Prose:
    """The prose with so many words: its paragraphs again, sentences in another order, without notes.

    Nothing else is repeated: a note or a heading that came back on other pages would look like a running line.
    """
    bodies = [n for n, block in enumerate(prose.blocks) if block.kind == "body"]
    bodies = [n for n in bodies if len(prose.blocks[n].lines[0]) >= LONG] + bodies[-1:]
    chance = random.Random(prose.language)
    times = (words - 1) // prose.words.total()
    more = [_turned(prose.blocks[n], chance) for _ in range(times) for n in bodies[:-1]]
    end = max(bodies) + 1
    return replace(prose, blocks=(*prose.blocks[:end], *more, *prose.blocks[end:]))


def _turned(block: Block, chance: random.Random) -> Block:
    sentences = SENTENCE_END.split(INLINE.sub("", block.lines[0]))
    return replace(block, lines=(" ".join(chance.sample(sentences, len(sentences))),))


@cache
def read_gold(stem: str) -> Prose:
    """A gold text with its callouts put back; its paragraphs do not say of what kind they are."""
    text = (GOLD / f"{stem}.txt").read_text(encoding="utf-8")
    truth = json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))
    paragraphs = text.rstrip("\n").split("\n\n")
    for n, row in reversed(list(enumerate(truth["callouts"], 1))):
        old, at = paragraphs[row["paragraph"]], row["offset"]
        paragraphs[row["paragraph"]] = f"{old[:at]}{{{n}}}{old[at:]}"
    bodies = (truth["notes"].get(row["label"], "") for row in truth["callouts"])
    notes = {n: " ".join(body.split()) for n, body in enumerate(bodies, 1) if body}
    return Prose("en", tuple(Block(None, None, tuple(p.split("\n"))) for p in paragraphs), notes)

"""One damaged document: prose, setting and seed in, raw text and truth out. Equal arguments give equal documents."""

from __future__ import annotations

import random
from dataclasses import replace

from damage.lines import Writer
from damage.pages import Press
from damage.pieces import Paragraph, Truth, assemble
from damage.prose import Prose
from damage.setting import Setting

JITTER = 3  # a page a little wider or narrower breaks other words


def generate(prose: Prose, setting: Setting, seed: str) -> Truth:
    """The prose typeset and damaged as the setting says. On lines of their own only indents show quotations."""
    chance = random.Random(seed)
    if setting.width:
        setting = replace(setting, width=setting.width + chance.randint(-JITTER, JITTER))
    press = Press(prose, Writer(prose, setting, chance), chance)
    pieces = press.print()
    shown = [block.kind if setting.width or block.kind != "quote" else None for block in prose.blocks]
    levels = [block.level if setting.markdown else None for block in prose.blocks]
    paragraphs = [Paragraph(kind, level) for kind, level in zip(shown, levels, strict=True)]
    labels = {0: ""} | press.notes.labels
    return assemble(pieces, paragraphs, labels, setting.newline)

"""Marks that travel in the text of a page through `unstructured`, and what they become in raw text and hints.

They are code points that Unicode keeps free for such use; `unmarked` turns them into text, `region` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Region = Literal["note", "caption", "furniture", "bibliography", "verse", "quote", "code"]

# Text that stands in two regions belongs to the earlier one here.
REGIONS: dict[Region, str] = {
    "note": "\ufdd0",
    "caption": "\ufdd1",
    "furniture": "\ufdd2",
    "bibliography": "\ufdd3",
    "verse": "\ufdd4",
    "quote": "\ufdd5",
    "code": "\ufdde",
}
OPEN, CLOSE, BREAK, SHIELD = "\ufdd6", "\ufdd7", "\ufdd8", "\ufdd9"
_MARKS = re.compile("[\ufdd0-\ufdef]")
# The mark before it, that behind it, and the elements that mean it.
SET_OFF: dict[Literal["emphasis", "strong"], tuple[str, str, tuple[str, ...]]] = {
    "emphasis": ("\ufdda", "\ufddb", ("cite", "dfn", "em", "i", "var")),
    "strong": ("\ufddc", "\ufddd", ("b", "strong")),
}
_SET = "\ufdda-\ufddd"
_BLANKS_AROUND = re.compile(f" ([{_SET}]+) ")
_SILENT = re.compile(f"[{''.join(REGIONS.values())}{SHIELD}]")
_LABEL = re.compile(r"[\[(]?(\d+|[*†‡§‖¶]+)[\])]*")
_SIGNS = "0123456789+−-=()n"
_LETTERS = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_RAISED = str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")


class SetOff(NamedTuple):
    """Where emphasised text stands in a text without marks."""

    start: int
    end: int
    kind: Literal["emphasis", "strong"]


def unmarked(text: str) -> str:
    """Text as it shall stand in the raw text."""
    return set_off(text)[0]


def set_off(text: str) -> tuple[str, list[SetOff]]:
    """Text as it shall stand in the raw text, and what is emphasised in it."""
    text = _SILENT.sub("", text)
    text = re.sub(rf" ?{BREAK} ?", "\n", text)
    text = re.sub(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}", _superscript, text)
    pieces = re.split(f"([{_SET}])", _BLANKS_AROUND.sub(r" \1", text))
    pieces[::2] = [_MARKS.sub("", piece) for piece in pieces[::2]]
    whole = "".join(pieces[::2])
    found = whole.strip()
    return found, list(_emphasised(pieces, len(whole) - len(whole.lstrip()), found))


def _emphasised(pieces: list[str], blanks: int, text: str) -> Iterator[SetOff]:
    """What stands between marks of a kind, without the blanks at its ends; every second piece is a mark."""
    opened: dict[str, int] = {}
    at = -blanks
    for piece, mark in zip(pieces[::2], pieces[1::2], strict=False):
        at += len(piece)
        for kind, (before, behind, _) in SET_OFF.items():
            if mark == before:
                opened[kind] = max(at, 0)
            elif mark == behind and kind in opened:
                start = opened.pop(kind)
                inner = text[start:at]
                if inner.strip():
                    yield SetOff(start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip()), kind)


def region(text: str) -> Region | None:
    """The region whose marks the text bears."""
    return next((name for name, mark in REGIONS.items() if mark in text), None)


def _superscript(match: re.Match[str]) -> str:
    """What may be a callout bears its tags; marks of authors and powers are raised; `19th` is as it is written."""
    inner, before = match[1].strip(), match.string[match.start() - 1 : match.start()]
    labels = re.split(r", ?", inner)
    if all(map(_LABEL.fullmatch, labels)):
        return "".join(f"<sup>{label}</sup>" for label in labels)
    if before.islower() and all(len(label) == 1 and label.isalpha() for label in labels):
        return inner.translate(_LETTERS)
    return inner.translate(_RAISED) if set(inner) <= set(_SIGNS) else inner

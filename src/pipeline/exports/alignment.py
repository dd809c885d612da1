"""Where the edits of a published document stand in its clean text.

The warehouse holds raw text, edits and the clean text of every part, but not which raw text is whose. Text that no edit
names is the same in both, so walking all edits in the order of the raw text tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.exports.contents import Edit


def aligned(raw: str, edits: Sequence[Edit], texts: Mapping[int, str]) -> list[int]:
    """The offset behind each edit in the clean text of its part; `edits` are in the order of the raw text.

    Nothing where raw text, edits and parts do not fit together at every place.
    """
    at, current, read = dict.fromkeys(texts, 0), 0, 0
    found = []
    for edit in edits:
        if not _pass(raw[read : edit.raw_start], (current, edit.part), texts, at):
            return []
        current, read = edit.part, edit.raw_end
        if not _pass(edit.after, (current,), texts, at):
            return []
        found.append(at[current])
    whole = _pass(raw[read:], (current, 0), texts, at) and all(at[part] == len(texts[part]) for part in texts)
    return found if whole else []


def _pass(kept: str, likely: tuple[int, ...], texts: Mapping[int, str], at: dict[int, int]) -> bool:
    """Move on in the part that goes on with this text: a likely one, else any, else both likely ones in turn."""
    for part in chain(likely, texts):
        if texts[part].startswith(kept, at[part]):
            at[part] += len(kept)
            return True
    first, second = likely[0], likely[-1]
    pairs = zip(kept, texts[first][at[first] : at[first] + len(kept)], strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if first == second or not texts[second].startswith(kept[shared:], at[second]):
        return False
    at[first] += shared
    at[second] += len(kept) - shared
    return True

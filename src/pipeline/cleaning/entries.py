"""The lines with which entries of a bibliography begin that nothing sets apart: `Surname, Given. Title.`"""

from __future__ import annotations

import re

import numpy as np

from pipeline.cleaning.layout import BODY, BoolArray, Layout

AUTHOR = re.compile(
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]u|[Ll]a|[Ll]e|al|Al|Mc|Mac) ?)*[^\W\d_a-zа-яё][\w'’ʹ-]+"
    r"(?:, [^\W\d_a-zа-яё](?:\.|[\w'’ʹ-]+(?:[.,;]| [^\W\d_a-zа-яё]))| [А-ЯЁ]\. ?[А-ЯЁ]\.)"
)
FEWEST = 3  # entries of a block
ALL = 0.6  # of the lines that begin a sentence


def begin(layout: Layout) -> BoolArray:
    """Which lines begin an entry behind another: of blocks of lines that all but begin every sentence so."""
    found = np.zeros(len(layout), np.bool_)
    body = layout.role == BODY
    borders = np.flatnonzero(np.diff(np.concatenate([[False], body, [False]])))
    likely = np.concatenate([[False], layout.ends_sentence[:-1]]) & layout.starts_upper
    for first, stop in zip(borders[::2].tolist(), borders[1::2].tolist(), strict=True):
        if stop - first >= FEWEST and AUTHOR.match(layout.line(first)):
            behind = (np.flatnonzero(likely[first + 1 : stop]) + first + 1).tolist()
            own = [n for n in behind if AUTHOR.match(layout.line(n))]
            if len(own) + 1 >= FEWEST and len(own) >= ALL * len(behind):
                found[own] = True
    return found

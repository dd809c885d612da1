"""The rows of tables: their cells stand apart or are mostly figures, or each stands on a line of its own."""

from __future__ import annotations

import numpy as np

from pipeline.cleaning.characters import DIGIT
from pipeline.cleaning.layout import BODY, BoolArray, Layout

CELLS, CELL = 4, 0.5  # so many lines of less than half the measure
FIGURES = 0.35  # of a row's characters are digits


def of(layout: Layout) -> BoolArray:
    """Which lines are rows of a table, or what names its columns; shape of the lines."""
    return _headed(layout, _beside(layout) | _cells(layout))


def _beside(layout: Layout) -> BoolArray:
    """Rows that follow each other: their cells stand apart, or are mostly figures."""
    row = layout.gap > 0
    figures = ((layout.scan.flags[layout.ends - 1] & DIGIT) > 0) & (layout.first_words < layout.lengths)
    for n in np.flatnonzero(figures & (layout.lengths < layout.width)).tolist():
        row[n] |= _mostly_figures(layout.line(n))
    row &= layout.role == BODY
    beside = np.zeros(len(layout), bool)
    pair = row[:-1] & row[1:]
    beside[:-1] |= pair
    beside[1:] |= pair
    return beside


def _cells(layout: Layout) -> BoolArray:
    """Runs of very short lines, each the cell of a table: hardly one begins small or ends a sentence, some are figures.

    Leaves runs without figures, which may be anything.
    """
    cells = np.zeros(len(layout), bool)
    if not layout.wrapped:
        return cells
    tiny = (layout.role == BODY) & (layout.lengths < CELL * layout.width)
    borders = np.flatnonzero(np.diff(np.concatenate([[False], tiny, [False]])))
    first, stop = borders[::2], borders[1::2]
    closed = layout.ends_sentence & ((layout.scan.flags[layout.ends - 1] & DIGIT) == 0)
    against, figures = (
        np.concatenate([[0], np.cumsum(column)])
        for column in (layout.starts_lower | closed, (layout.first & DIGIT) > 0)
    )
    count = stop - first
    good = (count >= CELLS) & (4 * (against[stop] - against[first]) <= count)
    good &= 4 * (figures[stop] - figures[first]) >= count
    for a, b in zip(first[good].tolist(), stop[good].tolist(), strict=True):
        cells[a:b] = True
    return cells


def _mostly_figures(line: str) -> bool:
    others = len(line.encode("ascii", "ignore").translate(None, b"0123456789"))  # no figures for certain
    fewest = FIGURES * len(line)
    return len(line) - others > fewest and sum(map(str.isdigit, line)) > fewest


def _headed(layout: Layout, tables: BoolArray) -> BoolArray:
    """Tables with the line right above that names their columns: as many words as the first row, or nearly."""
    for n in np.flatnonzero(tables[1:] & ~tables[:-1] & (layout.role[:-1] == BODY)).tolist():
        head, row = layout.line(n), layout.line(n + 1)
        if abs(head.count(" ") - row.count(" ")) <= 1 and not layout.ends_sentence[n] and len(head) <= 2 * len(row):
            tables[n] = True
    return tables

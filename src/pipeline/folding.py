"""How edits found on a clean text are folded back onto the raw offsets of the edits before them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.edits import Edits, IntArray, concat, from_rows

if TYPE_CHECKING:
    from pipeline.text import Text


class Folding:
    """The edits of one text, ready to meet later ones."""

    def __init__(self, text: Text) -> None:
        self.text, self.edits, self.ops = text, text.columns, text.operations
        self.end = text.segments[-1][1] if text.segments else 0

    def fold(self, later: Edits) -> Edits:
        """All edits, on raw offsets: the earlier ones that are not met, and the later ones with those they meet."""
        ops, later = self.ops, self._split_at_gaps(later)
        lo = np.searchsorted(ops.to, later.starts, side="right")
        hi = np.maximum(lo, np.searchsorted(ops.from_, later.ends, side="left"))
        self._meet_insertions(later, lo, hi)
        rough = self._cutting(later, lo, hi)
        length = len(ops.starts) + 1
        used = np.bincount(lo, minlength=length) - np.bincount(hi, minlength=length)
        kept = [self.edits.take(ops.edit[(np.cumsum(used)[:-1] == 0) & (ops.edit >= 0)])]
        kept.append(self._swallow(later, lo, hi, ~rough))
        kept += [self._compose(later, lo, hi, group) for group in _groups(lo, hi, rough)]
        return concat([edits for edits in kept if len(edits)] or [Edits.none()])

    def _split_at_gaps(self, later: Edits) -> Edits:
        """Later edits cut where the part's segments are: the first piece writes, the others delete."""
        gaps = self.ops.from_[self.ops.edit < 0]
        if not np.any(
            np.searchsorted(gaps, later.starts, side="right") < np.searchsorted(gaps, later.ends, side="left")
        ):
            return later
        rows, texts = [], later.texts()
        for j, (start, end) in enumerate(zip(later.starts.tolist(), later.ends.tolist(), strict=True)):
            cuts = sorted({start, *gaps[(gaps > start) & (gaps < end)].tolist(), end})
            name, pairs = later.signatures[int(later.rule[j])], [*pairwise(cuts)] or [(start, end)]
            rows += [(a, b, texts[j] if n == 0 else "", name) for n, (a, b) in enumerate(pairs)]
        return from_rows(rows)

    def _meet_insertions(self, later: Edits, lo: IntArray, hi: IntArray) -> None:
        """An insertion beside an earlier insertion meets it: two at one raw offset would have no order."""
        ops = self.ops
        inserts = (ops.starts == ops.ends) & (ops.to > ops.from_)
        if not inserts.any():
            return
        for j in np.flatnonzero(later.starts == later.ends).tolist():
            first = np.searchsorted(ops.to, later.starts[j], side="left")
            touching = range(int(first), int(np.searchsorted(ops.from_, later.starts[j], side="right")))
            met = next((k for k in touching if inserts[k]), None)
            if met is not None and lo[j] == hi[j]:
                lo[j], hi[j] = met, met + 1

    def _cutting(self, later: Edits, lo: IntArray, hi: IntArray) -> npt.NDArray[np.bool_]:
        """Which later edits meet earlier ones without swallowing them whole, each by one."""
        ops = self.ops
        if not len(ops.starts):
            return np.zeros(len(later), bool)
        first, last = np.minimum(lo, len(ops.starts) - 1), np.maximum(hi - 1, 0)
        touching = (later.starts == later.ends) | (ops.from_[first] < later.starts) | (ops.to[last] > later.ends)
        rough = (hi > lo) & touching
        meeting = hi[:-1] > lo[1:]
        rough[1:] |= meeting
        rough[:-1] |= meeting
        return np.asarray(rough, bool)

    def _swallow(self, later: Edits, lo: IntArray, hi: IntArray, which: npt.NDArray[np.bool_]) -> Edits:
        """Later edits that swallow whole earlier ones or meet none, in columns."""
        shift = self.ops.shift
        later, lo, hi = later.take(which), lo[which], hi[which]
        starts, ends = later.starts + shift[lo], later.ends + shift[hi]
        last = (starts == ends) & (later.starts == len(self.text))  # nothing may stand behind the last segment
        starts, ends = (np.where(last, self.end, column) for column in (starts, ends))
        rule, signatures = self._sign(later, lo, hi)
        return Edits(starts, ends, later.after, rule, later.strings, signatures)

    def _sign(self, later: Edits, lo: IntArray, hi: IntArray) -> tuple[IntArray, tuple[tuple[str, ...], ...]]:
        """The signatures of later edits with those of the earlier ones they swallow; most swallow one, or equals."""
        edit = self.ops.edit
        if not np.any(hi > lo):
            return later.rule, later.signatures
        signatures = {name: n for n, name in enumerate(later.signatures)}
        rules = np.append(np.where(edit >= 0, self.edits.rule[edit] if len(self.edits) else -1, -1), -1)
        first, last = rules[lo], rules[hi - 1]
        rule = later.rule.copy()
        one = (hi - lo == 1) | ((hi - lo == 2) & (first == last))
        width = int(rules.max()) + 2
        for pair in np.unique((later.rule * width + first + 1)[one]).tolist():
            name, earlier = later.signatures[pair // width], pair % width - 1
            before = self.edits.signatures[earlier] if earlier >= 0 else ()
            merged = tuple(dict.fromkeys([*before, *name]))
            rule[one & (later.rule == pair // width) & (first == earlier)] = signatures.setdefault(
                merged, len(signatures)
            )
        known: dict[tuple[int, ...], tuple[str, ...]] = {}
        for i in np.flatnonzero((hi > lo) & ~one).tolist():
            met = (*rules[lo[i] : hi[i]].tolist(), later.rule.item(i))
            if met not in known:
                known[met] = self._signature(range(lo[i], hi[i]), [later.signatures[met[-1]]])
            rule[i] = signatures.setdefault(known[met], len(signatures))
        return rule, tuple(signatures)

    def _compose(self, later: Edits, lo: IntArray, hi: IntArray, group: range) -> Edits:
        """One edit for a chain of later edits that meet the same earlier ones."""
        ops = self.ops
        met = range(int(lo[group[0]]), int(hi[group[-1]]))
        start = min(int(later.starts[group[0]]), int(ops.from_[met[0]]))
        end = max(int(later.ends[group[-1]]), int(ops.to[met[-1]]))
        pieces, at, strings = [], start, later.strings
        for j in group:
            pieces += [self.text.clean[at : int(later.starts[j])], strings[int(later.after[j])]]
            at = int(later.ends[j])
        pieces.append(self.text.clean[at:end])
        name = self._signature(met, [later.signatures[int(later.rule[j])] for j in group])
        raw = (start + int(ops.shift[met[0]]), end + int(ops.shift[met[-1] + 1]))
        return from_rows([(*raw, "".join(pieces), name)])

    def _signature(self, met: range, names: list[tuple[str, ...]]) -> tuple[str, ...]:
        edit = self.ops.edit
        earlier = [self.edits.signatures[int(self.edits.rule[edit[k]])] for k in met if edit[k] >= 0]
        return tuple(dict.fromkeys(rule for name in [*earlier, *names] for rule in name))


def _groups(lo: IntArray, hi: IntArray, rough: npt.NDArray[np.bool_]) -> list[range]:
    """The rough ones in runs that are chained by an earlier edit they share."""
    groups: list[range] = []
    for j in np.flatnonzero(rough).tolist():
        if groups and groups[-1].stop == j and hi[j - 1] > lo[j]:
            groups[-1] = range(groups[-1].start, j + 1)
        else:
            groups.append(range(j, j + 1))
    return groups

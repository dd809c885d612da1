"""What a run says when it is over: a table to standard output, what needs a person to standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.console import fail, lines, near, say, table
from pipeline.errors import WarehouseError

if TYPE_CHECKING:
    from pipeline.runs import RunReport

READING = ("discover", "clean")
"""The stages that read documents: how fast is of use to know."""
TABLES = ("documents", "paragraphs", "edits", "footnotes", "mentions", "entities", "doubts")


def tell(report: RunReport, seconds: float, quiet: bool, verbose: bool) -> None:
    """The outcome on the first line, then the figures, and the path of the warehouse on the last."""
    from pipeline.runs.report import message

    if report.status == "failed":
        fail(report.message, run_id=report.run_id, status=report.status)
    if quiet:
        return
    if report.status == "planned":
        steps = [step for step in report.planned if verbose or step.action != "unchanged"]
        table(["do", "document", "source", "reason"], [list(step) for step in steps])
    else:
        for row in report.quarantined:
            words = f"in quarantine: {row.source}: {row.reason}; {row.remedy}"
            say(words, "warning", run_id=report.run_id, document_id=row.document_id, source=row.source)
    outcome = "nothing changed" if report.status == "unchanged" else report.status
    lines([f"{outcome}: {message(report.documents)}", *_figures(report, seconds), str(near(report.warehouse))])


def _figures(report: RunReport, seconds: float) -> Iterator[str]:
    """What the warehouse now holds, against the one before where that is kept, and how long which stage took."""
    if report.status in ("published", "partial"):
        from pipeline.warehouse import kept

        now, before = _counts(report.warehouse), dict[str, int]()
        for older in kept(report.warehouse)[1:2]:
            with suppress(WarehouseError):  # of another program, perhaps: nothing to hold the new one against
                before = _counts(older)
        for name, count in now.items():
            yield f"{name:12} {number(count):>11}{_change(count - before[name]) if before else ''}"
    files = "   files" if 0 < report.documents.get("quarantined", 0) < len(report.quarantined) else ""
    yield f"{'quarantine':12} {number(len(report.quarantined)):>11}{files}"
    yield f"{'seconds':12} {seconds:11.1f}"
    for stage, spent in report.seconds.items():
        rate = _rate(report.bytes.get(stage, 0), spent) if stage in READING else ""
        yield f"  {stage:10} {spent:11.1f}{rate}"
    if report.seconds:
        yield f"  {'start, end':10} {max(0.0, seconds - sum(report.seconds.values())):11.1f}"


def _counts(warehouse: Path) -> dict[str, int]:
    from pipeline.corpus import Corpus

    with Corpus.open(warehouse) as corpus:
        return {name: count for name in TABLES for (count,) in corpus.rows(f"SELECT count(*) FROM {name}")}


def _change(by: int) -> str:
    return f"   {'+' if by > 0 else '-'}{number(abs(by))}" if by else ""


def _rate(taken: int, seconds: float) -> str:
    return f"   {size(taken)}, {size(taken / seconds)}/s" if taken and seconds else ""


def size(count: float) -> str:
    """So many bytes as a person reads it.

    >>> size(9420), size(3_140_000)
    ('9.4 kB', '3.1 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"


def number(count: int) -> str:
    """A count as a person reads it; four figures are read at a glance.

    >>> number(5996), number(1234567)
    ('5996', '1,234,567')
    """
    return f"{count:,}" if count >= 10_000 else str(count)

"""How good the cleaner is: `make quality` prints the figures, and fails where one fell below the committed floor.

    quality.py                   the whole report, against tests/quality_floor.toml
    quality.py --errors FAMILY   what goes wrong in one family: raw text, truth, ours (--language, --what narrow it)
    quality.py --write-floor     raises the floor to today's figures; --lower NAME lets that one fall
    quality.py --dev DIR         where the typeset documents are; without them their rows are left out

Gold figures come from the hand-made truth of the seeds, the others from the damage generator under `tests/damage`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from damage import corpus, figures  # noqa: E402
from damage.corpus import Case  # noqa: E402
from damage.families import FAMILIES  # noqa: E402
from damage.floor import Floor  # noqa: E402
from damage.measures import DEV_TARGETS, GOLD_TARGETS, dev_figures, gold_figures, named, small_figures  # noqa: E402

FLOOR = ROOT / "tests" / "quality_floor.toml"
SHORT = (
    "wrong para call.R call.P block note.R note.P tied "
    "furn.R furn.P kinds pages offset folio para.k level emph. doubt others harm undone"
)


def clean_text(raw: str) -> str:
    """What the scorer of the typeset documents calls."""
    from pipeline.cleaning import clean

    return clean(raw).text


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", metavar="FAMILY", help="show what goes wrong in this family")
    parser.add_argument("--language", help="with --errors: only this prose")
    parser.add_argument("--what", default="", help="with --errors: only faults whose name begins so")
    parser.add_argument("--count", type=int, default=40, help="with --errors: at most so many")
    parser.add_argument("--dev", type=Path, default=ROOT.parent / "shared" / "dev")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write-floor", action="store_true")
    parser.add_argument("--lower", action="append", default=[], metavar="NAME")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if options.errors:
        return show_errors(options)
    found = measured(options)
    floor = Floor.read(FLOOR)
    if options.write_floor:
        small = small_figures()
        floor.raised("full", found, options.lower).raised("small", small, options.lower).write(FLOOR)
        print(f"\nwritten: {FLOOR.relative_to(ROOT)}")
        return 0
    fallen = floor.fallen("full", found)
    print("", *(fallen or ["no figure fell"]), sep="\n")
    return 1 if fallen else 0


def measured(options: argparse.Namespace) -> figures.Figures:
    """Measures and prints everything; figures by name."""
    gold, dev = gold_figures(), dev_figures(options.dev, ROOT)
    print_targets("gold", gold, GOLD_TARGETS)
    print_targets("dev", dev, DEV_TARGETS) if dev else print(f"\ndev: left out, no scorer in {options.dev}")
    counts = corpus.measure_all(corpus.full(), options.workers)
    for by in ("family", "language"):
        print_groups(by, corpus.grouped(counts, by))
    whole = figures.total(counts)
    print_whole(whole)
    print_kinds(whole)
    print_rules(whole)
    return {**named("gold", gold), **named("dev", dev), **corpus.figures_of(counts)}


def print_targets(title: str, rows: figures.Figures, targets: dict[str, float]) -> None:
    print(f"\n{title:52}{'figure':>10}{'target':>10}")
    for name, value in rows.items():
        target = targets.get(name)
        met = "" if target is None else "" if reaches(name, value, target) else "  missed"
        print(f"  {name:50}{value:10.3f}{target if target is not None else '':>10}{met}")


def reaches(name: str, value: float, target: float) -> bool:
    return value <= target if figures.lower_is_better(name) else value >= target


def print_groups(by: str, groups: dict[str, Counter[str]]) -> None:
    print(f"\n{by:32}" + "".join(f"{name:>8}" for name in SHORT.split()))
    for name, counts in groups.items():
        row = figures.of(counts)
        print(f"  {name:30}" + "".join(cell(row.get(column)) for column in figures.COLUMNS))


def cell(value: float | None) -> str:
    return f"{'·':>8}" if value is None else f"{value:8.1f}"


def print_whole(whole: Counter[str]) -> None:
    documents = whole["documents"]
    print(f"\nundamaged prose changed: {whole['undamaged changed']} of {whole['undamaged']} documents")
    print(f"changed when cleaned again: {whole['documents changed again']} of {documents} documents")


def print_kinds(whole: Counter[str]) -> None:
    print(f"\n{'kind of damage':32}{'cases':>8}{'undone':>8}")
    for kind, (count, undone) in figures.by_kind(whole).items():
        print(f"  {kind:30}{count:8}{undone:8.1f}")


def print_rules(whole: Counter[str]) -> None:
    print(f"\n{'rule':32}{'edits':>8}{'prec.':>8}{'recall':>8}{'harm':>8}")
    for rule, row in figures.by_rule(whole).items():
        cells = (cell(row.get(name)) for name in ("precision", "recall", "harm"))
        print(f"  {rule:30}{int(row['edits']):8}" + "".join(cells))


def show_errors(options: argparse.Namespace) -> int:
    cases = [case for case in corpus.full() if case.family.startswith(options.errors)]
    cases = [case for case in cases if options.language in (None, case.prose, case.language)]
    if not cases:
        print(f"no family begins with '{options.errors}'; there are: " + "; ".join(FAMILIES), file=sys.stderr)
        return 2
    lines = [line for case in cases for line in errors_of(case, options.what)]
    print(*lines[: options.count], sep="\n")
    print(f"{len(lines)} faults")
    return 0


def errors_of(case: Case, what: str) -> Iterable[str]:
    truth, faults = corpus.faults(case)
    for fault in faults:
        if fault.what.startswith(what):
            raw = truth.raw
            around = (raw[max(0, fault.start - 40) : fault.start], raw[fault.start : fault.end][:200])
            where = f"{around[0]!r} >> {around[1]!r} << {raw[fault.end : fault.end + 40]!r}" if fault.end else ""
            true, ours = fault.true[:160], fault.ours[:160]
            yield f"{case.family} / {case.prose} / {fault.what}\n   raw   {where}\n   truth {true!r}\n   ours  {ours!r}"


if __name__ == "__main__":
    sys.exit(main())

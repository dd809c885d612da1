"""The fixed documents that are measured: families of damage on prose in several languages, seeds and all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from damage import figures
from damage.families import FAMILIES
from damage.generate import generate
from damage.pieces import Truth
from damage.prose import HERE, Prose, lengthened, read, read_gold
from damage.result import Fault
from damage.scores import score

LANGUAGES = sorted(path.stem for path in (HERE / "prose").glob("*.txt"))
GOLD = sorted(path.stem for path in (HERE.parent / "gold").glob("*.txt"))
# Gold texts are long: they stand in where a family needs many pages.
LONG = (
    "wrapped, blank lines",
    "wrapped, short last lines",
    "newspaper column",
    "heads misread",
    "pages unmarked",
    "catchwords",
)
PAGED = 1100  # words of a document with pages, at least
NEEDS = {
    "hyphen ⸗": ("old-de",),
    "old print": ("old-de",),
    "letter-spaced": ("de", "old-de"),
    "decomposed": ("de", "fr", "cs", "pl", "old-de", "ru", "uk"),
}


@dataclass(frozen=True, slots=True)
class Case:
    family: str
    prose: str
    seed: int

    def source(self) -> Prose:
        """The prose, long enough for several pages where there are pages."""
        if self.prose in GOLD:
            return read_gold(self.prose)
        return lengthened(read(self.prose), PAGED if FAMILIES[self.family].page_lines else 1)

    def truth(self) -> Truth:
        return generate(self.source(), FAMILIES[self.family], f"{self.family} {self.prose} {self.seed}")

    @property
    def language(self) -> str:
        return "gold" if self.prose in GOLD else self.prose


def full() -> list[Case]:
    """Every family on every language it means something in, and the long ones on the gold texts."""
    cases = [Case(f, prose, 1) for f in FAMILIES for prose in NEEDS.get(f, LANGUAGES) if prose in LANGUAGES]
    return cases + [Case(f, stem, 1) for f in LONG for stem in GOLD[:2]]


def small() -> list[Case]:
    """Every family once, the languages taken in turn."""
    found = []
    for n, family in enumerate(FAMILIES):
        fit = [prose for prose in NEEDS.get(family, LANGUAGES) if prose in LANGUAGES]
        found.append(Case(family, fit[n % len(fit)], 2))
    return found


def measure(case: Case) -> Counter[str]:
    """The counts of one case; whether its clean text is a fixed point is one of them."""
    from pipeline.cleaning import clean

    truth = case.truth()
    cleaned = clean(truth.raw)
    counts = score(truth, cleaned).counts
    counts["documents"] += 1
    counts["documents changed again"] += clean(cleaned.text).text != cleaned.text
    if case.family == "undamaged":
        counts["undamaged"] += 1
        counts["undamaged changed"] += cleaned.text != truth.raw
    return counts


def faults(case: Case) -> tuple[Truth, list[Fault]]:
    """What went wrong in one case."""
    from pipeline.cleaning import clean

    truth = case.truth()
    return truth, score(truth, clean(truth.raw)).faults


def measure_all(cases: Iterable[Case], workers: int = 2) -> dict[Case, Counter[str]]:
    """The counts of all cases, in their order whatever the number of workers."""
    cases = list(cases)
    if workers == 1:
        return {case: measure(case) for case in cases}
    with ProcessPoolExecutor(workers) as pool:
        return dict(zip(cases, pool.map(measure, cases, chunksize=8), strict=True))


def grouped(counts: dict[Case, Counter[str]], by: str) -> dict[str, Counter[str]]:
    """Counts added up by `family` or `language`."""
    groups = dict[str, Counter[str]]()
    for case, row in counts.items():
        groups.setdefault(getattr(case, by), Counter()).update(row)
    return groups


def figures_of(counts: dict[Case, Counter[str]], groups: Sequence[str] = ("family", "language")) -> figures.Figures:
    """Figures of these groups, of kinds of damage and of rules by name; then of all together."""
    found = figures.Figures()
    for by in groups:
        for group, whole in grouped(counts, by).items():
            found |= {f"{by} {group}: {name}": value for name, value in figures.of(whole).items()}
    whole = figures.total(counts)
    for kind, (_, undone) in figures.by_kind(whole).items():
        found[f"damage {kind}: undone"] = undone
    for rule, row in figures.by_rule(whole).items():
        found |= {f"rule {rule}: {name}": value for name, value in row.items() if name != "edits"}
    found |= {f"all: {name}": value for name, value in figures.of(whole).items()}
    found["all: undamaged prose changed"] = float(whole["undamaged changed"])
    found["all: documents changed when cleaned again"] = float(whole["documents changed again"])
    return found

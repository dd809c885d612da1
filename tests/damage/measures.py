"""The figures on the hand-made gold of the seeds, and on typeset documents where they are at hand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from gold_score import ROOT, SEEDS, Score, gold_of, score

from damage import corpus
from damage.figures import Figures
from pipeline.cleaning import clean
from pipeline.document import Cleaned

SHAPE = re.compile(r"[\t\r\f\u00a0\u00ad\u200b\ufeff]|  +|(?<!\n)\n(?!\n|\Z)|\n{3,}|(?m:^ | $)|(?<!\n)\Z|\n\n\Z|\A\n")
PLACE = 12  # letters before a callout that must agree
GOLD_TARGETS = {
    "words wrong in 10,000": 2.0,
    "words wrong in 10,000, worst document": 6.0,
    "faults of shape": 0.0,
    "paragraph F1": 99.5,
    "callouts found and placed": 100.0,
    "callouts false": 0.0,
    "notes tied": 100.0,
    "gold texts changed": 0.0,
}
# Our name → the scorer's, whether it counts what is lost.
DEV: dict[str, str] = {
    "furniture recall": "furn_R",
    "furniture precision": "furn_P",
    "note blocks recall": "fn_R",
    "note blocks precision": "fn_P",
    "hyphens joined right": "hy_join",
    "hyphens kept right": "hy_keep",
    "callouts recall": "mk_R",
    "callouts precision": "mk_P",
    "paragraph F1": "para_F1_blank",
    "token edit distance": "ed_best",
    "running text wrongly removed": "body_lost",
}
DEV_TARGETS = dict(zip(DEV, (97.0, 99.5, 98.0, 99.5, 99.5, 86.9, 98.5, 98.5, 92.0, 1.5, 0.05), strict=True))


def named(group: str, rows: Figures) -> Figures:
    return {f"{group}: {name}": value for name, value in rows.items()}


def small_figures() -> Figures:
    """What a test can measure in a minute: the gold, and the small set of damaged documents as a whole."""
    counts = corpus.measure_all(corpus.small(), workers=1)
    return {**named("gold", gold_figures()), **corpus.figures_of(counts, groups=())}


def gold_figures() -> Figures:
    """All five seeds against their hand-made clean texts."""
    rows = [(seed, clean(seed.read_bytes().decode("utf-8"))) for seed in SEEDS]
    scores = [score(gold_of(seed), cleaned.text) for seed, cleaned in rows]
    hit, wrong = (sum(column) for column in zip(*((s.hit, s.extra + s.missed) for s in scores), strict=True))
    called, right, false, notes, tied = (sum(c) for c in zip(*(_called(*row) for row in rows), strict=True))
    return {
        "words wrong in 10,000": 1e4 * sum(s.wrong for s in scores) / sum(s.words for s in scores),
        "words wrong in 10,000, worst document": max(
            1e4 * s.wrong / s.words for s in scores if s.wrong > 1 or s.words > 2000
        ),
        "faults of shape": float(sum(len(SHAPE.findall(cleaned.text)) for _, cleaned in rows)),
        "paragraph F1": 200 * hit / (2 * hit + wrong),
        "callouts found and placed": 100 * right / called,
        "callouts false": float(false),
        "notes tied": 100 * tied / notes,
        "gold texts changed": float(sum(clean(gold_of(seed)).text != gold_of(seed) for seed in SEEDS)),
    }


def _weight(document: Score) -> float:
    """Words wrong in 10,000; one word is allowed, however short the document."""
    return 1e4 * document.wrong / document.words if document.wrong > 1 else 0.0


def _called(seed: Path, cleaned: Cleaned) -> tuple[int, int, int, int, int]:
    """Callouts, those of the right label and place, false ones; notes, those tied to their callout."""
    truth = json.loads((ROOT / "tests" / "gold" / f"{seed.stem}.json").read_text(encoding="utf-8"))
    paragraphs = gold_of(seed).rstrip("\n").split("\n\n")
    want = {(row["label"], _place(paragraphs[row["paragraph"]], row["offset"])) for row in truth["callouts"]}
    got = {(row.label, _place(cleaned.text, row.offset)): row.part for row in cleaned.callouts}
    labels = {note.part: note.label for note in cleaned.notes}
    tied = sum(labels.get(part or 0) == label for (label, place), part in got.items() if (label, place) in want)
    return len(want), len(want & got.keys()), len(got.keys() - want), len(truth["notes"]), tied


def _place(text: str, offset: int) -> str:
    paragraph = text[:offset].rsplit("\n\n", 1)[-1]
    return "".join(paragraph.split())[-PLACE:]


def dev_figures(folder: Path, root: Path) -> Figures:
    """The typeset documents by their own scorer, nothing where the folder is not there."""
    if not (folder / "score.py").exists():
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "figures.json"
        where = ["--path", str(root / "benchmarks"), "--path", str(root / "src")]
        command = [sys.executable, str(folder / "score.py"), "--module", "quality:clean_text", "--json", str(answer)]
        subprocess.run([*command, *where], check=True, capture_output=True)
        found = json.loads(answer.read_text(encoding="utf-8"))["figures"]
    return {name: 100 * found[key] for name, key in DEV.items() if found.get(key) is not None}

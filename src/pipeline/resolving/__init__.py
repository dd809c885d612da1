"""Mentions to entities: within a document, then over the corpus, with a reason for each and ids that last.

People overrule it: names that they judged different are divided before anything (`parting`), names that they judged
the same are joined after all (`joining`).
"""

from __future__ import annotations

from pipeline.resolving.corpus import Entity, Reading, entities_of, member
from pipeline.resolving.doubting import Doubt, Settled, doubts
from pipeline.resolving.ids import Assigned, Registry, assign
from pipeline.resolving.joining import Joined, join
from pipeline.resolving.judging import Judgement, Standing, Unheard, judged_names
from pipeline.resolving.local import settled
from pipeline.resolving.parting import Parted, part
from pipeline.resolving.persons import Bearer, Person, Told, may_be, persons_of

__all__ = [
    "Assigned", "Bearer", "Doubt", "Entity", "Joined", "Judgement", "Parted", "Person", "Reading", "Registry",
    "Settled", "Standing", "Told", "Unheard", "assign", "doubts", "entities_of", "join", "judged_names", "may_be",
    "member", "part", "persons_of", "settled",
]  # fmt: skip

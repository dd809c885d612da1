"""Mentions to entities: within a document, then over the corpus, with a reason for each and ids that last."""

from __future__ import annotations

from pipeline.resolving.corpus import Entity, Reading, entities_of, member, persons_in
from pipeline.resolving.ids import Assigned, Registry, assign
from pipeline.resolving.judging import Doubt, Judgement, doubts, told
from pipeline.resolving.local import settled
from pipeline.resolving.persons import Bearer, Person, may_be, persons_of

__all__ = [
    "Assigned", "Bearer", "Doubt", "Entity", "Judgement", "Person", "Reading", "Registry", "assign", "doubts",
    "entities_of", "may_be", "member", "persons_in", "persons_of", "settled", "told",
]  # fmt: skip

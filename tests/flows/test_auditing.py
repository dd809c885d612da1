"""The audit in processes of its own says what it says in this one; where such a process is lost, so much is told."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from small_corpus import Small

from pipeline import quality
from pipeline.errors import WarehouseError
from pipeline.runs import auditing


@pytest.fixture(scope="module", autouse=True)
def none_left() -> Iterator[None]:
    yield
    auditing.judges.release()


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_say_what_this_one_says(small: Small, workers: int) -> None:
    documents = {small.documents[0].document_id}
    wanted = quality.audit(small.path, documents)
    assert wanted
    assert auditing.audit(small.path, documents, workers) == wanted


def test_a_lost_process_is_told_and_the_next_audit_has_another(small: Small) -> None:
    auditing.judges.rest()
    checks = auditing.audit(small.path, set())
    (child,) = auditing.judges._idle
    os.kill(child.process, signal.SIGKILL)
    with pytest.raises(WarehouseError, match=r"the audit was not done: .*SIGKILL.*; start the run again"):
        auditing.audit(small.path, set())
    assert auditing.audit(small.path, set()) == checks

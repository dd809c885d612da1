"""A run tells how far it is, document by document."""

from __future__ import annotations

import pytest
from desk import Desk


@pytest.mark.flow
def test_a_run_tells_of_every_document_of_a_batch(desk: Desk) -> None:
    desk.put(**{f"{n}__txt": f"The herds of 193{n} were counted, and counted again in the spring.\n" for n in range(4)})
    told: list[tuple[str, int, int]] = []
    desk.run(progress=lambda *stage: told.append(stage))
    assert [done for stage, done, of in told if stage == "clean" and of] == [1, 2, 3, 4]
    assert ("discover", 4, 4) in told

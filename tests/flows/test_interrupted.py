"""Control-C that something between the terminal and the flow swallows: the run ends by it all the same."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import pytest
from desk import Desk

from pipeline import interrupts


@pytest.mark.usefixtures("heeded_interrupts")
@pytest.mark.parametrize("stage", ["clean", "publish"])
def test_a_run_ends_before_it_publishes(desk: Desk, stage: str) -> None:
    desk.put(one__txt="Nothing was left of the herds.\n")

    def swallowing(reached: str, done: int, total: int) -> None:
        if reached == stage:
            with suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt), interrupts.remembered():
        desk.run(progress=swallowing)
    assert not desk.warehouse.exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert desk.run().status == "published"

"""Somebody is told of a run that failed: a command of the user's, or a web address.

Both get the same JSON object: `event` (run failed), `status` (failed or interrupted), `run_id` (null where the run had
not begun), `error` (the kind), `message`, `warehouse`, `state`, `host`, `time` (UTC). What goes wrong in telling is
logged, and changes nothing in how the run ends.
"""

from __future__ import annotations

import json
import logging
import shlex
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any

from pipeline.config import Config
from pipeline.errors import stopped
from pipeline.runs.report import RunReport

SECONDS = 30.0
"""How long a command, or an answer, is waited for."""
PAUSES = (0.0, 2.0, 8.0)
"""Before each attempt at a web address."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Watch:
    """Over one run, which has an id once it has begun."""

    run_id: str | None = None


_watch: ContextVar[_Watch | None] = ContextVar("watch", default=None)


def watched(config: Config, work: Callable[[], RunReport]) -> RunReport:
    """What `work` gives; where that is a failure or an exception, somebody is told, once however it is nested."""
    if _watch.get():
        return work()
    token = _watch.set(watch := _Watch())
    try:
        report = work()
        if report.status == "failed":
            failed(config, report.message, "AuditFailed", report.run_id)
        return report
    except Exception as error:
        if not stopped(error):  # which is nobody's failure
            failed(config, str(error) or type(error).__name__, type(error).__name__, watch.run_id)
        raise
    finally:
        _watch.reset(token)


def begun(run_id: str) -> None:
    """The run that is watched, if one is, has this id."""
    if watch := _watch.get():
        watch.run_id = run_id


def failed(config: Config, message: str, error: str, run_id: str | None = None, status: str = "failed") -> None:
    """Tells whom the configuration names. Never raises for what happens there."""
    said = {
        "event": "run failed",
        "status": status,
        "run_id": run_id,
        "error": error,
        "message": message,
        "warehouse": str(config.run.warehouse),
        "state": str(config.run.state),
        "host": socket.gethostname(),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    if config.notify.command:
        _run(config.notify.command, said)
    if config.notify.webhook:
        _post(config.notify.webhook, said)


def _run(command: str, said: dict[str, Any]) -> None:
    try:
        done = subprocess.run(
            shlex.split(command), input=json.dumps(said).encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("notify.command: %s", error)
        return
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip()[-500:] or "it said nothing on standard error"
        _log.warning("notify.command: ended with %d: %s", done.returncode, words)


def _post(address: str, said: dict[str, Any]) -> None:
    request = urllib.request.Request(
        address, json.dumps(said).encode(), {"Content-Type": "application/json", "User-Agent": "pipeline"}
    )
    for number, pause in enumerate(PAUSES, 1):
        time.sleep(pause)
        try:
            urllib.request.urlopen(request, timeout=SECONDS).close()
            return
        except (OSError, HTTPException, ValueError) as error:  # also what answers no HTTP
            _log.warning("notify.webhook: attempt %d of %d: %s", number, len(PAUSES), error)

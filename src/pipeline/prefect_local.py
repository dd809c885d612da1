"""Prefect on this machine: its settings (quiet, offline, quick) and a server child process that ends with its parent.

Importing this module does not import prefect, which takes two seconds: `server` starts the child first, so that
both start side by side. Run as a program it is that child: `python -m pipeline.prefect_local FD MODE`.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pipeline import locks
from pipeline.errors import PipelineError

LOOPBACK = "127.0.0.1"
Mode = Literal["temporary", "scheduling"]
# What is shown of Prefect's own logs: a command says itself how its run ended, a service has nobody who asks.
SHOWN: dict[Mode, str] = {"temporary": "CRITICAL", "scheduling": "INFO"}

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
}
# Nobody reads the logs that a local server keeps; sending them costs two seconds as a run ends.
LOCAL = {
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # or a thread that misses the address starts one more
    "PREFECT_SERVER_UI_ENABLED": "false",
}
# The first start makes the database: ten seconds here, longer on a slow disk.
START_SECONDS = 180.0
ANSWER_SECONDS = 10.0


class ServerError(PipelineError):
    """No Prefect server could be started or reached: nothing was published."""

    exit_status = 3


def home(state: Path) -> Path:
    """Where Prefect keeps its database for the state file `state`: PREFECT_HOME, else `prefect` beside it."""
    given = os.environ.get("PREFECT_HOME")
    return Path(given) if given else state.with_name("prefect")


def named_api() -> str | None:
    """The Prefect server that the user names by `PREFECT_API_URL`, or that a loaded prefect already talks to."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    if "prefect.settings" not in sys.modules:
        return None
    from prefect.settings import PREFECT_API_URL

    return PREFECT_API_URL.value() or None


@contextlib.contextmanager
def connected(folder: Path, mode: Mode = "temporary") -> Iterator[str]:
    """Prefect ready to use: the named server, else a child with its database in `folder`; gives its address."""
    _default(QUIET)
    # At its end Python searches all objects for cycles, which takes it a second with Prefect's.
    atexit.register(gc.freeze)
    if url := named_api():
        _reach(url)
        with _talking_to(url):
            yield url
        return
    _default({**LOCAL, "PREFECT_HOME": str(folder), "PREFECT_LOGGING_LEVEL": SHOWN[mode]})
    with server(folder, mode) as url, _talking_to(url):
        yield url
        _flush()


@contextlib.contextmanager
def server(folder: Path, mode: Mode = "temporary") -> Iterator[str]:
    """A Prefect server on a free port of this machine, for as long as the context or this process lasts.

    A `temporary` one starts no schedules, a `scheduling` one does. Gives the address of its API once it answers.
    Raises ServerError where it does not.
    """
    _pass_no_proxy()
    with contextlib.ExitStack() as stack:
        # Two that make one database at a time break each other.
        with locks.held(folder / "start.lock", "the start of Prefect's server", wait=START_SECONDS):
            with socket.create_server((LOOPBACK, 0), backlog=128) as listener:
                url = f"http://{LOOPBACK}:{listener.getsockname()[1]}/api"
                child = _start(folder, listener.fileno(), mode)
            stack.callback(_stop, child)
            # Before prefect is imported: its threads and children know no other settings than the first ones.
            os.environ["PREFECT_API_URL"] = url
            stack.callback(os.environ.pop, "PREFECT_API_URL")
            import prefect  # noqa: F401 - two seconds, while the child starts

            _ready(url, child, folder)
        yield url


def _reach(url: str) -> None:
    """Raises ServerError where nobody answers at the address; a refusal is an answer."""
    try:
        urllib.request.urlopen(f"{url}/health", timeout=ANSWER_SECONDS).close()
    except urllib.error.HTTPError:
        return
    except (OSError, ValueError) as error:
        raise ServerError(
            f"PREFECT_API_URL names {url}, where no Prefect server answers ({error}); start it, or unset the variable:"
            " a server of its own is started then"
        ) from error


def _ready(url: str, child: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until the server at `url` answers. Raises ServerError with the end of its log where it does not."""
    deadline = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            # The socket listens from the first moment on: the answer comes when the server is ready.
            urllib.request.urlopen(f"{url}/health", timeout=5).close()
            return
    log = folder / "server.log"
    said = " ".join(log.read_text("utf-8", "replace").split())[-500:]
    raise ServerError(f"Prefect's local server did not start ({said or 'it said nothing'}); see {log}")


def _start(folder: Path, listener: int, mode: Mode) -> subprocess.Popen[bytes]:
    """The child. Its standard input is a pipe that nobody writes to: it closes when this process ends."""
    environment = {**os.environ, **QUIET, **LOCAL, "PREFECT_HOME": str(folder)}
    for name in ("PREFECT_API_URL", "PREFECT_API_DATABASE_CONNECTION_URL", "PREFECT_SERVER_DATABASE_CONNECTION_URL"):
        environment.pop(name, None)
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "pipeline.prefect_local", str(listener), mode],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=[listener],
            start_new_session=True,  # Control-C is for the parent, which then ends the server in order
        )


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(1)  # killed, it loses nothing: its database is made for that
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdin:
        child.stdin.close()


@contextlib.contextmanager
def _talking_to(url: str) -> Iterator[None]:
    """Settings that hold even where prefect was imported before."""
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    # Without a heartbeat a flow ends a second sooner.
    with temporary_settings({PREFECT_API_URL: url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def _flush() -> None:
    """Waits for what the flow's tasks have still to tell the server."""
    from prefect.events.worker import EventsWorker

    logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # it warns of what it is about to do
    EventsWorker.drain_all(timeout=5, at_exit=False)


def _pass_no_proxy() -> None:
    """Keeps what is said to this machine on it, where a proxy is set for everything else."""
    for name in ("no_proxy", "NO_PROXY"):
        hosts = os.environ.get(name) or os.environ.get("NO_PROXY", "")
        if LOOPBACK not in hosts.split(","):
            os.environ[name] = ",".join(filter(None, (hosts, LOOPBACK)))


def _default(settings: dict[str, str]) -> None:
    for name, value in settings.items():
        os.environ.setdefault(name, value)


def _end_with_parent() -> None:
    """Wait for the end of standard input, which the parent holds open as long as it lives."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(3)
    os._exit(1)


def main(listener: int, mode: Mode) -> None:
    """Serve Prefect's API on the inherited socket `listener` until the parent ends or SIGTERM comes."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=mode == "temporary", final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[socket.socket(fileno=listener)])


if __name__ == "__main__":
    main(int(sys.argv[1]), "scheduling" if sys.argv[2] == "scheduling" else "temporary")

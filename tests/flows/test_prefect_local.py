"""Which Prefect server is talked to, and where its own one keeps its things."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from desk import Desk

from pipeline import prefect_local

STATE = Path("warehouse/state.sqlite")


def test_prefects_database_is_beside_the_state_or_where_the_user_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    assert prefect_local.home(STATE) == Path("warehouse/prefect")
    monkeypatch.setenv("PREFECT_HOME", "/elsewhere")
    assert prefect_local.home(STATE) == Path("/elsewhere")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "bogus"])
def test_a_server_that_does_not_answer_is_told_at_once(
    empty_desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)
    with pytest.raises(prefect_local.ServerError, match=f"names {url}, where no Prefect server answers") as error:
        empty_desk.run()
    assert error.value.exit_status == 3
    assert not empty_desk.warehouse.exists()


@pytest.mark.parametrize("variable", [*prefect_local.QUIET, *prefect_local.LOCAL])
def test_prefect_still_knows_the_settings(variable: str, prefect: None) -> None:
    from prefect.settings import Settings
    from prefect.settings.legacy import _get_settings_fields

    assert variable == "DO_NOT_TRACK" or variable in _get_settings_fields(Settings)


def test_an_answer_that_gets_lost_changes_nothing_in_how_a_run_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prefect then tells the server once more, and is given a state in which there is no report."""
    desk.put(alpha__txt="Ivan  Zvantsov answered.\n")
    with _losing_the_last_answer(os.environ["PREFECT_API_URL"]) as (url, lost):
        monkeypatch.setenv("PREFECT_API_URL", url)
        report = desk.run()
    assert lost
    assert (report.status, report.documents["new"]) == ("published", 1)


@contextmanager
def _losing_the_last_answer(server: str) -> Iterator[tuple[str, list[str]]]:
    """An address that passes all on to the server, and the first answer to a final state to nobody."""
    lost: list[str] = []

    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def parse_request(self) -> bool:
            known = super().parse_request()
            self.command = "any"
            return known

        def do_any(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            answer = _asked(self.requestline.split()[0], server.removesuffix("/api") + self.path, self.headers, body)
            if self.path.endswith("/set_state") and b'"COMPLETED"' in body and not lost:
                lost.append(self.path)
                self.close_connection = True
                return
            content = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"] or "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """To nobody."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Passing) as passing:
        Thread(target=passing.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{passing.server_port}/api", lost
        passing.shutdown()


def _asked(method: str, url: str, headers: Message, body: bytes) -> HTTPResponse | HTTPError:
    known = {name: headers[name] for name in ("Content-Type", "X-PREFECT-API-VERSION") if headers[name]}
    try:
        return cast(HTTPResponse, urlopen(Request(url, body or None, known, method=method)))
    except HTTPError as error:
        return error

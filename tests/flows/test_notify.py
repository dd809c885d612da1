"""Who is told of a run that failed: a web address and a command, once, and nobody of one that went well."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from published import pipeline

from pipeline.errors import ConfigError, WarehouseError
from pipeline.runs import notify
from pipeline.runs.report import RunReport
from pipeline.state import State

RUN = {"started": datetime.now(UTC), "fingerprint": "f", "versions": {}}


class Hook(ThreadingHTTPServer):
    """Keeps what is posted to it; answers with the statuses of `answers`, then with 204."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.answers: list[int] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.answers.pop(0) if self.server.answers else 204
        if status == 204:
            self.server.told.append((self.path, self.headers["Content-Type"], json.loads(body)))
        self.send_response(status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(notify, "PAUSES", (0.0, 0.0, 0.0))
    with Hook() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_what_speaks_no_http_is_passed_over(empty_desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        patch.setattr(notify, "PAUSES", (0.0,))
        empty_desk.settings = {"notify.webhook": f"http://127.0.0.1:{server.getsockname()[1]}/"}
        answering = threading.Thread(target=answer, args=(server,))
        answering.start()
        notify.failed(empty_desk.config, "a disk is full", "WarehouseError")
        answering.join()
    assert "notify.webhook: attempt 1 of 1" in caplog.text


def answer(server: socket.socket) -> None:
    with server.accept()[0] as connection:
        connection.recv(10_000)
        connection.sendall(b"hello\r\n\r\n")


def keeps(path: Path) -> str:
    """A command that keeps what it is told."""
    return f"{sys.executable} -c 'import sys; open(sys.argv[1], \"a\").write(sys.stdin.read())' '{path}'"


def test_what_goes_wrong_before_a_run_begins_is_told(empty_desk: Desk, hook: Hook, tmp_path: Path) -> None:
    empty_desk.settings = {"notify.webhook": hook.address, "notify.command": keeps(tmp_path / "a b.json")}
    empty_desk.documents.rmdir()
    with pytest.raises(ConfigError) as caught:
        empty_desk.run()
    ((path, kind, said),) = hook.told
    assert (path, kind) == ("/hook", "application/json")
    assert (said["event"], said["status"], said["error"]) == ("run failed", "failed", "ConfigError")
    assert (said["message"], said["warehouse"]) == (str(caught.value), str(empty_desk.warehouse))
    assert json.loads((tmp_path / "a b.json").read_text()) == said


def test_a_run_that_had_begun_is_named(empty_desk: Desk, hook: Hook) -> None:
    empty_desk.settings = {"notify.webhook": hook.address}

    def work() -> RunReport:
        notify.begun("20321015T010203-abcd")
        raise WarehouseError("the disk is full")

    with pytest.raises(WarehouseError):
        notify.watched(empty_desk.config, work)
    assert [said["run_id"] for _, _, said in hook.told] == ["20321015T010203-abcd"]


def test_nobody_is_told_of_control_c(empty_desk: Desk, hook: Hook) -> None:
    empty_desk.settings = {"notify.webhook": hook.address}

    def work() -> RunReport:
        raise RuntimeError("Query interrupted") from KeyboardInterrupt()

    with pytest.raises(RuntimeError):
        notify.watched(empty_desk.config, work)
    assert hook.told == []


def test_a_plan_tells_nobody(empty_desk: Desk, hook: Hook) -> None:
    empty_desk.settings = {"notify.webhook": hook.address}
    empty_desk.documents.rmdir()
    with pytest.raises(ConfigError):
        empty_desk.run(plan=True)
    assert hook.told == []


@pytest.mark.flow
def test_a_refused_audit_is_told_once_and_a_run_that_ended_never(desk: Desk, hook: Hook) -> None:
    desk.settings = {"notify.webhook": hook.address}
    desk.put(alpha__txt="one", **{"alpha.meta__toml": "year = 19322\n"})
    report = desk.run()
    ((_, _, said),) = hook.told
    assert (report.status, said["run_id"], said["error"]) == ("failed", report.run_id, "AuditFailed")
    assert said["message"] == report.message
    (desk.documents / "alpha.meta.toml").unlink()
    assert (desk.run().status, desk.run().status) == ("published", "unchanged")
    assert len(hook.told) == 1

    with State.open(desk.config.run.state) as state:  # as one that was killed leaves it
        state.start_run("r9", **RUN)
    assert desk.run().status == "unchanged"
    assert [(said["run_id"], said["status"]) for _, _, said in hook.told[1:]] == [("r9", "interrupted")]


def test_a_busy_address_is_asked_again(empty_desk: Desk, hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    empty_desk.settings = {"notify.webhook": hook.address}
    hook.answers = [503, 500]
    notify.failed(empty_desk.config, "words", "SomeError")
    assert [said["message"] for _, _, said in hook.told] == ["words"]
    hook.answers = [503, 503, 503]
    notify.failed(empty_desk.config, "words", "SomeError")
    assert len(hook.told) == 1


@pytest.mark.parametrize("command", ["no-such-program-anywhere", "false"])
def test_a_command_that_fails_changes_nothing(empty_desk: Desk, command: str) -> None:
    empty_desk.settings = {"notify.command": command}
    empty_desk.documents.rmdir()
    with pytest.raises(ConfigError):
        empty_desk.run()


def test_logs_as_json_are_lines_of_objects(tmp_path: Path, hook: Hook) -> None:
    (tmp_path / "pipeline.toml").write_text('[logs]\nformat = "json"\n[notify]\ncommand = "false"\n')
    found = pipeline("run", "none", folder=tmp_path)
    lines = [json.loads(line) for line in found.stderr.splitlines()]
    assert found.returncode == 2
    assert [line["level"] for line in lines] == ["warning", "error"]
    assert "notify.command" in lines[0]["message"]
    assert "none: no such file" in lines[1]["message"]
    assert all(datetime.fromisoformat(line["time"]) for line in lines)
    text = pipeline("run", "none", folder=tmp_path, PIPELINE_LOGS_FORMAT="text")
    assert text.stderr.decode().splitlines()[-1].startswith("pipeline: error: none: no such file")


def test_the_configuration_shown_keeps_the_secret_of_an_address(tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text('[notify]\nwebhook = "https://hooks.example.org/T0/s3cret"\n')
    shown = pipeline("config", "check", folder=tmp_path).stdout.decode()
    assert "https://hooks.example.org/…" in shown
    assert "s3cret" not in shown
    (tmp_path / "pipeline.toml").write_text('[notify]\nwebhook = "hooks.example.org"\n')
    wrong = pipeline("config", "check", folder=tmp_path)
    assert wrong.returncode == 2
    assert b"notify.webhook is 'hooks.example.org'; it has to be an address" in wrong.stderr

"""A report of the seeds and of one long document, and a real Chromium that opens it from disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from published import SEEDS, pipeline

LONG = "003_f1103d371ed89864.txt"  # an edit a word: eight of it have more elements than a page may have at once


@dataclass
class Site:
    """The folder of a report, opened page by page; what the pages asked for and complained of."""

    folder: Path
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.folder.as_uri()}/{path}")
        return self.page

    def document(self, name: str) -> Page:
        """The page of a document by the name of its file, found as a reader would."""
        link = self.open("index.html").get_by_role("link", name=name, exact=True).first
        return self.open(str(link.get_attribute("href")))


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("report")
    shutil.copytree(SEEDS, root / "seeds")
    (root / "seeds" / "long.txt").write_bytes((SEEDS / LONG).read_bytes() * 8)
    for arguments in (["run"], ["report", "site"]):
        done = pipeline(*arguments, folder=root)
        assert done.returncode == 0, done.stderr.decode()
    return root / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium: Playwright's own would be downloaded."""
    with sync_playwright() as driver:
        found = shutil.which("chromium")
        assert found, "no chromium here; apt-get install chromium"
        running = driver.chromium.launch(executable_path=found)
        yield running
        running.close()


@pytest.fixture
def site(report: Path, browser: Browser) -> Iterator[Site]:
    """A fresh browser window; whatever the test did, nothing left the disk and no page complained."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, color_scheme="light")
    opened = Site(report, context.new_page())
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda message: opened.complaints.append(f"{message.type}: {message.text}"))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith(("file://", "data:"))] == []

"""The folder that a report is written to: pages from templates, files that are written only when they change."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.cleaning.rules import RULES, Rule, described
from pipeline.errors import PipelineError
from pipeline.exports.mirror import clear_unfinished, replaced
from pipeline.report.names import count, family, page_name, rule_page, seen

HERE = Path(__file__).parent
FOLDERS = ("assets", "documents", "entities", "rules", "search")
SUFFIXES = (".css", ".html", ".js", ".part")
MARKER = "assets/report.css"  # a folder that has it is a report of ours


class Site:
    """A report in `directory`. Raises PipelineError where the folder holds something else or cannot be written."""

    def __init__(self, directory: Path, rules: Iterable[str]) -> None:
        self.directory = directory
        self.written: set[Path] = set()
        self.rules = tuple(dict.fromkeys((*RULES, *sorted(rules))))
        self.classes = {rule: f"r{n}" for n, rule in enumerate(self.rules)}
        self._prepare()

    def page(self, path: str, template: str, **values: object) -> None:
        """One page; every value is escaped, and no control of a document gets into it."""
        root = "../" * path.count("/")
        self.file(path, self._templates.get_template(template).render(root=root, path=path, **values))

    def file(self, path: str, text: str) -> None:
        """One file, UTF-8, left alone where it is the same to the last byte."""
        target = self.directory / path
        with replaced(target) as file:
            file.write(text.encode("utf-8", "replace"))
        self.written.add(target)

    def assets(self) -> None:
        """Style sheets and scripts."""
        for asset in sorted((HERE / "assets").iterdir()):
            self.file(f"assets/{asset.name}", asset.read_text("utf-8"))

    def sweep(self) -> None:
        """Removes the pages of what is no longer in the corpus, and what killed processes left."""
        clear_unfinished(self.directory)
        for folder in FOLDERS:
            for path in (self.directory / folder).iterdir():
                if path not in self.written and path.suffix in SUFFIXES and path.is_file():
                    path.unlink()

    def rule(self, address: str) -> Rule:
        """What a rule says of itself; one that is no longer there says so."""
        return described(address) if address in RULES else Rule(address, "A rule of another version.", "")

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "count": count,
            "family": family,
            "page_name": page_name,
            "rule_page": rule_page,
            "seen": seen,
        }
        return environment

    def _prepare(self) -> None:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            if any(self.directory.iterdir()) and not (self.directory / MARKER).exists():
                raise PipelineError(f"report: {self.directory}: holds other files; give a new or an empty folder")
            for folder in FOLDERS:
                (self.directory / folder).mkdir(exist_ok=True)
            if not (self.directory / MARKER).exists():
                shutil.copyfile(HERE / MARKER, self.directory / MARKER)
        except OSError as error:
            raise PipelineError(f"report: {self.directory}: {error.strerror}; give another folder") from error

"""A desk to work at: a folder of documents, a warehouse, and the run of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pipeline import runs
from pipeline.config import Config, load
from pipeline.runs.report import RunReport


@dataclass
class Desk:
    """`documents/` and `warehouse/` of one test."""

    root: Path
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def documents(self) -> Path:
        return self.root / "documents"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse" / "corpus.duckdb"

    @property
    def config(self) -> Config:
        flags = {"sources.paths": [str(self.documents)], "run.warehouse": str(self.warehouse), **self.settings}
        return load(self.root / "pipeline.toml", flags=flags, env={})

    def put(self, **files: str | bytes) -> None:
        """Writes documents; `__` in a name stands for a full stop."""
        for name, content in files.items():
            path = self.documents / name.replace("__", ".")
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def run(self, **options: Any) -> RunReport:
        return runs.run(self.config, **options)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"ATTACH '{self.warehouse}' AS corpus (READ_ONLY)")
            connection.execute("USE corpus")
            return connection.execute(sql).fetchall()

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Every file but the journal's: when it was written, and what is in it."""
        files = [path for path in self.root.rglob("*") if path.is_file() and not path.name.startswith("state.")]
        return {str(path.relative_to(self.root)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

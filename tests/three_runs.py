"""Three runs of the real flow on three documents, and what to look at when they are changed."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from desk import Desk

from pipeline.state import State
from pipeline.warehouse import kept, read_meta

SECRET = "Zyxwvut Qrstuvw"
ALPHA = "The herds  of Joseph Stalin were counted in the winter.\n"
BETA = f"Nobody  knew where {SECRET} had gone. I. Zvantsov asked Ivan Zvantsov, Igor Zvantsov asked nobody.\n"
GAMMA = "A short  report on the railway, which was not built.\n"
MORE = "\nIt was  counted again.\n"
SETTINGS = """
[sources]
paths = ["documents"]
[limits]
keep_warehouses = 2
[[exports]]
format = "text"
directory = "texts"
[[exports]]
format = "jsonl"
directory = "lines"
"""
Runs = tuple[Desk, list[str]]


def make(root: Path) -> Runs:
    """alpha and beta; then gamma, too; then alpha changed and gamma broken."""
    desk = Desk(root)
    desk.documents.mkdir()
    (desk.root / "pipeline.toml").write_text(SETTINGS)
    desk.put(alpha__txt=ALPHA, beta__txt=BETA)
    first = desk.run()
    desk.put(gamma__txt=GAMMA)
    second = desk.run()
    desk.put(alpha__txt=ALPHA + MORE, **{"gamma.meta__toml": "year = 19322\n"})
    third = desk.run()
    assert [run.status for run in (first, second, third)] == ["published", "published", "partial"]
    return desk, [run.run_id for run in (first, second, third)]


def _copy(path: str, name: str) -> None:
    if path.endswith(".duckdb"):
        with suppress(OSError):  # another file system
            os.link(path, name)
            return
    shutil.copy(path, name)


def copied(desk: Desk, root: Path) -> Desk:
    """The same somewhere else; warehouses are replaced and never written to, so that second names will do."""
    shutil.copytree(desk.root, root, copy_function=_copy)
    return Desk(root)


def files(desk: Desk) -> list[str]:
    return [meta.run_id for path in kept(desk.warehouse) if (meta := read_meta(path))]


def names(desk: Desk) -> dict[str, str]:
    return {Path(source).stem: document_id for document_id, source in desk.rows("FROM sources")}


def statuses(desk: Desk) -> list[str]:
    with State.open(desk.config.run.state) as state:
        return [run.status for run in state.runs()]


def planned(desk: Desk) -> dict[str, str]:
    return {Path(step.source).stem: step.action for step in desk.run(plan=True).planned}


def holding(folder: Path, word: str) -> set[str]:
    """The files in which the bytes of a word are to be found."""
    return {path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()}

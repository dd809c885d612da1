"""A document purged everywhere: from warehouses, state and exports, so that its bytes are nowhere any more.

Its file is the user's and stays. So that no run takes it in again, the state keeps marks of it: SHA-256 of its bytes
and of its names. Out of reach are back-ups, exports written by hand, and the counted words of `pipeline lexicon`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from pipeline import operator_state, quality, warehouse
from pipeline.config import Config
from pipeline.errors import PipelineError, WarehouseError
from pipeline.registry import source_mark
from pipeline.resolving import Reading, member
from pipeline.runs import journal, publishing
from pipeline.runs.exchange import STAGING, STATE, drop, drop_exported, exchanged
from pipeline.runs.versions import authority
from pipeline.staging import Stage
from pipeline.state import State
from pipeline.tables import SCHEMA_VERSION
from pipeline.warehouse import kept, read_meta

Waiting = Callable[[str], None]
Files = Mapping[str, Path]
"""Warehouses to be made without the documents: the name that each will have, and where it is now."""


class Forgotten(NamedTuple):
    """What was purged: documents, their sources, the warehouses made without them, and the exported files."""

    documents: tuple[str, ...]
    sources: tuple[str, ...]
    warehouses: tuple[str, ...]
    exported: tuple[Path, ...]


class _Traces(NamedTuple):
    sources: set[str]
    digests: set[str]


def forget(config: Config, document_ids: Sequence[str], waiting: Waiting | None = None) -> Forgotten:
    """Purges documents from all that this configuration writes; all of it or, where that fails, nothing.

    Entities are resolved again from what is left, and the warehouse to be published is audited anew. An older one
    that this program cannot make anew is removed. Raises PipelineError for an id that nobody knows, AuditFailed.
    """
    with journal.alone(config, waiting):
        _made_by_this_program(config.run.warehouse, "`pipeline run` brings it up to date; forget then")
        files = {path.name: path for path in kept(config.run.warehouse)}
        found = {each: _traces(config, each, files) for each in sorted(set(document_ids))}
        if unknown := [each for each, traces in found.items() if not traces.sources]:
            raise PipelineError(
                f"forget: {', '.join(unknown)}: no such document;"
                ' `pipeline query "FROM sources"` and `pipeline quarantine` list them'
            )
        exported = [path for each in found for path in _exported(config, each)]
        with exchanged(config) as folder, _staging(config) as staging:
            drop_exported(folder, exported)
            with operator_state.changed(config.run.state, folder / STATE) as state:
                made = _purge(config, folder, state, found, files, staging)
                if meta := read_meta(config.run.warehouse):
                    state.note(publishing.EXPORTED, None)
        if meta:
            publishing.follow(config, meta.run_id)
    sources = {source for traces in found.values() for source in traces.sources}
    return Forgotten(tuple(found), tuple(sorted(sources)), made, tuple(exported))


def remember(config: Config, document_ids: Sequence[str], waiting: Waiting | None = None) -> None:
    """The next run may take the documents in again. Raises PipelineError for one that is not forgotten."""
    with journal.alone(config, waiting), State.open(config.run.state) as state:
        known = {document_id for document_id, _ in state.forgotten().values()}
        if unknown := sorted(set(document_ids) - known):
            raise PipelineError(f"forget: {', '.join(unknown)}: not forgotten; `pipeline run --plan` says what is")
        for document_id in document_ids:
            operator_state.remember(state, document_id)


def forget_again(config: Config, folder: Path, state: State, staging: Path) -> None:
    """What is forgotten now is taken out of a state and a warehouse that are to take the places of the present ones."""
    if not config.run.state.exists():
        return
    with State.open(config.run.state) as present:
        marks = present.forgotten()
    files = {config.run.warehouse.name: folder / config.run.warehouse.name}
    found: dict[str, _Traces] = {}
    for document_id, source, digest in _named(state, files):
        if digest in marks or source_mark(source) in marks:
            traces = found.setdefault(document_id, _Traces(set(), set()))
            traces.sources.add(source)
            traces.digests.add(digest)
    with state.database.transaction():
        rows = [(mark, document_id, since.isoformat()) for mark, (document_id, since) in marks.items()]
        state.database.write("INSERT OR IGNORE INTO forgotten VALUES (?, ?, ?)", rows)
    if found:
        _made_by_this_program(files[config.run.warehouse.name], "it holds documents forgotten since; use a later one")
        whole = shutil.move(files[config.run.warehouse.name], staging.with_suffix(".duckdb"))
        _purge(config, folder, state, found, {config.run.warehouse.name: Path(whole)}, staging)


def _purge(
    config: Config, folder: Path, state: State, found: Mapping[str, _Traces], files: Files, staging: Path
) -> tuple[str, ...]:
    """The state forgets the documents, and the warehouses that have them are made anew, into the folder."""
    now = datetime.now(UTC)
    operator_state.forget_names(state, _only_theirs(files.values(), found.keys()))
    for document_id, traces in found.items():
        operator_state.forget(state, document_id, traces.sources, traces.digests, now)
    # all of them: also one that has no row of the document may name it in its copy of checks and quarantine
    for name, path in files.items():
        _without(config, folder, state, found.keys(), (name, path), staging)
    return tuple(files)


def _made_by_this_program(path: Path, remedy: str) -> None:
    """Raises WarehouseError where the tables are an older program's, so that nothing can be taken out of them."""
    meta = read_meta(path)
    if meta and meta.schema_version < SCHEMA_VERSION:
        raise WarehouseError(f"{path}: written by an older program (its schema is {meta.schema_version}); {remedy}")


def _without(
    config: Config, folder: Path, state: State, gone: Collection[str], file: tuple[str, Path], staging: Path
) -> None:
    name, path = file
    meta = read_meta(path)
    if meta is None or meta.schema_version < SCHEMA_VERSION:
        drop(folder, path)
        return
    now = datetime.now(UTC)
    assigned = warehouse.build(
        Stage(staging),
        folder / name,
        previous=path,
        keep=warehouse.documents(path).keys() - gone,
        state=state,
        authority=authority(config.entities.authority),
        run_id=meta.run_id,
        since=now,
        whole=True,  # or their bytes would stay in the file
    )
    if name == config.run.warehouse.name:
        publishing.refuse_failed(quality.audit(folder / name, ()))  # its rows were judged when they came
        state.record_entities(assigned, now)
        warehouse.seal(folder / name, state)


def _traces(config: Config, document_id: str, files: Files) -> _Traces:
    """By which names and bytes anything here knows the document."""
    with State.open(config.run.state) as state:
        sources, digests = operator_state.traces(state, [document_id])
    for path in files.values():
        with _reading(path) as connection:
            sql = "SELECT source, sha256 FROM documents JOIN sources USING (document_id) WHERE document_id = ?"
            for source, digest in connection.execute(sql, [document_id]).fetchall():
                sources.add(source)
                digests.add(digest)
    return _Traces(sources, digests)


def _named(state: State, files: Files) -> Iterator[tuple[str, str, str]]:
    """(document, source, SHA-256) of all that a state and warehouses know."""
    for table in ("sources", "contents", "quarantine"):
        yield from state.database.rows(f"SELECT document_id, source, coalesce(sha256, '') FROM {table}")
    for path in files.values():
        with _reading(path) as connection:
            sql = "SELECT document_id, source, sha256 FROM documents JOIN sources USING (document_id)"
            yield from connection.execute(sql).fetchall()


def _only_theirs(files: Collection[Path], document_ids: Collection[str]) -> set[str]:
    """The names, as the registry of entities and judgements know them, that no other document has."""
    theirs: set[str] = set()
    others: set[str] = set()
    for path in files:
        with _reading(path) as connection:
            if connection.execute("SELECT schema_version FROM meta").fetchone() != (SCHEMA_VERSION,):
                continue  # it goes
            sql = "SELECT kind, name, document_id FROM readings UNION SELECT kind, surface, document_id FROM readings"
            for kind, name, document_id in connection.execute(sql).fetchall():
                reading = Reading(kind, name, None, 1)
                if document_id in document_ids:
                    theirs |= {member(reading), member(reading, document_id)}
                else:
                    others.add(member(reading))
    return theirs - others


def _exported(config: Config, document_id: str) -> Iterator[Path]:
    """Files of configured exports that are this document's alone: they have its id in their name."""
    for export in config.exports:
        for path in sorted(export.directory.rglob(f"*{document_id}*")):
            if path.is_file():
                yield path


@contextmanager
def _reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    from pipeline.query import connect

    with connect(path) as connection:
        yield connection


@contextmanager
def _staging(config: Config) -> Iterator[Path]:
    folder = config.run.warehouse.with_name(f"{STAGING}forget")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

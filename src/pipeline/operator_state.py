"""What an operator changes in the state: a copy of it to work on, a run withdrawn, documents forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.errors import WarehouseError
from pipeline.registry import source_mark
from pipeline.state import State


def copy(state: Path, target: Path) -> None:
    """A consistent copy of the state file, without anything that was deleted from it. Raises WarehouseError."""
    try:
        with sqlite3.connect(state, isolation_level=None) as connection:
            connection.execute("VACUUM INTO ?", [str(target)])
        connection.close()
    except sqlite3.Error as error:
        raise WarehouseError(f"{state}: cannot be copied to {target}: {error}; see that there is room") from error


@contextmanager
def changed(state: Path, target: Path) -> Iterator[State]:
    """A copy of the state, open to be changed; what is deleted from it is not in its bytes any more."""
    copy(state, target)
    with State.open(target) as opened:
        opened.database.execute("PRAGMA secure_delete = ON")
        yield opened


def withdraw(state: State, run_id: str, message: str) -> None:
    """A run is taken back: what it said of quarantine and redirects does not hold."""
    db = state.database
    with db.transaction():
        db.execute("UPDATE runs SET status = 'withdrawn', message = ? WHERE run_id = ?", message, run_id)
        db.execute("DELETE FROM contents WHERE run_id = ?", run_id)
        db.execute("DELETE FROM quarantine WHERE run_id = ?", run_id)
        db.execute("DELETE FROM redirects WHERE since = (SELECT started FROM runs WHERE run_id = ?)", run_id)


def traces(state: State, document_ids: Collection[str]) -> tuple[set[str], set[str]]:
    """The sources of documents, and the SHA-256 of their bytes, as far as the state knows them."""
    sql = """
        SELECT source, sha256 FROM (
            SELECT source, sha256, document_id FROM sources UNION SELECT source, sha256, document_id FROM contents
            UNION SELECT source, sha256, document_id FROM quarantine
        ) WHERE document_id = ?
    """
    rows = [row for document_id in sorted(document_ids) for row in state.database.rows(sql, document_id)]
    return {source for source, _ in rows}, {digest for _, digest in rows if digest}


def forget(state: State, document_id: str, sources: Iterable[str], digests: Iterable[str], since: datetime) -> None:
    """One document, in every table; what is left are marks by which it is known again."""
    names = sorted(sources)
    marks = [(mark, document_id, since.isoformat()) for mark in [*map(source_mark, names), *sorted(digests)]]
    db = state.database
    with db.transaction():
        for table in ("sources", "contents", "quarantine"):
            db.execute(f"DELETE FROM {table} WHERE document_id = ?", document_id)
        db.write("INSERT OR IGNORE INTO forgotten VALUES (?, ?, ?)", marks)
        db.execute("DELETE FROM checks WHERE instr(failing_rows, ?)", document_id)
        for word in (document_id, *names):
            db.execute("UPDATE runs SET message = ? WHERE instr(message, ?)", SAID, word)


SAID = "what it said named a document that is forgotten"


def forget_names(state: State, members: Collection[str]) -> None:
    """Names that stand in no other document; an id keeps to the names that its entity has left."""
    rows = [(member,) for member in sorted(members)]
    db = state.database
    with db.transaction():
        db.write("DELETE FROM entity_members WHERE member = ?", rows)
        db.write("DELETE FROM judgements WHERE substr(?1, instr(?1, char(31)) + 1) IN (one, other)", rows)
        db.write(
            """UPDATE entity_seeds SET seed = (
                SELECT min(member) FROM entity_members AS left WHERE left.entity_id = entity_seeds.entity_id
            ) WHERE seed = ? AND entity_id IN (SELECT entity_id FROM entity_members)""",
            rows,
        )
        db.write("DELETE FROM entity_seeds WHERE seed = ?", rows)


def remember(state: State, document_id: str) -> bool:
    """The document may come in again; whether it was forgotten."""
    return state.database.execute("DELETE FROM forgotten WHERE document_id = ?", document_id).rowcount > 0

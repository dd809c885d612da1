"""The SQL that users give: one statement that reads, told from what writes, reaches out or changes a setting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import pairwise

import duckdb
import pyarrow as pa

from pipeline.connections import Connection, parser
from pipeline.errors import PipelineError

SELECT, EXPLAIN = duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN

ACTS = frozenset(
    # what a SELECT can call that changes settings, writes files or memory; or runs SQL that stands in a text
    "checkpoint force_checkpoint enable_logging disable_logging truncate_duckdb_logs write_log enable_profiling"
    " disable_profiling query json_execute_serialized_sql arrow_scan arrow_scan_dumb pandas_scan"
    " python_map_function".split()
)
_WORD = re.compile(r'"?(\w+)')
_OPTIONS = frozenset({"ANALYZE", "FORMAT"})


def only_reads(sql: str, connection: Connection | None = None) -> list[duckdb.Statement]:
    """The statement as it is parsed, to be executed as it stands here: a PIVOT that looks for its columns is two.

    Raises PipelineError for SQL that cannot be parsed, that does more than read, or that is not one statement. Taken
    apart on a `connection` that is closed to files, else on one of its own.
    """
    refuse_bytes("query", sql)
    with nullcontext(connection) if connection else parser() as taking_apart, explained():
        statements = taking_apart.extract_statements(sql)
        tokens = _tokens(sql)
        if len(statements) != 1:
            _refuse_several(statements, tokens)
        elif statements[0].type == EXPLAIN:
            _refuse_in_explain(taking_apart, statements[0])
        elif statements[0].type != SELECT:
            raise _writes(_found(statements[0], tokens))
    for called in _called(tokens) & ACTS:
        raise PipelineError(f"query: found {called}(), which does more than read; give one SELECT without it")
    return statements


def refuse_no_condition(where: str) -> None:
    """Raises PipelineError for what is no condition by itself: what opens, closes or adds something around it."""
    with parser() as taking_apart:
        for sql in (f"SELECT ({where}\n)", f"SELECT 1 WHERE {where}\n"):
            try:
                taking_apart.extract_statements(sql)
            except duckdb.Error as error:
                words = str(error).strip().split("\n")[0]
                raise PipelineError(
                    f"{where!r} is no condition on the table documents, such as \"language = 'en'\": {words}"
                ) from error


def refuse_bytes(what: str, text: str) -> None:
    """Raises PipelineError for what a terminal gave in another encoding than UTF-8."""
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PipelineError(f"{what}: {text!r} is not UTF-8; set the terminal to UTF-8")


@contextmanager
def explained() -> Iterator[None]:
    """Tell what goes wrong in a query, at its start or while its rows come, as one PipelineError."""
    try:
        yield
    except duckdb.ConnectionException as error:
        raise PipelineError(f"query: {str(error).strip()}; open it again") from error
    except (duckdb.Error, pa.ArrowException) as error:
        lists = "`pipeline tables` lists the tables and columns that SQL can name"
        raise PipelineError(f"query: {str(error).strip()}\n{lists}") from error


def _refuse_several(statements: Sequence[duckdb.Statement], tokens: Sequence[str]) -> None:
    """All but a PIVOT: DuckDB makes of it, without texts of their own, a temporary type of its values and a SELECT.

    Of anything else that is taken apart so there are more: what is in a transaction, or beside another statement.
    """
    kinds = [each.type for each in statements]
    if all(each.query for each in statements):
        raise PipelineError(f"query: found {len(statements)} statements; give one SELECT of SQL")
    if not set(kinds) <= {SELECT, EXPLAIN, duckdb.StatementType.CREATE, duckdb.StatementType.TRANSACTION}:
        raise _writes(_found(statements[-1], tokens))
    if any(each.query for each in statements) or kinds != [duckdb.StatementType.CREATE, SELECT]:
        raise PipelineError(
            "query: found PIVOT within another statement or beside one, its columns to be looked for;"
            " name them: PIVOT documents ON language IN ('en', 'ru'), or give one SELECT of SQL"
        )


def _refuse_in_explain(taking_apart: Connection, statement: duckdb.Statement) -> None:
    """EXPLAIN ANALYZE runs what it explains; a bracket begins its options, or a SELECT."""
    rest = _tokens(statement.query)[1:]
    if rest[0].startswith("(") and _word(rest[1]) in _OPTIONS:
        rest = rest[next(n for n, token in enumerate(rest) if token.startswith(")")) + 1 :]
    elif _word(rest[0]) == "ANALYZE":
        rest = rest[1:]
    for each in taking_apart.extract_statements("".join(rest)):
        if each.type != SELECT:
            raise _writes(f"{_found(each, rest)} in EXPLAIN")


def _writes(found: str) -> PipelineError:
    return PipelineError(f"query: found {found}, but the warehouse is read-only; give one SELECT")


def _found(statement: duckdb.Statement, tokens: Sequence[str]) -> str:
    """What the user wrote: DuckDB calls INSTALL a LOAD. What comes behind WITH only DuckDB knows."""
    word = _word(tokens[0]) if tokens else ""
    return word if word.isalpha() and word not in {"WITH", "FROM"} else statement.type.name


def _called(tokens: Sequence[str]) -> set[str]:
    """The names before a bracket, whatever comments or marks of quotation stand about them."""
    return {_word(name).lower() for name, after in pairwise(tokens) if after.startswith("(")}


def _word(token: str) -> str:
    found = _WORD.match(token)
    return found[1].upper() if found else ""


def _tokens(sql: str) -> list[str]:
    """The tokens in order, each with the blanks and comments behind it; DuckDB counts their places in bytes."""
    data = sql.encode()
    places = [place for place, _ in duckdb.tokenize(sql)]
    return [data[start:end].decode() for start, end in pairwise([*places, len(data)])]

"""What the expectations say of a built warehouse before it is published.

The only importer of Great Expectations, which takes seconds to load: imported when an audit begins.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline import spared_imports, suites
from pipeline.errors import WarehouseError
from pipeline.suites import Rows, Scope, Suite

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ROWS = 20
NAMED_ROWS = 3
Result = Mapping[str, Any]
Expectations = list[dict[str, Any]]
Judge = Callable[[Suite, "pd.DataFrame"], list[Result]]


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation's verdict.

    `table` is its suite, `claim` what is expected in words, `failing_rows` the keys of 20 rows that fail at most,
    `document_ids` all documents at fault. Scope "rows": the documents' own fault; "corpus": publish nothing.
    """

    table: str
    claim: str
    expectation: str
    column: str | None
    success: bool
    observed: str
    failing_rows: list[dict[str, Any]]
    document_ids: frozenset[str]
    scope: Scope


def audit(database: Path, documents: Collection[str] | None = None, *, only: Collection[str] = ()) -> list[Check]:
    """The verdict of every expectation on a built warehouse, in the order of suites and expectations.

    `documents`: judge the rows of these only (figures are of the whole all the same); None: of all. `only`: these
    suites. Rows are judged batch by batch, 100,000 at most. Raises WarehouseError where an expectation cannot be
    judged.
    """
    wanted = [suite for suite in suites.load().values() if not only or suite.name in only]
    judge = _judge()
    with suites.reading(database, documents) as rows:
        return [check for suite in wanted for check in _verdicts(rows, suite, judge)]


def blame(checks: Iterable[Check]) -> tuple[dict[str, list[Check]], list[Check]]:
    """The failed checks by the document at fault, and those that no document alone is to be blamed for."""
    documents: dict[str, list[Check]] = defaultdict(list)
    corpus = []
    for check in checks:
        if check.success:
            continue
        if check.scope == "corpus" or not check.document_ids:
            corpus.append(check)
        for document_id in check.document_ids if check.scope == "rows" else ():
            documents[document_id].append(check)
    return dict(sorted(documents.items())), corpus


def describe(check: Check, document_id: str | None = None) -> str:
    """A failed check on one line: table, claim, what was found, on which rows, expectation.

    `document_id`: only rows of that document are named, and it is not.
    """
    column = f" on {check.column}" if check.column else ""
    mine = [row for row in check.failing_rows if document_id in (None, row.get("document_id"))]
    named = [{k: v for k, v in row.items() if document_id is None or k != "document_id"} for row in mine]
    rows = "; ".join(", ".join(f"{k} {v}" for k, v in row.items()) for row in named[:NAMED_ROWS] if row)
    more = " and more" if len(mine) > NAMED_ROWS else ""
    many = f", {len(check.document_ids)} documents in all" if document_id is None and check.document_ids else ""
    where = f" ({rows}{more}{many})" if rows else ""
    return f"{check.table}: {check.claim}: {check.observed}{where} [{check.expectation}{column}]"


def prepare() -> None:
    """Loads Great Expectations."""
    _judge()


@cache
def _judge() -> Judge:
    """What judges a batch. Nothing is sent anywhere, nothing printed, no file written."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings(), spared_imports.sparing():
        warnings.simplefilter("ignore")
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        for name in ("great_expectations", ProgressBarsConfig.__module__):  # its import gives them levels of its own
            logging.getLogger(name).setLevel(logging.CRITICAL)
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        source = context.data_sources.add_pandas("batches")
        asset = source.add_dataframe_asset("batch")
        whole = asset.add_batch_definition_whole_dataframe("whole")

    def validate(suite: Suite, frame: pd.DataFrame, expectations: Expectations, form: str) -> list[Result]:
        result_format = {
            "result_format": form,
            "unexpected_index_column_names": list(suite.keys),
            "return_unexpected_index_query": False,
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            batch = whole.get_batch({"dataframe": frame})
            found = batch.validate(gx.ExpectationSuite(suite.name, expectations), result_format=result_format)
        return [_judged(suite, result.to_json_dict()) for result in found.results]

    def judge(suite: Suite, frame: pd.DataFrame) -> list[Result]:
        """Only the results that fail: which rows do is worth looking for only there, and takes twice the time."""
        first = validate(suite, frame, suite.expectations, "BOOLEAN_ONLY")
        failed = {_claim(result) for result in first if not result["success"]}
        again = [expectation for expectation in suite.expectations if expectation["meta"]["claim"] in failed]
        return validate(suite, frame, again, "COMPLETE") if again else []

    return judge


@dataclass(slots=True)
class _Tally:
    """What the batches so far have against one expectation."""

    failing: int = 0
    examples: list[Any] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    document_ids: set[str] = field(default_factory=set)


def _verdicts(rows: Rows, suite: Suite, judge: Judge) -> list[Check]:
    if suite.figures:
        return list(_figures(rows, suite, judge))
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    judged = 0
    for batch in rows.batches(suite):
        judged += len(batch)
        for result in judge(suite, batch.to_pandas()):
            _count(tallies[_claim(result)], result["result"], suite.keys)
    return [_check(suite, wanted, judged, tallies[_claim_of(wanted)]) for wanted in suite.expectations]


def _count(tally: _Tally, found: Mapping[str, Any], keys: Sequence[str]) -> None:
    """Adds what one batch has against an expectation."""
    tally.failing += found["unexpected_count"]
    tally.examples = tally.examples or found["partial_unexpected_list"][:3]
    rows = found["unexpected_index_list"]
    tally.keys += [{key: row[key] for key in keys} for row in rows[: SHOWN_ROWS - len(tally.keys)]]
    tally.document_ids |= {row["document_id"] for row in rows if "document_id" in row}


def _check(suite: Suite, expectation: Mapping[str, Any], rows: int, tally: _Tally) -> Check:
    kwargs = expectation["kwargs"]
    columns = [kwargs[name] for name in ("column", "column_A", "column_B") if name in kwargs]
    such = f", such as {', '.join(repr(example) for example in tally.examples)}" if tally.examples else ""
    return Check(
        table=suite.name,
        claim=_claim_of(expectation),
        expectation=expectation["type"],
        column=", ".join(columns) or None,
        success=not tally.failing,
        observed=f"{tally.failing:,} of {rows:,} rows fail{such}" if tally.failing else f"{rows:,} rows",
        failing_rows=tally.keys,
        document_ids=frozenset(tally.document_ids),
        scope=expectation["meta"].get("scope", suite.scope),
    )


def _figures(rows: Rows, suite: Suite, judge: Judge) -> Iterator[Check]:
    """The figures are judged as one batch, a row each; the faulty rows are fetched where a figure is too high."""
    counts = [rows.count(figure) for figure in suite.figures]
    frame = pa.table({"claim": [figure.claim for figure in suite.figures], "faulty_rows": counts}).to_pandas()
    failed = {row["claim"] for result in judge(suite, frame) for row in result["result"]["unexpected_index_list"]}
    for figure, count in zip(suite.figures, counts, strict=True):
        shown, document_ids = rows.faulty(figure, SHOWN_ROWS) if figure.claim in failed else ([], frozenset[str]())
        yield Check(
            table=suite.name,
            claim=figure.claim,
            expectation=suite.expectations[0]["type"],
            column=None,
            success=figure.claim not in failed,
            observed=f"{count:,} faulty rows",
            failing_rows=shown,
            document_ids=document_ids,
            scope=figure.scope,
        )


def _judged(suite: Suite, result: Result) -> Result:
    """The result itself. Raises WarehouseError where the expectation could not be judged at all."""
    trouble = result["exception_info"]
    for info in [trouble] if "raised_exception" in trouble else trouble.values():
        if info["raised_exception"]:
            raise WarehouseError(
                f"expectations/{suite.name}.json: {_claim(result)!r} cannot be judged:"
                f" {info['exception_message']}; mend the file"
            )
    return result


def _claim(result: Result) -> str:
    return _claim_of(result["expectation_config"])


def _claim_of(expectation: Mapping[str, Any]) -> str:
    return str(expectation["meta"]["claim"])

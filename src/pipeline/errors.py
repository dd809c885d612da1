"""Every error that a user meets. Each message says what was found, where, and what to do.

    PipelineError          exit status 2: usage, configuration, an input that cannot be used
    ├── ConfigError        2: a setting, a path, a sidecar or an authority file is wrong
    ├── UnreadableError    2: a document cannot be read; in a run it goes to quarantine and the rest goes on
    ├── AuditFailed        3: the expectations refused the rows, nothing was published
    ├── StorageError       3: a store of documents or staged rows does not answer, or refuses
    └── WarehouseError     3: no warehouse could be read or written

Errors survive pickling: a worker in another process raises them, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pipeline.quality import Check


class PipelineError(Exception):
    """Something that the user can mend; the command ends with `exit_status`, without a traceback.

    >>> try:
    ...     corpus.entity("Nobody")
    ... except PipelineError as error:
    ...     print(error, error.exit_status, sep="\\n")
    warehouse/corpus.duckdb: no entity is called 'Nobody'; the table `aliases` lists spellings
    2
    """

    exit_status: ClassVar[int] = 2


def stopped(error: BaseException) -> bool:
    """Whether it is what DuckDB makes of Control-C in a statement."""
    return isinstance(error.__cause__, KeyboardInterrupt)


class ConfigError(PipelineError):
    """A setting or a file that the configuration names is wrong."""


class UnreadableError(PipelineError):
    """The document `source` cannot be read: `reason` says what was found, `remedy` what to do.

    >>> try:
    ...     read_bytes(b"no zip", "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    ... except UnreadableError as error:
    ...     print(error.source, error.remedy, sep=": ")
    a.docx: ...
    """

    def __init__(self, source: str, reason: str, remedy: str) -> None:
        super().__init__(source, reason, remedy)  # all three, or unpickling fails
        self.source = source
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}; {self.remedy}"


class AuditFailed(PipelineError):  # noqa: N818 - the name that users and the journal know
    """The expectations refused the rows; `failed` are the checks that did not hold."""

    exit_status = 3

    def __init__(self, message: str, failed: Sequence[Check] = ()) -> None:
        super().__init__(message, failed)
        self.failed = list(failed)

    def __str__(self) -> str:
        return str(self.args[0])


class StorageError(PipelineError):
    """A store that a URL names does not answer, or refuses: nobody's document is at fault, nothing was published."""

    exit_status = 3


class WarehouseError(PipelineError):
    """A warehouse or its state is missing, damaged, of a newer schema, or cannot be written.

    >>> try:
    ...     Corpus.open("elsewhere.duckdb")
    ... except WarehouseError as error:
    ...     print(error.exit_status)
    3
    """

    exit_status = 3

"""One batch of documents from bytes to staged rows. What goes wrong with one document stays with that document.

The work is done in a child process (`isolation`), which may be lost to a document; the others go on in another.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from pipeline import cleaning, languages, lexicon, sources
from pipeline.config import Config
from pipeline.document import Cleaned, Extraction, Metadata
from pipeline.errors import ConfigError, PipelineError, StorageError, UnreadableError
from pipeline.languages import Guess, scripts
from pipeline.places import Place, Url
from pipeline.rows import PartSpan, ProcessedDocument, document_rows, merge, readings
from pipeline.runs import handing, isolation, naming, progress
from pipeline.runs.bounds import Bounds, Lost
from pipeline.runs.isolation import At
from pipeline.runs.planning import Work, attempt
from pipeline.sources.shapes import TEXT, Source
from pipeline.staging import Stage
from pipeline.state_records import Quarantined

SMALL = b"Their work-\ning day1 was long, as Ivan Zvantsov wrote in Izvestiia.\n\n1 See Iz istorii, p. 3.\n"
"""A document with something for everybody to find."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every step of one run needs to know; goes to workers as it is."""

    config: Config
    run_id: str
    started: datetime
    fingerprint: str
    staging: Path

    @property
    def stage(self) -> Stage:
        """The staged rows, where they are loaded from."""
        return Stage((self.staging if isinstance(self.shared, Url) else self.shared) / "rows")

    @property
    def shared(self) -> Place:
        """Where workers find what they need beside the documents, and leave their rows."""
        place = self.config.run.staging
        return self.staging if place is None else place / self.staging.name

    @property
    def built(self) -> Path:
        """The warehouse to be, until it is published."""
        return self.staging / self.config.run.warehouse.name


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch: the documents whose rows are staged, in which files, and those that failed."""

    documents: tuple[Work, ...]
    failed: tuple[Quarantined, ...]
    files: tuple[str, ...] = ()


class _Piece(NamedTuple):
    """Documents of a batch, as a range of their numbers; `alone` is one that a process was lost to."""

    numbers: range
    alone: bool = False


class _MovedError(UnreadableError):
    """The document is not the one that was planned, or not there: it says nothing about another time."""


def process_batch(job: Job, number: int, batch: Sequence[Work]) -> Done:
    """Read, clean, annotate and stage the documents of a batch, which `handing.out` has seen; the number names files.

    A document that its process is lost to is tried once more, alone, unless it would take as long again; those
    before and after it make batches of their own. Done again, it replaces its files; what it leaves of them besides
    is not loaded. Raises WarehouseError and StorageError where the rows cannot be written, ConfigError on a machine
    that is not as the one that planned; a document's own trouble is in `failed`.
    """
    limits = job.config.limits
    run = partial(
        isolation.documents.call,
        stage,
        prepare=partial(prepare, job.config),
        bounds=Bounds(limits.seconds_per_document, limits.memory_per_document),
    )
    done: list[Done] = []
    pieces = [_Piece(range(len(batch)))]
    while pieces:
        numbers, alone = pieces.pop()
        name = f"{number:06}-{numbers.start:06}-{numbers.stop:06}"
        try:
            told = partial(_told, number, numbers)
            done.append(run(job, number, name, [batch[n] for n in numbers], fresh=alone, told=told))
        except Lost as lost:
            before, suspects, after = _divided(numbers, lost.at)
            if alone or (lost.trouble.certain and lost.at is not None):
                rows = quarantined(job, batch[suspects[0]], lost.trouble.reason, lost.trouble.remedy)
                done.append(Done((), tuple(rows)))
                suspects = range(0)
            again = (_Piece(after), _Piece(suspects, alone=len(suspects) == 1), _Piece(before))
            pieces.extend(piece for piece in again if piece.numbers)
    return Done(
        tuple(work for each in done for work in each.documents),
        tuple(row for each in done for row in each.failed),
        tuple(file for each in done for file in each.files),
    )


def _told(number: int, numbers: range, item: int | None) -> None:
    """All documents before this one are done, or have been tried."""
    progress.reached(number, numbers.stop if item is None else numbers.start + item)


def _divided(numbers: range, at: int | None) -> tuple[range, range, range]:
    """What stands before the document that it was, this one, and what comes behind.

    Where it was none of them, the second half stands in its place, and nothing behind.
    """
    first = len(numbers) // 2 if at is None else at
    last = len(numbers) if at is None else at + 1
    return numbers[:first], numbers[first:last], numbers[last:]


def prepare(config: Config) -> None:
    """Loads what every document needs, so that its own time is its own: a small one is worked on, in vain."""
    source, now = Source("", Path(), TEXT, len(SMALL)), datetime.now(UTC)
    work = Work("", source, (), "", Metadata(), "", now, "new", "")
    merge([document_rows(_processed(Job(config, "", now, "", Path()), work, sources.document(SMALL, source, config)))])


def stage(job: Job, number: int, name: str, batch: Sequence[Work], at: At) -> Done:
    """Stages the rows of these documents of a batch under `name`, in this process.

    Raises WarehouseError, StorageError and ConfigError.
    """
    if job.config.run.runner == "dask":
        handing.refuse_another_program(job)
    done: list[Work] = []
    failed: list[Quarantined] = []
    rows: list[Mapping[str, pa.Table]] = []
    known = handing.known(job, number, batch)
    for item, work in enumerate(batch):
        at(item)
        try:
            rows.append(_rows(job, work, known))
            done.append(work)
        except (ConfigError, StorageError):  # no document's trouble
            raise
        except Exception as error:  # whatever a document does to us, the others go on
            failed.extend(_refused(job, work, error))
    at(None)
    return Done(tuple(done), tuple(failed), handing.over(job, name, merge(rows)) if rows else ())


def _rows(job: Job, work: Work, known: naming.Kept) -> Mapping[str, pa.Table]:
    if not work.names_only:
        return document_rows(process(job, work))
    return {"readings": readings(work.document_id, naming.find(naming.taken_out(known, work.document_id), job.config))}


def _refused(job: Job, work: Work, error: Exception) -> Iterator[Quarantined]:
    reason = str(error) if isinstance(error, PipelineError) else f"{type(error).__name__}: {error}"
    match error:
        case _MovedError():
            return quarantined(job, work, error.reason, error.remedy, judged=False)
        case UnreadableError():
            return quarantined(job, work, error.reason, error.remedy)
        case MemoryError():
            return quarantined(job, work, "the memory of this machine is too small for it", "divide the document")
        case _:
            return quarantined(job, work, reason, "report this with the document, or take it away")


def process(job: Job, work: Work) -> ProcessedDocument:
    """All that a run finds out about one document. Raises UnreadableError."""
    return _processed(job, work, _read(job, work))


def _processed(job: Job, work: Work, extraction: Extraction) -> ProcessedDocument:
    words = lexicon.in_force(job.config.lexicon.path)
    cleaned = cleaning.clean(extraction.raw, extraction.hints, words)
    language = _language(cleaned, job.config)
    texts = [cleaned.parts[p.part].clean[p.start : p.end] for p in cleaned.paragraphs]
    guesses = languages.paragraph_languages(texts, language)
    spans = tuple(_spans(cleaned, language, guesses, texts))
    return ProcessedDocument(
        document_id=work.document_id,
        run_id=job.run_id,
        first_seen=work.first_seen,
        sources=work.names,
        extraction=replace(extraction, metadata=work.metadata),
        cleaned=cleaned,
        language=language,
        paragraph_languages=[(guess.language, guess.script) for guess in guesses],
        spans=spans,
        mentions=naming.find(naming.of(cleaned, spans), job.config),
    )


def _read(job: Job, work: Work) -> Extraction:
    """The document as the first of its names that tells the truth has it; what is wrong is said of the first."""
    data = _data(job, work)
    try:
        return sources.document(data, work.source, job.config)
    except UnreadableError:
        for other in work.others:
            with suppress(UnreadableError):
                return sources.document(data, other, job.config)
        raise


def _data(job: Job, work: Work) -> bytes:
    """The bytes that were planned."""
    try:
        data = sources.load(work.source, job.config.limits.max_bytes)
    except UnreadableError as error:
        raise _MovedError(*error.args) from error
    if hashlib.sha256(data).hexdigest() != work.sha256:
        raise _MovedError(work.source.name, "it changed while the run was reading it", "the next run reads it again")
    return data


def quarantined(job: Job, work: Work, reason: str, remedy: str, judged: bool = True) -> Iterator[Quarantined]:
    """A document's rows for the quarantine, one a source. What is not `judged` by its bytes is tried every time."""
    mark = attempt(job.fingerprint, work.metadata_hash, job.config.limits)
    digest = work.sha256 if judged else None
    for name in work.names:
        yield Quarantined(work.document_id, name, digest, reason, remedy, job.run_id, job.started, mark)


def _language(cleaned: Cleaned, config: Config) -> str:
    text = scripts.sample(cleaned.text, config.languages.sample_characters)
    found = languages.identify([text])[0].language
    return config.languages.default or found if found == "und" else found


def _spans(cleaned: Cleaned, language: str, guesses: Sequence[Guess], texts: Sequence[str]) -> Iterator[PartSpan]:
    """Paragraphs in another language, and the foreign stretches of the others, in the order of the text."""
    foreign = {n for n, guess in enumerate(guesses) if guess.language not in (language, "und")}
    whole = dict(zip(sorted(foreign), languages.identify([texts[n] for n in sorted(foreign)]), strict=True))
    rows = [PartSpan(p.part, p.start, p.end, whole[n]) for n, p in enumerate(cleaned.paragraphs) if n in whole]
    inside: list[PartSpan] = []
    ends = [(row.part, row.end) for row in rows]
    marked: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for e in cleaned.emphasis:
        marked[e.part].append((e.start, e.end))
    for part, text in enumerate(part.clean for part in cleaned.parts):
        for span in languages.find_spans(text, language, marked[part]):
            n = bisect_right(ends, (part, span.start))  # the first whole paragraph that ends behind
            if n == len(ends) or rows[n].part != part or rows[n].start >= span.end:
                inside.append(PartSpan(part, span.start, span.end, span.identity))
    yield from sorted([*rows, *inside], key=lambda row: (row.part, row.start))

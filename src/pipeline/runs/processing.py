"""One batch of documents from bytes to staged rows. What goes wrong with one document stays with that document."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from pipeline import cleaning, entities, languages, lexicon, sources
from pipeline.config import Config
from pipeline.document import Cleaned
from pipeline.entities import Found, PartHints
from pipeline.errors import PipelineError, UnreadableError
from pipeline.languages import Guess, scripts
from pipeline.resolving import settled
from pipeline.rows import PartSpan, ProcessedDocument, document_rows, merge
from pipeline.runs.planning import Work, attempt
from pipeline.runs.versions import authority
from pipeline.state import Quarantined
from pipeline.warehouse import Stage


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
        """The staged rows."""
        return Stage(self.staging / "rows")

    @property
    def built(self) -> Path:
        """The warehouse to be, until it is published."""
        return self.staging / self.config.run.warehouse.name


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch: the documents whose rows are staged, and those that failed."""

    documents: tuple[Work, ...]
    failed: tuple[Quarantined, ...]


def process_batch(job: Job, number: int, batch: Sequence[Work]) -> Done:
    """Read, clean, annotate and stage the documents of a batch; the number names its files.

    Raises WarehouseError where the rows cannot be written; a document's own trouble is in `failed`.
    """
    done: list[Work] = []
    failed: list[Quarantined] = []
    rows: list[Mapping[str, pa.Table]] = []
    for work in batch:
        try:
            rows.append(document_rows(process(job, work)))
            done.append(work)
        except UnreadableError as error:
            failed.extend(quarantined(job, work, error.reason, error.remedy))
        except Exception as error:  # whatever a document does to us, the others go on
            reason = str(error) if isinstance(error, PipelineError) else f"{type(error).__name__}: {error}"
            failed.extend(quarantined(job, work, reason, "report this with the document, or take it away"))
    if rows:
        job.stage.write(f"{number:06}", merge(rows))
    return Done(tuple(done), tuple(failed))


def process(job: Job, work: Work) -> ProcessedDocument:
    """All that a run finds out about one document. Raises UnreadableError."""
    extraction = sources.read(work.source, job.config)
    if extraction.sha256 != work.sha256:
        raise UnreadableError(
            work.source.name, "it changed while the run was reading it", "the next run reads it again"
        )
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
        mentions=_mentions(job, cleaned, spans),
    )


def quarantined(job: Job, work: Work, reason: str, remedy: str) -> Iterator[Quarantined]:
    """A document's rows for the quarantine, one a source."""
    mark = attempt(job.fingerprint, work.metadata_hash)
    for name in work.names:
        yield Quarantined(work.document_id, name, work.sha256, reason, remedy, job.run_id, job.started, mark)


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


def _mentions(job: Job, cleaned: Cleaned, spans: Sequence[PartSpan]) -> list[list[Found]]:
    texts = [part.clean for part in cleaned.parts]
    found = entities.find_in_parts(texts, authority(job.config.entities.authority), _hints(cleaned, spans))
    return settled(texts, found)


def _hints(cleaned: Cleaned, spans: Sequence[PartSpan]) -> list[PartHints]:
    """What is known of each part beside its text."""
    paragraphs: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    emphasis: dict[int, list[tuple[int, int]]] = defaultdict(list)
    foreign: dict[int, list[tuple[int, int, str, tuple[str, ...]]]] = defaultdict(list)
    for p in cleaned.paragraphs:
        paragraphs[p.part].append((p.start, p.end, p.kind))
    for e in cleaned.emphasis:
        emphasis[e.part].append((e.start, e.end))
    for s in spans:
        foreign[s.part].append((s.start, s.end, s.identity.language, s.identity.schemes))
    return [PartHints(tuple(paragraphs[n]), tuple(emphasis[n]), tuple(foreign[n])) for n in range(len(cleaned.parts))]

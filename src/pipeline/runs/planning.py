"""What a run has to do: every document held against what the last published run contained, with the reason."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import dropwhile
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.config import Config
from pipeline.document import Metadata
from pipeline.errors import ConfigError
from pipeline.places import Place, Url
from pipeline.registry import source_mark
from pipeline.runs.looking import Seen, look
from pipeline.runs.progress import tell
from pipeline.runs.versions import digest, fingerprint, same_texts, versions
from pipeline.sections import Limits
from pipeline.sources import Source, discover
from pipeline.state import State
from pipeline.state_records import Known, Quarantined, Run
from pipeline.warehouse import read_meta

PUBLISHED = frozenset({"published", "partial"})
READERS = 8
"""Sources in a store that are looked at side by side."""
WHOLE_JOURNAL = 1_000_000
WAREHOUSE = "warehouse"  # what the state is told: the file that it is the state of, from its own folder
JUDGEMENTS = "judgements"  # among the versions of a run


@dataclass(frozen=True, slots=True)
class Work:
    """One document to be done: `source` is read, `names` are all sources with its bytes, `reason` says why.

    `others` are sources that say the same bytes are of another type: one of them may be right where `source` lies.
    `names_only`: its texts are those of the published warehouse, and only the names in them are found anew.
    """

    document_id: str
    source: Source
    names: tuple[str, ...]
    sha256: str
    metadata: Metadata
    metadata_hash: str
    first_seen: datetime
    kind: Literal["new", "changed"]
    reason: str
    names_only: bool = False
    others: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run would do; nothing of it is done yet.

    `keep` are documents whose rows stay, `known` their sources; `removed` are documents whose sources are gone,
    with one of these; `faults` are sources that cannot even be looked at, `resting` those in quarantine for which
    nothing has changed, `released` those in quarantine that no longer exist, `forgotten` (document, source, since)
    those that `pipeline forget` took out. `last` is the run that published, `current` whether the warehouse is what
    it left, `judged` whether people have judged names since, `looked_at` how many bytes were read to find out.
    """

    run_id: str
    started: datetime
    versions: dict[str, str]
    fingerprint: str
    limits: Limits
    last: Run | None
    current: bool
    judged: bool = False
    work: list[Work] = field(default_factory=list)
    keep: set[str] = field(default_factory=set)
    known: dict[str, Known] = field(default_factory=dict)
    removed: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Quarantined] = field(default_factory=list)
    resting: list[Quarantined] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    forgotten: list[tuple[str, str, datetime]] = field(default_factory=list)
    looked_at: int = 0

    @property
    def nothing_to_do(self) -> bool:
        """Whether the published warehouse is already what this run would make."""
        return self.current and not (self.judged or self.work or self.removed or self.faults or self.released)

    def counts(self) -> dict[str, int]:
        """Documents by what is to be done with them."""
        kinds = [work.kind for work in self.work]
        return {
            "new": kinds.count("new"),
            "changed": kinds.count("changed"),
            "unchanged": len(self.keep),
            "removed": len(self.removed),
            "quarantined": len({row.document_id for row in (*self.faults, *self.resting)}),
        }


class _Before(NamedTuple):
    """What state and warehouse say of earlier runs; `documents` are the known sources of each document."""

    known: Mapping[str, Known]
    documents: Mapping[str, dict[str, Known]]
    first_seen: Mapping[str, datetime]
    quarantined: Mapping[str, Quarantined]
    runs: Mapping[str, Run]
    last: Run | None
    current: bool


def plan(config: Config, paths: Sequence[Place] = (), full: bool = False) -> Plan:
    """What a run over `paths` (default: the configured sources) has to do. Reads, and writes nothing.

    Raises StorageError, and ConfigError for paths and metadata tables that are wrong, for a state that is another
    warehouse's, and where nothing at all is found though the warehouse holds documents: a folder that is not mounted
    must not empty it.
    """
    started, made_by = datetime.now(UTC), versions(config)
    found = list(_looked_at(discover(paths or config.sources.paths, config), config))
    with State.open(config.run.state if config.run.state.exists() else Path(":memory:")) as state:
        _refuse_another(state, config)
        forgotten = list(_forgotten(found, state.forgotten()))
        left_out = {name for _, name, _ in forgotten}
        seen = [each for each in found if each.source.name not in left_out]
        ids = state.document_ids({each.source.name: each.sha256 for each in seen})
        before = _before(state, config.run.warehouse)
        judgements = digest(repr(each).encode() for each in state.judgements())
    if before.current and before.known and not seen and not full:
        raise ConfigError(_nothing_found(paths or config.sources.paths, config, len(before.documents)))
    run_id = f"{started:%Y%m%dT%H%M%S}-{os.urandom(2).hex()}"
    judged = before.last is not None and before.last.versions.get(JUDGEMENTS, judgements) != judgements
    made_with = {**made_by, JUDGEMENTS: judgements}
    drawn = Plan(
        run_id, started, made_with, fingerprint(made_by), config.limits, before.last, before.current, judged,
        forgotten=forgotten, looked_at=sum(each.source.size for each in found),
    )  # fmt: skip
    groups: dict[str, list[Seen]] = defaultdict(list)
    for each in seen:
        groups[ids[each.source.name]].append(each)
    for document_id, members in groups.items():
        _place(drawn, document_id, members, before, full)
    gone = sorted(before.documents.keys() - groups.keys())
    drawn.removed.extend((document_id, min(before.documents[document_id])) for document_id in gone)
    drawn.released.extend(sorted(before.quarantined.keys() - ids.keys()))
    return drawn


def warehouse_name(config: Config) -> str:
    """The warehouse's file as the state is told it."""
    return os.path.relpath(config.run.warehouse, config.run.state.parent)


def _refuse_another(state: State, config: Config) -> None:
    """Raises ConfigError where the state is that of another warehouse, which is still there: each would undo what the
    other's runs say."""
    named = state.noted(WAREHOUSE)
    if named and named != warehouse_name(config) and (config.run.state.parent / named).exists():
        raise ConfigError(
            f"{config.run.state}: is the state of {named}, not of {config.run.warehouse.name}; give this warehouse"
            " a folder of its own, or a state of its own by run.state in pipeline.toml"
        )


def _looked_at(sources: Sequence[Source], config: Config) -> Iterator[Seen]:
    """In the order of the sources; where some are in a store several at a time, because its answers take a while."""
    with ThreadPoolExecutor(READERS) as pool:
        remote = any(isinstance(source.path, Url) for source in sources)
        seen = (pool.map if remote else map)(partial(look, config=config), sources)
        for number, each in enumerate(seen, 1):
            yield each
            tell("discover", number, len(sources))


def _place(drawn: Plan, document_id: str, members: list[Seen], before: _Before, full: bool) -> None:
    """Puts one document where it belongs in the plan; `members` are its sources, one alone where it has a fault."""
    main = next((each for each in members if each.metadata != Metadata()), members[0])
    names = tuple(each.source.name for each in members)
    resting = [row for name in names if not full and (row := _resting(drawn, name, main, before))]
    now = Known(document_id, main.sha256, drawn.fingerprint, main.metadata_hash)
    if len(resting) == len(members):
        drawn.resting.extend(resting)
    elif main.fault:
        drawn.faults.append(_fault(drawn, document_id, main, main.fault))
    elif reason := _reason(now, names, before, full, drawn.versions):
        kind: Literal["new", "changed"] = "changed" if document_id in before.documents else "new"
        seen = before.first_seen.get(document_id, drawn.started)
        types = {each.source.media_type: each.source for each in reversed(members)}
        types.pop(main.source.media_type)
        said = (main.metadata, main.metadata_hash)
        others = tuple(types.values())
        drawn.work.append(Work(document_id, main.source, names, main.sha256, *said, seen, kind, *reason, others))
    else:
        drawn.keep.add(document_id)
        drawn.known.update(dict.fromkeys(names, now))


class _Reason(NamedTuple):
    words: str
    names_only: bool = False


def _reason(
    now: Known, names: tuple[str, ...], before: _Before, full: bool, made_by: Mapping[str, str]
) -> _Reason | None:
    """Why the document has to be done again, and whether only for its names; None where it has not."""
    old = before.documents.get(now.document_id, {})
    was = next(iter(old.values()), None)
    if was is None:
        return _Reason("not in the warehouse")
    for holds, words in (
        (full, "everything is asked for"),
        (not before.current, "the warehouse is not what the last run left"),
        (was.sha256 != now.sha256, "its bytes changed"),
        (was.metadata_hash != now.metadata_hash, "its metadata changed"),
        (old.keys() != set(names), "the files that hold it changed"),
    ):
        if holds:
            return _Reason(words)
    if was.fingerprint == now.fingerprint:
        return None
    names_only = same_texts(was.fingerprint, now.fingerprint)
    return _Reason(_what_changed(before.last, made_by, names_only), names_only)


def _what_changed(last: Run | None, made_by: Mapping[str, str], names_only: bool) -> str:
    parts = changed_parts(last.versions, made_by) if last else []
    so = ", so that its names are found anew" if names_only else ""
    return f"the program or its settings changed{so}{': ' if parts else ''}{', '.join(parts)}"


def changed_parts(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The parts of the program, of its data and settings, whose versions differ."""
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def _forgotten(found: Sequence[Seen], marks: Mapping[str, tuple[str, datetime]]) -> Iterator[tuple[str, str, datetime]]:
    """(document, source, since) of what `pipeline forget` took out, by its bytes or its name."""
    for each in found:
        if known := marks.get(each.sha256) or marks.get(source_mark(each.source.name)):
            yield known[0], each.source.name, known[1]


def attempt(mark: str, metadata_hash: str, limits: Limits) -> str:
    """What has to change, besides its bytes, before a document in quarantine is tried again."""
    return f"{mark}-{metadata_hash}-{limits.max_bytes}-{limits.seconds_per_document}-{limits.memory_per_document}"


def _resting(drawn: Plan, name: str, main: Seen, before: _Before) -> Quarantined | None:
    """The source's row in quarantine, where the same attempt would fail in the same way."""
    row = before.quarantined.get(name)
    if row is None or row.fingerprint != attempt(drawn.fingerprint, main.metadata_hash, drawn.limits):
        return None
    run = before.runs.get(row.run_id)
    published = before.current and run is not None and run.status in PUBLISHED
    return row if published and row.sha256 == (None if main.fault else main.sha256) else None


def _fault(drawn: Plan, document_id: str, each: Seen, fault: tuple[str, str]) -> Quarantined:
    mark = attempt(drawn.fingerprint, each.metadata_hash, drawn.limits)
    return Quarantined(document_id, each.source.name, None, *fault, drawn.run_id, drawn.started, mark)


def _before(state: State, warehouse: Path) -> _Before:
    meta = read_meta(warehouse)
    made = meta.run_id if meta else None
    # the file says which run was the last: what a later one says of itself did not come to be
    runs = list(dropwhile(lambda run: run.run_id != made, state.runs(WHOLE_JOURNAL)))
    last = runs[0] if runs and runs[0].status in PUBLISHED else None
    known = state.known(last.run_id) if last else {}
    documents: dict[str, dict[str, Known]] = defaultdict(dict)
    for source, each in known.items():
        documents[each.document_id][source] = each
    return _Before(
        known,
        documents,
        state.first_seen(),
        {row.source: row for row in state.quarantined()},
        {run.run_id: run for run in runs},
        last,
        current=last is not None,
    )


def _nothing_found(paths: Sequence[Place], config: Config, documents: int) -> str:
    where, what = ", ".join(map(str, paths)), ", ".join(config.sources.include)
    return (
        f"{where}: no document found (looked for {what}), but the warehouse holds {documents}, so it was left as"
        " it is; see that the folder is there, or use --full if they are really gone"
    )

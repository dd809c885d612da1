"""A source as it is now: its bytes and its metadata as hashes, or what is wrong with it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.config import Config
from pipeline.document import Metadata
from pipeline.errors import ConfigError, UnreadableError
from pipeline.sections import MetadataConfig
from pipeline.sources import Source, digest, metadata_for


class Seen(NamedTuple):
    """A source as it is now; `fault` is (reason, remedy) where it cannot be used, its hash then like no other."""

    source: Source
    sha256: str
    metadata: Metadata
    metadata_hash: str
    fault: tuple[str, str] | None = None


def look(source: Source, config: Config) -> Seen:
    """The source's bytes and metadata as hashes; what is wrong with it alone is its fault."""
    try:
        sha256 = digest(source, config.limits.max_bytes)
    except UnreadableError as error:
        return _faulty(source, error.reason, error.remedy)
    try:
        metadata = metadata_for(source, config)
    except ConfigError as error:
        if _sidecar_is_right(source, config):
            raise
        return _faulty(source, str(error), "mend the sidecar")
    return Seen(source, sha256, metadata, _metadata_hash(metadata))


@lru_cache  # most documents have none
def _metadata_hash(metadata: Metadata) -> str:
    text = json.dumps(asdict(metadata), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _faulty(source: Source, reason: str, remedy: str) -> Seen:
    mark = hashlib.sha256(f"{source.name}\0{reason}".encode("utf-8", "replace")).hexdigest()
    return Seen(source, mark, Metadata(), mark[:12], (reason, remedy))


def _sidecar_is_right(source: Source, config: Config) -> bool:
    """Whether the fault is the table's, which is everybody's."""
    try:
        metadata_for(source, replace(config, metadata=MetadataConfig()))
    except ConfigError:
        return False
    return True

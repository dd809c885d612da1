"""What would end a run and can be told before there is one: `pipeline config check` asks it, and every run, first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline import sources
from pipeline.config import Config
from pipeline.errors import ConfigError, PipelineError
from pipeline.places import Place
from pipeline.runs.versions import authority


def refuse(config: Config, paths: Sequence[Place] = ()) -> None:
    """Raises ConfigError for authority files, a metadata table and exports of which no run could make anything.

    `paths` are what the run takes in place of the configured sources; whether these are there is not asked.
    """
    authority(config.entities.authority)
    if config.metadata.table:
        sources.metadata_table(config.metadata.table)
    sources.refuse_exports_among(paths or config.sources.paths, config)
    for number, export in enumerate(config.exports, 1):
        if export.where:
            try:
                _refuse_condition(export.where)
            except PipelineError as error:
                raise ConfigError(f"{config.entry(number)}, where: {error}") from error


@cache  # a run through Prefect asks twice
def _refuse_condition(where: str) -> None:
    from pipeline.exports.condition import refuse  # which loads DuckDB

    refuse(where)

"""What run and workers hand each other in files: texts whose names are found anew, and rows.

The folder is beside the warehouse, or where `run.staging` says: workers on other machines see neither warehouse nor
state. What goes through a store is in memory on a worker's side, so that nothing of a document stays there.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import places
from pipeline.errors import ConfigError, WarehouseError
from pipeline.places import Place, Url
from pipeline.runs import naming
from pipeline.runs.versions import fingerprint, versions

if TYPE_CHECKING:
    from pipeline.runs.planning import Work
    from pipeline.runs.processing import Job

AT_A_TIME = 8
"""Files that are fetched from a store at a time: it is far away rather than slow."""


def out(job: Job, number: int, batch: Sequence[Work]) -> None:
    """What workers need of the warehouse for a batch. Raises WarehouseError and StorageError."""
    anew = [work.document_id for work in batch if work.names_only]
    if not anew:
        return
    place = _known(job, number)
    folder = job.staging / "known" / place.name if isinstance(place, Url) else place
    naming.take_out(job.config.run.warehouse, anew, folder)
    if isinstance(place, Url):
        for file in sorted(folder.iterdir()):
            places.write(place / file.name, file.read_bytes())


def known(job: Job, number: int, batch: Sequence[Work]) -> naming.Kept:
    """What `out` left for a batch; nothing where it needs nothing. Raises StorageError and WarehouseError."""
    place = _known(job, number)
    if not any(work.names_only for work in batch):
        return {}
    if isinstance(place, Url):
        return {name: pa.py_buffer(_read(place / f"{name}.parquet")) for name in naming.KEPT}
    return {name: place / f"{name}.parquet" for name in naming.KEPT}


def over(job: Job, name: str, rows: Mapping[str, pa.Table]) -> tuple[str, ...]:
    """Stages rows for the run to load; gives the files. Raises WarehouseError and StorageError."""
    if not isinstance(job.shared, Url):
        return job.stage.write(name, rows)
    files = tuple(f"{table}/{name}.parquet" for table in rows)
    for file, each in zip(files, rows.values(), strict=True):
        data = pa.BufferOutputStream()
        pq.write_table(each, data, compression="zstd")
        places.write(job.shared / "rows" / file, data.getvalue().to_pybytes())
    return files


def back(job: Job, files: Sequence[str]) -> None:
    """Makes `job.stage` hold just these files. Raises WarehouseError, where one is gone, too, and StorageError."""
    if isinstance(rows := job.shared / "rows", Url):
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            list(pool.map(lambda file: job.stage.take(file, _read(rows / file)), files))
    job.stage.settle(files)


def refuse_another_program(job: Job) -> None:
    """Raises ConfigError on a machine whose rows would not be those that the run planned."""
    if fingerprint(versions(job.config)) != job.fingerprint:
        raise ConfigError(
            f"the worker on {socket.gethostname()} has another program, authority or lexicon than the run; give it the"
            " same version, and the same files under the same paths, and start it again"
        )


def _known(job: Job, number: int) -> Place:
    return job.shared / "known" / f"{number:06}"


def _read(url: Url) -> bytes:
    try:
        return places.read(url)
    except OSError as error:
        raise WarehouseError(
            f"{url}: was staged and cannot be had: {error}; see what clears that folder, and run again"
        ) from error

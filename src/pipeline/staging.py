"""Rows that wait for the loader, as Parquet: one file a table and batch."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.connections import NOT_WRITTEN, telling
from pipeline.errors import WarehouseError
from pipeline.rows import DOCUMENT_TABLES


class Stage:
    """A folder of Parquet files, one a table and batch; workers write there and never touch DuckDB."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, batch: str, rows: Mapping[str, pa.Table]) -> tuple[str, ...]:
        """Stages the rows of one batch; a batch written again replaces itself. Raises WarehouseError.

        Gives the files, `table/batch.parquet`.
        """
        files = tuple(f"{name}/{batch}.parquet" for name in rows)
        with telling(self.folder, NOT_WRITTEN):
            for file, table in zip(files, rows.values(), strict=True):
                path = self.folder / file
                path.parent.mkdir(parents=True, exist_ok=True)
                unfinished = path.with_suffix(".part")
                pq.write_table(table, unfinished, compression="zstd")
                os.replace(unfinished, path)
        return files

    def take(self, file: str, data: bytes) -> None:
        """A file that was staged somewhere else. Raises WarehouseError."""
        with telling(self.folder, NOT_WRITTEN):
            (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / file).write_bytes(data)

    def settle(self, files: Collection[str]) -> None:
        """Leaves these: what lost workers may have staged goes. Raises WarehouseError where one is missing."""
        with telling(self.folder, NOT_WRITTEN):
            there = {path.relative_to(self.folder).as_posix() for path in self.folder.glob("*/*.p*")}
            for file in there - set(files):
                (self.folder / file).unlink()
        if missing := sorted(set(files) - there):
            raise WarehouseError(
                f"{self.folder / missing[0]}: was staged and is gone ({len(missing)} in all), so that nothing was"
                " published; see what clears that folder, and run again"
            )

    def tables(self) -> dict[str, list[Path]]:
        """The finished files of every table that has any, in the order of their batches."""
        found = {name: sorted((self.folder / name).glob("*.parquet")) for name in DOCUMENT_TABLES}
        return {name: files for name, files in found.items() if files}

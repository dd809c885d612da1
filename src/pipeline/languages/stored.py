"""Arrays that take long to build: built once for each version, then mapped into memory from beside this file.

What is mapped costs the pages that are touched, and processes share them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

BUILT = Path(__file__).with_name("built")
Arrays = dict[str, npt.NDArray[Any]]


def stored(name: str, version: str, build: Callable[[], Arrays]) -> Arrays:
    """The arrays of this name and version; what is built is kept where this folder can be written."""
    folder = BUILT / f"{name}-{version}"
    if found := _mapped(folder):
        return found
    arrays = build()
    _keep(folder, arrays)
    for old in BUILT.glob(f"{name}-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return _mapped(folder) or arrays


def _mapped(folder: Path) -> Arrays:
    """Nothing where the folder is missing or damaged."""
    try:
        return {file.stem: np.asarray(np.load(file, mmap_mode="r")) for file in sorted(folder.glob("*.npy"))}
    except (OSError, ValueError):
        shutil.rmtree(folder, ignore_errors=True)
        return {}


def _keep(folder: Path, arrays: Arrays) -> None:
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True, exist_ok=True)
        for name, array in arrays.items():
            np.save(beside / f"{name}.npy", array, allow_pickle=False)
        beside.replace(folder)  # whole or not at all
    except OSError:  # an installation that only its owner may write to, or another process was first
        shutil.rmtree(beside, ignore_errors=True)

"""What a run does beside the documents, in processes: twins of those that clean, which have loaded all that names need.

A process gives its memory back when it ends, and several work side by side.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from pipeline.config import Config
from pipeline.errors import WarehouseError
from pipeline.runs import isolation, processing
from pipeline.runs.bounds import Lost
from pipeline.runs.isolation import At, StartError

_Item = TypeVar("_Item")
_Value = TypeVar("_Value")


def each(config: Config, function: Callable[[_Item], _Value], items: Iterable[_Item], /) -> Iterator[_Value]:
    """`map`, as many items at a time as the run has workers and this machine processors; the processes end with it.

    Raises what the function raises, WarehouseError where a process is lost, StartError where there can be none.
    """
    there, given = partial(_there, config, function), list(items)
    at_once = min(len(given), config.run.workers, os.cpu_count() or 1)
    isolation.documents.rest()
    try:
        if at_once > 1:
            with ThreadPoolExecutor(at_once) as pool:
                yield from pool.map(there, given)
        else:  # in this thread, which Control-C interrupts
            yield from map(there, given)
    finally:
        isolation.documents.rest()


def _there(config: Config, function: Callable[[_Item], _Value], item: _Item) -> _Value:
    try:
        call: Callable[..., _Value] = isolation.documents.call
        return call(_call, function, item, prepare=partial(processing.prepare, config))
    except OSError as error:
        raise StartError(f"no process for the names could be started: {error}; start the run again") from error
    except Lost as lost:
        reason = f"the names were not brought together: {lost.trouble.reason}"
        raise WarehouseError(f"{config.run.warehouse}: {reason}; start the run again") from lost


def _call(function: Callable[[_Item], _Value], item: _Item, at: At) -> _Value:
    return function(item)

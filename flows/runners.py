"""What takes batches to workers: threads or processes of this machine, or a Dask cluster."""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from prefect.settings import PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from pipeline.config import Config
from pipeline.errors import ConfigError, PipelineError
from pipeline.prefect_local import LOOPBACK
from pipeline.runs import isolation

if TYPE_CHECKING:
    from distributed import Client
    from prefect_dask.task_runners import DaskTaskRunner

ANSWER_SECONDS = 60
"""How long a scheduler may take to answer, and to have a worker."""
POLL_SECONDS = 1.0
SAME_PROGRAM = "give scheduler and workers the version of the program that is here, and start them again"

_log = logging.getLogger("pipeline.runners")  # below the one that is shown


class ClusterError(PipelineError):
    """There is no cluster, or its workers were lost again and again: nothing was published."""

    exit_status = 3


@contextmanager
def started(config: Config, batches: int) -> Iterator[TaskRunner[Any]]:
    """The runner of the configuration, with no more workers than there are batches.

    Raises ConfigError where it is not installed, and ClusterError.
    """
    run = config.run
    workers = max(1, min(run.workers, batches))
    if run.runner == "dask":
        with _dask(run.scheduler, workers, config.limits.seconds_without_workers) as runner:
            yield runner
        return
    pool: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=workers)
    if run.runner == "processes":
        pool = ProcessPoolTaskRunner(max_workers=workers, initializer=end_with_parent)
    with pool as runner:
        yield runner


def end_with_parent() -> None:
    """What a worker process begins with: it would outlive a run that is killed, and its children with it."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def _dask(scheduler: str | None, workers: int, patience: int) -> Iterator[DaskTaskRunner]:
    try:
        dask = importlib.import_module("dask")
        dask.config.set({"logging.distributed": "error"})  # or it tells of every connection
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError
    except ImportError as error:
        raise ConfigError(
            "run.runner is 'dask', which is not installed; `pip install 'scholarly-text-pipeline[cluster]'` does, or"
            " take 'processes'"
        ) from error
    # Workers of other machines do not reach a server of this one, and need it for nothing else.
    with (
        temporary_settings({PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED: False}),
        _cluster(scheduler, workers) as runner,
    ):
        try:
            _let_go(runner)  # what a killed run left there
        except Exception as error:  # whatever they make of a program that they have not
            raise ClusterError(f"a worker of the Dask cluster cannot be used: {error}; {SAME_PROGRAM}") from error
        try:
            with _watched(runner.client, patience):
                yield runner
        except KilledWorker as error:
            raise ClusterError(f"{error}; see the logs of the workers, and run again") from error
        except RuntimeError as error:
            if "deserialization" not in str(error):
                raise
            raise ClusterError(f"{error}; {SAME_PROGRAM}") from error
        except FutureCancelledError as error:
            raise ClusterError(f"the Dask scheduler {scheduler or ''} was lost: {error}; run again") from error
        finally:
            with suppress(Exception):  # what went wrong before is what is told
                _let_go(runner)


@contextmanager
def _cluster(scheduler: str | None, workers: int) -> Iterator[DaskTaskRunner]:
    """The scheduler's, once it has a worker, or one of processes on this machine."""
    from prefect_dask.task_runners import DaskTaskRunner

    local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": f"{LOOPBACK}:0"}
    with DaskTaskRunner(
        address=scheduler,
        cluster_kwargs=None if scheduler else local,
        client_kwargs={"timeout": ANSWER_SECONDS},
    ) as runner:
        try:
            runner.client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except OSError as error:  # a timeout, too
            raise ClusterError(
                f"no Dask scheduler with a worker answers at {scheduler or 'this machine'} ({error}); start them:"
                f" `dask scheduler`, and `dask worker {scheduler or 'ADDRESS'}` on each machine"
            ) from error
        yield runner


@contextmanager
def _watched(client: Client, patience: int) -> Iterator[None]:
    """Calls the work off once no worker has been there for `patience` seconds: Dask would wait without end.

    Raises ClusterError then.
    """
    from distributed.client import FutureCancelledError

    done, given_up = threading.Event(), threading.Event()
    watch = threading.Thread(target=_watch, args=(client, patience, done, given_up), daemon=True)
    watch.start()
    try:
        yield
    except FutureCancelledError as error:
        if not given_up.is_set():
            raise
        raise ClusterError(
            f"all workers of the Dask cluster were lost, and for {patience} seconds (limits.seconds_without_workers)"
            " no new one came; see their logs, start `dask worker`, and run again"
        ) from error
    finally:
        done.set()
        watch.join()


def _watch(client: Client, patience: int, done: threading.Event, given_up: threading.Event) -> None:
    from distributed import Future

    seen, told = time.monotonic(), False
    while not done.wait(POLL_SECONDS):
        with suppress(Exception):  # a scheduler that is lost cancels the work itself
            if client.nthreads():  # type: ignore[no-untyped-call]
                seen, told = time.monotonic(), False
            elif time.monotonic() - seen >= patience:
                given_up.set()
                client.cancel([Future(key, client) for key in list(client.futures)])  # type: ignore[no-untyped-call]
                return
            elif not told:
                _log.warning("all workers of the Dask cluster are lost; waiting %d seconds for new ones", patience)
                told = True


def _let_go(runner: DaskTaskRunner) -> None:
    """Ends the idle children of all workers, which would otherwise keep their memory, and the program of their time."""
    runner.client.run(isolation.release)

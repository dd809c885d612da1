"""What takes batches to workers: threads or processes of this machine, or a Dask cluster."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from prefect.settings import PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from pipeline.config import Run
from pipeline.errors import ConfigError, PipelineError
from pipeline.prefect_local import LOOPBACK
from pipeline.runs import isolation

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

ANSWER_SECONDS = 60
"""How long a scheduler may take to answer, and to have a worker."""
SAME_PROGRAM = "give scheduler and workers the version of the program that is here, and start them again"


class ClusterError(PipelineError):
    """There is no cluster, or its workers were lost again and again: nothing was published."""

    exit_status = 3


@contextmanager
def started(run: Run, batches: int) -> Iterator[TaskRunner[Any]]:
    """The runner of the configuration, with no more workers than there are batches; children end with it.

    Raises ConfigError where it is not installed, and ClusterError.
    """
    workers = max(1, min(run.workers, batches))
    if run.runner == "dask":
        with _dask(run.scheduler, workers) as runner:
            yield runner
        return
    kind: type[TaskRunner[Any]] = ProcessPoolTaskRunner if run.runner == "processes" else ThreadPoolTaskRunner
    with kind(max_workers=workers) as runner:  # type: ignore[call-arg]
        try:
            yield runner
        finally:
            isolation.release()


@contextmanager
def _dask(scheduler: str | None, workers: int) -> Iterator[DaskTaskRunner]:
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


def _let_go(runner: DaskTaskRunner) -> None:
    """Ends the idle children of all workers, which would otherwise keep their memory, and the program of their time."""
    runner.client.run(isolation.release)

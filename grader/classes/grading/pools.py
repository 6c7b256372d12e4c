"""Where a class is graded: threads of this machine that start grading processes, or the workers of a Dask cluster.

Both are executors (concurrent.futures) that run one function (job.run_job).
"""

import contextlib
import logging
import os
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from grader.classes.grading.grader_version import version
from grader.grading import isolated
from grader.model.errors import GraderError, UsageError
from grader.texts.language import _
from grader.texts.wording import own_failure, shorten

REACHED_WITHIN = 5  # seconds


@dataclass(frozen=True)
class Pool:
    """An executor, and the number of jobs that it runs at a time."""

    executor: Executor
    jobs: int


def processors() -> int:
    """The number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def local(jobs: int | None = None) -> Iterator[Pool]:
    """Threads of this machine: `jobs`, or one for each processor. All gradings have ended when the block ends."""
    executor = ThreadPoolExecutor(jobs or processors(), thread_name_prefix="class")
    try:
        yield Pool(executor, jobs or processors())
    except BaseException:
        isolated.stop_all()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


@contextlib.contextmanager
def cluster(address: str, jobs: int | None = None) -> Iterator[Pool]:
    """The workers of the cluster with this scheduler.

    UsageError where no scheduler or no worker answers, or a worker has another version of the grader.
    """
    try:
        import distributed
    except ImportError as error:
        said = _("--scheduler needs the package {name}: python -m pip install {name}")
        raise UsageError(said.format(name="distributed")) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # errors are reported here, in one line
    warnings.filterwarnings("ignore", module="distributed")
    try:
        client: Any = distributed.Client(address, timeout=REACHED_WITHIN)
    except (OSError, ValueError, TimeoutError) as error:
        said = _("the scheduler {address} cannot be reached: {reason}")
        raise UsageError(said.format(address=shorten(address), reason=shorten(str(error)))) from error
    with client:
        must_have_workers(client, address)
        executor = client.get_executor(pure=False)
        try:
            yield Pool(executor, jobs or sum(client.nthreads().values()))
        finally:
            executor.shutdown(wait=False)


def must_have_workers(client: Any, address: str) -> None:
    """UsageError unless there are workers with the same version of the grader."""
    try:
        client.wait_for_workers(1, timeout=REACHED_WITHIN)
        found = client.run(version, on_error="return")
    except Exception as error:
        said = _("the scheduler {address} has no worker that answers; start some with `dask worker {address}`")
        raise UsageError(said.format(address=shorten(address))) from error
    for worker, other in sorted(found.items()):
        if isinstance(other, BaseException):
            said = _("the worker {worker} does not have the grader: {reason}; install the same there as here")
            raise UsageError(said.format(worker=worker, reason=shorten(str(other))))
        if other != version():
            raise UsageError(other_version(str(other), worker))


def other_version(other: str, worker: str = "") -> str:
    """The message for a worker with another version of the grader."""
    said = _("a worker {worker} has another grader ({other}) than this one ({own}); install the same there as here")
    return said.replace(" {worker}", f" {worker}" if worker else "").format(other=shorten(other), own=version())


def trouble(error: BaseException) -> str:
    """Why a job was not done, in one line. GraderError where no other job can be done either."""
    if isinstance(error, CancelledError):
        raise GraderError(_("the scheduler has gone; start it again, and then the same command goes on")) from error
    if type(error).__name__ == "KilledWorker":
        return _("every worker that graded it died")
    return own_failure(error)

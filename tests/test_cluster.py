"""A class graded on a Dask cluster gets the same points, even if a worker dies."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import distributed
import pytest

from grader.classes.grading import pools
from grader.classes.grading.grader_version import version
from grader.model.errors import GraderError
from tests.submitted import REPO, on_linux
from tests.test_class import RIGHT, SLOW, WRONG, graded, hand_in, kept, points, running

pytestmark = [pytest.mark.system, on_linux]  # Linux is enough: the code does not depend on the system
READY_WITHIN = 60.0  # seconds
LOCAL_ONLY = ["--no-dashboard", "--host", "127.0.0.1"]


@contextlib.contextmanager
def cluster_process(folder: Path, *words: str, grader: Path | None = REPO) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of a cluster, which imports the grader from the folder `grader`, if that is given."""
    path = {} if grader is None else {"PYTHONPATH": str(grader)}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with (folder / "log.txt").open("ab") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "dask", *words, *LOCAL_ONLY],
            cwd=folder,
            env=kept | path | {"TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextlib.contextmanager
def worker(folder: Path, address: str, grader: Path | None = REPO) -> "Iterator[subprocess.Popen[bytes]]":
    """A worker of one thread."""
    words = ["--nthreads", "1", "--memory-limit", "0", "--no-nanny", "--local-directory", str(folder)]
    with cluster_process(folder, "worker", address, *words, grader=grader) as started:
        yield started


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler without workers."""
    folder = tmp_path_factory.mktemp("scheduler")
    contact = folder / "contact.json"
    with cluster_process(folder, "scheduler", "--port", "0", "--scheduler-file", str(contact)):
        until = time.monotonic() + READY_WITHIN
        while not contact.exists() or not contact.read_bytes().strip():
            assert time.monotonic() < until, (folder / "log.txt").read_text()
            time.sleep(0.02)
        yield json.loads(contact.read_bytes())["address"]


def wait_for(address: str, workers: int) -> None:
    """Wait until the scheduler has exactly this number of workers."""
    until = time.monotonic() + READY_WITHIN
    connect: Any = distributed.Client
    with connect(address) as client:
        while len(client.scheduler_info(n_workers=-1)["workers"]) != workers:
            assert time.monotonic() < until, "the number of workers did not change"
            time.sleep(0.02)


def test_a_scheduler_without_a_worker_is_refused_in_one_line(tmp_path: Path, scheduler: str) -> None:
    ended = graded(hand_in(tmp_path / "class", ann=RIGHT), "--scheduler", scheduler)
    assert ended.status == 2
    assert f"has no worker that answers; start some with `dask worker {scheduler}`" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_worker_that_dies_changes_no_result(tmp_path: Path, scheduler: str) -> None:
    works = {"l0": WRONG, "l1": SLOW, "l2": SLOW}
    folder = hand_in(tmp_path / "class", right=RIGHT, **works)
    with worker(tmp_path, scheduler) as first, worker(tmp_path, scheduler):
        wait_for(scheduler, 2)
        with running(folder, 1, "--scheduler", scheduler) as command:
            first.send_signal(signal.SIGKILL)
            out, err = command.communicate(timeout=60)
        assert (command.returncode, err) == (0, b"")
        assert re.findall(r"^ +(\d+)", out.decode(), re.MULTILINE) == ["4", "0", "0"]
    wait_for(scheduler, 0)
    alone = points_alone(tmp_path)
    assert points(folder) == {"right": alone["right"], **dict.fromkeys(works, alone["wrong"])}


def points_alone(tmp_path: Path) -> dict[str, int | None]:
    """The points of the same work, graded without a cluster."""
    folder = hand_in(tmp_path / "here/class", right=RIGHT, wrong=WRONG)
    graded(folder)
    return points(folder)


def test_a_worker_with_another_version_is_refused_in_one_line(tmp_path: Path, scheduler: str) -> None:
    folder = hand_in(tmp_path / "class", ann=RIGHT)
    other = tmp_path / "other"
    shutil.copytree(REPO / "grader", other / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "grader/result/score.py").open("a") as file:
        file.write("# another one\n")
    with worker(tmp_path, scheduler, other):
        wait_for(scheduler, 1)
        ended = graded(folder, "--scheduler", scheduler)
    wait_for(scheduler, 0)
    assert ended.status == 2
    assert re.fullmatch(r"grader: a worker tcp://\S+ has another grader \(.*\) than this one \(.*\); .*\n", ended.err)
    assert version() in ended.err
    assert kept(folder) == 0


def test_a_worker_without_the_grader_is_refused_in_one_line(tmp_path: Path, scheduler: str) -> None:
    with worker(tmp_path, scheduler, None):
        wait_for(scheduler, 1)
        ended = graded(hand_in(tmp_path / "class", ann=RIGHT), "--scheduler", scheduler)
    wait_for(scheduler, 0)
    assert ended.status == 2
    assert "does not have the grader" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_submission_that_kills_every_worker_has_no_result_and_a_lost_scheduler_ends_the_run() -> None:
    killed: Any = distributed.KilledWorker
    assert pools.trouble(killed("task", None, 3)) == "every worker that graded it died"
    with pytest.raises(GraderError, match="the scheduler has gone"):
        pools.trouble(CancelledError())


def test_a_missing_distributed_package_is_reported_in_one_line(tmp_path: Path) -> None:
    hide = "import sys; sys.modules['distributed'] = None; from grader.cli import entry; entry()"
    words = ["class", str(hand_in(tmp_path / "class", ann=RIGHT)), "--scheduler", "tcp://127.0.0.1:9"]
    done = subprocess.run(
        [sys.executable, "-c", hide, *words], cwd=REPO, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.endswith("python -m pip install distributed\n")
    assert len(done.stderr.splitlines()) == 1

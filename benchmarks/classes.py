"""Grade a class that tests.make_class has made, and look whether that is right: `python -m benchmarks.classes DIR`.

    (plain)     throughput and memory; then each submission is graded alone, and must have the same points
    --kill 20   the grading is killed at random moments and started again, until 20 kills; the gradebook must be the one
                of an undisturbed grading, and nothing graded twice
    --dask      one and two workers of a Dask cluster: how much faster two are; then one of two is killed in the middle,
                and the gradebook must be the same

Exit status 1: something was different; 2: this is no class of tests.make_class.
"""

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from benchmarks.measure import ROOT, cached_bytecode
from grader.classes.collect.entry import Entry
from grader.classes.gradebook.gradebook import read_gradebook
from grader.model.errors import SocketCourseError
from tests.make_class import Recipe, lay_out

SAMPLE_EVERY = 0.2  # seconds
READY_WITHIN = 60.0  # seconds for a scheduler or a worker to be there

Summary = dict[str, object]


@dataclass(frozen=True)
class Classroom:
    """A class, and how it is graded: the options of the command, and the environment of all processes."""

    folder: Path
    options: tuple[str, ...]
    environment: dict[str, str]

    def command(self, out: Path, *more: str) -> list[str]:
        """The command that grades it."""
        return [sys.executable, "-m", "grader", "class", str(self.folder), "--out", str(out), *self.options, *more]

    def start(self, out: Path, *more: str) -> "subprocess.Popen[bytes]":
        """Start to grade it."""
        return subprocess.Popen(
            self.command(out, *more),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


@dataclass(frozen=True)
class Run:
    """A grading that ended: what it printed, its status, how long it took, how much memory all of it had at most."""

    said: str
    status: int
    seconds: float
    peak: int


def grade(room: Classroom, out: Path, *more: str) -> Run:
    """Grade the class to the end."""
    began = time.monotonic()
    process = room.start(out, *more)
    peak = Peak(process.pid)
    with peak:
        said, _none = process.communicate()
    return Run(said.decode("utf-8", "replace"), process.returncode, time.monotonic() - began, peak.most)


class Peak:
    """The most memory that a process and all below it had together; pages that they share count for each."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.most = 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(SAMPLE_EVERY):
            total = 0
            with contextlib.suppress(psutil.Error):
                for each in [self._root, *self._root.children(recursive=True)]:
                    with contextlib.suppress(psutil.Error):
                        total += each.memory_info().rss
            self.most = max(self.most, total)


def summaries(out: Path) -> dict[str, Summary]:
    """What a gradebook says of each submission that can be compared with another one."""
    with read_gradebook(out / "gradebook.sqlite") as book:
        return {each.name: summary(each) for each in book.entries(talks=False)}


def summary(entry: Entry) -> Summary:
    """What is the same however often the work is graded."""
    if entry.card is None:
        return {"place": entry.place, "trouble": entry.trouble}
    checks = {f"{each.id} {check.id}": check.points for each in entry.card.exercises for check in each.checks}
    return {"place": entry.place, "points": entry.points, "commit": entry.commit, **checks}


def differences(wanted: dict[str, Summary], got: dict[str, Summary]) -> list[str]:
    """A line for each submission of which two gradebooks say something else."""
    lines = []
    for name in sorted(wanted.keys() | got.keys()):
        first, second = wanted.get(name, {}), got.get(name, {})
        keys = [key for key in first.keys() | second.keys() if first.get(key) != second.get(key)]
        lines += [f"{name}: {key}: {first.get(key)!r}, then {second.get(key)!r}" for key in sorted(keys)]
    return lines


def graded_twice(out: Path) -> list[str]:
    """A line for each submission that was graded more than once."""
    with read_gradebook(out / "gradebook.sqlite") as book:
        counted = {name: len(book.attempts(name)) for name in book.names()}
    return [f"{name}: graded {count} times" for name, count in counted.items() if count > 1]


# Alone -------------------------------------------------------------------------------------------------------------


def plain(room: Classroom, out: Path, recipes: dict[str, Recipe], alone: int | None, jobs: int) -> list[str]:
    """Grade the class, tell how fast and how large that was, and compare it with each submission graded alone."""
    done = grade(room, out)
    click.echo(done.said)
    entries = summaries(out)
    rate = len(entries) / done.seconds
    click.echo(
        f"{len(entries)} submissions in {done.seconds:.1f} s: {rate:.2f}/s; "
        f"at most {done.peak / 2**20:.0f} MiB in all processes; status {done.status}"
    )
    chosen = sorted(recipes)[:alone]
    began = time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        points = list(pool.map(lambda name: points_alone(room, recipes[name]), chosen))
    lines = []
    for name, own in zip(chosen, points, strict=True):
        got = entries.get(name, {})
        if own is None or {key: got.get(key) for key in own} != own:
            lines.append(f"{name}: alone {own}, in the class {got}")
    seconds = time.monotonic() - began
    click.echo(f"{len(chosen)} graded alone, {jobs} at a time, in {seconds:.1f} s: {len(lines)} different")
    return lines


def recipes_of(folder: Path) -> dict[str, Recipe]:
    """Who handed in what, as DIR.json beside the class says. Where it cannot be read, one line and exit status 2."""
    path = folder.with_name(f"{folder.name}.json")
    try:
        recipes: dict[str, Recipe] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        ended = click.ClickException(f"{path} cannot be read ({reason}); python -m tests.make_class makes such a class")
        ended.exit_code = 2
        raise ended from error
    return recipes


def points_alone(room: Classroom, recipe: Recipe) -> Summary | None:
    """The points of one learner's work, graded by the command for one; None where it gave no result."""
    with tempfile.TemporaryDirectory(prefix="socket-course-alone-") as name:
        folder, result = Path(name), Path(name, "result.json")
        lay_out(folder, recipe)
        levels = [each for each in room.options if each.startswith("--box")]
        words = ["grade", "--quiet", "--exercises", str(folder / "exercises"), "--json", str(result), *levels]
        subprocess.run(
            [sys.executable, "-m", "grader", *words],
            cwd=ROOT,
            env=room.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if not result.exists():
            return None
        card = json.loads(result.read_bytes())
    checks = {f"{each['id']} {check['id']}": check["points"] for each in card["exercises"] for check in each["checks"]}
    return {"points": card["score"], **checks}


# Killed ------------------------------------------------------------------------------------------------------------


def killed(room: Classroom, work: Path, kills: int, seed: int) -> list[str]:
    """Kill the grading at random moments and start it again; compare what comes of it with an undisturbed one."""
    chance = random.Random(seed)
    undisturbed = grade(room, work / "undisturbed")
    wanted = summaries(work / "undisturbed")
    click.echo(f"undisturbed: {len(wanted)} submissions in {undisturbed.seconds:.1f} s, status {undisturbed.status}")
    lines: list[str] = []
    done = rounds = 0
    while done < kills:
        rounds += 1
        out = work / f"killed-{rounds}"
        while (left := kills - done) > 0:
            process = room.start(out)
            try:
                process.communicate(timeout=chance.uniform(0.1, 2 * undisturbed.seconds / (left + 1)))
                break  # it came to its end
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                done += 1
                click.echo(f"kill {done}: {count(out)} of {len(wanted)} kept")
        last = grade(room, out)
        found = [*differences(wanted, summaries(out)), *graded_twice(out)]
        click.echo(f"gradebook {rounds}: {len(found)} differences, status {last.status}")
        lines += found
    return lines


def count(out: Path) -> int:
    """How many submissions are in a gradebook."""
    try:
        with read_gradebook(out / "gradebook.sqlite") as book:
            return len(book.names())
    except SocketCourseError:
        return 0


# A cluster ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def cluster(room: Classroom, work: Path, workers: int) -> "Iterator[tuple[str, list[subprocess.Popen[bytes]]]]":
    """A scheduler on the loopback address and so many workers of one thread each."""
    contact = work / f"scheduler-{time.monotonic_ns()}.json"
    common = ["--no-dashboard", "--scheduler-file", str(contact)]
    with contextlib.ExitStack() as ends:
        scheduler = [sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", *common]
        ends.enter_context(dask(room, scheduler, work / "scheduler.log"))
        until = time.monotonic() + READY_WITHIN
        while not contact.exists() or not contact.read_bytes().strip():
            if time.monotonic() > until:
                raise click.ClickException(f"the scheduler did not start: {work / 'scheduler.log'}")
            time.sleep(0.05)
        worker = [
            *(sys.executable, "-m", "dask", "worker", "--host", "127.0.0.1", "--nthreads", "1", "--memory-limit", "0"),
            *("--no-nanny", "--local-directory", str(work / "dask"), *common),
        ]
        started = [ends.enter_context(dask(room, worker, work / f"worker-{number}.log")) for number in range(workers)]
        address = json.loads(contact.read_bytes())["address"]
        wait_for(address, workers)
        yield address, started


@contextlib.contextmanager
def dask(room: Classroom, command: list[str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of the cluster; at the end it and all below it are gone."""
    with log.open("ab") as file:
        environment = room.environment | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command, cwd=log.parent, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    try:
        yield process
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process and what is below it."""
    with contextlib.suppress(psutil.Error):
        for each in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                each.kill()
    process.kill()
    process.wait()


def wait_for(address: str, workers: int) -> None:
    """Wait until so many workers have come."""
    import distributed

    with distributed.Client(address, timeout=READY_WITHIN) as client:
        client.wait_for_workers(workers, timeout=READY_WITHIN)


def on_cluster(room: Classroom, work: Path) -> list[str]:
    """One and two workers, and two of which one is killed in the middle."""
    lines: list[str] = []
    rates: list[float] = []
    wanted: dict[str, Summary] = {}
    for workers in (1, 2):
        out = work / f"workers-{workers}"
        with cluster(room, work, workers) as (address, _started):
            done = grade(room, out, "--scheduler", address)
        found = summaries(out)
        rates.append(len(found) / done.seconds)
        click.echo(
            f"{workers} workers: {len(found)} submissions in {done.seconds:.1f} s, {rates[-1]:.2f}/s, "
            f"status {done.status}{'' if found else ': ' + done.said}"
        )
        lines += differences(wanted, found) if wanted else []
        wanted = wanted or found
    click.echo(f"two workers / one: {rates[1] / rates[0]:.2f}")
    out = work / "one-killed"
    with cluster(room, work, 2) as (address, started):
        process = room.start(out, "--scheduler", address)
        while process.poll() is None and count(out) < len(wanted) // 3:
            time.sleep(0.1)
        end(started[0])
        kept = count(out)
        process.communicate()
    found_then = [*differences(wanted, summaries(out)), *graded_twice(out)]
    click.echo(f"one of two killed after {kept}: {len(found_then)} differences, status {process.returncode}")
    return lines + found_then


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--kill", "kills", type=click.IntRange(min=1), help="Kill it so often.")
@click.option("--dask", "with_dask", is_flag=True, help="Grade it on one and on two workers.")
@click.option("--jobs", type=click.IntRange(min=1), help="Submissions at a time (else one a processor).")
@click.option("--box", "level", help="The box of all programs (else the best).")
@click.option("--alone", type=click.IntRange(min=0), help="Grade only so many alone (else all).")
@click.option("--alone-jobs", type=click.IntRange(min=1), default=1, show_default=True, help="So many at a time.")
@click.option("--seed", type=int, help="Of the moments; another one in each run if not given.")
def main(
    folder: Path,
    kills: int | None,
    with_dask: bool,
    jobs: int | None,
    level: str | None,
    alone: int | None,
    alone_jobs: int,
    seed: int | None,
) -> None:
    """Grade the class in DIR, which `python -m tests.make_class DIR` has made, and look whether that is right."""
    seed = random.randrange(1 << 30) if seed is None else seed
    options = (*(("--jobs", str(jobs)) if jobs else ()), *((f"--box={level}",) if level else ()))
    with cached_bytecode() as environment, tempfile.TemporaryDirectory(prefix="socket-course-classes-") as name:
        room, work = Classroom(folder.resolve(), options, environment | {"LANG": "C.UTF-8"}), Path(name)
        click.echo(f"{folder}, {os.cpu_count()} processors, seed {seed}")
        if kills is not None:
            lines = killed(room, work, kills, seed)
        elif with_dask:
            lines = on_cluster(room, work)
        else:
            lines = plain(room, work, recipes_of(room.folder), alone, alone_jobs)
    for line in lines:
        click.echo(line)
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()

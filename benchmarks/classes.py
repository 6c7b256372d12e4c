"""Grade a class made by tests.make_class, and compare the gradebooks: `python -m benchmarks.classes DIR`.

    (default)   throughput and memory; then each submission is graded alone, and must get the same points
    --kill 20   the grading is killed at random moments and restarted, until 20 kills; the gradebook must equal that of
                an uninterrupted grading, with each submission graded once
    --dask      one and two workers of a Dask cluster, and the speed-up; then one of two workers is killed during the
                grading, and the gradebook must be the same

Exit status 1: a difference was found; 2: DIR was not made by tests.make_class.
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
from tests.gradings import history
from tests.make_class import Recipe, lay_out

SAMPLE_EVERY = 0.2  # seconds
READY_WITHIN = 60.0  # seconds for a scheduler or a worker to start

Summary = dict[str, object]


@dataclass(frozen=True)
class Classroom:
    """A class with the options of the `class` command and the environment of all processes."""

    folder: Path
    options: tuple[str, ...]
    environment: dict[str, str]

    def command(self, out: Path, *more: str) -> list[str]:
        """The command that grades the class into the folder `out`."""
        return [sys.executable, "-m", "grader", "class", str(self.folder), "--out", str(out), *self.options, *more]

    def start(self, out: Path, *more: str) -> "subprocess.Popen[bytes]":
        """Start the grading."""
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
    """A finished grading: its output, its exit status, its wall time, and the peak memory of all processes in bytes."""

    output: str
    status: int
    seconds: float
    peak: int


def grade_class(classroom: Classroom, out: Path, *more: str) -> Run:
    """Grade the class without interruption."""
    began = time.monotonic()
    process = classroom.start(out, *more)
    memory = MemorySampler(process.pid)
    with memory:
        output, _none = process.communicate()
    return Run(output.decode("utf-8", "replace"), process.returncode, time.monotonic() - began, memory.peak)


class MemorySampler:
    """Peak memory (sum of the resident set sizes, bytes) of a process and its descendants; shared pages count twice."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self.peak = 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_EVERY):
            total = 0
            with contextlib.suppress(psutil.Error):
                for each in [self._root, *self._root.children(recursive=True)]:
                    with contextlib.suppress(psutil.Error):
                        total += each.memory_info().rss
            self.peak = max(self.peak, total)


def read_summaries(out: Path) -> dict[str, Summary]:
    """The comparable data of each submission in a gradebook."""
    with read_gradebook(out / "gradebook.sqlite") as book:
        return {each.name: summarize(each) for each in book.entries(talks=False)}


def summarize(entry: Entry) -> Summary:
    """The data of an entry that must not differ between two gradings of the same work."""
    if entry.card is None:
        return {"place": entry.place, "trouble": entry.trouble}
    checks = {f"{each.id} {check.id}": check.points for each in entry.card.exercises for check in each.checks}
    return {"place": entry.place, "points": entry.points, "commit": entry.commit, **checks}


def find_differences(wanted: dict[str, Summary], got: dict[str, Summary]) -> list[str]:
    """One line for each value that differs between two gradebooks."""
    lines = []
    for name in sorted(wanted.keys() | got.keys()):
        first, second = wanted.get(name, {}), got.get(name, {})
        keys = [key for key in first.keys() | second.keys() if first.get(key) != second.get(key)]
        lines += [f"{name}: {key}: {first.get(key)!r}, then {second.get(key)!r}" for key in sorted(keys)]
    return lines


def find_regraded(out: Path) -> list[str]:
    """One line for each submission that was graded more than once."""
    with read_gradebook(out / "gradebook.sqlite") as book:
        counted = {name: len(history(book, name)) for name in book.names()}
    return [f"{name}: graded {count} times" for name, count in counted.items() if count > 1]


# Submissions graded alone ------------------------------------------------------------------------------------------


def compare_with_single_gradings(
    classroom: Classroom, out: Path, recipes: dict[str, Recipe], alone: int | None, jobs: int
) -> list[str]:
    """Grade the class, print throughput and memory, then compare it with each submission graded alone."""
    done = grade_class(classroom, out)
    click.echo(done.output)
    entries = read_summaries(out)
    rate = len(entries) / done.seconds
    click.echo(
        f"{len(entries)} submissions in {done.seconds:.1f} s: {rate:.2f}/s; "
        f"at most {done.peak / 2**20:.0f} MiB in all processes; status {done.status}"
    )
    chosen = sorted(recipes)[:alone]
    began = time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        points = list(pool.map(lambda name: grade_alone(classroom, recipes[name]), chosen))
    lines = []
    for name, own in zip(chosen, points, strict=True):
        got = entries.get(name, {})
        if own is None or {key: got.get(key) for key in own} != own:
            lines.append(f"{name}: alone {own}, in the class {got}")
    seconds = time.monotonic() - began
    click.echo(f"{len(chosen)} graded alone, {jobs} at a time, in {seconds:.1f} s: {len(lines)} different")
    return lines


def read_recipes(folder: Path) -> dict[str, Recipe]:
    """Each learner's submission, from DIR.json beside the class. ClickException (exit status 2) if it is unreadable."""
    path = folder.with_name(f"{folder.name}.json")
    try:
        recipes: dict[str, Recipe] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        ended = click.ClickException(f"{path} cannot be read ({reason}); python -m tests.make_class makes such a class")
        ended.exit_code = 2
        raise ended from error
    return recipes


def grade_alone(classroom: Classroom, recipe: Recipe) -> Summary | None:
    """The points of one submission, graded by the `grade` command; None without a result."""
    with tempfile.TemporaryDirectory(prefix="socket-course-alone-") as name:
        folder, result = Path(name), Path(name, "result.json")
        lay_out(folder, recipe)
        levels = [each for each in classroom.options if each.startswith("--box")]
        words = ["grade", "--quiet", "--exercises", str(folder / "exercises"), "--json", str(result), *levels]
        subprocess.run(
            [sys.executable, "-m", "grader", *words],
            cwd=ROOT,
            env=classroom.environment,
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


# Kills -------------------------------------------------------------------------------------------------------------


def grade_with_kills(classroom: Classroom, work: Path, kills: int, seed: int) -> list[str]:
    """Kill the grading at random moments and restart it; compare its gradebook with that of an uninterrupted one."""
    rng = random.Random(seed)
    whole = grade_class(classroom, work / "uninterrupted")
    wanted = read_summaries(work / "uninterrupted")
    click.echo(f"uninterrupted: {len(wanted)} submissions in {whole.seconds:.1f} s, status {whole.status}")
    lines: list[str] = []
    done = rounds = 0
    while done < kills:
        rounds += 1
        out = work / f"killed-{rounds}"
        while (left := kills - done) > 0:
            process = classroom.start(out)
            try:
                process.communicate(timeout=rng.uniform(0.1, 2 * whole.seconds / (left + 1)))
                break  # it ended before the kill
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                done += 1
                click.echo(f"kill {done}: {count_entries(out)} of {len(wanted)} kept")
        last = grade_class(classroom, out)
        found = [*find_differences(wanted, read_summaries(out)), *find_regraded(out)]
        click.echo(f"gradebook {rounds}: {len(found)} differences, status {last.status}")
        lines += found
    return lines


def count_entries(out: Path) -> int:
    """Number of submissions in a gradebook; 0 if it cannot be read."""
    try:
        with read_gradebook(out / "gradebook.sqlite") as book:
            return len(book.names())
    except SocketCourseError:
        return 0


# Cluster -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def cluster(classroom: Classroom, work: Path, workers: int) -> "Iterator[tuple[str, list[subprocess.Popen[bytes]]]]":
    """A scheduler on loopback and single-threaded workers: the scheduler's address, and the workers' processes."""
    contact = work / f"scheduler-{time.monotonic_ns()}.json"
    common = ["--no-dashboard", "--scheduler-file", str(contact)]
    with contextlib.ExitStack() as ends:
        scheduler = [sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", *common]
        ends.enter_context(dask(classroom, scheduler, work / "scheduler.log"))
        until = time.monotonic() + READY_WITHIN
        while not contact.exists() or not contact.read_bytes().strip():
            if time.monotonic() > until:
                raise click.ClickException(f"the scheduler did not start: {work / 'scheduler.log'}")
            time.sleep(0.05)
        worker = [
            *(sys.executable, "-m", "dask", "worker", "--host", "127.0.0.1", "--nthreads", "1", "--memory-limit", "0"),
            *("--no-nanny", "--local-directory", str(work / "dask"), *common),
        ]
        started = [
            ends.enter_context(dask(classroom, worker, work / f"worker-{number}.log")) for number in range(workers)
        ]
        address = json.loads(contact.read_bytes())["address"]
        wait_for_workers(address, workers)
        yield address, started


@contextlib.contextmanager
def dask(classroom: Classroom, command: list[str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of the cluster; at the end it is killed with its descendants."""
    with log.open("ab") as file:
        environment = classroom.environment | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command, cwd=log.parent, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    try:
        yield process
    finally:
        kill_tree(process)


def kill_tree(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process and its descendants."""
    with contextlib.suppress(psutil.Error):
        for each in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                each.kill()
    process.kill()
    process.wait()


def wait_for_workers(address: str, workers: int) -> None:
    """Wait until this number of workers has connected to the scheduler."""
    import distributed

    with distributed.Client(address, timeout=READY_WITHIN) as client:
        client.wait_for_workers(workers, timeout=READY_WITHIN)


def grade_on_cluster(classroom: Classroom, work: Path) -> list[str]:
    """Grade with one worker, with two, and with two of which one is killed; compare the gradebooks."""
    lines: list[str] = []
    rates: list[float] = []
    wanted: dict[str, Summary] = {}
    for workers in (1, 2):
        out = work / f"workers-{workers}"
        with cluster(classroom, work, workers) as (address, _started):
            done = grade_class(classroom, out, "--scheduler", address)
        found = read_summaries(out)
        rates.append(len(found) / done.seconds)
        click.echo(
            f"{workers} workers: {len(found)} submissions in {done.seconds:.1f} s, {rates[-1]:.2f}/s, "
            f"status {done.status}{'' if found else ': ' + done.output}"
        )
        lines += find_differences(wanted, found) if wanted else []
        wanted = wanted or found
    click.echo(f"two workers / one: {rates[1] / rates[0]:.2f}")
    out = work / "one-killed"
    with cluster(classroom, work, 2) as (address, started):
        process = classroom.start(out, "--scheduler", address)
        while process.poll() is None and count_entries(out) < len(wanted) // 3:
            time.sleep(0.1)
        kill_tree(started[0])
        kept = count_entries(out)
        process.communicate()
    found_after_kill = [*find_differences(wanted, read_summaries(out)), *find_regraded(out)]
    click.echo(f"one of two killed after {kept}: {len(found_after_kill)} differences, status {process.returncode}")
    return lines + found_after_kill


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--kill", "kills", type=click.IntRange(min=1), help="Kill the grading this many times.")
@click.option("--dask", "with_dask", is_flag=True, help="Grade on one and on two workers.")
@click.option("--jobs", type=click.IntRange(min=1), help="Submissions at a time (default: one per processor).")
@click.option("--box", "level", help="The box of all programs (default: the strongest).")
@click.option("--alone", type=click.IntRange(min=0), help="Number of submissions graded alone (default: all).")
@click.option(
    "--alone-jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Single gradings at a time."
)
@click.option("--seed", type=int, help="Seed of the moments of the kills (default: random).")
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
    """Grade the class in DIR, made by `python -m tests.make_class DIR`, and compare the gradebooks."""
    seed = random.randrange(1 << 30) if seed is None else seed
    options = (*(("--jobs", str(jobs)) if jobs else ()), *((f"--box={level}",) if level else ()))
    with cached_bytecode() as environment, tempfile.TemporaryDirectory(prefix="socket-course-classes-") as name:
        classroom = Classroom(folder.resolve(), options, environment | {"LANG": "C.UTF-8"})
        work = Path(name)
        click.echo(f"{folder}, {os.cpu_count()} processors, seed {seed}")
        if kills is not None:
            lines = grade_with_kills(classroom, work, kills, seed)
        elif with_dask:
            lines = grade_on_cluster(classroom, work)
        else:
            recipes = read_recipes(classroom.folder)
            lines = compare_with_single_gradings(classroom, work, recipes, alone, alone_jobs)
    for line in lines:
        click.echo(line)
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()

"""Measure the grader's speed, as ratios within one run: `python -m benchmarks.bench`.

    floor            bare interpreters that import socket, as many as there are checks, one after another
    all correct      the whole core track, graded with the solutions          at most 1.5 x floor, on one core
    all stuck        the same with programs that block for ever               at most 1.5 x all correct
    save to verdict  watch mode at a terminal: one exercise is saved          at most 0.3 s
    grading          one grading of that exercise in a warm process
    box              all correct in each stronger box, compared with `limits`  at most 10 ms more per program
    nox              `nox -s grade` minus `python -m grader grade`            at most 0.6 s
    plain suite      the same checks in plain pytest, as multiples of the grader's time

A number above its target is printed as NOT MET; it does not change the exit status. Exit status 1: the core track
could not be measured.
"""

import importlib.util
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import click

from benchmarks.measure import (
    ROOT,
    STUCK,
    MeasureError,
    TimedCommand,
    cached_bytecode,
    median_of_rounds,
    on_one_core,
    run_timed,
    solved_exercises,
    time_bare_interpreters,
)
from benchmarks.saves import time_save_to_verdict
from grader.course import catalogue
from grader.sandbox import levels
from grader.sandbox.levels import Level

GRADINGS = 15  # repeated gradings of one exercise


@dataclass(frozen=True)
class Line:
    """One result: `value` in `unit` (x: ratio, s: seconds), its highest accepted value, and the measured times."""

    name: str
    value: float
    unit: str
    target: float | None
    rounds: int
    seconds: dict[str, float]

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        return None if self.target is None else self.value <= self.target

    def text(self) -> str:
        """The line as it is printed."""
        mark = {True: "MET", False: "NOT MET", None: "-"}[self.met]
        target = f"target {self.target:4.2f} {self.unit}" if self.target is not None else ""
        parts = ", ".join(f"{name} {value:.3f} s" for name, value in self.seconds.items())
        return (
            f"{mark:<8} {self.name:<48} {self.value:8.3f} {self.unit}  {target:<14}  ({parts}; rounds: {self.rounds})"
        )


def time_grading(folder: Path, score: int, environment: dict[str, str], level: Level = Level.LIMITS) -> float:
    """Seconds for one `grade` command on a folder. MeasureError if the score differs from `score`."""
    command = [sys.executable, "-m", "grader", "grade", "--exercises", str(folder), "--box", level.value]
    done = run_timed(command, environment)
    first = re.search(r"(\d+) / (\d+)$", done.output.split("\n", 1)[0])
    if done.status != 0 or first is None or int(first[1]) != score:
        got = f"{first[0]} points" if first else _last_line(done)
        raise MeasureError(f"grading {folder} should give {score} points; it gave status {done.status}: {got}")
    return done.seconds


def measure_track(solved: Path, checks: int, points: int, rounds: int, environment: dict[str, str]) -> list[Line]:
    """The core track on one core. Each round measures all three times, so that other load affects them equally."""
    floors, correct, stuck = [], [], []
    with on_one_core():
        time_grading(solved, points, environment)  # fills the caches
        for number in range(rounds):
            click.echo(f"round {number + 1} of {rounds} ...", err=True)
            floors.append(time_bare_interpreters(checks))
            correct.append(time_grading(solved, points, environment))
            stuck.append(time_grading(STUCK, 0, environment))
    bottom, right, wrong = median(floors), median(correct), median(stuck)
    return [
        Line("all correct / floor", right / bottom, "x", 1.5, rounds, {"all correct": right, "floor": bottom}),
        Line("all stuck / all correct", wrong / right, "x", 1.5, rounds, {"all stuck": wrong, "all correct": right}),
    ]


def measure_boxes(solved: Path, points: int, rounds: int, environment: dict[str, str]) -> Iterator[Line]:
    """Additional time of each stronger box for the core track on one core: as a ratio, and for each program."""
    programs = count_programs(solved, environment)
    for level in (each for each in Level if each is not Level.LIMITS):
        if levels.lacks(level):
            raise MeasureError(f"{level}: {levels.lacks(level)}")
        with on_one_core():
            time_grading(solved, points, environment, level)  # fills the caches
            with_box, without = [], []
            for number in range(rounds):
                click.echo(f"{level}, round {number + 1} of {rounds} ...", err=True)
                with_box.append(time_grading(solved, points, environment, level))
                without.append(time_grading(solved, points, environment))
        strong, plain = median(with_box), median(without)
        seconds = {level.value: strong, "limits": plain}
        yield Line(f"all correct, box {level} / limits", strong / plain, "x", None, rounds, seconds)
        each = (strong - plain) / programs
        yield Line(f"box {level}, more for each of {programs} programs", each, "s", 0.01, rounds, seconds)


def count_programs(solved: Path, environment: dict[str, str]) -> int:
    """Number of programs that the core track starts."""
    result = solved / "result.json"
    command = [sys.executable, "-m", "grader", "grade", "--exercises", str(solved), "--json", str(result)]
    done = run_timed([*command, "--box", Level.LIMITS.value], environment)
    if done.status != 0:
        raise MeasureError(f"the programs cannot be counted: {_last_line(done)}")
    card = json.loads(result.read_bytes())
    result.unlink()
    checks = [check for each in card["exercises"] for check in each["checks"]]
    return sum(event["event"] == "started" for check in checks for event in check["transcript"])


def measure_saves(solved: Path, name: str, environment: dict[str, str]) -> Iterator[Line]:
    """Time from a save to the verdict in watch mode, with file events and with polling."""
    for method, options in (("events", ()), ("polling", ("--poll",))):
        value = time_save_to_verdict(solved, name, GRADINGS, environment, *options)
        title = f"one exercise from save to verdict, {method} ({name})"
        yield Line(title, value, "s", 0.3, GRADINGS, {"save to screen": value})


def measure_repeated_grading(solved: Path, name: str, rounds: int, environment: dict[str, str]) -> Line:
    """Time for one exercise in a warm process."""

    def once() -> float:
        done = run_timed([sys.executable, "-m", "benchmarks.again", str(solved), name, str(GRADINGS)], environment)
        if done.status != 0:
            raise MeasureError(f"grading {name} again failed: {_last_line(done)}")
        return float(done.output)

    value = median_of_rounds(once, rounds)
    return Line(f"one exercise graded again in a warm process ({name})", value, "s", None, rounds, {"grading": value})


def nox_command() -> list[str]:
    """The command that starts nox. MeasureError if nox is not installed."""
    if importlib.util.find_spec("nox") is not None:
        return [sys.executable, "-m", "nox"]
    found = shutil.which("nox")
    if found is None:
        raise MeasureError("nox is neither importable nor on the PATH")
    return [found]


def measure_nox(rounds: int, environment: dict[str, str]) -> Line:
    """Additional time of nox over the command that it runs, after its session is set up."""
    through_nox = [*nox_command(), "-s", "grade"]
    direct = [sys.executable, "-m", "grader", "grade"]
    for command in (through_nox, direct):  # sets up the session, fills the caches
        done = run_timed(command, environment)
        if done.status != 0:
            raise MeasureError(f"{' '.join(command)} ended with status {done.status}: {_last_line(done)}")
    with_nox, without = [], []
    for _ in range(rounds):
        with_nox.append(run_timed(through_nox, environment).seconds)
        without.append(run_timed(direct, environment).seconds)
    more = median(with_nox) - median(without)
    name = "nox -s grade minus python -m grader grade"
    return Line(name, more, "s", 0.6, rounds, {"nox": median(with_nox), "grader": median(without)})


def measure_plain_suite(solved: Path, correct: float, stuck: float, environment: dict[str, str]) -> Iterator[Line]:
    """One run of the plain suite, compared with the grader's medians `correct` and `stuck` (seconds)."""
    for folder, name, grader_seconds in ((solved, "all correct", correct), (STUCK, "all stuck", stuck)):
        click.echo(f"plain suite, {name} ...", err=True)
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "benchmarks/plain", "--exercises", str(folder)]
        with on_one_core():
            done = run_timed(command, environment)
        if done.status != (0 if folder == solved else 1):
            raise MeasureError(f"the plain suite, {name}, ended with status {done.status}: {_last_line(done)}")
        seconds = {"plain suite": done.seconds, "grader": grader_seconds}
        yield Line(f"plain suite / grader, {name}", done.seconds / grader_seconds, "x", None, 1, seconds)


def _last_line(done: TimedCommand) -> str:
    lines = [line for line in done.output.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it printed nothing"


class Report:
    """Print each line at once; keep all lines, and the names of what could not be measured."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.skipped: list[str] = []

    def add(self, line: Line) -> None:
        """Print and keep one line."""
        self.lines.append(line)
        click.echo(line.text())

    def skip(self, name: str, why: object) -> None:
        """Print and keep the name of something that could not be measured."""
        self.skipped.append(f"{name}: {why}")
        click.echo(f"SKIPPED  {name}: {why}")

    def json(self, checks: int) -> str:
        """All results as JSON."""
        results = {
            "checks": checks,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "processors": os.cpu_count(),
            "lines": [asdict(line) | {"met": line.met} for line in self.lines],
            "skipped": self.skipped,
        }
        return json.dumps(results, indent=2) + "\n"


@click.command()
@click.option(
    "--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Measurements for each median."
)
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the numbers there.")
@click.option("--skip-plain", is_flag=True, help="Skip the plain suite, which takes minutes.")
def main(rounds: int, json_file: Path | None, skip_plain: bool) -> None:
    """Measure the grader's speed, as ratios within one run."""
    os.chdir(ROOT)
    exercises = catalogue.load()
    checks = sum(len(each.checks) for each in exercises)
    points = sum(each.tried for each in exercises)
    report = Report()
    click.echo(f"{checks} checks, {points} points; Python {platform.python_version()}, {os.cpu_count()} processors")
    with cached_bytecode() as environment, solved_exercises() as solved:
        try:
            first, second = measure_track(solved, checks, points, rounds, environment)
            report.add(first)
            report.add(second)
            report.add(measure_repeated_grading(solved, "03_bind", rounds, environment))
        except MeasureError as error:
            raise click.ClickException(str(error)) from error
        try:
            for line in measure_boxes(solved, points, rounds, environment):
                report.add(line)
        except MeasureError as error:
            report.skip("box / limits", error)
        try:
            for line in measure_saves(solved, "03_bind", environment):
                report.add(line)
        except MeasureError as error:
            report.skip("one exercise from save to verdict", error)
        try:
            report.add(measure_nox(rounds, environment))
        except MeasureError as error:
            report.skip("nox -s grade minus python -m grader grade", error)
        if not skip_plain:
            try:
                correct, stuck = first.seconds["all correct"], second.seconds["all stuck"]
                for line in measure_plain_suite(solved, correct, stuck, environment):
                    report.add(line)
            except MeasureError as error:
                report.skip("plain suite / grader", error)
    if json_file is not None:
        json_file.write_text(report.json(checks), encoding="utf-8")


if __name__ == "__main__":
    main()

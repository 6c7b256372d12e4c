"""Grade again and again while other work keeps every core busy: `python -m benchmarks.soak`.

    right programs   each grading of the solutions must give every point
    stuck programs   each check of benchmarks/stuck must be proven stuck, or not be tried because an earlier one
                     must hold first

Exit status 1: a point was lost, a verdict was false, the grader had trouble, or something was left behind;
130: stopped by Ctrl-C before anything of this was seen.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import click

from benchmarks.left_over import left_over, own_temporary_folder, sockets
from benchmarks.load import Load
from benchmarks.measure import STUCK, finished_work
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.grading import run
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseStatus, Scorecard

TELL_EVERY = 10  # gradings

Judge = Callable[[Scorecard, Sequence[Exercise]], Iterator[str]]


@dataclass
class Soaked:
    """What became of one kind of gradings: seconds of each, and a line for each wrong verdict."""

    name: str
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def text(self, unit: str) -> str:
        """The summary in one line."""
        times = f"median {median(self.seconds):.2f} s, max {max(self.seconds):.2f} s" if self.seconds else "no times"
        return f"{self.name}: {len(self.seconds)} gradings, {len(self.wrong)} {unit}; {times}"


def lost_points(card: Scorecard, exercises: Sequence[Exercise]) -> Iterator[str]:
    """A line for each check of a right program that has not all its points."""
    yield from troubles(card)
    for each in card.exercises:
        for check in each.checks:
            if check.points < check.max:
                yield f"{each.id} {told(check)}"


def false_verdicts(card: Scorecard, exercises: Sequence[Exercise]) -> Iterator[str]:
    """A line for each check of a stuck program that is neither proven stuck nor rightly untried."""
    yield from troubles(card)
    dependent = {(each.id, check.id) for each in exercises for check in each.checks if check.after is not None}
    for each in card.exercises:
        for check in each.checks:
            proven = check.status is CheckStatus.FAILED and check.stuck
            untried = check.status is CheckStatus.NOT_TRIED and (each.id, check.id) in dependent
            if not proven and not untried:
                yield f"{each.id} {told(check)}"


def troubles(card: Scorecard) -> Iterator[str]:
    """A line for each exercise that could not be graded."""
    for each in card.exercises:
        if each.status is ExerciseStatus.ERROR:
            yield f"{each.id}: {each.reason}"


def told(check: CheckResult) -> str:
    """What a result says."""
    return (
        f"{check.id}: {check.status}, {check.points}/{check.max}, stuck: {check.stuck}, {check.seconds:.2f} s\n"
        f"    expected: {check.expected}\n    observed: {check.observed}"
    )


def soak(folder: Path, times: int, exercises: Sequence[Exercise], judge: Judge, soaked: Soaked) -> None:
    """Grade a folder `times` times; every wrong verdict is printed at once, with the seed that repeats it."""
    for number in range(1, times + 1):
        seed = random.randrange(1 << 30)
        began = time.monotonic()
        try:
            wrong = list(judge(run.grade(folder, exercises, run.Settings(seed=seed)), exercises))
        except Exception as error:  # whatever stops a grading is what the soak looks for
            wrong = [f"no result: {type(error).__name__}: {error}"]
        soaked.seconds.append(time.monotonic() - began)
        for line in wrong:
            click.echo(f"{soaked.name}, grading {number}, seed {seed}: {line}")
        soaked.wrong += wrong
        if number % TELL_EVERY == 0 or number == times:
            click.echo(f"{soaked.name}: {number} of {times}, {len(soaked.wrong)} wrong", err=True)


@click.command()
@click.option("--gradings", type=click.IntRange(min=0), default=200, show_default=True, help="Of the solutions.")
@click.option("--stuck", type=click.IntRange(min=0), default=50, show_default=True, help="Of the stuck programs.")
def main(gradings: int, stuck: int) -> None:
    """Grade hundreds of times on a busy machine: not one lost point, not one false verdict."""
    exercises = catalogue.load()
    right, blocked = Soaked("right programs"), Soaked("stuck programs")
    stopped = False
    with finished_work() as solved, own_temporary_folder() as folder, Load(os.cpu_count() or 1) as load:
        before = sockets()
        try:
            soak(solved, gradings, exercises, lost_points, right)
            soak(STUCK, stuck, exercises, false_verdicts, blocked)
        except KeyboardInterrupt:
            stopped = True
            click.echo("stopped; so far:", err=True)
        left = left_over(folder, load.pids, before)
    click.echo(right.text("lost points or troubles"))
    click.echo(blocked.text("false verdicts or troubles"))
    click.echo(f"left behind: {', '.join(left) or 'nothing'}; {load.count} processes kept the cores busy")
    if right.wrong or blocked.wrong or left:
        sys.exit(1)
    sys.exit(130 if stopped else 0)


if __name__ == "__main__":
    main()

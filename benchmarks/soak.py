"""Grade repeatedly while other processes keep every core busy: `python -m benchmarks.soak`.

    right programs   each grading of the solutions must give every point
    stuck programs   each check of benchmarks/stuck must be proven stuck, or must not be tried because the check
                     that it depends on failed

Exit status 1: a point was lost, a verdict was false, the grader failed, or something was left behind;
130: stopped by Ctrl-C, without an error until then.
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

from benchmarks.left_over import count_sockets, find_left_over, own_temporary_folder
from benchmarks.load import Load
from benchmarks.measure import STUCK, solved_exercises
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.grading import run
from grader.grading.options import GradeOptions
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseStatus, Scorecard

PROGRESS_EVERY = 10  # gradings

FindErrors = Callable[[Scorecard, Sequence[Exercise]], Iterator[str]]


@dataclass
class SoakResult:
    """Gradings of one kind: the seconds of each, and one line for each error."""

    name: str
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def text(self, unit: str) -> str:
        """The summary in one line."""
        times = f"median {median(self.seconds):.2f} s, max {max(self.seconds):.2f} s" if self.seconds else "no times"
        return f"{self.name}: {len(self.seconds)} gradings, {len(self.errors)} {unit}; {times}"


def find_lost_points(card: Scorecard, exercises: Sequence[Exercise]) -> Iterator[str]:
    """One line for each check of a right program that lost points."""
    yield from find_failures(card)
    for each in card.exercises:
        for check in each.checks:
            if check.points < check.max:
                yield f"{each.id} {describe_check(check)}"


def find_false_verdicts(card: Scorecard, exercises: Sequence[Exercise]) -> Iterator[str]:
    """One line for each check of a stuck program whose verdict is wrong (see this module's docstring)."""
    yield from find_failures(card)
    dependent = {(each.id, check.id) for each in exercises for check in each.checks if check.after is not None}
    for each in card.exercises:
        for check in each.checks:
            proven = check.status is CheckStatus.FAILED and check.stuck
            untried = check.status is CheckStatus.NOT_TRIED and (each.id, check.id) in dependent
            if not proven and not untried:
                yield f"{each.id} {describe_check(check)}"


def find_failures(card: Scorecard) -> Iterator[str]:
    """One line for each exercise that could not be graded."""
    for each in card.exercises:
        if each.status is ExerciseStatus.ERROR:
            yield f"{each.id}: {each.reason}"


def describe_check(check: CheckResult) -> str:
    """A check's result as text: status, points, seconds, expectation and observation."""
    return (
        f"{check.id}: {check.status}, {check.points}/{check.max}, stuck: {check.stuck}, {check.seconds:.2f} s\n"
        f"    expected: {check.expected}\n    observed: {check.observed}"
    )


def soak(folder: Path, times: int, exercises: Sequence[Exercise], find_errors: FindErrors, result: SoakResult) -> None:
    """Grade a folder `times` times; print each error at once, with the seed that repeats it."""
    for number in range(1, times + 1):
        seed = random.randrange(1 << 30)
        began = time.monotonic()
        try:
            errors = list(find_errors(run.grade(folder, exercises, GradeOptions(seed=seed)), exercises))
        except Exception as error:  # any exception of a grading is an error that the soak looks for
            errors = [f"no result: {type(error).__name__}: {error}"]
        result.seconds.append(time.monotonic() - began)
        for line in errors:
            click.echo(f"{result.name}, grading {number}, seed {seed}: {line}")
        result.errors += errors
        if number % PROGRESS_EVERY == 0 or number == times:
            click.echo(f"{result.name}: {number} of {times}, {len(result.errors)} errors", err=True)


@click.command()
@click.option(
    "--gradings", type=click.IntRange(min=0), default=200, show_default=True, help="Gradings of the solutions."
)
@click.option(
    "--stuck", type=click.IntRange(min=0), default=50, show_default=True, help="Gradings of the stuck programs."
)
def main(gradings: int, stuck: int) -> None:
    """Grade hundreds of times on a busy machine; fail on a lost point or a false verdict."""
    exercises = catalogue.load()
    right, blocked = SoakResult("right programs"), SoakResult("stuck programs")
    stopped = False
    with solved_exercises() as solved, own_temporary_folder() as folder, Load(os.cpu_count() or 1) as load:
        before = count_sockets()
        try:
            soak(solved, gradings, exercises, find_lost_points, right)
            soak(STUCK, stuck, exercises, find_false_verdicts, blocked)
        except KeyboardInterrupt:
            stopped = True
            click.echo("stopped; so far:", err=True)
        left = find_left_over(folder, load.pids, before)
    click.echo(right.text("lost points or failures"))
    click.echo(blocked.text("false verdicts or failures"))
    click.echo(f"left behind: {', '.join(left) or 'nothing'}; {load.count} processes kept the cores busy")
    if right.errors or blocked.errors or left:
        sys.exit(1)
    sys.exit(130 if stopped else 0)


if __name__ == "__main__":
    main()

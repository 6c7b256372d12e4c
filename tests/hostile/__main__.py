"""`python -m tests.hostile`: grade every hostile program at every sandbox level that this machine supports.

Exit status 1: a program was not stopped at a level that must stop it, left something behind, or made the next
submission lose a point.
"""

import getpass
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice

import click

from grader.sandbox import levels
from grader.sandbox.levels import Level
from tests.hostile import machine
from tests.hostile.attempt import Outcome, attempt, ignore_interrupts
from tests.hostile.cases import cases
from tests.hostile.target import Target

MARK_COMES_WITHIN = 4.0  # seconds in which a daemon writes its mark


def available_levels(require_all: bool) -> list[Level]:
    """The levels that this machine supports. ClickException for a missing one if `require_all`."""
    found = []
    for level in reversed(Level):
        if reason := levels.lacks(level):
            if require_all:
                raise click.ClickException(f"the level {level} is missing: {reason}")
            click.echo(f"SKIPPED  {level}: {reason}")
        else:
            found.append(level)
    return found


def run_attempts(wanted: Sequence[tuple[str, Level]], jobs: int) -> Iterator[Outcome]:
    """Grade these programs at these levels, `jobs` at a time."""
    with ProcessPoolExecutor(jobs, initializer=ignore_interrupts) as pool:
        yield from pool.map(run_attempt, wanted, chunksize=1)


def run_attempt(wanted: tuple[str, Level]) -> Outcome:
    """Grade one program at one level, with a target of its own."""
    name, level = wanted
    case = next(each for each in cases() if each.name == name)
    with Target() as target:
        outcome = attempt(case, level, target)
        if case.leaves_marks:
            time.sleep(MARK_COMES_WITHIN)
        marks = [f"a mark was left: {each}" for each in target.marks()]
        return replace(outcome, leaked=[*outcome.leaked, *marks])


def describe(outcome: Outcome) -> str:
    """An outcome in one line."""
    must = outcome.level in outcome.stopped_by
    verdict = "WRONG" if outcome.wrong else "stopped" if outcome.stopped else "not stopped (ok)"
    details = "; ".join(outcome.wrong or [*outcome.leaked, *outcome.left])
    points = "no result" if outcome.points is None else f"{outcome.points} points"
    return (
        f"{verdict:<20} {outcome.level:<10} {outcome.case:<28} {points:>9}  status {outcome.status:>3} "
        f"{outcome.seconds:5.1f} s  next {outcome.after[0]}/{outcome.after[1]}  {'' if must else '(may) '}{details}"
    )


@click.command()
@click.argument("names", nargs=-1)
@click.option("--level", "levels", multiple=True, type=click.Choice([each.value for each in Level]))
@click.option(
    "--gradings",
    type=click.IntRange(min=1),
    help="Number of gradings, hostile and honest in turn (default: each program once).",
)
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default=True)
@click.option("--all-levels", is_flag=True, help="Fail where a level is missing.")
@click.option(
    "--machine", "whole", is_flag=True, help="Compare the whole machine before and after; nothing else may run."
)
def main(
    names: tuple[str, ...], levels: tuple[str, ...], gradings: int | None, jobs: int, all_levels: bool, whole: bool
) -> None:
    """Grade every hostile program, or those named, at every sandbox level that this machine supports."""
    began, before = time.monotonic(), machine.take_snapshot()
    chosen = [Level(each) for each in levels] or available_levels(all_levels)
    hostile = [each for each in cases() if not names or each.name in names]
    wanted = [(each.name, level) for each in hostile for level in chosen if level not in each.not_at]
    if gradings is not None:  # each attempt is followed by an honest grading
        wanted = list(islice((pair for _ in range(gradings) for pair in wanted), (gradings + 1) // 2))
    click.echo(f"{len(wanted)} attempts as {getpass.getuser()}, {jobs} at a time")
    wrong = 0
    for outcome in run_attempts(wanted, jobs):
        wrong += bool(outcome.wrong)
        click.echo(describe(outcome))
    click.echo(f"{len(wanted)} attempts, {wrong} wrong, in {time.monotonic() - began:.0f} s")
    left = machine.new_since(before) if whole else []
    if whole:
        click.echo(f"the machine before: {before.counts()}; new and still there: {'; '.join(left) or 'nothing'}")
    sys.exit(1 if wrong or left else 0)


if __name__ == "__main__":
    main()

"""`python -m tests.hostile`: try every hostile program at every level that this machine has.

Exit status 1: something was not stopped that must be, something is left, or the next submission lost a point.
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
from tests.hostile.attempt import Outcome, attempt, ignore_the_terminal
from tests.hostile.cases import cases
from tests.hostile.ground import Ground

MARK_COMES_WITHIN = 4.0  # seconds after which a daemon would have left its mark


def at_hand(must: bool) -> list[Level]:
    """The levels that this machine has. ClickException for a missing one, where all `must` be there."""
    found = []
    for level in reversed(Level):
        if reason := levels.lacks(level):
            if must:
                raise click.ClickException(f"the level {level} is missing: {reason}")
            click.echo(f"SKIPPED  {level}: {reason}")
        else:
            found.append(level)
    return found


def tried(wanted: Sequence[tuple[str, Level]], jobs: int) -> Iterator[Outcome]:
    """Try them, `jobs` at a time."""
    with ProcessPoolExecutor(jobs, initializer=ignore_the_terminal) as pool:
        yield from pool.map(once, wanted, chunksize=1)


def once(wanted: tuple[str, Level]) -> Outcome:
    """One attempt, on a ground of its own."""
    name, level = wanted
    case = next(each for each in cases() if each.name == name)
    with Ground() as ground:
        outcome = attempt(case, level, ground)
        if case.leaves_marks:
            time.sleep(MARK_COMES_WITHIN)
        marks = [f"a mark was left: {each}" for each in ground.dropped()]
        return replace(outcome, leaked=[*outcome.leaked, *marks])


def line(outcome: Outcome) -> str:
    """One attempt in one line."""
    must = outcome.level in outcome.stopped_by
    verdict = "WRONG" if outcome.wrong else "stopped" if outcome.stopped else "not stopped, as told"
    told = "; ".join(outcome.wrong or [*outcome.leaked, *outcome.left])
    points = "no result" if outcome.points is None else f"{outcome.points} points"
    return (
        f"{verdict:<20} {outcome.level:<10} {outcome.case:<28} {points:>9}  status {outcome.status:>3} "
        f"{outcome.seconds:5.1f} s  next {outcome.after[0]}/{outcome.after[1]}  {'' if must else '(may) '}{told}"
    )


@click.command()
@click.argument("names", nargs=-1)
@click.option("--level", "levels", multiple=True, type=click.Choice([each.value for each in Level]))
@click.option("--gradings", type=click.IntRange(min=1), help="So many, hostile and honest in turn (else each once).")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default=True)
@click.option("--all-levels", is_flag=True, help="Fail where a level is missing.")
@click.option(
    "--machine", "whole", is_flag=True, help="Look at the whole machine too; nothing else may start meanwhile."
)
def main(
    names: tuple[str, ...], levels: tuple[str, ...], gradings: int | None, jobs: int, all_levels: bool, whole: bool
) -> None:
    """Try every hostile program, or those named, at every level that this machine has."""
    began, before = time.monotonic(), machine.look()
    chosen = [Level(each) for each in levels] or at_hand(all_levels)
    hostile = [each for each in cases() if not names or each.name in names]
    wanted = [(each.name, level) for each in hostile for level in chosen if level not in each.not_at]
    if gradings is not None:  # each attempt is followed by an honest grading
        wanted = list(islice((pair for _ in range(gradings) for pair in wanted), (gradings + 1) // 2))
    click.echo(f"{len(wanted)} attempts as {getpass.getuser()}, {jobs} at a time")
    wrong = 0
    for outcome in tried(wanted, jobs):
        wrong += bool(outcome.wrong)
        click.echo(line(outcome))
    click.echo(f"{len(wanted)} attempts, {wrong} wrong, in {time.monotonic() - began:.0f} s")
    left = machine.new_since(before) if whole else []
    if whole:
        click.echo(f"the machine before: {before.counted()}; new and still there: {'; '.join(left) or 'nothing'}")
    sys.exit(1 if wrong or left else 0)


if __name__ == "__main__":
    main()

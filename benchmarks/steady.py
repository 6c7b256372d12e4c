"""Grade each program of the course again and again: `python -m benchmarks.steady [EXERCISE]... --rounds 8`.

Whoever grades a program twice must get the same points twice, whatever the program does and however busy the machine
is. The programs are the stubs, the solutions and everything beside them; each grading has other values (ports, texts,
sizes), and more are graded at a time than there are processors. A check whose points are not the same in every round
is told, with how often it had which.

Exit status 1: a check was not steady, or the grader had trouble.
"""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from grader.course import catalogue
from grader.model.errors import SocketCourseError
from grader.verify import programs
from grader.verify.programs import Claim

Points = dict[str, float]


def points(claim: Claim) -> Points | str:
    """The points of each check; or the grader's trouble."""
    try:
        result = programs.graded_alone(claim.exercise, claim.path.read_bytes())
    except SocketCourseError as error:
        return str(error)
    return result.reason if result.own_trouble else {check.id: check.points for check in result.checks}


def unsteady(rounds: list[Points | str]) -> Iterator[str]:
    """What the rounds of one program do not agree in, and what trouble there was."""
    counted: dict[str, Counter[float]] = defaultdict(Counter)
    for each in rounds:
        if isinstance(each, str):
            yield f"the grader had trouble: {each}"
            continue
        for name, had in each.items():
            counted[name][had] += 1
    for name, had_so_often in counted.items():
        if len(had_so_often) > 1:
            often = ", ".join(f"{had:g} points in {count} rounds" for had, count in sorted(had_so_often.items()))
            yield f"{name}: {often}"


@click.command()
@click.argument("exercise", nargs=-1)
@click.option("--rounds", type=click.IntRange(min=2), default=8, show_default=True, help="Gradings of each program.")
@click.option("--jobs", type=click.IntRange(min=1), help="So many at a time (else three a processor).")
def main(exercise: tuple[str, ...], rounds: int, jobs: int | None) -> None:
    """Grade each program of the course again and again, and tell the checks that do not always say the same."""
    claims = list(programs.claims(catalogue.choose(catalogue.load(), exercise), Path("exercises"), Path("solutions")))
    told = 0
    with ProcessPoolExecutor(jobs or 3 * (os.cpu_count() or 1)) as pool:
        # round after round, so that a program's gradings do not run beside each other
        graded = pool.map(points, claims * rounds, chunksize=4)
        of_each: dict[Path, list[Points | str]] = defaultdict(list)
        for claim, found in zip(claims * rounds, graded, strict=True):
            of_each[claim.path].append(found)
    for path, found_in_rounds in of_each.items():
        for line in unsteady(found_in_rounds):
            told += 1
            click.echo(f"{path}: {line}")
    click.echo(f"{len(claims)} programs, {rounds} rounds each: {told} not steady")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()

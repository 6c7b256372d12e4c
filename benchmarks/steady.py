"""Grade each program of the course repeatedly: `python -m benchmarks.steady [EXERCISE]... --rounds 8`.

A program must get the same points each time, even on a busy machine. The programs are the stubs, the solutions and all
programs in the solutions' subfolders. Each grading uses new random values (ports, texts, sizes), and more programs run
at a time than there are processors. If the points of a check differ between rounds, one line says in how many
rounds it had which points.

Exit status 1: the points of a check differed, or the grader failed.
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


def grade_points(claim: Claim) -> Points | str:
    """Grade one program. Return the points of each check, or the message if the grader itself failed."""
    try:
        result = programs.graded_alone(claim.exercise, claim.path.read_bytes())
    except SocketCourseError as error:
        return str(error)
    return result.reason if result.own_trouble else {check.id: check.points for check in result.checks}


def find_differences(rounds: list[Points | str]) -> Iterator[str]:
    """One line for each check whose points differ between the rounds of one program, and for each failure."""
    counted: dict[str, Counter[float]] = defaultdict(Counter)
    for each in rounds:
        if isinstance(each, str):
            yield f"the grader failed: {each}"
            continue
        for name, points in each.items():
            counted[name][points] += 1
    for name, counts in counted.items():
        if len(counts) > 1:
            text = ", ".join(f"{points:g} points in {count} rounds" for points, count in sorted(counts.items()))
            yield f"{name}: {text}"


@click.command()
@click.argument("exercise", nargs=-1)
@click.option("--rounds", type=click.IntRange(min=2), default=8, show_default=True, help="Gradings of each program.")
@click.option("--jobs", type=click.IntRange(min=1), help="Gradings at a time (default: three per processor).")
def main(exercise: tuple[str, ...], rounds: int, jobs: int | None) -> None:
    """Grade each program of the course repeatedly, and list the checks whose points differ."""
    claims = list(programs.claims(catalogue.choose(catalogue.load(), exercise), Path("exercises"), Path("solutions")))
    lines = 0
    with ProcessPoolExecutor(jobs or 3 * (os.cpu_count() or 1)) as pool:
        # round after round, so that gradings of the same program do not run at the same time
        results = pool.map(grade_points, claims * rounds, chunksize=4)
        by_program: dict[Path, list[Points | str]] = defaultdict(list)
        for claim, result in zip(claims * rounds, results, strict=True):
            by_program[claim.path].append(result)
    for path, results_of_program in by_program.items():
        for line in find_differences(results_of_program):
            lines += 1
            click.echo(f"{path}: {line}")
    click.echo(f"{len(claims)} programs, {rounds} rounds each: {lines} differences")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()

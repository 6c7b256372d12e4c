"""Test the checks: each mutant of each reference solution must lose a point: `python -m benchmarks.mutants`.

A mutant that still gets every point, hidden checks included, survives. Either it is a mistake that no check detects:
then write a check. Or it is not a mistake: then `solutions/NN_name/survivors.toml` gives the reason.

    mutants      made by cosmic-ray's operators and by slips.py, in memory; no file is changed
    killed       lost at least one point, could not be imported, or did not end
    explained    survived, with a reason in survivors.toml
    unexplained  survived, without a reason
    stale        an explanation that matches no survivor

Exit status 1: something is unexplained or stale; 2: bad usage; 3: the grader itself failed, or an unchanged solution
loses a point. Run it on Linux, where every check can observe what it tests.
"""

import enum
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from benchmarks import mutation
from benchmarks.mutation import Mutant
from benchmarks.survivors import FILE, Explanation, read_explanations, toml_entry
from grader import cli
from grader.commands.options import GRADED, TROUBLE, UNDER
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import CourseError, SocketCourseError, UsageError
from grader.result.scorecard import CheckStatus, ExerciseStatus
from grader.verify import programs


class Fate(enum.Enum):
    """The result of grading a mutant."""

    KILLED = enum.auto()
    SURVIVED = enum.auto()
    TROUBLE = enum.auto()


@dataclass(frozen=True)
class GradedMutant:
    """A fate, with one line about it: the lost checks, or the grader's failure."""

    fate: Fate
    reason: str = ""


def grade_program(exercise: Exercise, source: str) -> GradedMutant:
    """Grade one program with every check."""
    try:
        result = programs.graded_alone(exercise, source.encode())
    except SocketCourseError as error:
        return GradedMutant(Fate.TROUBLE, str(error))
    if result.own_trouble:
        return GradedMutant(Fate.TROUBLE, result.reason)
    lost = [check.id for check in result.checks if check.status is not CheckStatus.PASSED]
    if result.status is ExerciseStatus.PASSED and not lost:
        return GradedMutant(Fate.SURVIVED)
    return GradedMutant(Fate.KILLED, result.reason or ", ".join(lost))


@dataclass
class Tally:
    """Numbers and lists of the mutants of one exercise, by result."""

    name: str
    mutants: int = 0
    killed: int = 0
    explained: int = 0
    unexplained: list[Mutant] = field(default_factory=list)
    failures: list[tuple[Mutant, str]] = field(default_factory=list)
    stale: list[Explanation] = field(default_factory=list)

    def numbers(self) -> tuple[int, ...]:
        """The numbers in the table's columns."""
        return self.mutants, self.killed, self.explained, len(self.unexplained), len(self.stale)


def tally_mutants(name: str, graded: Sequence[tuple[Mutant, GradedMutant]], explained: Sequence[Explanation]) -> Tally:
    """Match the surviving mutants of an exercise with its explanations."""
    survivors = [mutant for mutant, result in graded if result.fate is Fate.SURVIVED]
    unexplained = [mutant for mutant in survivors if not any(each.fits(mutant) for each in explained)]
    failures = [(mutant, result.reason) for mutant, result in graded if result.fate is Fate.TROUBLE]
    may_survive = survivors + [mutant for mutant, _ in failures]
    return Tally(
        name=name,
        mutants=len(graded),
        killed=sum(result.fate is Fate.KILLED for _, result in graded),
        explained=len(survivors) - len(unexplained),
        unexplained=unexplained,
        failures=failures,
        stale=[each for each in explained if not any(each.fits(mutant) for mutant in may_survive)],
    )


def grade_mutants(exercise: Exercise, folder: Path, pool: ProcessPoolExecutor, every: bool = False) -> Tally:
    """Grade every mutant of the solution in `folder`; `every`: print each result.

    CourseError if the unchanged solution loses a point: then a point lost by a mutant would prove nothing.
    UsageError if there is no solution.
    """
    path = folder / exercise.facts.file
    if not path.is_file():
        raise UsageError(f"there is no solution {path}")
    explained = read_explanations(folder)
    source = path.read_text(encoding="utf-8")
    unchanged = grade_program(exercise, source)
    if unchanged.fate is not Fate.SURVIVED:
        raise CourseError(f"{path} does not get every point even without a change: {unchanged.reason}")
    found = mutation.mutants(source)
    click.echo(f"{exercise.id}: {len(found)} mutants ...", err=True)
    graded = []
    results = pool.map(partial(grade_program, exercise), [each.source for each in found])
    for mutant, result in zip(found, results, strict=True):
        graded.append((mutant, result))
        if every:
            fate = result.fate.name.lower()
            click.echo(f"{path}:{mutant.line}: {fate}, {mutant.operator}: {mutant.now!r}: {result.reason}")
    return tally_mutants(exercise.id, graded, explained)


def describe_problems(tally: Tally, folder: Path, file: str) -> Iterator[str]:
    """One text for each unexplained survivor, each stale explanation and each failure of the grader."""
    for mutant in tally.unexplained:
        yield (
            f"{folder / file}:{mutant.line}: this change keeps every point. Write a check that detects it, or say in "
            f"{folder / FILE} why it is not a mistake:\n\n{toml_entry(mutant)}\n"
        )
    for each in tally.stale:
        yield f"{folder / FILE}: this entry matches no survivor ({each.operator}):\n    {each.was!r}\n    {each.now!r}"
    for mutant, reason in tally.failures:
        yield f"{folder / file}:{mutant.line}: the grader failed ({mutant.operator}: {mutant.now!r}): {reason}"


def table_lines(tallies: Sequence[Tally]) -> Iterator[str]:
    """One line for each exercise, one for the sums, one with the percentages."""
    head = ("mutants", "killed", "explained", "unexplained", "stale")
    total = tuple(sum(column) for column in zip(*(each.numbers() for each in tallies), strict=True))
    yield f"{'':<20}" + "".join(f"{name:>13}" for name in head)
    for name, numbers in [*((each.name, each.numbers()) for each in tallies), ("all", total)]:
        yield f"{name:<20}" + "".join(f"{number:>13}" for number in numbers)
    mutants, killed, explained = total[:3]
    mistakes = mutants - explained
    yield f"killed: {percent(killed, mutants)} of all mutants, {percent(killed, mistakes)} of those that are mistakes"


def percent(part: int, whole: int) -> str:
    """A share in per cent, rounded to one decimal, but 100 % only if `part` equals `whole`."""
    return "100 %" if part == whole else f"{min(part / whole, 0.999):.1%}".replace("%", " %")


def exit_status(tallies: Sequence[Tally]) -> int:
    """The exit status of this command (see the module's docstring)."""
    if any(each.failures for each in tallies):
        return TROUBLE
    return UNDER if any(each.unexplained or each.stale for each in tallies) else GRADED


@click.command()
@click.argument("exercise", nargs=-1)
@click.option("--solutions", default="solutions", type=click.Path(path_type=Path), help="Folder with the solutions.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Mutants graded at a time (0: one per processor).")
@click.option("--every", is_flag=True, help="Print the result of every mutant.")
def main(exercise: tuple[str, ...], solutions: Path, jobs: int, every: bool) -> None:
    """Mutate the solutions: each mutant must lose a point, or survivors.toml must explain why it does not."""
    chosen = catalogue.choose(catalogue.load(), exercise)
    tallies = []
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        for each in chosen:
            folder = solutions / each.id
            tallies.append(grade_mutants(each, folder, pool, every))
            for text in describe_problems(tallies[-1], folder, each.facts.file):
                click.echo(text)
    for line in table_lines(tallies):
        click.echo(line)
    sys.exit(exit_status(tallies))


if __name__ == "__main__":
    sys.exit(cli.run_command(lambda: main(standalone_mode=False)))

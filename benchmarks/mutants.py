"""The grader graded: each mutant of each reference solution must lose a point: `python -m benchmarks.mutants`.

A mutant that still gets every point, hidden checks included, survives. It is either a mistake that no check sees, and
a check is to be written; or it is none, and `solutions/NN_name/survivors.toml` says why.

    mutants      by cosmic-ray's operators and by learners' slips, each once, in memory; no file is changed
    killed       lost at least one point, could not be read, or never ended
    explained    survived, and why it may is written down
    unexplained  survived, and nobody has said why
    stale        an explanation that fits no survivor

Graded as on Linux, where every check sees what it is about. Exit status 1: something is unexplained or stale;
2: bad usage; 3: the grader itself failed, or a solution without any change loses a point.
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
from benchmarks.survivors import FILE, Explanation, entry, explanations
from grader import cli
from grader.commands.options import GRADED, TROUBLE, UNDER
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import CourseError, SocketCourseError, UsageError
from grader.result.scorecard import CheckStatus, ExerciseStatus
from grader.verify import programs


class Fate(enum.Enum):
    """What the grader made of a program."""

    KILLED = enum.auto()
    SURVIVED = enum.auto()
    TROUBLE = enum.auto()


@dataclass(frozen=True)
class Judged:
    """A fate, and in one line why: the check that was lost, or the trouble."""

    fate: Fate
    why: str = ""


def judged(exercise: Exercise, source: str) -> Judged:
    """Grade one program with every check."""
    try:
        result = programs.graded_alone(exercise, source.encode())
    except SocketCourseError as error:
        return Judged(Fate.TROUBLE, str(error))
    if result.own_trouble:
        return Judged(Fate.TROUBLE, result.reason)
    lost = [check.id for check in result.checks if check.status is not CheckStatus.PASSED]
    if result.status is ExerciseStatus.PASSED and not lost:
        return Judged(Fate.SURVIVED)
    return Judged(Fate.KILLED, result.reason or ", ".join(lost))


@dataclass
class Tally:
    """What became of the mutants of one exercise."""

    name: str
    mutants: int = 0
    killed: int = 0
    explained: int = 0
    unexplained: list[Mutant] = field(default_factory=list)
    troubles: list[tuple[Mutant, str]] = field(default_factory=list)
    stale: list[Explanation] = field(default_factory=list)

    def numbers(self) -> tuple[int, ...]:
        """The columns of the table."""
        return self.mutants, self.killed, self.explained, len(self.unexplained), len(self.stale)


def tally(name: str, fates: Sequence[tuple[Mutant, Judged]], explained: Sequence[Explanation]) -> Tally:
    """Hold the fates of an exercise's mutants against what is explained of it."""
    survivors = [mutant for mutant, end in fates if end.fate is Fate.SURVIVED]
    unexplained = [mutant for mutant in survivors if not any(each.fits(mutant) for each in explained)]
    troubled = [(mutant, end.why) for mutant, end in fates if end.fate is Fate.TROUBLE]
    may_survive = survivors + [mutant for mutant, _ in troubled]
    return Tally(
        name=name,
        mutants=len(fates),
        killed=sum(end.fate is Fate.KILLED for _, end in fates),
        explained=len(survivors) - len(unexplained),
        unexplained=unexplained,
        troubles=troubled,
        stale=[each for each in explained if not any(each.fits(mutant) for mutant in may_survive)],
    )


def tried(exercise: Exercise, folder: Path, pool: ProcessPoolExecutor, every: bool = False) -> Tally:
    """Grade every mutant of the solution in `folder`; `every`: tell the fate of each.

    CourseError where the solution itself loses a point: then a lost point would say nothing about a mutant.
    UsageError where there is no solution.
    """
    path = folder / exercise.facts.file
    if not path.is_file():
        raise UsageError(f"there is no solution {path}")
    explained = explanations(folder)
    source = path.read_text(encoding="utf-8")
    unchanged = judged(exercise, source)
    if unchanged.fate is not Fate.SURVIVED:
        raise CourseError(f"{path} does not get every point even without a change: {unchanged.why}")
    found = mutation.mutants(source)
    click.echo(f"{exercise.id}: {len(found)} mutants ...", err=True)
    fates = []
    for mutant, fate in zip(found, pool.map(partial(judged, exercise), [each.source for each in found]), strict=True):
        fates.append((mutant, fate))
        if every:
            click.echo(f"{path}:{mutant.line}: {fate.fate.name.lower()}, {mutant.operator}: {mutant.now!r}: {fate.why}")
    return tally(exercise.id, fates, explained)


def told(done: Tally, folder: Path, file: str) -> Iterator[str]:
    """What is to be done about an exercise, one text for each thing."""
    for mutant in done.unexplained:
        yield (
            f"{folder / file}:{mutant.line}: this change keeps every point. Let a check see it, or say in "
            f"{folder / FILE} why it is no mistake:\n\n{entry(mutant)}\n"
        )
    for each in done.stale:
        yield f"{folder / FILE}: fits no survivor any more ({each.operator}):\n    {each.was!r}\n    {each.now!r}"
    for mutant, trouble in done.troubles:
        yield f"{folder / file}:{mutant.line}: the grader failed ({mutant.operator}: {mutant.now!r}): {trouble}"


def table(tallies: Sequence[Tally]) -> Iterator[str]:
    """One line for each exercise, one for all, and the scores."""
    head = ("mutants", "killed", "explained", "unexplained", "stale")
    total = tuple(sum(column) for column in zip(*(each.numbers() for each in tallies), strict=True))
    yield f"{'':<20}" + "".join(f"{name:>13}" for name in head)
    for name, numbers in [*((each.name, each.numbers()) for each in tallies), ("all", total)]:
        yield f"{name:<20}" + "".join(f"{number:>13}" for number in numbers)
    mutants, killed, explained = total[:3]
    mistakes = mutants - explained
    yield f"killed: {share(killed, mutants)} of all mutants, {share(killed, mistakes)} of those that are mistakes"


def share(part: int, whole: int) -> str:
    """A share in per cent; only all of it is 100 %."""
    return "100 %" if part == whole else f"{min(part / whole, 0.999):.1%}".replace("%", " %")


def status(tallies: Sequence[Tally]) -> int:
    """The exit status."""
    if any(each.troubles for each in tallies):
        return TROUBLE
    return UNDER if any(each.unexplained or each.stale for each in tallies) else GRADED


@click.command()
@click.argument("exercise", nargs=-1)
@click.option("--solutions", default="solutions", type=click.Path(path_type=Path), help="Folder with the solutions.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Mutants graded at a time (0: one a processor).")
@click.option("--every", is_flag=True, help="Tell the fate of every mutant.")
def main(exercise: tuple[str, ...], solutions: Path, jobs: int, every: bool) -> None:
    """Mutate the solutions: each mutant loses a point, or its survival is explained."""
    chosen = catalogue.choose(catalogue.load(), exercise)
    tallies = []
    with ProcessPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        for each in chosen:
            folder = solutions / each.id
            tallies.append(tried(each, folder, pool, every))
            for text in told(tallies[-1], folder, each.facts.file):
                click.echo(text)
    for line in table(tallies):
        click.echo(line)
    sys.exit(status(tallies))


if __name__ == "__main__":
    sys.exit(cli.called(lambda: main(standalone_mode=False)))

"""`compare`: the solutions of an exercise, once every check holds, and what differs from the learner's file."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from grader.commands.options import TROUBLE, in_language, of_exercises, of_folder
from grader.course import catalogue, ways
from grader.course.exercise import Exercise
from grader.course.ways import Solutions
from grader.grading import isolated
from grader.grading.options import GradeHooks, GradeOptions
from grader.model.errors import UsageError
from grader.report.terminal import comparison, full_report
from grader.report.terminal.full_report import WIDTH
from grader.report.terminal.progress import ProgressLine
from grader.result.scorecard import ExerciseResult, ExerciseStatus
from grader.sandbox import levels
from grader.sandbox.levels import Level
from grader.sourcefile.code_lines import code_lines
from grader.submission import folders, reader
from grader.submission.reader import Taken
from grader.submission.work import Work
from grader.texts import language
from grader.texts.language import _

REFERENCE = 0  # stands for the reference solution among the numbers of the ways
LISTED = 5  # ways at least, however low the terminal is
BELOW = 2  # lines for the shell's next prompt


@click.command()
@in_language
@of_exercises
@of_folder
@click.option(
    "--solutions", default="solutions", show_default=True, type=click.Path(path_type=Path), help="Folder of solutions."
)
@click.option("--way", type=int, metavar="N", help="Show this accepted way instead of the reference solution.")
@click.option("--all", "everything", is_flag=True, help="Show the reference solution and every accepted way.")
def compare(exercise: tuple[str, ...], folder: str, solutions: Path, way: int | None, everything: bool) -> None:
    """Show the reference solution, other accepted ways and what differs from your file, once every check holds."""
    if len(exercise) != 1:
        raise UsageError(_("name one exercise to compare, such as 03"))
    if way is not None and everything:
        raise UsageError(_("--way shows one way and --all shows every way: choose one of them"))
    (chosen,) = catalogue.choose(catalogue.load(), exercise)
    folders.must_be_there(Path(folder))
    console = full_report.console_for(sys.stdout)
    known = ways.released(solutions, chosen, language.current())
    if known is None:
        console.print(Text(_("{exercise}: your teacher has not released the solutions").format(exercise=chosen.id)))
        return
    if way is not None and not 1 <= way <= len(known.ways):
        said = _("{exercise} has no way {number}; the number of its ways is {count}")
        raise UsageError(said.format(exercise=chosen.id, number=way, count=len(known.ways)))
    taken = reader.read_works(Path(folder), [chosen])
    result = grade_taken(Path(folder), chosen, taken, console)
    if result.own_trouble:
        click.echo(f"grader: {comparison.not_yet(result)}", err=True)
        sys.exit(TROUBLE)
    work = taken[chosen.id]
    if result.status is not ExerciseStatus.PASSED or not isinstance(work, Work):
        console.print(Text(comparison.not_yet(result)))
        return
    every = range(len(known.ways) + 1)
    numbers = every if everything else [REFERENCE if way is None else way]
    for line in lines(chosen, work, known, numbers, console):
        console.print(line)


def grade_taken(folder: Path, exercise: Exercise, taken: Taken, console: Console) -> ExerciseResult:
    """Grade files that were already read. No saved result is trusted."""
    options = GradeOptions(level=levels.chosen(None))
    with ProgressLine(console, len(exercise.checks), shown=console.file.isatty()) as line:
        hooks = GradeHooks(on_result=line.advance)
        if options.level is Level.BUBBLEWRAP:
            return isolated.grade_taken(folder, [exercise], taken, options, hooks).exercises[0]
        from grader.grading import run

        return run.grade_taken(folder, [exercise], taken, options, hooks).exercises[0]


def lines(exercise: Exercise, work: Work, known: Solutions, numbers: Sequence[int], console: Console) -> Iterator[Text]:
    """The programs with these numbers; below the reference solution alone, the list of the ways."""
    # In the file of a step, the part below the main guard is only for trying it by hand.
    with_main = not exercise.facts.steps
    own, width, used = code_lines(work.files[work.file], with_main), min(console.width, WIDTH), BELOW
    for number in numbers:
        if number == REFERENCE:
            title, program = _("{exercise}: the reference solution").format(exercise=exercise.id), known.reference
        else:
            title, program = comparison.way_title(number, known.ways[number - 1]), known.ways[number - 1].program
        is_first = number == numbers[0]
        for line in comparison.program_lines(title, own, code_lines(program, with_main), width, is_first):
            used += 1
            yield line
        yield Text()
    if list(numbers) == [REFERENCE]:
        room = max(LISTED, console.height - used - 2) if console.file.isatty() else len(known.ways)
        yield from comparison.list_lines(exercise.id, known.ways, room, width)

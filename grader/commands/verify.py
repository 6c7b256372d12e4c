"""`verify`: prove the course. A command for teachers; a learner's copy does not have it."""

import sys
from pathlib import Path

import click

from grader.commands.options import GRADED, UNDER, in_language, of_exercises
from grader.course import catalogue
from grader.verify import learner_texts, programs


@click.command()
@in_language
@of_exercises
@click.option(
    "--exercises", "stubs", default="exercises", type=click.Path(path_type=Path), help="Folder with the stubs."
)
@click.option("--solutions", default="solutions", type=click.Path(path_type=Path), help="Folder with the solutions.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Programs graded at a time (0: one a processor).")
@click.option("--refresh", is_flag=True, help="First copy the stubs into their suites, for `reset`.")
def verify(exercise: tuple[str, ...], stubs: Path, solutions: Path, jobs: int, refresh: bool) -> None:
    """Prove the course: stubs, solutions, accepted and wrong programs, rubrics, hints."""
    chosen = catalogue.choose(catalogue.load(), exercise)
    for each in chosen if refresh else []:
        learner_texts.refresh(each, stubs)
    claimed = list(programs.claims(chosen, stubs, solutions))
    found = 0
    for source in (
        programs.contradictions_in_texts(chosen, stubs, solutions),
        programs.contradictions_in_rules(chosen, stubs, solutions, whole=not exercise),
        programs.contradictions(claimed, jobs),
    ):
        for line in source:
            found += 1
            click.echo(line)
    kinds = {kind: sum(claim.kind == kind for claim in claimed) for kind in programs.JUDGES}
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    click.echo(f"{len(chosen)} exercises, {counted}: {found} contradictions")
    sys.exit(UNDER if found else GRADED)

"""Options that several commands share, and the meanings of the exit status.

0 graded; 1 under --fail-under, or the course is not proven; 2 bad usage or nothing to grade; 3 the grader itself
failed.
"""

import os
import sys

import click

from grader.sandbox.levels import Level
from grader.texts import language

GRADED, UNDER, USAGE, TROUBLE = 0, 1, 2, 3
STOPPED = 130  # 128 + SIGINT, as a shell reports it


def _choose(_context: click.Context, _parameter: click.Parameter, lang: str | None) -> None:
    """Use the language that is asked for, else the system's if standard output can show it, else English."""
    chosen = language.choose(lang)
    if lang is None and not language.can_be_shown(chosen, sys.stdout.encoding or ""):
        language.choose("en")


in_language = click.option(
    "--lang",
    type=click.Choice(language.LANGUAGES),
    callback=_choose,
    expose_value=False,
    is_eager=True,  # before any option that prints
    help="Language of all texts (else the system's).",
)
of_folder = click.option(
    "--exercises", "folder", default="exercises", show_default=True, help="Folder with the learner's work."
)
of_exercises = click.argument("exercise", nargs=-1)
for_learners = click.option(
    "--for-learners", is_flag=True, help="Leave out the texts of checks that stay with the teacher."
)
SEEDS = click.IntRange(0, 2**64 - 1)  # the integers of msgpack
of_seed = click.option("--seed", type=SEEDS, help="Repeat a run's random choices.")
of_box = click.option(
    "--box",
    "level",
    type=click.Choice([each.value for each in Level]),
    help="Run programs in this box (else in the best that works).",
)


def printed(data: bytes) -> None:
    """Print bytes unchanged. A reader that closed the pipe is not an error."""
    try:
        click.echo(data, nl=False)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

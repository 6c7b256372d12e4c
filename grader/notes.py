"""What the learner should know beside the score, one line each."""

from collections.abc import Sequence
from pathlib import Path

from grader import submission
from grader.course import Exercise
from grader.language import _
from grader.ports import holder


def of(folder: Path, exercises: Sequence[Exercise]) -> list[str]:
    """The notes on a folder: names that get in the way, ports that are taken on this machine."""
    said = []
    for each in exercises:
        for name in submission.like_standard_modules(folder, each):
            module = name.removesuffix(".py")
            said.append(
                _(
                    "{folder}/{name} has the name of a standard module: `import {module}` finds your file instead when "
                    "you run the program by hand. Rename it."
                ).format(folder=each.id, name=name, module=module)
            )
        if each.facts.port is not None and (name := holder(each.facts.port)):
            said.append(
                _(
                    "port {port} of {exercise} is taken by {holder}. The grader goes around it; to run your program by "
                    "hand, end that one first."
                ).format(port=each.facts.port, exercise=each.id, holder=name)
            )
    return said

"""The result as annotations of GitHub Actions: commands that mark the learner's own lines.

    ::error file=exercises/03_bind/bind.py,line=12,title=03 bind%3A only there::...

A step shows 10 errors and 10 warnings: so each exercise's first mistake comes before any second one, and one that has
a line before one that has none. A lost check is an error; one that works, but not by the step that is asked, is a
warning. Where the grader itself failed, that is a warning without a file: it is no mistake of the learner's.
What is not started has no annotation.
Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.report.formats import lost_check
from grader.report.words import evidence, exercise_title, promise_words
from grader.result.redaction import LOST
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.github_runner import command, defused
from grader.texts.wording import as_line

MOST = 10  # of a kind
PATH = 4096  # letters
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Mark:
    """One annotation, and the how-manieth of its exercise it is."""

    kind: str
    turn: int
    file: str
    line: int | None
    title: str
    message: str


def text(card: Scorecard) -> bytes:
    """The commands, one a line, the most useful first; nothing where there is nothing to mend."""
    marks = sorted(
        (mark for each in card.exercises for mark in marks_of(each)), key=lambda mark: (mark.turn, mark.line is None)
    )
    shown = [mark for kind in (ERROR, WARNING) for mark in [each for each in marks if each.kind == kind][:MOST]]
    return "".join(f"{written(mark)}\n" for mark in shown).encode()


def marks_of(each: ExerciseResult) -> Iterator[Mark]:
    """What is to be marked of one exercise; one cause in several checks once."""
    if each.own_trouble:
        yield Mark(WARNING, 0, "", None, exercise_title(each), each.reason)
    elif each.status is ExerciseStatus.ERROR:
        yield Mark(ERROR, 0, each.file, None, exercise_title(each), each.reason)
    else:
        told: set[tuple[object, ...]] = set()
        for check in each.checks:
            if check.status in LOST and evidence(check) not in told:
                kind = WARNING if check.status is CheckStatus.WITHHELD else ERROR
                title = f"{exercise_title(each)}: {promise_words(check.promise)}"
                yield Mark(kind, len(told), each.file, check.line, title, message(each, check))
                told.add(evidence(check))


def message(each: ExerciseResult, check: CheckResult) -> str:
    """What was seen, and which mistake it is, in a few lines."""
    return "\n".join([*lost_check.finding(each, check), *lost_check.advice(check)])


def written(mark: Mark) -> str:
    """An annotation as a command. A line number that is none would move it to another place."""
    place = {"file": as_line(mark.file, PATH)} if mark.file else {}
    if mark.file and mark.line is not None and mark.line > 0:
        place["line"] = str(mark.line)
    lines = "\n".join(defused(line) for line in mark.message.split("\n"))
    return command(mark.kind, lines, **place, title=defused(mark.title, 200))

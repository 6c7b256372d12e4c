"""The result as annotations of GitHub Actions: commands that mark lines in the learner's files.

    ::error file=exercises/03_bind/bind.py,line=12,title=03 bind%3A only there::...

GitHub shows at most 10 errors and 10 warnings of a step. So the first mistake of each exercise comes before the second
one of any exercise, and an annotation with a line before one without. A failed check is an error; a withheld check (it
works, but without the required step) is a warning. A failure of the grader itself is a warning without a file. An
exercise that is not started has no annotation.
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

MOST = 10  # annotations of each kind
PATH = 4096  # characters
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Annotation:
    """One annotation; `turn` is its index among those of its exercise."""

    kind: str
    turn: int
    file: str
    line: int | None
    title: str
    message: str


def text(card: Scorecard) -> bytes:
    """The commands, one per line, the most useful first."""
    every = [annotation for each in card.exercises for annotation in annotations_of(each)]
    every.sort(key=lambda each: (each.turn, each.line is None))
    kept = [each for kind in (ERROR, WARNING) for each in [one for one in every if one.kind == kind][:MOST]]
    return "".join(f"{as_command(each)}\n" for each in kept).encode()


def annotations_of(each: ExerciseResult) -> Iterator[Annotation]:
    """The annotations of one exercise; checks with the same evidence share one."""
    if each.own_trouble:
        yield Annotation(WARNING, 0, "", None, exercise_title(each), each.reason)
    elif each.status is ExerciseStatus.ERROR:
        yield Annotation(ERROR, 0, each.file, None, exercise_title(each), each.reason)
    else:
        done: set[tuple[object, ...]] = set()
        for check in each.checks:
            if check.status in LOST and evidence(check) not in done:
                kind = WARNING if check.status is CheckStatus.WITHHELD else ERROR
                title = f"{exercise_title(each)}: {promise_words(check.promise)}"
                yield Annotation(kind, len(done), each.file, check.line, title, message(each, check))
                done.add(evidence(check))


def message(each: ExerciseResult, check: CheckResult) -> str:
    """What was expected and seen, and the advice."""
    return "\n".join([*lost_check.finding(each, check), *lost_check.advice(check)])


def as_command(each: Annotation) -> str:
    """An annotation as a command. Without a valid line number GitHub would show it at a wrong place."""
    place = {"file": as_line(each.file, PATH)} if each.file else {}
    if each.file and each.line is not None and each.line > 0:
        place["line"] = str(each.line)
    lines = "\n".join(defused(line) for line in each.message.split("\n"))
    return command(each.kind, lines, **place, title=defused(each.title, 200))

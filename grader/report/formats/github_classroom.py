"""The result for `classroom-resources/autograding-grading-reporter`, as lines for $GITHUB_ENV.

    E03BIND_RESULTS=<base64 of JSON>
    GRADER_RUNNERS=e03bind,...          for its input: `runners: ${{ env.GRADER_RUNNERS }}`

The reporter adds up points in two ways: its notice adds `score`, its table multiplies `max_score` by the share of
passed tests of a runner. Both agree only if each runner has one test that earns all points or none. So an exercise is
one runner, or two where only a part of its points is earned: the points earned and the points left. An exercise with
a maximum of 0 has no runner.

Where the grader itself failed, the lines contain only the exercises in which it failed, as errors without points. The
reporter then sends no points, and ends with "Some tests errored."
Source: the reporter's src/main.js, src/notify-classroom.js and src/helpers/test-helpers.js
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from grader.report.formats import lost_check
from grader.report.formats.encoded import as_json
from grader.report.words import exercise_title, troubled
from grader.result.scorecard import ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.github_runner import defused
from grader.texts.language import _

RUNNERS = "GRADER_RUNNERS"
MESSAGE = 2000  # characters. A variable is limited to 128 KiB, all variables of a process to about 2 MB
PASS, FAIL, ERROR = "pass", "fail", "error"


class ReporterTest(msgspec.Struct, frozen=True, kw_only=True):
    """The only test of a runner. The reporter shows `NaN` or `undefined` for a missing key."""

    name: str
    status: str
    score: int
    message: str
    test_code: str = ""
    filename: str = ""
    line_no: int = 0
    duration: float


class ReporterResults(msgspec.Struct, frozen=True, kw_only=True):
    """The results of one runner."""

    version: int = 1
    status: str
    max_score: int
    tests: list[ReporterTest]


@dataclass(frozen=True)
class ReporterRunner:
    """A runner; its id has letters and digits only, as the reporter requires."""

    id: str
    results: ReporterResults


def text(card: Scorecard) -> bytes:
    """A line for each runner, and one with the names of all runners."""
    runners = [runner for each in troubled(card) or card.exercises for runner in runners_of(each)]
    lines = [f"{each.id.upper()}_RESULTS={base64.b64encode(as_json(each.results)).decode()}" for each in runners]
    return "".join(f"{line}\n" for line in [*lines, f"{RUNNERS}={','.join(each.id for each in runners)}"]).encode()


def runners_of(each: ExerciseResult) -> Iterator[ReporterRunner]:
    """The runners of one exercise: none, one, or two where a part of its points is earned."""
    name = "e" + re.sub("[^a-z0-9]", "", each.id.lower())
    title = exercise_title(each)
    left = each.max - each.score
    if each.own_trouble:
        yield runner(name, title, ERROR, 0, each)
    elif not left and each.max:
        yield runner(name, title, PASS, each.max, each)
    elif not each.score and left:
        yield runner(name, title, FAIL, left, each)
    elif each.max:
        yield runner(name, _("{exercise}, points earned").format(exercise=title), PASS, each.score, each)
        yield runner(f"{name}left", _("{exercise}, points left").format(exercise=title), FAIL, left, each)


def runner(name: str, title: str, status: str, points: int, each: ExerciseResult) -> ReporterRunner:
    """A runner whose only test earns all of its points or none."""
    test = ReporterTest(
        name=defused(title),
        status=status,
        score=points if status == PASS else 0,
        message="" if status == PASS else message(each),
        duration=round(sum(check.seconds for check in each.checks), 2),
    )
    return ReporterRunner(name, ReporterResults(status=status, max_score=points, tests=[test]))


def message(each: ExerciseResult) -> str:
    """The lost checks, or why the exercise has none; cut at `MESSAGE` characters."""
    if each.status is ExerciseStatus.NOT_STARTED:
        return _("not started")
    said = "\n".join(lost_check.of_exercise(each))
    return said if len(said) <= MESSAGE else f"{said[:MESSAGE]}..."

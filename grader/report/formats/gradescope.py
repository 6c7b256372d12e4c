"""The result as Gradescope's `results.json`: one test for each check.

A hidden test is shown after the due date. Where the grader itself failed, neither the file nor any test has a score:
Gradescope then reports that the autograder failed.
Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import math
from collections.abc import Iterator

import msgspec

from grader.report.formats import lost_check
from grader.report.formats.encoded import indented
from grader.report.words import exercise_title, promise_words, summary, trouble_said, troubled
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, Scorecard
from grader.texts.github_runner import defused

VISIBLE, LATER, NEVER = "visible", "after_due_date", "hidden"


class GradescopeTest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check. It has no score and no status where the grader itself failed in any exercise."""

    name: str
    number: str
    score: int | None = None
    max_score: int
    status: str | None = None
    output: str
    output_format: str
    tags: list[str]
    visibility: str


class GradescopeResults(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The file."""

    score: int | None = None
    execution_time: int
    output: str
    output_format: str
    visibility: str
    stdout_visibility: str
    tests: list[GradescopeTest]


def text(card: Scorecard) -> bytes:
    """The whole file."""
    known = not troubled(card)
    said = [trouble_said(card) or summary(card), *card.notes]
    return indented(
        GradescopeResults(
            score=card.score if known else None,
            execution_time=math.ceil(card.seconds),
            output="\n".join(map(defused, said)),
            output_format="text",
            visibility=VISIBLE,
            stdout_visibility=NEVER,  # the report at the terminal shows every check
            tests=[test for each in card.exercises for test in tests(each, known)],
        )
    )


def tests(each: ExerciseResult, known: bool) -> Iterator[GradescopeTest]:
    """The checks of one exercise; with their points where the score is known."""
    for number, check in enumerate(each.checks, 1):
        yield GradescopeTest(
            name=defused(f"{exercise_title(each)}: {promise_words(check.promise)}", 200),
            number=f"{each.id[:2].lstrip('0')}.{number}",
            score=check.points if known else None,
            max_score=check.max,
            status=("passed" if check.status is CheckStatus.PASSED else "failed") if known else None,
            output=output(each, check),
            output_format="text",
            tags=[each.id],
            visibility=LATER if check.hidden else VISIBLE,
        )


def output(each: ExerciseResult, check: CheckResult) -> str:
    """The details of a check; only the reason where the grader itself failed in the exercise."""
    return defused(each.reason) if each.own_trouble else "\n".join(lost_check.said(each, check))

"""The result as Classroom 50's `result.json`: one test for each exercise.

Classroom, assignment and owner must be those of the repository, or the gradebook refuses the result: its runner hands
them to an autograder in the environment, and they are read at the command line (`handed`). Without them the file has
the right form all the same, and says `unknown`.

Where the grader itself failed, the result is the one that Classroom 50 writes for errors of its own: 0 of 0, no tests.
The autograder must then not end with 0: `grade` ends with 3, for which the runner makes the submission an error.
Source: schemas/result-v1.schema.json and the runner.py of foundation50/classroom50
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from grader.report.formats import lost_check
from grader.report.formats.encoded import indented
from grader.report.words import exercise_title, troubled
from grader.result.scorecard import ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.language import _

UNKNOWN = "unknown"
KINDS = ("individual", "group", "team")
TAG = re.compile(r"submit/(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z")
MESSAGE = 4000  # letters


@dataclass(frozen=True)
class Handed:
    """What is known of a submission beside its work. Times are UTC, as in 2026-11-22T10:00:00Z."""

    graded: str
    classroom: str = UNKNOWN
    assignment: str = UNKNOWN
    kind: str = KINDS[0]
    owner: str = UNKNOWN
    submission: str = f"submit/{UNKNOWN}"
    commit: str = UNKNOWN
    release: str = UNKNOWN
    review: str = UNKNOWN

    @property
    def submitted(self) -> str:
        """When it was handed in, which its tag says and no grading changes; else when it was graded."""
        found = TAG.match(self.submission)
        return f"{found[1]}T{found[2]}:{found[3]}:{found[4]}Z" if found else self.graded


def handed(environment: Mapping[str, str], now: datetime.datetime) -> Handed:
    """What the runner hands over in the environment; `now` in UTC."""

    def said(name: str, absent: str = UNKNOWN) -> str:
        return environment.get(name, "").strip() or absent

    tag, kind, commit = said("SUBMISSION_TAG"), said("ASSIGNMENT_TYPE"), said("COMMIT_URL")
    return Handed(
        graded=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        classroom=said("CLASSROOM"),
        assignment=said("ASSIGNMENT"),
        kind=kind if kind in KINDS else KINDS[0],
        owner=said("OWNER", said("USERNAME") if "CLASSROOM" in environment else UNKNOWN),  # else a machine's own user
        submission=tag if tag.startswith("submit/") else f"submit/{tag}",
        commit=commit,
        release=said("RELEASE_URL"),
        review=said("REVIEW_URL", commit),
    )


class Test(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One exercise; `message` is a key of ours, which a test may have."""

    test_name: str
    passed: bool
    score: int
    max_score: int
    message: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The file; no other key may be in it."""

    schema: str = "classroom50/result/v1"
    classroom: str
    assignment: str
    assignment_type: str
    owner: str
    submission: str
    commit: str
    release: str
    review: str
    datetime: str
    graded_at: str
    score: int
    max_score: int = msgspec.field(name="max-score")
    tests: list[Test]


def text(card: Scorecard, about: Handed) -> bytes:
    """The whole file."""
    known = not troubled(card)
    return indented(
        Result(
            classroom=about.classroom,
            assignment=about.assignment,
            assignment_type=about.kind,
            owner=about.owner,
            submission=about.submission,
            commit=about.commit,
            release=about.release,
            review=about.review,
            datetime=about.submitted,
            graded_at=about.graded,
            score=card.score if known else 0,
            max_score=card.max if known else 0,
            tests=[test(each) for each in card.exercises] if known else [],
        )
    )


def test(each: ExerciseResult) -> Test:
    """One exercise."""
    started = each.status is not ExerciseStatus.NOT_STARTED
    return Test(
        test_name=exercise_title(each),
        passed=each.status is ExerciseStatus.PASSED,
        score=each.score,
        max_score=each.max,
        message="\n".join(lost_check.of_exercise(each))[:MESSAGE] if started else _("not started"),
    )

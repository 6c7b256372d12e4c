"""The result as Classroom 50's `result.json`: one test for each exercise.

The gradebook refuses a result whose classroom, assignment or owner differs from the classroom, assignment or owner of
the repository. The runner passes them to the autograder in environment variables, which `read_environment` reads. A
missing value is written as `unknown`.

Where the grader itself failed, the result is what Classroom 50 writes for its own errors: 0 of 0, no tests. The exit
status of the autograder must then differ from 0: `grade` ends with 3, and the runner marks the submission as an error.
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
MESSAGE = 4000  # characters


@dataclass(frozen=True)
class Classroom50Submission:
    """The facts about a submission in the result. Times are UTC, as in 2026-11-22T10:00:00Z."""

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
        """The time in the tag of the submission, equal for every grading; without a tag the time of the grading."""
        found = TAG.match(self.submission)
        return f"{found[1]}T{found[2]}:{found[3]}:{found[4]}Z" if found else self.graded


def read_environment(environment: Mapping[str, str], now: datetime.datetime) -> Classroom50Submission:
    """The submission that the runner describes in environment variables; `now` is in UTC."""

    def said(name: str, absent: str = UNKNOWN) -> str:
        return environment.get(name, "").strip() or absent

    tag, kind, commit = said("SUBMISSION_TAG"), said("ASSIGNMENT_TYPE"), said("COMMIT_URL")
    return Classroom50Submission(
        graded=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        classroom=said("CLASSROOM"),
        assignment=said("ASSIGNMENT"),
        kind=kind if kind in KINDS else KINDS[0],
        # Without CLASSROOM, USERNAME may be the user of this machine: Windows sets it.
        owner=said("OWNER", said("USERNAME") if "CLASSROOM" in environment else UNKNOWN),
        submission=tag if tag.startswith("submit/") else f"submit/{tag}",
        commit=commit,
        release=said("RELEASE_URL"),
        review=said("REVIEW_URL", commit),
    )


class Classroom50Test(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One exercise. The schema allows additional keys here, such as `message`."""

    test_name: str
    passed: bool
    score: int
    max_score: int
    message: str


class Classroom50Result(msgspec.Struct, frozen=True, kw_only=True):
    """The file. The schema allows no additional keys here."""

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
    tests: list[Classroom50Test]


def text(card: Scorecard, about: Classroom50Submission) -> bytes:
    """The whole file."""
    known = not troubled(card)
    return indented(
        Classroom50Result(
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


def test(each: ExerciseResult) -> Classroom50Test:
    """One exercise."""
    started = each.status is not ExerciseStatus.NOT_STARTED
    return Classroom50Test(
        test_name=exercise_title(each),
        passed=each.status is ExerciseStatus.PASSED,
        score=each.score,
        max_score=each.max,
        message="\n".join(lost_check.of_exercise(each))[:MESSAGE] if started else _("not started"),
    )

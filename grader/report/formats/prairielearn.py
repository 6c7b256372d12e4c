"""The result as PrairieLearn's `results.json`: one test for each check.

The file is limited to 1 MB: where it would be larger, the last tests have only their points. Every test needs points,
or PrairieLearn shows no points at all.

`gradable` is false, which costs no attempt, where none of the begun files can be read and compiled, and where the
grader itself failed. Each line of `format_errors` is a reason.
Source: https://prairielearn.readthedocs.io/en/latest/externalGrading/
"""

from collections.abc import Iterator
from itertools import chain

import msgspec

from grader.model.events import UNCOMPILED, Unloadable
from grader.report.formats import lost_check
from grader.report.formats.encoded import as_json, indented
from grader.report.formats.size_budget import kept
from grader.report.words import exercise_title, finding_texts, percent, promise_words, summary, trouble_said
from grader.result.scorecard import CheckResult, ExerciseResult, ExerciseStatus, Scorecard
from grader.texts.github_runner import defused
from grader.texts.language import _

AT_MOST = 1_000_000  # bytes
NOTES_AT_MOST = 50
SPACES = 100  # bytes that the indentation of a test adds at most


class PrairieLearnTest(msgspec.Struct, frozen=True, kw_only=True):
    """One check."""

    name: str
    description: str
    points: int
    max_points: int
    message: str
    output: str


class PrairieLearnResults(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    gradable: bool
    score: float
    message: str
    output: str
    format_errors: list[str]
    tests: list[PrairieLearnTest]


def text(card: Scorecard) -> bytes:
    """The whole file."""
    errors = [*reasons(card)]
    said = [summary(card), *card.notes[:NOTES_AT_MOST]]
    made = PrairieLearnResults(
        gradable=not errors,
        score=card.score / card.max if card.max and not errors else 0.0,
        message="\n".join(map(defused, errors)) or _("{percent} % of the points").format(percent=percent(card)),
        output="\n".join(map(defused, said)),
        format_errors=[defused(error) for error in errors],
        tests=[],
    )
    tests = [] if errors else [test(each, check) for each in card.exercises for check in each.checks]
    return indented(msgspec.structs.replace(made, tests=fitting(tests, AT_MOST - len(indented(made)))))


def reasons(card: Scorecard) -> Iterator[str]:
    """Why the result is not gradable: the grader itself failed, or no begun file is a program; empty otherwise."""
    if trouble_said(card):
        yield trouble_said(card)
        return
    begun = [each for each in card.exercises if each.status is not ExerciseStatus.NOT_STARTED]
    if all(is_no_program(each) for each in begun):
        for each in begun:
            first = next(filter(None, (finding_texts(check).observed for check in each.checks)), "")
            yield f"{each.id}: {each.reason or first}"


def is_no_program(each: ExerciseResult) -> bool:
    """Whether the exercise cannot be graded (its file cannot be read, for example), or its file does not compile."""
    events = chain.from_iterable(check.transcript for check in each.checks)
    return each.status is ExerciseStatus.ERROR or (
        not each.score and any(isinstance(event, Unloadable) and event.kind in UNCOMPILED for event in events)
    )


def test(each: ExerciseResult, check: CheckResult) -> PrairieLearnTest:
    """One check, with its details."""
    lines = [defused(line) for line in (*lost_check.finding(each, check), *lost_check.advice(check))]
    return PrairieLearnTest(
        name=exercise_title(each),
        description=defused(promise_words(check.promise)),
        points=check.points,
        max_points=check.max,
        message="\n".join(lines) if not check.points else "",
        output="\n".join(map(defused, lost_check.output(check))) if not check.points else "",
    )


def fitting(tests: list[PrairieLearnTest], room: int) -> list[PrairieLearnTest]:
    """The tests in at most `room` bytes: the last ones lose their texts where not all fit."""
    bare = [msgspec.structs.replace(each, message="", output="") for each in tests]
    sizes = [[len(as_json(each)) + SPACES for each in some] for some in (tests, bare)]
    count = kept(sizes[0], sizes[1], room)
    return tests[:count] + bare[count:]

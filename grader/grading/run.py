"""One submission, start to finish."""

import os
import platform
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest

from grader.course.catalogue import SUITES
from grader.course.exercise import TEST, Check, Exercise
from grader.grading import notes
from grader.grading.adviser import Adviser
from grader.grading.options import Settings as Settings
from grader.grading.pytest_plugin import Graded, Grading
from grader.harness.lab import Lab
from grader.model.errors import CourseError, GraderError
from grader.program.launch import Launcher
from grader.result import score
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, Scorecard
from grader.submission import reader
from grader.submission.reader import Taken, Unreadable
from grader.submission.work import Work
from grader.texts.language import _
from grader.wire.ports import Ports

CHECK_WITHIN = 90  # seconds; pytest-timeout's, behind every limit of the grader's own


class Abandoned(Exception):
    """A grading ended before its time, because nobody wanted its result any more."""


def grade(folder: Path, exercises: Sequence[Exercise], settings: Settings | None = None) -> Scorecard:
    """Grade whatever lies in `folder` (NN_name/file.py), even nothing: what is not there has no points and a reason.

    Abandoned where `settings.unwanted` said so; GraderError for own trouble.
    """
    card = judged(folder, exercises, reader.read_works(folder, exercises), settings or Settings())
    return msgspec.structs.replace(card, notes=[*notes.of(folder, exercises), *card.notes])


def judged(folder: Path, exercises: Sequence[Exercise], taken: Taken, settings: Settings) -> Scorecard:
    """Grade what was taken from `folder`, which is only named and not looked at any more."""
    began = time.monotonic()
    works = {name: work for name, work in taken.items() if isinstance(work, Work)}
    adviser = Adviser(exercises, settings.strict)
    graded = try_all(exercises, works, settings, adviser) if works else {}
    if settings.strict and adviser.broken:
        raise CourseError("; ".join(adviser.broken.values()))
    results = [result_of(each, folder, taken[each.id], graded.get(each.id)) for each in exercises]
    points, most, hidden = score.totals(results)
    return Scorecard(
        score=points,
        max=most,
        hidden=hidden,
        seconds=round(time.monotonic() - began, 3),
        box=(settings.launcher or settings).level.value,
        python=platform.python_version(),
        platform=sys.platform,
        notes=without_advice(adviser),
        exercises=results,
    )


def try_all(
    exercises: Sequence[Exercise], works: dict[str, Work], settings: Settings, adviser: Adviser
) -> dict[str, Graded]:
    """Run every check of the readable exercises; a check that did not run is written down as trouble.

    Abandoned where nobody wanted the rest.
    """
    rng = random.Random(settings.seed)
    with ExitStack() as stack:
        launcher = settings.launcher or stack.enter_context(Launcher(settings.portable, settings.level))
        free_ports = stack.enter_context(Ports(rng))

        def make_lab(work: Work, hurried: bool) -> Lab:
            patience = settings.hurried if hurried else settings.patience
            return Lab(work, launcher, free_ports, rng, settings.limits or work.limits, patience)

        grading = Grading(works, make_lab, settings.told, settings.unwanted, adviser.advise)
        with without_settings("PYTEST_"):
            status = pytest.main(arguments([each for each in exercises if each.id in works]), plugins=[grading])
    if grading.abandoned:
        raise Abandoned
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    for each in exercises:
        if each.id in works:
            mend_missing(each, grading.graded[each.id], int(status))
    return grading.graded


@contextmanager
def without_settings(prefix: str) -> Iterator[None]:
    """Hide environment variables that would configure pytest (PYTEST_ADDOPTS, PYTEST_PLUGINS, ...)."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(prefix)}
    try:
        yield
    finally:
        os.environ.update(hidden)


def arguments(exercises: Sequence[Exercise]) -> list[str]:
    """How pytest is called: nothing in a learner's folder or environment configures it."""
    return [
        *(place for each in exercises for place in places(each)),
        f"-c{SUITES / 'pytest.ini'}",
        f"--rootdir={SUITES}",
        f"--confcutdir={SUITES}",
        "--noconftest",
        "--import-mode=importlib",
        "--assert=plain",
        "--capture=no",
        f"--timeout={CHECK_WITHIN}",
        *(f"-pno:{name}" for name in UNUSED_PLUGINS),
        "--disable-plugin-autoload",
        "-ppytest_timeout",
    ]


def places(exercise: Exercise) -> list[str]:
    """Where pytest finds the checks: whole files, or one by one where not all of a file's are wanted."""
    if exercise.whole:
        return [str(exercise.folder / name) for name in dict.fromkeys(map(file_of, exercise.checks))]
    return [f"{exercise.folder / file_of(check)}::{TEST}{check.id}" for check in exercise.checks]


def file_of(check: Check) -> str:
    """The file of a suite that holds a check."""
    return "hidden.py" if check.hidden else "checks.py"


UNUSED_PLUGINS = (
    "cacheprovider terminal logging doctest junitxml pastebin stepwise unittest faulthandler debugging warnings "
    "recwarn monkeypatch tmpdir setuponly setupplan legacypath threadexception unraisableexception"
).split()


def mend_missing(exercise: Exercise, graded: Graded, status: int) -> None:
    """A check without a result is the grader's trouble, and never a pass: the counts must agree."""
    ran = {result.id for result in graded.results}
    missing = [check for check in exercise.checks if check.id not in ran]
    if missing and not graded.trouble:
        graded.trouble = f"{len(missing)} checks did not run (pytest ended with status {status})"
    for check in missing:
        graded.results.append(_untried(check.id, _(check.promise), check.points, check.hidden, ""))


def result_of(exercise: Exercise, folder: Path, found: Work | Unreadable, graded: Graded | None) -> ExerciseResult:
    """The result of one exercise."""
    file = as_text(folder / exercise.id / exercise.facts.file)
    if isinstance(found, Unreadable):
        checks = [
            _untried(each.id, _(each.promise), each.points, each.hidden, found.reason) for each in exercise.checks
        ]
        return score.of_exercise(exercise, file, checks, trouble=found.reason)
    if graded is None:
        raise GraderError(f"{exercise.id} was not graded")
    trouble = _("the grader itself failed: {trouble}").format(trouble=graded.trouble) if graded.trouble else ""
    return score.of_exercise(exercise, file, graded.results, graded.not_started, trouble, bool(trouble))


def as_text(path: Path) -> str:
    """A path in letters that every report can hold, whatever bytes its folders are called."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _untried(check: str, promise: str, points: int, hidden: bool, reason: str) -> CheckResult:
    return CheckResult(
        id=check,
        promise=promise,
        status=CheckStatus.NOT_TRIED,
        points=0,
        max=points,
        hidden=hidden,
        observed=reason,
    )


def without_advice(adviser: Adviser) -> list[str]:
    """A line for each exercise whose advice failed: the grader's own trouble, which touches no score.

    What the rule failed with is no learner's business, and may tell of checks that they do not have; `verify` tells it.
    """
    said = _("{exercise}: the grader could find no advice, by a mistake of its own; the score is right all the same")
    return [said.format(exercise=each) for each in adviser.broken]

"""Grade one submission in this process, from start to finish."""

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
from grader.grading.options import DEFAULT_OPTIONS, NO_HOOKS, GradeHooks, GradeOptions
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

CHECK_WITHIN = 90  # seconds; the limit of pytest-timeout, longer than every other limit of the grader


class Abandoned(Exception):
    """A grading ended early, because `should_stop` returned True."""


def grade(
    folder: Path,
    exercises: Sequence[Exercise],
    options: GradeOptions = DEFAULT_OPTIONS,
    hooks: GradeHooks = NO_HOOKS,
    launcher: Launcher | None = None,
) -> Scorecard:
    """Grade the files in `folder` (NN_name/file.py). A missing file gets no points, and a reason.

    `launcher` is kept between gradings; its level replaces that of the options. Without it the grading starts its own
    launcher. Abandoned where `hooks.should_stop` returned True; GraderError for a failure of the grader.
    """
    card = grade_taken(folder, exercises, reader.read_works(folder, exercises), options, hooks, launcher)
    return msgspec.structs.replace(card, notes=[*notes.of(folder, exercises), *card.notes])


def grade_taken(
    folder: Path,
    exercises: Sequence[Exercise],
    taken: Taken,
    options: GradeOptions = DEFAULT_OPTIONS,
    hooks: GradeHooks = NO_HOOKS,
    launcher: Launcher | None = None,
) -> Scorecard:
    """Grade files that were read from `folder`; `folder` itself is only named in the result."""
    began = time.monotonic()
    works = {name: work for name, work in taken.items() if isinstance(work, Work)}
    adviser = Adviser(exercises, options.strict)
    graded = try_all(exercises, works, adviser, options, hooks, launcher) if works else {}
    if options.strict and adviser.broken:
        raise CourseError("; ".join(adviser.broken.values()))
    results = [result_of(each, folder, taken[each.id], graded.get(each.id)) for each in exercises]
    points, most, hidden = score.totals(results)
    return Scorecard(
        score=points,
        max=most,
        hidden=hidden,
        seconds=round(time.monotonic() - began, 3),
        box=(launcher or options).level.value,
        python=platform.python_version(),
        platform=sys.platform,
        notes=without_advice(adviser),
        exercises=results,
    )


def try_all(
    exercises: Sequence[Exercise],
    works: dict[str, Work],
    adviser: Adviser,
    options: GradeOptions,
    hooks: GradeHooks,
    launcher: Launcher | None,
) -> dict[str, Graded]:
    """Run all checks of the readable exercises; a check that did not run is a failure of the grader."""
    rng = random.Random(options.seed)
    with ExitStack() as stack:
        starts = launcher or stack.enter_context(Launcher(options.portable, options.level))
        free_ports = stack.enter_context(Ports(rng))

        def make_lab(work: Work, hurried: bool) -> Lab:
            patience = options.hurried if hurried else options.patience
            return Lab(work, starts, free_ports, rng, options.limits or work.limits, patience)

        grading = Grading(works, make_lab, hooks, adviser.advise)
        with without_variables("PYTEST_"):
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
def without_variables(prefix: str) -> Iterator[None]:
    """Hide environment variables that would configure pytest (PYTEST_ADDOPTS, PYTEST_PLUGINS, ...)."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(prefix)}
    try:
        yield
    finally:
        os.environ.update(hidden)


def arguments(exercises: Sequence[Exercise]) -> list[str]:
    """The arguments of pytest: no file of a learner and no environment variable configures it."""
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
    """Where pytest finds the checks: whole files, or single functions where only some checks are selected."""
    if exercise.whole:
        return [str(exercise.folder / name) for name in dict.fromkeys(map(file_of, exercise.checks))]
    return [f"{exercise.folder / file_of(check)}::{TEST}{check.id}" for check in exercise.checks]


def file_of(check: Check) -> str:
    """The file of a suite that defines a check."""
    return "hidden.py" if check.hidden else "checks.py"


UNUSED_PLUGINS = (
    "cacheprovider terminal logging doctest junitxml pastebin stepwise unittest faulthandler debugging warnings "
    "recwarn monkeypatch tmpdir setuponly setupplan legacypath threadexception unraisableexception"
).split()


def mend_missing(exercise: Exercise, graded: Graded, status: int) -> None:
    """Record a failure of the grader, not a pass, if a check has no result."""
    ran = {result.id for result in graded.results}
    missing = [check for check in exercise.checks if check.id not in ran]
    if missing and not graded.trouble:
        graded.trouble = f"{len(missing)} checks did not run (pytest ended with status {status})"
    for check in missing:
        graded.results.append(_untried(check, ""))


def result_of(exercise: Exercise, folder: Path, found: Work | Unreadable, graded: Graded | None) -> ExerciseResult:
    """The result of one exercise."""
    file = as_text(folder / exercise.id / exercise.facts.file)
    if isinstance(found, Unreadable):
        checks = [_untried(each, found.reason) for each in exercise.checks]
        return score.of_exercise(exercise, file, checks, trouble=found.reason)
    if graded is None:
        raise GraderError(f"{exercise.id} was not graded")
    trouble = _("the grader itself failed: {trouble}").format(trouble=graded.trouble) if graded.trouble else ""
    return score.of_exercise(exercise, file, graded.results, graded.not_started, trouble, bool(trouble))


def as_text(path: Path) -> str:
    """A path as text for every report; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _untried(check: Check, reason: str) -> CheckResult:
    return CheckResult(
        id=check.id,
        promise=check.promise,
        status=CheckStatus.NOT_TRIED,
        points=0,
        max=check.points,
        hidden=check.hidden,
        observed=reason,
    )


def without_advice(adviser: Adviser) -> list[str]:
    """A note for each exercise in which a rule of the advice failed; the score is not affected.

    The error itself is left out, because it may quote a hidden check; `verify` reports it.
    """
    said = _("{exercise}: the grader could find no advice, by a mistake of its own; the score is right all the same")
    return [said.format(exercise=each) for each in adviser.broken]

"""Build the autograder for Classroom 50: a folder with the hidden checks, which stays with the teacher."""

from collections.abc import Sequence

from grader.course.exercise import Exercise
from grader.release import repository, selection, source, wheel
from grader.release.fill import Value, filled
from grader.release.plan import ReleasePlan
from grader.release.repository import Release

ENTRY = "autograder.py"


def build_bundle(plan: ReleasePlan, exercises: Sequence[Exercise]) -> Release:
    """The bundle: the entry point, and the grader that it installs."""
    grader = wheel.build_wheel(source.project(), selection.of_grader(exercises, hidden=True), source.licence())
    values = [Value("lang", plan.lang), Value("wheel", grader.path)]
    files = [filled(f"classroom50/{ENTRY}.txt", values, ENTRY), grader]
    return repository.as_release(files, "graders", grader.path, plan)

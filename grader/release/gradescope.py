"""Build the autograder for Gradescope: a zip file with the hidden checks, which stays with the teacher."""

from collections.abc import Sequence

from grader.course.exercise import Exercise
from grader.release import archive, selection, source, wheel
from grader.release.fill import Value, filled
from grader.release.plan import ReleasePlan

SCRIPTS = ("setup.sh", "run_autograder")
COLLECT = "collect.py"


def build_autograder(plan: ReleasePlan, exercises: Sequence[Exercise]) -> bytes:
    """The bytes of the zip file."""
    grader = wheel.build_wheel(source.project(), selection.of_grader(exercises, hidden=True), source.licence())
    values = [Value("lang", plan.lang)]
    files = [
        *(filled(f"gradescope/{name}", values, name) for name in SCRIPTS),
        filled(f"gradescope/{COLLECT}.txt", [], COLLECT),
        grader,
    ]
    return archive.zipped(files, executable=SCRIPTS)

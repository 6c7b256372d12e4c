"""Build the learners' repository: all files except the manifest, reproducible from the course and the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.course.exercise import READMES, Exercise
from grader.release import pages, selection, source, wheel
from grader.release.fill import Value, filled
from grader.release.manifest import Kind, Manifest
from grader.release.plan import Lang, ReleasePlan
from grader.release.source import ROOT, File, read_course_file

PLAIN = (".gitattributes", ".gitignore", "noxfile.py.txt", ".devcontainer/devcontainer.json")
WORKFLOW = ".github/workflows/grade.yml"
README: dict[Lang, str] = {"en": "README.md", "zh": "README.zh-CN.md"}  # in the template


@dataclass(frozen=True)
class Release:
    """The files in their order, and the manifest without its list of files."""

    files: tuple[File, ...]
    manifest: Manifest


def build_repository(plan: ReleasePlan, exercises: Sequence[Exercise], with_solutions: bool = False) -> Release:
    """Build the learners' repository. CourseError where the course lacks a part of it."""
    licence = source.licence()
    grader = wheel.build_wheel(source.project(), selection.of_grader(exercises), licence)
    files = [
        *(file for each in exercises for file in files_of_exercise(each)),
        *(selection.of_solutions(exercises) if with_solutions else []),
        grader,
        *(filled(name, []) for name in PLAIN),
        filled(WORKFLOW, workflow_values(plan, exercises)),
        *(filled(README[lang], pages.values(plan, exercises, lang), pages.PAGES[plan.lang][lang]) for lang in README),
        *([File("LICENSE", licence)] if licence is not None else []),
    ]
    return as_release(files, "learners", grader.path, plan)


def as_release(files: Sequence[File], kind: Kind, grader: str, plan: ReleasePlan) -> Release:
    """These files as a release; its version contains a hash of them all."""
    version = f"{source.project().version}+h{wheel.digest_of(files)}"
    manifest = Manifest(version=version, kind=kind, wheel=grader, plan=plan, files={})
    return Release(tuple(sorted(files, key=lambda file: file.path)), manifest)


def files_of_exercise(exercise: Exercise) -> list[File]:
    """The learner's files of an exercise: the suite's copy of the stub, and the READMEs.

    The file in `exercises/` may be a teacher's own solution and is never released.
    """
    place = f"exercises/{exercise.id}"
    readmes = [File(f"{place}/{name}", read_course_file(ROOT / place / name)) for name in READMES.values()]
    return [File(f"{place}/{exercise.facts.file}", exercise.stub()), *readmes]


def workflow_values(plan: ReleasePlan, exercises: Sequence[Exercise]) -> list[Value]:
    """The values for the workflow. The teacher's workflow grades all exercises, unless some are named."""
    return [
        Value("course", plan.course),
        Value("ref", plan.ref),
        Value("lang", plan.lang),
        Value("only", " ".join(each.id for each in exercises) if plan.only else ""),
        Value("fail_under", "" if plan.fail_under is None else str(plan.fail_under)),
    ]

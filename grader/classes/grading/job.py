"""Grade one submission of a class as a job for any machine: bytes in, bytes out.

`run_job` runs in a thread of this machine or on a worker of a cluster. It needs the grader and no file of the machine
that sent the job.
"""

import time
from pathlib import Path

import msgspec

from grader.classes.collect.handed_in import HandedIn
from grader.classes.grading.grader_version import version
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.grading import isolated
from grader.grading.options import GradeOptions
from grader.model.errors import SocketCourseError
from grader.result.scorecard import Scorecard
from grader.sandbox import levels
from grader.submission.reader import Taken, Unreadable
from grader.submission.work import Work
from grader.texts import language
from grader.texts.wording import own_failure, shorten

TRIES = 3
SHOWN_AS = Path("exercises")  # the folder in the file names of a result


class GradingJob(msgspec.Struct, frozen=True, kw_only=True):
    """What to grade and how: for each exercise its files, or why it cannot be graded."""

    files: dict[str, dict[str, bytes]]
    unreadable: dict[str, str]
    notes: tuple[str, ...]
    version: str
    language: str
    level: str | None
    seed: int | None


class JobResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a job: a scorecard, or one line on the failure of the grader.

    `other` is the version of a worker's grader that differs from the job's: then nothing was graded.
    """

    card: Scorecard | None = None
    trouble: str = ""
    seconds: float = 0.0
    other: str = ""


def encode_job(handed: HandedIn, level: str | None, seed: int | None) -> bytes:
    """Encode the job for one submission."""
    works = {name: work for name, work in handed.taken.items() if isinstance(work, Work)}
    job = GradingJob(
        files={name: work.files for name, work in works.items()},
        unreadable={name: each.reason for name, each in handed.taken.items() if isinstance(each, Unreadable)},
        notes=handed.notes,
        version=version(),
        language=language.current(),
        level=level,
        seed=seed,
    )
    return msgspec.msgpack.encode(job)


def run_job(encoded: bytes) -> bytes:
    """Grade an encoded job, and encode the result."""
    return msgspec.msgpack.encode(grade_job(msgspec.msgpack.decode(encoded, type=GradingJob)))


def decode_job_result(encoded: bytes) -> JobResult:
    """Decode the result of a job."""
    return msgspec.msgpack.decode(encoded, type=JobResult)


def grade_job(job: GradingJob) -> JobResult:
    """Grade in a separate process. Where that fails or is killed by the submission, try twice more."""
    if job.version != version():
        return JobResult(other=version())
    language.choose(job.language)
    began = time.monotonic()
    trouble = ""
    for _try in range(TRIES):
        try:
            card = grade_once(job)
        except SocketCourseError as error:
            trouble = str(error)
        except Exception as error:
            trouble = own_failure(error)
        else:
            trouble = next((each.reason for each in card.exercises if each.own_trouble), "")
            if not trouble:
                return JobResult(card=card, seconds=round(time.monotonic() - began, 3))
        if isolated.is_over():
            break
    return JobResult(trouble=shorten(trouble), seconds=round(time.monotonic() - began, 3))


def grade_once(job: GradingJob) -> Scorecard:
    """Grade a job once. GraderError where that fails."""
    exercises = catalogue.load()
    taken: Taken = {each.id: work(each, job) for each in exercises}
    options = GradeOptions(seed=job.seed, level=levels.chosen(job.level))
    card = isolated.grade_taken(SHOWN_AS, exercises, taken, options)
    return msgspec.structs.replace(card, notes=[*job.notes, *card.notes])


def work(exercise: Exercise, job: GradingJob) -> Work | Unreadable:
    """The work of a job for one exercise."""
    if exercise.id in job.unreadable:
        return Unreadable(job.unreadable[exercise.id])
    facts = exercise.facts
    return Work(facts.file, job.files[exercise.id], exercise.host(), facts.steps, facts.limits)

"""Grade a class: read each submission, grade it unless its work is unchanged, and store each result at once.

After any interruption the stored results stay, and the same command continues.
"""

import contextlib
import datetime
import hashlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field

from grader.classes.collect import handed_in
from grader.classes.collect.entry import Entry
from grader.classes.collect.found import Found
from grader.classes.collect.handed_in import HandedIn
from grader.classes.grading import job
from grader.classes.grading.attempt import Attempt, Known
from grader.classes.grading.grader_version import version
from grader.classes.grading.job import JobResult
from grader.classes.grading.pools import Pool, other_version, trouble
from grader.course.exercise import Exercise
from grader.model.errors import GraderError, SocketCourseError
from grader.submission.reader import Unreadable
from grader.texts import language
from grader.texts.wording import own_failure, shorten

IN_FLIGHT = 2  # jobs submitted for each that can run at a time, so that a free thread finds work
STOPS = (signal.SIGINT, signal.SIGTERM)
NEVER_KNOWN = ""  # the digest for work on which the grader itself failed; it equals no real digest
LOOK_EVERY = 0.5  # seconds between two updates of the progress


@dataclass(frozen=True)
class GradingPlan:
    """How a class is graded. `before`: the state of each submission at that time; `again`: grade unchanged work too.

    `level` is the sandbox, None for the best one on the machine that grades.
    """

    exercises: Sequence[Exercise]
    before: datetime.datetime | None = None
    again: bool = False
    level: str | None = None
    seed: int | None = None


@dataclass
class Tally:
    """The results so far: counts, and one line for each submission without a result."""

    graded: int = 0
    unchanged: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    own_trouble: bool = False

    @property
    def done(self) -> int:
        """The number of submissions that are finished."""
        return self.graded + self.unchanged + len(self.errors)

    def add_lost(self, entries: Iterable[Entry]) -> None:
        """Count stored results that cannot be read as failures of the grader."""
        lost = [(each.name, each.trouble) for each in entries if each.lost]
        self.errors += lost
        self.own_trouble |= bool(lost)


@dataclass(frozen=True)
class AttemptStore:
    """Where gradings are stored. `known` gives the latest grading of a submission, by name; `add` stores one."""

    known: Callable[[str], Known | None]
    add: Callable[[Attempt], None]


Waiting = dict["Future[bytes]", tuple[Found, HandedIn]]


def grade_submissions(
    found: Sequence[Found], plan: GradingPlan, pool: Pool, book: AttemptStore, tally: Tally, moved: Callable[[], None]
) -> None:
    """Grade these submissions. `tally` is kept up to date; `moved` is called after each change of it.

    GraderError where no further submission can be graded.
    """
    running: Waiting = {}
    for each, read, encoded in to_do(found, plan, book, tally, moved):
        running[pool.executor.submit(job.run_job, encoded)] = (each, read)
        store_results(finished_jobs(running, block=False), book, tally)
        while len(running) >= IN_FLIGHT * pool.jobs:
            store_results(finished_jobs(running), book, tally)
            moved()
    while running:
        store_results(finished_jobs(running), book, tally)
        moved()


def to_do(
    found: Iterable[Found], plan: GradingPlan, book: AttemptStore, tally: Tally, moved: Callable[[], None]
) -> Iterator[tuple[Found, HandedIn, bytes]]:
    """The submissions that must be graded, each with its encoded job. The others are counted in the tally."""
    for each in found:
        read, encoded = prepare(each, plan)
        if isinstance(read, JobResult):
            store_results([(each, HandedIn({}, NEVER_KNOWN), read)], book, tally)
        elif isinstance(read, Unreadable):
            store_refusal(each, read, book, tally)
        elif not plan.again and book.known(each.name) == (read.digest, version()):
            tally.unchanged += 1
        else:
            yield each, read, encoded
        moved()


def prepare(found: Found, plan: GradingPlan) -> tuple[HandedIn | Unreadable | JobResult, bytes]:
    """The work and its encoded job. An exception while it is read is a failure of the grader, not of the learner."""
    try:
        read = handed_in.read_handed_in(found, plan.exercises, plan.before)
        return read, job.encode_job(read, plan.level, plan.seed) if isinstance(read, HandedIn) else b""
    except Exception as error:  # one unusual submission must not stop the others
        said = str(error) if isinstance(error, SocketCourseError) else own_failure(error)
        return JobResult(trouble=shorten(said)), b""


def store_refusal(found: Found, why: Unreadable, book: AttemptStore, tally: Tally) -> None:
    """Store, once, that a submission cannot be graded."""
    digest = hashlib.sha256(f"unreadable\0{why.reason}".encode("utf-8", "backslashreplace")).hexdigest()
    if book.known(found.name) != (digest, version()):
        book.add(as_attempt(found, HandedIn({}, digest), JobResult(trouble=why.reason)))
    tally.errors.append((found.name, why.reason))


def finished_jobs(running: Waiting, block: bool = True) -> Iterator[tuple[Found, HandedIn, JobResult]]:
    """Remove the finished jobs from `running` and give their results. Waits for LOOK_EVERY at most."""
    done, _not_done = wait(running, timeout=LOOK_EVERY if block else 0, return_when=FIRST_COMPLETED)
    for future in done:
        found, read = running.pop(future)
        yield found, read, result_of(future)


def result_of(future: "Future[bytes]") -> JobResult:
    """The result of a job. GraderError where a worker has another version of the grader, or the scheduler is gone."""
    try:
        result = job.decode_job_result(future.result())
    except (Exception, CancelledError) as error:
        return JobResult(trouble=trouble(error))
    if result.other:
        raise GraderError(other_version(result.other))
    return result


def store_results(done: Iterable[tuple[Found, HandedIn, JobResult]], book: AttemptStore, tally: Tally) -> None:
    """Store results at once. After a failure of the grader itself the work is graded again next time."""
    for found, read, result in done:
        with uninterrupted():
            book.add(as_attempt(found, read, result))
            if result.card is not None:
                tally.graded += 1
            else:
                tally.errors.append((found.name, result.trouble))
                tally.own_trouble = True


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C and SIGTERM until a result is both stored and counted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {each: signal.signal(each, lambda number, _frame: came.append(number)) for each in STOPS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if came:
        raise KeyboardInterrupt


def as_attempt(found: Found, read: HandedIn, result: JobResult) -> Attempt:
    """A grading in the form that the gradebook stores."""
    own = result.card is None and bool(read.taken)
    return Attempt(
        name=found.name,
        place=found.place,
        digest=NEVER_KNOWN if own else read.digest,
        version=version(),
        graded=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=result.seconds,
        commit=read.commit,
        committed=read.committed,
        language=language.current(),
        card=result.card,
        trouble=result.trouble,
    )

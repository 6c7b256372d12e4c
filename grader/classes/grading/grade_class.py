"""Grade a class: read each submission, let it be graded where its work is not known yet, keep each result as it comes.

Nothing is held back: whatever ends this, what was kept is kept, and the same again goes on.
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
from grader.classes.grading.pools import Pool, another, trouble
from grader.course.exercise import Exercise
from grader.model.errors import GraderError, SocketCourseError
from grader.submission.reader import Unreadable
from grader.texts import language
from grader.texts.wording import own_failure, shorten

IN_FLIGHT = 2  # submissions for each that is graded: who has done one finds the next
STOPS = (signal.SIGINT, signal.SIGTERM)
NEVER_KNOWN = ""  # the digest of what the grader itself had trouble with: no work has it
LOOK_EVERY = 0.5  # seconds after which the counter moves on though nothing has ended


@dataclass(frozen=True)
class GradingPlan:
    """How a class is graded. `before`: the state of each submission at that time; `again`: known work too.

    `level` is the box, None for the best where it is graded.
    """

    exercises: Sequence[Exercise]
    before: datetime.datetime | None = None
    again: bool = False
    level: str | None = None
    seed: int | None = None


@dataclass
class Tally:
    """What became of a class so far: counts, and one line for each submission without a result."""

    graded: int = 0
    unchanged: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    own_trouble: bool = False

    @property
    def done(self) -> int:
        """The submissions of which it is known what became."""
        return self.graded + self.unchanged + len(self.errors)

    def add_lost(self, entries: Iterable[Entry]) -> None:
        """Count the kept results that cannot be read, and were not asked for to be graded again: own trouble too."""
        lost = [(each.name, each.trouble) for each in entries if each.lost]
        self.errors += lost
        self.own_trouble |= bool(lost)


@dataclass(frozen=True)
class Book:
    """Where results are kept: what is known of a submission's latest grading, and how a grading is added."""

    known: Callable[[str], Known | None]
    add: Callable[[Attempt], None]


Waiting = dict["Future[bytes]", tuple[Found, HandedIn]]


def grade(
    found: Sequence[Found], plan: GradingPlan, pool: Pool, book: Book, tally: Tally, moved: Callable[[], None]
) -> None:
    """Grade these submissions. `tally` tells at any time what became of them; `moved` is called when it has changed.

    GraderError where no submission can be graded any more.
    """
    running: Waiting = {}
    for each, read, asked in to_do(found, plan, book, tally, moved):
        running[pool.executor.submit(job.run_job, asked)] = (each, read)
        keep(ended(running, block=False), book, tally)
        while len(running) >= IN_FLIGHT * pool.jobs:
            keep(ended(running), book, tally)
            moved()
    while running:
        keep(ended(running), book, tally)
        moved()


def to_do(
    found: Iterable[Found], plan: GradingPlan, book: Book, tally: Tally, moved: Callable[[], None]
) -> Iterator[tuple[Found, HandedIn, bytes]]:
    """The submissions that must be graded, and as pieces of work; what became of the others is in the tally."""
    for each in found:
        read, asked = prepared(each, plan)
        if isinstance(read, JobResult):
            keep([(each, HandedIn({}, NEVER_KNOWN), read)], book, tally)
        elif isinstance(read, Unreadable):
            refuse(each, read, book, tally)
        elif not plan.again and book.known(each.name) == (read.digest, version()):
            tally.unchanged += 1
        else:
            yield each, read, asked
        moved()


def prepared(found: Found, plan: GradingPlan) -> tuple[HandedIn | Unreadable | JobResult, bytes]:
    """What was handed in, and as a piece of work. Whatever else goes wrong here is the grader's own trouble with it."""
    try:
        read = handed_in.read_handed_in(found, plan.exercises, plan.before)
        return read, job.encode_job(read, plan.level, plan.seed) if isinstance(read, HandedIn) else b""
    except Exception as error:  # of a single submission, however odd: the others are graded all the same
        said = str(error) if isinstance(error, SocketCourseError) else own_failure(error)
        return JobResult(trouble=shorten(said)), b""


def refuse(found: Found, why: Unreadable, book: Book, tally: Tally) -> None:
    """Keep, once, that a submission cannot be graded."""
    digest = hashlib.sha256(f"unreadable\0{why.reason}".encode("utf-8", "backslashreplace")).hexdigest()
    if book.known(found.name) != (digest, version()):
        book.add(attempt(found, HandedIn({}, digest), JobResult(trouble=why.reason)))
    tally.errors.append((found.name, why.reason))


def ended(running: Waiting, block: bool = True) -> Iterator[tuple[Found, HandedIn, JobResult]]:
    """The pieces of work that have ended, without waiting for long; they do not run any more."""
    done, _not_done = wait(running, timeout=LOOK_EVERY if block else 0, return_when=FIRST_COMPLETED)
    for future in done:
        found, read = running.pop(future)
        yield found, read, result_of(future)


def result_of(future: "Future[bytes]") -> JobResult:
    """What a piece of work came to. GraderError where another grader did it, or nobody is left to do any."""
    try:
        said = job.decode_result(future.result())
    except (Exception, CancelledError) as error:
        return JobResult(trouble=trouble(error))
    if said.other:
        raise GraderError(another(said.other))
    return said


def keep(done: Iterable[tuple[Found, HandedIn, JobResult]], book: Book, tally: Tally) -> None:
    """Keep what came out, at once. The grader's own trouble is kept in a way that never counts as known."""
    for found, read, said in done:
        with uninterrupted():
            book.add(attempt(found, read, said))
            if said.card is not None:
                tally.graded += 1
            else:
                tally.errors.append((found.name, said.trouble))
                tally.own_trouble = True


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait until a result is both kept and counted."""
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


def attempt(found: Found, read: HandedIn, said: JobResult) -> Attempt:
    """A grading as the gradebook keeps it."""
    own = said.card is None and bool(read.taken)
    return Attempt(
        name=found.name,
        place=found.place,
        digest=NEVER_KNOWN if own else read.digest,
        version=version(),
        graded=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=said.seconds,
        commit=read.commit,
        committed=read.committed,
        language=language.current(),
        card=said.card,
        trouble=said.trouble,
    )

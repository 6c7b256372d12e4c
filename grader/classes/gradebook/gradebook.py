"""The gradebook of a class: one file that keeps every grading, and the points that were given by hand.

with open_gradebook(path) as book:      one process at a time; others get an error that names it
    book.add(attempt)                   durable when it returns, stored whole or not at all
with read_gradebook(path) as book:      at any time, also while another process has it open to write
    book.entries()
"""

import difflib
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select
from sqlalchemy.dialects.sqlite import insert

from grader.classes.collect.entry import Entry, Override
from grader.classes.gradebook import queries
from grader.classes.gradebook.database import PATIENCE, READ, WRITE, engine_for, must_exist, transaction
from grader.classes.gradebook.lock import held
from grader.classes.gradebook.migrate import MIGRATIONS, bring_up, newest_revision, revision_of
from grader.classes.gradebook.packing import pack_conversations, pack_outline
from grader.classes.gradebook.tables import attempts, checks, classes, conversations, mistakes, overrides, submissions
from grader.classes.grading.attempt import Attempt, Known
from grader.model.errors import UsageError
from grader.result.scorecard import Scorecard
from grader.storage import atomic
from grader.texts.language import _
from grader.texts.wording import shorten


@contextmanager
def open_gradebook(
    path: Path, patience: float = PATIENCE, migrations: Path = MIGRATIONS
) -> "Iterator[WritableGradebook]":
    """Open a gradebook to write to, with its lock; a new file becomes an empty gradebook. UsageError where that fails.

    `patience` is how many seconds to wait for a reader.
    """
    atomic.can_write(path)
    with held(path, patience):
        bring_up(path, patience, migrations)
        yield WritableGradebook(engine_for(path, patience, WRITE), path)


@contextmanager
def read_gradebook(path: Path, patience: float = PATIENCE, migrations: Path = MIGRATIONS) -> "Iterator[Gradebook]":
    """Open a gradebook to read. An older schema is upgraded first. UsageError where there is no gradebook."""
    must_exist(path)
    engine = engine_for(path, patience, READ)
    with transaction(engine, path) as connection:
        revision = revision_of(connection, path, migrations)
    if revision != newest_revision(migrations):
        with open_gradebook(path, patience, migrations):
            pass
    yield Gradebook(engine, path)


class Gradebook:
    """A gradebook to read. Each method reads in one transaction."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    def names(self) -> list[str]:
        """The names of all submissions, in order."""
        with self._transaction() as connection:
            return list(connection.scalars(select(submissions.c.name).order_by(submissions.c.name)))

    def known(self, name: str) -> Known | None:
        """The work and the grader of the latest grading; None where there is none or it cannot be read."""
        name = storable(name)
        with self._transaction() as connection:
            row = connection.execute(queries.gradings(queries.latest(name))).one_or_none()
            if row is None:
                return None
            talks = queries.lost_talks(connection, name)
        _card, lost = queries.read_card(row, talks.get(row.id, {}))
        return None if lost else Known(row.digest, row.version)

    def entries(self, names: Collection[str] | None = None, talks: bool = True) -> list[Entry]:
        """All submissions, or those with these names, sorted by name, each with its latest grading.

        Only conversations of checks that lost points are read, and none without `talks`: conversations are nine tenths
        of the data.
        """
        wanted = None if names is None else {storable(name) for name in names}
        with self._transaction() as connection:
            found = connection.execute(queries.gradings(queries.latest()))
            rows = [row for row in found if wanted is None or row.name in wanted]
            lost, given = queries.lost_talks(connection) if talks else {}, queries.by_hand(connection)
        return [queries.entry_of(row, lost, given) for row in rows]

    def named(self, name: str) -> str:
        """The name of a submission as it is stored. UsageError, with similar names, where there is none."""
        known, wanted = self.names(), storable(name)
        if wanted in known:
            return wanted
        alike = {_plain(each): each for each in known}
        if _plain(wanted) in alike:
            return alike[_plain(wanted)]
        near = ", ".join(shorten(alike[each]) for each in difflib.get_close_matches(_plain(wanted), alike))
        said = _("there is no submission {name} in {path}")
        if near:
            said = _("there is no submission {name} in {path}; did you mean {near}?")
        raise UsageError(said.format(name=shorten(wanted), path=self._path, near=near))

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine, self._path)


class WritableGradebook(Gradebook):
    """A gradebook to write, locked by this process. A change is durable when its method returns."""

    def belong_to(self, name: str) -> None:
        """Store the class of this gradebook, by the name of its folder. UsageError where it has another class.

        The whole path would differ on another machine, or after the class's folder was moved.
        """
        name = unicodedata.normalize("NFC", storable(name))
        with self._transaction() as connection:
            owner = connection.scalar(select(classes.c.name))
            if owner is None:
                connection.execute(insert(classes).values(name=name))
        if owner not in (None, name):
            said = _("{path} holds the class {old}; for {new} give another place with --out")
            raise UsageError(said.format(path=self._path, old=shorten(owner), new=shorten(name)))

    def add(self, attempt: Attempt) -> None:
        """Store a grading; it becomes the submission's latest."""
        card = attempt.card
        sums = {} if card is None else _sums(card)
        parts = {} if card is None else _parts(card)
        name, place = storable(attempt.name), storable(attempt.place)
        submission = insert(submissions).values(name=name, place=place)
        submission = submission.on_conflict_do_update(["name"], set_={"place": place})
        with self._transaction() as connection:
            number = connection.scalar(submission.returning(submissions.c.id))
            grading = insert(attempts).values(
                submission_id=number,
                digest=attempt.digest,
                version=attempt.version,
                graded=attempt.graded,
                seconds=attempt.seconds,
                commit_id=attempt.commit,
                committed=attempt.committed,
                trouble=storable(attempt.trouble),
                language=attempt.language,
                **sums,
            )
            added = connection.scalar(grading.returning(attempts.c.id))
            for table, rows in parts.items():
                if rows:
                    connection.execute(insert(table), [{"attempt_id": added, **row} for row in rows])

    def override(self, name: str, points: int, reason: str) -> Override:
        """Give points by hand. They count instead of every grading, also later ones. UsageError for an unknown name."""
        given = Override(points=points, reason=storable(reason), at=datetime.now(UTC).isoformat(timespec="seconds"))
        self._give(self.named(name), given.points, given.reason, given.at)
        return given

    def take_back(self, name: str) -> None:
        """Let the grading count again. UsageError for an unknown name, or without points given by hand."""
        name = self.named(name)
        entry = self.entries([name], talks=False)[0]
        if entry.override is None:
            raise UsageError(_("{name} was given no points by hand").format(name=shorten(name)))
        self._give(name, None, "", datetime.now(UTC).isoformat(timespec="seconds"))

    def _give(self, name: str, points: int | None, reason: str, at: str) -> None:
        with self._transaction() as connection:
            number = connection.scalar(select(submissions.c.id).where(submissions.c.name == name))
            connection.execute(insert(overrides).values(submission_id=number, points=points, reason=reason, at=at))


def storable(text: str) -> str:
    """A text as the gradebook stores it: a byte of a file name that is not valid text becomes an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain(name: str) -> str:
    """A name to compare: in one Unicode form and one case. Systems write é as one code point or as two."""
    return unicodedata.normalize("NFC", name).casefold()


ColumnValues = dict[str, object]


def _sums(card: Scorecard) -> ColumnValues:
    """The columns of an attempt that come from a result."""
    return {
        "score": card.score,
        "max": card.max,
        "hidden": card.hidden,
        "box": card.box,
        "python": card.python,
        "result": pack_outline(card),
    }


def _parts(card: Scorecard) -> dict[Table, list[ColumnValues]]:
    """The rows of a result's checks, mistakes and conversations."""
    found: dict[Table, list[ColumnValues]] = {checks: [], mistakes: [], conversations: []}
    for exercise in card.exercises:
        for check in exercise.checks:
            place: ColumnValues = {"exercise_id": exercise.id, "check_id": check.id}
            about: ColumnValues = {
                "promise": check.promise,
                "status": check.status.value,
                "points": check.points,
                "max": check.max,
                "hidden": check.hidden,
                "mistake_id": check.mistake,
                "line": check.line,
                "seconds": check.seconds,
            }
            found[checks].append(place | about)
            if check.advice is not None:
                found[mistakes].append(place | {"mistake_id": check.advice.id, "title": check.advice.title})
    for (exercise_id, check_id), packed in pack_conversations(card).items():
        key: ColumnValues = {"exercise_id": exercise_id, "check_id": check_id}
        found[conversations].append(key | {"conversation": packed})
    return found

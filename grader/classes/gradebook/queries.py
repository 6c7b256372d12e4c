"""Queries on a gradebook's tables, and how rows become submissions with their gradings."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from grader.classes.collect.entry import Entry, Override
from grader.classes.gradebook.packing import Place, unpack
from grader.classes.gradebook.tables import attempts, checks, conversations, overrides, submissions
from grader.model.errors import GraderError
from grader.result.scorecard import CheckStatus, Scorecard

LOST = (CheckStatus.FAILED.value, CheckStatus.WITHHELD.value)

Talks = dict[int, dict[Place, bytes]]  # by the attempt's number: its conversations as they are stored


def latest(name: str | None = None) -> Select[Any]:
    """The numbers of the latest attempts: of every submission, or of one."""
    query = select(func.max(attempts.c.id)).group_by(attempts.c.submission_id)
    return query if name is None else query.join(submissions).where(submissions.c.name == name)


def gradings(numbers: Select[Any]) -> Select[Any]:
    """The attempts with these numbers, each with its submission; by name, the oldest first."""
    query = select(submissions.c.name, submissions.c.place, attempts).join(attempts)
    return query.where(attempts.c.id.in_(numbers)).order_by(submissions.c.name, attempts.c.id)


def lost_talks(connection: Connection, name: str | None = None) -> Talks:
    """The conversations of the checks that lost points in the latest attempts, or in that of one submission."""
    same = and_(*(conversations.c[key] == checks.c[key] for key in ("attempt_id", "exercise_id", "check_id")))
    query = select(conversations).join(checks, same)
    query = query.where(checks.c.attempt_id.in_(latest(name)), checks.c.status.in_(LOST))
    found: Talks = defaultdict(dict)
    for row in connection.execute(query):
        found[row.attempt_id][row.exercise_id, row.check_id] = row.conversation
    return found


def by_hand(connection: Connection) -> dict[int, Override]:
    """The points given by hand that count, by the submission's number."""
    newest = select(func.max(overrides.c.id)).group_by(overrides.c.submission_id)
    query = select(overrides).where(overrides.c.id.in_(newest), overrides.c.points.is_not(None))
    return {
        row.submission_id: Override(points=row.points, reason=row.reason, at=row.at)
        for row in connection.execute(query)
    }


def entry_of(row: Row[Any], talks: Talks, given: Mapping[int, Override]) -> Entry:
    """One row of `gradings` as a submission. Where the stored result cannot be read, `trouble` gives the reason."""
    card, lost = read_card(row, talks.get(row.id, {}))
    return Entry(
        name=row.name,
        place=row.place,
        graded=row.graded,
        commit=row.commit_id,
        committed=row.committed,
        language=row.language,
        card=card,
        trouble=lost or row.trouble,
        override=given.get(row.submission_id),
        lost=bool(lost),
    )


def read_card(row: Row[Any], talks: Mapping[Place, bytes]) -> tuple[Scorecard | None, str]:
    """The result in one row of `gradings`, if any, and why a stored result cannot be read (else empty)."""
    try:
        return (None if row.result is None else unpack(row.name, row.result, talks)), ""
    except GraderError as error:
        return None, str(error)

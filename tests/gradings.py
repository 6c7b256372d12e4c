"""Results and graded submissions for the tests of the gradebook."""

import random
from collections import defaultdict

from msgspec import UNSET
from sqlalchemy import select

from grader.classes.collect.entry import Entry
from grader.classes.gradebook import queries
from grader.classes.gradebook.gradebook import Gradebook
from grader.classes.gradebook.tables import attempts, conversations, submissions
from grader.classes.grading.attempt import Attempt
from grader.model.events import Call, Exited, Sent
from grader.result.scorecard import (
    Advice,
    CheckMessages,
    CheckResult,
    CheckStatus,
    ExerciseResult,
    ExerciseStatus,
    Scorecard,
)
from grader.texts.message import M_

CHECKS = ("first", "second", "third")
STATES = (CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.WITHHELD)
ADVICE = Advice(id="wrong-port", title="The port is another one", text="Look again.", exercise="03_bind", anchor="")


def card(seed: int = 0, talk: int = 300) -> Scorecard:
    """A result with conversations of `talk` random bytes, which depend on the seed."""
    rng = random.Random(seed)

    def check(name: str, status: CheckStatus) -> CheckResult:
        lost = status is not CheckStatus.PASSED
        return CheckResult(
            id=name,
            promise=f"{name} holds",
            status=status,
            points=0 if lost else 2,
            max=2,
            mistake=ADVICE.id if status is CheckStatus.FAILED else None,
            advice=ADVICE if status is CheckStatus.FAILED else None,
            messages=CheckMessages(expected=M_("the reply"), observed=M_("nothing")) if lost else UNSET,
            line=14 if lost else None,
            seconds=0.25,
            transcript=[
                Call(at=0.1, who="program", number=1, call="bind", arguments="('', 1)", timeout=None, file="a", line=3),
                Sent(at=0.2, who="client", size=talk, data=rng.randbytes(talk)),
                Exited(at=0.3, who="program", status=seed),
            ],
            output=f"你好 {seed}\n",
        )

    exercises = [
        ExerciseResult(
            id=name,
            file=f"exercises/{name}/x.py",
            status=ExerciseStatus.FAILED,
            score=2,
            max=6,
            checks=[check(*pair) for pair in zip(CHECKS, STATES, strict=True)],
        )
        for name in ("03_bind", "05_listen")
    ]
    return Scorecard(
        score=4, max=12, hidden=3, seconds=1.5, box="limits", python="3.11", platform="any", exercises=exercises
    )


def attempt(name: str = "ada", seed: int = 0, result: Scorecard | None = None, trouble: str = "") -> Attempt:
    """A graded submission, or one that could not be graded because of `trouble`."""
    return Attempt(
        name=name,
        place=f"class/{name}",
        digest=f"digest {seed}",
        version="1.0",
        graded=f"2026-03-01T08:00:{seed % 60:02}+00:00",
        seconds=1.5,
        commit="0123abcd",
        committed="2026-02-28T23:00:00+00:00",
        language="en",
        card=None if trouble else result or card(seed),
        trouble=trouble,
    )


def history(book: Gradebook, name: str) -> list[Entry]:
    """Every grading of a submission with all its conversations, the oldest first."""
    numbers = select(attempts.c.id).join(submissions).where(submissions.c.name == name)
    talks: queries.Talks = defaultdict(dict)
    with book._transaction() as connection:
        for row in connection.execute(select(conversations)):
            talks[row.attempt_id][row.exercise_id, row.check_id] = row.conversation
        given = queries.by_hand(connection)
        return [queries.entry_of(row, talks, given) for row in connection.execute(queries.gradings(numbers))]

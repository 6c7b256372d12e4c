"""Make a class for tests of the gradebook's page: many random entries, all from one real grading."""

import functools
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from grader.classes.collect.entry import Entry, Override
from grader.course import catalogue
from grader.grading import run
from grader.grading.options import GradeOptions
from grader.model.events import Flooded
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from tests.submitted import SOLUTIONS, put

replaced = msgspec.structs.replace
# One mistake in each of these exercises: conversations, a difference in bytes, a whole program.
WRONG = {
    "03_bind": "only_there__bind-every-address",
    "08_encode_decode": "reads_gbk__default-not-gbk",
    "12_client": "message__encode-no-parens",
    "13_server": "numbers__recvfrom-on-tcp",
}
# Texts with a special meaning in HTML, JavaScript, spreadsheets, templates or right-to-left text.
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "=cmd()|' /C calc'!A0",
    "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe \u200f\u2067",
    "\"'` onmouseover=alert(1) x='",
    "<!--<script>",
    "]]>&amp;&#x3c;b&#x3e;",
    "小明 👩‍💻🇨🇳",
    "${alert(1)} $& $1",
    "\u2028line\u2029",
)


@functools.cache
def graded_once() -> Scorecard:
    """A real grading of one wrong program for each exercise in WRONG."""
    exercises = catalogue.choose(catalogue.load(), WRONG)
    with tempfile.TemporaryDirectory() as name:
        for each in exercises:
            program = (SOLUTIONS / each.id / "wrong" / f"{WRONG[each.id]}.py").read_bytes()
            put(Path(name, each.id), {each.facts.file: program})
        return run.grade(Path(name), exercises, GradeOptions(seed=1))


def passed(check: CheckResult) -> CheckResult:
    """The check with the status PASSED."""
    kept = CheckResult(
        id=check.id,
        promise=check.promise,
        status=CheckStatus.PASSED,
        points=check.max,
        max=check.max,
        hidden=check.hidden,
    )
    return replaced(kept, seconds=check.seconds)


def untried(check: CheckResult) -> CheckResult:
    """The check with the status NOT_TRIED."""
    return replaced(passed(check), status=CheckStatus.NOT_TRIED, points=0, observed="not started")


def exercise(each: ExerciseResult, checks: Sequence[CheckResult], status: ExerciseStatus) -> ExerciseResult:
    """The exercise with other checks, and their sum as score."""
    return replaced(each, status=status, checks=list(checks), score=sum(check.points for check in checks))


def card_of(exercises: Sequence[ExerciseResult]) -> Scorecard:
    """A result with these exercises, and their sums as score and maximum."""
    score, most = sum(each.score for each in exercises), sum(each.max for each in exercises)
    return replaced(graded_once(), score=score, max=most, exercises=list(exercises))


def random_exercise(each: ExerciseResult, able: float, rng: random.Random) -> ExerciseResult:
    """A random result of an exercise, for a learner with the ability `able` (0 to 1)."""
    if rng.random() < 0.03:
        unread = [untried(check) for check in each.checks]
        return replaced(exercise(each, unread, ExerciseStatus.ERROR), reason="the file is not saved as UTF-8")
    if rng.random() > able + 0.45:
        return exercise(each, [untried(check) for check in each.checks], ExerciseStatus.NOT_STARTED)
    checks = [passed(check) if rng.random() < able else check for check in each.checks]
    done = all(check.status is CheckStatus.PASSED for check in checks)
    return exercise(each, checks, ExerciseStatus.PASSED if done else ExerciseStatus.FAILED)


def flooding(each: ExerciseResult) -> ExerciseResult:
    """The exercise with too much output in its first check."""
    flood = Flooded(at=0.1, who="program", what="printed", size=16 << 20)
    first = replaced(each.checks[0], transcript=[*each.checks[0].transcript, flood])
    return replaced(each, checks=[first, *each.checks[1:]])


def random_entry(number: int, rng: random.Random) -> Entry:
    """A random submission."""
    able = rng.betavariate(3, 2)
    name = HOSTILE[number % 50] if number % 50 < len(HOSTILE) and number > 1 else f"learner-{number:04}"
    made = Entry(
        name=name,
        place=f"submissions/{number:04}",
        graded="2026-11-22T10:00:00Z",
        commit=f"{rng.getrandbits(160):040x}",
        committed="2026-11-21T18:30:00Z",
    )
    if rng.random() < 0.02:
        return replaced(made, trouble="there is no folder exercises/ in it")
    exercises = [random_exercise(each, able, rng) for each in graded_once().exercises]
    if rng.random() < 0.01:
        exercises[-1] = flooding(exercises[-1])
    made = replaced(made, card=card_of(exercises))
    if rng.random() < 0.01:
        return replaced(made, override=Override(points=20, reason="shown in person", at="2026-11-23T08:00:00Z"))
    return made


def classroom(count: int, seed: int = 1) -> list[Entry]:
    """A class of `count` learners; the same seed makes the same class."""
    rng = random.Random(seed)
    return [random_entry(number, rng) for number in range(count)]

"""What learners may see of a result: of a check that stays with the teacher only its promise, points and advice.

A log, a summary page and an artifact of a push can be read by whoever reads the repository. What a hidden check
expected and saw would give it away, so it is emptied before any report is made.
"""

from msgspec.structs import replace

from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, Scorecard
from grader.texts.language import _

LOST = (CheckStatus.FAILED, CheckStatus.WITHHELD)


def redacted(card: Scorecard) -> Scorecard:
    """The same result, the same points, without the texts of hidden checks."""
    return replace(card, exercises=[_exercise(each) for each in card.exercises])


def is_redacted(check: CheckResult) -> bool:
    """Whether a check is lost and nothing is told of how: it stays with the teacher."""
    return check.hidden and check.status in LOST and not (check.expected or check.observed)


def _exercise(each: ExerciseResult) -> ExerciseResult:
    """An exercise; where the grader failed in it, the reason may quote a hidden check."""
    secret = each.own_trouble and any(check.hidden for check in each.checks)
    reason = _("the grader itself failed; ask your teacher to grade this again") if secret else each.reason
    return replace(each, reason=reason, checks=[_check(check) if check.hidden else check for check in each.checks])


def _check(check: CheckResult) -> CheckResult:
    """A hidden check with nothing but what a learner may know.

    One that was not tried met no program: what stands there names a promise, a stub or an unreadable file.
    """
    return CheckResult(
        id=check.id,
        promise=check.promise,
        status=check.status,
        points=check.points,
        max=check.max,
        hidden=True,
        observed=check.observed if check.status is CheckStatus.NOT_TRIED else "",
        mistake=check.mistake,
        advice=check.advice,
    )

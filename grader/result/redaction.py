"""Redact a result for learners: a hidden check keeps only its promise, points and advice.

Everyone with access to the repository can read the log, the summary page and the artifacts of a push. What a hidden
check expected and observed would reveal the check, so these fields are emptied before any report is made.
"""

from msgspec.structs import replace

from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, Scorecard
from grader.texts.language import _

LOST = (CheckStatus.FAILED, CheckStatus.WITHHELD)  # the check ran and has no points


def redacted(card: Scorecard) -> Scorecard:
    """The same result without what would reveal a hidden check; the points stay."""
    return replace(card, exercises=[_exercise(each) for each in card.exercises])


def is_redacted(check: CheckResult) -> bool:
    """Whether a check lost its points and had its texts redacted."""
    return check.hidden and check.status in LOST and not (check.expected or check.observed)


def _exercise(each: ExerciseResult) -> ExerciseResult:
    """A redacted exercise. Where the grader itself failed, the reason is replaced: it may quote a hidden check."""
    secret = each.own_trouble and any(check.hidden for check in each.checks)
    reason = _("the grader itself failed; ask your teacher to grade this again") if secret else each.reason
    return replace(each, reason=reason, checks=[_check(check) if check.hidden else check for check in each.checks])


def _check(check: CheckResult) -> CheckResult:
    """A hidden check with only the fields that a learner may see.

    `observed` of a check that was not tried stays: it contains a promise or the state of a file, no test data.
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

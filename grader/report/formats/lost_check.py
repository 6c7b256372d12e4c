"""The details of a check that did not pass, as plain lines, for reports that contain only plain text.

The lines of `said` and `of_exercise` cannot act as commands of a runner and have no control characters.
"""

from grader.advice.choose import title_and_text
from grader.report.words import finding_texts, last_output, promise_words, read_on, reason_untried
from grader.result.redaction import LOST, is_redacted
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus
from grader.texts.github_runner import defused
from grader.texts.language import _

OUTPUT_LINES = 40


def said(each: ExerciseResult, check: CheckResult) -> list[str]:
    """What was expected and seen, the advice, and what the program printed; empty for a check that passed."""
    if check.status is CheckStatus.PASSED:
        return []
    lines = [*finding(each, check), *advice(check), *output(check)]
    return [defused(line) for line in lines]


def finding(each: ExerciseResult, check: CheckResult) -> list[str]:
    """What was expected and what was seen, or why the check was not tried."""
    if is_redacted(check):
        return [_("this check stays with your teacher")]
    if check.status not in LOST:
        reason = reason_untried(each, check)
        return [reason] if reason else []
    return expected_and_seen(check)


def expected_and_seen(check: CheckResult) -> list[str]:
    """What was expected, if known, and what was seen."""
    texts = finding_texts(check)
    lines = [_("expected: ") + texts.expected] if texts.expected else []
    return [*lines, _("seen:     ") + texts.observed]


def advice(check: CheckResult) -> list[str]:
    """The advice, and where to read on."""
    if check.advice is None:
        return []
    return [*title_and_text(check.advice), _("more: ") + read_on(check.advice)]


def output(check: CheckResult) -> list[str]:
    """The last lines that the program printed, each after `|`."""
    lines = last_output(check, OUTPUT_LINES)
    return [_("your program's own output:"), *(f"| {line}" for line in lines)] if lines else []


def of_exercise(each: ExerciseResult) -> list[str]:
    """Why the exercise could not be graded, or else the promise and the details of each lost check."""
    if each.status is ExerciseStatus.ERROR:
        return [defused(each.reason)]
    lines = []
    for check in each.checks:
        if check.status in LOST:
            lines += [defused(promise_words(check.promise)), *(f"    {line}" for line in said(each, check))]
    return lines

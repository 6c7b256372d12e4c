"""Words that several reports share."""

from grader.course.exercise import READMES
from grader.result.redaction import is_redacted
from grader.result.scorecard import (
    Advice,
    Cause,
    CheckResult,
    CheckStatus,
    CheckTexts,
    ExerciseResult,
    ExerciseStatus,
    Scorecard,
)
from grader.texts.language import _, current
from grader.texts.wording import as_line


def summary(card: Scorecard) -> str:
    """How long the grading took, and in which sandbox; for several exercises also how many are finished."""
    finished = sum(each.status is ExerciseStatus.PASSED for each in card.exercises)
    if len(card.exercises) == 1:
        return _("graded in {seconds:.1f} s, box: {box}").format(seconds=card.seconds, box=card.box)
    return _("{count} exercises, {finished} finished, graded in {seconds:.1f} s, box: {box}").format(
        count=len(card.exercises), finished=finished, seconds=card.seconds, box=card.box
    )


def troubled(card: Scorecard) -> list[ExerciseResult]:
    """The exercises that were not graded because the grader itself failed."""
    return [each for each in card.exercises if each.own_trouble]


def trouble_said(card: Scorecard) -> str:
    """Why there is no score; empty where there is one."""
    names = ", ".join(each.id for each in troubled(card))
    said = _("there is no score: the grader itself failed in {exercises}, and nothing is known about the work there")
    return said.format(exercises=names) if names else ""


def percent(card: Scorecard) -> int:
    """The points in percent, rounded down, so that 100 means all points."""
    return 100 * card.score // card.max if card.max else 0


def all_earned(card: Scorecard) -> bool:
    """Whether the maximum is above 0 and all points were earned."""
    return 0 < card.max == card.score and all(each.status is ExerciseStatus.PASSED for each in card.exercises)


def exercise_title(each: ExerciseResult) -> str:
    """The name of an exercise in other systems: `03 bind`."""
    return as_line(each.id.replace("_", " "), 60)


def status_word(status: ExerciseStatus) -> str:
    """The status of an exercise in words."""
    return {
        ExerciseStatus.PASSED: _("passed"),
        ExerciseStatus.FAILED: _("not yet"),
        ExerciseStatus.NOT_STARTED: _("not started"),
        ExerciseStatus.ERROR: _("cannot be graded"),
    }[status]


def where_next(upcoming: ExerciseResult) -> str:
    """Where to continue, with the file."""
    start = _("start here") if upcoming.status is ExerciseStatus.NOT_STARTED else _("go on here")
    return _("{start}: {file}").format(start=start, file=upcoming.file)


def trouble(check: CheckResult) -> tuple[object, ...]:
    """A key that is equal for checks of an exercise with the same cause, mistake and line.

    A check that is redacted, or has no cause (older versions wrote none) and no mistake, has a unique key.
    """
    if is_redacted(check) or not (check.cause or check.mistake):
        return (check.id,)
    return (check.cause, check.mistake, check.line)


def evidence(check: CheckResult) -> tuple[object, ...]:
    """A key that is equal for checks whose details a report shows only once.

    It contains `observed` if the check was withheld, or if `observed` is only what the peer observed.
    """
    texts = finding_texts(check)
    is_all = check.status is CheckStatus.WITHHELD or texts.seen == texts.observed
    return (*trouble(check), texts.observed if is_all else "")


def finding_texts(check: CheckResult) -> CheckTexts:
    """The texts of a check in the language in use; as saved where the result has no usable messages."""
    if check.messages:
        try:
            return check.messages.texts(current())
        except (LookupError, ValueError):  # a word is missing or has the wrong type
            pass
    return CheckTexts(check.expected, check.observed, check.seen)


def reason_untried(each: ExerciseResult, check: CheckResult) -> str:
    """Why a check was not tried, in the language in use; as saved where the result does not have the cause."""
    match check.cause:
        case Cause(kind="not_started"):
            return _("not started")
        case Cause(kind="not_tried", what=first):
            promise = next((other.promise for other in each.checks if other.id == first), first)
            return _("first: {promise}").format(promise=promise_words(promise))
    return finding_texts(check).observed


def promise_words(promise: str) -> str:
    """The promise of a check in the language in use. Older versions saved it translated: it then stays as saved."""
    return _(promise)


def last_output(check: CheckResult, most: int) -> list[str]:
    """The last `most` lines that the program printed, without empty ones; before them the number of other lines."""
    written = [line for line in check.output.splitlines() if line.strip()]
    left_out = len(written) - most
    before = [_("... {count} lines before").format(count=left_out)] if left_out > 0 else []
    return [*before, *written[-most:]]


def read_on(advice: Advice) -> str:
    """The path of the README that explains a mistake, in the language in use, with the anchor."""
    place = f"#{advice.anchor}" if advice.anchor else ""
    return f"exercises/{advice.exercise}/{READMES[current()]}{place}"


def hint_command(each: ExerciseResult) -> str:
    """The command for a hint."""
    return f"nox -s hint -- {each.id[:2]}"
